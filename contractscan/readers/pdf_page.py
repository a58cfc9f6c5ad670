"""One page of a PDF, through pdfium: its text layer, and where each character stands.

Coordinates are PDF points, origin at the top left. They are those of the page as displayed (after its rotation), until
``turn`` is called: then those of the page turned so that its words are upright.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractscan.readers import pdf_calls
from contractscan.readers.page import PageLine, Rect
from contractscan.readers.pdf_graphics import Graphics, GraphicsReader

_WORD = re.compile(r"\S+")
_UNUSABLE = re.compile(
    r"[\x01\x03-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff\ufffd\x80-\x9f\U000f0000-\U0010ffff]|\(cid:\d{1,5}\)"
)
_USABLE_SHARE = 0.7
_NOT_PLAIN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd\ufffe\U000f0000-\U0010ffff]"
)
_PLAIN_ASCII = bytes([9, 10, 13, *range(32, 127)])
_UPRIGHT = 8  # degrees: a scan may be as much askew
_FLOATS = struct.Struct("=4f").unpack
_DOUBLES = struct.Struct("=4d").unpack
SLANTING = -1
"""The angle of a character that is turned, but by no right angle."""

Bounds = tuple[float, float, float, float]
"""A rectangle in page space, whose origin is at the bottom left: left, bottom, right, top."""


class PageView:
    """An open page. Close it (or use it as a context manager) before its document."""

    def __init__(self, document: pypdfium2.PdfDocument, number: int) -> None:
        """Open page ``number`` (from 1). Raises ``pypdfium2.PdfiumError`` if it is damaged."""
        self.number = number
        self.forms = document.formenv
        self._page = document[number - 1]
        self._text = self._page.get_textpage()
        self._raw = self._text.raw
        self._handle = pdf_calls.address(self._raw)
        self._loose, self._sides = (ctypes.c_float * 4)(), (ctypes.c_double * 4)()
        self._loose_at, self._sides_at = ctypes.addressof(self._loose), pdf_calls.addresses(self._sides)
        self._x0, self._y0, self._x1, self._y1 = self._page.get_bbox()
        self._displayed_rotation = self._page.get_rotation()
        self.turn(self._displayed_rotation)

    def __enter__(self) -> PageView:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()
        self._page.close()

    @property
    def page(self) -> pypdfium2.PdfPage:
        """The page itself, for what this view does not show."""
        return self._page

    @property
    def text_page(self) -> object:
        """The raw handle of the text layer."""
        return self._raw

    def turn(self, rotation: int) -> None:
        """Take the page as turned (clockwise, by right angles); ``width`` and ``height`` are then as it lies."""
        self.rotation = rotation
        width, height = self._x1 - self._x0, self._y1 - self._y0
        self.width, self.height = (height, width) if rotation in (90, 270) else (width, height)

    def layer(self) -> str:
        """Return the text layer as it is; character ``i`` is the character with index ``i`` of the layer."""
        count = self._text.count_chars()
        text: str = self._text.get_text_range() if count > 0 else ""
        if len(text) != count:
            codes = (pdfium_c.FPDFText_GetUnicode(self._raw, i) for i in range(max(0, count)))
            text = "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)
        return text

    def bounds(self, index: int) -> Bounds:
        """Return a character's place in page space, as high as its font."""
        if not pdf_calls.loose_box(self._handle, index, self._loose_at):
            return 0.0, 0.0, 0.0, 0.0
        left, top, right, bottom = _FLOATS(self._loose)  # an FS_RECTF
        return left, bottom, right, top

    def extent(self, index: int) -> tuple[float, float]:
        """Return from where to where a character reaches across the page: ``x0`` and ``x1`` of its ``char_rect``."""
        if self.rotation:
            rect = self.char_rect(index)
            return rect.x0, rect.x1
        if not pdf_calls.loose_box(self._handle, index, self._loose_at):
            return -self._x0, -self._x0
        left, _, right, _ = _FLOATS(self._loose)
        return left - self._x0, right - self._x0

    def char_rect(self, index: int) -> Rect:
        """Return the place of a character, as high as its font."""
        return self.rect(*self.bounds(index))

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """Turn a rectangle in page space into one on the page as it lies."""
        if not self.rotation:
            return Rect(left - self._x0, self._y1 - top, right - self._x0, self._y1 - bottom)
        return self.turned((left, bottom, right, top), self.rotation)

    def shown_rect(self, bounds: Bounds) -> Rect:
        """Turn a rectangle in page space into one on the page as displayed, whatever way it lies."""
        return self.turned(bounds, self._displayed_rotation)

    def turned(self, bounds: Bounds, rotation: int) -> Rect:
        """Turn a rectangle in page space into one on the page turned by ``rotation``."""
        left, bottom, right, top = bounds
        if rotation == 90:
            return Rect(bottom - self._y0, left - self._x0, top - self._y0, right - self._x0)
        if rotation == 180:
            return Rect(self._x1 - right, bottom - self._y0, self._x1 - left, top - self._y0)
        if rotation == 270:
            return Rect(self._y1 - top, self._x1 - right, self._y1 - bottom, self._x1 - left)
        return Rect(left - self._x0, self._y1 - top, right - self._x0, self._y1 - bottom)

    def angle(self, index: int) -> int:
        """Return by how many degrees the page must be turned (clockwise) for a character to be upright."""
        angle = (360 - math.degrees(pdfium_c.FPDFText_GetCharAngle(self._raw, index))) % 360
        nearest = round(angle / 90) * 90
        return nearest % 360 if abs(angle - nearest) <= _UPRIGHT else SLANTING

    def is_space(self, index: int) -> bool:
        """Whether a character of the layer is white space."""
        return chr(pdf_calls.unicode_of(self._handle, index) or 32).isspace()

    def is_unmapped(self, index: int) -> bool:
        """Whether a character of the layer is no more than a code, for its font does not tell which character it is."""
        return bool(pdf_calls.has_map_error(self._handle, index) == 1)

    def font(self, index: int) -> str:
        """Return the name of a character's font, without the mark of a subset."""
        flags = ctypes.c_int()
        size = pdfium_c.FPDFText_GetFontInfo(self._raw, index, None, 0, flags)
        if size <= 1:
            return ""
        buffer = ctypes.create_string_buffer(size)
        pdfium_c.FPDFText_GetFontInfo(self._raw, index, buffer, size, flags)
        return buffer.value.decode("utf-8", "replace").rpartition("+")[2].partition("-")[0]

    def object_spans(self, line: PageLine) -> list[tuple[float, float]]:
        """Return from where to where each text object of a line reaches, one for each; unsorted."""
        count = pdf_calls.count_rects(self._handle, line.first_char, len(line.text))
        if count < 2:
            return []
        spans: list[tuple[float, float]] = []
        for i in range(count):
            pdf_calls.get_rect(self._handle, i, *self._sides_at)
            left, top, right, bottom = _DOUBLES(self._sides)
            if self.rotation:
                rect = self.rect(left, bottom, right, top)
                spans.append((rect.x0, rect.x1))
            else:
                spans.append((left - self._x0, right - self._x0))
        return spans

    def indices_in(self, left: float, bottom: float, right: float, top: float) -> list[int]:
        """Return the first and last index of the characters on a line's piece in page space, if they can be found."""
        y, inset = (bottom + top) / 2, min(1.0, (right - left) / 4)
        reach = (top - bottom) / 2
        found = (
            pdfium_c.FPDFText_GetCharIndexAtPos(self._raw, x, y, reach, reach) for x in (left + inset, right - inset)
        )
        return [int(index) for index in found if index >= 0]

    def text_in(self, left: float, bottom: float, right: float, top: float) -> str:
        """Return the words inside a rectangle in page space."""
        return str(self._text.get_text_bounded(left, bottom, right, top))

    def graphics(self) -> Graphics:
        """Look through the page's objects for pictures, ruling lines and words that may not be seen."""
        return GraphicsReader(self.rect).read(self._page.raw)

    def divide(self, line: PageLine, offsets: Sequence[int]) -> list[PageLine]:
        """Cut a line before the characters at ``offsets`` (in its text), without the white space there."""
        pieces: list[PageLine] = []
        for start, end in zip([0, *offsets], [*offsets, len(line.text)], strict=True):
            text = line.text[start:end].rstrip()
            if text:
                first = line.first_char + start
                x0, x1 = self.extent(first)[0], self.extent(first + len(text) - 1)[1]
                place = Rect(x0, line.place.top, max(x0, x1), line.place.bottom)
                pieces.append(PageLine(text, line.page, first, place))
        return pieces

    def cut(self, line: PageLine, x: float) -> list[PageLine]:
        """Cut a line before the first word that begins right of ``x``."""
        for match in _WORD.finditer(line.text):
            if match.start() and self.char_rect(line.first_char + match.start()).x0 >= x:
                return self.divide(line, [match.start()])
        return [line]


def is_plain(layer: str) -> bool:
    """Whether a text layer is free of control characters, private-use codes and pdfium's marks."""
    if "(cid:" in layer:
        return False
    if layer.isascii():  # several times as fast as a search
        return not layer.encode("ascii").translate(None, _PLAIN_ASCII)
    return _NOT_PLAIN.search(layer) is None


def is_usable(layer: str) -> bool:
    """Whether a text layer holds characters that mean something (not control or private-use codes)."""
    unusable = _UNUSABLE.findall(layer)
    wanted = len(layer) - layer.count(" ") - layer.count("\r") - layer.count("\n")
    return sum(map(len, unusable)) <= (1 - _USABLE_SHARE) * wanted
