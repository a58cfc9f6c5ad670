"""From the pieces that were read on a page to its lines and table cells. Pure functions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from contractscan.readers.grid import table_of
from contractscan.readers.ocr_page import PageReading
from contractscan.readers.ocr_rows import Piece, Row, rows_of
from contractscan.readers.page import PageLine, Rect, Table

_LONG = 4.0  # times its height: the height of a shorter piece tells little
_LIKE_BODY = (0.7, 1.35)  # times the usual height: the same font, with other letters in it
_SHORT_LIKE_BODY = (0.5, 1.9)
_WIDE_GAP = 0.8  # line heights: more than between words
# Small marks that the engine is wont to lose: the space after a number, one of the quotes around a defined term.
_REPAIRS = (
    (re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,4})(?=[“\"《【])"), r"\1 "),
    (re.compile(r"\((the |each,? an? |an? )?([\"“])([A-Z][^\"“”()]{1,40})\)"), r'(\1\2\3")'),
    (re.compile(r"\((the )?([A-Z][^\"“”() ]{1,40})([\"”])\)"), r'(\1"\2\3)'),
)
_TRACES = re.compile(r"[\s.,、。，·'‘’\"“”|丨_~:：;；-]+")
_BORDER = re.compile(r"^[|丨]\s*(?=\S)|(?<=\S)\s*[|丨]$")


@dataclass(slots=True)
class PageLines:
    """The tables of one picture, filled, and its lines outside them.

    ``pieces`` has the parts of the lines that wide gaps divide, by their ``first_char``.
    """

    lines: list[PageLine] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pieces: dict[int, list[PageLine]] = field(default_factory=dict)


def lines_of(reading: PageReading, page: int, x0: float = 0.0, top: float = 0.0, first: int = -1) -> PageLines:
    """Return the lines of a reading.

    The picture's top left stands at ``x0``, ``top`` on its page. The lines are numbered from ``first`` downwards.
    """
    found = PageLines()
    numbers = itertools.count(first, -1)
    words = [piece for piece in reading.pieces if not _TRACES.fullmatch(piece.text)]
    rest = [_moved(piece, x0, top) for piece in _even_heights(words)]
    for cells in reading.tables:
        table = table_of([_shifted(cell, x0, top) for cell in cells])
        inside = [[piece for piece in rest if _stands_in(piece, cell.place)] for cell in table.cells]
        if len({cell.column for cell, pieces in zip(table.cells, inside, strict=True) if pieces}) < 2:
            continue  # a frame
        for cell, pieces in zip(table.cells, inside, strict=True):
            cell.lines += [_line(row, page, next(numbers)) for row in rows_of(pieces)]
        rest = [piece for piece in rest if not any(piece in pieces for pieces in inside)]
        found.tables.append(table)
    for row in rows_of(rest):
        line = _line(row, page, next(numbers))
        found.lines.append(line)
        parts = _divided(row)
        if len(parts) > 1:
            found.pieces[line.first_char] = [_line(part, page, next(numbers)) for part in parts]
    return found


def _divided(row: Row) -> list[Row]:
    """Return the parts of a row between its wide gaps."""
    parts: list[Row] = [[]]
    for piece in row:
        if parts[-1] and piece.place.x0 - parts[-1][-1].place.x1 > _WIDE_GAP * piece.height:
            parts.append([])
        parts[-1].append(piece)
    return parts


def _moved(piece: Piece, x: float, y: float) -> Piece:
    return replace(piece, place=_shifted(piece.place, x, y), shown=_shifted(piece.shown, x, y))


def _shifted(rect: Rect, x: float, y: float) -> Rect:
    return Rect(rect.x0 + x, rect.top + y, rect.x1 + x, rect.bottom + y)


def _even_heights(pieces: Sequence[Piece]) -> list[Piece]:
    """Give pieces of the usual font the same height about their middle: the finder's heights vary with the letters."""
    heights = [piece.height for piece in pieces if piece.width >= _LONG * piece.height]
    if not heights:
        return list(pieces)
    usual = median(heights)
    even: list[Piece] = []
    for piece in pieces:
        low, high = _LIKE_BODY if piece.width >= _LONG * piece.height else _SHORT_LIKE_BODY
        if low <= piece.height / usual <= high:
            place = replace(piece.place, top=piece.middle - usual / 2, bottom=piece.middle + usual / 2)
            piece = replace(piece, place=place)
        even.append(piece)
    return even


def _stands_in(piece: Piece, cell: Rect) -> bool:
    x, y = (piece.place.x0 + piece.place.x1) / 2, piece.middle
    return cell.x0 <= x < cell.x1 and cell.top <= y < cell.bottom


def _line(row: Row, page: int, number: int) -> PageLine:
    text = " ".join(_BORDER.sub("", piece.text) for piece in row)
    for pattern, repaired in _REPAIRS:
        text = pattern.sub(repaired, text)
    confidence = sum(piece.confidence * len(piece.text) for piece in row) / sum(len(piece.text) for piece in row)
    place, shown = _union([piece.place for piece in row]), _union([piece.shown for piece in row])
    return PageLine(text, page, number, place, confidence, shown)


def _union(rects: Sequence[Rect]) -> Rect:
    return Rect(
        min(rect.x0 for rect in rects),
        min(rect.top for rect in rects),
        max(rect.x1 for rect in rects),
        max(rect.bottom for rect in rects),
    )
