"""Folding: the form of the text that is matched, with a map back to the text as it was read.

Folding makes many writings of the same words alike (full and half width, Traditional and Simplified characters, line
breaks inside a sentence, spaces between Chinese characters, curly quotes) and never loses a position: each folded
character knows the source range it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from contractscan.model import Language
from contractscan.writing import plain_writing

# Ideographs, kana, CJK punctuation and full-width forms: where a line break between two of them means nothing.
_CJK = r"\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_CJK_CHAR = re.compile(f"[{_CJK}]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# Runs of what folds to itself (ASCII without space, common ideographs), and any other single character.
_RUN = re.compile(r"([!-~]+)|([\u4e00-\u9fff]+)|.", re.DOTALL)
_HAN_RUN = 2
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
    A word that is divided at a line end becomes whole, without the hyphen.
    """
    source = plain_writing(source)
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
        join = _line_end(source, *space, start) if space else None
        if join is _LineEnd.DIVIDES_WORD:
            text[-1] = text[-1][:-1]
            del starts[-1], ends[-1]
        elif space and join is None and not (last_cjk or cjk):
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


def language_of(text: str) -> Language:
    """Return the language that ``text`` is said in; names and terms in the other script do not count.

    Chinese contracts are full of Latin names ("TikTok Shop", "ACoS"), English ones of company names in Chinese; but
    only English has "the", "of" and "shall".
    """
    han = len(_HAN.findall(text))
    if not han:
        return "en"
    words = len(_LATIN_WORD.findall(text))
    if han > 2 * words:
        return "zh"
    grammar = len(_ENGLISH_GRAMMAR.findall(text))
    return "en" if grammar >= max(2, words // 5) or 2 * han < words else "zh"


def monolingual(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of ``text[start:end]`` that are of one language, cutting between sentences only.

    A paragraph that says everything twice, first in Chinese and then in English, is two passages; one that only
    names a product or a company in the other script is one.
    """
    passage = text[start:end]
    han, words = len(_HAN.findall(passage)), len(_LATIN_WORD.findall(passage))
    if han < _SAYS_SOMETHING or words < _SAYS_SOMETHING:
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
    if not _HAN.search(text):
        return ("en",) if _LATIN_WORD.search(text) else ()
    text = plain_writing(text)
    han = len(_HAN.findall(text))
    latin = 2 * len(_LATIN_WORD.findall(text))
    total = han + latin
    if not total:
        return ()
    shares: list[tuple[float, Language]] = [(han / total, "zh"), (latin / total, "en")]
    return tuple(language for share, language in sorted(shares, reverse=True) if share >= 0.2)
