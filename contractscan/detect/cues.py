"""Cues: groups of words, and patterns, that a lawyer would look for; what the model is given to weigh.

They stand in the model file (``training/cues.yaml`` is their source), so that a model never meets other cues than
those that it was trained with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy
from numpy.typing import NDArray

from contractscan.detect.words import Numbers, Words, spans
from contractscan.literals import WordIndex, needed

_MOST_WORDS = 50_000  # remembered; a contract has some thousands
_SHORTEST, _LONGEST = 25, 1500  # characters of a sentence in which patterns are looked for; in less, there is none

_Term = tuple[list[str], int]  # the words behind the first, and the group


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of which a term stands in a text, in ascending order.

    Those of the i-th text are ``counts[i]`` of ``found``, from ``starts[i]`` on.
    """

    found: Numbers
    starts: Numbers
    counts: Numbers


class Cues:
    """Groups of terms and patterns, ready to be looked for.

    ``groups`` are terms by the name of their group; a term is one or more words, each of which may end in ``*``
    for any ending. ``patterns`` are regular expressions by category. Raises ``re.error`` for a faulty one.
    """

    def __init__(self, groups: Mapping[str, Sequence[str]], patterns: Mapping[str, Sequence[str]]) -> None:
        own = tuple(groups)
        self._size = len(own)
        self.names = (
            *own,
            *(f"{a}&{b}" for a in own for b in own),
            *(f"{above}>" for above in own),
            *(f"{above}>{group}" for above in own for group in own),
        )
        """The names of the features that ``features`` tells, by their numbers."""
        self._terms: dict[str, list[_Term]] = {}  # by their first words
        for at, terms in enumerate(groups.values()):
            for term in terms:
                first, *rest = term.split()
                self._terms.setdefault(first, []).append((rest, at))
        self._starting = lru_cache(maxsize=_MOST_WORDS)(self._terms_of)
        self._continued = lru_cache(maxsize=_MOST_WORDS)(self._terms_of_pair)
        self.pattern_names = tuple(f"{category}:{at}" for category, own in patterns.items() for at in range(len(own)))
        """The names of the patterns, by their numbers."""
        self._patterns = [re.compile(pattern) for own in patterns.values() for pattern in own]
        self._index = WordIndex()
        for place, pattern in enumerate(self._patterns):
            self._index.add(needed(pattern.pattern, {}), 1 << place)

    def groups_in(self, words: Words, rows: Numbers, texts: int) -> Groups:
        """Return the groups in each of so many texts; ``rows`` says in which text each of the ``words`` stands."""
        has = numpy.zeros((texts, self._size), dtype=bool)
        ids, distinct = words.ids, words.distinct
        alone = [self._starting(word) for word in distinct]
        _note(has, rows, ids, [groups for groups, _ in alone])
        # Words of which longer terms begin, in pairs with the words behind them: most pairs stand there repeatedly.
        begins = numpy.array([bool(longer) for _, longer in alone], dtype=bool)
        at = numpy.flatnonzero(begins[ids[:-1]] & (rows[1:] == rows[:-1]))
        pairs, which = numpy.unique(ids[at] * len(distinct) + ids[at + 1], return_inverse=True)
        continued = [
            self._continued(distinct[first], distinct[second])
            for first, second in zip((pairs // len(distinct)).tolist(), (pairs % len(distinct)).tolist(), strict=True)
        ]
        _note(has, rows[at], which, [groups for groups, _ in continued])
        longest = numpy.array([bool(longer) for _, longer in continued], dtype=bool)
        for place in numpy.flatnonzero(longest[which]).tolist():
            first = int(at[place])
            for rest, group in continued[which[place]][1]:
                behind = slice(first + 1, first + 1 + len(rest))
                if (
                    len(rows[behind]) == len(rest)
                    and rows[behind][-1] == rows[first]
                    and all(map(_is, [distinct[word] for word in ids[behind].tolist()], rest))
                ):
                    has[rows[first], group] = True
        counts = has.sum(axis=1)
        return Groups(numpy.nonzero(has)[1], numpy.cumsum(counts) - counts, counts)

    def features(self, own: Groups, above: Groups, heading: Numbers) -> tuple[Numbers, Numbers]:
        """Return rows and numbers of features: the groups in a text, those above it, each pair, each with each above.

        ``own`` are the groups in the texts, ``above`` those in headings, ``heading`` is that of each text.
        """
        size, found = self._size, own.found
        rows = numpy.repeat(numpy.arange(len(own.counts)), own.counts)
        ends = (own.starts + own.counts)[rows]
        places = numpy.arange(len(found))
        behind = ends - places - 1  # groups of the same text
        second = found[spans(places + 1, behind)]
        over = above.found[spans(above.starts[heading], above.counts[heading])]
        each = above.counts[heading][rows]
        beneath = above.found[spans(above.starts[heading][rows], each)]
        return (
            numpy.concatenate(
                [
                    rows,
                    numpy.repeat(rows, behind),
                    numpy.repeat(numpy.arange(len(heading)), above.counts[heading]),
                    numpy.repeat(rows, each),
                ]
            ),
            numpy.concatenate(
                [
                    found,
                    size + numpy.repeat(found, behind) * size + second,
                    size + size**2 + over,
                    size + size**2 + size + beneath * size + numpy.repeat(found, each),
                ]
            ),
        )

    def patterns_in(self, lowered: str) -> list[int]:
        """Return the numbers of the patterns that match in ``lowered``, in ascending order."""
        text = lowered[:_LONGEST]
        if len(text) < _SHORTEST:
            return []
        called = self._index.called(text)
        found = []
        while called:
            lowest = called & -called
            number = lowest.bit_length() - 1
            if self._patterns[number].search(text):
                found.append(number)
            called ^= lowest
        return found

    def _terms_of(self, word: str) -> tuple[frozenset[int], Mapping[str, list[_Term]]]:
        """Return the groups of ``word`` itself, and the longer terms that start with it, by their second words."""
        alone: set[int] = set()
        longer: dict[str, list[_Term]] = {}
        for spelled in _spellings(word):
            for rest, group in self._terms.get(spelled, ()):
                if rest:
                    longer.setdefault(rest[0], []).append((rest, group))
                else:
                    alone.add(group)
        return frozenset(alone), longer

    def _terms_of_pair(self, word: str, behind: str) -> tuple[frozenset[int], tuple[_Term, ...]]:
        """Return the groups of the two words, and the longer terms that start with them."""
        by_second = self._starting(word)[1]
        terms = [term for spelled in _spellings(behind) for term in by_second.get(spelled, ())]
        done = frozenset(group for rest, group in terms if len(rest) == 1)
        return done, tuple(term for term in terms if len(term[0]) > 1)


def _spellings(word: str) -> Iterator[str]:
    """Yield all that a term may say for ``word``: itself, or a beginning of it with "*"."""
    yield word
    for end in range(1, len(word) + 1):
        yield word[:end] + "*"


def _note(has: NDArray[numpy.bool_], rows: Numbers, which: Numbers, groups: Sequence[frozenset[int]]) -> None:
    """Mark in ``has`` (texts × groups) the ``groups`` of ``which[i]`` for the text ``rows[i]``."""
    counts = numpy.array([len(each) for each in groups], dtype=numpy.int64)
    flat = numpy.array([group for each in groups for group in each], dtype=numpy.int64)
    here = counts[which]
    has[numpy.repeat(rows, here), flat[spans((numpy.cumsum(counts) - counts)[which], here)]] = True


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
