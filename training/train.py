"""Train the clause detector, cross-validate it over contracts, and write the model file and its card.

    python -m training.train DATA [--out FOLDER] [--work FOLDER] [--seed N] [--no-cross-validation]

DATA holds ``labels.json`` and ``txt/`` (and, to be measured on as well, ``pdf/``) in the format of CUAD v1. Nothing is
fetched. The same data and seed give the same model file, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# One thread: sums must not depend on how many cores there are. Before numpy, which reads it when it is loaded.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import numpy

from contractscan.detect import Model, Sensitivity, read_cues
from contractscan.detect.cues import Cues
from contractscan.detect.detector import MODEL
from contractscan.detect.passages import join_logits, runs
from contractscan.evaluate.labels import Labels, words_of
from training.card import write_card
from training.data import Contract, Sentences, dump, kept, names_of, read_labels, sentences, targets
from training.fit import Counter, Linear, calibrate, fit_joins, fit_linear, fit_thresholds

OUTER, INNER = 5, 8
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that a fit needs, for all contracts."""

    contracts: Sequence[Contract]
    sentences: Sentences
    marked: numpy.ndarray
    passage: numpy.ndarray
    counter: Counter


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is learned from some of the contracts."""

    linear: Linear
    join: numpy.ndarray
    thresholds: numpy.ndarray
    calibration: numpy.ndarray


def main() -> None:
    """Run the training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=HERE.parent / "models")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="predictions, measures, contracts as read")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-cross-validation", dest="measure", action="store_false", help="only write the model")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)

    groups, patterns = read_cues(HERE / "cues.yaml")
    cues = Cues(groups, patterns)
    labels, categories = read_labels(options.data)
    contracts = kept(options.work / "txt.pickle", options.data / "txt", ".txt", sorted(labels))
    names = names_of(contracts, cues)
    data = prepare(contracts, labels, categories, names, cues)
    everything = list(range(len(contracts)))

    outer = split(everything, OUTER, options.seed)
    scores = numpy.zeros(data.marked.shape, dtype=numpy.float32)
    joins = numpy.zeros_like(scores)
    measured = []
    pdf = kept(options.work / "pdf.pickle", options.data / "pdf", ".pdf", sorted(labels)) if options.measure else []
    told = {"txt": {}, "pdf": {}}
    for number, test in enumerate(outer):
        train = [c for c in everything if c not in set(test)]
        linear, join = fit_on(data, train, options.seed)
        rows = rows_of(data, test)
        scores[rows] = linear.scores(data.sentences.features[rows])
        joins[rows] = join_logits(data.sentences.joins[rows], join)
        if not options.measure:
            continue
        inner_scores, inner_joins = numpy.zeros_like(scores), numpy.zeros_like(scores)
        for part in split(train, INNER, options.seed + 1 + number):
            own, own_join = fit_on(data, [c for c in train if c not in set(part)], options.seed)
            inside = rows_of(data, part)
            inner_scores[inside] = own.scores(data.sentences.features[inside])
            inner_joins[inside] = join_logits(data.sentences.joins[inside], own_join)
        thresholds, calibration = decide(data, inner_scores, inner_joins, train)
        fitted = Fitted(linear, join, thresholds, calibration)
        for contract in test:
            own_rows = rows_of(data, [contract])
            for level in Sensitivity:
                made = propose(scores[own_rows], joins[own_rows], contracts[contract], categories, fitted, level)
                told["txt"].setdefault(level, {})[contracts[contract].name] = made
        tested = {contracts[c].name for c in test}
        for contract in (c for c in pdf if c.name in tested):
            seen = sentences([contract], names, cues)
            own_scores, own_joins = linear.scores(seen.features), join_logits(seen.joins, join)
            for level in Sensitivity:
                made = propose(own_scores, own_joins, contract, categories, fitted, level)
                # The places are those of another text.
                plain = [{k: v for k, v in said.items() if k not in ("start", "end")} for said in made]
                told["pdf"].setdefault(level, {})[contract.name] = plain
        measured += list(passages(data, scores, joins, test, thresholds[-1], calibration))
        print(f"fold {number + 1} of {OUTER}", flush=True)

    for kind, by_level in told.items():
        for level, found in by_level.items():
            dump(options.work / f"{kind}-{level}.jsonl", found)
    thresholds, calibration = decide(data, scores, joins, everything)
    linear, join = fit_on(data, everything, options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    model = compact(Fitted(linear, join, thresholds, calibration), categories, names, groups, patterns)
    model.write(options.out / MODEL)
    if options.measure:
        numbers = [(float(p), bool(right)) for _, _, right, p in measured]
        (options.work / "reliability.json").write_text(json.dumps(numbers), encoding="utf-8")
        features = sum(map(len, model.names))
        write_card(options.out, options.work, labels, categories, numbers, options.out / MODEL, features)


def prepare(
    contracts: Sequence[Contract],
    labels: dict[str, Labels],
    categories: Sequence[str],
    names: Sequence[Sequence[str]],
    cues: Cues,
) -> Data:
    """Return the contracts as numbers, with their labels."""
    marked, passage = targets(contracts, labels, categories)
    counter = Counter(
        words=[[words_of(c.text[unit.start : unit.end]) for unit in c.units] for c in contracts],
        gold=[[tuple(g.words for g in labels[c.name].passages.get(k, ())) for k in categories] for c in contracts],
        present=numpy.array([[k in labels[c.name].present for k in categories] for c in contracts]),
        seen={},
    )
    return Data(contracts, sentences(contracts, names, cues), marked, passage, counter)


def split(contracts: Sequence[int], parts: int, seed: int) -> list[list[int]]:
    """Return the contracts in so many parts, drawn at random."""
    shuffled = list(contracts)
    random.Random(seed).shuffle(shuffled)  # noqa: S311  # statistics, not secrets
    return [sorted(shuffled[i::parts]) for i in range(parts)]


def rows_of(data: Data, contracts: Sequence[int]) -> numpy.ndarray:
    """Return the rows of the units of ``contracts``."""
    starts = data.sentences.starts
    return numpy.concatenate([numpy.arange(starts[c], starts[c + 1]) for c in contracts])


def fit_on(data: Data, contracts: Sequence[int], seed: int) -> tuple[Linear, numpy.ndarray]:
    """Fit the linear model and the joins on ``contracts``."""
    rows = rows_of(data, contracts)
    marked = data.marked[rows]
    linear = fit_linear(data.sentences.features[rows], marked, seed)
    return linear, fit_joins(data.sentences.joins[rows], marked, data.passage[rows], data.sentences.contract[rows])


def decide(
    data: Data, scores: numpy.ndarray, joins: numpy.ndarray, contracts: Sequence[int]
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Return thresholds and calibration from scores by models that had not seen ``contracts``."""
    thresholds = fit_thresholds(scores, joins, data.sentences.starts, contracts, data.counter)
    nothing = numpy.zeros((2, scores.shape[1]))
    seen = list(passages(data, scores, joins, contracts, thresholds[-1], nothing))
    category, score, right, _ = numpy.array(seen, dtype=float).reshape(-1, 4).T
    return thresholds, calibrate(score, right, category, scores.shape[1])


def passages(
    data: Data,
    scores: numpy.ndarray,
    joins: numpy.ndarray,
    contracts: Sequence[int],
    threshold: numpy.ndarray,
    calibration: numpy.ndarray,
) -> Iterator[tuple[int, float, bool, float]]:
    """Yield category, score, whether its best sentence is marked, and probability, of each passage proposed."""
    for contract in contracts:
        rows = rows_of(data, [contract])
        for at in range(scores.shape[1]):
            own = scores[rows, at]
            for first, end in runs(own, joins[rows, at], *threshold[:, at].tolist()):
                best = first + int(own[first:end].argmax())
                slope, shift = calibration[:, at]
                yield (
                    at,
                    float(own[best]),
                    bool(data.marked[rows[best], at]),
                    float(_sigmoid(slope * own[best] + shift)),
                )


def propose(
    scores: numpy.ndarray,
    joins: numpy.ndarray,
    contract: Contract,
    categories: Sequence[str],
    fitted: Fitted,
    sensitivity: Sensitivity,
) -> list[dict[str, object]]:
    """Return what is proposed for a contract, as predictions are written."""
    level = list(Sensitivity).index(sensitivity)
    found = []
    for at, category in enumerate(categories):
        slope, shift = fitted.calibration[:, at]
        for first, end in runs(scores[:, at], joins[:, at], *fitted.thresholds[level, :, at].tolist()):
            start, stop = contract.units[first].start, contract.units[end - 1].end
            found.append(
                {
                    "category": category,
                    "start": start,
                    "end": stop,
                    "text": contract.text[start:stop],
                    "score": round(float(_sigmoid(slope * scores[first:end, at].max() + shift)), 4),
                }
            )
    return found


def compact(
    fitted: Fitted,
    categories: Sequence[str],
    names: Sequence[Sequence[str]],
    groups: dict[str, list[str]],
    patterns: dict[str, list[str]],
) -> Model:
    """Return the model with eight bits a weight, and only those features that have one."""
    scale = numpy.maximum(numpy.abs(fitted.linear.weights).max(axis=0), 1e-6).astype(numpy.float32) / 127
    weights = numpy.round(fitted.linear.weights / scale).astype(numpy.int8)
    used = weights.any(axis=1)
    kept_names, first = [], 0
    for block in names:
        kept_names.append(
            tuple(name for name, keep in zip(block, used[first : first + len(block)], strict=True) if keep)
        )
        first += len(block)
    return Model(
        categories=tuple(categories),
        names=tuple(kept_names),
        weights=weights[used],
        scale=scale,
        bias=fitted.linear.bias,
        join=fitted.join,
        calibration=fitted.calibration,
        thresholds=fitted.thresholds,
        groups=groups,
        patterns=patterns,
    )


def _sigmoid(x: float) -> float:
    return float(1 / (1 + numpy.exp(-x)))


if __name__ == "__main__":
    main()
