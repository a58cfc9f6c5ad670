"""The visual rows of the pieces on a page, and the gutter between two columns of running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from contractscan.readers.page import Rect

_COLUMN_ROWS, _COLUMN_WIDTH, _COLUMN_FILL = 3, 8.0, 0.6  # lines; line heights; share of the width that lines take
_GUTTER = 0.6  # line heights


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or a piece of one. ``place`` is in the upright page, ``shown`` in the picture as it came."""

    text: str
    confidence: float
    place: Rect
    shown: Rect

    @property
    def middle(self) -> float:
        """How far down the page the line is."""
        return (self.place.top + self.place.bottom) / 2

    @property
    def height(self) -> float:
        """The height of the line."""
        return self.place.bottom - self.place.top

    @property
    def width(self) -> float:
        """The length of the line."""
        return self.place.x1 - self.place.x0


Row = list[Piece]


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """Return the pieces by visual rows, top down, each row from left to right."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        row = next((row for row in rows[-2:] if all(_is_level(piece, other) for other in row)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [sorted(row, key=lambda piece: piece.place.x0) for row in rows]


def find_gutter(pieces: Sequence[Piece]) -> float | None:
    """Return the x that divides most of the page into two columns of running text."""
    if len(pieces) < 2 * _COLUMN_ROWS:
        return None
    rows = rows_of(pieces)
    step = max(1.0, median(piece.height for piece in pieces) / 2)
    best, best_count = None, 0
    for candidate in sorted({round(piece.place.x0 / step) for piece in pieces}):
        x = (candidate - 0.5) * step
        count = sum(len(band) for band in _bands(rows, x) if _has_columns(band, x))
        if count > best_count:
            best, best_count = x, count
    return best


def _bands(rows: Sequence[Row], x: float) -> list[list[Row]]:
    """Divide the rows, top down, into those that run over ``x`` and those that do not."""
    bands: list[list[Row]] = [[]]
    crossing = False
    for row in rows:
        crosses = any(piece.place.x0 < x < piece.place.x1 for piece in row)
        if crosses != crossing and bands[-1]:
            bands.append([])
        bands[-1].append(row)
        crossing = crosses
    return bands


def _has_columns(band: Sequence[Row], x: float) -> bool:
    """Whether there are two columns in a band, and not the cells of rows."""
    left = [piece for row in band for piece in row if piece.place.x1 <= x]
    right = [piece for row in band for piece in row if piece.place.x0 >= x]
    if min(len(left), len(right)) < _COLUMN_ROWS or len(left) + len(right) < sum(map(len, band)):
        return False
    height = median(piece.height for piece in left + right)
    if min(piece.place.x0 for piece in right) - max(piece.place.x1 for piece in left) < _GUTTER * height:
        return False
    return _is_column(left, height) and _is_column(right, height)


def _is_column(pieces: Sequence[Piece], height: float) -> bool:
    """Whether the rows of a side are lines of running text, which mostly fill its width."""
    start = min(piece.place.x0 for piece in pieces)
    width = max(piece.place.x1 for piece in pieces) - start
    rows = rows_of(pieces)
    if len(rows) < _COLUMN_ROWS or width < _COLUMN_WIDTH * height:
        return False
    return median((row[-1].place.x1 - start) / width for row in rows) >= _COLUMN_FILL


def _is_level(piece: Piece, other: Piece) -> bool:
    overlap = min(piece.place.x1, other.place.x1) - max(piece.place.x0, other.place.x0)
    lower = min(piece.height, other.height)
    return overlap <= lower and abs(piece.middle - other.middle) < 0.5 * lower
