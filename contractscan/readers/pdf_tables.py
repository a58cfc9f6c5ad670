"""Ruled tables on PDF pages: which line, or which piece of it, stands in which cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contractscan.readers.grid import find_tables
from contractscan.readers.page import PageLine, Rect, Table, TableCell
from contractscan.readers.pdf_page import PageView


def take_tables(view: PageView, rules: Sequence[Rect], lines: Sequence[PageLine]) -> tuple[list[Table], list[PageLine]]:
    """Return the tables that ``rules`` draw, top down and filled, and those of ``lines`` that stand in none."""
    tables: list[Table] = []
    rest = list(lines)
    for table in find_tables(rules):
        inside = [line for line in rest if _stands_in(line, table.place)]
        for line in inside:
            _distribute(view, line, table.cells)
        if len({cell.column for cell in table.cells if cell.lines}) < 2:
            for cell in table.cells:
                cell.lines.clear()
            continue  # a frame, whatever lines it has
        taken = {line.first_char for line in inside}
        rest = [line for line in rest if line.first_char not in taken]
        tables.append(table)
    return tables, rest


def _stands_in(line: PageLine, place: Rect) -> bool:
    x, y = (line.place.x0 + line.place.x1) / 2, (line.place.top + line.place.bottom) / 2
    return place.x0 <= x <= place.x1 and place.top <= y <= place.bottom


def _distribute(view: PageView, line: PageLine, cells: Sequence[TableCell]) -> None:
    """Cut a visual line at the cell borders it crosses, and give each piece to its cell."""
    nearest = _nearest(line.place, cells)
    if not line.in_layer or (nearest.place.x0 <= line.place.x0 and line.place.x1 <= nearest.place.x1):
        nearest.lines.append(line)
        return
    start = 0
    current: TableCell | None = None
    for i, char in enumerate(line.text):
        if char.isspace():
            continue
        rect = view.char_rect(line.first_char + i)
        if current is not None and _distance(current.place, rect) == 0:
            continue
        cell = _nearest(rect, cells)
        if cell is not current:
            if current is not None:
                _add_piece(view, line, start, i, current)
            start, current = i, cell
    if current is not None:
        _add_piece(view, line, start, len(line.text), current)


def _add_piece(view: PageView, line: PageLine, start: int, end: int, cell: TableCell) -> None:
    text = line.text[start:end].rstrip()
    first, last = view.char_rect(line.first_char + start), view.char_rect(line.first_char + start + len(text) - 1)
    place = replace(line.place, x0=first.x0, x1=last.x1)
    cell.lines.append(PageLine(text, line.page, line.first_char + start, place))


def _nearest(place: Rect, cells: Sequence[TableCell]) -> TableCell:
    return min(cells, key=lambda cell: _distance(cell.place, place))


def _distance(cell: Rect, place: Rect) -> float:
    """Return how far the middle of ``place`` is from ``cell``."""
    x, y = (place.x0 + place.x1) / 2, (place.top + place.bottom) / 2
    return max(cell.x0 - x, 0.0, x - cell.x1) + max(cell.top - y, 0.0, y - cell.bottom)
