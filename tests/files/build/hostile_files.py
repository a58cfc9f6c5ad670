"""Files made to exhaust a reader: bombs, loops and lies, each small on the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DATE = (2024, 1, 1, 0, 0, 0)
_CLAUSE_ZH = "乙方每月五日前向甲方提交店铺经营报告。"
_CLAUSE_EN = "The agency sends a store report by the fifth of each month."

# ---------------------------------------------------------------- Word files


def _zip(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _document(body: str, before: str = "") -> bytes:
    return f'{before}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'.encode()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def _docx(body: str, before: str = "") -> bytes:
    return _zip({"word/document.xml": _document(body, before)})


def zip_bomb() -> bytes:
    """A document part of 40 MB in 40 kB."""
    return _docx(_paragraph(_CLAUSE_ZH) + " " * 40_000_000)


def overlapping() -> bytes:
    """Sixty parts that are all the same four million bytes of the file."""
    return _shared_member(_docx(_paragraph(_CLAUSE_ZH) + " " * 4_000_000), 60)


def _shared_member(archive: bytes, times: int) -> bytes:
    """Return a zip with one member as if it had it ``times`` times, under other names."""
    start = archive.rindex(b"PK\x01\x02")
    end = archive.rindex(b"PK\x05\x06")
    entry = bytearray(archive[start:end])
    copies = bytearray()
    for number in range(times):
        name = f"word/part{number:04}.xml".encode()
        head = bytearray(entry[:46])
        struct.pack_into("<H", head, 28, len(name))
        copies += head + name
    directory = bytes(entry + copies)
    tail = bytearray(archive[end:])
    struct.pack_into("<HHI", tail, 8, times + 1, times + 1, len(directory))
    return archive[:start] + directory + bytes(tail)


def size_lie() -> bytes:
    """The directory gives the document part a tenth of its size."""
    archive = bytearray(_docx(_paragraph(_CLAUSE_ZH) * 100))
    at = archive.rindex(b"PK\x01\x02")
    (size,) = struct.unpack_from("<I", archive, at + 24)
    struct.pack_into("<I", archive, at + 24, size // 10)
    return bytes(archive)


def entities() -> bytes:
    """Ten entities, each ten times the one before."""
    lines = [f'<!ENTITY e0 "{_CLAUSE_ZH}">']
    lines += [f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10)]
    return _docx(_paragraph("&e9;"), f"<!DOCTYPE d [{''.join(lines)}]>")


def _nested(depth: int, opening: str, closing: str) -> bytes:
    return _docx(opening * depth + _paragraph(_CLAUSE_ZH) + closing * depth)


def nested_tables(depth: int) -> bytes:
    """A table in a cell of a table, and so on."""
    row = f"<w:tc>{_paragraph('甲方')}</w:tc>"
    return _nested(depth, f"<w:tbl><w:tr>{row}<w:tc>", "</w:tc></w:tr></w:tbl>")


def nested_controls() -> bytes:
    """A content control in a content control, a thousand times."""
    return _nested(1000, "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")


# ---------------------------------------------------------------- PDF files


def pdf_of(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects; number 1 is the catalogue."""
    data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(data)
    size = max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        data += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    data += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(data)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a packed stream."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %b >>\nstream\n%b\nendstream" % (len(packed), entries, packed)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F1 11 Tf 72 500 Td (%b) Tj ET\n" % _CLAUSE_EN.encode()


def page(content: int = 4, box: bytes = b"0 0 595 842", resources: bytes = b"") -> bytes:
    """Return a page that shows the stream with number ``content``, with Helvetica (object 5) as /F1."""
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] /Contents %d 0 R /Resources << /Font << /F1 5 0 R >> %b >> >>"
        % (box, content, resources)
    )


def _one_page(
    content: bytes, *, box: bytes = b"0 0 595 842", resources: bytes = b"", others: Mapping[int, bytes] | None = None
) -> bytes:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    objects = {1: CATALOGUE, 2: pages, 3: page(box=box, resources=resources), 4: stream(content), 5: FONT}
    return pdf_of(objects | dict(others or {}))


def page_tree_loop() -> bytes:
    """The page tree is its own child."""
    pages = b"<< /Type /Pages /Kids [3 0 R 2 0 R 6 0 R] /Count 3 >>"
    inner = b"<< /Type /Pages /Parent 2 0 R /Kids [6 0 R 2 0 R] /Count 2 >>"
    return pdf_of({1: CATALOGUE, 2: pages, 3: page(), 4: stream(WORDS), 5: FONT, 6: inner})


def self_form() -> bytes:
    """A form that draws itself, and two that draw each other."""
    form = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /A 6 0 R /B 7 0 R /C 8 0 R >> >>"
    )
    forms = {6: stream(b"/A Do", form), 7: stream(b"/C Do", form), 8: stream(b"/B Do /B Do", form)}
    resources = b"/XObject << /A 6 0 R /B 7 0 R >>"
    return _one_page(WORDS + b"/A Do /B Do", resources=resources, others=forms)


