"""Text made fit for XML: what it cannot hold becomes a visible sign."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from contractscan.report.safe import visible

_NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def legal(text: str) -> str:
    """Return ``text`` with nothing in it that XML forbids or that steers how it is shown."""
    return _NO_CHARACTERS.sub("\ufffd", visible(text))


def escaped(text: str) -> str:
    """Return ``text``, made legal, as it is written in XML: as content, or in double quotes."""
    return escape(legal(text), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
