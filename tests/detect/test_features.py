"""Descriptions: what the model is told about each sentence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from contractscan.detect import features
from contractscan.detect.cues import Cues
from contractscan.detect.features import BLOCKS, describe, symbols_for
from contractscan.match import Unit
from contractscan.model import Finding
from tests.detect.agreement import read

CUES = Cues({"insurance": ["insur*"], "law": ["laws of"]}, {"Insurance": [r"maintain\b.{0,60}\binsurance"]})


def names_of(units: Sequence[Unit], findings: Sequence[Finding]) -> list[dict[str, set[str]]]:
    """Return the names of the features of each unit, by block."""
    symbols = symbols_for(CUES)
    found = []
    for description in describe(units, findings, CUES, symbols):
        for at in range(len(description["own"].bag_of)):
            own = {}
            for name, block in description.items():
                keys = block.bags.keys[block.bags.rows == block.bag_of[at]].tolist()
                own[name] = set(symbols.names_of(keys))
                assert len(own[name]) == len(keys)
            found.append(own)
    return found


def test_a_sentence_is_described_with_its_context() -> None:
    units, findings = read()
    at = next(i for i, unit in enumerate(units) if "general liability" in unit.lowered)
    own, behind = names_of(units, findings)[at : at + 2]
    assert {"insuran", "maintai", "liabili insuran", "shall maintai"} <= own["own"]
    assert "insuran" in own["heading"]
    assert {"insurance", "insurance>", "insurance>insurance"} <= own["cues"]
    assert own["patterns"] == {"Insurance:0"} == behind["patterns_before"]
    assert "maintai" in behind["before"]
    assert "certifi" in own["after"]
    assert any(name.startswith("item insurance") for name in own["traits"])


def test_many_sentences_are_described_like_few() -> None:
    units, findings = read()
    once = names_of(units, findings)
    often = names_of(units * 70, findings)
    assert len(often) == 70 * len(once) > 2 * features._AT_ONCE
    for i, own in enumerate(often[:-1]):
        for block in ("own", "lead", "heading", "cues", "patterns"):
            assert own[block] == once[i % len(once)][block]
        assert often[i + 1]["patterns_before"] == own["patterns"]
        assert own["after"] == {name for name in often[i + 1]["own"] if " " not in name}
    assert often[0]["before"] == often[-1]["after"] == set()


def test_long_sentences_do_not_outshout_short_ones() -> None:
    units, findings = read()
    (description,) = describe(units, findings, CUES, symbols_for(CUES))
    for name, block in description.items():
        sizes = block.bags.sizes
        for weight, size in zip(block.weights.tolist(), sizes.tolist(), strict=True):
            counted = 1 if name.startswith("patterns") else max(size, 1)
            assert weight == pytest.approx(BLOCKS[name] / counted**0.5)


def test_what_a_party_is_called_does_not_matter() -> None:
    text = " ".join(name for own in names_of(*read()) for name in own["own"])
    assert "tidewel" not in text
    assert "harbour" not in text
