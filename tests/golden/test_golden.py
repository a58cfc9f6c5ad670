"""The reviews of the samples: exactly as stored, and as a careful reader would answer."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from contractscan.model import Review, Side, Status
from contractscan.report.machine import review_json
from contractscan.report.outputs import OUTPUTS, Job
from contractscan.report.stored import book_of, parse_review
from contractscan.review import review_file, rules_with

SAMPLES = Path("samples")
GOLDEN = Path(__file__).parent
FILES = {
    "predatory": SAMPLES / "predatory-代运营合同.docx",
    "balanced": SAMPLES / "balanced-代运营合同.pdf",
    "co-op": SAMPLES / "co-op-agreement.pdf",
    "bilingual": SAMPLES / "bilingual-agreement.docx",
}
BRAND_IS = {"predatory": "甲方", "balanced": "乙方", "co-op": "Brand", "bilingual": "甲方"}


@pytest.fixture(scope="module")
def reviews() -> dict[str, Review]:
    return {}


@pytest.fixture
def review(sample: str, reviews: dict[str, Review], in_checkout: Path) -> Review:
    if sample not in reviews:
        reviews[sample] = review_file(FILES[sample])
    return reviews[sample]


def expected_answers() -> list[tuple[str, str, str]]:
    """Return (sample, item, outcome) from the tables in samples/README.md."""
    lines = (GOLDEN.parent.parent / "samples" / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines if line.startswith("|")]
    header = rows[0][1:]
    ruled = rules_with().rules
    return [
        (sample, row[0], re.split(r"[ (]", cell)[0])
        for row in rows
        if row[0] in ruled
        for sample, cell in zip(header, row[1:], strict=True)
        if cell != "–"
    ]


@pytest.mark.parametrize("sample", FILES)
def test_golden_review(sample: str, review: Review, regenerate: bool) -> None:
    golden = GOLDEN / f"{sample}.json"
    now = json.loads(review_json(review, rules_with()))
    for key in ("reading", "drops", "rules"):  # the sample's own text, and what any change of a rule changes
        del now[key]
    if regenerate:
        golden.write_text(json.dumps(now, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert now == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("sample", "item", "outcome"), expected_answers())
def test_a_careful_reader_agrees(sample: str, item: str, outcome: str, review: Review) -> None:
    verdict = next(verdict for verdict in review.verdicts if verdict.item == item)
    if outcome == "silent":
        assert verdict.status is Status.MISSING
    else:
        assert verdict.findings, "nothing found"
        assert verdict.findings[0].outcome == outcome


@pytest.mark.parametrize("sample", FILES)
def test_the_sides_are_the_contracts_own(sample: str, review: Review) -> None:
    assert review.parties.decided
    assert BRAND_IS[sample] in review.parties.brand.aliases
    assert review.side is Side.BRAND


@pytest.mark.parametrize("sample", FILES)
def test_every_quote_stands_where_it_says(sample: str, review: Review) -> None:
    text = review.document.text
    for verdict in review.verdicts:
        for finding in verdict.findings:
            assert text[finding.start : finding.end] == finding.quote
            assert finding.clause, f"{finding.item}: no clause"
            assert all(finding.start <= mark.start < mark.end <= finding.end for mark in finding.marks)


@pytest.mark.parametrize("sample", FILES)
def test_a_stored_review_is_the_review_itself(sample: str, review: Review) -> None:
    stored = parse_review(review_json(review, rules_with()).encode(), f"{sample}.json")
    assert book_of(stored, rules_with()).digest == stored.rules.digest
    assert stored.review == review


@pytest.mark.parametrize("sample", ["predatory"])
def test_all_formats_take_less_than_one_and_a_half_seconds(sample: str, review: Review) -> None:
    began = time.process_time()
    for output in OUTPUTS.values():
        assert output.render(Job(review, rules_with()))
    assert time.process_time() - began < 1.5


def test_the_planted_conflict_of_the_bilingual_sample_is_found(in_checkout: Path) -> None:
    review = review_file(FILES["bilingual"])
    conflicts = {verdict.item: [c.kind for c in verdict.conflicts] for verdict in review.verdicts if verdict.conflicts}
    assert conflicts == {"termination-convenience": ["value"]}
