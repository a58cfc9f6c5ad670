"""Matching: units × rules → findings, and what was matched and then dropped, with the reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from contractscan.literals import WordIndex
from contractscan.match.evidence import Wanted, values_of
from contractscan.match.resolve import resolve
from contractscan.match.units import Unit, UnitKind
from contractscan.model import Document, Drop, Finding, Language, Span
from contractscan.nlp import Pipelines
from contractscan.provenance import legibility, page_of
from contractscan.rules.book import RuleBook
from contractscan.rules.patterns import Expanded, expand
from contractscan.rules.schema import OutcomeRule, Rule

# What a recital says is meant as background, so a clause outranks it.
_RECITAL_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Matches:
    """What the rules made of a document: findings and drops, in document order."""

    findings: tuple[Finding, ...]
    drops: tuple[Drop, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """A pattern that matched in a unit, and what became of it: a finding, or a drop with its reason.

    ``pattern`` is as its author wrote it; ``captured`` is the folded place of the party it names (-1 for none).
    ``reason`` and ``detail`` are "" where the match counts.
    """

    unit: Unit
    outcome: int
    named: str | None
    pattern: str
    matched: Span
    captured: int
    reason: str = ""
    detail: str = ""


class Engine:
    """A rule book made ready to match. Rules are expanded, and patterns compiled, when a unit first calls for them.

    ``pipelines`` may be shared by engines whose books have the same concepts.
    """

    def __init__(self, book: RuleBook, pipelines: Pipelines | None = None) -> None:
        self._book = book
        self.pipelines = pipelines or Pipelines(book.concepts)
        self._patterns: dict[tuple[str, Language, frozenset[str]], _Probe] = {}
        self._rules = tuple(book.pattern_rules)
        self._gates = _Gates(self._rules)
        self._shelves: dict[Language, _Shelf] = {}
        self._facts: dict[Language, _Facts] = {}

    def match(self, document: Document, units: Iterable[Unit]) -> Matches:
        """Return every finding and drop of every rule."""
        findings: list[Finding] = []
        drops: list[Drop] = []
        for unit, open_rules in self._opened(units):
            for ready, places in self._called(unit, open_rules):
                for tried in self._tries(unit, ready, places):
                    if tried.reason:
                        drops.append(_drop(tried, ready))
                    else:
                        findings.append(_finding(document, tried, ready))
                        break
        return Matches(tuple(findings), tuple(drops))

    def explain(self, units: Iterable[Unit], item: str) -> tuple[tuple[Unit, ...], tuple[Try, ...]]:
        """Return the units that the rule for ``item`` looks at closely, and every match in them, dropped or not."""
        rule = self._book.rules[item]
        own = sum(1 << at for at, other in enumerate(self._rules) if other is rule)
        near = [(unit, open_rules & own) for unit, open_rules in self._opened(units) if open_rules & own]
        return tuple(unit for unit, _ in near), tuple(
            tried
            for unit, open_rules in near
            for ready, places in self._called(unit, open_rules)
            for tried in self._tries(unit, ready, places)
        )

    def holding_facts(self, units: Sequence[Unit], asked: Iterable[str]) -> frozenset[str]:
        """Return those of the ``asked`` facts (of ``facts.yaml``) that hold for the document made of ``units``."""
        open_facts = set(asked)
        holding: set[str] = set()
        for unit in units:
            if not open_facts:
                break
            facts = self._facts_in(unit.language)
            for place in _places(facts.index.called(unit.lowered)):
                fact, probe = facts.probes[place]
                if fact in open_facts and self._search(probe, unit):
                    holding.add(fact)
                    open_facts.remove(fact)
        return frozenset(holding)

    def _facts_in(self, language: Language) -> _Facts:
        if language not in self._facts:
            probes = tuple(
                (fact, self._probe(pattern, language))
                for fact, patterns in self._book.facts.items()
                for pattern in patterns.in_language(language)
            )
            index = WordIndex()
            for place, (_, probe) in enumerate(probes):
                index.add(probe.expanded.literals, 1 << place)
            self._facts[language] = _Facts(probes, index)
        return self._facts[language]

    def _opened(self, units: Iterable[Unit]) -> list[tuple[Unit, int]]:
        """Return the units that a rule is open to, with these rules, a bit for each; all of them are made ready.

        A rule is open to a unit if the unit, its lead-in or a heading above it speaks of the rule's subject.
        """
        opened = [(unit, self._gates.open_to(unit.concepts | unit.heading_concepts)) for unit in units]
        for unit, open_rules in opened:
            shelf = self._shelf(unit.language)
            for at in _places(open_rules & ~shelf.entered):
                self._enter(shelf, at, unit.language)
        return [(unit, open_rules) for unit, open_rules in opened if open_rules]

    def _called(self, unit: Unit, open_rules: int) -> Iterator[tuple[_ReadyRule, int]]:
        """Yield those of the ``open_rules`` of which a pattern may match in ``unit``, with the places of these."""
        shelf = self._shelf(unit.language)
        called = shelf.index.called(unit.lowered, unit.concepts)
        for at in _places(called & open_rules):
            ready = shelf.rules[at]
            yield ready, called >> ready.offset & ready.all_places

    def _tries(self, unit: Unit, ready: _ReadyRule, places: int) -> Iterator[Try]:
        """Yield the matches in ``unit``, in the order of the rule."""
        for place in _places(places):
            at, probe = ready.probes[place]
            match = self._search(probe, unit)
            if match is None or match.end() <= unit.lead:
                continue
            outcome = ready.outcomes[at]
            named, captured = _outcome_of(outcome.rule, match, unit)
            reason, detail = self._objection(unit, ready, outcome)
            if not reason and named is None:
                reason, detail = "side", "the party it names has no answer here"
            matched = Span(max(match.start(), unit.lead), match.end())
            yield Try(unit, at, named, probe.expanded.pattern, matched, captured, reason, detail)

    def _objection(self, unit: Unit, ready: _ReadyRule, outcome: _ReadyOutcome) -> tuple[str, str]:
        """Return why a match in ``unit`` does not count, as a code and words; both "" if it does."""
        if unit.kind is UnitKind.HEADING:
            return "heading", "a heading only names the subject"
        if unit.kind is UnitKind.DEFINITION and not ready.rule.definitions:
            return "definition", "a definition sets no duty"
        for exception in (*ready.unless, *outcome.unless):
            match = self._search(exception, unit) if exception.may_match(unit) else None
            if match:
                return "unless", unit.text.text[match.start() : match.end()]
        if outcome.heading and not any(probe.expanded.compiled.search(unit.heading) for probe in outcome.heading):
            return "heading-required", unit.heading
        return "", ""

    def _search(self, probe: _Probe, unit: Unit) -> re.Match[str] | None:
        """Search ``unit``, if all that the pattern needs is there; the most telling set of words has been asked for."""
        # The innermost loop of a review: written out, for speed.
        if not probe.concepts <= unit.concepts:
            return None
        lowered = unit.lowered
        for words in probe.words:
            for word in words:
                if word in lowered:
                    break
            else:
                return None
        return probe.expanded.search(unit.text.text, lowered)

    def _probe(self, pattern: str, language: Language, captures: frozenset[str] = frozenset()) -> _Probe:
        key = pattern, language, captures
        if key not in self._patterns:
            expanded = expand(pattern, language, self._book.concepts, captures)
            telling = next(iter(expanded.literals), frozenset())
            self._patterns[key] = _Probe(expanded, expanded.concepts, telling, expanded.literals[1:])
        return self._patterns[key]

    def _shelf(self, language: Language) -> _Shelf:
        if language not in self._shelves:
            self._shelves[language] = _Shelf(next_offset=len(self._rules))
        return self._shelves[language]

    def _enter(self, shelf: _Shelf, at: int, language: Language) -> None:
        """Make the rule at ``at`` of the book ready, when a unit first is open to it."""
        ready = self._make_ready(self._rules[at], language, shelf.next_offset)
        for place, (_, probe) in enumerate(ready.probes):
            shelf.index.add(probe.expanded.literals, 1 << at | 1 << ready.offset + place, probe.concepts)
        shelf.next_offset += len(ready.probes)
        shelf.rules[at] = ready
        shelf.entered |= 1 << at

    def _make_ready(self, rule: Rule, language: Language, offset: int) -> _ReadyRule:
        def ready(patterns: Iterable[str], captures: Iterable[str] = ()) -> tuple[_Probe, ...]:
            return tuple(self._probe(pattern, language, frozenset(captures)) for pattern in patterns)

        probes = tuple(
            (at, probe)
            for at, outcome in enumerate(rule.outcomes)
            for probe in ready(outcome.in_language(language), outcome.id if isinstance(outcome.id, dict) else ())
        )
        return _ReadyRule(
            rule=rule,
            probes=probes,
            offset=offset,
            all_places=(1 << len(probes)) - 1,
            outcomes=tuple(
                _ReadyOutcome(
                    rule=outcome,
                    unless=ready(outcome.unless.in_language(language)),
                    heading=ready(outcome.heading.in_language(language)),
                )
                for outcome in rule.outcomes
            ),
            unless=ready(rule.unless.in_language(language)),
            values=tuple(
                Wanted(
                    value.name,
                    value.kind,
                    tuple(probe.expanded.compiled for probe in ready(value.near.in_language(language))),
                )
                for value in rule.values
            ),
        )


def _places(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


class _Gates:
    """Tells which rules are open to a unit: those of whose every group of concepts it has one. A bit for each rule.

    All the rules have their bits for their first groups, then all for their second ones, and so on.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        """The rules go by their places in ``rules``. A rule without groups is open to nothing."""
        self._rules = len(rules)
        self._groups = max((len(rule.about) for rule in rules), default=0)
        self._without = 0  # the groups that a rule does not have
        self._concepts: dict[str, int] = {}  # the groups that a concept is in
        for at, rule in enumerate(rules):
            for group in range(self._groups):
                bit = 1 << group * self._rules + at
                if group >= len(rule.about):
                    self._without |= bit if group else 0
                for concept in rule.about[group] if group < len(rule.about) else ():
                    self._concepts[concept] = self._concepts.get(concept, 0) | bit

    def open_to(self, about: Iterable[str]) -> int:
        """Return the rules that concern what speaks of ``about``."""
        found = self._without
        for concept in about:
            found |= self._concepts.get(concept, 0)
        result = (1 << self._rules) - 1 if self._groups else 0
        for _ in range(self._groups):
            result &= found
            found >>= self._rules
        return result


