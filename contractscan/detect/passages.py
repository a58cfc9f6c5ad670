"""From sentences to passages: which neighbours belong to one clause, as a lawyer would mark it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import numpy

from contractscan.detect.modelfile import Floats
from contractscan.match import Unit, UnitKind

_ITEM = re.compile(r"\W*\(?(?:[a-z]{1,4}|\d{1,4})[.)]", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\b(?:and|or)$")
_SHORT, _LONG = 40, 600  # characters
TRAITS = 18


def boundaries(units: Sequence[Unit]) -> Floats:
    """Return the traits of the boundary behind each unit but the last: (len(units) - 1) × ``TRAITS``."""
    rows = [_traits(a, b) for a, b in itertools.pairwise(units)]
    return numpy.array(rows, dtype=numpy.float32).reshape(-1, TRAITS)


def _traits(a: Unit, b: Unit) -> list[float]:
    before, behind = a.text.text[a.lead :].rstrip(), b.text.text[b.lead :]
    return [
        a.block == b.block,
        a.clause == b.clause,
        before.endswith("."),
        before.endswith(";"),
        before.endswith(":"),
        before.endswith(","),
        not before.endswith((".", ";", ":", ",")),
        _CONJUNCTION.search(before) is not None,
        _ITEM.match(before) is not None,
        _ITEM.match(behind) is not None,
        behind[:1].islower(),
        a.lead > 0,
        b.lead > 0,
        a.kind is UnitKind.HEADING,
        min(len(before), _LONG) / _LONG,
        min(len(behind), _LONG) / _LONG,
        len(before) < _SHORT,
        1.0,
    ]


def join_logits(traits: Floats, join: Floats) -> Floats:
    """Return how far two neighbours of a category belong together, boundaries × categories; above 0 they do."""
    return (traits @ join[:TRAITS])[:, None] + join[TRAITS:]


def runs(scores: Floats, joins: Floats, threshold: float, slack: float) -> Iterator[tuple[int, int]]:
    """Yield the passages of one category as ranges of units.

    A passage is a run of sentences, joined at each boundary, that reach ``threshold`` - ``slack``; one of them must
    reach ``threshold``.
    """
    inside = numpy.flatnonzero(scores >= threshold - slack)
    if not len(inside):
        return
    breaks = numpy.flatnonzero((numpy.diff(inside) > 1) | (joins[inside[:-1]] < 0))
    for first, last in zip(
        inside[numpy.r_[0, breaks + 1]].tolist(), inside[numpy.r_[breaks, len(inside) - 1]].tolist(), strict=True
    ):
        if scores[first : last + 1].max() >= threshold:
            yield first, last + 1
