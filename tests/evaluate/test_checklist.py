"""The command ``contractscan evaluate --format checklist``: answers labelled in the samples, tables out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from contractscan.cli import cli
from contractscan.evaluate.answers import read_checklist
from contractscan.evaluate.labels import LabelError
from contractscan.review import rules_with
from tests.detect.agreement import TEXT

LABELS: dict[str, dict[str, Any]] = {
    "co-op": {
        "file": "co-op-agreement.pdf",
        "items": {
            "non-compete": [
                {
                    "outcome": "binds-brand",
                    "quotes": ["Brand shall not take part in a co-funded marketing program for kitchen storage goods"],
                }
            ],
            "exclusive-appointment": [
                {"outcome": "brand-locked", "quotes": ["appoints Agency as its sole and exclusive advertising agency"]}
            ],
            # The labeller has mistaken this one: it is the brand that pays.
            "early-exit-cost": [{"outcome": "partner-pays", "quotes": ["If Brand terminates under Section 10.2"]}],
            "fees": [
                {
                    "outcome": "stated",
                    "quotes": ["a fixed management fee of $3,500 per month", "Brand shall pay Agency a share of"],
                }
            ],
        },
        "silent": ["language-precedence"],
    },
    "balanced": {
        "file": "balanced-代运营合同.docx",  # there as a PDF only
        "items": {
            "non-compete": [{"outcome": "expressly-none", "quotes": ["本合同不限制任何一方在沃尔玛"]}],
            "exclusive-appointment": [{"outcome": "non-exclusive", "quotes": ["3.1 本合同为非独家合作。"]}],
            "governing-law": [{"outcome": "stated", "quotes": ["争议由双方先行协商"], "sure": False}],
        },
        "silent": [],
    },
}


def write(folder: Path, labels: dict[str, dict[str, Any]]) -> Path:
    folder.mkdir(parents=True)
    for name, said in labels.items():
        (folder / f"{name}.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return folder


def evaluate(labels: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["evaluate", str(labels), "--format", "checklist", *options])


def test_the_samples_against_labels(tmp_path: Path, in_checkout: Path) -> None:
    done = evaluate(write(tmp_path / "labels", LABELS), "--texts", "samples")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("2 of 2 labelled contracts, reviewed for the brand.\n")
    assert "| non-compete | 2 | 1.00 | 1.00 | 1.00 | 1.00 | 0 | 0 |" in done.output
    assert "| exclusive-appointment | 2 | 1.00 | 1.00 | 1.00 | 1.00 | 0 | 0 |" in done.output
    # Two contracts answer these; one has a label, or none has.
    assert "| governing-law | 0.5 | 0.33 | 1.00 | 0.50 | 0.00 | 0 | 0 |" in done.output
    assert "| insurance | 0 | 0.00 | 0.00 | 0.00 | 0.00 | 0 | 0 |" in done.output
    assert "| early-exit-cost | 1 | 0.00 | 0.00 | 0.00 | 0.00 | 1 | 0 |" in done.output
    assert "Flipped (harmless for harmful, or the reverse): 1 (co-op early-exit-cost)." in done.output


def test_one_file_of_labels_will_do(tmp_path: Path, in_checkout: Path) -> None:
    labels = write(tmp_path / "labels", LABELS)
    done = evaluate(labels / "co-op.json", "--texts", "samples")
    assert done.output.startswith("1 of 1 labelled contracts")


def test_contracts_beside_the_labels_are_found_and_the_rest_is_named(tmp_path: Path) -> None:
    law = {"items": {"governing-law": [{"outcome": "stated", "quotes": ["the laws of the State of Ohio"]}]}}
    names = {"plain": "plain.txt", "original": "original.pdf", "broken": "broken.pdf", "gone": "../labels/gone.json"}
    labels = write(tmp_path / "labels", {name: {"file": file, **law} for name, file in names.items()})
    for folder in ("txt", "files"):
        (tmp_path / folder).mkdir()
    (tmp_path / "txt" / "plain.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "files" / "original.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "files" / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    done = evaluate(labels)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[:3] == [
        "3 of 4 labelled contracts, reviewed for the brand.",
        "No such file: gone.",
        "Could not be read: broken.",
    ]
    assert "| governing-law | 3 | 1.00 | 0.67 | 0.80 | 0.80 | 0 | 0 |" in done.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no labels by checklist item"),
        ("[]", "no labels by checklist item"),
        ('{"items": {}}', "no labels by checklist item"),
        ('{"file": "a.txt", "items": {"insurance": ["partner"]}}', "no labels by checklist item"),
        ('{"file": "a.txt", "items": {"insurance": [{"outcome": "partner", "quotes": "x"}]}}', "must be a list"),
        ('{"file": "a.txt", "items": {"insurence": []}}', "no item 'insurence'"),
        ('{"file": "a.txt", "items": {}, "silent": ["insurence"]}', "no item 'insurence'"),
        ('{"file": "a.txt", "items": {"insurance": [{"outcome": "high", "quotes": []}]}}', "no outcome 'high' of insu"),
    ],
)
def test_what_are_no_labels_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LabelError, match=said):
        read_checklist(path, rules_with().checklist)


def test_labels_without_contracts_are_refused(tmp_path: Path) -> None:
    done = evaluate(write(tmp_path / "labels", LABELS))
    assert isinstance(done.exception, LabelError)


def test_the_example_of_the_documentation_is_read(tmp_path: Path, in_checkout: Path) -> None:
    example = Path("docs/evaluate.md").read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]
    (tmp_path / "lantern.json").write_text(example, encoding="utf-8")
    key = read_checklist(tmp_path, rules_with().checklist)["lantern"]
    assert key.file == "lantern-agency.docx"
    assert [answer.sure for answer in key.answers("exclusive-appointment")] == [True, False]
