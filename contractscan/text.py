"""Folding: the form of the text that is matched, with a map back to the text as it was read.

Folding makes many writings of the same words alike (full and half width, Traditional and Simplified characters, line
breaks inside a sentence, spaces between Chinese characters, curly quotes) and never loses a position: each folded
character knows the source range it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from contractscan.model import Language
from contractscan.writing import SHORT, characters, plain_writing

# Ideographs, kana, CJK punctuation and full-width forms: where a line break between two of them means nothing.
_CJK = r"\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_CJK_CHAR = re.compile(f"[{_CJK}]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HANS = re.compile(f"{_HAN.pattern}+")
# What stands in the marks of a text (see ``_make_shown``): white space but for a plain space, and what becomes
# nothing or several characters. A single space between other characters than CJK is no gap.
_WIDE = "\t"
_LONGER = "\0"
_SPACES = f" {_WIDE}"
# A line break, say, between characters that no rule of folding looks at: a plain space in all but name.
_LONE_WIDE = re.compile(rf"{_WIDE}(?<=[^ {_WIDE}{_LONGER}{_CJK}\-\u2010]{_WIDE})(?=[^ {_WIDE}{_LONGER}{_CJK}])")
# It begins with a class, so that the search is quick.
_GAP = re.compile(f"[ {_WIDE}{_LONGER}](?:[ {_WIDE}{_LONGER}]+|(?<=[{_WIDE}{_LONGER}])|(?=[{_CJK}])|(?<=[{_CJK}] ))")
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = f"-\u2010{_SOFT_HYPHEN}"
_WORD_BEFORE = re.compile(r"([A-Za-z\u00c0-\u024f]{1,40})[-\u2010\u00ad]$")
_LONGEST_WORD = 41
# First halves of compounds ("non-exclusive", "third-party"), whose hyphen stays at a line end.
_TAKE_HYPHEN = frozenset(
    {
        "co",
        "cross",
        "day",
        "first",
        "five",
        "four",
        "free",
        "full",
        "good",
        "half",
        "high",
        "in",
        "long",
        "low",
        "month",
        "multi",
        "non",
        "off",
        "on",
        "one",
        "part",
        "pre",
        "self",
        "seven",
        "short",
        "six",
        "ten",
        "third",
        "three",
        "two",
        "up",
        "week",
        "well",
        "year",
    }
)
_SENTENCE = re.compile(r"(?:[^。；！？.;!?\n]|\.(?!\s*[A-Z\u4e00-\u9fff]))+[。；！？.;!?\n]*\s*")
_ENGLISH_GRAMMAR = re.compile(
    r"\b(?:the|of|to|and|in|shall|by|for|its|or|is|be|with|will|any|this|that|may|not|are|such|on|as|all)\b",
    re.IGNORECASE,
)
# Fewer ideographs or words than this are a name in the other script, not a statement.
_SAYS_SOMETHING = 8
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

# What NFKC leaves alone or takes too far. Ideographic full stop, comma and book-title marks stay themselves.
_SAME = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2264": "≤", "\u2265": "≥", "\u2266": "≤", "\u2267": "≥",
    "、": "、", "。": "。", "《": "《", "》": "》", "\u00b7": "·",
    **dict.fromkeys("\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e", ""),
    **dict.fromkeys(map(chr, (*range(0x2061, 0x206A), *range(0xFE00, 0xFE10))), ""),
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
    """Folded text with the way back to its source, in pieces: most of a contract folds character for character.

    Piece ``i`` begins at ``at[i]`` of ``text``. With ``lasts[i]`` of ``ONE_BY_ONE``, its characters stand for those
    of the source from ``firsts[i]`` on, one by one; else each of them stands for ``source[firsts[i]:lasts[i]]``.
    No piece is empty.
    """

    text: str
    at: tuple[int, ...] = ()
    firsts: tuple[int, ...] = ()
    lasts: tuple[int, ...] = ()

    @property
    def starts(self) -> tuple[int, ...]:
        """Where in the source what each character stands for begins."""
        return tuple(self.source(i, i + 1)[0] for i in range(len(self.text)))

    @property
    def ends(self) -> tuple[int, ...]:
        """Where in the source what each character stands for ends."""
        return tuple(self.source(i, i + 1)[1] for i in range(len(self.text)))

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source range behind the folded range ``start:end`` (which must not be empty)."""
        piece = bisect_right(self.at, start) - 1
        first = self.firsts[piece]
        if self.lasts[piece] == ONE_BY_ONE:
            first += start - self.at[piece]
        piece = bisect_right(self.at, end - 1) - 1
        last = self.lasts[piece]
        return first, self.firsts[piece] + end - self.at[piece] if last == ONE_BY_ONE else last

    def slice(self, start: int, end: int) -> Folded:
        """Return the folded range as a ``Folded`` of its own."""
        text = self.text[start:end]
        if len(text) == len(self.text):
            return self
        if not text:
            return NOTHING_FOLDED
        piece, stop = bisect_right(self.at, start) - 1, bisect_left(self.at, start + len(text))
        first, lasts = self.firsts[piece], self.lasts[piece:stop]
        if lasts[0] == ONE_BY_ONE:
            first += start - self.at[piece]
        if len(lasts) == 1:
            return Folded(text, (0,), (first,), lasts)
        at = (0, *[place - start for place in self.at[piece + 1 : stop]])
        return Folded(text, at, (first, *self.firsts[piece + 1 : stop]), lasts)

    def standing_for(self, start: int, end: int) -> Folded:
        """Return the part that stands for the source range ``start:end``."""
        return self.slice(self._place(start), self._place(end))

    def _place(self, source: int) -> int:
        """Return where what stands for the source from ``source`` on begins."""
        piece = bisect_right(self.firsts, source) - 1
        if piece < 0:
            return 0
        end = self.at[piece + 1] if piece + 1 < len(self.at) else len(self.text)
        if source == self.firsts[piece]:
            return self.at[piece]
        return min(self.at[piece] + source - self.firsts[piece], end) if self.lasts[piece] == ONE_BY_ONE else end

    def __add__(self, other: Folded) -> Folded:
        if not other.text:
            return self
        if not self.text:
            return other
        by = len(self.text)
        at = (*self.at, *[place + by for place in other.at])
        return Folded(self.text + other.text, at, self.firsts + other.firsts, self.lasts + other.lasts)

    def replace(self, edits: Sequence[tuple[int, int, str]]) -> Folded:
        """Return a copy in which each ``(start, end, text)`` range (in order, not overlapping) is replaced.

        Every character of a replacement stands for the whole source range that it replaces.
        """
        if not edits:
            return self
        pieces = _Pieces()
        at = 0
        for start, end, new in edits:
            pieces.copy(self, at, start)
            if new:
                pieces.add(new, *self.source(start, end))
            at = end
        pieces.copy(self, at, len(self.text))
        return pieces.folded()


