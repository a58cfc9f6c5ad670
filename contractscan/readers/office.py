"""Older office formats (.doc, .wps, .odt, .rtf), which LibreOffice turns into DOCX."""

from __future__ import annotations

from contractscan.errors import ReadError
from contractscan.model import Document
from contractscan.readers.source import Source


def read(source: Source) -> Document:
    """Read an older office file."""
    raise ReadError(source.path, "this is an old office file.", "Save it as .docx.")


def find_libreoffice() -> str | None:
    """Return the path of LibreOffice's command, ``None`` where it is not installed."""
    return None
