"""Folding: the form of the text that is matched, with a map back to the text as it was read.

Folding makes many writings of the same words alike (full and half width, line breaks inside a sentence,
spaces between Chinese characters, curly quotes) and never loses a position: each folded character knows
the source range it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from contractscan.model import Language

# Ideographs, kana, CJK punctuation and full-width forms: where a line break between two of them means nothing.
_CJK = r"\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_CJK_CHAR = re.compile(f"[{_CJK}]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# Runs of what folds to itself (ASCII without space, common ideographs), and any other single character.
_RUN = re.compile(r"([!-~]+)|([\u4e00-\u9fff]+)|.", re.DOTALL)
_HAN_RUN = 2
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

# What NFKC leaves alone or takes too far. Ideographic full stop, comma and book-title marks stay themselves.
_SAME = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2264": "≤", "\u2265": "≥", "\u2266": "≤", "\u2267": "≥",
    "、": "、", "。": "。", "《": "《", "》": "》", "\u00b7": "·",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\u00ad": "",
}  # fmt: skip
_ASCII_PLAIN = frozenset(chr(c) for c in range(33, 127))


def fold_char(char: str) -> str:
    """Return what ``char`` becomes when folded, without regard to its neighbours ("" to drop it)."""
    if char in _ASCII_PLAIN:
        return char
    known = _SAME.get(char)
    if known is not None:
        return known
    if char.isspace() or unicodedata.category(char) == "Cc":
        return " "
    if "\u4e00" <= char <= "\u9fff":
        return char
    return unicodedata.normalize("NFKC", char)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; character ``i`` stands for ``source[starts[i]:ends[i]]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source range behind the folded range ``start:end`` (which must not be empty)."""
        return self.starts[start], self.ends[end - 1]

    def slice(self, start: int, end: int) -> Folded:
        """Return the folded range as a ``Folded`` of its own."""
        return Folded(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def __add__(self, other: Folded) -> Folded:
        return Folded(self.text + other.text, self.starts + other.starts, self.ends + other.ends)

    def replace(self, edits: Sequence[tuple[int, int, str]]) -> Folded:
        """Return a copy in which each ``(start, end, text)`` range (in order, not overlapping) is replaced.

        Every character of a replacement stands for the whole source range that it replaces.
        """
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, new in edits:
            text.append(self.text[at:start])
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            if new:
                first, last = self.source(start, end)
                text.append(new)
                starts += [first] * len(new)
                ends += [last] * len(new)
            at = end
        text.append(self.text[at:])
        starts += self.starts[at:]
        ends += self.ends[at:]
        return Folded("".join(text), tuple(starts), tuple(ends))


def fold(source: str, start: int = 0, end: int | None = None) -> Folded:
    """Fold ``source[start:end]``; the offsets of the result refer to ``source``.

    Runs of white space become one space, or nothing where a neighbour is a CJK character
    (so that a line break inside a Chinese sentence vanishes). Leading and trailing space is dropped.
    """
    if end is None:
        end = len(source)
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    space: tuple[int, int] | None = None
    last_cjk = True  # drops leading space
    for run in _RUN.finditer(source, start, end):
        first, last = run.span()
        if run.lastindex:  # a run of characters that stay as they are: most of any contract
            new, cjk = run[0], run.lastindex == _HAN_RUN
        else:
            new = fold_char(run[0])
            if new == " ":
                space = (space[0], last) if space else (first, last)
                continue
            if not new:
                continue
            cjk = _CJK_CHAR.match(run[0]) is not None
        if space and not (last_cjk or cjk):
            text.append(" ")
            starts.append(space[0])
            ends.append(space[1])
        space = None
        last_cjk = cjk
        text.append(new)
        if run.lastindex:
            starts += range(first, last)
            ends += range(first + 1, last + 1)
        else:
            starts += [first] * len(new)
            ends += [last] * len(new)
    return Folded("".join(text), tuple(starts), tuple(ends))


def language_of(text: str) -> Language:
    """Return the language that most of ``text`` is written in (a Latin word weighs as two characters)."""
    han = len(_HAN.findall(text))
    latin = 2 * len(_LATIN_WORD.findall(text))
    return "zh" if han > latin or (han and 2 * han > latin) else "en"


def languages_of(text: str) -> tuple[Language, ...]:
    """Return the languages of a whole document, the main one first; a second one needs a real share of it."""
    han = len(_HAN.findall(text))
    latin = 2 * len(_LATIN_WORD.findall(text))
    total = han + latin
    if not total:
        return ()
    shares: list[tuple[float, Language]] = [(han / total, "zh"), (latin / total, "en")]
    return tuple(language for share, language in sorted(shares, reverse=True) if share >= 0.2)