ONE_BY_ONE: Final = -1
NOTHING_FOLDED: Final = Folded("")


class _Pieces:
    """A folded text while it is put together."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._length = 0
        self._at: list[int] = []
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def add(self, text: str, first: int, last: int = ONE_BY_ONE) -> None:
        """Add a piece, unless it is empty."""
        if text:
            self._texts.append(text)
            self._at.append(self._length)
            self._firsts.append(first)
            self._lasts.append(last)
            self._length += len(text)

    def copy(self, folded: Folded, start: int, end: int) -> None:
        """Add the range ``start:end`` of ``folded``."""
        if start >= end:
            return
        piece = bisect_right(folded.at, start) - 1
        while start < end:
            stop = min(folded.at[piece + 1], end) if piece + 1 < len(folded.at) else end
            first, last = folded.firsts[piece], folded.lasts[piece]
            self.add(folded.text[start:stop], first + start - folded.at[piece] if last == ONE_BY_ONE else first, last)
            start, piece = stop, piece + 1

    def drop_last(self) -> None:
        """Take the last character away."""
        self._length -= 1
        self._texts[-1] = self._texts[-1][:-1]
        if not self._texts[-1]:
            for parts in (self._texts, self._at, self._firsts, self._lasts):
                parts.pop()

    def folded(self) -> Folded:
        """Return what was put together."""
        return Folded("".join(self._texts), tuple(self._at), tuple(self._firsts), tuple(self._lasts))


def fold(source: str, start: int = 0, end: int | None = None) -> Folded:
    """Fold ``source[start:end]``; the offsets of the result refer to ``source``.

    Runs of white space become one space, or nothing where a neighbour is a CJK character
    (so that a line break inside a Chinese sentence vanishes). Leading and trailing space is dropped.
    A word that is divided at a line end becomes whole, without the hyphen.
    """
    source = plain_writing(source)
    shown, marks = _shown(source)
    if end is None:
        end = len(source)
    while start < end and marks[start] in _SPACES:
        start += 1
    while start < end and marks[end - 1] in _SPACES:
        end -= 1
    pieces = _Pieces()
    at = start
    for gap in _GAP.finditer(marks, start, end):
        pieces.add(shown[at : gap.start()], at)
        _fill(pieces, source, marks, gap.span(), (start, end))
        at = gap.end()
    pieces.add(shown[at:end], at)
    return pieces.folded()


def _fill(pieces: _Pieces, source: str, marks: str, gap: tuple[int, int], bounds: tuple[int, int]) -> None:
    """Add what remains of a gap: a space or nothing for white space, and what the longer foldings become."""
    first, last = gap
    start, end = bounds
    last_cjk = first == start or _CJK_CHAR.match(source, first - 1) is not None  # the former drops leading space
    space: tuple[int, int] | None = None
    for at in range(first, last + 1):
        if at < last and marks[at] in _SPACES:
            space = (space[0] if space else at, at + 1)
            continue
        if at == end:
            return
        new = fold_char(source[at]) if at < last else ""
        if at < last and not new:
            continue
        cjk = _CJK_CHAR.match(source, at) is not None
        join = _line_end(source, *space, start) if space else None
        if join is _LineEnd.DIVIDES_WORD:
            pieces.drop_last()
        elif space and join is None and not (last_cjk or cjk):
            pieces.add(" ", *space)
        space, last_cjk = None, cjk
        if at < last:
            pieces.add(new, at, at + 1)


def _make_shown(source: str) -> tuple[str, str]:
    """Return ``source`` with all folded that folds one by one, and with marks for the rest; lengths stay.

    The marks are ``_SPACES`` for white space and ``_LONGER`` for what becomes nothing, or more than one character.
    """
    folded = {char: fold_char(char) for char in characters(source) if not ("!" <= char <= "~" or _is_common(char))}
    marks = source
    for char, new in folded.items():
        if new == " " and char != " ":
            marks = marks.replace(char, _WIDE)
    single = {char: new for char, new in folded.items() if len(new) == 1 and new != char}
    for char, new in folded.items():
        if len(new) != 1:
            marks = marks.replace(char, _LONGER)
    if _WIDE in marks:
        marks = _LONE_WIDE.sub(" ", marks)
    if single.keys().isdisjoint(single.values()):  # one after the other is as good as all at once, and faster
        shown = source
        for char, new in single.items():
            shown = shown.replace(char, new)
        return shown, marks
    return source.translate({ord(char): new for char, new in single.items()}), marks


def _is_common(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


# A document is asked for passage by passage; between its passages come short texts, each of them many times.
_shown_long = lru_cache(maxsize=4)(_make_shown)
_shown_short = lru_cache(maxsize=2048)(_make_shown)


def _shown(source: str) -> tuple[str, str]:
    return _shown_short(source) if len(source) <= SHORT else _shown_long(source)


class _LineEnd(Enum):
    """What a hyphen at a line end is: put there to divide a word, or part of a compound."""

    DIVIDES_WORD = "divides word"
    JOINS_WORDS = "joins words"


def _line_end(source: str, first: int, last: int, start: int) -> _LineEnd | None:
    """Tell what the hyphen before the white space ``first:last`` is, ``None`` if there is no hyphen and line end."""
    if first <= start or source[first - 1] not in _HYPHENS or source.count("\n", first, last) != 1:
        return None
    word = _WORD_BEFORE.search(source, max(start, first - _LONGEST_WORD), first)
    if not word or not source[last : last + 1].isalpha() or _CJK_CHAR.match(source, last):
        return None
    if source[first - 1] == _SOFT_HYPHEN or not source[last].islower() or word[1].lower() in _TAKE_HYPHEN:
        return _LineEnd.JOINS_WORDS
    return _LineEnd.DIVIDES_WORD


def lowered(text: str) -> str:
    """Return ``text`` in lower case with every character in its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def language_of(text: str) -> Language:
    """Return the language that ``text`` is said in; names and terms in the other script do not count.

    Chinese contracts are full of Latin names ("TikTok Shop", "ACoS"), English ones of company names in Chinese; but
    only English has "the", "of" and "shall".
    """
    han = _ideographs(text)
    if not han:
        return "en"
    words = len(_LATIN_WORD.findall(text))
    if han > 2 * words:
        return "zh"
    grammar = len(_ENGLISH_GRAMMAR.findall(text))
    return "en" if grammar >= max(2, words // 5) or 2 * han < words else "zh"


@lru_cache(maxsize=4)
def _has_ideographs(document: str) -> bool:
    return _HAN.search(document) is not None


def _ideographs(text: str) -> int:
    return 0 if text.isascii() else sum(map(len, _HANS.findall(text)))


@lru_cache(maxsize=4096)  # units and drafting ask for the same
def passages(text: str, start: int, end: int) -> tuple[tuple[int, int, Language], ...]:
    """Return the ranges that ``monolingual`` gives, each with its language."""
    if not _has_ideographs(text):
        return ((start, end, "en"),)
    return tuple((first, last, language_of(text[first:last])) for first, last in monolingual(text, start, end))


def monolingual(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of ``text[start:end]`` that are of one language, cutting between sentences only.

    A paragraph that says everything twice, first in Chinese and then in English, is two passages; one that only
    names a product or a company in the other script is one.
    """
    passage = text[start:end]
    if _ideographs(passage) < _SAYS_SOMETHING or len(_LATIN_WORD.findall(passage)) < _SAYS_SOMETHING:
        yield start, end
        return
    first, language = start, None
    for sentence in _SENTENCE.finditer(text, start, end):
        if len(sentence[0].strip()) < _SAYS_SOMETHING:
            continue
        now = language_of(sentence[0])
        if language not in (None, now):
            yield first, sentence.start()
            first = sentence.start()
        language = now
    yield first, end


def languages_of(text: str) -> tuple[Language, ...]:
    """Return the languages of a whole document, the main one first; a second one needs a real share of it."""
    return languages_in(plain_writing(text) if _HAN.search(text) else text)


def languages_in(text: str) -> tuple[Language, ...]:
    """Return the ``languages_of`` a text that is in plain writing already."""
    han = _ideographs(text)
    if not han:
        return ("en",) if _LATIN_WORD.search(text) else ()
    latin = 2 * len(_LATIN_WORD.findall(text))
    total = han + latin
    shares: list[tuple[float, Language]] = [(han / total, "zh"), (latin / total, "en")]
    return tuple(language for share, language in sorted(shares, reverse=True) if share >= 0.2)
