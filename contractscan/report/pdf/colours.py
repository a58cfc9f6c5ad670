"""The colours of the marks and of the memo, one pair for each risk: those of the web page."""

from __future__ import annotations

from dataclasses import dataclass

Rgb = tuple[float, float, float]

INK: Rgb = (0.12, 0.14, 0.16)
SOFT: Rgb = (0.34, 0.38, 0.42)


@dataclass(frozen=True, slots=True)
class Tone:
    """``wash`` lies over the words, ``line`` under them; ``dash`` tells the risk where there is no colour."""

    wash: Rgb
    line: Rgb
    dash: tuple[float, ...] = ()


_TONES = {
    "high": Tone((1.0, 0.78, 0.75), (0.66, 0.13, 0.10)),
    "medium": Tone((1.0, 0.89, 0.62), (0.49, 0.29, 0.0), (4, 2)),
    "low": Tone((0.80, 0.89, 0.98), (0.18, 0.33, 0.53), (1, 2)),
    "ok": Tone((0.83, 0.94, 0.85), (0.12, 0.38, 0.22), (1, 4)),
    "missing": Tone((0.93, 0.86, 0.96), (0.42, 0.18, 0.50)),
}
_PLAIN = Tone((0.91, 0.92, 0.93), (0.29, 0.33, 0.37), (1, 4))


def tone(key: str) -> Tone:
    """Return the colours for a risk, or for "missing" and the like."""
    return _TONES.get(key, _PLAIN)
