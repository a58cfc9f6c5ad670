"""The examples of ``examples.yaml``: what is read, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from contractscan.text import fold
from contractscan.values import Quantity, Threshold, read_thresholds, read_values

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text(encoding="utf-8"))


def _measure(quantity: Quantity) -> str:
    value = quantity.value if isinstance(quantity.value, str) else f"{quantity.value:.10g}"
    return f"{value} {quantity.unit}"


def _written(quantity: Quantity) -> str:
    return " ".join(filter(None, (quantity.text, "->", quantity.comparator, _measure(quantity))))


def _held(threshold: Threshold) -> str:
    period = f"per {threshold.period}" if threshold.period else ""
    return " ".join(filter(None, (threshold.metric, threshold.comparator, _measure(threshold.quantity), period)))


def _cases(*groups: str) -> list[object]:
    return [pytest.param(case, id=f"{group}: {case['text']}") for group in groups for case in EXAMPLES[group]]


@pytest.mark.parametrize("case", _cases("percent", "money", "duration", "date", "comparators"))
def test_a_text_is_read_as_its_quantities(case: dict[str, object]) -> None:
    folded = fold(f"{case['text']}")
    assert [_written(quantity) for quantity in read_values(folded)] == case["reads"]


@pytest.mark.parametrize("case", _cases("thresholds"))
def test_a_metric_is_held_to_its_number(case: dict[str, object]) -> None:
    folded = fold(f"{case['text']}")
    assert [_held(threshold) for threshold in read_thresholds(folded)] == case["holds"]


@pytest.mark.parametrize("group", ["percent", "money", "duration", "date"])
def test_each_kind_stays_among_its_own(group: str) -> None:
    kinds = {quantity.kind for case in EXAMPLES[group] for quantity in read_values(fold(case["text"]))}
    assert kinds == {group}
