"""Fitting: a linear model for each category over sentences, the joins between them, thresholds, calibration."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from contractscan.detect.passages import TRAITS, runs
from contractscan.evaluate.scores import Cell

FEATURES = 4000  # for each category: those that tell most, by chi-square
STRENGTH = 0.25  # C of the support vector machine
_COMMON = 6.0  # a feature of one sentence in e^6 (about 400) keeps its weight; a commoner one loses, a rarer one gains
_JOIN_OFFSET = 1.5  # how freely a category departs from the others where sentences join


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights for the features (v × n) and the bias (n)."""

    weights: numpy.ndarray
    bias: numpy.ndarray

    def scores(self, features: sparse.csr_matrix) -> numpy.ndarray:
        """Return the score of each sentence in each category."""
        return (features @ self.weights + self.bias).astype(numpy.float32)


def fit_linear(features: sparse.csr_matrix, marked: numpy.ndarray, seed: int) -> Linear:
    """Fit a linear model for each category."""
    present = features.copy()
    present.data[:] = 1.0
    with_feature = numpy.asarray(present.sum(axis=0)).ravel()
    both = present.T @ marked.astype(numpy.float32)
    rarity = numpy.sqrt(numpy.log(len(marked) / (1 + with_feature)).clip(0) / _COMMON).astype(numpy.float32)
    columns_of = (features @ sparse.diags(rarity)).tocsc()
    weights = numpy.zeros((features.shape[1], marked.shape[1]), dtype=numpy.float32)
    bias = numpy.full(marked.shape[1], -1.0, dtype=numpy.float32)
    for at in range(marked.shape[1]):
        if not marked[:, at].any():
            continue
        columns = _telling(both[:, at], with_feature, int(marked[:, at].sum()), len(marked))
        machine = LinearSVC(C=STRENGTH, max_iter=500, tol=1e-2, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(columns_of[:, columns].tocsr(), marked[:, at])
        weights[columns, at] = machine.coef_[0] * rarity[columns]
        bias[at] = machine.intercept_[0]
    return Linear(weights, bias)


def _telling(both: numpy.ndarray, with_feature: numpy.ndarray, positive: int, size: int) -> numpy.ndarray:
    """Return the features that tell most about a category, by the chi-square of a 2 × 2 table."""
    a, b = both.astype(float), with_feature - both
    c, d = positive - a, size - positive - b
    chi = size * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d) + 1e-9)
    return numpy.sort(numpy.argsort(-chi, kind="stable")[:FEATURES])


