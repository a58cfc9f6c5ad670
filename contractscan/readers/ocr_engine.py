"""RapidOCR as this project uses it: no network, no log, and one engine for all threads.

Everything else in the readers works without it; ``why_not`` says whether it is there.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""A picture: rows × columns × blue, green and red."""
Quads = npt.NDArray[np.float32]
"""Quadrangles, n × 4 corners × (x, y): top left, top right, bottom right, bottom left of the writing."""

POINTS_PER_INCH = 72.0
MOST_READ_PIXELS = 8_000_000
"""What the engine gets of one page, at most: A3 at 200 dpi."""
INSTALL = "pip install 'contractscan[ocr]'"
_FINDER, _READER, _TURNER = (
    "PP-OCRv6_det_small.onnx",
    "PP-OCRv6_rec_small.onnx",
    "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
)
_FINDER_PIXELS = 1_100_000  # what the finder is shown of a page: A4 at 110 dpi; time and memory grow with it
_SMALL = 11.0  # rows of pixels: lower lines than this the finder does not see well
_SURE_UPSIDE_DOWN = 0.9
_OPENING = 4  # times the height: the classifier looks at no more of a line than its beginning
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one picture of a line says, and how sure that is (0..1).

    ``percents`` are the places of the percent signs, as shares of the line's length.
    """

    text: str
    confidence: float
    percents: tuple[float, ...] = ()


def why_not() -> str:
    """Return why no text can be recognised in pictures, "" if it can."""
    if any(find_spec(name) is None for name in ("rapidocr", "onnxruntime", "cv2")):
        return "The OCR extra is not installed."
    if not all((_models() / name).is_file() for name in (_FINDER, _READER, _TURNER)):
        return "The installed OCR package came without its models."
    return ""


def identity() -> str:
    """Return what tells this engine's results from those of another version."""
    try:
        return f"rapidocr {version('rapidocr')}, {_FINDER}, {_READER}"
    except PackageNotFoundError:
        return "none"


def _models() -> Path:
    found = find_spec("rapidocr")
    return Path(found.origin).parent / "models" if found and found.origin else Path()


class Engine:
    """Finds and reads the lines in a picture. Its methods may be called from several threads at a time."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        # All paths are given, so that nothing is looked for elsewhere; one thread for each page is faster than all
        # threads for one page.
        common: dict[str, Any] = {
            "Global.log_level": "critical",
            "Global.use_preprocess_img": False,
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
            "Det.model_path": str(_models() / _FINDER),
            "Det.limit_type": "max",
            "Det.limit_side_len": 100_000,
            "Cls.model_path": str(_models() / _TURNER),
            "Rec.model_path": str(_models() / _READER),
            "Rec.rec_batch_num": 1,
        }
        self._finder: Any = RapidOCR(params=common | {"Global.use_rec": False})
        self._reader: Any = RapidOCR(params=common | {"Global.use_det": False, "Global.return_word_box": True})

    def find(self, pixels: Pixels) -> Quads:
        """Return where the lines are; a line with wide gaps may be in several pieces."""
        found = self._find(pixels, _FINDER_PIXELS)
        height, width = pixels.shape[:2]
        scale = min(1.0, (_FINDER_PIXELS / (height * width)) ** 0.5)
        if len(found) and scale < 1 and float(np.median(_heights(found))) * scale < _SMALL:
            return self._find(pixels, 2 * _FINDER_PIXELS)
        return found

    def _find(self, pixels: Pixels, most: int) -> Quads:
        import cv2

        height, width = pixels.shape[:2]
        scale = min(1.0, (most / (height * width)) ** 0.5)
        shown = pixels if scale == 1 else cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found = self._finder(shown)
        if found.boxes is None or not len(found.boxes):
            return np.zeros((0, 4, 2), np.float32)
        back = np.array([width / shown.shape[1], height / shown.shape[0]], np.float32)
        return np.asarray(found.boxes, np.float32) * back

    def cut(self, pixels: Pixels, quads: Quads) -> list[Pixels]:
        """Return the pictures of single lines, straightened; of lines running down the page, turned."""
        pictures: list[Pixels] = self._reader.crop_text_regions(pixels, quads)
        return pictures

    def read(self, lines: Sequence[Pixels]) -> list[Reading]:
        """Read pictures of single lines."""
        if not lines:
            return []
        found = self._reader.recognize_txt(list(lines))
        return [
            Reading(text, float(score), tuple(_places("%", words)))
            for text, score, words in zip(found.txts, found.scores, found.word_results, strict=True)
        ]

    def upside_down(self, lines: Sequence[Pixels]) -> list[bool]:
        """Say of each line whether it surely stands on its head."""
        if not lines:
            return []
        beginnings = [line[:, : line.shape[0] * _OPENING] for line in lines]
        found = self._reader.cls_and_rotate(beginnings)[1].cls_res
        return [label == "180" and score > _SURE_UPSIDE_DOWN for label, score in found]


@functools.lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine()


def engine() -> Engine:
    """Return the engine, loading it the first time. ``why_not`` must have said ""."""
    with _lock:
        return _engine()


def _places(char: str, words: Any) -> Iterator[float]:
    """Yield where a character stands, from what RapidOCR says of the words of a line."""
    for chars, columns in zip(words.words, words.word_cols, strict=True):
        for each, column in zip(chars, columns, strict=True):
            if each == char:
                yield (column + 0.5) / words.line_txt_len


def _heights(quads: Quads) -> npt.NDArray[np.float32]:
    heights: npt.NDArray[np.float32] = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    return heights
