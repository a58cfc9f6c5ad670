"""What can be told of a rule by reading it: patterns that cannot be used, answers unproven, readers untold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from contractscan.model import Language, Risk, Side
from contractscan.rules.book import DRAFTING, SILENT, TWO_LANGUAGES, RuleBook
from contractscan.rules.patterns import PatternError, compile_regex, expand
from contractscan.rules.schema import Example, OutcomeRule, Patterns, Rule

LANGUAGES: tuple[Language, ...] = get_args(Language)
NONE = "none"
_HARMLESS = (Risk.OK, Risk.INFO)


@dataclass(frozen=True, slots=True)
class Case:
    """One example in one language."""

    rule: Rule
    example: Example
    language: Language

    @property
    def text(self) -> str:
        """The words of the example."""
        return self.example.in_language(self.language)


def cases(rule: Rule) -> tuple[Case, ...]:
    """Return every example of ``rule`` in each of its languages."""
    return tuple(
        Case(rule, example, language)
        for example in rule.examples
        for language in LANGUAGES
        if example.in_language(language)
    )


def lint(rule: Rule, book: RuleBook) -> Iterator[tuple[str, bool]]:
    """Yield what is wrong with the rule as written, and whether that keeps it from being run."""
    item = book.item(rule.item)
    for group in rule.about:
        for name in group:
            if name not in book.concepts:
                yield f"about: no concept {name!r} in the lexicon", True
    for where, problem in _bad_patterns(rule, book):
        yield f"{where}: {problem}", True
    known = set(item.outcomes)
    reached = {outcome for entry in rule.outcomes for outcome in entry.outcomes()}
    for outcome in sorted(reached - known):
        yield f"no outcome {outcome!r} in the checklist", True
    by_patterns = item.family != DRAFTING
    if by_patterns and not rule.about:
        yield "about: name the concepts that a sentence must hold for this rule to look at it", True
    if by_patterns:
        for outcome in sorted(known - reached):
            yield f"no pattern leads to the outcome {outcome!r}", False
    elif rule.about or rule.outcomes or rule.examples:
        yield f"an item of the family {DRAFTING!r} is answered by the program: remove about, outcomes, examples", True
    for pair in (*rule.conflicts, *((outcome, *parts) for outcome, parts in rule.together.items())):
        for outcome in set(pair) - known:
            yield f"conflicts, together: no outcome {outcome!r}", True
    if (item.silent is None) != (rule.missing is None):
        yield "missing must be there exactly where the checklist has a silent answer", False
    for when in (*rule.missing.when, *rule.missing.unless) if rule.missing else ():
        if when not in (*book.facts, TWO_LANGUAGES) and when.partition("=")[0] not in book.rules:
            yield f"missing.when: no fact {when!r}", True
    yield from ((problem, False) for problem in _untold(rule, book))
    if by_patterns:
        yield from ((problem, False) for problem in _unproven(rule))


def _bad_patterns(rule: Rule, book: RuleBook) -> Iterator[tuple[str, str]]:
    places: list[tuple[str, Patterns | OutcomeRule, frozenset[str]]] = [("unless", rule.unless, frozenset())]
    for i, outcome in enumerate(rule.outcomes):
        captures = frozenset(outcome.id) if isinstance(outcome.id, dict) else frozenset[str]()
        places.append((f"outcomes[{i}]", outcome, captures))
        places.append((f"outcomes[{i}].unless", outcome.unless, frozenset()))
        places.append((f"outcomes[{i}].heading", outcome.heading, frozenset()))
    places += [(f"values[{i}].near", value.near, frozenset()) for i, value in enumerate(rule.values)]
    for where, patterns, captures in places:
        for language in LANGUAGES:
            for pattern in patterns.in_language(language):
                try:
                    compile_regex(expand(pattern, language, book.concepts, captures).regex)
                except PatternError as error:
                    yield f"{where}.{language}: {pattern!r}", str(error)
                if captures and not any(f"{{{name}}}" in pattern for name in captures):
                    yield f"{where}.{language}: {pattern!r}", f"captures none of {', '.join(sorted(captures))}"


def _untold(rule: Rule, book: RuleBook) -> Iterator[str]:
    """Yield the answers that are a risk for a side to whom the rule does not say why, and what to ask."""
    outcomes = [*book.item(rule.item).outcomes, *([SILENT] if rule.missing else [])]
    for outcome in outcomes:
        for side in Side:
            risk = book.risk(rule.item, outcome, side)
            if risk in _HARMLESS:
                continue
            for kind, say in (("why", book.why), ("ask", book.ask)):
                if not say(rule.item, outcome, side, "zh") or not say(rule.item, outcome, side, "en"):
                    yield f"{kind}: nothing is said to the {side} about {outcome!r} ({risk} risk)"


def _unproven(rule: Rule) -> Iterator[str]:
    for language in LANGUAGES:
        proven = {case.example.expect for case in cases(rule) if case.language == language and not case.example.todo}
        for entry in rule.outcomes:
            if entry.in_language(language):
                missing = set(entry.outcomes()) - proven
                yield from (f"no {language} example gives {outcome!r}" for outcome in sorted(missing))
        if NONE not in proven:
            yield f"no {language} example that must find nothing"
