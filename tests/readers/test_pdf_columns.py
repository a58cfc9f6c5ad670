"""PDF: what stands beside each other, and what only seems to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from contractscan.model import Document
from contractscan.readers import read

from .conftest import pdf_bytes, write_lines

Save = Callable[[str, bytes | str], Path]
LEFT = ["The agency answers the buyers of the", "store on each day of the week and", "tells the brand of complaints."]
RIGHT = ["The brand sends the goods to the store", "in time for the sale and bears the", "cost of their return."]


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def place_of_cells(document: Document) -> list[tuple[int, int, int, str]]:
    return [
        (block.cell.table, block.cell.row, block.cell.column, document.text[block.start : block.end])
        for block in document.blocks
        if block.cell
    ]


def put(*pieces: tuple[float, float, str]) -> Callable[..., None]:
    """A page with these words: left edge, distance from the bottom, text."""

    def draw(canvas: object) -> None:
        for x, y, text in pieces:
            canvas.drawString(x, y, text)  # type: ignore[attr-defined]

    return draw


def column(x: float, lines: Sequence[str], top: float = 700) -> list[tuple[float, float, str]]:
    return [(x, top - i * 14, line) for i, line in enumerate(lines)]


def test_columns_written_one_after_the_other_are_read_so(save: Save) -> None:
    page = put((72, 760, "Duties of both sides"), *column(72, LEFT), *column(320, RIGHT))
    assert texts(read(save("a.pdf", pdf_bytes([page])))) == [
        "Duties of both sides",
        "\n".join(LEFT),
        "\n".join(RIGHT),
    ]


def test_a_column_goes_on_in_the_next_one(save: Save) -> None:
    left = [*LEFT[:2], "each day, and it tells the brand of the complaints"]
    page = put(*column(72, left), *column(320, ["of its buyers within a day.", *RIGHT]))
    assert texts(read(save("a.pdf", pdf_bytes([page]))))[0] == "\n".join([*left, "of its buyers within a day."])


def test_paragraphs_that_all_begin_side_by_side_are_a_table(save: Save) -> None:
    page = put(*column(72, LEFT), *column(320, RIGHT), *column(72, LEFT, top=640), *column(320, RIGHT, top=640))
    left, right = "\n".join(LEFT), "\n".join(RIGHT)
    assert place_of_cells(read(save("a.pdf", pdf_bytes([page])))) == [
        (0, 0, 0, left),
        (0, 0, 1, right),
        (0, 1, 0, left),
        (0, 1, 1, right),
    ]


def test_wide_spaces_in_one_line_of_prose_divide_nothing(save: Save) -> None:
    lines = ["The agency keeps the books of each store apart", "it shows them to the brand."]
    page = put((72, 700, lines[0]), (310, 700, "and on the brand's demand"), (72, 686, lines[1]))
    assert texts(read(save("a.pdf", pdf_bytes([page])))) == [f"{lines[0]} and on the brand's demand\n{lines[1]}"]


def test_numbers_before_clauses_are_no_column(save: Save) -> None:
    page = put(
        *column(72, ["1.1", "1.2", "1.3"]), *column(130, ["The fee is due.", "It bears interest.", "It is net."])
    )
    assert not place_of_cells(read(save("a.pdf", pdf_bytes([page]))))


def test_a_label_and_its_answer_are_one_line(save: Save) -> None:
    page = put(*column(72, ["Name:", "Title:", "Date:"]), *column(200, ["Li Na", "Director", "4 July 2031"]))
    assert not place_of_cells(read(save("a.pdf", pdf_bytes([page]))))


def test_a_row_without_ruling_ends_where_the_next_label_begins(save: Save) -> None:
    page = put(
        *column(72, ["Reports", "", "Listings"]),
        *column(200, ["The agency reports by the fifth day of", "each month.", "The agency writes them in German."]),
    )
    assert place_of_cells(read(save("a.pdf", pdf_bytes([page])))) == [
        (0, 0, 0, "Reports"),
        (0, 0, 1, "The agency reports by the fifth day of\neach month."),
        (0, 1, 0, "Listings"),
        (0, 1, 1, "The agency writes them in German."),
    ]


def test_text_after_a_table_in_one_column_stays_behind_it(save: Save) -> None:
    table = [*column(72, ["Germany", "France"]), *column(180, ["4 %", "5 %"])]
    page = put((72, 730, "1. The shares are:"), *table, (72, 640, "2. They are paid monthly."))
    assert read(save("a.pdf", pdf_bytes([page]))).text == (
        "1. The shares are:\nGermany | 4 %\nFrance | 5 %\n2. They are paid monthly."
    )


def test_the_head_of_a_printed_form_is_furniture_though_it_is_ruled(save: Save) -> None:
    def head(canvas: object) -> None:
        for y in (800, 820):
            canvas.line(72, y, 500, y)  # type: ignore[attr-defined]
        for x in (72, 250, 500):
            canvas.line(x, 800, x, 820)  # type: ignore[attr-defined]
        canvas.drawString(76, 806, "Form 12")  # type: ignore[attr-defined]
        canvas.drawString(254, 806, "Store agreement")  # type: ignore[attr-defined]

    def page(lines: list[str]) -> Callable[..., None]:
        def draw(canvas: object) -> None:
            head(canvas)
            write_lines(lines)(canvas)

        return draw

    first = ["The agency hands over all of the papers that it has received from the brand and"]
    document = read(save("a.pdf", pdf_bytes([page(first), page(["keeps no copy of them."]), page(["2. Term"])])))
    assert texts(document)[:2] == [f"{first[0]}\nkeeps no copy of them.", "2. Term"]
    assert not place_of_cells(document)
