"""DOCX: everything a person sees is read, and nothing that is deleted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from contractscan.errors import ReadError
from contractscan.model import BlockKind, Document
from contractscan.readers import read
from contractscan.readers.docx_number_formats import format_number

from .conftest import docx_bytes, paragraph

Save = Callable[[str, bytes | str], Path]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def level(number: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def item(depth: int, text: str = "x", num: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')


def table(*rows: list[str]) -> str:
    cells = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@pytest.fixture
def read_body(save: Save) -> Callable[..., Document]:
    def read_it(body: str, **parts: str) -> Document:
        return read(save("a.docx", docx_bytes(body, **parts)))

    return read_it


Read = Callable[..., Document]


def numbers(document: Document) -> list[str]:
    return [block.number for block in document.blocks]


# ---------------------------------------------------------------- text


def test_a_file_made_by_python_docx_is_read(save: Save) -> None:
    made = docx.Document()
    made.add_heading("Store agreement", level=1)
    made.add_paragraph("The agency runs the store.")
    buffer = io.BytesIO()
    made.save(buffer)
    document = read(save("a.docx", buffer.getvalue()))
    assert document.text == "Store agreement\nThe agency runs the store."
    assert [(block.heading, block.level) for block in document.blocks] == [(True, 0), (False, None)]


def test_insertions_are_read_and_deletions_are_not(read_body: Read) -> None:
    document = read_body(
        "<w:p>" + run("The fee is ") + '<w:del w:author="Lin"><w:r><w:delText>10 %</w:delText></w:r></w:del>'
        f'<w:ins w:author="Chen">{run("12 %")}</w:ins>' + f"<w:moveFrom>{run('gone')}</w:moveFrom></w:p>"
    )
    assert document.text == "The fee is 12 %"
    changes = [(change.kind, change.author, change.text, change.start, change.end) for change in document.changes]
    assert changes == [
        ("deletion", "Lin", "10 %", 11, 11), ("insertion", "Chen", "12 %", 11, 15), ("deletion", "", "gone", 15, 15)
    ]  # fmt: skip
    assert not document.notes


@pytest.mark.parametrize(
    "inner",
    [
        f"<w:hyperlink>{run('the store')}</w:hyperlink>",
        f"<w:smartTag>{run('the store')}</w:smartTag>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('the store')}</w:sdtContent></w:sdt>",
        f"<w:fldSimple w:instr='REF x'>{run('the store')}</w:fldSimple>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF secret</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("the store")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ],
)
def test_wrapped_text_is_read(read_body: Read, inner: str) -> None:
    assert read_body(f"<w:p>{run('It runs ')}{inner}{run(' well.')}</w:p>").text == "It runs the store well."


def test_special_characters_are_read(read_body: Read) -> None:
    body = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:br/>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r></w:p>'
    )
    assert read_body(body).text == "a\tb-c\n☑□"


def test_a_ticked_form_field_is_read(read_body: Read) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
    )
    end = '<w:fldChar w:fldCharType="end"/></w:r>'
    assert read_body(f"<w:p>{field}{end}{run(' exclusive')}</w:p>").text == "☑ exclusive"


def test_a_text_box_is_read_once(read_body: Read) -> None:
    content = f"<w:txbxContent>{paragraph('Boxed clause.')}</w:txbxContent>"
    body = (
        f"<w:p>{run('Before.')}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )
    assert read_body(body).text == "Before.\nBoxed clause."


def test_hidden_text_is_read_and_noted(read_body: Read) -> None:
    document = read_body(f"<w:p>{run('Shown. ')}{run('Hidden.', '<w:vanish/>')}</w:p>")
    assert document.text == "Shown. Hidden."
    assert [note.kind for note in document.notes] == ["hidden-text"]


def test_footnotes_follow_the_body_and_heads_are_furniture(read_body: Read) -> None:
    separator = f'<w:footnote w:type="separator">{paragraph("---")}</w:footnote>'
    footnotes = f"{separator}<w:footnote>{paragraph('Net of tax.')}</w:footnote>"
    section = '<w:sectPr><w:headerReference r:id="header"/></w:sectPr>'
    document = read_body(paragraph("The fee.") + section, footnotes=footnotes, header=paragraph("Draft 3"))
    assert document.text == "The fee.\nNet of tax.\nDraft 3"
    assert [block.kind for block in document.blocks][1:] == [BlockKind.PARAGRAPH, BlockKind.FURNITURE]


def test_comments_are_not_part_of_the_contract(read_body: Read) -> None:
    document = read_body(paragraph("The fee."), comments=f'<w:comment w:id="0">{paragraph("too high")}</w:comment>')
    assert document.text == "The fee."
    assert [(comment.text, comment.start, comment.end) for comment in document.comments] == [("too high", 8, 8)]


def test_a_table_of_contents_is_furniture(read_body: Read) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    document = read_body(paragraph("Fees 3", '<w:pStyle w:val="T1"/>') + paragraph("Fees"), styles=styles)
    assert [block.kind for block in document.blocks] == [BlockKind.FURNITURE, BlockKind.PARAGRAPH]


@pytest.mark.parametrize("name", ["heading 2", "标题 2"])
def test_heading_styles_are_headings(read_body: Read, name: str) -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="H"><w:name w:val="{name}"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="own"/><w:basedOn w:val="O"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="O"><w:name w:val="o"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    )
    body = paragraph("Fees", '<w:pStyle w:val="H"/>') + paragraph("Term", '<w:pStyle w:val="Own"/>')
    assert [(b.heading, b.level) for b in read_body(body, styles=styles).blocks] == [(True, 1), (True, 2)]


# ---------------------------------------------------------------- tables


def test_tables_become_cells(read_body: Read) -> None:
    rows = table(
        [paragraph("Metric"), paragraph("Target")], [paragraph("ACoS") + paragraph("(monthly)"), paragraph("25 %")]
    )
    document = read_body(paragraph("As follows:") + rows + paragraph("End."))
    assert document.text == "As follows:\nMetric | Target\nACoS\n(monthly) | 25 %\nEnd."
    cells = [(b.cell.row, b.cell.column) for b in document.blocks if b.cell]
    assert cells == [(0, 0), (0, 1), (1, 0), (1, 0), (1, 1)]


def test_merged_cells_are_read_once(read_body: Read) -> None:
    across = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("Fees")}</w:tc>'
    down = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("Year 1")}</w:tc>'
    more = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    last = f"<w:tc>{paragraph('8 %')}</w:tc>"
    rows = "".join(f"<w:tr>{row}</w:tr>" for row in (across + last, down + last + last, more + last + last))
    document = read_body(f"<w:tbl>{rows}</w:tbl>")
    assert document.text == "Fees | 8 %\nYear 1 | 8 % | 8 %\n8 % | 8 %"
    assert [b.cell.column for b in document.blocks if b.cell] == [0, 2, 0, 1, 2, 1, 2]


def test_nested_tables_are_tables_of_their_own(read_body: Read) -> None:
    inner = table([paragraph("a"), paragraph("b")], [paragraph("c"), paragraph("d")])
    document = read_body(table([paragraph("Rates:") + inner, paragraph("net")]))
    assert document.text == "Rates:\na | b\nc | d\n | net"
    assert [b.cell.table for b in document.blocks if b.cell] == [0, 1, 1, 1, 1, 0]


def test_an_empty_cell_keeps_its_column(read_body: Read) -> None:
    document = read_body(table(["<w:p/>", "<w:p/>", paragraph("8 %")]))
    assert [b.cell.column for b in document.blocks if b.cell] == [2]


def test_a_deleted_row_is_not_read(read_body: Read) -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('gone')}</w:tc></w:tr>"
    stays = f"<w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr>"
    assert read_body(f"<w:tbl>{gone}{stays}</w:tbl>").text == "a | b"


# ---------------------------------------------------------------- automatic numbers


def test_levels_count_and_start_again(read_body: Read) -> None:
    lists = numbering(
        level(0, "chineseCounting", "第%1条"), level(1, "decimal", "%1.%2", "<w:isLgl/>"), level(2, "decimal", "（%3）")
    )
    document = read_body(item(0) + item(1) + item(1) + item(2) + item(2) + item(0) + item(1) + item(2), numbering=lists)
    assert numbers(document) == ["第一条", "1.1", "1.2", "（1）", "（2）", "第二条", "2.1", "（1）"]
    assert [block.level for block in document.blocks] == [0, 1, 1, 2, 2, 0, 1, 2]
    assert document.text.startswith("第一条 x\n1.1 x\n1.2 x\n（1）x")


def test_an_override_starts_a_list_anew_once(read_body: Read) -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "decimal", "%1、"), nums=nums)
    document = read_body(item(0) + item(0) + item(0, num=2) + item(0, num=2), numbering=lists)
    assert numbers(document) == ["1、", "2、", "1、", "2、"]
    assert document.text.startswith("1、x")


def test_lists_of_one_definition_go_on_counting(read_body: Read) -> None:
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2))
    document = read_body(item(0) + item(0, num=2), numbering=numbering(level(0, "decimal", "%1."), nums=nums))
    assert numbers(document) == ["1.", "2."]


def test_a_level_that_never_restarts(read_body: Read) -> None:
    lists = numbering(level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    assert numbers(read_body(item(0) + item(1) + item(0) + item(1), numbering=lists)) == ["I.", "1.", "II.", "2."]


def test_numbers_come_through_styles(read_body: Read) -> None:
    lists = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2", '<w:pStyle w:val="Sub"/>'))
    style = '<w:style w:type="paragraph" w:styleId="{0}"><w:basedOn w:val="{1}"/>{2}</w:style>'
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style.format("Top", "", listed) + style.format("Sub", "", listed) + style.format("Heir", "Sub", "")
    names = ["Top", "Sub", "Heir"]
    body = "".join(paragraph("x", f'<w:pStyle w:val="{name}"/>') for name in names)
    off = paragraph("x", '<w:pStyle w:val="Top"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert numbers(read_body(body + off, numbering=lists, styles=styles)) == ["1.", "1.1", "1.2", ""]


def test_bullets_give_no_number(read_body: Read) -> None:
    document = read_body(item(0, "Reports"), numbering=numbering(level(0, "bullet", "")))
    assert (document.text, document.blocks[0].number, document.blocks[0].level) == ("Reports", "", 0)


@pytest.mark.parametrize(
    ("style", "number", "written"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 2, "b"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("japaneseCounting", 19, "十九"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircle", 5, "⑤"),
        ("ordinal", 22, "22nd"),
        ("ordinalText", 21, "Twenty-first"),
        ("cardinalText", 40, "Forty"),
        ("none", 4, ""),
        ("somethingNew", 4, "4"),
    ],
)
def test_number_formats(style: str, number: int, written: str) -> None:
    assert format_number(number, style) == written


# ---------------------------------------------------------------- what is not read


def drawing(centimetres: float) -> str:
    size = int(centimetres * 360_000)
    extent = f'<wp:extent cx="{size}" cy="{size}"/>'
    return f'<w:p><w:r><w:drawing><wp:inline>{extent}<a:blip r:embed="r9"/></wp:inline></w:drawing></w:r></w:p>'


def test_a_picture_like_a_page_scan_is_a_gap_and_a_seal_is_none(read_body: Read) -> None:
    document = read_body(paragraph("Annex:") + drawing(15) + drawing(4) + drawing(15))
    assert [gap.kind for gap in document.gaps] == ["image", "image"]


@pytest.mark.parametrize(
    "element", ['<w:altChunk r:id="r9"/>', '<w:p><w:r><w:object><o:OLEObject ProgID="Excel"/></w:object></w:r></w:p>']
)
def test_embedded_objects_are_gaps(read_body: Read, element: str) -> None:
    assert [gap.kind for gap in read_body(paragraph("Annex:") + element).gaps] == ["embedded-object"]


def test_a_damaged_footnote_part_is_a_gap(read_body: Read) -> None:
    document = read_body(paragraph("The fee."), footnotes="<w:footnote>")
    assert [(gap.kind, gap.where) for gap in document.gaps] == [("damaged-part", "word/footnotes.xml")]


def test_a_file_without_text_is_an_error(save: Save) -> None:
    with pytest.raises(ReadError, match="no text"):
        read(save("a.docx", docx_bytes("<w:p/>")))


def test_a_zip_bomb_is_refused(save: Save) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 20_000_000)
    with pytest.raises(ReadError, match="400 times its size"):
        read(save("a.docx", buffer.getvalue()))


def test_a_document_that_defines_entities_is_refused(save: Save, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            "<w:t>The fee. &e;</w:t></w:r></w:p></w:body></w:document>",
        )
    with pytest.raises(ReadError, match="entities"):
        read(save("a.docx", buffer.getvalue()))
