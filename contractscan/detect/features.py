"""What the model is told about a sentence: its words, its context, its cues, and what the rules found in it.

Features are names in blocks. A block of a sentence is a set of names, weighed by one number so that long sentences
do not outshout short ones. Training and detection both go through ``describe``: there is no second way.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from contractscan.detect.cues import Cues, words
from contractscan.match import Unit
from contractscan.model import Finding

_STEM = 7  # characters of a word: "terminat" for terminate, termination, terminated
_TITLE_UNITS, _TITLE_WORDS = 3, 40
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
_COUNTED = frozenset({"patterns", "patterns_before", "patterns_after"})  # each counts in full, however many
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Description:
    """One sentence as the model sees it: for each of ``BLOCKS``, in that order, its names and their weight."""

    names: tuple[frozenset[str] | set[str], ...]

    def weights(self) -> list[float]:
        """Return the weight of the names of each block."""
        return [
            scale if block in _COUNTED else scale / sqrt(len(names) or 1)
            for (block, scale), names in zip(BLOCKS.items(), self.names, strict=True)
        ]


def describe(units: Sequence[Unit], findings: Iterable[Finding], cues: Cues) -> Iterator[Description]:
    """Yield a description of each of ``units``, which are all those of a document."""
    hits = _hits(units, findings)
    own_words = [words(unit.lowered[unit.lead :]) for unit in units]
    texts = [_stems(text) for text in own_words]
    title = frozenset([word for text in texts[:_TITLE_UNITS] for word in text][:_TITLE_WORDS])
    headings: dict[str, tuple[frozenset[str], list[int]]] = {}
    singles = [set(text) for text in texts]
    patterns = [cues.patterns_in(unit.lowered) for unit in units]
    last = len(units) - 1
    for i, unit in enumerate(units):
        if unit.heading not in headings:
            above = words(unit.heading.lower())
            headings[unit.heading] = frozenset(_runs(_stems(above), 2)), cues.groups_in(above)
        heading, above_groups = headings[unit.heading]
        lead_words = words(unit.lowered[: unit.lead]) if unit.lead else []
        traits = {f"concept {name}" for name in unit.concepts}
        traits.update([f"above {name}" for name in unit.heading_concepts])
        traits.update(hits[i])
        traits.update((f"kind {unit.kind}", f"length {len(texts[i]).bit_length()}", f"tenth {10 * i // len(units)}"))
        cue_names = cues.named(cues.groups_in(lead_words + own_words[i]), above_groups)
        yield Description(
            (
                _runs(texts[i], 3),
                _runs(_stems(lead_words), 2),
                heading,
                traits,
                title,
                singles[i - 1] if i else _NOTHING,
                singles[i + 1] if i < last else _NOTHING,
                cue_names,
                patterns[i],
                patterns[i - 1] if i else _NOTHING,
                patterns[i + 1] if i < last else _NOTHING,
            )
        )


def _hits(units: Sequence[Unit], findings: Iterable[Finding]) -> list[set[str]]:
    """Return for each unit the items and outcomes that the rules found in it."""
    hits: list[set[str]] = [set() for _ in units]
    at: dict[int, list[int]] = {}
    for i, unit in enumerate(units):
        at.setdefault(unit.start, []).append(i)
    for finding in findings:
        for i in at.get(finding.start, ()):
            hits[i].update((f"item {finding.item}", f"outcome {finding.item} {finding.outcome}"))
    return hits


def _stems(text: Iterable[str]) -> list[str]:
    return ["0" if word.isdigit() else word[:_STEM] for word in text]


def _runs(text: Sequence[str], longest: int) -> set[str]:
    """Return the runs of up to ``longest`` words (at most three)."""
    found = set(text)
    if longest > 1:
        found.update(map(" ".join, itertools.pairwise(text)))
    if longest > 2:
        found.update(map(" ".join, zip(text, text[1:], text[2:], strict=False)))
    return found
