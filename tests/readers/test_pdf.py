"""PDF: paragraphs, furniture, tables, gaps, and the way back to the page."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from contractscan.errors import ReadError
from contractscan.model import BlockKind, Document
from contractscan.readers import Ocr, ReadOptions, boxes, read

from .conftest import pdf_bytes, write_lines

Save = Callable[[str, bytes | str], Path]
WITHOUT_OCR = ReadOptions(ocr=Ocr.NEVER)
FILL = "The agency keeps full and separate books for each of the stores that it runs and"


def texts(document: Document, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind is kind]


def ruled_table(rows: Sequence[Sequence[str]], *, top: float = 700, left: float = 72) -> Callable[..., None]:
    """A page with a table of ruling lines; the cells are 120 × 20 points."""
    width, height = 120, 20

    def draw(canvas: object) -> None:
        right, bottom = left + width * len(rows[0]), top - height * len(rows)
        for i in range(len(rows) + 1):
            canvas.line(left, top - i * height, right, top - i * height)  # type: ignore[attr-defined]
        for i in range(len(rows[0]) + 1):
            canvas.line(left + i * width, top, left + i * width, bottom)  # type: ignore[attr-defined]
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                canvas.drawString(left + j * width + 4, top - i * height - 14, text)  # type: ignore[attr-defined]

    return draw


def together(*parts: Callable[..., None]) -> Callable[..., None]:
    def draw(canvas: object) -> None:
        for part in parts:
            part(canvas)

    return draw


def picture(x: float, y: float, width: float, height: float) -> Callable[..., None]:
    def draw(canvas: object) -> None:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        buffer = io.BytesIO()
        Image.new("L", (8, 8), 200).save(buffer, "PNG")
        buffer.seek(0)
        canvas.drawImage(ImageReader(buffer), x, y, width, height)  # type: ignore[attr-defined]

    return draw


def test_visual_lines_become_paragraphs(save: Save) -> None:
    lines = ["1. Books", f"1.1 {FILL}", "shows them on demand.", "1.2 It reports monthly.", "(a) in writing;"]
    document = read(save("a.pdf", pdf_bytes([write_lines(lines)])))
    expected = ["1. Books", f"1.1 {FILL}\nshows them on demand.", "1.2 It reports monthly.", "(a) in writing;"]
    assert texts(document) == expected
    assert (document.format, document.pages, document.gaps) == ("pdf", 1, ())


def test_chinese_paragraphs_begin_with_an_indent(save: Save) -> None:
    first = ["乙方应当按照本合同的约定勤勉地运营甲方的店铺，并且在每个自然月结束后向甲方", "提交书面的运营报告。"]
    second = ["甲方应当按照本合同的约定及时地支付服务费用，并且配合乙方完成店铺运营所需要", "的各项手续。"]

    def draw(canvas: object) -> None:
        for i, line in enumerate([*first, *second]):
            indent = 0 if i % 2 else 20
            write_lines([line], top=700 - i * 16, left=72 + indent, font="STSong-Light")(canvas)

    document = read(save("a.pdf", pdf_bytes([draw])))
    assert texts(document) == ["\n".join(first), "\n".join(second)]


def test_a_gap_divides_paragraphs(save: Save) -> None:
    lines = [FILL, "", "", "the other party pays for them in full at the end of each month of the term of this"]
    assert len(texts(read(save("a.pdf", pdf_bytes([write_lines(lines)]))))) == 2


def test_running_heads_and_page_numbers_go_to_the_end_and_sentences_run_on(save: Save) -> None:
    def page(number: int, lines: list[str]) -> Callable[..., None]:
        return together(
            write_lines(["Store agreement no. 7"], top=810),
            write_lines([f"Page {number} of 3"], top=30, left=280),
            write_lines(lines),
        )

    document = read(
        save("a.pdf", pdf_bytes([page(1, [FILL] * 4), page(2, ["brings them to the brand."]), page(3, ["2. Term"])]))
    )
    assert texts(document)[-2:] == ["\n".join([*[FILL] * 4, "brings them to the brand."]), "2. Term"]
    assert texts(document, BlockKind.FURNITURE)[:2] == ["Store agreement no. 7", "Page 1 of 3"]
    assert document.blocks[-1].kind is BlockKind.FURNITURE
    assert document.text.startswith(FILL)


def test_words_that_recur_in_the_body_are_not_furniture(save: Save) -> None:
    document = read(save("a.pdf", pdf_bytes([write_lines(["The fee is due."], top=400)] * 5)))
    assert not texts(document, BlockKind.FURNITURE)


def test_page_numbers_of_an_earlier_print_are_furniture(save: Save) -> None:
    pages = [write_lines([*[FILL] * 20, str(number), *[FILL] * 20], top=650, leading=12) for number in range(1, 6)]
    document = read(save("a.pdf", pdf_bytes(pages)))
    assert texts(document, BlockKind.FURNITURE) == ["1", "2", "3", "4", "5"]
    assert len(texts(document)) == 1


def test_numbers_under_each_other_are_no_page_numbers(save: Save) -> None:
    document = read(save("a.pdf", pdf_bytes([write_lines([str(number) for number in range(1, 9)], top=600)])))
    assert not texts(document, BlockKind.FURNITURE)


def test_a_ruled_table_becomes_cells_where_it_stands(save: Save) -> None:
    page = together(
        write_lines(["1. Fees are as follows:"], top=740),
        ruled_table([["Growth", "Rate"], ["over 30 %", "8 %"]]),
        write_lines(["2. Term"], top=600),
    )
    document = read(save("a.pdf", pdf_bytes([page])))
    assert document.text == "1. Fees are as follows:\nGrowth | Rate\nover 30 % | 8 %\n2. Term"
    cells = [(b.cell.table, b.cell.row, b.cell.column) for b in document.blocks if b.cell]
    assert cells == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


def test_a_table_goes_on_over_the_page_break(save: Save) -> None:
    pages = [ruled_table([["Metric", "Target"], ["ACoS", "25 %"]]), ruled_table([["ROAS", "4"], ["ODR", "1 %"]])]
    cells = [b.cell for b in read(save("a.pdf", pdf_bytes(pages))).blocks if b.cell]
    assert {cell.table for cell in cells} == {0}
    assert [cell.row for cell in cells] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_frames_and_underlining_are_no_table(save: Save) -> None:
    def draw(canvas: object) -> None:
        canvas.rect(50, 50, 500, 740)  # type: ignore[attr-defined]
        for y in (680, 650, 620):
            canvas.line(100, y, 300, y)  # type: ignore[attr-defined]
        write_lines(["Name:", "Date:"])(canvas)

    document = read(save("a.pdf", pdf_bytes([draw])))
    assert texts(document) == ["Name:", "Date:"]
    assert not document.notes


def test_a_page_scan_is_a_gap_and_a_blank_page_is_none(save: Save) -> None:
    pages = [write_lines(["1. The fee is due monthly."]), picture(0, 0, 595, 842), write_lines([])]
    document = read(save("a.pdf", pdf_bytes(pages)), WITHOUT_OCR)
    assert [(gap.kind, gap.where, gap.page) for gap in document.gaps] == [("scanned-page", "page 2", 2)]
    assert "[ocr]" in document.gaps[0].fix


def test_a_scan_with_a_stamped_page_number_is_a_gap(save: Save) -> None:
    page = together(picture(0, 0, 595, 842), write_lines(["7"], top=30))
    assert [gap.kind for gap in read(save("a.pdf", pdf_bytes([page])), WITHOUT_OCR).gaps] == ["scanned-page"]


def test_a_scan_with_a_text_layer_is_no_gap(save: Save) -> None:
    page = together(picture(0, 0, 595, 842), write_lines([FILL] * 5))
    assert read(save("a.pdf", pdf_bytes([page])), WITHOUT_OCR).gaps == ()


def test_a_large_picture_beside_text_is_a_gap_and_a_logo_is_none(save: Save) -> None:
    pages = [
        together(picture(72, 100, 450, 400), write_lines([FILL] * 3)),
        together(picture(72, 780, 60, 40), write_lines([FILL] * 3)),
    ]
    assert [(gap.kind, gap.page) for gap in read(save("a.pdf", pdf_bytes(pages)), WITHOUT_OCR).gaps] == [("image", 1)]


def test_a_file_of_scans_is_a_document_without_text(save: Save) -> None:
    document = read(save("a.pdf", pdf_bytes([picture(0, 0, 595, 842)] * 2)), WITHOUT_OCR)
    assert (document.text, len(document.gaps), document.pages) == ("", 2, 2)


def test_blank_pages_alone_are_an_error(save: Save) -> None:
    with pytest.raises(ReadError, match="no text"):
        read(save("a.pdf", pdf_bytes([write_lines([])])))


def test_a_password_is_named(save: Save) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", canPrint=1))
    canvas.drawString(72, 700, "The fee is due.")
    canvas.save()
    with pytest.raises(ReadError, match="password"):
        read(save("a.pdf", buffer.getvalue()))


def test_every_line_knows_its_page_and_place(save: Save) -> None:
    path = save("a.pdf", pdf_bytes([write_lines(["1. Term"]), write_lines(["2. Fees", FILL, "pays them monthly."])]))
    document = read(path)
    assert [(document.text[line.start : line.end], line.page) for line in document.lines] == [
        ("1. Term", 1),
        ("2. Fees", 2),
        (FILL, 2),
        ("pays them monthly.", 2),
    ]
    start = document.text.index("stores that")
    found = boxes(document, start, len(document.text))
    assert [box.page for box in found] == [2, 2]
    assert found[0].x0 > 300
    assert found[1].x0 == pytest.approx(72, abs=2)
    # The baselines are at 760 - 14 and 760 - 28 points from the bottom of a page of 842.
    assert [round(box.bottom) for box in found] == pytest.approx([842 - 746, 842 - 732], abs=4)
    assert all(8 < box.bottom - box.top < 16 for box in found)


def test_boxes_of_a_changed_file_are_none(save: Save) -> None:
    path = save("a.pdf", pdf_bytes([write_lines(["1. Term"])]))
    document = read(path)
    path.write_bytes(b"something else")
    assert boxes(document, 0, 7) == ()
