"""Reviewing labelled contracts: passages by category, found by rules, model and both; or answers by checklist item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from contractscan import parties, readers, structure
from contractscan.categories import categories
from contractscan.detect import detector
from contractscan.errors import ContractscanError
from contractscan.evaluate.answer_scores import score
from contractscan.evaluate.answer_tables import answer_tables
from contractscan.evaluate.answers import read_checklist
from contractscan.evaluate.labels import LabelError, read_cuad
from contractscan.evaluate.passages import Passage, by_subject, groups, of_rules, subject, together
from contractscan.evaluate.scores import tabulate
from contractscan.evaluate.tables import accuracy_table
from contractscan.match import Engine, units
from contractscan.model import Review, Sensitivity, Side
from contractscan.options import Options
from contractscan.review import review_file, rules_with
from contractscan.rules import load_rules

WAYS = ("rules", "model", "both")

Progress = Callable[[int, int], None]


def _quietly(_done: int, _of: int) -> None:
    return


def evaluate_cuad(labels_file: Path, texts: Path, sensitivity: Sensitivity, progress: Progress = _quietly) -> str:
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


def evaluate_checklist(
    labels: Path, texts: Sequence[Path], sensitivity: Sensitivity, progress: Progress = _quietly
) -> str:
    """Return the tables of answers for the labels in ``labels`` and the contracts in the folders ``texts``.

    A contract is the file that its labels name, or one of the same name in another format; the first folder that has
    one counts. It is reviewed for the brand, by the rules that ship, without a policy. What cannot be read has no
    answers, and is named above the tables. Raises ``LabelError`` for labels of another format, or without contracts.
    """
    book = rules_with()
    keys = read_checklist(labels, book.checklist)
    places = {name: place for name, key in keys.items() if (place := _contract(key.file, texts))}
    if not places:
        raise LabelError(f"{labels}: none of its contracts is in {', '.join(map(str, texts))}")
    reviews: dict[str, Review] = {}
    for number, (name, place) in enumerate(places.items(), 1):
        progress(number, len(places))
        try:
            reviews[name] = review_file(place, Options(side=Side.BRAND, sensitivity=sensitivity))
        except ContractscanError:
            continue  # its absence is told
    scores = score({name: keys[name] for name in places}, reviews, book)
    heads = [f"{len(places)} of {len(keys)} labelled contracts, reviewed for the brand."]
    for words, names in (("No such file", keys.keys() - places), ("Could not be read", places.keys() - reviews)):
        heads += [f"{words}: {', '.join(sorted(names))}."] if names else []
    return "\n".join((*heads, "", answer_tables(scores, [item.id for item in book.checklist.items])))


def _contract(file: str, folders: Iterable[Path]) -> Path | None:
    """Return the contract called ``file``, or else one of its stem, in the first of ``folders`` that has one."""
    for folder in folders:
        own = {path.name: path for path in sorted(folder.glob("*")) if path.is_file()}
        alike = [path for path in own.values() if path.stem == Path(file).stem]
        if file in own or alike:
            return own.get(file) or alike[0]
    return None
