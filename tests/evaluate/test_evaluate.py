"""The command ``contractscan evaluate``: labels and texts in, tables out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from contractscan.cli import cli
from contractscan.evaluate.labels import LabelError, read_cuad
from tests.detect.agreement import TEXT


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    (tmp_path / "txt").mkdir()
    (tmp_path / "txt" / "harbour.txt").write_text(TEXT, encoding="utf-8")
    start = TEXT.index("The laws of the State of Ohio")
    end = len(TEXT.rstrip())
    span = {"start": start, "end": end, "text": TEXT[start:end]}
    content = {
        "harbour": {
            "Governing Law": {"answer": "yes", "spans": [span]},
            "Non-Disparagement": {"answer": "no", "spans": []},
        },
        "elsewhere": {},
    }
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_tables_for_rules_model_and_both(labels: Path) -> None:
    done = CliRunner().invoke(cli, ["evaluate", str(labels), "--format", "cuad"])
    assert done.exit_code == 0, done.output
    rows = [line for line in done.output.splitlines() if line.startswith("| governing-law")]
    assert len(rows) == 2
    assert rows[0].count("1.00 (1.00–1.00)") == 3
    assert "| subject | rules: P | R | F1 | model: P | R | F1 | both: P | R | F1 |" in done.output


@pytest.mark.parametrize("content", ["", "[]", '{"harbour": {"Law": {}}}', '{"harbour": []}'])
def test_other_formats_are_refused(labels: Path, content: str) -> None:
    labels.write_text(content, encoding="utf-8")
    with pytest.raises(LabelError, match="CUAD"):
        read_cuad(labels, {"harbour": TEXT})


def test_labels_without_texts_are_refused(labels: Path) -> None:
    (labels.parent / "txt" / "harbour.txt").rename(labels.parent / "txt" / "other.txt")
    done = CliRunner().invoke(cli, ["evaluate", str(labels)])
    assert isinstance(done.exception, LabelError)
