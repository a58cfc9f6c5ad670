"""Where a page is marked: pixels that are darker than the paper around them, whatever its shade."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Gray = npt.NDArray[np.uint8]
Marks = npt.NDArray[np.bool_]

_BLOCK = 24  # pixels: the square in which the paper's shade is taken
_PAPER = 90  # percent of a block's pixels are no lighter than its paper
_DARKER = 48  # of 255


def find_marks(gray: Gray) -> Marks:
    """Return which pixels of a small grey picture (some 72 dpi) are marked. Areas of one shade are paper."""
    height, width = gray.shape
    rows, columns = -(-height // _BLOCK), -(-width // _BLOCK)
    padded = np.pad(gray, ((0, rows * _BLOCK - height), (0, columns * _BLOCK - width)), mode="edge")
    blocks = padded.reshape(rows, _BLOCK, columns, _BLOCK)
    paper = np.percentile(blocks, _PAPER, axis=(1, 3)).repeat(_BLOCK, 0).repeat(_BLOCK, 1)[:height, :width]
    marks: Marks = gray + float(_DARKER) < paper
    return marks
