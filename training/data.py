"""The contracts as the detector sees them, with the labels of their sentences. Nothing is fetched."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from scipy import sparse

from contractscan import parties, readers, structure
from contractscan.detect.cues import Cues
from contractscan.detect.features import BLOCKS, Description, describe, symbols_for
from contractscan.detect.passages import boundaries
from contractscan.detect.scoring import Vocabulary
from contractscan.detect.words import Symbols, spans
from contractscan.evaluate import Labels, read_cuad
from contractscan.match import Engine, Unit, units
from contractscan.model import Finding
from contractscan.rules import load_rules

NOT_CLAUSES = frozenset({"Parties", "Effective Date", "Expiration Date"})
# A name of a feature must stand in so many contracts.
FEWEST = dict.fromkeys(BLOCKS, 4) | {"heading": 3, "traits": 3}


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as it was read: its text, its English units, and what the rules found in it."""

    name: str
    text: str
    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """All units of all contracts, as numbers. ``contract`` is that of each row; ``starts`` is where each begins.

    ``joins`` has a row for each unit: the boundary behind it (zeros for the last of a contract).
    """

    features: sparse.csr_matrix
    contract: numpy.ndarray
    starts: numpy.ndarray
    joins: numpy.ndarray


def read_contracts(folder: Path, suffix: str, names: Sequence[str]) -> list[Contract]:
    """Read the contracts ``names`` in ``folder``; those that are not there are left out."""
    engine = Engine(load_rules())
    found = []
    for name in names:
        path = folder / f"{name}{suffix}"
        if not path.exists():
            continue
        document = readers.read(path)
        outline = structure.outline(document)
        sides = parties.identify(document, outline)
        parts = units(document, outline, sides, engine.pipelines)
        findings = engine.match(document, parts).findings
        found.append(Contract(name, document.text, tuple(u for u in parts if u.language == "en"), findings))
    return found


def kept(place: Path, folder: Path, suffix: str, names: Sequence[str]) -> list[Contract]:
    """Return ``read_contracts``, from ``place`` (a file of our own making) where it was read before."""
    if place.exists():
        return pickle.loads(place.read_bytes())  # noqa: S301  # written below, by this very script
    contracts = read_contracts(folder, suffix, names)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(pickle.dumps(contracts))
    return contracts


def read_labels(folder: Path) -> tuple[dict[str, Labels], list[str]]:
    """Return the labels of the contracts in ``folder``, and the categories of clauses."""
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in sorted((folder / "txt").glob("*.txt"))}
    labels = read_cuad(folder / "labels.json", texts)
    categories = sorted({name for said in labels.values() for name in said.passages} - NOT_CLAUSES)
    return labels, categories


def names_of(contracts: Sequence[Contract], cues: Cues) -> list[list[str]]:
    """Return for each block the names that stand in enough contracts, in order."""
    symbols = symbols_for(cues)
    counts: dict[str, Counter[int]] = {block: Counter() for block in BLOCKS}
    for contract in contracts:
        seen: dict[str, set[int]] = {block: set() for block in BLOCKS}
        for description in describe(contract.units, contract.findings, cues, symbols):
            for name, block in description.items():
                there = numpy.isin(block.bags.rows, block.bag_of)
                seen[name].update(block.bags.keys[there].tolist())
        for name, keys in seen.items():
            counts[name].update(keys)
    return [
        sorted(symbols.names_of(key for key, count in counts[block].items() if count >= fewest))
        for block, fewest in FEWEST.items()
    ]


def sentences(contracts: Sequence[Contract], names: Sequence[Sequence[str]], cues: Cues) -> Sentences:
    """Return the units of ``contracts`` as numbers."""
    symbols = symbols_for(cues)
    vocabulary = Vocabulary(names, symbols)
    width = sum(map(len, names))
    rows, joins = [], []
    for contract in contracts:
        descriptions = describe(contract.units, contract.findings, cues, Symbols(base=symbols))
        rows += [_matrix(description, vocabulary, width) for description in descriptions]
        traits = boundaries(contract.units)
        joins.append(numpy.vstack([traits, numpy.zeros((1, traits.shape[1]), traits.dtype)]))
    sizes = [len(contract.units) for contract in contracts]
    return Sentences(
        features=sparse.vstack(rows).tocsr(),
        contract=numpy.repeat(numpy.arange(len(contracts)), sizes),
        starts=numpy.concatenate([[0], numpy.cumsum(sizes)]),
        joins=numpy.vstack(joins),
    )


def _matrix(description: Description, vocabulary: Vocabulary, width: int) -> sparse.csr_matrix:
    """Return the sentences of ``description`` × the features of ``vocabulary``, each with the weight of its bag."""
    rows, numbers, values = [], [], []
    for name, block in description.items():
        known = vocabulary.known(name, block.bags)
        has = numpy.flatnonzero(block.bag_of >= 0)
        bag = block.bag_of[has]
        counts = numpy.diff(known.starts)[bag]
        rows.append(numpy.repeat(has, counts))
        numbers.append(known.numbers[spans(known.starts[bag], counts)])
        values.append(numpy.repeat(block.weights[bag], counts).astype(numpy.float32))
    places = numpy.concatenate(rows), numpy.concatenate(numbers)
    return sparse.csr_matrix((numpy.concatenate(values), places), shape=(len(description["own"].bag_of), width))


def targets(
    contracts: Sequence[Contract], labels: Mapping[str, Labels], categories: Sequence[str]
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Return which units are marked, and with which passage: two arrays units × categories (-1: none).

    A unit is marked if a piece of a passage covers half of it, or it half of a piece.
    """
    marked, passage = [], []
    for contract in contracts:
        start = numpy.array([unit.start for unit in contract.units])
        end = numpy.array([unit.end for unit in contract.units])
        length = numpy.maximum(1, end - start)
        yes = numpy.zeros((len(start), len(categories)), dtype=bool)
        which = numpy.full((len(start), len(categories)), -1)
        for at, category in enumerate(categories):
            covered = numpy.zeros(len(start))
            most = numpy.zeros(len(start))
            for number, gold in enumerate(labels[contract.name].passages.get(category, ())):
                for first, last in gold.ranges:
                    shared = numpy.clip(numpy.minimum(end, last) - numpy.maximum(start, first), 0, None)
                    yes[:, at] |= shared / numpy.minimum(length, max(1, last - first)) >= 0.5
                    covered += shared
                    which[shared > most, at] = number
                    most = numpy.maximum(most, shared)
            yes[:, at] |= covered / length >= 0.5
        marked.append(yes)
        passage.append(which)
    return numpy.vstack(marked), numpy.vstack(passage)


def dump(path: Path, found: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Write predictions, a line for each contract."""
    lines = [json.dumps({"contract": name, "findings": list(found[name])}) for name in sorted(found)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
