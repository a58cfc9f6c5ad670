"""Ways to damage a file, for the fuzz tests and the long run in ``benchmarks/fuzz.py``; the same seed, the same damage.

Each mutator takes the file, another file of its format and a random source, and returns the damaged bytes.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from contractscan.errors import ReadError
from contractscan.model import Document
from contractscan.readers import ReadOptions, read

Mutator = Callable[[bytes, bytes, random.Random], bytes]

_DATE = (2024, 1, 1, 0, 0, 0)
_STORY = re.compile(r"(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml$")
_ODD = (b"-1", b"0", b"9999999999999", b"", b"x", b"1.5", b"%%9", "\U0001f600".encode(), b"8", b"NaN")


@dataclass(frozen=True)
class Case:
    """One damaged file, made of ``original``.

    ``shows`` says that the damage is of a kind that cannot go unnoticed: if it cost any text, the reader must say so.
    """

    name: str
    mutator: str
    original: bytes
    content: bytes
    shows: bool


CONVERTED = frozenset({".doc", ".wps", ".odt", ".fodt", ".rtf"})
"""Formats that LibreOffice reads, at seconds for each file: left out of the runs unless they are asked for."""


# ---------------------------------------------------------------- any file


def truncate(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Cut the file off."""
    return content[: chance.randrange(1, max(2, len(content)))]


