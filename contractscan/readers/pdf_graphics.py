"""What a PDF page shows besides words: pictures, ruling lines, and words that may not be seen."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c

from contractscan.readers import pdf_calls
from contractscan.readers.limits import PAGE_OBJECTS
from contractscan.readers.page import Rect

_MOST_SEGMENTS = 400  # of one path: more is a drawing
_DEEPEST_FORM = 5
_THIN, _LONG = 3.0, 8.0  # points: the thickness of a ruling line at most, its length at least
_WHITE = 240  # of 255
_FAINT = 12  # of 255
_NO_TEXT = pdfium_c.FPDF_TEXTRENDERMODE_UNKNOWN  # what other objects answer
_STROKED = pdfium_c.FPDF_TEXTRENDERMODE_STROKE
_INVISIBLE_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)

_Matrix = tuple[float, float, float, float, float, float]
_Bounds = tuple[float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Graphics:
    """What a page shows besides words.

    ``pictures`` are the places of images; ``paths`` counts drawn paths (a long one counts by its segments); ``rules``
    are thin straight lines. ``doubtful`` are the text objects that may not be seen (addresses, valid while the page is
    open): white, transparent or invisible ones. ``texts`` are all text objects.
    """

    pictures: list[Rect] = field(default_factory=list)
    paths: int = 0
    rules: list[Rect] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)


class GraphicsReader:
    """Looks through the objects of pages; ``displayed`` turns bounds in page space into a rectangle as displayed."""

    def __init__(self, displayed: Callable[[float, float, float, float], Rect]) -> None:
        self._displayed = displayed
        self._left_to_see = PAGE_OBJECTS
        self._bounds, self._colour = (ctypes.c_float * 4)(), (ctypes.c_uint * 4)()
        self._bounds_at, self._colour_at = pdf_calls.addresses(self._bounds), pdf_calls.addresses(self._colour)
        self._found = Graphics()
        self._invisible: list[tuple[int, Rect]] = []

    def read(self, page: object) -> Graphics:
        """Look through a page."""
        count = pdfium_c.FPDFPage_CountObjects(page)
        self._look(pdf_calls.page_object, pdf_calls.address(page), count, _IDENTITY, 0)
        found = self._found
        # Invisible words over a picture are what OCR read in it.
        found.doubtful += [
            text for text, place in self._invisible if not any(place.overlaps(picture) for picture in found.pictures)
        ]
        return found

    def _look(self, get: Callable[[int, int], int], holder: int, count: int, matrix: _Matrix, depth: int) -> None:
        """Look through the ``count`` objects of a page or form, each of which ``get`` returns."""
        found = self._found
        # A page may have thousands of text objects, and next to nothing else: no call too many in this loop.
        mode_of, colour_of = pdf_calls.render_mode, pdf_calls.fill_colour
        colour, (red, green, blue, alpha) = self._colour, self._colour_at
        add_text = found.texts.append
        for index in range(count):
            self._left_to_see -= 1
            if self._left_to_see < 0:
                return
            item = get(holder, index)
            mode = mode_of(item)
            if mode != _NO_TEXT:
                add_text(item)
                if mode in _INVISIBLE_MODES:
                    self._invisible.append((item, self._displayed(*_moved(self._bounds_of(item), matrix))))
                    continue
                known = (pdf_calls.stroke_colour if mode == _STROKED else colour_of)(item, red, green, blue, alpha)
                if known and (colour[3] <= _FAINT or (colour[0] >= _WHITE and min(colour[:3]) >= _WHITE)):
                    found.doubtful.append(item)
                continue
            kind = pdf_calls.object_type(item)
            if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self._add_path(item, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                found.pictures.append(self._displayed(*_moved(self._bounds_of(item), matrix)))
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inside = max(0, pdfium_c.FPDFFormObj_CountObjects(pdf_calls.handle(item)))
                self._look(pdf_calls.form_object, item, inside, _product(_matrix_of(item), matrix), depth + 1)
            else:
                found.paths += 1

    def _add_path(self, path: int, matrix: _Matrix) -> None:
        segments = pdf_calls.segment_count(path)
        self._found.paths += max(1, segments // 8)
        for stroke in self._strokes(path, segments):
            rule = self._displayed(*_moved(stroke, matrix))
            if _is_rule(rule):
                self._found.rules.append(rule)

    def _strokes(self, path: int, segments: int) -> list[_Bounds]:
        """Return the bounds of the straight parts of a path; a thin rectangle is one part."""
        whole = x0, y0, x1, y1 = self._bounds_of(path)
        if min(x1 - x0, y1 - y0) <= _THIN:
            return [whole]
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        handle = pdf_calls.handle(path)
        if not pdfium_c.FPDFPath_GetDrawMode(handle, fill, stroke) or segments > _MOST_SEGMENTS:
            return []
        matrix = _matrix_of(path)
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float] | None] = []
        for i in range(segments):
            segment = pdfium_c.FPDFPath_GetPathSegment(handle, i)
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

    def _bounds_of(self, item: int) -> _Bounds:
        if not pdf_calls.object_bounds(item, *self._bounds_at):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = self._bounds[:]
        return left, bottom, right, top


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


def _matrix_of(item: int) -> _Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(pdf_calls.handle(item), matrix):
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
