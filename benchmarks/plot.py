"""Plots as SVG, by hand: bars, and lines beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

_STYLE = "font-family='sans-serif' font-size='12' fill='#333'"
_COLOUR = "#2b6cb0"


@dataclass(frozen=True, slots=True)
class Series:
    """A title, and points from left to right."""

    title: str
    points: Sequence[tuple[float, float]]


def bars(path: Path, title: str, values: Mapping[str, float]) -> None:
    """Write a bar for each of ``values``, from zero, with its number."""
    top = max(values.values())
    parts = [f"<text x='10' y='20' font-weight='bold'>{escape(title)}</text>"]
    for row, (name, value) in enumerate(values.items()):
        y, width = 36 + row * 28, max(1.0, value / top * 330)
        parts.append(f"<text x='10' y='{y + 14}'>{escape(name)}</text>")
        parts.append(f"<rect x='230' y='{y}' width='{width:.0f}' height='18' fill='{_COLOUR}'/>")
        parts.append(f"<text x='{236 + width:.0f}' y='{y + 14}'>{value:,.0f}</text>")
    _write(path, 640, 48 + 28 * len(values), parts)


def lines(path: Path, series: Sequence[Series]) -> None:
    """Write a panel for each of ``series``; both axes begin at zero."""
    parts: list[str] = []
    for panel, one in enumerate(series):
        left, width, height = 50 + panel * 430, 340, 180
        bottom = 40 + height
        right, top = (max(point[axis] for point in one.points) for axis in (0, 1))
        places = [(left + x / right * width, 40 + height - y / (top * 1.15) * height) for x, y in one.points]
        path_ = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts += [
            f"<text x='{left}' y='20' font-weight='bold'>{escape(one.title)}</text>",
            f"<polyline points='{left},40 {left},{bottom} {left + width},{bottom}' fill='none' stroke='#999'/>",
            f"<polyline points='{path_}' fill='none' stroke='{_COLOUR}' stroke-width='2'/>",
            f"<text x='{left - 4}' y='{bottom}' text-anchor='end'>0</text>",
            f"<text x='{left - 4}' y='{places[-1][1] + 4:.1f}' text-anchor='end'>{one.points[-1][1]:.0f}</text>",
            f"<text x='{left + width}' y='{56 + height}' text-anchor='end'>{right:,.0f}</text>",
        ]
    _write(path, 50 + 430 * len(series), 250, parts)


def _write(path: Path, width: int, height: int, parts: Sequence[str]) -> None:
    body = "\n".join(parts)
    box = f"width='{width}' height='{height}' viewBox='0 0 {width} {height}'"
    ground = f"<rect width='{width}' height='{height}' fill='white'/>"
    path.write_text(
        f"<svg xmlns='http://www.w3.org/2000/svg' {box} {_STYLE}>\n{ground}\n{body}\n</svg>\n", encoding="utf-8"
    )