def flip_bits(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Turn up to a dozen bits over."""
    damaged = bytearray(content)
    for _i in range(chance.randrange(1, 12)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def overwrite(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Put chance bytes, or zeros, over a stretch."""
    at, length = chance.randrange(len(content)), chance.randrange(1, 400)
    new = bytes(length) if chance.random() < 0.5 else chance.randbytes(length)
    return content[:at] + new + content[at + length :]


def splice(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Go on with the rest of another file of the format."""
    return content[: chance.randrange(len(content))] + other[chance.randrange(len(other)) :]


def repeat(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Have a stretch twice, or not at all."""
    start, end = sorted(chance.randrange(len(content)) for _i in range(2))
    return content[:start] + content[end:] if chance.random() < 0.5 else content[:end] + content[start:]


# ---------------------------------------------------------------- zip packages


def _parts(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _packed(parts: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts:
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, part)
    return buffer.getvalue()


def remove_part(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Leave a part of the package out. Without its numbering or styles, Word shows a document all the same."""
    parts = _parts(content)
    del parts[chance.randrange(len(parts))]
    return _packed(parts)


def remove_story(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Leave a part out that has text, and that another part leads to."""
    parts = _parts(content)
    relations = b"".join(part for name, part in parts if name.endswith(".rels"))
    stories = [part for part in parts if (story := _STORY.search(part[0])) and story[0].encode() in relations]
    if not stories:
        return content
    gone = chance.choice(stories)
    return _packed([part for part in parts if part is not gone])


def swap_parts(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Take a part from another package, or exchange two of the package's own."""
    parts = _parts(content)
    at = chance.randrange(len(parts))
    theirs = _parts(other) if chance.random() < 0.5 else parts
    parts[at] = (parts[at][0], chance.choice(theirs)[1])
    return _packed(parts)


def shuffle_elements(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Exchange, drop or repeat elements of an XML part."""

    def shuffled(xml: bytes) -> bytes:
        tags = list(re.finditer(rb"<[^>]{1,400}>", xml))
        for _i in range(chance.randrange(1, 6)):
            if len(tags) < 4:
                break
            a, b = sorted(chance.sample(range(1, len(tags)), 2))
            first, last = tags[a].span(), tags[b].span()
            middle = xml[first[1] : last[0]]
            way = chance.randrange(3)
            if way == 0:
                xml = xml[: first[0]] + xml[last[0] : last[1]] + middle + xml[first[0] : first[1]] + xml[last[1] :]
            elif way == 1:
                xml = xml[: first[0]] + xml[first[1] :]
            else:
                xml = xml[: first[1]] + xml[first[0] :]
            tags = list(re.finditer(rb"<[^>]{1,400}>", xml))
        return xml

    return _change_xml(content, chance, shuffled)


def odd_values(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Put odd values into the attributes of an XML part."""

    def changed(xml: bytes) -> bytes:
        return re.sub(
            rb'"[^"<>]{0,20}"', lambda m: b'"%b"' % chance.choice(_ODD) if chance.random() < 0.1 else m[0], xml
        )

    return _change_xml(content, chance, changed)


def cut_xml(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Cut an XML part off."""
    return _change_xml(content, chance, lambda xml: xml[: chance.randrange(len(xml) + 1)])


def _change_xml(content: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    parts = _parts(content)
    xml = [i for i, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels"))]
    if not xml:
        return content
    main = [i for i in xml if parts[i][0].endswith("document.xml")]
    at = chance.choice(main if main and chance.random() < 0.6 else xml)
    parts[at] = (parts[at][0], change(parts[at][1]))
    return _packed(parts)


def spoil_checksum(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Give a wrong checksum for a part."""
    return _change_directory(content, chance, 16, struct.pack("<I", chance.getrandbits(32)))


def set_encrypted_flag(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Call a part encrypted."""
    return _change_directory(content, chance, 8, b"\x01\x00")


def _change_directory(content: bytes, chance: random.Random, offset: int, new: bytes) -> bytes:
    entries = [match.start() for match in re.finditer(rb"PK\x01\x02", content)]
    if not entries:
        return content
    at = chance.choice(entries) + offset
    return content[:at] + new + content[at + len(new) :]


# ---------------------------------------------------------------- PDF


def _streams(content: bytes) -> list[tuple[int, int]]:
    return [match.span(1) for match in re.finditer(rb"\bstream\r?\n(.*?)\r?\n?endstream", content, re.DOTALL)]


def spoil_stream(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Put zeros into the middle of a stream."""
    streams = [(start, end) for start, end in _streams(content) if end - start > 8]
    if not streams:
        return content
    start, end = chance.choice(streams)
    at = chance.randrange(start + 2, end - 4)
    return content[:at] + bytes(min(end - at, chance.randrange(3, 60))) + content[min(end, at + 60) :]


def change_stream(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Unpack a stream, turn some of its bytes over and pack it again, with the length corrected."""
    streams = _streams(content)
    if not streams:
        return content
    start, end = chance.choice(streams)
    try:
        inner = bytearray(zlib.decompress(content[start:end]))
    except zlib.error:
        return content
    for _i in range(chance.randrange(1, 20)):
        if inner:
            inner[chance.randrange(len(inner))] ^= 1 << chance.randrange(8)
    packed = zlib.compress(bytes(inner))
    head = content[:start]
    at = head.rfind(b"/Length ")
    digits = re.match(rb"/Length \d+", head[at:]) if at >= 0 else None
    if digits:
        head = head[:at] + b"/Length %d" % len(packed) + head[at + digits.end() :]
    return head + packed + content[end:]


def drop_object(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Blank an object, so that what refers to it finds nothing; the places of the others stay."""
    objects = [m.span() for m in re.finditer(rb"\d+ \d+ obj\b.*?endobj", content, re.DOTALL)]
    if not objects:
        return content
    start, end = chance.choice(objects)
    return content[:start] + b" " * (end - start) + content[end:]


def change_reference(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """Lead a reference to another object: loops, and things of the wrong kind."""
    references = [m.span(1) for m in re.finditer(rb"\b(\d{1,5}) 0 R\b", content)]
    if not references:
        return content
    start, end = chance.choice(references)
    return content[:start] + (b"%d" % chance.randrange(1, 40)).zfill(end - start)[-(end - start) :] + content[end:]


_ANY: tuple[Mutator, ...] = (truncate, flip_bits, overwrite, splice, repeat)
_ZIP: tuple[Mutator, ...] = (
    remove_part, remove_story, swap_parts, shuffle_elements, odd_values, cut_xml, spoil_checksum, set_encrypted_flag,
)  # fmt: skip
_PDF: tuple[Mutator, ...] = (spoil_stream, change_stream, drop_object, change_reference)
# What a reader can notice: a zip package has checksums all over, a PDF file for its packed streams and its end only.
_NOTICED_IN_ZIP = frozenset({truncate, flip_bits, overwrite, remove_story, cut_xml, spoil_checksum, set_encrypted_flag})
_NOTICED_IN_PDF = frozenset({truncate, spoil_stream, drop_object})


def mutators_for(content: bytes) -> tuple[Mutator, ...]:
    """Return the mutators that suit a file's format."""
    if content.startswith(b"PK"):
        return _ANY + _ZIP + _ZIP
    if b"%PDF-" in content[:1024]:
        return _ANY + _PDF + _PDF
    return _ANY


def case(files: Sequence[tuple[str, bytes]], seed: str) -> Case:
    """Return the damaged file that belongs to ``seed``: one, or now and then two, mutations of one of ``files``."""
    chance = random.Random(seed)  # noqa: S311
    # Each format as often as any other, however many files there are of it.
    suffix = chance.choice(sorted({Path(name).suffix for name, _ in files}))
    same = [(name, content) for name, content in files if Path(name).suffix == suffix]
    name, content = chance.choice(same)
    other = chance.choice(same)[1]
    mutators = [chance.choice(mutators_for(content))]
    if chance.random() < 0.15:
        mutators.append(chance.choice(_ANY))
    damaged = content
    for mutate in mutators:
        with suppress(zipfile.BadZipFile, zlib.error):  # a file that is damaged as it is
            damaged = mutate(damaged, other, chance) or b"\x00"
    known = _NOTICED_IN_ZIP if content.startswith(b"PK") else _NOTICED_IN_PDF if suffix == ".pdf" else frozenset()
    shows = len(mutators) == 1 and mutators[0] in known
    return Case(name, "+".join(mutate.__name__ for mutate in mutators), content, damaged, shows)


def seeds(name: str, count: int) -> list[str]:
    """Return the seeds of the cases of one run."""
    return [f"{name} {number}" for number in range(count)]


# ---------------------------------------------------------------- what must hold of whatever was read


def faults(document: Document) -> list[str]:
    """Return what is wrong with a document, whatever its file holds; empty if nothing is."""
    found: list[str] = []
    end = 0
    for block in document.blocks:
        if not end <= block.start < block.end <= len(document.text):
            found.append(f"block {block.start}:{block.end} after {end}, in a text of {len(document.text)}")
        between = document.text[end : block.start].replace("|", "").replace("#", "")
        if document.format not in ("text", "markdown") and between.strip():
            found.append(f"{between!r} stands between two blocks")
        end = block.end
    found += [
        f"{type(mark).__name__} {mark.start}:{mark.end} in a text of {len(document.text)}"
        for mark in (*document.lines, *document.changes, *document.comments)
        if not 0 <= mark.start <= mark.end <= len(document.text)
    ]
    try:
        document.text.encode()
    except UnicodeEncodeError as error:
        found.append(f"the text is none: {error}")
    if not document.text.strip() and not document.gaps:
        found.append("there is no text, and no gap says why")
    return found


@cache
def whole(name: str, content: bytes, folder: Path, options: ReadOptions) -> Document | None:
    """Return an undamaged file as it reads, ``None`` if it is one that is refused."""
    path = folder / f"whole{Path(name).suffix}"
    path.write_bytes(content)
    try:
        return read(path, options)
    except ReadError:
        return None


def lost_text(original: Document, damaged: Document) -> str:
    """Return a sample of the text of ``original`` that is not in ``damaged``, "" if (nearly) all of it is."""
    there = _pieces(damaged.text)
    lost = [piece for piece in _pieces(original.text) if piece not in there]
    return lost[len(lost) // 2] if len(lost) > _FEW else ""


_PIECE, _FEW = 6, 8  # characters of a piece; so many pieces change where two paragraphs are joined or parted


def _pieces(text: str) -> dict[str, None]:
    plain = "".join(char for char in text if char.isalnum())
    return dict.fromkeys(plain[i : i + _PIECE] for i in range(len(plain) - _PIECE + 1))
