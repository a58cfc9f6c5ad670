"""Readers: a file becomes a ``Document`` that says what it could not read.

``read`` looks at the content to find the format; each format has a module of its own, imported when needed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from contractscan.errors import ReadError
from contractscan.model import Box, Document
from contractscan.readers.sniff import Format, sniff

__all__ = ["boxes", "read"]

_MAX_BYTES = 200 * 1024 * 1024


def read(path: Path | str) -> Document:
    """Read a contract from a PDF, DOCX, text or Markdown file.

    Raises ``ReadError``, and nothing else whatever the file holds, if it is missing, empty, damaged, encrypted
    or of another kind. What is readable but was not read (a scanned page) is in ``Document.gaps``.
    """
    name = str(path)
    data = _load(name)
    sha256 = hashlib.sha256(data).hexdigest()
    found = sniff(name, data)
    try:
        return _dispatch(found, name, data, sha256)
    except ReadError:
        raise
    except (Exception, RecursionError) as error:  # damaged input meets the libraries with any kind of exception
        raise ReadError(
            name,
            f"this {found.value} file is damaged and cannot be read ({type(error).__name__}).",
            "Open it in the program that made it and save it again.",
        ) from error


def boxes(document: Document, start: int, end: int) -> tuple[Box, ...]:
    """Return where ``document.text[start:end]`` stands on the pages: one box per visual line, in text order.

    The file is opened again for it. Empty for formats without pages, and if the file is gone or has changed.
    """
    if document.format != Format.PDF or not document.lines:
        return ()
    from contractscan.readers import pdf

    try:
        data = _load(document.path)
    except ReadError:
        return ()
    if hashlib.sha256(data).hexdigest() != document.sha256:
        return ()
    return pdf.boxes(document, data, start, end)


def _load(name: str) -> bytes:
    path = Path(name)
    try:
        if path.is_dir():
            raise ReadError(name, "this is a folder, not a file.", "Give a file, or review the folder as a batch.")
        if path.stat().st_size > _MAX_BYTES:
            raise ReadError(name, "this file is larger than 200 MB.", "Split it, or save it without its pictures.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(name, "there is no such file.", "Check the name and the folder.") from error
    except (OSError, ValueError) as error:
        raise ReadError(name, f"the file cannot be opened ({error}).", "Check that you may read it.") from error
    if not data:
        raise ReadError(name, "the file is empty.", "Get a fresh copy of it.")
    return data


def _dispatch(found: Format, name: str, data: bytes, sha256: str) -> Document:
    if found is Format.PDF:
        from contractscan.readers import pdf

        return pdf.read(name, data, sha256)
    if found is Format.DOCX:
        from contractscan.readers import docx

        return docx.read(name, data, sha256)
    from contractscan.readers import plain

    return plain.read(name, data, sha256, markdown=found is Format.MARKDOWN)
