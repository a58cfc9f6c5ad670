"""What the model is told about a sentence: its words, its context, its cues, and what the rules found in it.

Features come in blocks. A block gives a sentence a *bag*, a set of features, weighed by one number so that long
sentences do not outshout short ones; a bag may be shared, as that of a heading is by all that stands under it.
Training and detection both go through ``describe``: there is no second way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy

from contractscan.detect.cues import Cues
from contractscan.detect.words import Numbers, Symbols, Words, runs_of, words_of
from contractscan.match import Unit, UnitKind
from contractscan.model import Finding

_TITLE_UNITS, _TITLE_WORDS = 3, 40
_AT_ONCE = 512  # sentences; bounds the memory that a long contract takes
# How much a block weighs against a sentence's own words. Chosen by cross-validation, coarsely.
BLOCKS: Mapping[str, float] = {
    "own": 1.4,
    "lead": 0.8,
    "heading": 0.5,
    "traits": 1.0,
    "title": 0.6,
    "before": 0.5,
    "after": 0.6,
    "cues": 1.0,
    "patterns": 0.35,
    "patterns_before": 0.2,
    "patterns_after": 0.1,
}
RUNS: Mapping[str, int] = {"own": 3, "lead": 2, "heading": 2}
"""The words of the longest run that is a feature of a block; in the other blocks, every feature is one symbol."""
_COUNTED = frozenset({"patterns", "patterns_before", "patterns_after"})  # each counts in full, however many


@dataclass(frozen=True, slots=True)
class Bags:
    """Sets of features by their keys (see ``Symbols``): bag ``rows[i]`` holds ``keys[i]``, and no pair comes twice.

    They are in the order of the keys, then of the bags. ``sizes`` is how many features each bag holds.
    """

    rows: Numbers
    keys: Numbers
    sizes: Numbers


@dataclass(frozen=True, slots=True)
class Block:
    """What a block says of some sentences: bags, the weight of each bag, and which one each sentence has (-1: none)."""

    bags: Bags
    weights: numpy.ndarray
    bag_of: Numbers


Description = Mapping[str, Block]
"""Some sentences behind each other as the model sees them, by the name of the block."""


def symbols_for(cues: Cues) -> Symbols:
    """Return the symbols that ``describe`` relies on for ``cues``."""
    return Symbols((*cues.names, *cues.pattern_names))


def describe(units: Sequence[Unit], findings: Iterable[Finding], cues: Cues, symbols: Symbols) -> Iterator[Description]:
    """Yield descriptions of all ``units`` of a document, in order, some at once.

    ``symbols`` are those of ``symbols_for`` with more of one's own; the words of the document are added to them.
    """
    title = _title(units, symbols)
    traits = _traits(units, findings, symbols)
    for first in range(0, len(units), _AT_ONCE):
        # What stands before and behind is read as well.
        before, end = max(first - 1, 0), min(first + _AT_ONCE, len(units))
        near = slice(before, end + 1)
        at = numpy.arange(first, end) - before
        yield _describe(units[near], traits[near], at, title, cues, symbols)


def _describe(
    units: Sequence[Unit], traits: Sequence[list[int]], at: Numbers, title: Bags, cues: Cues, symbols: Symbols
) -> Description:
    """Describe the ``units`` at the places ``at``."""
    count = len(units)
    words = words_of(text for unit in units for text in (unit.said[: unit.lead], unit.said[unit.lead :]))
    rows, is_own = words.rows // 2, words.rows % 2 == 1
    stems = _stems(words, symbols)
    singles = _bags(rows[is_own], stems[is_own], count)
    lengths = [
        symbols[f"length {size.bit_length()}"] for size in numpy.bincount(rows[is_own], minlength=count).tolist()
    ]
    headings = {heading: number for number, heading in enumerate(dict.fromkeys(unit.heading for unit in units))}
    above = words_of(heading.lower() for heading in headings)
    heading_of = numpy.array([headings[unit.heading] for unit in units])
    groups = cues.groups_in(words, rows, count), cues.groups_in(above, above.rows, len(headings))
    cue_rows, cue_numbers = cues.features(*groups, heading_of)
    beyond = len(cues.names) + 1
    patterns = _listed([[beyond + number for number in cues.patterns_in(unit.said)] for unit in units])
    before, after = at - 1, numpy.where(at + 1 < count, at + 1, -1)
    bags = {
        "own": (_bags(*runs_of(stems[is_own], rows[is_own], RUNS["own"]), count), at),
        "lead": (_bags(*runs_of(stems[~is_own], rows[~is_own], RUNS["lead"]), count), at),
        "heading": (
            _bags(*runs_of(_stems(above, symbols), above.rows, RUNS["heading"]), len(headings)),
            heading_of[at],
        ),
        "traits": (_listed([[*own, length] for own, length in zip(traits, lengths, strict=True)]), at),
        "title": (title, numpy.zeros_like(at)),
        "before": (singles, before),
        "after": (singles, after),
        "cues": (_bags(cue_rows, cue_numbers + 1, count), at),
        "patterns": (patterns, at),
        "patterns_before": (patterns, before),
        "patterns_after": (patterns, after),
    }
    return {
        block: Block(own, numpy.full(len(own.sizes), scale) if block in _COUNTED else scale / _root(own.sizes), bag_of)
        for (block, scale), (own, bag_of) in zip(BLOCKS.items(), bags.values(), strict=True)
    }


def _root(sizes: Numbers) -> numpy.ndarray:
    return numpy.sqrt(numpy.maximum(sizes, 1))


def _stems(words: Words, symbols: Symbols) -> Numbers:
    """Return the symbol of each of ``words``."""
    return numpy.array([symbols[stem] for stem in words.stems()], dtype=numpy.int64)[words.ids]


def _bags(rows: Numbers, keys: Numbers, count: int) -> Bags:
    """Return ``count`` bags; the ``rows`` of the same key are ascending."""
    order = numpy.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]
    new = numpy.ones(len(keys), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    rows, keys = rows[new], keys[new]
    return Bags(rows, keys, numpy.bincount(rows, minlength=count))


def _listed(bags: Sequence[Sequence[int]]) -> Bags:
    keys = numpy.array([key for bag in bags for key in bag], dtype=numpy.int64)
    return _bags(numpy.repeat(numpy.arange(len(bags)), [len(bag) for bag in bags]), keys, len(bags))


def _title(units: Sequence[Unit], symbols: Symbols) -> Bags:
    words = words_of(unit.said[unit.lead :] for unit in units[:_TITLE_UNITS])
    keys = _stems(words, symbols)[:_TITLE_WORDS]
    return _bags(numpy.zeros_like(keys), keys, 1)


def _traits(units: Sequence[Unit], findings: Iterable[Finding], symbols: Symbols) -> list[list[int]]:
    """Return traits of each unit: what it speaks of, what the rules found in it, what it is, and where it stands."""
    hits: dict[int, list[int]] = {}
    for finding in findings:
        found = hits.setdefault(finding.start, [])
        found += (symbols[f"item {finding.item}"], symbols[f"outcome {finding.item} {finding.outcome}"])
    concepts = frozenset().union(*(unit.concepts | unit.heading_concepts for unit in units))
    spoken = {name: symbols[f"concept {name}"] for name in concepts}
    above = {name: symbols[f"above {name}"] for name in concepts}
    kinds = {kind: symbols[f"kind {kind}"] for kind in UnitKind}
    tenths = [symbols[f"tenth {tenth}"] for tenth in range(10)]
    return [
        [
            *map(spoken.__getitem__, unit.concepts),
            *map(above.__getitem__, unit.heading_concepts),
            *hits.get(unit.start, ()),
            kinds[unit.kind],
            tenths[10 * i // len(units)],
        ]
        for i, unit in enumerate(units)
    ]
