"""Picture files, unpacked: upright, on white, in three colours, and never larger than the OCR needs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, UnidentifiedImageError

from contractscan.errors import ReadError
from contractscan.readers.limits import PIXELS
from contractscan.readers.ocr_engine import MOST_READ_PIXELS, Pixels

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_MOST_FRAMES = 2_000
_JPEG_EIGHTHS = 16  # a JPEG picture may have so many times more pixels: it is unpacked at a smaller scale
_PAGE_INCHES = 11.69  # the long side of A4, where a file does not tell, or not credibly
_CREDIBLE_INCHES = (4.0, 24.0)
_SUBFILE, _THUMBNAIL = 254, 1  # TIFF's kind of a frame, and the bit that says it is a smaller version of another
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class PictureFile:
    """An open picture file. ``frames`` yields the pixels of each page and its dots per inch; it may raise anything."""

    count: int
    frames: Iterator[tuple[Pixels, float]]


def open_picture(path: str, data: bytes) -> PictureFile:
    """Open a picture file. Raises ``ReadError`` if it is none, or too large to unpack."""
    limit = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None  # Pillow warns or raises at a size of its own; see ``_check``
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ReadError(path, "this picture is damaged and cannot be opened.", "Get a fresh copy of it.") from error
    finally:
        Image.MAX_IMAGE_PIXELS = limit
    _check(path, picture)
    numbers = _pages(picture)
    return PictureFile(len(numbers), _frames(path, picture, numbers))


def _pages(picture: Image.Image) -> list[int]:
    """Return the frames that are pages: not the previews of a TIFF file or of a phone's picture."""
    count = min(getattr(picture, "n_frames", 1), _MOST_FRAMES)
    if picture.format != "TIFF" or count == 1:
        return [0] if picture.format == "MPO" else list(range(count))
    numbers = []
    for number in range(count):
        picture.seek(number)
        if not int(getattr(picture, "tag_v2", {}).get(_SUBFILE, 0)) & _THUMBNAIL:
            numbers.append(number)
    return numbers or [0]


def _frames(path: str, picture: Image.Image, numbers: list[int]) -> Iterator[tuple[Pixels, float]]:
    for number in numbers:
        if number != picture.tell():
            picture.seek(number)
        _check(path, picture)
        yield _unpack(picture)


def _check(path: str, picture: Image.Image) -> None:
    limit = PIXELS * (_JPEG_EIGHTHS if picture.format in ("JPEG", "MPO") else 1)
    if picture.width * picture.height > limit:
        size = f"{picture.width} × {picture.height} pixels"
        raise ReadError(path, f"this picture is too large ({size}).", "Scan the page again at 300 dpi.")


def _unpack(picture: Image.Image) -> tuple[Pixels, float]:
    across, down = _dots_per_inch(picture)
    width, height = float(picture.width), picture.height * across / down  # a fax has fewer dots down the page
    scale = min(1.0, (MOST_READ_PIXELS / (width * height)) ** 0.5)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    picture.draft("RGB", size)
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    flat = _on_white(_smaller(_in_eight_bits(picture), size))
    if flat.size != size:
        flat = flat.resize(size, Image.Resampling.BICUBIC)
    if turn is not None:
        flat = flat.transpose(turn)
    return np.ascontiguousarray(np.asarray(flat, np.uint8)[:, :, ::-1]), across * scale


def _dots_per_inch(picture: Image.Image) -> tuple[float, float]:
    """Return what the file says, across and down, if that makes a page; otherwise take the picture for A4."""
    across, down = (float(dots or 0) for dots in picture.info.get("dpi", (0, 0)))
    if across > 0 and down > 0 and 0.3 < across / down < 3:
        inches = max(picture.width / across, picture.height / down)
        if _CREDIBLE_INCHES[0] <= inches <= _CREDIBLE_INCHES[1]:
            return across, down
    dots = max(picture.size) / _PAGE_INCHES
    return dots, dots


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode in ("P", "PA"):
        return picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")
    if picture.mode.startswith(("I", "F")):
        values = np.asarray(picture, np.float32)
        most = (
            65535.0 if picture.mode.startswith("I") and values.max(initial=0) > 255 else max(1.0, values.max(initial=0))
        )
        return Image.fromarray((values * (255.0 / most)).clip(0, 255).astype(np.uint8))
    return picture


def _smaller(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a large picture reduced by a whole number, before anything else takes memory for all of it."""
    factor = min(picture.width // size[0], picture.height // size[1])
    return picture.reduce(factor) if factor > 1 else picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("LA", "La", "RGBA", "RGBa"):
        picture = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    return picture.convert("RGB")
