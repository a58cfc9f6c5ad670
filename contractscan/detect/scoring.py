"""From descriptions of sentences to a score for each category: one sum of weights for each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import numpy

from contractscan.detect.features import Description
from contractscan.detect.modelfile import Floats, Model

_AT_ONCE = 256  # sentences; bounds the memory that a long contract takes


class Scorer:
    """The weights of a model, ready for use."""

    def __init__(self, model: Model) -> None:
        self._vocabulary = vocabulary(model.names)
        self._weights = model.weights.astype(numpy.float32) * model.scale
        self._bias = model.bias

    def __call__(self, descriptions: Iterable[Description]) -> Floats:
        """Return the scores, sentences × categories; above 0 is more likely than not, as a rule."""
        rows = iter(descriptions)
        parts = []
        while some := list(islice(rows, _AT_ONCE)):
            ids, values, starts = sparse(some, self._vocabulary)
            scores = numpy.tile(self._bias, (len(some), 1))
            filled = numpy.flatnonzero(numpy.diff(starts))  # reduceat would take an empty row for its neighbour
            if len(filled):
                products = self._weights[ids] * values[:, None]
                scores[filled] += numpy.add.reduceat(products, starts[filled], axis=0)
            parts.append(scores)
        return numpy.concatenate(parts) if parts else numpy.zeros((0, len(self._bias)), numpy.float32)


def vocabulary(names: Sequence[Sequence[str]]) -> list[dict[str, int]]:
    """Return for each block the number of each name; they are counted through, block by block."""
    found, first = [], 0
    for block in names:
        found.append({name: first + i for i, name in enumerate(block)})
        first += len(block)
    return found


def sparse(
    descriptions: Iterable[Description], vocabulary: Sequence[Mapping[str, int]]
) -> tuple[numpy.ndarray, Floats, numpy.ndarray]:
    """Return the numbers of the known names, their values, and where each sentence starts (and the last ends)."""
    ids: list[int] = []
    values: list[float] = []
    starts = [0]
    shared: dict[tuple[int, frozenset[str]], list[int]] = {}  # a title or a heading stands above many sentences
    for description in descriptions:
        weights = description.weights()
        for block, (names, known) in enumerate(zip(description.names, vocabulary, strict=True)):
            if not names:
                continue
            if isinstance(names, frozenset):
                if (block, names) not in shared:
                    shared[block, names] = _numbers(names, known)
                here = shared[block, names]
            else:
                here = _numbers(names, known)
            ids += here
            values += [weights[block]] * len(here)
        starts.append(len(ids))
    return (
        numpy.array(ids, dtype=numpy.int64),
        numpy.array(values, dtype=numpy.float32),
        numpy.array(starts, dtype=numpy.int64),
    )


def _numbers(names: Iterable[str], known: Mapping[str, int]) -> list[int]:
    # In ascending order: floating-point sums must not depend on the order of a set.
    return sorted([known[name] for name in names if name in known])
