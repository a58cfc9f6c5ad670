"""Tables over page breaks: where the last row on a page goes on in the first row on the next."""

from __future__ import annotations

from dataclasses import replace

from contractscan.readers.page import PageLine, Table, TableCell
from contractscan.readers.paragraphs import continues, ends_sentence, first_word, width

_LEAST = 12  # columns of text: a shorter line that fills its cell is whole all the same
_PADDING = 8.0  # points, on both sides of a cell together


def joined_tables(above: Table, below: Table) -> Table | None:
    """Return two tables with the same columns as one, if a row goes on from one to the other; else ``None``."""
    last = above.cells[-1].row
    upper = {cell.column: cell for cell in above.cells if cell.row == last}
    lower = {cell.column: cell for cell in below.cells if cell.row == 0}
    if not any(_goes_on(upper[column], cell) for column, cell in lower.items() if column in upper):
        return None
    row = [
        _merged([cell for cell in (upper.get(column), lower.get(column)) if cell], last)
        for column in sorted(upper.keys() | lower.keys())
    ]
    before = [cell for cell in above.cells if cell.row < last]
    after = [replace(cell, row=cell.row + last) for cell in below.cells if cell.row > 0]
    return Table(above.place, (*before, *row, *after), above.edges)


def _merged(cells: list[TableCell], row: int) -> TableCell:
    return replace(cells[0], row=row, lines=[line for cell in cells for line in cell.lines])


def _goes_on(upper: TableCell, lower: TableCell) -> bool:
    """Whether the text of a cell stops in the midst of a sentence, and that of the other takes it up."""
    if not upper.lines or not lower.lines:
        return False
    last = max(upper.lines, key=lambda line: (line.place.bottom, line.place.x0))
    first = min(lower.lines, key=lambda line: (line.place.bottom, line.place.x0))
    if ends_sentence(last.text) or last.page == first.page or width(last.text) < _LEAST:
        return False
    return continues(last.text, first.text, full=_is_full(upper, last, first))


def _is_full(cell: TableCell, last: PageLine, following: PageLine) -> bool:
    unit = (last.place.x1 - last.place.x0) / width(last.text)
    right = max(cell.place.x1 - _PADDING, *(line.place.x1 for line in cell.lines), last.place.x1)
    return right - last.place.x1 < unit * (width(first_word(following.text)) + 1)
