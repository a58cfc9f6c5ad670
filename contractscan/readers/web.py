"""Web pages and HTML templates."""

from __future__ import annotations

from contractscan.errors import ReadError
from contractscan.model import Document
from contractscan.readers.source import Source


def read(source: Source) -> Document:
    """Read an HTML file."""
    raise ReadError(source.path, "this is a web page or an XML file.", "Save it as PDF.")
