"""A page's lines and places, whatever they were read with.

All coordinates are points (1/72 inch) of the page as displayed, origin at the top left.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class PageLine:
    """A visual line. ``first_char`` is the index of ``text[0]`` in the page's text layer.

    A line that is in no text layer (read by OCR, or from a form field) has a negative number there, another for each
    line of the page. ``confidence`` is the OCR's (0..1).
    """

    text: str
    page: int
    first_char: int
    place: Rect
    confidence: float | None = None

    @property
    def in_layer(self) -> bool:
        """Whether the line stands in the page's text layer."""
        return self.first_char >= 0

    @property
    def size(self) -> float:
        """The height of the font, in points."""
        return max(1.0, self.place.bottom - self.place.top)


@dataclass(slots=True)
class TableCell:
    """A cell, with its row and column from 0, and the pieces of visual lines that stand in it, in text order."""

    place: Rect
    row: int
    column: int
    lines: list[PageLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. ``cells`` are in row order; ``edges`` are the left edges of its columns, in whole points."""

    place: Rect
    cells: tuple[TableCell, ...]
    edges: tuple[int, ...]
