"""From places on a page as displayed to the page's own coordinates. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contractscan.model import Box

Point = tuple[float, float]

_LETTER = (0.0, 0.0, 612.0, 792.0)  # what a page without a size is taken to be


@dataclass(frozen=True, slots=True)
class Quad:
    """The corners of a box in page space, named as they are displayed."""

    top_left: Point
    top_right: Point
    bottom_left: Point
    bottom_right: Point

    def points(self) -> tuple[float, ...]:
        """Return the eight numbers of ``/QuadPoints``, in the order that viewers expect."""
        return (*self.top_left, *self.top_right, *self.bottom_left, *self.bottom_right)


@dataclass(frozen=True, slots=True)
class Frame:
    """The displayed part of a page, in page space (points, origin at the bottom left), and its rotation."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def quad(self, box: Box) -> Quad:
        """Return where a box on the displayed page stands in page space."""
        return Quad(
            self._point(box.x0, box.top),
            self._point(box.x1, box.top),
            self._point(box.x0, box.bottom),
            self._point(box.x1, box.bottom),
        )

    def _point(self, x: float, y: float) -> Point:
        if self.rotation == 90:
            return self.left + y, self.bottom + x
        if self.rotation == 180:
            return self.right - x, self.bottom + y
        if self.rotation == 270:
            return self.right - y, self.top - x
        return self.left + x, self.top - y

    @property
    def width(self) -> float:
        """The width of the page as displayed."""
        return self.top - self.bottom if self.rotation in (90, 270) else self.right - self.left


def frame_of(media: Sequence[float], crop: Sequence[float], rotation: int) -> Frame:
    """Return the frame of a page with these boxes, as the reader takes them: what is in both is displayed."""
    left, bottom, right, top = _ordered(media) or _LETTER
    inner = _ordered(crop)
    if inner:
        both = max(left, inner[0]), max(bottom, inner[1]), min(right, inner[2]), min(top, inner[3])
        if both[0] < both[2] and both[1] < both[3]:
            left, bottom, right, top = both
    return Frame(left, bottom, right, top, rotation // 90 % 4 * 90)


def bounds(quads: Sequence[Quad]) -> tuple[float, float, float, float]:
    """Return the rectangle around quads in page space: left, bottom, right, top."""
    points = [quad.points() for quad in quads]
    xs, ys = [x for point in points for x in point[::2]], [y for point in points for y in point[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def _ordered(box: Sequence[float]) -> tuple[float, float, float, float] | None:
    x0, y0, x1, y1 = box
    ordered = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return ordered if ordered[0] < ordered[2] and ordered[1] < ordered[3] else None
