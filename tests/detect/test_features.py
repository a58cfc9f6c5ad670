"""Descriptions: what the model is told about each sentence."""

from __future__ import annotations

from contractscan.detect.cues import Cues
from contractscan.detect.features import BLOCKS, Description, describe
from tests.detect.agreement import read

CUES = Cues({"insurance": ["insur*"], "law": ["laws of"]}, {"Insurance": [r"maintain\b.{0,60}\binsurance"]})


def blocks_of(description: Description) -> dict[str, set[str]]:
    return {block: set(names) for block, names in zip(BLOCKS, description.names, strict=True)}


def test_a_sentence_is_described_with_its_context() -> None:
    units, findings = read()
    at = next(i for i, unit in enumerate(units) if "general liability" in unit.lowered)
    described = list(describe(units, findings, CUES))
    own, behind = blocks_of(described[at]), blocks_of(described[at + 1])
    assert {"insuran", "maintai", "liabili insuran", "shall maintai"} <= own["own"]
    assert "insuran" in own["heading"]
    assert {"insurance", "insurance>", "insurance>insurance"} <= own["cues"]
    assert own["patterns"] == {"Insurance:0"} == behind["patterns_before"]
    assert "maintai" in behind["before"]
    assert "certifi" in own["after"]
    assert any(name.startswith("item insurance") for name in own["traits"])


def test_long_sentences_do_not_outshout_short_ones() -> None:
    names = tuple({f"{block} {i}" for i in range(4)} for block in BLOCKS)
    weights = dict(zip(BLOCKS, Description(names).weights(), strict=True))
    assert weights["own"] == BLOCKS["own"] / 2
    assert weights["patterns"] == BLOCKS["patterns"]


def test_what_a_party_is_called_does_not_matter() -> None:
    units, findings = read()
    text = " ".join(name for d in describe(units, findings, CUES) for name in d.names[0])
    assert "tidewel" not in text
    assert "harbour" not in text
