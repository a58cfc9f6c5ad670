"""A page's lines and places, whatever they were read with.

All coordinates are points (1/72 inch) of the page as displayed, origin at the top left. Rectangles and lines are values
that nobody changes; they are not frozen because a page has hundreds of them, and freezing trebles the time to make one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_SAME_EDGE = 3  # points


@dataclass(slots=True, unsafe_hash=True)
class Rect:
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share any area."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.top < other.bottom and other.top < self.bottom

    def area(self) -> float:
        """Return the area in square points."""
        return max(0.0, self.x1 - self.x0) * max(0.0, self.bottom - self.top)


def scaled(rect: Rect, by: float) -> Rect:
    """Return a rectangle in another unit."""
    return Rect(rect.x0 * by, rect.top * by, rect.x1 * by, rect.bottom * by)


@dataclass(slots=True, unsafe_hash=True)
class PageLine:
    """A visual line. ``first_char`` is the index of ``text[0]`` in the page's text layer.

    A line that is in no text layer (read by OCR, or from a form field) has a negative number there, another for each
    line of the page. ``confidence`` is the OCR's (0..1). ``shown`` is where the line stands on the page as displayed,
    if that is not ``place``: what the OCR reads is placed on a page that it has turned upright. ``size`` is the height
    of the font.
    """

    text: str
    page: int
    first_char: int
    place: Rect
    confidence: float | None = None
    shown: Rect | None = None
    size: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        height = self.place.bottom - self.place.top
        self.size = height if height > 1.0 else 1.0

    @property
    def in_layer(self) -> bool:
        """Whether the line stands in the page's text layer."""
        return self.first_char >= 0


@dataclass(slots=True)
class TableCell:
    """A cell, with its row and column from 0, and the pieces of visual lines that stand in it, in text order."""

    place: Rect
    row: int
    column: int
    lines: list[PageLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``cells`` are in row order; ``edges`` are the left edges of its columns, in whole points."""

    place: Rect
    cells: tuple[TableCell, ...]
    edges: tuple[int, ...]

    def lines(self) -> list[PageLine]:
        """Return all pieces of visual lines, cell by cell."""
        return [line for cell in self.cells for line in cell.lines]

    def has_columns_of(self, other: Table) -> bool:
        """Whether the columns of two tables stand under each other."""
        return len(self.edges) == len(other.edges) and all(
            abs(ours - theirs) <= _SAME_EDGE for ours, theirs in zip(self.edges, other.edges, strict=True)
        )
