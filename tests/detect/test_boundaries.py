"""Passages: runs of sentences that reach the threshold, joined where a lawyer would not part them."""

from __future__ import annotations

import numpy
import pytest

from contractscan.detect.passages import TRAITS, boundaries, join_logits, runs
from tests.detect.agreement import read

JOINED, PARTED = 1.0, -1.0


@pytest.mark.parametrize(
    ("scores", "joins", "slack", "found"),
    [
        ([0, 0, 0], [JOINED, JOINED], 0.0, []),
        ([0, 2, 0], [JOINED, JOINED], 0.0, [(1, 2)]),
        ([2, 2, 0], [JOINED, JOINED], 0.0, [(0, 2)]),
        ([2, 2, 0], [PARTED, JOINED], 0.0, [(0, 1), (1, 2)]),
        ([2, 0, 2], [JOINED, JOINED], 0.0, [(0, 1), (2, 3)]),
        ([0.8, 2, 0], [JOINED, JOINED], 0.3, [(0, 2)]),
        ([0.8, 2, 0], [PARTED, JOINED], 0.3, [(1, 2)]),
        ([0.8, 0.9, 0], [JOINED, JOINED], 0.3, []),
        ([2], [], 0.0, [(0, 1)]),
    ],
)
def test_runs(scores: list[float], joins: list[float], slack: float, found: list[tuple[int, int]]) -> None:
    assert list(runs(numpy.array(scores, "f4"), numpy.array(joins, "f4"), 1.0, slack)) == found


def test_every_boundary_has_its_traits() -> None:
    units, _ = read()
    traits = boundaries(units)
    assert traits.shape == (len(units) - 1, TRAITS)
    assert boundaries(units[:1]).shape == (0, TRAITS)


def test_a_category_may_join_more_readily_than_others() -> None:
    join = numpy.zeros(TRAITS + 2, "f4")
    join[-1] = 3.0
    assert join_logits(numpy.zeros((1, TRAITS), "f4"), join).tolist() == [[0.0, 3.0]]