@dataclass(frozen=True, slots=True)
class _Probe:
    """A pattern, and what must be in a unit for it to match: all concepts, and a word of each set.

    The most telling set, if there is one, stands apart: an index may have asked for it already.
    """

    expanded: Expanded
    concepts: frozenset[str]
    telling: frozenset[str]
    words: tuple[frozenset[str], ...]

    def may_match(self, unit: Unit) -> bool:
        """Tell whether a word of the most telling set is in ``unit``."""
        return not self.telling or any(word in unit.lowered for word in self.telling)


@dataclass(frozen=True, slots=True)
class _ReadyOutcome:
    rule: OutcomeRule
    unless: tuple[_Probe, ...]
    heading: tuple[_Probe, ...]


@dataclass(frozen=True, slots=True)
class _ReadyRule:
    """A rule for one language; ``probes`` are the patterns of all outcomes in order, each with its outcome's place.

    The bits of the patterns begin at ``offset`` of what the index of the shelf calls; ``all_places`` has as many.
    """

    rule: Rule
    probes: tuple[tuple[int, _Probe], ...]
    offset: int
    all_places: int
    outcomes: tuple[_ReadyOutcome, ...]
    unless: tuple[_Probe, ...]
    values: tuple[Wanted, ...]


@dataclass(slots=True)
class _Shelf:
    """The rules of a language that were made ready so far, by their places in the book, and what calls for them.

    In the index, a pattern has the bit of its rule and, from ``next_offset`` on for the next rule, one of its own.
    """

    next_offset: int
    rules: dict[int, _ReadyRule] = field(default_factory=dict)
    entered: int = 0
    index: WordIndex = field(default_factory=WordIndex)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The patterns of all facts in one language, each with its fact."""

    probes: tuple[tuple[str, _Probe], ...]
    index: WordIndex


def _outcome_of(rule: OutcomeRule, match: re.Match[str], unit: Unit) -> tuple[str | None, int]:
    """Return the outcome that ``match`` leads to, and the place of the captured party whose side decides it.

    The outcome is ``None`` where that side has no answer; the place is -1 where none was captured.
    """
    if isinstance(rule.id, str):
        return rule.id, -1
    for group, sides in rule.id.items():
        if group in match.re.groupindex and match.start(group) >= 0:
            side = resolve(unit.text.text, match.start(group))
            return sides.get(side) if side else None, match.start(group)
    return None, -1


def _drop(tried: Try, ready: _ReadyRule) -> Drop:
    label = tried.named or " | ".join(ready.outcomes[tried.outcome].rule.outcomes())
    span = tried.unit.text.source(tried.matched.start, tried.matched.end)
    return Drop(ready.rule.item, label, *span, tried.reason, tried.detail)


def _finding(document: Document, tried: Try, ready: _ReadyRule) -> Finding:
    unit, outcome = tried.unit, ready.outcomes[tried.outcome]
    mark = Span(*unit.text.source(tried.matched.start, tried.matched.end))
    return Finding(
        item=ready.rule.item,
        outcome=tried.named or "",
        start=unit.start,
        end=unit.end,
        quote=document.text[unit.start : unit.end],
        marks=(mark,),
        page=page_of(document, mark.start),
        clause=unit.clause.path if unit.clause else "",
        heading=unit.clause.heading if unit.clause else "",
        language=unit.language,
        confidence=round(outcome.rule.confidence * (_RECITAL_WEIGHT if unit.kind is UnitKind.RECITAL else 1.0), 3),
        rule=f"{ready.rule.item}@{ready.rule.revision}/{tried.outcome}",
        values=values_of(unit, ready.values, tried.matched, document.text) if ready.values else (),
        legibility=legibility(document, unit.start, unit.end),
    )
