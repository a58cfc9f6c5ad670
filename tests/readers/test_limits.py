"""What is too much is refused, or left out with a gap, before it costs time or memory."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from contractscan.errors import ReadError
from contractscan.model import Block, Change, Comment, Document, Line
from contractscan.readers import limits, read
from contractscan.readers.limits import MEGABYTE, cut_to_limit
from contractscan.readers.pdf_survey import survey
from tests.files.build.hostile_files import CATALOGUE, FONT, WORDS, page, pdf_of, stream
from tests.files.build.hostile_files import FILES as HOSTILE

from .conftest import docx_bytes, paragraph, pdf_bytes, write_lines

Save = Callable[[str, bytes | str], Path]
_LINES = ["The agency runs the store.", "The brand pays five percent of sales."]

# Peak memory in megabytes above that of the imports, and seconds of processor time, for files below a megabyte.
_MOST_MEMORY, _MOST_SECONDS = 1024, 30
_MEASURE = """
import json, resource, sys
import contractscan.readers.docx, contractscan.readers.pdf
from contractscan.errors import ReadError
from contractscan.readers import Ocr, ReadOptions, read
def peak(who):
    return resource.getrusage(who).ru_maxrss / (1024 if sys.platform == "linux" else 1024 ** 2)
def seconds():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
before, began = peak(resource.RUSAGE_SELF), seconds()
try:
    read(sys.argv[1], ReadOptions(ocr=Ocr.NEVER))
except ReadError:
    pass
