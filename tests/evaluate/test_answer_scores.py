"""Answers held against labels: what counts as right, false, missed, flipped, and found by the detector alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from contractscan.evaluate.answer_scores import Question, Scores, Tally, same_passage, score
from contractscan.evaluate.answer_tables import answer_tables
from contractscan.evaluate.answers import Answer, AnswerKey
from contractscan.model import Document, Finding, Parties, Party, Proposal, Review, Side, Status, Verdict
from contractscan.review import rules_with

BAN = "During the term, Brand shall not work with any other agency for its shop."
FREE = "Brand may at any time hire another agency beside this one."


def finding(item: str, outcome: str, quote: str) -> Finding:
    return Finding(item, outcome, 0, len(quote), quote, (), None, "", "", "en", 0.9, "")


def verdict(item: str, outcome: str = "", quote: str = "", look: Sequence[str] = (), status: str = "info") -> Verdict:
    return Verdict(
        item,
        rules_with().item(item).family,
        Status(status),
        None,
        findings=(finding(item, outcome, quote),) if outcome else (),
        proposals=tuple(Proposal("Some Category", item, 0.5, 0, len(text), text) for text in look),
    )


def review(*verdicts: Verdict) -> Review:
    nobody = Party("", ())
    return Review(Document("", "", "txt", "", ()), Parties(nobody, nobody), Side.BRAND, verdicts)


def key(items: Mapping[str, Sequence[Answer]] | None = None, silent: Sequence[str] = ()) -> AnswerKey:
    return AnswerKey("a.txt", {item: tuple(own) for item, own in (items or {}).items()}, frozenset(silent))


def answer(outcome: str, *quotes: str, sure: bool = True) -> Answer:
    return Answer(outcome, quotes, sure)


def scored(said: AnswerKey, *verdicts: Verdict) -> Scores:
    return score({"a": said}, {"a": review(*verdicts)}, rules_with())


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (BAN, "brand shall not work with any other agency", True),  # one holds the other, whatever the case
        (BAN, BAN.replace(" ", "\n"), True),  # white space and punctuation say nothing
        ("Brand shall not work with any other agency. Fees are due.", BAN, True),  # a good part in common
        (BAN, FREE, False),
        (BAN, "", False),
        ("合同期内，甲方不得另聘服务商", "甲方不得另聘服务商；违者支付违约金", True),
    ],
)
def test_passages_are_the_same_by_their_letters(a: str, b: str, same: bool) -> None:
    assert same_passage(a, b) is same
    assert same_passage(b, a) is same


def test_a_right_answer_by_the_right_words_counts_at_every_level() -> None:
    said = key({"exclusive-appointment": [answer("brand-locked", BAN)]})
    scores = scored(said, verdict("exclusive-appointment", "brand-locked", BAN))
    for question in (Question.ITEM, Question.OUTCOME, Question.EVIDENCE, Question.RULES):
        assert scores.total(question) == Tally(right=1.0)


def test_a_right_answer_by_other_words_lacks_only_the_evidence() -> None:
    said = key({"exclusive-appointment": [answer("brand-locked", BAN)]})
    scores = scored(said, verdict("exclusive-appointment", "brand-locked", FREE))
    assert scores.total(Question.OUTCOME) == Tally(right=1.0)
    assert scores.total(Question.EVIDENCE) == Tally(false=1.0, missed=1.0)


def test_a_wrong_answer_is_false_and_the_right_one_missed() -> None:
    said = key({"exclusive-appointment": [answer("brand-locked", BAN)]})
    scores = scored(said, verdict("exclusive-appointment", "partner-locked", BAN))
    assert scores.total(Question.ITEM) == Tally(right=1.0)
    assert scores.total(Question.OUTCOME) == Tally(false=1.0, missed=1.0)


def test_any_of_several_right_answers_will_do() -> None:
    said = key({"exclusive-appointment": [answer("brand-locked", BAN), answer("non-exclusive", FREE)]})
    scores = scored(said, verdict("exclusive-appointment", "non-exclusive", FREE))
    assert scores.total(Question.EVIDENCE) == Tally(right=1.0)
    assert scores.total(Question.RULES) == Tally(right=1.0, missed=1.0)


@pytest.mark.parametrize(
    ("labelled", "said", "flipped"),
    [
        ("brand-locked", "non-exclusive", True),  # harmful, called harmless
        ("non-exclusive", "brand-locked", True),
        ("partner-locked", "non-exclusive", False),  # wrong, but harmless either way
    ],
)
def test_the_opposite_meaning_for_the_brand_is_a_flip(labelled: str, said: str, flipped: bool) -> None:
    own = key({"exclusive-appointment": [answer(labelled, BAN)]})
    scores = scored(own, verdict("exclusive-appointment", said, BAN))
    assert scores.flipped == ((("a", "exclusive-appointment"),) if flipped else ())


def test_an_answer_that_nobody_labelled_is_a_false_alarm() -> None:
    assert scored(key(), verdict("insurance", "partner", BAN)).total(Question.ITEM) == Tally(false=1.0)


def test_an_arguable_label_weighs_half() -> None:
    said = key({"exclusive-appointment": [answer("brand-locked", BAN, sure=False)]})
    assert scored(said).total(Question.OUTCOME) == Tally(missed=0.5)
    assert scored(said, verdict("exclusive-appointment", "brand-locked", BAN)).total(Question.ITEM) == Tally(right=0.5)


def test_missing_protections_are_counted_apart() -> None:
    gone = verdict("confidentiality", status="missing")
    assert scored(key(silent=["confidentiality"]), gone).total(Question.MISSING) == Tally(right=1.0)
    assert scored(key(silent=["confidentiality"])).total(Question.MISSING) == Tally(missed=1.0)
    assert scored(key(), gone).total(Question.MISSING) == Tally(false=1.0)
    there = scored(key({"confidentiality": [answer("binds-both", BAN)]}), gone)
    assert there.total(Question.MISSING) == Tally()
    assert there.false_missing == (("a", "confidentiality"),)


def test_a_fault_of_the_text_counts_as_present_or_not() -> None:
    scores = scored(key({"blanks": [answer("found", "____")]}), verdict("blanks", "found", "elsewhere"))
    assert scores.total(Question.DRAFTING) == Tally(right=1.0)
    assert scores.total(Question.ITEM) == Tally()


def test_the_detector_is_credited_with_what_the_rules_miss() -> None:
    said = key({"exclusive-appointment": [answer("brand-locked", BAN)]})
    scores = scored(said, verdict("exclusive-appointment", look=[BAN, FREE]))
    assert scores.total(Question.RULES) == Tally(missed=1.0)
    assert scores.total(Question.BOTH) == Tally(right=1.0)
    assert scores.total(Question.LOOK) == Tally(right=1.0, false=1.0)
    assert scores.total(Question.OUTCOME) == Tally(missed=1.0)  # a proposal answers nothing
    table = answer_tables(scores, ["exclusive-appointment"])
    assert "| exclusive-appointment | 1 | 0.00 | 1.00 | 2 | 1 |" in table
    assert "Passages to look at in a contract: 2.0." in table


def test_a_contract_without_a_review_has_no_answers() -> None:
    scores = score({"a": key({"insurance": [answer("partner", BAN)]})}, {}, rules_with())
    assert scores.total(Question.ITEM) == Tally(missed=1.0)


def test_intervals_are_drawn_over_contracts() -> None:
    right = review(verdict("exclusive-appointment", "brand-locked", BAN))
    keys = {name: key({"exclusive-appointment": [answer("brand-locked", BAN)]}) for name in "abcd"}
    scores = score(keys, {"a": right, "b": right, "c": right}, rules_with())
    (row,) = [line for line in answer_tables(scores, []).splitlines() if line.startswith("| … and rightly")]
    assert row.startswith("| … and rightly | 4 | 1.000 (1.000–1.000) | 0.750 (0.250–1.000) |")
