"""One picture of a page, upright or not: its lines as the engine reads them, each with its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contractscan.readers.grid import find_tables
from contractscan.readers.ink import find_marks
from contractscan.readers.ocr_engine import Engine, Pixels, Quads, Reading
from contractscan.readers.ocr_rows import Piece, find_gutter
from contractscan.readers.ocr_rules import cut_at_borders, cut_at_gutter, find_rules
from contractscan.readers.ocr_signs import tell_per_mille
from contractscan.readers.page import Rect, scaled

_LEVEL = 0.1  # degrees: less is level
_STEEP = 3.0  # degrees: lines that climb more are looked for again when the page is level
_TALL, _WIDE = 1.5, 5.0  # times the other side: a piece that runs down the page; one whose angle can be told
_ASKED, _COMPARED = 10, 3  # lines: so many are asked for what is up, so many read both ways
_SUSPECT = 0.4  # of the lines asked
_LETTER_PIXELS = 12  # times the height: as much of a line as is read to compare
_RED, _SEALED = 50, 0.02  # red over green and blue; the share of red pixels that a seal puts on a line
_SMALL_SIDE = 800  # pixels
_INK_SHARE, _EDGE = 0.0005, 0.04  # of the page; scanners leave shadows at its edges


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a picture of a page says. All places are in points from the picture's top left.

    ``tables`` has the cells of each ruled table. ``height`` is that of the upright page. ``has_ink`` says whether
    there is anything on the page, read or not.
    """

    pieces: tuple[Piece, ...]
    tables: tuple[tuple[Rect, ...], ...]
    height: float
    has_ink: bool


