"""Drawing for the builders of PDF files. The origin of a page is at its bottom left; sizes are in points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.readers.conftest import pdf_bytes, write_lines

Draw = Callable[[Any], None]
SONG = "STSong-Light"

__all__ = ["SONG", "Draw", "at", "cells", "page", "pdf_bytes", "rules", "write_lines"]


def page(*parts: Draw) -> Draw:
    """Draw several things on one page."""

    def draw(canvas: Any) -> None:
        for part in parts:
            part(canvas)

    return draw


def at(x: float, y: float, text: str, *, font: str = "Helvetica", size: float = 10) -> Draw:
    """Write one line."""

    def draw(canvas: Any) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)

    return draw


def cells(
    rows: Sequence[Sequence[str | Sequence[str]]],
    lefts: Sequence[float],
    *,
    top: float = 700,
    leading: float = 14,
    gap: float = 0,
    font: str = "Helvetica",
) -> Draw:
    """Write rows of cells; a cell of several lines is a list of them, and ``gap`` is left under each row."""

    def draw(canvas: Any) -> None:
        y = top
        for row in rows:
            wrapped = [[cell] if isinstance(cell, str) else list(cell) for cell in row]
            for left, lines in zip(lefts, wrapped, strict=True):
                for i, line in enumerate(lines):
                    canvas.setFont(font if line.isascii() else SONG, 10)
                    canvas.drawString(left, y - i * leading, line)
            y -= max(len(lines) for lines in wrapped) * leading + gap

    return draw


def rules(xs: Sequence[float], ys: Sequence[float]) -> Draw:
    """Rule a grid."""

    def draw(canvas: Any) -> None:
        canvas.setLineWidth(0.5)
        for y in ys:
            canvas.line(xs[0], y, xs[-1], y)
        for x in xs:
            canvas.line(x, ys[0], x, ys[-1])

    return draw
