"""PDF files with a text layer. Pages without one are listed as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import pypdfium2

from contractscan.errors import PasswordError, ReadError
from contractscan.model import Box, Document, Gap, Line, Note
from contractscan.readers.page import PageLine, Rect
from contractscan.readers.paged import Page, assemble, parts, set_furniture_aside
from contractscan.readers.pdf_page import Graphics, PageView, is_usable
from contractscan.readers.pdf_tables import TableFinder
from contractscan.readers.source import Source
from contractscan.text import languages_of

_OCR = "Install the OCR extra (pip install 'contractscan[ocr]'), or give a version with text."
_FEW_CHARS = 30  # a page number and a stamp on a scan; less than any page of a contract has
_PICTURE_SHARE = 0.25  # of the page: smaller pictures are logos and seals
_DRAWN_PATHS = 4  # more than the frame of an empty page
_MOST_TABLE_PAGES = 60  # pdfplumber takes a tenth of a second for each


def read(source: Source) -> Document:
    """Read a PDF file.

    Raises ``PasswordError`` if it is encrypted, ``ReadError`` if it is damaged, or has neither text nor pictures.
    """
    gaps: list[Gap] = []
    notes: list[Note] = []
    with closing(_open(source.path, source.data, source.options.password)) as pdf:
        count = len(pdf)
        pages: list[Page] = []
        for number in range(1, count + 1):
            if source.is_late():
                gaps.append(_not_reached(number, count))
                break
            pages.append(_read_page(pdf, number, gaps))
        aside = set_furniture_aside(pages)
        _take_tables(pdf, source, pages, notes)
    assembled = assemble(pages, aside)
    if not assembled.text and not gaps:
        raise ReadError(
            source.path, "there is no text in this PDF: its pages are blank.", "Check that it is the right file."
        )
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="pdf",
        text=assembled.text,
        blocks=assembled.blocks,
        lines=assembled.lines,
        pages=count,
        languages=languages_of(assembled.text),
        parts=parts(pages, assembled),
        gaps=tuple(gaps),
        notes=tuple(notes),
    )


def _not_reached(first: int, last: int) -> Gap:
    where = f"page {first}" if first == last else f"pages {first}-{last}"
    return Gap("time-out", where, "The time for reading this file was over.", "Allow more of it with --timeout.", first)


def boxes(
    document: Document, lines: Sequence[Line], data: bytes, password: str | None, start: int, end: int
) -> tuple[Box, ...]:
    """Return one box for what ``document.text[start:end]`` has of each of ``lines`` (which are in the text layer)."""
    found: list[Box] = []
    with closing(_open(document.path, data, password)) as pdf:
        for number in sorted({line.page for line in lines}):
            with PageView(pdf, number) as view:
                for line in (line for line in lines if line.page == number):
                    first, last = max(start, line.start), min(end, line.end)
                    rects = [
                        view.char_rect(line.first_char + i - line.start)
                        for i in range(first, last)
                        if not document.text[i].isspace()
                    ]
                    if rects:
                        found.append(_box(number, rects))
    return tuple(found)


def _open(path: str, data: bytes, password: str | None) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            reason = "the password does not open this PDF." if password else "this PDF is protected by a password."
            raise PasswordError(path, reason, "Give the password with --password.") from error
        raise ReadError(path, "this PDF is damaged and cannot be opened.", "Get a fresh copy of it.") from error
    if len(pdf) == 0:
        pdf.close()
        raise ReadError(path, "this PDF has no pages, or is damaged.", "Get a fresh copy of it.")
    return pdf


def _read_page(pdf: pypdfium2.PdfDocument, number: int, gaps: list[Gap]) -> Page:
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
        return Page(number, 0.0)
    text = "".join(line.text for line in lines)
    if not is_usable(text):
        why = "Its text layer has codes instead of characters (a font without a character map)."
        gaps.append(Gap("scanned-page", where, why, _OCR, number))
        return Page(number, height)
    gap = _unread_picture(number, lines, graphics, area)
    if gap:
        gaps.append(gap)
    return Page(number, height, lines, has_grid=graphics.has_grid)


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


def _take_tables(pdf: pypdfium2.PdfDocument, source: Source, pages: Sequence[Page], notes: list[Note]) -> None:
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
        finder = TableFinder(source.data, source.options.password)
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


def _box(page: int, rects: Sequence[Rect]) -> Box:
    return Box(
        page,
        min(rect.x0 for rect in rects),
        min(rect.top for rect in rects),
        max(rect.x1 for rect in rects),
        max(rect.bottom for rect in rects),
    )
