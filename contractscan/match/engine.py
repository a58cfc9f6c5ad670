"""Matching: units × rules → findings, and what was matched and then dropped, with the reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contractscan.match.evidence import Wanted, values_of
from contractscan.match.resolve import resolve
from contractscan.match.units import Unit, UnitKind
from contractscan.model import Document, Drop, Finding, Language, Span
from contractscan.nlp import Pipelines
from contractscan.provenance import legibility, page_of
from contractscan.rules.book import RuleBook
from contractscan.rules.patterns import Expanded, compile_regex, expand
from contractscan.rules.schema import OutcomeRule, Patterns, Rule

# What a recital says is meant as background, so a clause outranks it.
_RECITAL_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Matches:
    """What the rules made of a document: findings and drops, in document order."""

    findings: tuple[Finding, ...]
    drops: tuple[Drop, ...]


class Engine:
    """A rule book made ready to match. Rules are expanded, and patterns compiled, when a unit first calls for them.

    ``pipelines`` may be shared by engines whose books have the same concepts.
    """

    def __init__(self, book: RuleBook, pipelines: Pipelines | None = None) -> None:
        self._book = book
        self.pipelines = pipelines or Pipelines(book.concepts)
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._patterns: dict[tuple[str, Language, frozenset[str]], Expanded] = {}
        self._rules: dict[tuple[str, Language], _ReadyRule] = {}

    def match(self, document: Document, units: Iterable[Unit]) -> Matches:
        """Return every finding and drop of every rule."""
        findings: list[Finding] = []
        drops: list[Drop] = []
        gates = [(rule, tuple(frozenset(group) for group in rule.about)) for rule in self._book.pattern_rules]
        for unit in units:
            about = unit.concepts | unit.heading_concepts
            for rule, groups in gates:
                if not any(about.isdisjoint(group) for group in groups):
                    result = self._match_unit(document, unit, self._ready(rule, unit.language))
                    findings += result.findings
                    drops += result.drops
        return Matches(tuple(findings), tuple(drops))

    def holding_facts(self, units: Sequence[Unit], asked: Iterable[str]) -> frozenset[str]:
        """Return those of the ``asked`` facts (of ``facts.yaml``) that hold for the document made of ``units``."""
        return frozenset(fact for fact in asked if any(self._found(unit, self._book.facts[fact]) for unit in units))

    def _found(self, unit: Unit, patterns: Patterns) -> bool:
        return any(
            self._search(self._expanded(pattern, unit.language), unit)
            for pattern in patterns.in_language(unit.language)
        )

    def _match_unit(self, document: Document, unit: Unit, ready: _ReadyRule) -> Matches:
        drops: list[Drop] = []
        for outcome in ready.outcomes:
            for match in self._searches(unit, outcome.patterns):
                named = _outcome_of(outcome.rule, match, unit)
                reason = self._objection(unit, ready, outcome)
                matched = Span(max(match.start(), unit.lead), match.end())
                if named is not None and reason is None:
                    return Matches((_finding(document, unit, matched, ready, outcome, named),), tuple(drops))
                code, detail = reason or ("side", "the party it names has no answer here")
                label = named or " | ".join(outcome.rule.outcomes())
                drops.append(Drop(ready.rule.item, label, *unit.text.source(matched.start, matched.end), code, detail))
        return Matches((), tuple(drops))

    def _objection(self, unit: Unit, ready: _ReadyRule, outcome: _ReadyOutcome) -> tuple[str, str] | None:
        """Return why a match in ``unit`` does not count, as a code and words; ``None`` if it does."""
        if unit.kind is UnitKind.HEADING:
            return "heading", "a heading only names the subject"
        if unit.kind is UnitKind.DEFINITION and not ready.rule.definitions:
            return "definition", "a definition sets no duty"
        for exception in (*ready.unless, *outcome.unless):
            match = self._search(exception, unit)
            if match:
                return "unless", match[0]
        if outcome.heading and not any(self._regex(regex).search(unit.heading) for regex in outcome.heading):
            return "heading-required", unit.heading
        return None

    def _searches(self, unit: Unit, patterns: Iterable[Expanded]) -> Iterator[re.Match[str]]:
        for pattern in patterns:
            match = self._search(pattern, unit)
            if match and match.end() > unit.lead:
                yield match

    def _search(self, pattern: Expanded, unit: Unit) -> re.Match[str] | None:
        if not pattern.concepts <= unit.concepts:
            return None
        if not all(any(word in unit.lowered for word in words) for words in pattern.literals):
            return None
        return self._regex(pattern).search(unit.text.text)

    def _expanded(self, pattern: str, language: Language, captures: frozenset[str] = frozenset()) -> Expanded:
        key = pattern, language, captures
        if key not in self._patterns:
            self._patterns[key] = expand(pattern, language, self._book.concepts, captures)
        return self._patterns[key]

    def _regex(self, pattern: Expanded) -> re.Pattern[str]:
        compiled = self._compiled.get(pattern.regex)
        if compiled is None:
            compiled = self._compiled[pattern.regex] = compile_regex(pattern.regex)
        return compiled

    def _ready(self, rule: Rule, language: Language) -> _ReadyRule:
        key = rule.item, language
        if key not in self._rules:
            self._rules[key] = self._make_ready(rule, language)
        return self._rules[key]

    def _make_ready(self, rule: Rule, language: Language) -> _ReadyRule:
        def ready(patterns: Iterable[str], captures: Iterable[str] = ()) -> tuple[Expanded, ...]:
            return tuple(self._expanded(pattern, language, frozenset(captures)) for pattern in patterns)

        return _ReadyRule(
            rule=rule,
            outcomes=tuple(
                _ReadyOutcome(
                    rule=outcome,
                    patterns=ready(outcome.in_language(language), outcome.id if isinstance(outcome.id, dict) else ()),
                    unless=ready(outcome.unless.in_language(language)),
                    heading=ready(outcome.heading.in_language(language)),
                )
                for outcome in rule.outcomes
            ),
            unless=ready(rule.unless.in_language(language)),
            values=tuple(
                Wanted(value.name, value.kind, tuple(map(self._regex, ready(value.near.in_language(language)))))
                for value in rule.values
            ),
        )


@dataclass(frozen=True, slots=True)
class _ReadyOutcome:
    rule: OutcomeRule
    patterns: tuple[Expanded, ...]
    unless: tuple[Expanded, ...]
    heading: tuple[Expanded, ...]


@dataclass(frozen=True, slots=True)
class _ReadyRule:
    rule: Rule
    outcomes: tuple[_ReadyOutcome, ...]
    unless: tuple[Expanded, ...]
    values: tuple[Wanted, ...]


def _outcome_of(rule: OutcomeRule, match: re.Match[str], unit: Unit) -> str | None:
    """Return the outcome that ``match`` leads to, by the side of the party it captured; ``None`` for no answer."""
    if isinstance(rule.id, str):
        return rule.id
    for group, sides in rule.id.items():
        if group in match.re.groupindex and match.start(group) >= 0:
            side = resolve(unit.text.text, match.start(group))
            return sides.get(side) if side else None
    return None


def _finding(
    document: Document, unit: Unit, match: Span, ready: _ReadyRule, outcome: _ReadyOutcome, named: str
) -> Finding:
    mark = Span(*unit.text.source(match.start, match.end))
    return Finding(
        item=ready.rule.item,
        outcome=named,
        start=unit.start,
        end=unit.end,
        quote=document.text[unit.start : unit.end],
        marks=(mark,),
        page=page_of(document, mark.start),
        clause=unit.clause.path if unit.clause else "",
        heading=unit.clause.heading if unit.clause else "",
        language=unit.language,
        confidence=round(outcome.rule.confidence * (_RECITAL_WEIGHT if unit.kind is UnitKind.RECITAL else 1.0), 3),
        rule=f"{ready.rule.item}@{ready.rule.revision}/{ready.outcomes.index(outcome)}",
        values=values_of(unit, ready.values, match) if ready.values else (),
        legibility=legibility(document, unit.start, unit.end),
    )
