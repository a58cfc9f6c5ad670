"""Reviewing a folder of labelled contracts with rules, with the model, and with both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from contractscan import parties, readers, structure
from contractscan.categories import categories
from contractscan.detect import detector
from contractscan.evaluate.labels import LabelError, read_cuad
from contractscan.evaluate.passages import Passage, by_subject, groups, of_rules, subject, together
from contractscan.evaluate.scores import tabulate
from contractscan.evaluate.tables import accuracy_table
from contractscan.match import Engine, units
from contractscan.model import Sensitivity
from contractscan.rules import load_rules

WAYS = ("rules", "model", "both")


def evaluate_cuad(
    labels_file: Path, texts: Path, sensitivity: Sensitivity, progress: Callable[[int, int], None] = lambda i, n: None
) -> str:
    """Return the accuracy tables for the labels of ``labels_file`` and the texts ``NAME.txt`` in ``texts``.

    Raises ``LabelError`` for labels of another format, or without texts; ``ReadError`` for a text that cannot be read.
    """
    items = {name: category.item for name, category in categories().items()}
    try:
        paths = {path.stem: path for path in sorted(texts.glob("*.txt"))}
        plain = {name: path.read_bytes().decode("utf-8") for name, path in paths.items()}
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{texts}: {error}") from None
    labels = {name: by_subject(said, items) for name, said in read_cuad(labels_file, plain).items()}
    if not labels:
        raise LabelError(f"{labels_file}: none of its contracts has a text in {texts}")
    engine, model = Engine(load_rules()), detector()
    found: dict[str, dict[str, list[Passage]]] = {way: {} for way in WAYS}
    for number, name in enumerate(labels, 1):
        progress(number, len(labels))
        document = readers.read(paths[name])
        outline = structure.outline(document)
        parts = units(document, outline, parties.identify(document, outline), engine.pipelines)
        findings = engine.match(document, parts).findings
        by_rules = of_rules(findings, items)
        by_model = [
            Passage(subject(p.category, items), p.start, p.end, document.text[p.start : p.end])
            for p in model.propose(parts, findings, sensitivity)
        ]
        for way, passages in zip(WAYS, (by_rules, by_model, together(by_rules, by_model)), strict=True):
            found[way][name] = passages
    subjects = sorted({name for said in labels.values() for name in said.passages})
    tables = {
        way: tabulate(labels, {name: [p.found() for p in passages] for name, passages in of.items()}, subjects)
        for way, of in found.items()
    }
    return accuracy_table(tables, groups(labels.values(), items))
