"""Ruling lines in a picture of an upright page, and lines of writing cut where they run over them, or over a gutter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from contractscan.readers.ocr_engine import Pixels, Quads
from contractscan.readers.page import Rect

_ACROSS, _DOWN = 25, 40  # parts of the page's width: shorter lines are strokes of characters
_BLOCK, _DARKER = 31, 12  # a dark pixel is that much darker than the mean of the square around it
_SLIM = 6  # times its thickness: a shorter line is a black area
_MOST = 400  # more are a pattern
_NEAR_GUTTER, _WIDE_BLANK = 3.0, 0.6  # line heights
_MARKED = 60  # of 255: darker than the paper
_INSET = 2.0  # pixels: the border itself, which would be read as a letter


def find_rules(pixels: Pixels) -> list[Rect]:
    """Return the ruling lines of an upright page, in pixels."""
    import cv2

    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    dark = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _DARKER)
    width = gray.shape[1]
    found: list[Rect] = []
    for thicken, along in (((3, 1), (1, width // _ACROSS)), ((1, 3), (width // _DOWN, 1))):
        thick = cv2.dilate(dark, np.ones(thicken, np.uint8))  # joins the steps of a line that is not quite level
        long = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(along, np.uint8))
        shapes = cv2.connectedComponentsWithStats(long)[2][1:]
        if len(shapes) > _MOST:
            return []
        found += [
            Rect(float(x), float(y), float(x + w), float(y + h))
            for x, y, w, h, _ in shapes
            if max(w, h) >= _SLIM * min(w, h)
        ]
    return found


def cut_at_borders(quads: Quads, cells: Sequence[Rect]) -> Quads:
    """Cut the lines that run over the borders of cells (in pixels), so that each piece stands in one cell."""
    pieces = [piece for quad in quads for piece in _cut(quad, _borders(quad, cells))]
    return np.asarray(pieces, np.float32).reshape(-1, 4, 2)


def cut_at_gutter(quads: Quads, x: float, pixels: Pixels) -> Quads:
    """Cut the lines in which the finder took two columns for one: those with a wide blank at the gutter."""
    pieces = [piece for quad in quads for piece in _cut(quad, _blank_at(quad, x, pixels))]
    return np.asarray(pieces, np.float32).reshape(-1, 4, 2)


def _blank_at(quad: Quads, x: float, pixels: Pixels) -> list[tuple[float, float]]:
    """Return the widest blank at ``x`` or near it, if it is wide enough for a gutter."""
    left, right = float(quad[:, 0].min()), float(quad[:, 0].max())
    height = float(np.linalg.norm(quad[3] - quad[0]))
    if not left + height < x < right - height:
        return []
    top, bottom = max(0, int(quad[:, 1].min())), int(quad[:, 1].max()) + 1
    near = int(_NEAR_GUTTER * height)
    start = max(0, int(x) - near)
    strip = pixels[top:bottom, start : int(x) + near, 1].astype(np.float32)
    inked = strip.min(axis=0) < np.percentile(strip, 90) - _MARKED
    edges = np.flatnonzero(np.diff(np.concatenate([[True], inked, [True]]).astype(np.int8)))
    blanks = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    widest = max(blanks, key=lambda blank: blank[1] - blank[0], default=(0, 0))
    return [(start + widest[0], start + widest[1])] if widest[1] - widest[0] >= _WIDE_BLANK * height else []


def _cut(quad: Quads, gaps: Sequence[tuple[float, float]]) -> Iterator[Quads]:
    """Yield the pieces of a line between gaps (from, to)."""
    left, right = float(quad[:, 0].min()), float(quad[:, 0].max())
    above, below = quad[1] - quad[0], quad[2] - quad[3]
    for start, end in zip([left, *(to for _, to in gaps)], [*(at for at, _ in gaps), right], strict=True):
        a, b = (start - left) / (right - left), (end - left) / (right - left)
        corners = [quad[0] + above * a, quad[0] + above * b, quad[3] + below * b, quad[3] + below * a]
        yield np.asarray(corners, np.float32)


def _borders(quad: Quads, cells: Sequence[Rect]) -> list[tuple[float, float]]:
    """Return where the borders of cells cross a line, well inside it."""
    y = float(quad[:, 1].mean())
    margin = float(quad[:, 1].max() - quad[:, 1].min()) / 3
    left, right = float(quad[:, 0].min()) + margin, float(quad[:, 0].max()) - margin
    row = [cell for cell in cells if cell.top <= y <= cell.bottom]
    borders = sorted({x for cell in row for x in (cell.x0, cell.x1) if left < x < right})
    return [(x - _INSET, x + _INSET) for x in borders]
