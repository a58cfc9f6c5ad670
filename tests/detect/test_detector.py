"""The detector that ships, on an agreement in words of our own."""

from __future__ import annotations

import time

import pytest

from contractscan.categories import categories
from contractscan.detect import Sensitivity, detector
from contractscan.detect.detector import MODEL, Detector
from contractscan.detect.modelfile import read_model
from contractscan.resources import data_dir
from contractscan.rules import load_rules
from tests.detect.agreement import TEXT, read

UNITS, FINDINGS = read()


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("Non-Compete", "compete with the Products"),
        ("Insurance", "general liability insurance"),
        ("Renewal Term", "automatically renew"),
        ("Governing Law", "laws of the State of Ohio"),
        ("Rofr/Rofo/Rofn", "first refusal"),
        ("Warranty Duration", "ninety (90) days"),
    ],
)
def test_clauses_are_found_where_they_are(category: str, words: str) -> None:
    proposals = detector().propose(UNITS, FINDINGS, Sensitivity.THOROUGH)
    found = [TEXT[p.start : p.end] for p in proposals if p.category == category]
    assert any(words in text for text in found), found


def test_a_doubtful_passage_is_for_the_thorough_only() -> None:
    units, findings = read(f"{TEXT}\n8. Further terms. Either party may end this Agreement on thirty days notice.\n")
    strict, balanced, thorough = (set(detector().propose(units, findings, level)) for level in Sensitivity)
    assert strict <= balanced < thorough
    (doubtful,) = thorough - balanced
    assert doubtful.category == "Termination For Convenience"
    assert doubtful.probability < 0.5


def test_proposals_are_plain_facts_in_order() -> None:
    proposals = detector().propose(UNITS, FINDINGS)
    assert list(proposals) == sorted(proposals, key=lambda p: (p.start, p.end, p.category))
    assert all(0 < p.probability < 1 and 0 <= p.start < p.end <= len(TEXT) for p in proposals)
    law = next(p for p in proposals if p.category == "Governing Law")
    assert law.item == "governing-law"
    assert law.probability > 0.8


def test_the_same_text_gives_the_same_proposals() -> None:
    assert detector().propose(UNITS, FINDINGS) == detector().propose(*read())


def test_other_languages_are_left_alone() -> None:
    units, findings = read("合作协议\n\n第一条 适用法律 本协议适用中华人民共和国法律。\n")
    assert detector().propose(units, findings) == ()
    assert detector().propose(()) == ()


def test_every_category_has_names_and_every_item_exists() -> None:
    said = categories()
    known = {item.id for item in load_rules().checklist.items}
    assert set(read_model(data_dir("models") / MODEL).categories) == set(said)
    assert all(about.zh and about.en for about in said.values())
    assert {about.item for about in said.values() if about.item} <= known


def test_the_model_is_small_and_quick_to_load() -> None:
    path = data_dir("models") / MODEL
    assert path.stat().st_size < 2_000_000
    seconds = []
    for _ in range(5):
        start = time.process_time()
        Detector(read_model(path), {})
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.1
