"""Where a range of the text stands on the pages: by character in a text layer, by share of the line elsewhere."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from contractscan.model import Box, Document, Line, Span
from contractscan.readers.paragraphs import width

_TALL = 1.5  # times as high as wide: a line that runs down or up the page


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a visual line that a range takes; ``start`` and ``end`` are offsets into the text."""

    line: Line
    start: int
    end: int


def boxes_of(
    document: Document, spans: Sequence[Span], load: Callable[[], bytes | None], password: str | None
) -> tuple[tuple[Box, ...], ...]:
    """Return one box per visual line of each span, in text order; ``load`` gives the file, if it is still the same."""
    pieces = [list(_pieces(document.lines, span)) for span in spans]
    in_layer = list(dict.fromkeys(piece for found in pieces for piece in found if piece.line.box is None))
    boxes: dict[Piece, Box | None] = {}
    if in_layer and (data := load()) is not None:
        from contractscan.readers import pdf

        boxes = dict(zip(in_layer, pdf.boxes(document, in_layer, data, password), strict=True))
    turns: dict[int, int] = {}
    for piece in (piece for found in pieces for piece in found):
        line = piece.line
        if line.box is not None:
            if line.page not in turns:
                turns[line.page] = _turn([other for other in document.lines if other.page == line.page])
            boxes[piece] = _share(document.text, piece, line.box, turns[line.page])
    return tuple(tuple(box for piece in found if (box := boxes.get(piece))) for found in pieces)


def _pieces(lines: Sequence[Line], span: Span) -> Iterator[Piece]:
    first = bisect_left(lines, span.start, key=lambda line: line.start)
    for line in lines[max(0, first - 1) :]:
        if line.start >= span.end:
            return
        start, end = max(span.start, line.start), min(span.end, line.end)
        if start < end:
            yield Piece(line, start, end)


def _turn(lines: Sequence[Line]) -> int:
    """Return by how many degrees (clockwise) the words of a recognised page are turned, as the page is displayed.

    The order of the lines tells: one below the other if the page is upright, one above the other if it is upside down.
    """
    boxes = [line.box for line in lines if line.box is not None]
    steps = list(itertools.pairwise(boxes))
    if sum(_is_tall(box) for box in boxes) * 2 > len(boxes):
        leftwards = sum(following.x1 <= before.x0 for before, following in steps)
        return 90 if leftwards > sum(following.x0 >= before.x1 for before, following in steps) else 270
    upwards = sum(following.bottom <= before.top for before, following in steps)
    downwards = sum(following.top >= before.bottom for before, following in steps)
    return 180 if upwards > max(downwards, 1) else 0  # a single step up is to the next column


def _is_tall(box: Box) -> bool:
    return box.bottom - box.top > _TALL * (box.x1 - box.x0)


def _share(text: str, piece: Piece, box: Box, turn: int) -> Box:
    """Return a part of the box of a line, as if all characters of a kind were of one width."""
    line = piece.line
    whole = max(1, width(text[line.start : line.end]))
    before, to = width(text[line.start : piece.start]) / whole, width(text[line.start : piece.end]) / whole
    if turn in (180, 270):
        before, to = 1 - to, 1 - before
    if turn in (90, 270):
        if not _is_tall(box):
            return box  # a short line of a sideways page: which way it runs cannot be told
        height = box.bottom - box.top
        return replace(box, top=box.top + before * height, bottom=box.top + to * height)
    long = box.x1 - box.x0
    return replace(box, x0=box.x0 + before * long, x1=box.x0 + to * long)
