"""Cues: groups of words, and patterns, that a lawyer would look for; what the model is given to weigh.

They stand in the model file (``training/cues.yaml`` is their source), so that a model never meets other cues than
those that it was trained with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from contractscan.literals import WordIndex, needed

_WORD = re.compile(r"[a-z]+|\d+|[\ue000-\ue005]|[%$]")  # and the characters that stand for parties
_MOST_WORDS = 50_000  # remembered; a contract has some thousands
_SHORTEST, _LONGEST = 25, 1500  # characters of a sentence in which patterns are looked for; in less, there is none


def words(lowered: str) -> list[str]:
    """Return the words of a text in lower case: Latin words, numbers, marked parties, per cent and dollar signs."""
    return _WORD.findall(lowered)


_Term = tuple[list[str], int]  # the words behind the first, and the group


class Cues:
    """Groups of terms and patterns, ready to be looked for.

    ``groups`` are terms by the name of their group; a term is one or more words, each of which may end in ``*``
    for any ending. ``patterns`` are regular expressions by category. Raises ``re.error`` for a faulty one.
    """

    def __init__(self, groups: Mapping[str, Sequence[str]], patterns: Mapping[str, Sequence[str]]) -> None:
        self._names = tuple(groups)
        self._whole: dict[str, list[_Term]] = {}
        self._beginnings: list[tuple[str, _Term]] = []
        for at, terms in enumerate(groups.values()):
            for term in terms:
                first, *rest = term.split()
                if first.endswith("*"):
                    self._beginnings.append((first[:-1], (rest, at)))
                else:
                    self._whole.setdefault(first, []).append((rest, at))
        self._starting = lru_cache(maxsize=_MOST_WORDS)(self._terms_of)
        self._continued = lru_cache(maxsize=_MOST_WORDS)(self._terms_of_pair)
        self._patterns = [
            (f"{category}:{at}", re.compile(pattern))
            for category, own in patterns.items()
            for at, pattern in enumerate(own)
        ]
        self._index = WordIndex()
        for place, (_, pattern) in enumerate(self._patterns):
            self._index.add(needed(pattern.pattern, {}), 1 << place)
        self._pairs = {
            (a, b): f"{self._names[a]}&{self._names[b]}" for a, b in combinations(range(len(self._names)), 2)
        }

    def groups_in(self, text: Sequence[str]) -> list[int]:
        """Return the places of the groups of which a term stands in ``text`` (its words), in ascending order."""
        found: set[int] = set()
        for i, word in enumerate(text):
            alone, longer = self._starting(word)
            found |= alone
            if longer and i + 1 < len(text):
                done, longest = self._continued(word, text[i + 1])
                found |= done
                for rest, group in longest:
                    if len(rest) < len(text) - i and all(map(_is, text[i + 1 :], rest)):
                        found.add(group)
        return sorted(found)

    def named(self, own: Sequence[int], above: Sequence[int]) -> set[str]:
        """Return names for the groups in a sentence, in the headings ``above`` it, and for each pair of them."""
        names, pairs = self._names, self._pairs
        found = {names[group] for group in own}
        found.update([pairs[pair] for pair in combinations(own, 2)])
        for heading in above:
            prefix = names[heading] + ">"
            found.add(prefix)
            found.update([prefix + names[group] for group in own])
        return found

    def patterns_in(self, lowered: str) -> set[str]:
        """Return the names of the patterns that match in ``lowered``."""
        text = lowered[:_LONGEST]
        if len(text) < _SHORTEST:
            return set()
        called = self._index.called(text)
        found = set()
        while called:
            lowest = called & -called
            name, pattern = self._patterns[lowest.bit_length() - 1]
            if pattern.search(text):
                found.add(name)
            called ^= lowest
        return found

    def _terms_of(self, word: str) -> tuple[frozenset[int], tuple[_Term, ...]]:
        """Return the groups of ``word`` itself, and the longer terms that start with it."""
        terms = [*self._whole.get(word, ()), *(term for start, term in self._beginnings if word.startswith(start))]
        alone = frozenset(group for rest, group in terms if not rest)
        return alone, tuple(term for term in terms if term[0])

    def _terms_of_pair(self, word: str, behind: str) -> tuple[frozenset[int], tuple[_Term, ...]]:
        """Return the groups of the two words, and the longer terms that start with them."""
        terms = [(rest, group) for rest, group in self._starting(word)[1] if _is(behind, rest[0])]
        done = frozenset(group for rest, group in terms if len(rest) == 1)
        return done, tuple(term for term in terms if len(term[0]) > 1)


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
