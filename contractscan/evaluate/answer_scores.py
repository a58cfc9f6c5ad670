"""Counting answers: is an item answered, rightly, by the right words; and do proposals find what the rules miss.

Two passages are the same if they share a good part of the shorter one, letter for letter: labels quote a clause at
greater or lesser length than a review does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from contractscan.evaluate.answers import Answer, AnswerKey
from contractscan.evaluate.scores import F1, f1
from contractscan.model import Finding, Review, Risk, Side, Status, Verdict
from contractscan.rules import RuleBook
from contractscan.rules.book import DRAFTING

_RUN = 8  # letters
_SHARED = 0.3  # of the runs of the shorter passage
_NO_LETTERS = re.compile(r"[\W_]+")
_HARM = frozenset({Risk.HIGH, Risk.MEDIUM})


class Question(StrEnum):
    """What is counted.

    ``ITEM``: is the item answered. ``OUTCOME``: and is the first answer a right one. ``EVIDENCE``: and does it quote
    the right words. ``MISSING``: is a missing protection reported. ``DRAFTING``: is there such a fault of the text.
    ``RULES``: the passages labelled, found by the rules; ``BOTH``: by rules or detector. ``LOOK``: the detector's
    passages, and which of them hold a passage labelled for their item.
    """

    ITEM = "item"
    OUTCOME = "outcome"
    EVIDENCE = "evidence"
    MISSING = "missing"
    DRAFTING = "drafting"
    RULES = "rules"
    BOTH = "both"
    LOOK = "look"


class Tally(NamedTuple):
    """What is right, false, and missed, by weight."""

    right: float = 0.0
    false: float = 0.0
    missed: float = 0.0

    def plus(self, other: Tally) -> Tally:
        """Return the sum of two tallies."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))

    def score(self) -> F1:
        """Return precision, recall and F1."""
        return f1(self.right, self.right + self.false, self.right, self.right + self.missed)


@dataclass(frozen=True, slots=True)
class Scores:
    """The tallies by contract, question and item, and the worst errors, as (contract, item).

    ``flipped``: the answer is harmless where it should be harmful, or the other way round. ``false_missing``: a
    protection is called missing that the contract has.
    """

    tallies: Mapping[str, Mapping[Question, Mapping[str, Tally]]]
    flipped: tuple[tuple[str, str], ...]
    false_missing: tuple[tuple[str, str], ...]

    def total(
        self, question: Question, items: Iterable[str] | None = None, contracts: Sequence[str] | None = None
    ) -> Tally:
        """Return the sum over ``contracts`` (one may stand there twice) and ``items``; each is all by default."""
        wanted = None if items is None else frozenset(items)
        parts = [
            tally
            for contract in (self.tallies if contracts is None else contracts)
            for item, tally in self.tallies[contract].get(question, {}).items()
            if wanted is None or item in wanted
        ]
        return Tally(*map(sum, zip(*parts, strict=True))) if parts else Tally()


def score(keys: Mapping[str, AnswerKey], reviews: Mapping[str, Review], book: RuleBook) -> Scores:
    """Hold ``reviews`` for the brand against ``keys``, both by contract; a contract without a review has no answers."""
    tallies: dict[str, Mapping[Question, Mapping[str, Tally]]] = {}
    flipped: list[tuple[str, str]] = []
    false_missing: list[tuple[str, str]] = []
    for contract, key in keys.items():
        verdicts = {verdict.item: verdict for verdict in reviews[contract].verdicts} if contract in reviews else {}
        own: dict[Question, dict[str, Tally]] = defaultdict(dict)
        for item in book.checklist.items:
            verdict = verdicts.get(item.id, Verdict(item.id, item.family, Status.ABSENT, None))
            answers, weight = key.answers(item.id), key.weight(item.id)
            present = _decision(bool(answers), bool(verdict.findings), weight)
            if item.family == DRAFTING:
                own[Question.DRAFTING][item.id] = present
                continue
            own[Question.ITEM][item.id] = present
            own[Question.OUTCOME][item.id] = own[Question.EVIDENCE][item.id] = present
            if answers and verdict.findings:
                first = verdict.findings[0]
                same = [answer for answer in answers if answer.outcome == first.outcome]
                own[Question.OUTCOME][item.id] = _choice(bool(same), weight)
                own[Question.EVIDENCE][item.id] = _choice(_quoted(first.quote, same), weight)
                if not same and _is_flipped(first, answers, book):
                    flipped.append((contract, item.id))
            if item.silent is not None:
                says = verdict.status is Status.MISSING
                if not answers:
                    own[Question.MISSING][item.id] = _decision(item.id in key.silent, says)
                elif says:
                    false_missing.append((contract, item.id))
            for question, tally in _passages(answers, verdict).items():
                own[question][item.id] = tally
        tallies[contract] = own
    return Scores(tallies, tuple(flipped), tuple(false_missing))


def same_passage(a: str, b: str) -> bool:
    """Return whether one passage holds the other, or they share a good part of the shorter one."""
    a, b = (_NO_LETTERS.sub("", text).lower() for text in (a, b))
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    size = min(_RUN, len(a), len(b))
    runs = [{text[i : i + size] for i in range(len(text) - size + 1)} for text in (a, b)]
    return len(runs[0] & runs[1]) >= _SHARED * min(map(len, runs))


def _decision(wanted: bool, said: bool, weight: float = 1.0) -> Tally:
    if wanted and said:
        return Tally(right=weight)
    return Tally(false=weight * said, missed=weight * wanted)


def _choice(right: bool, weight: float) -> Tally:
    """Return the tally for one answer out of several: a wrong one is there, and the right one is not."""
    return Tally(right=weight) if right else Tally(false=weight, missed=weight)


def _quoted(quote: str, answers: Iterable[Answer]) -> bool:
    return any(same_passage(quote, labelled) for answer in answers for labelled in answer.quotes)


def _is_flipped(found: Finding, answers: Iterable[Answer], book: RuleBook) -> bool:
    said = book.risk(found.item, found.outcome, Side.BRAND)
    right = {book.risk(found.item, answer.outcome, Side.BRAND) for answer in answers}
    return (said is Risk.OK and right <= _HARM) or (said in _HARM and right == {Risk.OK})


def _passages(answers: Sequence[Answer], verdict: Verdict) -> dict[Question, Tally]:
    """Return which of the passages labelled were found, and by whom, and which of those proposed are apt."""
    found = [finding.quote for finding in verdict.findings]
    proposed = [proposal.quote for proposal in verdict.proposals]
    rules = both = look = Tally()
    for answer in answers:
        for quote in answer.quotes:
            by_rules = any(same_passage(text, quote) for text in found)
            by_look = any(same_passage(text, quote) for text in proposed)
            rules = rules.plus(_decision(True, by_rules, answer.weight))
            both = both.plus(_decision(True, by_rules or by_look, answer.weight))
    for text in proposed:
        look = look.plus(Tally(right=1.0) if _quoted(text, answers) else Tally(false=1.0))
    return {Question.RULES: rules, Question.BOTH: both, Question.LOOK: look}
