"""Which font shows a character, and how wide that makes a text.

Latin letters are in Helvetica, which every program for PDF has. All else is in a Chinese font of this system, a subset
of which goes into the file; where there is none, in a standard font whose shapes the reader's program supplies.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from pdfminer.fontmetrics import FONT_METRICS

from contractscan.model import Language
from contractscan.report.pdf.system_fonts import SystemFont

_LATIN, _STANDARD = "cp1252", "gbk"
_UNKNOWN = "?"
_EM = 1000.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text in one font; ``wide`` if it is the Chinese one."""

    text: str
    wide: bool


@dataclass(slots=True)
class Typesetter:
    """Measures texts, and remembers in ``used`` which characters of the Chinese font they need."""

    language: Language
    font: SystemFont | None
    used: set[str] = field(default_factory=set)
    _known: dict[tuple[str, bool], tuple[str, bool, float]] = field(default_factory=dict)

    def width(self, character: str, *, bold: bool) -> float:
        """Return how wide a character is, in 1/1000 of its size."""
        return self._look_up(character, bold=bold)[2]

    def stretches(self, text: str, *, bold: bool) -> Iterator[Stretch]:
        """Cut a text where the font changes; what no font shows becomes a question mark."""
        shown = (self._look_up(character, bold=bold) for character in text)
        for wide, group in groupby(shown, key=lambda found: found[1]):
            yield Stretch("".join(found[0] for found in group), wide)

    def _look_up(self, character: str, *, bold: bool) -> tuple[str, bool, float]:
        key = character, bold
        if key not in self._known:
            self._known[key] = self._choose(character, bold)
        return self._known[key]

    def _choose(self, character: str, bold: bool) -> tuple[str, bool, float]:
        latin = _can(character, _LATIN)
        # Quotation marks and dashes are as wide as an ideograph in Chinese.
        if character.isascii() or (latin and self.language == "en"):
            return character, False, _latin_width(character, bold)
        if self.font is not None and self.font.has(character):
            self.used.add(character)
            return character, True, self.font.width(character)
        if self.font is None and _can(character, _STANDARD):
            return character, True, _EM
        shown = character if latin else _UNKNOWN
        return shown, False, _latin_width(shown, bold)


def _can(character: str, encoding: str) -> bool:
    return bool(character.encode(encoding, "ignore"))


def _latin_width(character: str, bold: bool) -> float:
    widths = FONT_METRICS["Helvetica-Bold" if bold else "Helvetica"][1]
    plain = unicodedata.normalize("NFD", character)[0]  # an accent adds nothing
    return float(widths.get(character) or widths.get(plain) or widths["n"])
