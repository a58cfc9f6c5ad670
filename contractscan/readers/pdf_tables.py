"""Ruled tables on PDF pages: pdfplumber finds the cells, the text layer of pdfium fills them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from contractscan.readers.page import PageLine, Rect, Table, TableCell
from contractscan.readers.pdf_page import PageView


class TableFinder:
    """Finds tables in one PDF file; opening it costs time, so make one finder per file."""

    def __init__(self, data: bytes, password: str | None) -> None:
        """Open the file. Raises whatever pdfplumber raises on a file it cannot read."""
        import pdfplumber  # a tenth of a second that most files, having no ruled table, need not pay

        self._pdf = pdfplumber.open(io.BytesIO(data), password=password)

    def close(self) -> None:
        """Free the file."""
        self._pdf.close()

    def tables(self, view: PageView, lines: Sequence[PageLine]) -> tuple[list[Table], list[PageLine]]:
        """Return the page's tables, top down, and those of ``lines`` that stand in none."""
        page = self._pdf.pages[view.number - 1]
        dx, dy = page.cropbox[0], page.cropbox[1]
        grids = [
            [Rect(x0 - dx, top - dy, x1 - dx, bottom - dy) for x0, top, x1, bottom in table.cells]
            for table in page.filter(_may_rule).find_tables()
        ]
        page.close()
        tables: list[Table] = []
        rest = list(lines)
        for grid in sorted(grids, key=lambda cells: min(cell.top for cell in cells)):
            table = _empty_table(grid)
            inside = [line for line in rest if _stands_in(line, table.place)]
            if not inside or not _is_regular(table):
                continue
            for line in inside:
                _distribute(view, line, table.cells)
            taken = {line.first_char for line in inside}
            rest = [line for line in rest if line.first_char not in taken]
            tables.append(table)
        return tables, rest


def _empty_table(grid: Sequence[Rect]) -> Table:
    edges = sorted({round(cell.x0) for cell in grid})
    tops = sorted({round(cell.top) for cell in grid})
    cells = [TableCell(cell, tops.index(round(cell.top)), edges.index(round(cell.x0))) for cell in grid]
    place = Rect(
        min(cell.x0 for cell in grid),
        min(cell.top for cell in grid),
        max(cell.x1 for cell in grid),
        max(cell.bottom for cell in grid),
    )
    return Table(place, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), tuple(edges))


def _may_rule(item: dict[str, object]) -> bool:
    """Whether a page object may draw a ruling line: shading behind words may not."""
    if item.get("object_type") != "rect" or item.get("stroke"):
        return True
    return min(float(str(item.get("width", 0))), float(str(item.get("height", 0)))) <= 3


def _is_regular(table: Table) -> bool:
    """Whether the cells make rows and columns, and not the chance pattern of frames and underlining."""
    rows = table.cells[-1].row + 1
    return len(table.edges) > 1 and rows > 1 and len(table.cells) * 5 >= rows * len(table.edges) * 2


def _stands_in(line: PageLine, place: Rect) -> bool:
    x, y = (line.place.x0 + line.place.x1) / 2, (line.place.top + line.place.bottom) / 2
    return place.x0 <= x <= place.x1 and place.top <= y <= place.bottom


def _distribute(view: PageView, line: PageLine, cells: Sequence[TableCell]) -> None:
    """Cut a visual line at the cell borders it crosses, and give each piece to its cell."""
    start = 0
    current: TableCell | None = None
    for i, char in enumerate(line.text):
        if char.isspace():
            continue
        rect = view.char_rect(line.first_char + i)
        x, y = (rect.x0 + rect.x1) / 2, (rect.top + rect.bottom) / 2
        if current is not None and _distance(current.place, x, y) == 0:
            continue
        nearest = min(cells, key=lambda cell: _distance(cell.place, x, y))
        if nearest is not current:
            if current is not None:
                _add_piece(view, line, start, i, current)
            start, current = i, nearest
    if current is not None:
        _add_piece(view, line, start, len(line.text), current)


def _add_piece(view: PageView, line: PageLine, start: int, end: int, cell: TableCell) -> None:
    text = line.text[start:end].rstrip()
    first, last = view.char_rect(line.first_char + start), view.char_rect(line.first_char + start + len(text) - 1)
    place = replace(line.place, x0=first.x0, x1=last.x1)
    cell.lines.append(PageLine(text, line.page, line.first_char + start, place))


def _distance(place: Rect, x: float, y: float) -> float:
    return max(place.x0 - x, 0.0, x - place.x1) + max(place.top - y, 0.0, y - place.bottom)
