"""PDF files: their text layer, and what OCR reads where there is none."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing

import pypdfium2

from contractscan.errors import PasswordError, ReadError
from contractscan.model import Box, Document, Gap, Note
from contractscan.readers.overlay import insert
from contractscan.readers.page import PageLine, Rect
from contractscan.readers.paged import Page, assemble, parts, set_furniture_aside
from contractscan.readers.pdf_annotations import read_annotations
from contractscan.readers.pdf_findings import Findings
from contractscan.readers.pdf_guard import pages_to_read
from contractscan.readers.pdf_hidden import count_hidden, has_layers
from contractscan.readers.pdf_lines import PageText, read_lines
from contractscan.readers.pdf_page import PageView, is_plain, is_usable
from contractscan.readers.pdf_scan import Look, read_scans
from contractscan.readers.pdf_tables import take_tables
from contractscan.readers.places import Piece
from contractscan.readers.source import Source
from contractscan.readers.strikes import struck_out
from contractscan.text import languages_of

# It warns of dynamic forms on standard error; here they are a gap.
logging.getLogger("pypdfium2").setLevel(logging.ERROR)
_SOME_WORDS = 8  # characters: fewer are bullets and signs


def read(source: Source) -> Document:
    """Read a PDF file.

    Raises ``PasswordError`` if it is encrypted, ``ReadError`` if it is damaged, or has neither text nor pictures.
    """
    gaps: list[Gap] = []
    notes: list[Note] = []
    with closing(_open(source.path, source.data, source.options.password)) as pdf:
        count = len(pdf)
        if pdf.get_formtype():
            pdf.init_forms()  # before any page is opened
        findings = Findings()
        layered = has_layers(source.data)
        pages: list[Page] = []
        looks: list[Look] = []
        for number in pages_to_read(pdf, source, gaps):
            if source.is_late():
                gaps.append(_not_reached(number, count))
                break
            try:
                with PageView(pdf, number) as view:
                    pages.append(_read_page(view, looks, findings, layered=layered))
            except pypdfium2.PdfiumError:
                why = "This page is damaged."
                gaps.append(Gap("page-error", f"page {number}", why, "Get a fresh copy of the file.", number))
                pages.append(Page(number, 0.0))
        unread, remarks = read_scans(pdf, source, pages, looks)
        gaps += unread
        notes += remarks
        aside = set_furniture_aside(pages)
        assembled = assemble(pages, aside)
        gaps += findings.gaps(pdf, assembled.text)
        notes += findings.notes(pdf)
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
        gaps=tuple(sorted(gaps, key=lambda gap: gap.page or 0)),
        notes=tuple(notes),
        comments=findings.comments(assembled.lines),
    )


def _not_reached(first: int, last: int) -> Gap:
    where = f"page {first}" if first == last else f"pages {first}-{last}"
    return Gap("time-out", where, "The time for reading this file was over.", "Allow more of it with --timeout.", first)


def boxes(document: Document, wanted: Sequence[Piece], data: bytes, password: str | None) -> list[Box | None]:
    """Return the box of each piece of a line in the text layer, ``None`` where its characters take up no room."""
    found: dict[Piece, Box | None] = {}
    with closing(_open(document.path, data, password)) as pdf:
        for number in sorted({piece.line.page for piece in wanted}):
            with PageView(pdf, number) as view:
                for piece in (piece for piece in wanted if piece.line.page == number):
                    rects = [
                        view.char_rect(piece.line.first_char + i - piece.line.start)
                        for i in range(piece.start, piece.end)
                        if not document.text[i].isspace()
                    ]
                    seen = [rect for rect in rects if rect.area() > 0]
                    found[piece] = _box(number, seen) if seen else None
    return [found[piece] for piece in wanted]


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


def _read_page(view: PageView, looks: list[Look], findings: Findings, *, layered: bool) -> Page:
    """Read the lines of a page; ``looks`` and ``findings`` get what else there is on it."""
    layer = view.layer()
    shown = view.rotation
    width, height = view.width, view.height
    graphics = view.graphics()
    pictures = graphics.pictures
    plain = is_plain(layer)
    usable = plain or is_usable(layer)
    text = read_lines(view, layer, plain=plain) if usable else PageText()
    if view.rotation != shown:  # the words are turned, and the rules are turned with them
        graphics = view.graphics()
    over = read_annotations(view, text.lines, view.forms)
    over.crossed += struck_out(graphics.rules, text.lines)
    hidden = sum(len(line.text) for line in text.outside)
    if usable:
        hidden += count_hidden(view, graphics, layered=layered)
    findings.add(view.number, over, hidden)
    lines = insert(text.lines, over.lines, view.cut)
    told = usable and text.unmapped < _SOME_WORDS  # a layer some of whose lines are codes does not tell the page
    looks.append(Look(view.number, width, height, told, lines, [*pictures, *over.stamps], graphics.paths))
    tables, lines = take_tables(view, graphics.rules, lines)
    whole = {line.first_char: line.first_char + len(line.text) for line in lines}
    pieces = {first: found for first, found in text.pieces.items() if whole.get(first) == _end(found[-1])}
    return Page(view.number, view.height, lines, tables, text.slanting + text.outside, pieces)


def _end(line: PageLine) -> int:
    return line.first_char + len(line.text)


def _box(page: int, rects: Sequence[Rect]) -> Box:
    return Box(
        page,
        min(rect.x0 for rect in rects),
        min(rect.top for rect in rects),
        max(rect.x1 for rect in rects),
        max(rect.bottom for rect in rects),
    )