def form_tree() -> bytes:
    """Thirty forms, each of which draws the next one ten times."""
    count, first = 30, 6
    forms: dict[int, bytes] = {}
    for i in range(count):
        entry = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /N %d 0 R >> >>"
        forms[first + i] = stream(b"/N Do " * 10, entry % (first + i + 1))
    forms[first + count] = stream(b"0 0 m 9 9 l S", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    return _one_page(WORDS + b"/N Do", resources=b"/XObject << /N 6 0 R >>", others=forms)


def huge_count() -> bytes:
    """One page, which says that it is two thousand million."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"
    return pdf_of({1: CATALOGUE, 2: pages, 3: page(), 4: stream(WORDS), 5: FONT})


def huge_page() -> bytes:
    """A page a million points wide and high, that is 350 metres."""
    return _one_page(WORDS, box=b"0 0 1000000 1000000")


def object_stream_loop() -> bytes:
    """Two object streams, each of which is kept in the other one."""
    header = b"6 0 7 0 "
    entries = b"/Type /ObjStm /N 2 /First %d /Extends %d 0 R"
    kept = header + b"<< >> << >>"
    streams = {6: stream(kept, entries % (len(header), 7)), 7: stream(kept, entries % (len(header), 6))}
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    objects = {1: CATALOGUE, 2: pages, 3: page(), 4: stream(WORDS), 5: FONT} | streams
    data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    rows = [struct.pack(">BIH", 0, 0, 65535)]
    for number, content in objects.items():
        inside = number in (6, 7)
        rows.append(struct.pack(">BIH", 2, 13 - number, 0) if inside else struct.pack(">BIH", 1, len(data), 0))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(data)
    rows.append(struct.pack(">BIH", 1, start, 0))
    data += b"8 0 obj\n%b\nendobj\n" % stream(b"".join(rows), b"/Type /XRef /Size 9 /W [1 4 2] /Root 1 0 R")
    data += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(data)


def stream_bomb() -> bytes:
    """Drawing commands of 100 MB, packed twice."""
    content = zlib.compress(WORDS + b"0 0 m 1 1 l S\n" * 7_000_000, 9)
    packed = zlib.compress(content, 9)
    twice = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream" % (len(packed), packed)
    return pdf_of({1: CATALOGUE, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: page(), 4: twice, 5: FONT})


def many_paths() -> bytes:
    """A drawing of three hundred thousand lines behind one sentence."""
    return _one_page(WORDS + b"0 0 m 9 9 l S\n" * 300_000)


def many_pages() -> bytes:
    """A hundred thousand pages, which are all the same one."""
    kids = b"6 0 R " * 100
    pages = b"<< /Type /Pages /Kids [%b] /Count 100000 >>" % (b"7 0 R " * 100)
    # Three levels: the root has a hundred children, each has ten, each of those a hundred pages.
    middle = b"<< /Type /Pages /Parent 2 0 R /Kids [%b] /Count 1000 >>" % (b"8 0 R " * 10)
    low = b"<< /Type /Pages /Parent 7 0 R /Kids [%b] /Count 100 >>" % kids
    leaf = b"<< /Type /Page /Parent 8 0 R /MediaBox [0 0 595 842] >>"
    return pdf_of({1: CATALOGUE, 2: pages, 6: leaf, 7: middle, 8: low})


def picture_bomb() -> bytes:
    """A page that is a picture of thirty thousand by thirty thousand black pixels."""
    side = 30_000
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 1"
    once = zlib.compress(bytes(side * side // 8), 9)
    packed = zlib.compress(once, 9)
    image = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] %b >>\nstream\n%b\nendstream" % (
        len(packed), entries % (side, side), packed,
    )  # fmt: skip
    resources = b"/XObject << /I 6 0 R >>"
    return _one_page(b"q 595 0 0 842 0 0 cm /I Do Q", resources=resources, others={6: image})


# ---------------------------------------------------------------- pictures and web pages


def picture_of_blanks() -> bytes:
    """A PNG of forty thousand by forty thousand pixels."""
    side = 40_000

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side // 8 + 1) * 100), 9)  # the first hundred rows; nobody gets as far
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def nested_web_page() -> bytes:
    """A sentence, and another one inside nine thousand elements."""
    first, second = "<p>The agency runs the store.</p>", f"<p>{_CLAUSE_EN}</p>"
    return f"<!DOCTYPE html><html><body>{first}{'<i>' * 9000}{second}</body></html>".encode()


FILES: dict[str, Callable[[], bytes]] = {
    "zip-bomb.docx": zip_bomb,
    "overlapping.docx": overlapping,
    "size-lie.docx": size_lie,
    "entities.docx": entities,
    "nested-tables-10.docx": lambda: nested_tables(10),
    "nested-tables-1000.docx": lambda: nested_tables(1000),
    "nested-controls.docx": nested_controls,
    "page-tree-loop.pdf": page_tree_loop,
    "self-form.pdf": self_form,
    "form-tree.pdf": form_tree,
    "huge-count.pdf": huge_count,
    "huge-page.pdf": huge_page,
    "object-stream-loop.pdf": object_stream_loop,
    "stream-bomb.pdf": stream_bomb,
    "many-paths.pdf": many_paths,
    "many-pages.pdf": many_pages,
    "picture-bomb.pdf": picture_bomb,
    "picture-of-blanks.png": picture_of_blanks,
    "nested-web-page.html": nested_web_page,
}
