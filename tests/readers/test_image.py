"""Picture files: whatever their kind, upright, on white, and no larger than the OCR needs."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from contractscan.errors import ReadError
from contractscan.readers import Ocr, ReadOptions, read
from contractscan.readers.ocr_engine import MOST_READ_PIXELS, Pixels
from contractscan.readers.picture import open_picture

Save = Callable[[str, bytes | str], Path]
NEVER = ReadOptions(ocr=Ocr.NEVER)


def page(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """White, with a black upper left quarter."""
    picture = Image.new("L", size, 255)
    picture.paste(0, (0, 0, size[0] // 2, size[1] // 2))
    if mode == "I;16":
        return Image.fromarray(np.asarray(picture, np.uint16) * 257)
    return picture.convert(mode)


def packed(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def unpacked(data: bytes) -> tuple[Pixels, float]:
    return next(open_picture("a", data).frames)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("1", "TIFF"), ("1", "PNG"), ("L", "JPEG"), ("L", "WEBP"), ("RGB", "BMP"), ("P", "PNG"), ("P", "GIF"),
        ("I;16", "PNG"), ("I;16", "TIFF"), ("CMYK", "JPEG"), ("CMYK", "TIFF"), ("F", "TIFF"), ("LA", "PNG"),
    ],
)  # fmt: skip
def test_black_is_black_and_white_is_white_in_every_kind_of_file(mode: str, kind: str) -> None:
    pixels, _ = unpacked(packed(page(mode), kind))
    assert pixels.shape == (40, 60, 3)
    assert pixels[5, 5].max() < 30
    assert pixels[30, 50].min() > 225


def test_what_is_transparent_is_white() -> None:
    picture = page("RGBA")
    picture.putalpha(page("L").point(lambda level: 255 - level))
    pixels, _ = unpacked(packed(picture, "PNG"))
    assert (pixels[5, 5].max(), pixels[30, 50].min()) == (0, 255)


def test_blue_comes_first() -> None:
    pixels, _ = unpacked(packed(Image.new("RGB", (8, 8), (200, 0, 10)), "PNG"))
    assert pixels[0, 0].tolist() == [10, 0, 200]


def test_the_note_on_which_side_is_up_is_heeded() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the page is at the right of the picture
    pixels, _ = unpacked(packed(page("L", (64, 48)), "JPEG", exif=exif))
    assert pixels.shape == (64, 48, 3)
    assert pixels[5, 40].max() < 40
    assert pixels[5, 5].min() > 215


@pytest.mark.parametrize(
    ("dpi", "expected"),
    [((200, 200), 200), ((10, 10), 1654 / 11.69), ((1200, 1200), 1654 / 11.69), (None, 1654 / 11.69)],
)
def test_a_size_that_no_page_has_is_not_believed(dpi: tuple[int, int] | None, expected: float) -> None:
    data = packed(page("1", (1170, 1654)), "TIFF", **({"dpi": dpi} if dpi else {}))
    assert unpacked(data)[1] == pytest.approx(expected, rel=0.001)


def test_dots_that_are_no_squares_become_squares() -> None:
    pixels, dpi = unpacked(packed(page("1", (1728, 1100)), "TIFF", dpi=(204, 98)))
    assert pixels.shape[0] == pytest.approx(1100 * 204 / 98, abs=1)
    assert dpi == pytest.approx(204)


def test_a_large_picture_is_made_smaller() -> None:
    pixels, dpi = unpacked(packed(page("1", (6000, 8000)), "TIFF", dpi=(600, 600), compression="group4"))
    assert pixels.shape[0] * pixels.shape[1] <= MOST_READ_PIXELS * 1.001
    assert dpi == pytest.approx(600 * pixels.shape[0] / 8000, rel=0.001)


def test_a_picture_of_gigapixels_is_refused(save: Save) -> None:
    data = packed(Image.new("1", (12_000, 12_000)), "TIFF", compression="group4")
    with pytest.raises(ReadError, match="12000 × 12000"):
        read(save("a.tif", data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_a_picture_that_breaks_off_is_damaged(save: Save, kind: str) -> None:
    data = packed(Image.effect_noise((200, 200), 90), kind)
    with pytest.raises(ReadError, match="damaged"):
        read(save("a.bin", data[: len(data) // 2]), ReadOptions(ocr=Ocr.ALWAYS))


def test_frames_are_pages_but_previews_are_none(save: Save) -> None:
    preview = Image.new("L", (10, 10))
    preview.encoderinfo = {"tiffinfo": {254: 1}}
    data = packed(page("L"), "TIFF", save_all=True, append_images=[preview, page("L")])
    document = read(save("a.tif", data), NEVER)
    assert (document.format, document.pages, document.text) == ("image", 2, "")
    assert [(gap.kind, gap.page) for gap in document.gaps] == [("scanned-page", 1), ("scanned-page", 2)]