def fit_joins(
    traits: numpy.ndarray, marked: numpy.ndarray, passage: numpy.ndarray, contract: numpy.ndarray
) -> numpy.ndarray:
    """Fit whether two neighbours, both marked with a category, belong to the same passage (see ``Model.join``)."""
    n = marked.shape[1]
    pairs = marked[:-1] & marked[1:] & (contract[:-1] == contract[1:])[:, None]
    rows, columns = numpy.nonzero(pairs)
    same = passage[rows, columns] == passage[rows + 1, columns]
    if same.all() or not same.any():
        return numpy.zeros(TRAITS + n, dtype=numpy.float32)
    offsets = numpy.eye(n, dtype=numpy.float32)[columns] * _JOIN_OFFSET
    fitted = LogisticRegression(C=1.0, max_iter=1000, fit_intercept=False).fit(
        numpy.hstack([traits[rows], offsets]), same
    )
    join = fitted.coef_[0].astype(numpy.float32)
    join[TRAITS:] *= _JOIN_OFFSET
    return join


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts cells from runs of units, and remembers them. ``words`` are those of each unit."""

    words: Sequence[Sequence[frozenset[str]]]
    gold: Sequence[Sequence[tuple[tuple[frozenset[str], ...], ...]]]
    present: numpy.ndarray
    seen: dict[tuple[int, int, tuple[tuple[int, int], ...]], Cell]

    def cell(self, contract: int, category: int, found: tuple[tuple[int, int], ...]) -> Cell:
        """Return the counts of a contract and category for which the units ``found`` are proposed."""
        key = (contract, category, found)
        if key not in self.seen:
            self.seen[key] = self._cell(*key)
        return self.seen[key]

    def _cell(self, contract: int, category: int, found: tuple[tuple[int, int], ...]) -> Cell:
        present, gold = bool(self.present[contract, category]), self.gold[contract][category]
        here = (int(present), int(bool(found)), int(present and bool(found)))
        if present and not gold:
            return Cell(*here)
        sets = [frozenset().union(*self.words[contract][first:end]) for first, end in found]
        meets = [[any(_half(words, other) for words in alternatives) for other in sets] for alternatives in gold]
        apt = sum(any(row[i] for row in meets) for i in range(len(sets)))
        return Cell(*here, len(gold), sum(map(any, meets)), len(sets), apt)


def _half(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and len(a & b) >= 0.5 * len(a | b)


GRID = numpy.round(numpy.arange(-1.2, 0.41, 0.075), 3)
SLACKS = (0.0, 0.15, 0.3)
BETAS = (0.5, 1.0, 2.0)  # strict, balanced, thorough: how much recall counts against precision


def fit_thresholds(
    scores: numpy.ndarray, joins: numpy.ndarray, starts: numpy.ndarray, contracts: Sequence[int], counter: Counter
) -> numpy.ndarray:
    """Return for each sensitivity the threshold and the slack of each category (3 × 2 × n).

    The best by the mean of F-beta over contracts and F-beta over passages, smoothed along the thresholds, on scores
    from models that had not seen the contracts.
    """
    n = scores.shape[1]
    best = numpy.zeros((len(BETAS), 2, n), dtype=numpy.float32)
    for at in range(n):
        sums = numpy.array(
            [
                [
                    numpy.sum([proposed(scores, joins, starts, c, at, t, slack, counter) for c in contracts], axis=0)
                    for t in GRID
                ]
                for slack in SLACKS
            ],
            dtype=float,
        )
        for level, beta in enumerate(BETAS):
            value = (_f_beta(sums[..., [2, 1, 2, 0]], beta) + _f_beta(sums[..., [6, 5, 4, 3]], beta)) / 2
            padded = numpy.pad(value, ((0, 0), (1, 1)), mode="edge")
            smooth = 0.25 * padded[:, :-2] + 0.5 * padded[:, 1:-1] + 0.25 * padded[:, 2:]
            slack, place = numpy.unravel_index(int(smooth.argmax()), smooth.shape)
            best[level, :, at] = GRID[place], SLACKS[slack]
    return best


def proposed(
    scores: numpy.ndarray,
    joins: numpy.ndarray,
    starts: numpy.ndarray,
    contract: int,
    category: int,
    threshold: float,
    slack: float,
    counter: Counter,
) -> Cell:
    """Return the counts for what is proposed for a contract and category at a threshold."""
    own = slice(starts[contract], starts[contract + 1])
    found = tuple(runs(scores[own, category], joins[own, category], threshold, slack))
    return counter.cell(contract, category, found)


def _f_beta(counts: numpy.ndarray, beta: float) -> numpy.ndarray:
    apt, found, met, gold = numpy.moveaxis(counts, -1, 0)
    precision, recall = apt / numpy.maximum(found, 1), met / numpy.maximum(gold, 1)
    return (1 + beta**2) * precision * recall / numpy.maximum(beta**2 * precision + recall, 1e-9)


def calibrate(score: numpy.ndarray, right: numpy.ndarray, category: numpy.ndarray, n: int) -> numpy.ndarray:
    """Return slope and shift of each category (2 × n): the probability that a passage of this score is right.

    Fitted for all categories together, and then for each as far from that as its own passages warrant.
    """
    slope, shift = _platt(score, right, (4.0, 0.0), 1e-3)
    own = [_platt(score[category == at], right[category == at], (slope, shift), 3.0) for at in range(n)]
    return numpy.array(own, dtype=numpy.float32).T


def _platt(score: numpy.ndarray, right: numpy.ndarray, prior: tuple[float, float], pull: float) -> tuple[float, float]:
    """Fit sigmoid(slope · score + shift) by Newton's method, pulled towards ``prior``."""
    design = numpy.column_stack([score, numpy.ones(len(score))]).astype(float)
    start = numpy.array(prior)
    solution = start.copy()
    for _ in range(50):
        p = 1 / (1 + numpy.exp(-numpy.clip(design @ solution, -30, 30)))
        gradient = design.T @ (p - right) + pull * (solution - start)
        hessian = (design * (p * (1 - p))[:, None]).T @ design + (pull + 1e-6) * numpy.eye(2)
        step = numpy.linalg.solve(hessian, gradient)
        solution -= step * min(1.0, 2.0 / max(1e-9, float(numpy.abs(step).max())))
    return max(0.1, float(solution[0])), float(solution[1])
