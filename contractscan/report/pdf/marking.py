"""The user's own PDF with the evidence highlighted, and a summary behind its last page."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.errors import PyPdfError
from pypdf.generic import RectangleObject

from contractscan.errors import PasswordError, ReadError
from contractscan.model import Box, Document, Span
from contractscan.readers import boxes_of
from contractscan.report.pdf.colours import tone
from contractscan.report.pdf.content import summary
from contractscan.report.pdf.frame import bounds, frame_of
from contractscan.report.pdf.highlight import add_highlight
from contractscan.report.pdf.notes import Mark, marks
from contractscan.report.pdf.sheets import append_pages
from contractscan.report.texts import texts
from contractscan.report.view import ReportView

_POP_UP_WIDTH, _POP_UP_HEIGHT = 260.0, 180.0
_CIPHER = "AES-256"
# What damaged files raise in a library that trusts their structure.
_DAMAGE = (
    PyPdfError, NotImplementedError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError,
    RecursionError,
)  # fmt: skip


def annotate(source: Path, document: Document, view: ReportView, password: str | None = None) -> bytes:
    """Return the PDF file at ``source``, which was read as ``document``, with the marks and the summary of ``view``.

    What the file has stays as it is: the marks and pages are added behind its last byte. Where that cannot be (the
    file is encrypted, or its table of contents is broken) it is written anew; an encrypted one is then protected by
    the same ``password``, and with the same permissions. A signature stays valid for what was signed.

    Raises ``ReadError`` if the file is gone, has changed since it was read, or is damaged in a way that allows no
    marks; ``PasswordError`` if ``password`` does not open it.
    """
    data = _load(source, document)
    passages = _passages(document, view, password)
    error: Exception | None = None
    for anew in (False, True):
        try:
            made = _write(data, source, view, passages, password, anew=anew)
        except _DAMAGE as damage:
            error = damage
            continue
        if made is not None:
            return made
    raise ReadError(
        str(source),
        "this PDF is damaged, so that no marks can be put into it.",
        "Open it in a program for PDF and save it again, or choose another format.",
    ) from error


@dataclass(frozen=True, slots=True)
class _Passage:
    """A mark, and the boxes that it has on one page (from 1)."""

    mark: Mark
    page: int
    boxes: tuple[Box, ...]


def _passages(document: Document, view: ReportView, password: str | None) -> tuple[_Passage, ...]:
    """Return the marks page by page; one whose place is not known has the page 0, and no boxes."""
    wanted = marks(view)
    found: list[_Passage] = []
    places = boxes_of(document, [Span(mark.start, mark.end) for mark in wanted], password)
    for mark, boxes in zip(wanted, places, strict=True):
        if not boxes:
            found.append(_Passage(mark, 0, ()))
        for page, on_page in groupby(sorted(boxes, key=lambda box: box.page), key=lambda box: box.page):
            found.append(_Passage(mark, page, tuple(on_page)))
    return tuple(found)


def _write(
    data: bytes, source: Path, view: ReportView, passages: Sequence[_Passage], password: str | None, *, anew: bool
) -> bytes | None:
    """Return the marked file, written anew or as an update of its bytes; ``None`` if that cannot be read again."""
    reader = PdfReader(io.BytesIO(data), strict=not anew)
    locked = reader.is_encrypted
    if locked and not anew:
        return None
    if locked and not reader.decrypt(password or ""):
        raise PasswordError(str(source), "the password does not open this PDF.", "Give the password with --password.")
    writer = PdfWriter(clone_from=reader) if anew else PdfWriter(reader, incremental=True)
    pages = list(writer.pages)
    for passage in passages:
        if 0 < passage.page <= len(pages):
            _mark(writer, pages[passage.page - 1], passage)
    remarks = _remarks(data, view, passages, password, anew=anew, locked=locked)
    append_pages(writer, summary(view, remarks), view.language, pages)
    # Unless it changes, an update would leave out the file's information (its title, its author).
    writer.add_metadata({"/ReviewedWith": f"contractscan {view.version}".strip()})
    if locked:
        writer.encrypt(
            password or "",
            password or secrets.token_urlsafe(),
            permissions_flag=reader.user_access_permissions or UserAccessPermissions.all(),
            algorithm=_CIPHER,
        )
    buffer = io.BytesIO()
    writer.write(buffer)
    made = buffer.getvalue()
    marked = {passage.page for passage in passages if 0 < passage.page <= len(pages)}
    return made if _is_whole(made, len(pages), marked, password) else None


def _mark(writer: PdfWriter, page: PageObject, passage: _Passage) -> None:
    frame = frame_of(_numbers(page.mediabox), _numbers(page.cropbox), _rotation(page))
    quads = [frame.quad(box) for box in passage.boxes]
    top, left = passage.boxes[0].top, frame.width - _POP_UP_WIDTH
    beside = frame.quad(Box(passage.page, left, top, frame.width, top + _POP_UP_HEIGHT))
    add_highlight(writer, page, quads, tone(passage.mark.key), passage.mark.note, bounds([beside]))


def _rotation(page: PageObject) -> int:
    try:
        return int(page.rotation)
    except (TypeError, ValueError):
        return 0


def _numbers(box: RectangleObject) -> tuple[float, ...]:
    return tuple(float(value) for value in box)


def _remarks(
    data: bytes, view: ReportView, passages: Sequence[_Passage], password: str | None, *, anew: bool, locked: bool
) -> list[str]:
    """Return what is to be said of the marks and of what became of the file."""
    t = texts(view.language)
    said = [t("pdf.locked")] if locked else []
    with closing(pypdfium2.PdfDocument(data, password=password)) as pdf:
        if pdfium_c.FPDF_GetSignatureCount(pdf.raw) > 0:
            said.append(t("pdf.signed_anew" if anew else "pdf.signed"))
    unplaced = sum(not passage.boxes for passage in passages)
    if unplaced:
        said.append(t("pdf.unplaced", count=unplaced))
    return said


def _is_whole(made: bytes, pages: int, marked: Set[int], password: str | None) -> bool:
    """Whether what was written opens, with the summary behind all its pages and a note on each marked one."""
    try:
        with closing(pypdfium2.PdfDocument(made, password=password)) as pdf:
            return len(pdf) > pages and all(_has_note(pdf, page) for page in marked)
    except pypdfium2.PdfiumError:
        return False


def _has_note(pdf: pypdfium2.PdfDocument, page: int) -> bool:
    with closing(pdf[page - 1]) as opened:
        return bool(pdfium_c.FPDFPage_GetAnnotCount(opened.raw) > 0)


def _load(source: Path, document: Document) -> bytes:
    try:
        data = source.read_bytes()
    except OSError as error:
        raise ReadError(str(source), f"the file cannot be opened ({error}).", "Check that you may read it.") from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise ReadError(str(source), "this file has changed since it was reviewed.", "Review it again.")
    return data
