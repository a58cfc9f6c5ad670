"""From the lines of pages to a text: what every paged format (PDF, scans, pictures) has in common."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from contractscan.model import Block, BlockKind, Box, Cell, Line, Method, Part
from contractscan.readers.columns import divide
from contractscan.readers.furniture import find_furniture
from contractscan.readers.layout import Placed, in_reading_order, paragraphs, place
from contractscan.readers.page import PageLine, Table, TableCell
from contractscan.readers.tables import joined_tables


@dataclass(slots=True)
class Page:
    """What was taken from one page. ``lines`` that stand in one of the ``tables`` are there, not here.

    ``aside`` are stamps and watermarks across the page. ``pieces`` has the parts of the lines that wide gaps divide,
    by their ``first_char``.
    """

    number: int
    height: float
    lines: list[PageLine] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    aside: list[PageLine] = field(default_factory=list)
    pieces: dict[int, list[PageLine]] = field(default_factory=dict)
    method: Method = Method.TEXT


@dataclass(frozen=True, slots=True)
class Assembled:
    """The text of all pages, with the provenance of each piece."""

    text: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]


def set_furniture_aside(pages: Sequence[Page]) -> list[PageLine]:
    """Take running heads, feet, page numbers and watermarks out of the pages, and return them.

    A table is furniture if all of its lines are: the head of a printed form.
    """
    lines = [page.lines + [line for table in page.tables for line in table.lines()] for page in pages]
    furniture = find_furniture(lines, [page.height for page in pages])
    aside: list[PageLine] = []
    for page in pages:
        for table in page.tables:
            if all((line.page, line.first_char) in furniture for line in table.lines()):
                aside += table.lines()
        page.tables = [
            table
            for table in page.tables
            if any((line.page, line.first_char) not in furniture for line in table.lines())
        ]
        aside += [line for line in page.lines if (line.page, line.first_char) in furniture]
        aside += page.aside
        page.lines = [line for line in page.lines if (line.page, line.first_char) not in furniture]
    return aside


def assemble(pages: Sequence[Page], aside: Sequence[PageLine]) -> Assembled:
    """Write the pages as one text, a paragraph over a page break in one piece; ``aside`` comes at the end."""
    for page in pages:
        page.lines, tables = divide(in_reading_order(page.lines), page.pieces)
        page.tables += tables
    writer = _Writer()
    _write_body(writer, pages)
    for line in aside:
        writer.paragraph([line], kind=BlockKind.FURNITURE)
    return Assembled(writer.text(), tuple(writer.blocks), tuple(writer.lines))


def parts(pages: Sequence[Page], assembled: Assembled) -> tuple[Part, ...]:
    """Say how the pages were read; neighbours that were read the same way are one part. Empty pages are left out."""
    lines_of: dict[int, list[Line]] = {}
    for line in assembled.lines:
        lines_of.setdefault(line.page, []).append(line)
    found: list[Part] = []
    runs: list[list[Page]] = []
    for page in pages:
        if page.number not in lines_of:
            continue
        if runs and runs[-1][-1].method is page.method and runs[-1][-1].number == page.number - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    for run in runs:
        lines = [line for page in run for line in lines_of[page.number]]
        sure = [line.confidence for line in lines if line.confidence is not None]
        first, last = run[0].number, run[-1].number
        where = f"page {first}" if first == last else f"pages {first}-{last}"
        characters = sum(line.end - line.start for line in lines)
        found.append(Part(where, run[0].method, characters, fmean(sure) if sure else None, first, last))
    return tuple(found)


def _write_body(writer: _Writer, pages: Sequence[Page]) -> None:
    flow: list[Placed] = []
    for element in _continued(_elements(pages)):
        if isinstance(element, Table):
            for paragraph in paragraphs(flow):
                writer.paragraph(paragraph)
            flow = []
            writer.table(element)
        else:
            flow += element
    for paragraph in paragraphs(flow):
        writer.paragraph(paragraph)


def _elements(pages: Sequence[Page]) -> Iterator[Table | list[Placed]]:
    """Yield the tables, and the lines between them, in reading order."""
    for page, lines in zip(pages, place([page.lines for page in pages]), strict=True):
        at = 0
        for index, table in sorted(((_index_of(table, lines), table) for table in page.tables), key=lambda it: it[0]):
            if index > at:
                yield lines[at:index]
            at = max(at, index)
            yield table
        if lines[at:]:
            yield lines[at:]


def _index_of(table: Table, lines: Sequence[Placed]) -> int:
    """Return where a table belongs among the lines of its page: before the first one below it, in its own column."""
    for i, placed in enumerate(lines):
        rect = placed.line.place
        if rect.top >= table.place.top and rect.x0 < table.place.x1 and table.place.x0 < rect.x1:
            return i
    return len(lines)


def _continued(elements: Iterable[Table | list[Placed]]) -> Iterator[Table | list[Placed]]:
    """Yield the elements with tables in one piece whose last row goes on after a page break."""
    last: Table | None = None
    for element in elements:
        if not isinstance(element, Table):
            if last is not None:
                yield last
            last = None
            yield element
        elif last is not None and last.has_columns_of(element) and (joined := joined_tables(last, element)):
            last = joined
        else:
            if last is not None:
                yield last
            last = element
    if last is not None:
        yield last


class _Writer:
    """Puts the text together, and notes where each piece of it comes from."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._length = 0
        self._tables = 0
        self._rows = 0
        self._last: Table | None = None

    def text(self) -> str:
        return "".join(self._parts)

    def paragraph(self, lines: Sequence[PageLine], kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        self._separate("\n")
        self._block(lines, kind, None)
        self._last = None

    def table(self, table: Table) -> None:
        """Write a table; one that follows a table with the same columns continues it (over a page break)."""
        if self._last is None or not self._last.has_columns_of(table):
            self._tables, self._rows = self._tables + 1, 0
        self._last = table
        number = self._tables - 1
        row = -1
        for cell in table.cells:
            self._separate("\n" if cell.row != row else " | ")
            row = cell.row
            for i, lines in enumerate(_cell_paragraphs(cell)):
                if i:
                    self._separate("\n")
                self._block(lines, BlockKind.CELL, Cell(number, self._rows + cell.row, cell.column))
        self._rows += row + 1

    def _block(self, lines: Sequence[PageLine], kind: BlockKind, cell: Cell | None) -> None:
        start = at = self._length
        for i, line in enumerate(lines):
            if i:
                self._parts.append("\n")
                at += 1
            self.lines.append(_provenance(line, at))
            self._parts.append(line.text)
            at += len(line.text)
        self._length = at
        self.blocks.append(Block(start, at, lines[0].page, kind, cell))

    def _separate(self, separator: str) -> None:
        if self._length:
            self._append(separator)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _cell_paragraphs(cell: TableCell) -> Iterator[list[PageLine]]:
    if len(cell.lines) == 1:
        yield cell.lines
        return
    # In a narrow cell nearly every line is full, so the words decide.
    by_page = [in_reading_order(list(lines)) for _, lines in itertools.groupby(cell.lines, lambda line: line.page)]
    yield from paragraphs([placed for lines in place(by_page) for placed in lines])


def _provenance(line: PageLine, start: int) -> Line:
    end = start + len(line.text)
    if line.in_layer:
        return Line(start, end, line.page, line.first_char)
    rect = line.shown or line.place
    return Line(start, end, line.page, -1, Box(line.page, rect.x0, rect.top, rect.x1, rect.bottom), line.confidence)