used = max(peak(resource.RUSAGE_SELF) - before, peak(resource.RUSAGE_CHILDREN))
print(json.dumps([used, seconds() - began]))
"""


def packed(body: str) -> bytes:
    """A DOCX that keeps below the packing ratio: some of it is noise."""
    noise = "".join(random.Random(1).choices("abcdefghijklmnop", k=330_000))  # noqa: S311
    return docx_bytes(paragraph(noise) + body)


_CELL = f"<w:tc>{paragraph('a')}</w:tc>"
BOMBS: dict[str, Callable[[], bytes]] = {
    "tags.docx": lambda: packed("<w:p/>" * 990_000),
    "attributes.docx": lambda: packed('<w:p a="" b="" c="" d="" e="" f="" g="" h=""/>' * 1_000_000),
    "paragraphs.docx": lambda: packed(paragraph("第一条 甲方") * 90_000),
    "cells.docx": lambda: packed("<w:tbl>" + f"<w:tr>{_CELL * 60}</w:tr>" * 1300 + "</w:tbl>"),
    "lines.pdf": lambda: pdf_bytes([write_lines(["words of a line"] * 60_000, leading=0.01)]),
    "lines.txt": lambda: b"a\n" * 400_000,
    "blanks.txt": lambda: "甲方".encode() + b" " * 900_000,
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured as POSIX tells it")
@pytest.mark.parametrize("name", [*BOMBS, *HOSTILE])
def test_a_small_file_costs_little(name: str, save: Save) -> None:
    content = (BOMBS | HOSTILE)[name]()
    assert len(content) < MEGABYTE
    command = [sys.executable, "-c", _MEASURE, str(save(name, content))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    memory, seconds = json.loads(done.stdout)
    assert memory < _MOST_MEMORY
    assert seconds < _MOST_SECONDS


def test_a_huge_text_is_refused(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="larger than 6 MB"):
        read(save("a.txt", b"a " * 4_000_000))


def test_a_huge_file_is_refused_before_it_is_all_in_memory(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractscan.readers.FILE_BYTES", MEGABYTE)
    with pytest.raises(ReadError, match="larger than 1 MB"):
        read(save("a.txt", b"a" * (MEGABYTE + 1)))


def test_a_package_of_too_many_parts_is_refused(save: Save) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<d/>")
        for number in range(limits.PACKAGE_PARTS):
            archive.writestr(str(number), "")
    with pytest.raises(ReadError, match="more than 5000 parts"):
        read(save("a.docx", buffer.getvalue()))


def test_pages_beyond_the_limit_are_a_gap(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractscan.readers.pdf_guard.PAGES", 2)
    document = read(save("a.pdf", pdf_bytes([write_lines(_LINES)] * 4)))
    assert [(gap.kind, gap.where, gap.page) for gap in document.gaps] == [("page-limit", "pages 3-4", 3)]
    assert {block.page for block in document.blocks} == {1, 2}


# ---------------------------------------------------------------- text


def test_text_beyond_the_limit_is_a_gap() -> None:
    document = Document(
        "a.txt", "", "text", "0123456789\nabcdefghij", (Block(0, 10), Block(11, 21)),
        lines=(Line(0, 10, 1, 0), Line(11, 21, 1, 11)),
        changes=(Change("insertion", "", "", "12", 1, 3), Change("insertion", "", "", "j", 20, 21)),
        comments=(Comment("", "", "why?", 11, 21),),
    )  # fmt: skip
    cut = cut_to_limit(document, 15)
    assert cut.text == "0123456789\nabcd"
    assert cut.blocks == (Block(0, 10), Block(11, 15))
    assert cut.lines == (Line(0, 10, 1, 0),)
    assert cut.changes == document.changes[:1]
    assert cut.comments == ()
    assert [(gap.kind, gap.where) for gap in cut.gaps] == [("text-limit", "after 15 characters")]


def test_text_within_the_limit_is_left_alone() -> None:
    document = Document("a.txt", "", "text", "0123456789", (Block(0, 10),))
    assert cut_to_limit(document, 10) is document


# ---------------------------------------------------------------- damage in a PDF, which pdfium passes over


@pytest.fixture
def pdf() -> bytes:
    return pdf_bytes([write_lines(_LINES), write_lines(_LINES)])


def kinds(document: Document) -> list[str]:
    return [gap.kind for gap in document.gaps]


def test_a_whole_pdf_has_no_gap(save: Save, pdf: bytes) -> None:
    assert kinds(read(save("a.pdf", pdf))) == []


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        pytest.param(lambda pdf: pdf[: pdf.rindex(b"startxref")], "cut off", id="the end is missing"),
        pytest.param(lambda pdf: pdf.replace(b"xref\n0", b"xrfe\n0"), "table of contents", id="no cross references"),
        pytest.param(lambda pdf: pdf.replace(b"/Contents 8 0 R", b"/Contents 88 0 R"), "refers to", id="a lost object"),
    ],
)
def test_what_pdfium_repairs_is_a_gap(save: Save, pdf: bytes, damage: Callable[[bytes], bytes], says: str) -> None:
    damaged = damage(pdf)
    assert damaged != pdf
    document = read(save("a.pdf", damaged))
    assert "damaged-file" in kinds(document)
    assert says in document.gaps[0].why


def test_a_stream_that_cannot_be_unpacked_to_its_end_is_a_gap(save: Save) -> None:
    content = bytearray(HOSTILE["many-paths.pdf"]())
    content[4000:4010] = bytes(10)
    document = read(save("a.pdf", bytes(content)))
    assert "damaged-file" in kinds(document)
    assert "object 4" in document.gaps[0].why


def test_an_ordinary_pdf_needs_no_trial(pdf: bytes, in_checkout: Path) -> None:
    assert not survey(pdf).doubtful
    assert not survey(Path("samples/co-op-agreement.pdf").read_bytes()).doubtful


def test_only_the_page_that_is_too_much_is_left_out(save: Save) -> None:
    pages = b"<< /Type /Pages /Kids [3 0 R 6 0 R 3 0 R] /Count 3 >>"
    bomb = page().replace(b"/Contents 4 0 R", b"/Contents [%b]" % (b"7 0 R " * 60))
    commands = stream(b"0 0 m 9 9 l S\n" * 500_000)
    objects = {1: CATALOGUE, 2: pages, 3: page(), 4: stream(WORDS), 5: FONT, 6: bomb}
    document = read(save("a.pdf", pdf_of(objects | {7: commands})))
    assert [(gap.kind, gap.page) for gap in document.gaps] == [("page-limit", 2)]
    assert [block.page for block in document.blocks] == [1, 3]
