"""From descriptions of sentences to a score for each category: one sum of weights for each sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy

from contractscan.detect.features import Description
from contractscan.detect.modelfile import Floats, Model


class Scorer:
    """The weights of a model, ready for use."""

    def __init__(self, model: Model) -> None:
        self._vocabulary = vocabulary(model.names)
        self._weights = model.weights.astype(numpy.float32) * model.scale
        self._bias = model.bias

    def __call__(self, descriptions: Sequence[Description]) -> Floats:
        """Return the scores, sentences × categories; above 0 is more likely than not, as a rule."""
        scores = numpy.tile(self._bias, (len(descriptions), 1))
        ids, values, starts = sparse(descriptions, self._vocabulary)
        filled = numpy.flatnonzero(numpy.diff(starts))  # reduceat would take an empty row for its neighbour
        if len(filled):
            products = self._weights[ids] * values[:, None]
            scores[filled] += numpy.add.reduceat(products, starts[filled], axis=0)
        return scores


def vocabulary(names: Sequence[Sequence[str]]) -> list[dict[str, int]]:
    """Return for each block the number of each name; they are counted through, block by block."""
    found, first = [], 0
    for block in names:
        found.append({name: first + i for i, name in enumerate(block)})
        first += len(block)
    return found


def sparse(
    descriptions: Sequence[Description], vocabulary: Sequence[Mapping[str, int]]
) -> tuple[numpy.ndarray, Floats, numpy.ndarray]:
    """Return the numbers of the known names, their values, and where each sentence starts (and the last ends)."""
    ids: list[int] = []
    values: list[float] = []
    starts = [0]
    for description in descriptions:
        for names, weight, known in zip(description.names, description.weights(), vocabulary, strict=True):
            # In ascending order: floating-point sums must not depend on the order of a set.
            here = sorted([known[name] for name in names & known.keys()])
            ids += here
            values += [weight] * len(here)
        starts.append(len(ids))
    return (
        numpy.array(ids, dtype=numpy.int64),
        numpy.array(values, dtype=numpy.float32),
        numpy.array(starts, dtype=numpy.int64),
    )
