"""What a PDF page shows besides words: pictures, ruling lines, and words that may not be seen."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c

from contractscan.readers.limits import PAGE_OBJECTS
from contractscan.readers.page import Rect

_MOST_SEGMENTS = 400  # of one path: more is a drawing
_DEEPEST_FORM = 5
_THIN, _LONG = 3.0, 8.0  # points: the thickness of a ruling line at most, its length at least
_WHITE = 240  # of 255
_FAINT = 12  # of 255
_TEXT = pdfium_c.FPDF_PAGEOBJ_TEXT
_INVISIBLE_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)

_Matrix = tuple[float, float, float, float, float, float]
_Bounds = tuple[float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Graphics:
    """What a page shows besides words.

    ``pictures`` are the places of images; ``paths`` counts drawn paths (a long one counts by its segments); ``rules``
    are thin straight lines. ``doubtful`` are the text objects that may not be seen (raw handles, valid while the page
    is open): white, transparent or invisible ones. ``texts`` are all text objects.
    """

    pictures: list[Rect] = field(default_factory=list)
    paths: int = 0
    rules: list[Rect] = field(default_factory=list)
    texts: list[object] = field(default_factory=list)
    doubtful: list[object] = field(default_factory=list)


class GraphicsReader:
    """Looks through the objects of pages; ``displayed`` turns bounds in page space into a rectangle as displayed."""

    def __init__(self, displayed: Callable[[float, float, float, float], Rect]) -> None:
        self._displayed = displayed
        self._left_to_see = PAGE_OBJECTS
        self._bounds = tuple(ctypes.c_float() for _ in range(4))
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._found = Graphics()
        self._invisible: list[tuple[object, Rect]] = []

    def read(self, page: object) -> Graphics:
        """Look through a page."""
        count = pdfium_c.FPDFPage_CountObjects(page)
        self._look((pdfium_c.FPDFPage_GetObject(page, i) for i in range(count)), _IDENTITY, 0)
        found = self._found
        # Invisible words over a picture are what OCR read in it.
        found.doubtful += [
            text for text, place in self._invisible if not any(place.overlaps(picture) for picture in found.pictures)
        ]
        return found

    def _look(self, items: Iterable[object], matrix: _Matrix, depth: int) -> None:
        found = self._found
        kind_of, mode_of = pdfium_c.FPDFPageObj_GetType, pdfium_c.FPDFTextObj_GetTextRenderMode
        for item in items:
            self._left_to_see -= 1
            if self._left_to_see < 0:
                return
            kind = kind_of(item)
            if kind == _TEXT:
                found.texts.append(item)
                mode = mode_of(item)
                if mode in _INVISIBLE_MODES:
                    self._invisible.append((item, self._displayed(*_moved(self._bounds_of(item), matrix))))
                elif self._is_pale(item, mode):
                    found.doubtful.append(item)
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self._add_path(item, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                found.pictures.append(self._displayed(*_moved(self._bounds_of(item), matrix)))
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                count = max(0, pdfium_c.FPDFFormObj_CountObjects(item))
                inner = _product(_matrix_of(item), matrix)
                self._look((pdfium_c.FPDFFormObj_GetObject(item, i) for i in range(count)), inner, depth + 1)
            else:
                found.paths += 1

    def _add_path(self, path: object, matrix: _Matrix) -> None:
        segments = pdfium_c.FPDFPath_CountSegments(path)
        self._found.paths += max(1, segments // 8)
        for stroke in self._strokes(path, segments):
            rule = self._displayed(*_moved(stroke, matrix))
            if _is_rule(rule):
                self._found.rules.append(rule)

    def _is_pale(self, text: object, mode: int) -> bool:
        red, green, blue, alpha = self._colour
        if mode == pdfium_c.FPDF_TEXTRENDERMODE_STROKE:
            known = pdfium_c.FPDFPageObj_GetStrokeColor(text, red, green, blue, alpha)
        else:
            known = pdfium_c.FPDFPageObj_GetFillColor(text, red, green, blue, alpha)
        if not known:
            return False
        white = red.value >= _WHITE and green.value >= _WHITE and blue.value >= _WHITE
        return white or alpha.value <= _FAINT

    def _strokes(self, path: object, segments: int) -> list[_Bounds]:
        """Return the bounds of the straight parts of a path; a thin rectangle is one part."""
        whole = x0, y0, x1, y1 = self._bounds_of(path)
        if min(x1 - x0, y1 - y0) <= _THIN:
            return [whole]
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke) or segments > _MOST_SEGMENTS:
            return []
        matrix = _matrix_of(path)
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float] | None] = []
        for i in range(segments):
            segment = pdfium_c.FPDFPath_GetPathSegment(path, i)
            kind = pdfium_c.FPDFPathSegment_GetType(segment)
            pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
                return []
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
                points.append(None)
            points.append(_point(x.value, y.value, matrix))
        if not stroke.value:
            return list(_thin_shapes(points))  # shading behind words is no ruling
        return [_around([a, b]) for a, b in itertools.pairwise(points) if a and b]

    def _bounds_of(self, item: object) -> _Bounds:
        left, bottom, right, top = self._bounds
        if not pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        return left.value, bottom.value, right.value, top.value


def _is_rule(rect: Rect) -> bool:
    width, height = rect.x1 - rect.x0, rect.bottom - rect.top
    return min(width, height) <= _THIN and max(width, height) >= _LONG


def _thin_shapes(points: list[tuple[float, float] | None]) -> Iterator[_Bounds]:
    """Yield the thin ones of a filled path's shapes: rules drawn as rectangles, many in one path."""
    shape: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point:
            shape.append(point)
            continue
        if shape:
            x0, y0, x1, y1 = _around(shape)
            if min(x1 - x0, y1 - y0) <= _THIN:
                yield x0, y0, x1, y1
        shape = []


def _around(points: list[tuple[float, float]]) -> _Bounds:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _matrix_of(item: object) -> _Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _point(x: float, y: float, by: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = by
    return a * x + c * y + e, b * x + d * y + f


def _moved(bounds: _Bounds, by: _Matrix) -> _Bounds:
    if by is _IDENTITY:
        return bounds
    x0, y0, x1, y1 = bounds
    return _around([_point(x, y, by) for x in (x0, x1) for y in (y0, y1)])


def _product(first: _Matrix, second: _Matrix) -> _Matrix:
    a, b = _point(first[0], first[1], (*second[:4], 0.0, 0.0))
    c, d = _point(first[2], first[3], (*second[:4], 0.0, 0.0))
    e, f = _point(first[4], first[5], second)
    return a, b, c, d, e, f
