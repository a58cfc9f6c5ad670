"""Where a place in the text comes from: its page, how well that could be read, and what stands beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from contractscan.model import Block, BlockKind, Document, Line


def page_of(document: Document, offset: int) -> int | None:
    """Return the page (from 1) of the character at ``offset``, ``None`` in a format without pages."""
    line = bisect_right(document.lines, offset, key=lambda line: line.start) - 1
    if line >= 0:
        return document.lines[line].page
    at = _block_at(document, offset)
    return document.blocks[at].page if at >= 0 else None


def legibility(document: Document, start: int, end: int) -> float | None:
    """Return the lowest OCR confidence (0..1) of what is in the range, ``None`` where none was read by OCR."""
    sure = [piece.confidence for piece in (*_within(document.lines, start, end), *_within(document.blocks, start, end))]
    return min((confidence for confidence in sure if confidence is not None), default=None)


def _within(pieces: Sequence[Line] | Sequence[Block], start: int, end: int) -> Iterator[Line | Block]:
    at = max(0, bisect_right(pieces, start, key=lambda piece: piece.start) - 1)
    while at < len(pieces) and pieces[at].start < end:
        if pieces[at].end > start:
            yield pieces[at]
        at += 1


def are_counterparts(document: Document, first: int, second: int) -> bool:
    """Whether two offsets stand where a bilingual contract has the same text twice.

    That is: in two cells of one row of a table, or in two paragraphs that follow each other.
    """
    one, other = _block_at(document, first), _block_at(document, second)
    if min(one, other) < 0 or one == other:
        return False
    a, b = document.blocks[one], document.blocks[other]
    if a.cell and b.cell:
        return (a.cell.table, a.cell.row) == (b.cell.table, b.cell.row) and a.cell.column != b.cell.column
    return abs(one - other) == 1 and a.kind is b.kind is BlockKind.PARAGRAPH


def _block_at(document: Document, offset: int) -> int:
    """Return the index of the block that holds ``offset`` (or the last one before it), -1 if there is none."""
    return bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
