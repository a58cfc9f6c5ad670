"""The few functions of pdfium that are called for every line and every object of a page, with less ado.

The bindings make a Python object of each handle and let other threads run during each call; for calls this short both
take longer than the call. Here handles and places for results are plain addresses. What a function does is the same.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium_c

_INT, _ADDRESS = ctypes.c_int, ctypes.c_void_p


def _quick(function: object, result: type, *arguments: type) -> Callable[..., Any]:
    prototype = ctypes.PYFUNCTYPE(result, *arguments)
    return prototype(ctypes.cast(function, _ADDRESS).value or 0)  # type: ignore[arg-type]


def address(handle: object) -> int:
    """Return the address that a handle of the bindings stands for."""
    return ctypes.cast(handle, _ADDRESS).value or 0  # type: ignore[arg-type]


def handle(at: int) -> object:
    """Return the bindings' handle of the page object at an address."""
    return ctypes.cast(at, pdfium_c.FPDF_PAGEOBJECT)


def addresses(values: ctypes.Array[Any]) -> tuple[int, int, int, int]:
    """Return the addresses of an array of four values that a function fills."""
    start, size = ctypes.addressof(values), ctypes.sizeof(values) // 4
    return start, start + size, start + 2 * size, start + 3 * size


# (page or form, index) -> address of an object
page_object = _quick(pdfium_c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
form_object = _quick(pdfium_c.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
# (object) -> number
object_type = _quick(pdfium_c.FPDFPageObj_GetType, _INT, _ADDRESS)
render_mode = _quick(pdfium_c.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
segment_count = _quick(pdfium_c.FPDFPath_CountSegments, _INT, _ADDRESS)
# (object, four addresses) -> whether it is known
object_bounds = _quick(pdfium_c.FPDFPageObj_GetBounds, _INT, *[_ADDRESS] * 5)
fill_colour = _quick(pdfium_c.FPDFPageObj_GetFillColor, _INT, *[_ADDRESS] * 5)
stroke_colour = _quick(pdfium_c.FPDFPageObj_GetStrokeColor, _INT, *[_ADDRESS] * 5)
# (text page, index of a character, address of an FS_RECTF) -> whether it is known
loose_box = _quick(pdfium_c.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
# (text page, index of a character)
has_map_error = _quick(pdfium_c.FPDFText_HasUnicodeMapError, _INT, _ADDRESS, _INT)
text_object = _quick(pdfium_c.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
unicode_of = _quick(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
# (text page, first character, number of characters) -> number of rectangles; (text page, index, four addresses)
count_rects = _quick(pdfium_c.FPDFText_CountRects, _INT, _ADDRESS, _INT, _INT)
get_rect = _quick(pdfium_c.FPDFText_GetRect, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
