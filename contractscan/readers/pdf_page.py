"""One page of a PDF as pdfium gives it: visual lines with their places, pictures and ruling lines.

All coordinates are PDF points of the page as displayed (after its rotation), origin at the top left.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractscan.readers.page import PageLine, Rect

# pdfium marks a hyphen at a line end with U+FFFE (older versions U+0002).
_CLEAN = {
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " "),
    2: "-",
    0xFFFE: "-",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_NEEDS_CLEANING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\ud800-\udfff]")
_LINE = re.compile(r"[^\r\n]+")
_UNUSABLE = re.compile(r"[\ue000-\uf8ff\ufffd\x80-\x9f\U000f0000-\U0010ffff]|\(cid:\d{1,5}\)")

# Beyond this a page is a drawing, and looking at each object costs more than it tells.
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 400
_THIN, _LONG = 3.0, 8.0  # points: the thickness of a ruling line at most, its length at least
_TOUCH = 6.0  # points: ruling lines nearer than this meet
_USABLE_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Graphics:
    """What a page shows besides text.

    ``pictures`` are the places of images; ``paths`` counts drawn paths (a long one counts by its segments);
    ``has_grid`` says whether ruling lines enclose cells side by side (a border or underlining does not).
    """

    pictures: tuple[Rect, ...]
    paths: int
    has_grid: bool


class _Rules:
    """The ruling lines of a page: for each position, the intervals that are ruled there."""

    def __init__(self) -> None:
        self._across: dict[int, list[tuple[float, float]]] = {}
        self._down: dict[int, list[tuple[float, float]]] = {}

    def add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if y1 - y0 <= _THIN and x1 - x0 >= _LONG:
            self._across.setdefault(round(y0 / 3), []).append((x0, x1))
        elif x1 - x0 <= _THIN and y1 - y0 >= _LONG:
            self._down.setdefault(round(x0 / 3), []).append((y0, y1))

    def enclose_cells(self) -> bool:
        """Whether two neighbouring horizontal rules are joined by three or more vertical ones."""
        if len(self._down) < 3 or len(self._across) < 2 or len(self._down) * len(self._across) > 40_000:
            return False
        above: set[int] = set()
        y_above = 0.0
        for y in sorted(self._across):
            touching = {x for x in self._down if _covers(self._across[y], x * 3, x * 3)}
            if len(touching) < 2:
                continue
            joined = sorted(x for x in touching & above if _covers(self._down[x], y_above, y * 3))
            if len([x for i, x in enumerate(joined) if not i or x - joined[i - 1] > 2]) >= 3:
                return True
            above, y_above = touching, y * 3.0
        return False


def _covers(intervals: Iterable[tuple[float, float]], start: float, end: float) -> bool:
    return any(first - _TOUCH <= start and end <= last + _TOUCH for first, last in intervals)


class PageView:
    """An open page. Close it (or use it as a context manager) before its document."""

    def __init__(self, document: pypdfium2.PdfDocument, number: int) -> None:
        """Open page ``number`` (from 1). Raises ``pypdfium2.PdfiumError`` if it is damaged."""
        self.number = number
        self._page = document[number - 1]
        self._text = self._page.get_textpage()
        self._rotation = self._page.get_rotation()
        self._x0, self._y0, self._x1, self._y1 = self._page.get_bbox()
        width, height = self._x1 - self._x0, self._y1 - self._y0
        self.width, self.height = (height, width) if self._rotation in (90, 270) else (width, height)

    def __enter__(self) -> PageView:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()
        self._page.close()

    def text(self) -> str:
        """Return the text layer; character ``i`` is the character with index ``i`` of the layer."""
        count = self._text.count_chars()
        text: str = self._text.get_text_range() if count > 0 else ""
        if len(text) != count:
            codes = (pdfium_c.FPDFText_GetUnicode(self._text.raw, i) for i in range(max(0, count)))
            text = "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)
        return text.translate(_CLEAN) if _NEEDS_CLEANING.search(text) else text

    def lines(self) -> Iterator[PageLine]:
        """Yield the visual lines in the order of the text layer, without the white space around them."""
        for match in _LINE.finditer(self.text()):
            content = match.group()
            stripped = content.strip()
            if not stripped:
                continue
            first = match.start() + len(content) - len(content.lstrip())
            left, right = self.char_rect(first), self.char_rect(first + len(stripped) - 1)
            place = Rect(left.x0, min(left.top, right.top), max(right.x1, left.x1), max(left.bottom, right.bottom))
            yield PageLine(stripped, self.number, first, place)

    def char_rect(self, index: int) -> Rect:
        """Return the place of a character, as high as its font."""
        loose = pdfium_c.FS_RECTF()
        if not pdfium_c.FPDFText_GetLooseCharBox(self._text.raw, index, loose):
            return Rect(0.0, 0.0, 0.0, 0.0)
        return self._displayed(loose.left, loose.bottom, loose.right, loose.top)

    def graphics(self) -> Graphics:
        """Look through the page's objects for pictures and ruling lines."""
        raw = self._page.raw
        count = pdfium_c.FPDFPage_CountObjects(raw)
        pictures: list[Rect] = []
        paths = 0
        rules = _Rules()
        for i in range(min(count, _MOST_OBJECTS)):
            item = pdfium_c.FPDFPage_GetObject(raw, i)
            kind = pdfium_c.FPDFPageObj_GetType(item)
            if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE or (kind == pdfium_c.FPDF_PAGEOBJ_FORM and _holds_image(item)):
                pictures.append(self._bounds(item))
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                segments = pdfium_c.FPDFPath_CountSegments(item)
                paths += max(1, segments // 8)
                for stroke in self._strokes(item, segments):
                    rules.add(*stroke)
            elif kind in (pdfium_c.FPDF_PAGEOBJ_SHADING, pdfium_c.FPDF_PAGEOBJ_FORM):
                paths += 1
        return Graphics(tuple(pictures), paths, rules.enclose_cells())

    def _strokes(self, path: object, segments: int) -> Iterable[tuple[float, float, float, float]]:
        """Return the bounds of the straight parts of a path; a thin rectangle is one part."""
        x0, y0, x1, y1 = self._raw_bounds(path)
        if min(x1 - x0, y1 - y0) <= _THIN:
            return [(x0, y0, x1, y1)]
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke) or not stroke.value:
            return []  # shading behind words is no ruling
        if segments > _MOST_SEGMENTS:
            return []
        matrix = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFPageObj_GetMatrix(path, matrix)
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
            points.append(
                (
                    matrix.a * x.value + matrix.c * y.value + matrix.e,
                    matrix.b * x.value + matrix.d * y.value + matrix.f,
                )
            )
        return [
            (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
            for a, b in itertools.pairwise(points)
            if a and b
        ]

    def _raw_bounds(self, item: object) -> tuple[float, float, float, float]:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        return left.value, bottom.value, right.value, top.value

    def _bounds(self, item: object) -> Rect:
        return self._displayed(*self._raw_bounds(item))

    def _displayed(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """Turn a rectangle of the page's own space (origin at the bottom left) into one as displayed."""
        if self._rotation == 90:
            return Rect(bottom - self._y0, left - self._x0, top - self._y0, right - self._x0)
        if self._rotation == 180:
            return Rect(self._x1 - right, bottom - self._y0, self._x1 - left, top - self._y0)
        if self._rotation == 270:
            return Rect(self._y1 - top, self._x1 - right, self._y1 - bottom, self._x1 - left)
        return Rect(left - self._x0, self._y1 - top, right - self._x0, self._y1 - bottom)


def is_usable(text: str) -> bool:
    """Whether a text layer holds characters that mean something (not private-use codes or replacement marks)."""
    wanted = len(text) - text.count(" ") - text.count("\r") - text.count("\n")
    unusable = sum(len(match) for match in _UNUSABLE.findall(text))
    return unusable <= (1 - _USABLE_SHARE) * wanted


def _holds_image(form: object, depth: int = 3) -> bool:
    for i in range(min(200, max(0, pdfium_c.FPDFFormObj_CountObjects(form)))):
        item = pdfium_c.FPDFFormObj_GetObject(form, i)
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            return True
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth and _holds_image(item, depth - 1):
            return True
    return False
