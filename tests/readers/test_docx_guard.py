"""DOCX: nothing is lost without a word, whatever a file holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contractscan.model import Document
from contractscan.readers import ReadOptions, read
from contractscan.readers.docx_number_formats import format_number
from contractscan.readers.docx_symbols import readable, symbol

from .conftest import docx_bytes, paragraph

Save = Callable[[str, bytes | str], Path]
_MARK = '<w:rPr><w:del w:author="Lin"/></w:rPr>'


@pytest.fixture
def read_body(save: Save) -> Callable[..., Document]:
    def read_it(body: str, **parts: str) -> Document:
        return read(save("a.docx", docx_bytes(body, **parts)))

    return read_it


Read = Callable[..., Document]


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


# ---------------------------------------------------------------- text that has no place


def test_sentences_in_the_code_of_a_field_are_a_gap(read_body: Read) -> None:
    lost = paragraph("The agency pays a penalty. " * 30)
    body = f"<w:p>{mark('begin')}</w:p>{lost}<w:p>{mark('end')}</w:p>{paragraph('The fee.')}"
    document = read_body(body)
    assert document.text == "The fee."
    assert [(gap.kind, gap.where) for gap in document.gaps] == [("unread-part", "word/document.xml")]


def test_the_short_code_of_a_field_is_none(read_body: Read) -> None:
    code = f"{mark('begin')}<w:r><w:t>MERGEFIELD Brand</w:t></w:r>{mark('separate')}<w:r><w:t>Acme</w:t></w:r>"
    document = read_body(f"<w:p>{code}{mark('end')}</w:p>")
    assert (document.text, document.gaps) == ("Acme", ())


def test_text_inside_of_text_is_read(read_body: Read) -> None:
    document = read_body("<w:p><w:r><w:t>The fee <w:r><w:t>is due.</w:t></w:r></w:t></w:r></w:p>")
    assert document.text == "The fee is due."


def test_an_alternative_without_variants_is_read(read_body: Read) -> None:
    assert read_body(f"<mc:AlternateContent>{paragraph('The fee.')}</mc:AlternateContent>").text == "The fee."


def test_when_the_time_is_over_the_rest_is_a_gap(save: Save) -> None:
    path = save("a.docx", docx_bytes(paragraph("The fee.")))
    document = read(path, ReadOptions(timeout=0))
    assert document.text == ""
    assert [gap.kind for gap in document.gaps] == ["time-out"]


def test_a_document_within_itself_ends(save: Save) -> None:
    inner = docx_bytes(paragraph("The fee."))
    for _ in range(5):
        inner = _embedding(inner)
    document = read(save("a.docx", inner))
    assert document.text == "Outer.\nOuter.\nOuter.\nOuter."
    assert [gap.kind for gap in document.gaps] == ["embedded-object"]


def _embedding(inner: bytes) -> bytes:
    import io
    import zipfile

    outer = docx_bytes(paragraph("Outer.") + '<w:altChunk r:id="aFChunk"/>', aFChunk="")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(outer)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, inner if "aFChunk" in name else old.read(name))
    return buffer.getvalue()


def test_a_large_picture_outside_of_the_file_says_so(read_body: Read) -> None:
    extent = '<wp:extent cx="5400000" cy="5400000"/>'
    picture = f'<w:drawing><wp:inline>{extent}<a:blip r:link="r9"/></wp:inline></w:drawing>'
    document = read_body(f"<w:p><w:r>{picture}</w:r></w:p>")
    assert [(gap.kind, "not in the file" in gap.why) for gap in document.gaps] == [("image", True)]


# ---------------------------------------------------------------- paragraphs that go on


def test_a_deleted_mark_before_a_table_joins_nothing(read_body: Read) -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    document = read_body(paragraph("The fee.", _MARK) + table + paragraph("End.", _MARK))
    assert document.text == "The fee.\na | b\nEnd."
    assert [(change.text, change.start) for change in document.changes] == [("\n", 8), ("\n", 19)]


def test_a_blank_tab_moves_what_stands_behind_it(read_body: Read) -> None:
    line = '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>'
    new = "<w:ins w:author='Lin'><w:r><w:t>by Lin</w:t></w:r></w:ins>"
    document = read_body(f"<w:p><w:r><w:t>Signed:</w:t></w:r>{line}{new}</w:p>")
    assert document.text == "Signed:____by Lin"
    assert [document.text[change.start : change.end] for change in document.changes] == ["by Lin"]


# ---------------------------------------------------------------- signs


@pytest.mark.parametrize(
    ("code", "font", "sign"),
    [
        (0xF0FE, "Wingdings", "☑"),
        (0x52, "Wingdings 2", "☑"),
        (0xF0A3, "Symbol", "≤"),
        (0xF035, "Symbol", "5"),
        (0x2610, "MS Gothic", "☐"),
        (0xF0A8, "SimSun", "□"),
        (0xF001, "Webdings", "\uf001"),
        (0xD800, "Arial", "\ufffd"),
    ],
)
def test_a_sign_of_a_symbol_font(code: int, font: str, sign: str) -> None:
    assert symbol(code, font) == sign


def test_words_in_a_symbol_font_are_left_alone() -> None:
    assert readable("Total", "Wingdings") == "Total"
    assert readable("o ", "Wingdings") == "□ "


def test_a_number_with_leading_zeros() -> None:
    assert [format_number(number, "custom 3") for number in (7, 1234)] == ["007", "1234"]
