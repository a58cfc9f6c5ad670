"""PDF files with a text layer. Pages without one are listed as gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import pypdfium2

from contractscan.errors import ReadError
from contractscan.model import Block, BlockKind, Box, Cell, Document, Gap, Line, Note
from contractscan.readers.furniture import find_furniture
from contractscan.readers.pdf_layout import Placed, in_reading_order, paragraphs, place
from contractscan.readers.pdf_page import Graphics, PageLine, PageView, Rect, is_usable
from contractscan.readers.pdf_tables import Table, TableCell, TableFinder
from contractscan.text import languages_of

_OCR = "Install the OCR extra (pip install 'contractscan[ocr]'), or give a version with text."
_FEW_CHARS = 30  # a page number and a stamp on a scan; less than any page of a contract has
_PICTURE_SHARE = 0.25  # of the page: smaller pictures are logos and seals
_DRAWN_PATHS = 4  # more than the frame of an empty page
_MOST_TABLE_PAGES = 60  # pdfplumber takes a tenth of a second for each


@dataclass(slots=True)
class _Page:
    """What was taken from one page."""

    number: int
    height: float
    lines: list[PageLine] = field(default_factory=list)
    has_grid: bool = False
    tables: list[Table] = field(default_factory=list)


def read(path: str, data: bytes, sha256: str) -> Document:
    """Read a PDF file. Raises ``ReadError`` if it is encrypted or damaged, or has neither text nor pictures."""
    gaps: list[Gap] = []
    notes: list[Note] = []
    with closing(_open(path, data)) as pdf:
        count = len(pdf)
        pages = [_read_page(pdf, number, gaps) for number in range(1, count + 1)]
        furniture = find_furniture([page.lines for page in pages], [page.height for page in pages])
        aside = [line for page in pages for line in page.lines if (line.page, line.first_char) in furniture]
        for page in pages:
            page.lines = [line for line in page.lines if (line.page, line.first_char) not in furniture]
        _take_tables(pdf, data, pages, notes)
    writer = _Writer()
    _write_body(writer, pages)
    for line in aside:
        writer.paragraph([line], kind=BlockKind.FURNITURE)
    text = writer.text()
    if not text and not gaps:
        raise ReadError(path, "there is no text in this PDF: its pages are blank.", "Check that it is the right file.")
    return Document(
        path=path,
        sha256=sha256,
        format="pdf",
        text=text,
        blocks=tuple(writer.blocks),
        lines=tuple(writer.lines),
        pages=count,
        languages=languages_of(text),
        gaps=tuple(gaps),
        notes=tuple(notes),
    )


def boxes(document: Document, data: bytes, start: int, end: int) -> tuple[Box, ...]:
    """Return one box for each visual line that ``document.text[start:end]`` touches, in text order."""
    wanted = [line for line in document.lines if line.start < end and start < line.end]
    found: list[Box] = []
    with closing(_open(document.path, data)) as pdf:
        for number in sorted({line.page for line in wanted}):
            with PageView(pdf, number) as view:
                for line in (line for line in wanted if line.page == number):
                    first, last = max(start, line.start), min(end, line.end)
                    rects = [
                        view.char_rect(line.first_char + i - line.start)
                        for i in range(first, last)
                        if not document.text[i].isspace()
                    ]
                    if rects:
                        found.append(_box(number, rects))
    return tuple(found)


def _open(path: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise ReadError(
                path,
                "this PDF is protected by a password.",
                "Open it with the password and save (or print) a copy without one.",
            ) from error
        raise ReadError(path, "this PDF is damaged and cannot be opened.", "Get a fresh copy of it.") from error
    if len(pdf) == 0:
        pdf.close()
        raise ReadError(path, "this PDF has no pages, or is damaged.", "Get a fresh copy of it.")
    return pdf


def _read_page(pdf: pypdfium2.PdfDocument, number: int, gaps: list[Gap]) -> _Page:
    """Read the lines of a page; whatever of it cannot be read is added to ``gaps``."""
    where = f"page {number}"
    try:
        with PageView(pdf, number) as view:
            lines = list(view.lines())
            graphics = view.graphics()
            area = view.width * view.height
            height = view.height
    except pypdfium2.PdfiumError:
        gaps.append(Gap("page-error", where, "This page is damaged.", "Get a fresh copy of the file.", number))
        return _Page(number, 0.0)
    text = "".join(line.text for line in lines)
    if not is_usable(text):
        why = "Its text layer has codes instead of characters (a font without a character map)."
        gaps.append(Gap("scanned-page", where, why, _OCR, number))
        return _Page(number, height)
    gap = _unread_picture(number, lines, graphics, area)
    if gap:
        gaps.append(gap)
    return _Page(number, height, lines, graphics.has_grid)


def _unread_picture(number: int, lines: Sequence[PageLine], graphics: Graphics, area: float) -> Gap | None:
    where = f"page {number}"
    chars = sum(len(line.text) for line in lines)
    large = [picture for picture in graphics.pictures if picture.area() >= _PICTURE_SHARE * area]
    if chars == 0:
        if graphics.pictures or graphics.paths >= _DRAWN_PATHS:
            return Gap("scanned-page", where, "This page is a picture without a text layer.", _OCR, number)
        return None
    if chars < _FEW_CHARS and large:
        return Gap("scanned-page", where, "This page is a picture with hardly any text layer.", _OCR, number)
    for picture in large:
        if not any(picture.overlaps(line.place) for line in lines):
            return Gap("image", where, "A large picture on this page may hold text.", _OCR, number)
    return None


def _take_tables(pdf: pypdfium2.PdfDocument, data: bytes, pages: Sequence[_Page], notes: list[Note]) -> None:
    """Move the lines that stand in ruled tables from ``lines`` to ``tables``."""
    ruled = [page for page in pages if page.has_grid and page.lines]
    if not ruled:
        return
    if len(ruled) > _MOST_TABLE_PAGES:
        notes.append(
            Note(
                "tables-as-text",
                f"{len(ruled)} pages have ruled tables; from page {ruled[_MOST_TABLE_PAGES].number} on they were "
                "read as running text.",
            )
        )
    failed: list[int] = []
    try:
        finder = TableFinder(data)
    except Exception:  # pdfplumber is stricter than pdfium; its lines are still there
        failed = [page.number for page in ruled[:_MOST_TABLE_PAGES]]
    else:
        with closing(finder):
            for page in ruled[:_MOST_TABLE_PAGES]:
                try:
                    with PageView(pdf, page.number) as view:
                        page.tables, page.lines = finder.tables(view, page.lines)
                except Exception:
                    failed.append(page.number)
    if failed:
        numbers = ", ".join(map(str, failed))
        notes.append(Note("tables-as-text", f"Tables were read as running text on page {numbers}."))


def _write_body(writer: _Writer, pages: Sequence[_Page]) -> None:
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
            self.lines.append(Line(self._length, self._length + len(line.text), line.page, line.first_char))
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


def _box(page: int, rects: Sequence[Rect]) -> Box:
    return Box(
        page,
        min(rect.x0 for rect in rects),
        min(rect.top for rect in rects),
        max(rect.x1 for rect in rects),
        max(rect.bottom for rect in rects),
    )
