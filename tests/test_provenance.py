"""From an offset to the page it stands on, and how well that could be read."""

from contractscan.model import Block, BlockKind, Cell, Document, Line
from contractscan.provenance import are_counterparts, legibility, page_of

LINES = (Line(0, 10, 1, 0), Line(11, 20, 1, -1, confidence=0.8), Line(21, 30, 2, -1, confidence=0.95))
PAGED = Document("a.pdf", "", "pdf", "x" * 30, (Block(0, 30, page=1),), LINES)
UNPAGED = Document("a.docx", "", "docx", "x" * 30, (Block(0, 30),))


def test_the_page_is_that_of_the_line() -> None:
    assert [page_of(PAGED, offset) for offset in (0, 10, 20, 21, 29)] == [1, 1, 1, 2, 2]
    assert page_of(UNPAGED, 5) is None


def test_legibility_is_that_of_the_worst_line_touched() -> None:
    assert legibility(PAGED, 0, 10) is None
    assert legibility(PAGED, 0, 11) is None
    assert legibility(PAGED, 5, 12) == 0.8
    assert legibility(PAGED, 19, 30) == 0.8
    assert legibility(PAGED, 21, 22) == 0.95
    assert legibility(UNPAGED, 0, 30) is None


def test_a_picture_in_a_file_without_pages_has_a_legibility_too() -> None:
    read = Document("a.docx", "", "docx", "x" * 30, (Block(0, 10), Block(11, 30, confidence=0.7)))
    assert (legibility(read, 0, 11), legibility(read, 5, 12)) == (None, 0.7)


def document(*blocks: Block) -> Document:
    return Document("a.docx", "", "docx", "x" * 100, blocks)


def test_the_cells_of_a_row_are_counterparts() -> None:
    cells = [
        Block(10 * i, 10 * i + 9, kind=BlockKind.CELL, cell=Cell(0, row, column))
        for i, (row, column) in enumerate([(0, 0), (0, 0), (0, 1), (1, 0)])
    ]
    made = document(*cells)
    assert are_counterparts(made, 0, 25)
    assert are_counterparts(made, 15, 20)
    assert not are_counterparts(made, 0, 15), "one cell"
    assert not are_counterparts(made, 0, 30), "one column, another row"


def test_paragraphs_that_follow_each_other_are_counterparts() -> None:
    made = document(Block(0, 9), Block(10, 19), Block(20, 29))
    assert are_counterparts(made, 12, 3)
    assert not are_counterparts(made, 0, 5)
    assert not are_counterparts(made, 0, 25)
    assert not are_counterparts(document(), 0, 5)
