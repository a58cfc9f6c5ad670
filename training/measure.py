"""Write ``benchmarks/accuracy.md``: rules alone, model alone, and both, from the cross-validated predictions.

python -m training.measure DATA [--work FOLDER] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from contractscan.categories import categories
from contractscan.evaluate import tabulate
from contractscan.evaluate.passages import Passage, by_subject, groups, of_rules, subject, together
from contractscan.evaluate.tables import accuracy_table
from training.data import kept, read_labels

HERE = Path(__file__).resolve().parent
_HEAD = HERE / "accuracy.md"


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument("--out", type=Path, default=HERE.parent / "benchmarks" / "accuracy.md")
    options = parser.parse_args()
    items = {name: category.item for name, category in categories().items()}
    said, _ = read_labels(options.data)
    parts = [_HEAD.read_text(encoding="utf-8").format(contracts=len(said))]
    for kind, title in (("txt", "From plain text"), ("pdf", "From PDF")):
        contracts = kept(options.work / f"{kind}.pickle", options.data / kind, f".{kind}", sorted(said))
        labels = {c.name: by_subject(said[c.name], items) for c in contracts}
        subjects = sorted({name for own in labels.values() for name in own.passages})
        model = predictions(options.work / f"{kind}-balanced.jsonl", {c.name: c.text for c in contracts}, items)
        rules = {c.name: of_rules(c.findings, items) for c in contracts}
        both = {name: together(rules[name], model.get(name, [])) for name in rules}
        tables = {
            way: tabulate(labels, {name: [p.found() for p in own] for name, own in of.items()}, subjects)
            for way, of in (("rules", rules), ("model", model), ("both", both))
        }
        parts.append(f"## {title}\n\n{accuracy_table(tables, groups(labels.values(), items))}")
    options.out.write_text("\n".join(parts), encoding="utf-8")


def predictions(path: Path, texts: dict[str, str], items: dict[str, str | None]) -> dict[str, list[Passage]]:
    """Read cross-validated predictions, by subject and with their places in ``texts``."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        found[said["contract"]] = own = []
        for finding in said["findings"]:
            start = finding.get("start", texts[said["contract"]].find(finding["text"]))
            own.append(
                Passage(subject(finding["category"], items), start, start + len(finding["text"]), finding["text"])
            )
    return found


if __name__ == "__main__":
    main()
