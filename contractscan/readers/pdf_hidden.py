"""Words on a PDF page that nobody sees: white on white, on a layer that is switched off, covered, or invisible.

Whether doubtful words are seen is tried: the page is drawn with and without them.
"""

from __future__ import annotations

import re
import zlib
from contextlib import closing

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c

from contractscan.readers import pdf_calls
from contractscan.readers.page import Rect
from contractscan.readers.pdf_graphics import Graphics
from contractscan.readers.pdf_page import PageView

_MOST_PIXELS = 2_000_000  # of a drawn page
_SEEN = 16  # of 255: less difference is not seen
_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_MOST_UNPACKED = 4_000_000  # bytes of each object stream
_LAYERS = b"/OCProperties"


def has_layers(data: bytes) -> bool:
    """Whether a PDF file has layers that can be switched on and off."""
    if _LAYERS in data:
        return True
    for match in _OBJECT_STREAM.finditer(data):
        try:
            unpacked = zlib.decompressobj().decompress(data[match.end() : match.end() + _MOST_UNPACKED], _MOST_UNPACKED)
        except zlib.error:
            continue
        if _LAYERS in unpacked:
            return True
    return False


def count_hidden(view: PageView, graphics: Graphics, *, layered: bool) -> int:
    """Return how many characters of the text layer are not seen (white space left out).

    In a file with layers each text object is tried, else only those in doubt.
    """
    doubtful = graphics.texts if layered else graphics.doubtful
    if not doubtful:
        return 0
    characters: dict[int, list[Rect]] = {text: [] for text in doubtful}
    layer = pdf_calls.address(view.text_page)
    count = pdfium_c.FPDFText_CountChars(view.text_page)
    for index in range(count):
        places = characters.get(pdf_calls.text_object(layer, index) or 0)
        if places is not None and not view.is_space(index):
            places.append(view.shown_rect(view.bounds(index)))
    scale = min(1.0, (_MOST_PIXELS / max(1.0, view.width * view.height)) ** 0.5)
    with_them = _drawn(view, scale)
    handles = [pdf_calls.handle(text) for text in doubtful]
    for handle in handles:
        pdfium_c.FPDFPageObj_SetIsActive(handle, False)
    without = _drawn(view, scale)
    for handle in handles:
        pdfium_c.FPDFPageObj_SetIsActive(handle, True)
    seen = np.abs(with_them - without) > _SEEN
    return sum(
        len(places) for places in characters.values() if not any(_any_in(seen, place, scale) for place in places)
    )


def _drawn(view: PageView, scale: float) -> npt.NDArray[np.int16]:
    bitmap = view.page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False)
    with closing(bitmap):
        pixels: npt.NDArray[np.int16] = bitmap.to_numpy().astype(np.int16)
        return pixels.reshape(pixels.shape[:2])


def _any_in(seen: npt.NDArray[np.bool_], place: Rect, scale: float) -> bool:
    top, bottom = max(0, int(place.top * scale)), max(0, int(place.bottom * scale) + 1)
    left, right = max(0, int(place.x0 * scale)), max(0, int(place.x1 * scale) + 1)
    return bool(seen[top:bottom, left:right].any())
