"""Readers: a file becomes a ``Document`` that says what it could not read.

``read`` looks at the content to find the format; each format has a module of its own, imported when needed.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from contractscan.errors import ReadError
from contractscan.model import Box, Document, Method, Span
from contractscan.readers import places
from contractscan.readers.limits import FILE_BYTES, MEGABYTE, cut_to_limit
from contractscan.readers.sniff import Format, sniff
from contractscan.readers.source import Ocr, Progress, ReadOptions, Source

if TYPE_CHECKING:
    from contractscan.readers.docx_origins import Origin

__all__ = ["Ocr", "Progress", "ReadOptions", "boxes", "boxes_of", "origins", "read"]

_DEFAULT = ReadOptions()


def read(path: Path | str, options: ReadOptions = _DEFAULT, progress: Progress | None = None) -> Document:
    """Read a contract: PDF, DOCX, a picture, text, Markdown or HTML, and, with LibreOffice, older office formats.

    Raises ``ReadError``, and nothing else whatever the file holds, if it is missing, empty, damaged, encrypted
    or of another kind. What is readable but was not read (a scanned page) is in ``Document.gaps``.
    """
    name = str(path)
    data = _load(name)
    deadline = time.monotonic() + options.timeout
    source = Source(name, data, hashlib.sha256(data).hexdigest(), options, deadline)
    if progress is not None:
        source = replace(source, progress=progress)
    kind = ""
    try:
        found = sniff(name, data)
        kind = f"{found.value} "
        return cut_to_limit(_dispatch(found, source))
    except ReadError:
        raise
    except (Exception, RecursionError) as error:  # damaged input meets the libraries with any kind of exception
        raise ReadError(
            name,
            f"this {kind}file is damaged and cannot be read ({type(error).__name__}).",
            "Open it in the program that made it and save it again.",
        ) from error


def boxes(document: Document, start: int, end: int, password: str | None = None) -> tuple[Box, ...]:
    """Return where ``document.text[start:end]`` stands on the pages (see ``boxes_of``)."""
    return boxes_of(document, [Span(start, end)], password)[0]


def boxes_of(document: Document, spans: Sequence[Span], password: str | None = None) -> tuple[tuple[Box, ...], ...]:
    """Return where each span of the text stands on the pages: one box per visual line, in text order.

    For lines in a PDF's text layer the file is opened again, once; they are left out if it is gone or has changed.
    Empty for formats without pages.
    """
    return places.boxes_of(document, spans, lambda: _unchanged(document), password)


def origins(document: Document, data: bytes) -> tuple[Origin, ...]:
    """Return where in the main part of a DOCX file the text of ``document`` comes from, in the order of the text.

    ``data`` is the file as it was read. Where a second reading gives another text (OCR, or a limit on time, had a
    part in the first), what follows has no origin. Raises ``ReadError`` where the file cannot be read again.
    """
    from contractscan.readers import docx

    ocr = Ocr.AUTO if any(part.method is Method.OCR for part in document.parts) else Ocr.NEVER
    options = ReadOptions(ocr=ocr)
    source = Source(document.path, data, document.sha256, options, time.monotonic() + options.timeout)
    text, found = docx.trace(source)
    alike = len(text)
    if text != document.text:
        pairs = enumerate(zip(text, document.text, strict=False))
        alike = next((at for at, (one, other) in pairs if one != other), min(len(text), len(document.text)))
    return tuple(origin for origin in found if origin.end <= alike)


def _unchanged(document: Document) -> bytes | None:
    try:
        data = _load(document.path)
    except ReadError:
        return None
    return data if hashlib.sha256(data).hexdigest() == document.sha256 else None


def _load(name: str) -> bytes:
    path = Path(name)
    try:
        if path.is_dir():
            raise ReadError(name, "this is a folder, not a file.", "Give a file, or review the folder as a batch.")
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)  # what is no plain file need not tell its size, or have an end
    except FileNotFoundError as error:
        raise ReadError(name, "there is no such file.", "Check the name and the folder.") from error
    except (OSError, ValueError) as error:
        raise ReadError(name, f"the file cannot be opened ({error}).", "Check that you may read it.") from error
    if len(data) > FILE_BYTES:
        reason = f"this file is larger than {FILE_BYTES // MEGABYTE} MB."
        raise ReadError(name, reason, "Split it, or save it without its pictures.")
    if not data:
        raise ReadError(name, "the file is empty.", "Get a fresh copy of it.")
    return data


def _dispatch(found: Format, source: Source) -> Document:
    if found is Format.PDF:
        from contractscan.readers import pdf

        return pdf.read(source)
    if found is Format.DOCX:
        from contractscan.readers import docx

        return docx.read(source)
    if found is Format.IMAGE:
        from contractscan.readers import image

        return image.read(source)
    if found is Format.HTML:
        from contractscan.readers import web

        return web.read(source)
    if found is Format.OFFICE:
        from contractscan.readers import office

        return office.read(source)
    from contractscan.readers import plain

    return plain.read(source, markdown=found is Format.MARKDOWN)
