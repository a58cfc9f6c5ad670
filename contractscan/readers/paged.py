"""From the lines of pages to a text: what every paged format (PDF, scans, pictures) has in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from contractscan.model import Block, BlockKind, Box, Cell, Line, Method, Part
from contractscan.readers.furniture import find_furniture
from contractscan.readers.layout import Placed, in_reading_order, paragraphs, place
from contractscan.readers.page import PageLine, Table, TableCell


@dataclass(slots=True)
class Page:
    """What was taken from one page. ``lines`` that stand in one of the ``tables`` are there, not here."""

    number: int
    height: float
    lines: list[PageLine] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    has_grid: bool = False
    method: Method = Method.TEXT


@dataclass(frozen=True, slots=True)
class Assembled:
    """The text of all pages, with the provenance of each piece."""

    text: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]


def set_furniture_aside(pages: Sequence[Page]) -> list[PageLine]:
    """Take running heads, feet and page numbers out of the pages, and return them."""
    furniture = find_furniture([page.lines for page in pages], [page.height for page in pages])
    aside = [line for page in pages for line in page.lines if (line.page, line.first_char) in furniture]
    for page in pages:
        page.lines = [line for line in page.lines if (line.page, line.first_char) not in furniture]
    return aside


def assemble(pages: Sequence[Page], aside: Sequence[PageLine]) -> Assembled:
    """Write the pages as one text, a paragraph over a page break in one piece; ``aside`` comes at the end."""
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
    for page, lines in zip(pages, place([in_reading_order(page.lines) for page in pages]), strict=True):
        rest = lines
        for table in page.tables:
            before = [placed for placed in rest if placed.line.place.top < table.place.top]
            rest = [placed for placed in rest if placed.line.place.top >= table.place.top]
            for paragraph in paragraphs(flow + before):
                writer.paragraph(paragraph)
            flow = []
            writer.table(table)
        flow += rest
    for paragraph in paragraphs(flow):
        writer.paragraph(paragraph)


class _Writer:
    """Puts the text together, and notes where each piece of it comes from."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._length = 0
        self._tables = 0
        self._rows = 0
        self._last_edges: tuple[int, ...] = ()

    def text(self) -> str:
        return "".join(self._parts)

    def paragraph(self, lines: Sequence[PageLine], kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        self._separate("\n")
        self._block(lines, kind, None)
        self._last_edges = ()

    def table(self, table: Table) -> None:
        """Write a table; one that follows a table with the same columns continues it (over a page break)."""
        if table.edges != self._last_edges:
            self._tables, self._rows, self._last_edges = self._tables + 1, 0, table.edges
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
        start = self._length
        for i, line in enumerate(lines):
            if i:
                self._append("\n")
            self.lines.append(_provenance(line, self._length))
            self._append(line.text)
        self.blocks.append(Block(start, self._length, lines[0].page, kind, cell))

    def _separate(self, separator: str) -> None:
        if self._length:
            self._append(separator)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _cell_paragraphs(cell: TableCell) -> Iterator[list[PageLine]]:
    # In a narrow cell nearly every line is full, so the words decide.
    yield from paragraphs(place([in_reading_order(cell.lines)])[0])


def _provenance(line: PageLine, start: int) -> Line:
    end = start + len(line.text)
    if line.in_layer:
        return Line(start, end, line.page, line.first_char)
    rect = line.place
    return Line(start, end, line.page, -1, Box(line.page, rect.x0, rect.top, rect.x1, rect.bottom), line.confidence)
