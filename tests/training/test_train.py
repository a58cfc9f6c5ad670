"""Training: the same labelled contracts and seed give the same model file, and it finds what it was shown."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from contractscan.detect import Detector, Sensitivity
from contractscan.detect.modelfile import read_model
from tests.detect.agreement import read

pytest.importorskip("sklearn", reason="scikit-learn is only needed for training (the extra 'training')")

_LAW = "This Agreement shall be governed by the laws of {place}."
_RENEWAL = "This Agreement shall renew for successive terms of {number} years unless either party objects."
_OTHER = (
    "The Agency shall prepare the campaign for {place}.",
    "The Company shall pay each invoice within {number} days.",
    "The parties shall meet in {place} each quarter.",
)
_PLACES = ("Ohio", "Maine", "Utah", "Iowa", "Texas")


def write_contracts(folder: Path) -> None:
    """Write contracts with a clause on the law, every other one with a clause on renewal, and their labels."""
    (folder / "txt").mkdir(parents=True)
    labels: dict[str, dict[str, object]] = {}
    for number in range(15):
        place = _PLACES[number % len(_PLACES)]
        lines = [line.format(place=place, number=number) for line in (*_OTHER, _LAW)]
        if number % 2:
            lines.insert(2, _RENEWAL.format(place=place, number=number))
        text = "SERVICES AGREEMENT\n\n" + "\n\n".join(f"{i}. {line}" for i, line in enumerate(lines, 1)) + "\n"
        (folder / "txt" / f"c{number}.txt").write_text(text, encoding="utf-8")
        labels[f"c{number}"] = {
            name: {"answer": "yes" if key in text else "no", "spans": [_span(text, key)] if key in text else []}
            for name, key in (("Governing Law", "governed"), ("Renewal Term", "successive"))
        }
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")


def _span(text: str, key: str) -> dict[str, object]:
    start = text.rindex("This", 0, text.index(key))
    end = text.index(".", start) + 1
    return {"start": start, "end": end, "text": text[start:end]}


def train(data: Path, out: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Path:
    from training import train

    monkeypatch.setattr(sys, "argv", ["train", str(data), "--out", str(out), "--work", str(out / "work"), *options])
    train.main()
    return out / "clauses-en.npz"


def test_training_repeats_and_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_contracts(tmp_path / "data")
    first = train(tmp_path / "data", tmp_path / "first", monkeypatch)
    again = train(tmp_path / "data", tmp_path / "again", monkeypatch, "--no-cross-validation")
    assert first.read_bytes() == again.read_bytes()

    units, findings = read("SERVICES AGREEMENT\n\n1. This Agreement shall be governed by the laws of Nevada.\n")
    proposals = Detector(read_model(first), {}).propose(units, findings, Sensitivity.THOROUGH)
    assert [proposal.category for proposal in proposals] == ["Governing Law"]

    card = (tmp_path / "first" / "clauses-en.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in card
    assert "| Renewal Term | 7 |" in card
    assert (tmp_path / "first" / "clauses-en.svg").read_text(encoding="utf-8").startswith("<svg")
