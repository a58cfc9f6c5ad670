"""From sentences to passages: which neighbours belong to one clause, as a lawyer would mark it."""

from __future__ import annotations

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
    texts = [unit.text.text[unit.lead :] for unit in units]
    stripped = [text.rstrip() for text in texts]
    block = numpy.array([unit.block for unit in units])
    clause = numpy.array([unit.clause.index if unit.clause else -1 for unit in units])
    last = numpy.array([text[-1:] for text in stripped], dtype="U1")
    stops = [last == stop for stop in ".;:,"]
    conjunction = numpy.array([_CONJUNCTION.search(text) is not None for text in stripped])
    item = numpy.array([_ITEM.match(text) is not None for text in texts])
    small = numpy.array([text[:1].islower() for text in texts])
    leads = numpy.array([unit.lead > 0 for unit in units])
    heading = numpy.array([unit.kind is UnitKind.HEADING for unit in units])
    size = numpy.array([len(text) for text in texts])
    stripped_size = numpy.array([len(text) for text in stripped])
    traits = (
        block[:-1] == block[1:],
        clause[:-1] == clause[1:],
        *(stop[:-1] for stop in stops),
        ~numpy.any(stops, axis=0)[:-1],
        conjunction[:-1],
        item[:-1],
        item[1:],
        small[1:],
        leads[:-1],
        leads[1:],
        heading[:-1],
        numpy.minimum(stripped_size[:-1], _LONG) / _LONG,
        numpy.minimum(size[1:], _LONG) / _LONG,
        stripped_size[:-1] < _SHORT,
        numpy.ones(len(units) - 1),
    )
    return numpy.stack(traits, axis=1).astype(numpy.float32)


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