class _Upright:
    """A picture that is turned until its lines are level and run from left to right."""

    def __init__(self, engine: Engine, pixels: Pixels) -> None:
        self._engine = engine
        self.pixels = pixels
        self.quads = engine.find(pixels)
        self._turned: npt.NDArray[np.float64] = np.eye(3)
        if not len(self.quads):
            return
        sideways = _is_sideways(self.quads)
        if sideways:
            self._quarter(1)
        if len(self.quads) and self._is_upside_down(certain=not sideways):
            self._quarter(2)
        self._level()

    def shown(self, quad: Quads) -> Rect:
        """Return where a quadrangle of the upright picture stands in the picture as it came."""
        points = np.linalg.inv(self._turned) @ np.vstack([quad.T, np.ones(4)])
        return _around(points[:2].T)

    def _quarter(self, turns: int) -> None:
        """Turn by so many quarters to the left."""
        height, width = self.pixels.shape[:2]
        self.pixels = np.ascontiguousarray(np.rot90(self.pixels, turns))
        if turns == 1:
            self._turned = np.array([[0.0, 1, 0], [-1, 0, width], [0, 0, 1]]) @ self._turned
            self.quads = self._engine.find(self.pixels)
        else:
            self._turned = np.array([[-1.0, 0, width], [0, -1, height], [0, 0, 1]]) @ self._turned
            self.quads = np.roll(np.array([width, height], np.float32) - self.quads, 2, axis=1)

    def _is_upside_down(self, *, certain: bool) -> bool:
        """``certain``: the page is likely to be right, and needs reasons to be doubted."""
        wide = self.quads[_widths(self.quads) > _WIDE * _heights(self.quads)]
        chosen = (wide if len(wide) >= _COMPARED else self.quads)[:: max(1, len(self.quads) // _ASKED)][:_ASKED]
        lines = self._engine.cut(self.pixels, chosen)
        if certain and sum(self._engine.upside_down(lines)) < _SUSPECT * len(lines):
            return False
        some = [line[:, : line.shape[0] * _LETTER_PIXELS] for line in lines[:: max(1, len(lines) // _COMPARED)]]
        as_is = self._engine.read(some)
        turned = self._engine.read([np.ascontiguousarray(np.rot90(line, 2)) for line in some])
        return sum(reading.confidence for reading in turned) > sum(reading.confidence for reading in as_is)

    def _level(self) -> None:
        import cv2

        angle = _angle(self.quads)
        if abs(angle) < _LEVEL:
            return
        height, width = self.pixels.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        lean = abs(math.sin(math.radians(angle)))
        more_width, more_height = int(height * lean), int(width * lean)
        matrix[:, 2] += np.array([more_width / 2, more_height / 2])
        paper = [float(np.median(self.pixels[::16, ::16, i])) for i in range(3)]
        self.pixels = np.asarray(
            cv2.warpAffine(
                self.pixels,
                matrix,
                (width + more_width, height + more_height),
                flags=cv2.INTER_CUBIC,
                borderValue=paper,
            ),
            np.uint8,
        )
        self._turned = np.vstack([matrix, [0, 0, 1]]) @ self._turned
        if abs(angle) > _STEEP:
            self.quads = self._engine.find(self.pixels)
        else:
            self.quads = np.asarray(self.quads @ matrix[:, :2].T + matrix[:, 2], np.float32)


def read_page(engine: Engine, pixels: Pixels, scale: float) -> PageReading:
    """Read a picture of a page, whichever way it is turned; ``scale`` is the size of a pixel in points."""
    page = _Upright(engine, pixels)
    height = page.pixels.shape[0] * scale
    if not len(page.quads):
        return PageReading((), (), height, _has_ink(pixels))
    tables = find_tables([scaled(rule, scale) for rule in find_rules(page.pixels)])
    cells = [cell.place for table in tables for cell in table.cells]
    quads = cut_at_borders(page.quads, [scaled(cell, 1 / scale) for cell in cells])
    if (gutter := find_gutter([_unread(quad) for quad in quads])) is not None:
        quads = cut_at_gutter(quads, gutter, page.pixels)
    readings = _read_lines(engine, engine.cut(page.pixels, quads))
    pieces = tuple(
        Piece(
            reading.text.strip(),
            reading.confidence,
            scaled(_level_place(quad), scale),
            scaled(page.shown(quad), scale),
        )
        for quad, reading in zip(quads, readings, strict=True)
        if reading.text.strip()
    )
    return PageReading(pieces, tuple(tuple(cell.place for cell in table.cells) for table in tables), height, True)


def _read_lines(engine: Engine, lines: Sequence[Pixels]) -> list[Reading]:
    """Read each line; what is under a red seal is also read without its red, and the surer reading counts."""
    readings = engine.read(lines)
    sealed = [i for i, line in enumerate(lines) if _is_sealed(line)]
    without = engine.read([np.repeat(lines[i][:, :, 2:], 3, axis=2) for i in sealed])
    for i, reading in zip(sealed, without, strict=True):
        if reading.text.strip() and reading.confidence > readings[i].confidence:
            readings[i] = reading
    return tell_per_mille(engine, lines, readings)


def _is_sealed(line: Pixels) -> bool:
    blue, green, red = (line[:, :, i].astype(np.int16) for i in range(3))
    return float(np.mean((red - green > _RED) & (red - blue > _RED))) > _SEALED


def _is_sideways(quads: Quads) -> bool:
    """Whether most of the writing runs up or down the page."""
    widths, heights = _widths(quads), _heights(quads)
    area = widths * heights
    return bool(area[heights > _TALL * widths].sum() > area[widths > _TALL * heights].sum())


def _angle(quads: Quads) -> float:
    """Return by how many degrees the lines fall to the right."""
    wide = quads[_widths(quads) > _WIDE * _heights(quads)]
    if not len(wide):
        return 0.0
    steps = np.concatenate([wide[:, 1] - wide[:, 0], wide[:, 2] - wide[:, 3]])
    angles = np.degrees(np.arctan2(steps[:, 1], steps[:, 0]))
    order = np.argsort(angles)
    weights = np.cumsum(np.hypot(steps[:, 0], steps[:, 1])[order])
    return float(angles[order][np.searchsorted(weights, weights[-1] / 2)])


def _has_ink(pixels: Pixels) -> bool:
    """Whether there is more on a page than paper."""
    import cv2

    scale = min(1.0, _SMALL_SIDE / max(pixels.shape))
    gray = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    marks = find_marks(np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8))
    y, x = (int(side * _EDGE) for side in marks.shape)
    inner = marks[y : marks.shape[0] - y, x : marks.shape[1] - x]
    return bool(inner.size and inner.mean() > _INK_SHARE)


def _widths(quads: Quads) -> npt.NDArray[np.float32]:
    lengths: npt.NDArray[np.float32] = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)
    return lengths


def _heights(quads: Quads) -> npt.NDArray[np.float32]:
    lengths: npt.NDArray[np.float32] = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    return lengths


def _unread(quad: Quads) -> Piece:
    place = _level_place(quad)
    return Piece("", 0.0, place, place)


def _level_place(quad: Quads) -> Rect:
    """Return the place of a line that is nearly level, no higher than the line itself."""
    middle, half = float(quad[:, 1].mean()), float(np.linalg.norm(quad[3] - quad[0])) / 2
    return Rect(float(quad[:, 0].min()), middle - half, float(quad[:, 0].max()), middle + half)


def _around(points: npt.NDArray[np.floating]) -> Rect:
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return Rect(float(x0), float(y0), float(x1), float(y1))
