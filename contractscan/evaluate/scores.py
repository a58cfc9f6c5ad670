"""Counting and F1: is a category in a contract at all, and are its passages found.

A passage is found if the words of something found and its own overlap by half (Jaccard).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from contractscan.evaluate.labels import Gold, Labels, words_of

_ENOUGH = 0.5


class Found(NamedTuple):
    """A passage that a reviewer proposes for a category."""

    category: str
    text: str


class Cell(NamedTuple):
    """The counts for one contract and category, or a sum of them.

    ``present``/``claimed``/``right``: contracts that have the category, that are said to have it, and both.
    ``gold``/``met``: passages marked, and those of them found. ``found``/``apt``: passages proposed, and those of
    them that meet a marked one.
    """

    present: int = 0
    claimed: int = 0
    right: int = 0
    gold: int = 0
    met: int = 0
    found: int = 0
    apt: int = 0

    def plus(self, other: Cell) -> Cell:
        """Return the sum of two cells."""
        return Cell(*(a + b for a, b in zip(self, other, strict=True)))


class F1(NamedTuple):
    """Precision, recall and their harmonic mean; each is 0 where it has no denominator."""

    precision: float
    recall: float
    f1: float


Table = Mapping[str, Mapping[str, Cell]]  # by contract, by category


def cell(gold: Sequence[Gold], *, present: bool, found: Sequence[str]) -> Cell:
    """Return the counts for one contract and category; ``found`` are the texts proposed."""
    proposed = [words_of(text) for text in dict.fromkeys(found)]
    claimed = bool(proposed)
    here = (int(present), int(claimed), int(present and claimed))
    if present and not gold:  # said to be there, but not where: counts for the contract only
        return Cell(*here)
    meets = [
        [any(_jaccard(words, other) >= _ENOUGH for words in passage.words) for other in proposed] for passage in gold
    ]
    return Cell(
        *here,
        gold=len(gold),
        met=sum(any(row) for row in meets),
        found=len(proposed),
        apt=sum(any(row[i] for row in meets) for i in range(len(proposed))),
    )


def tabulate(labels: Mapping[str, Labels], found: Mapping[str, Sequence[Found]], categories: Sequence[str]) -> Table:
    """Return the counts for every contract of ``labels``; what is not in ``found`` was found to have nothing."""
    table = {}
    for contract, said in labels.items():
        texts: dict[str, list[str]] = {category: [] for category in categories}
        for passage in found.get(contract, ()):
            if passage.category in texts:
                texts[passage.category].append(passage.text)
        table[contract] = {
            category: cell(said.passages.get(category, ()), present=category in said.present, found=texts[category])
            for category in categories
        }
    return table


def total(table: Table, category: str, contracts: Sequence[str] | None = None) -> Cell:
    """Return the sum over ``contracts`` (a contract may stand there twice), or over all."""
    cells = [table[contract][category] for contract in (table if contracts is None else contracts)]
    return Cell(*map(sum, zip(*cells, strict=True))) if cells else Cell()


def by_contract(counts: Cell) -> F1:
    """Return how well it is told whether a category is in a contract at all."""
    return f1(counts.right, counts.claimed, counts.right, counts.present)


def by_passage(counts: Cell) -> F1:
    """Return how well the passages are found."""
    return f1(counts.apt, counts.found, counts.met, counts.gold)


def macro(
    table: Table, categories: Sequence[str], view: Callable[[Cell], F1], contracts: Sequence[str] | None = None
) -> float:
    """Return the mean F1 over those categories that some contract has."""
    sums = [total(table, category, contracts) for category in categories]
    values = [view(counts).f1 for counts in sums if counts.present]
    return sum(values) / len(values) if values else 0.0


def interval(
    contracts: Iterable[str], value: Callable[[Sequence[str]], float], rounds: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % interval of ``value`` (of contracts) when ``contracts`` are drawn again with replacement."""
    drawn = random.Random(seed)  # noqa: S311  # statistics, not secrets
    names = sorted(contracts)
    values = sorted(value(drawn.choices(names, k=len(names))) for _ in range(rounds))
    return values[int(0.025 * rounds)], values[min(rounds - 1, int(0.975 * rounds))]


def f1(apt: float, found: float, met: float, gold: float) -> F1:
    """Return the scores where ``apt`` of what was ``found`` is right, and ``met`` of what is there (``gold``) found."""
    precision = apt / found if found else 0.0
    recall = met / gold if gold else 0.0
    both = precision + recall
    return F1(precision, recall, 2 * precision * recall / both if both else 0.0)


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0
