"""From descriptions of sentences to a score for each category: one sum of weights for each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy

from contractscan.detect.features import BLOCKS, RUNS, Bags, Description
from contractscan.detect.modelfile import Floats, Model
from contractscan.detect.words import Numbers, Symbols

_BEYOND = numpy.iinfo(numpy.int64).max  # no key is as large


@dataclass(frozen=True, slots=True)
class Known:
    """The features of bags that a vocabulary has: those of the i-th bag are ``numbers[starts[i]:starts[i + 1]]``."""

    numbers: Numbers
    starts: Numbers


class Vocabulary:
    """The features of a model, numbered through, block by block in the order of their names."""

    def __init__(self, names: Sequence[Sequence[str]], symbols: Symbols) -> None:
        """``names`` are those of each of ``BLOCKS``; what they are made of is added to ``symbols``."""
        self._blocks: dict[str, tuple[Numbers, Numbers]] = {}
        first = 0
        for block, own in zip(BLOCKS, names, strict=True):
            keys = numpy.append(symbols.keys_of(own, RUNS.get(block, 1)), _BEYOND)
            order = numpy.argsort(keys)
            self._blocks[block] = keys[order], order + first
            first += len(own)

    def known(self, block: str, bags: Bags) -> Known:
        """Return the numbers of those features of ``bags`` that the vocabulary has in ``block``."""
        keys, numbers = self._blocks[block]
        at = numpy.searchsorted(keys, bags.keys)
        there = keys[at] == bags.keys
        rows = bags.rows[there]
        order = numpy.argsort(rows.astype(numpy.uint16), kind="stable")  # numpy is quickest with short numbers
        starts = numpy.searchsorted(rows[order], numpy.arange(len(bags.sizes) + 1))
        return Known(numbers[at[there]][order], starts)


class Scorer:
    """The weights of a model, ready for use; ``symbols`` are those that descriptions are made with."""

    def __init__(self, model: Model, symbols: Symbols) -> None:
        self._vocabulary = Vocabulary(model.names, symbols)
        self._weights = model.weights.astype(numpy.float32) * model.scale
        self._bias = model.bias

    def __call__(self, descriptions: Iterable[Description]) -> Floats:
        """Return the scores, sentences × categories; above 0 is more likely than not, as a rule."""
        parts = [self._score(description) for description in descriptions]
        return numpy.concatenate(parts) if parts else numpy.zeros((0, len(self._bias)), numpy.float32)

    def _score(self, description: Description) -> Floats:
        scores = numpy.tile(self._bias, (len(description["own"].bag_of), 1))
        for name, block in description.items():
            known = self._vocabulary.known(name, block.bags)
            has = block.bag_of >= 0
            sums = self._sums(known) * block.weights[:, None].astype(numpy.float32)
            scores[has] += sums[block.bag_of[has]]
        return scores

    def _sums(self, known: Known) -> Floats:
        """Return the sum of the weights in each bag, bags × categories."""
        sums = numpy.zeros((len(known.starts) - 1, len(self._bias)), numpy.float32)
        filled = numpy.flatnonzero(numpy.diff(known.starts))  # reduceat would take an empty bag for its neighbour
        if len(filled):
            sums[filled] = numpy.add.reduceat(self._weights[known.numbers], known.starts[filled], axis=0)
        return sums
