"""One verdict per item: the strongest answer first, missing only where everything was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contractscan.assess import assess, facts_asked
from contractscan.model import (
    Block,
    BlockKind,
    Cell,
    Document,
    Finding,
    Gap,
    Proposal,
    Risk,
    Side,
    Status,
    Value,
    Verdict,
)
from contractscan.rules import load_rules

BOOK = load_rules()
DOCUMENT = Document("a.txt", "", "text", "x" * 500, ())
SCANNED = replace(DOCUMENT, gaps=(Gap("scanned-page", "page 2", "it has no text layer"),))


def finding(
    item: str, outcome: str, start: int = 0, confidence: float = 0.9, language: str = "en", *values: Value
) -> Finding:
    return Finding(
        item=item, outcome=outcome, start=start, end=start + 5, quote="xxxxx", marks=(), page=None, clause="1.1",
        heading="", language="zh" if language == "zh" else "en", confidence=confidence, rule="", values=values,
    )  # fmt: skip


def days(number: float, unit: str = "days", name: str = "notice") -> Value:
    return Value(name, f"{number} {unit}", float(number), unit, 0, 1)


def verdict(
    item: str,
    *findings: Finding,
    document: Document = DOCUMENT,
    facts: frozenset[str] = frozenset(),
    side: Side = Side.BRAND,
    proposals: tuple[Proposal, ...] = (),
) -> Verdict:
    return next(v for v in assess(document, findings, facts, BOOK, side, proposals) if v.item == item)


def test_the_answer_that_costs_most_comes_first() -> None:
    found = verdict("non-compete", finding("non-compete", "expressly-none"), finding("non-compete", "binds-brand", 50))
    assert [f.outcome for f in found.findings] == ["binds-brand", "expressly-none"]
    assert (found.status, found.risk) == (Status.RISK, Risk.HIGH)


def test_a_doubtful_answer_does_not_outrank_a_firm_one() -> None:
    doubtful = finding("non-compete", "binds-brand", confidence=0.6)
    found = verdict("non-compete", doubtful, finding("non-compete", "binds-partner", 50))
    assert found.findings[0].outcome == "binds-partner"
    assert (found.status, found.risk) == (Status.OK, Risk.OK)


def test_what_each_side_has_in_its_own_clause_both_have() -> None:
    brand, partner = (
        finding("termination-convenience", f"{side}-only", 50 * i) for i, side in enumerate(("brand", "partner"))
    )
    assert [f.outcome for f in verdict("termination-convenience", brand, partner).findings] == ["either", "either"]
    doubtful = replace(brand, confidence=0.6)
    assert verdict("termination-convenience", doubtful, partner).findings[0].outcome == "partner-only"


def test_the_other_side_sees_its_own_risk() -> None:
    found = verdict("non-compete", finding("non-compete", "binds-partner"), side=Side.PARTNER)
    assert (found.status, found.risk) == (Status.RISK, Risk.MEDIUM)


@pytest.mark.parametrize(
    ("document", "facts", "status", "risk"),
    [
        (DOCUMENT, {"operates-account"}, Status.MISSING, Risk.HIGH),
        (DOCUMENT, set(), Status.ABSENT, None),
        (SCANNED, {"operates-account"}, Status.UNREAD, None),
    ],
)
def test_missing_needs_its_condition_and_a_fully_read_document(
    document: Document, facts: set[str], status: Status, risk: Risk | None
) -> None:
    found = verdict("account-ownership", document=document, facts=frozenset(facts))
    assert (found.status, found.risk) == (status, risk)


def proposal(item: str, start: int, probability: float = 0.8) -> Proposal:
    return Proposal("Governing Law", item, probability, start, start + 20)


def test_what_a_proposal_may_answer_is_not_called_missing_and_not_answered_either() -> None:
    assert verdict("governing-law").status is Status.MISSING
    looked = verdict("governing-law", proposals=(proposal("governing-law", 40), proposal("insurance", 40)))
    assert (looked.status, looked.risk, looked.findings) == (Status.ABSENT, None, ())
    assert [found.item for found in looked.proposals] == ["governing-law"]


def test_proposals_are_only_what_no_finding_touches_the_likeliest_first() -> None:
    made = (proposal("governing-law", 2), proposal("governing-law", 40, 0.5), proposal("governing-law", 90, 0.9))
    answered = verdict("governing-law", finding("governing-law", "stated"), proposals=made)
    assert answered.status is Status.INFO
    assert [found.start for found in answered.proposals] == [90, 40]


def test_nothing_is_missing_that_the_contract_touches_on() -> None:
    assert verdict("reporting").status is Status.MISSING
    assert verdict("reporting", facts=frozenset({"touches-reports"})).status is Status.ABSENT


def test_a_condition_may_be_another_answer() -> None:
    stated = finding("kpi-targets", "stated")
    assert verdict("kpi-consequence", stated).status is Status.MISSING
    assert verdict("kpi-consequence").status is Status.ABSENT


def test_only_facts_of_unanswered_items_are_asked() -> None:
    assert "operates-account" in facts_asked((), BOOK)
    answered = [finding(item, next(iter(BOOK.item(item).outcomes))) for item in BOOK.rules]
    assert facts_asked(answered, BOOK) == frozenset()


def test_the_cells_of_a_bilingual_row_must_agree_whatever_their_numbers() -> None:
    cells = tuple(Block(50 * i, 50 * i + 49, kind=BlockKind.CELL, cell=Cell(0, 3, i)) for i in range(2))
    zh = replace(finding("termination-convenience", "either", 0, 0.9, "zh", days(30)), clause="第九条")
    en = replace(finding("termination-convenience", "either", 50, 0.9, "en", days(60)), clause="Article 9")
    in_a_row = replace(DOCUMENT, blocks=cells)
    assert [c.kind for c in verdict("termination-convenience", zh, en, document=in_a_row).conflicts] == ["value"]
    assert verdict("termination-convenience", zh, en).conflicts == ()


def test_two_changes_in_two_languages_do_not_contradict_each_other() -> None:
    changes = [
        finding("unaccepted-changes", "found", 0, 1.0, "zh", Value("author", "王敏", "王敏", "", 0, 1)),
        finding("unaccepted-changes", "found", 10, 1.0, "en", Value("author", "Lin", "Lin", "", 0, 1)),
    ]
    found = verdict("unaccepted-changes", *changes)
    assert (found.conflicts, found.risk, len(found.findings)) == ((), Risk.MEDIUM, 2)


def test_one_clause_that_differs_between_languages_is_a_conflict() -> None:
    zh = finding("termination-convenience", "either", 0, 0.9, "zh", days(30))
    en = finding("termination-convenience", "either", 50, 0.9, "en", days(60))
    assert [c.kind for c in verdict("termination-convenience", zh, en).conflicts] == ["value"]
    assert verdict("termination-convenience", zh, replace(en, values=(days(30),))).conflicts == ()


def test_words_are_not_compared_across_languages() -> None:
    zh = finding("reporting", "stated", 0, 0.9, "zh", Value("frequency", "每月", "每月", "", 0, 1))
    en = finding("reporting", "stated", 50, 0.9, "en", Value("frequency", "monthly", "monthly", "", 0, 1))
    assert verdict("reporting", zh, en).conflicts == ()


def test_an_answer_that_contradicts_itself_is_never_fine() -> None:
    zh = finding("termination-convenience", "either", 0, 0.9, "zh", days(30))
    en = finding("termination-convenience", "either", 50, 0.9, "en", days(60))
    assert verdict("termination-convenience", zh, en).risk is Risk.MEDIUM
    locked = finding("exclusive-appointment", "brand-locked", 0, 0.9, "zh")
    open_ = finding("exclusive-appointment", "non-exclusive", 50, 0.9, "en")
    assert verdict("exclusive-appointment", locked, open_).risk is Risk.HIGH


@pytest.mark.parametrize(
    ("value", "within"),
    [
        (days(60), True),
        (days(61), False),
        (days(2, "months"), True),
        (days(90, "business days"), False),
        (days(1, "years"), False),
    ],
)
def test_values_are_held_against_norms(value: Value, within: bool) -> None:
    found = verdict("termination-convenience", finding("termination-convenience", "either", 0, 0.9, "en", value))
    assert [check.within for check in found.norms] == [within]


def test_a_value_in_another_unit_is_not_compared() -> None:
    odd = Value("notice", "5%", 5.0, "%", 0, 1)
    assert (
        verdict("termination-convenience", finding("termination-convenience", "either", 0, 0.9, "en", odd)).norms == ()
    )
