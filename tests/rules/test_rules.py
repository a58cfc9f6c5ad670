"""Every rule of the shipped book holds its own examples, and nobody else's."""

from __future__ import annotations

import pytest

from contractscan.match import Engine
from contractscan.rules import RuleBook, load_rules
from contractscan.rules.lint import LANGUAGES, Case, cases, lint
from contractscan.selftest import check, idle_exceptions

BOOK: RuleBook = load_rules()
ENGINE = Engine(BOOK)
CASES = [case for rule in BOOK.rules.values() for case in cases(rule)]


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{c.rule.item}-{c.example.expect}-{c.language}-{i}" for i, c in enumerate(CASES)]
)
def test_example(case: Case) -> None:
    assert list(check(case, ENGINE)) == []


@pytest.mark.parametrize("item", BOOK.rules)
def test_rule_is_complete_and_its_exceptions_are_needed(item: str) -> None:
    rule = BOOK.rules[item]
    assert [message for message, _ in lint(rule, BOOK)] == []
    assert list(idle_exceptions(rule, ENGINE, BOOK)) == []


@pytest.mark.parametrize("item", [rule.item for rule in BOOK.pattern_rules])
def test_rule_speaks_both_languages(item: str) -> None:
    for language in LANGUAGES:
        assert any(outcome.in_language(language) for outcome in BOOK.rules[item].outcomes)
