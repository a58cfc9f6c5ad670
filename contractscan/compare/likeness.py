"""When two quotes are the same words: wherever they stand, however they are numbered, spaced and punctuated."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from contractscan.drafting.source import may_match, pattern
from contractscan.structure.markers import half_width, marker_at
from contractscan.text import fold
from contractscan.values.numerals import numbers

_REFERENCE, _NUMBER = "§", "#"
_REFERENCES = ("zh", "zh_decimal", "en")
# Spaces and punctuation say nothing; signs of amounts do.
_SILENT = re.compile(rf"[^\w%‰¥$€£{_REFERENCE}{_NUMBER}]+|_+")
_TOKEN = re.compile(r"[a-z]+|[^\sa-z]")
_LONGEST = 20_000  # characters of a quote that are looked at; no sentence is a tenth as long
_NESTED = 3  # clause numbers that one quote may begin with: "第三条 3.2 (a)"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What remains of a quote without its place: ``words`` with a sign for each number, and the numbers' values.

    Its own clause number and references to other clauses are neither words nor figures.
    """

    words: str
    figures: tuple[float, ...]

    def tokens(self) -> tuple[str, ...]:
        """The words one by one: Latin words, and every other character."""
        return tuple(_TOKEN.findall(self.words))


def likeness(quote: str) -> Likeness:
    """Return what remains of ``quote`` when it is moved, renumbered, or set anew."""
    return _likeness(quote[:_LONGEST])


@lru_cache(maxsize=1024)
def _likeness(quote: str) -> Likeness:
    text = _without_references(_without_number(fold(quote).text)).lower()
    words: list[str] = []
    figures: list[float] = []
    at = 0
    for number in numbers(text):
        words += (text[at : number.start], _NUMBER)
        figures.append(number.value)
        at = number.end
    words.append(text[at:])
    return Likeness(_SILENT.sub(" ", "".join(words)).strip(), tuple(figures))


def fingerprint(item: str, outcome: str, quote: str) -> str:
    """Return what names an answer wherever it stands and whatever its figures are: 16 hexadecimal digits."""
    words = "".join(likeness(quote).words.split())
    return hashlib.sha256("\n".join((item, outcome, words)).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def similarity(first: str, second: str) -> float:
    """Return how much of two quotes is the same, in 0..1: the share of their pairs of words that both have."""
    one, other = _pairs(first[:_LONGEST]), _pairs(second[:_LONGEST])
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


@lru_cache(maxsize=1024)
def _pairs(quote: str) -> Counter[tuple[str, str]]:
    tokens = likeness(quote).tokens()
    return Counter(zip(("", *tokens), (*tokens, ""), strict=True))


def _without_number(text: str) -> str:
    """Return ``text`` without the clause numbers that it begins with."""
    plain = half_width(text)
    at = 0
    for _ in range(_NESTED):
        marker = marker_at(plain, at, len(plain))
        if marker is None or marker.end >= len(text):
            break
        at = marker.end
    return text[at:]


def _without_references(text: str) -> str:
    """Return ``text`` with a sign for each reference to a clause of this contract; those to laws are words."""
    lowered = text.lower()
    for style in _REFERENCES:
        if not may_match(lowered, "references", style):
            continue
        pieces: list[str] = []
        at = 0
        for start, end in _references(text, style):
            pieces += (text[at:start], _REFERENCE)
            at = end
        text = "".join((*pieces, text[at:]))
    return text


def _references(text: str, style: str) -> Iterator[tuple[int, int]]:
    compiled = pattern("references", style)
    elsewhere = pattern("references", "elsewhere", "zh" if style.startswith("zh") else "en_before")
    at = 0
    while match := compiled.search(text, at):
        groups = match.groupdict()
        start = match.end("before") if "before" in groups else match.start()
        end = match.start("after") if "after" in groups else match.end()
        if elsewhere.search(text, max(0, start - 60), start) is None:
            yield start, end
        at = max(end, match.start() + 1)
