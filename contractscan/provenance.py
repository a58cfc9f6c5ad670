"""Where a place in the text comes from: its page, and how well that could be read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from contractscan.model import Document


def page_of(document: Document, offset: int) -> int | None:
    """Return the page (from 1) of the character at ``offset``, ``None`` in a format without pages."""
    line = bisect_right(document.lines, offset, key=lambda line: line.start) - 1
    if line >= 0:
        return document.lines[line].page
    block = bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
    return document.blocks[block].page if block >= 0 else None


def legibility(document: Document, start: int, end: int) -> float | None:
    """Return the lowest OCR confidence (0..1) of the lines in the range, ``None`` where none was read by OCR."""
    first = max(0, bisect_right(document.lines, start, key=lambda line: line.start) - 1)
    last = bisect_left(document.lines, end, key=lambda line: line.start)
    sure = (line.confidence for line in document.lines[first:last] if line.end > start)
    return min((confidence for confidence in sure if confidence is not None), default=None)
