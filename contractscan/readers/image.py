"""Pictures of pages (PNG, JPEG, TIFF …): read by OCR alone."""

from __future__ import annotations

from contractscan.errors import ReadError
from contractscan.model import Document
from contractscan.readers.source import Source


def read(source: Source) -> Document:
    """Read a picture."""
    raise ReadError(source.path, "this is a picture.", "Put it into a PDF.")
