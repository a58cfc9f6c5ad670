"""Texts as numbers: which word stands where, and the runs of words that a text is made of."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Numbers = NDArray[numpy.int64]

_BREAK = "\n"  # between two texts; folded text has none inside
# Latin words, numbers, the characters that stand for parties, per cent and dollar signs.
_WORD = re.compile(rf"[a-z]+|\d+|[\ue000-\ue005]|[%$]|{_BREAK}")
_STEM = 7  # characters of a word: "terminat" for terminate, termination, terminated
_BITS = 21  # of the number of a symbol; a key holds three of them
_MOST = (1 << _BITS) - 1


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts in lower case: the i-th is ``distinct[ids[i]]``, and stands in text ``rows[i]``."""

    distinct: Sequence[str]
    ids: Numbers
    rows: Numbers

    def stems(self) -> list[str]:
        """Return what each of ``distinct`` begins with; numbers are all alike."""
        return ["0" if word.isdigit() else word[:_STEM] for word in self.distinct]


def words_of(texts: Iterable[str]) -> Words:
    """Return the words of ``texts``, which are in lower case."""
    places: defaultdict[str, int] = defaultdict()
    places.default_factory = places.__len__  # a new word gets the next number
    at_break = places[_BREAK]
    ids = numpy.array(list(map(places.__getitem__, _WORD.findall(_BREAK.join(texts)))), dtype=numpy.int64)
    is_break = ids == at_break
    return Words(list(places), ids[~is_break], numpy.cumsum(is_break)[~is_break])


class Symbols(dict[str, int]):
    """Numbers, from 1 on, for words and for the names of features; whatever has none yet gets the next.

    A *key* is the number of a feature: of a symbol, or of a run of two or three. ``base`` holds symbols that
    keep their numbers; it has no base itself, and is not added to. After ``2**21 - 1`` symbols, all further ones
    share the last number.
    """

    def __init__(self, names: Iterable[str] = (), base: Symbols | None = None) -> None:
        """``names``, all different, get the first numbers."""
        self._base: Mapping[str, int] = base if base is not None else {}
        super().__init__(zip(names, itertools.count(len(self._base) + 1)))  # counting has no end
        self._next = len(self._base) + len(self) + 1

    def __missing__(self, name: str) -> int:
        number = self._base.get(name)
        if number is None:
            number = self._next
            self._next = min(number + 1, _MOST)
        self[name] = number
        return number

    def keys_of(self, names: Sequence[str], longest: int) -> Numbers:
        """Return the keys of features by their ``names``: runs of up to ``longest`` symbols with blanks between."""
        if longest == 1:
            return numpy.array(list(map(self.__getitem__, names)), dtype=numpy.int64)
        lengths = numpy.array([name.count(" ") + 1 for name in names], dtype=numpy.int64)
        starts = numpy.cumsum(lengths) - lengths
        symbols = numpy.array(list(map(self.__getitem__, " ".join(names).split(" "))), dtype=numpy.int64)
        keys: Numbers = symbols[starts]
        for at in range(1, longest):
            longer = lengths > at
            keys[longer] = keys[longer] << _BITS | symbols[starts[longer] + at]
        return keys

    def names_of(self, keys: Iterable[int]) -> list[str]:
        """Return the names of the features with these ``keys``, as ``keys_of`` takes them."""
        spelled = {number: name for name, number in (*self._base.items(), *self.items())}
        return [
            " ".join(spelled[number] for shift in (2, 1, 0) if (number := key >> shift * _BITS & _MOST)) for key in keys
        ]


def runs_of(symbols: Numbers, rows: Numbers, longest: int) -> tuple[Numbers, Numbers]:
    """Return rows and keys of all runs of up to ``longest`` symbols; ``rows`` are ascending, no run leaves its row."""
    all_rows, all_keys = [rows], [symbols]
    keys = symbols
    for length in range(1, longest):
        within = rows[length:] == rows[:-length]
        keys = keys[:-1] << _BITS | symbols[length:]
        all_rows.append(rows[length:][within])
        all_keys.append(keys[within])
    return numpy.concatenate(all_rows), numpy.concatenate(all_keys)


def spans(starts: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers from each start on, as many as its count, all behind each other."""
    before = numpy.cumsum(counts) - counts
    return numpy.repeat(starts - before, counts) + numpy.arange(counts.sum())
