"""Assessment: from findings to one verdict per checklist item, for one side. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from contractscan.model import Conflict, Document, Finding, NormCheck, Proposal, Risk, Side, Status, Value, Verdict
from contractscan.provenance import are_counterparts
from contractscan.rules.book import BILINGUAL, DRAFTING, SILENT, TWO_LANGUAGES, RuleBook
from contractscan.rules.schema import Item, MissingRule, Norm, Rule

FIRM = 0.7
"""At or above this confidence the answers count alike, and the one that costs most comes first."""
_SEVERITY = {risk: rank for rank, risk in enumerate(Risk)}
_STATUS = {Risk.OK: Status.OK, Risk.INFO: Status.INFO}
HOURS = {
    "minutes": 1 / 60, "hours": 1, "days": 24, "business days": 24 * 7 / 5, "weeks": 24 * 7, "months": 24 * 30,
    "quarters": 24 * 91, "years": 24 * 365,
}  # fmt: skip
"""Hours in each unit of time, to compare values by; months are of 30 days."""


def facts_asked(findings: Iterable[Finding], book: RuleBook) -> frozenset[str]:
    """Return the facts that decide whether an item which ``findings`` leave unanswered is missing."""
    answered = {finding.item for finding in findings}
    silent = [rule.missing for item, rule in book.rules.items() if item not in answered and rule.missing]
    return frozenset(fact for missing in silent for fact in (*missing.when, *missing.unless) if fact in book.facts)


def assess(
    document: Document,
    findings: Iterable[Finding],
    facts: frozenset[str],
    book: RuleBook,
    side: Side,
    proposals: Sequence[Proposal] = (),
) -> tuple[Verdict, ...]:
    """Return a verdict for every item that has a rule, in the order of the checklist.

    ``facts`` are those of ``facts_asked`` that hold for the document (see ``Engine.holding_facts``). ``proposals`` are
    the learned detector's: they answer nothing, but what one of them may answer is not called missing.
    """
    by_item: dict[str, list[Finding]] = {item: [] for item in book.rules}
    for finding in findings:
        if finding.item in by_item:  # else it is left out by the user's policy
            by_item[finding.item].append(finding)
    answers = facts | {f"{finding.item}={finding.outcome}" for found in by_item.values() for finding in found}
    if len(document.languages) > 1:
        answers |= {TWO_LANGUAGES}
    verdicts = {item: _verdict(document, book.item(item), by_item[item], answers, book, side) for item in book.rules}
    if BILINGUAL in book.rules:
        told = [*by_item[BILINGUAL], *_language_conflicts(verdicts.values(), by_item[BILINGUAL])]
        verdicts[BILINGUAL] = _verdict(document, book.item(BILINGUAL), told, answers, book, side)
    return tuple(_with_proposals(verdict, proposals) for verdict in verdicts.values())


def _with_proposals(verdict: Verdict, proposals: Sequence[Proposal]) -> Verdict:
    """Add what only the detector found; where it found something, nobody can say that there is nothing."""
    found = [(finding.start, finding.end) for finding in verdict.findings]
    own = [
        proposal
        for proposal in proposals
        if proposal.item == verdict.item
        and not any(start < proposal.end and proposal.start < end for start, end in found)
    ]
    if not own:
        return verdict
    likeliest = tuple(sorted(own, key=lambda proposal: -proposal.probability))
    if verdict.status is Status.MISSING:
        verdict = replace(verdict, status=Status.ABSENT, risk=None)
    return replace(verdict, proposals=likeliest)


def _language_conflicts(verdicts: Iterable[Verdict], known: Iterable[Finding]) -> Iterator[Finding]:
    """Yield a drafting fault for each place that answers a question differently in the two languages."""
    places = {mark.start for finding in known for mark in finding.marks}
    for verdict in verdicts:
        for conflict in verdict.conflicts:
            first, second = conflict.first, conflict.second
            spans = {*range(first.start, first.end), *range(second.start, second.end)}
            if first.language != second.language and places.isdisjoint(spans):
                places |= spans
                said = f"{verdict.item}: {first.outcome} / {second.outcome}"
                value = Value("answers", said, said, "", first.start, first.end)
                yield replace(first, item=BILINGUAL, outcome="found", rule=BILINGUAL, values=(value,))


def _verdict(
    document: Document, item: Item, findings: list[Finding], answers: frozenset[str], book: RuleBook, side: Side
) -> Verdict:
    rule = book.rules[item.id]
    if findings:
        ordered = tuple(sorted(_together(findings, rule), key=lambda finding: _strength(finding, book, side)))
        # Faults of drafting are a list of places, and no two answers to one question.
        conflicts = () if item.family == DRAFTING else tuple(_conflicts(document, ordered, rule))
        risk = book.risk(item.id, ordered[0].outcome, side)
        if conflicts:  # an answer that the text takes back elsewhere is not fine, whatever it says
            risk = min(risk, Risk.MEDIUM, key=_SEVERITY.__getitem__)
        demanded = book.demands.get(item.id, frozenset())
        unmet = bool(demanded) and ordered[0].outcome not in demanded
        if unmet:
            risk = Risk.HIGH
        return Verdict(
            item=item.id,
            family=item.family,
            status=_STATUS.get(risk, Status.RISK),
            risk=risk,
            findings=ordered,
            conflicts=conflicts,
            norms=tuple(_norm_checks(ordered, book)),
            demanded=tuple(sorted(demanded)) if unmet else (),
        )
    if rule.missing is None or not _is_missed(rule.missing, answers):
        return Verdict(item.id, item.family, Status.ABSENT, None)
    if document.gaps:
        return Verdict(item.id, item.family, Status.UNREAD, None)
    return Verdict(item.id, item.family, Status.MISSING, book.risk(item.id, SILENT, side))


def _is_missed(missing: MissingRule, answers: frozenset[str]) -> bool:
    expected = not missing.when or any(when in answers for when in missing.when)
    return expected and answers.isdisjoint(missing.unless)


def _together(findings: list[Finding], rule: Rule) -> Iterator[Finding]:
    """Yield the findings; what each side has in a clause of its own is what both have."""
    firm = {finding.outcome for finding in findings if finding.confidence >= FIRM}
    joint = {one: outcome for outcome, pair in rule.together.items() if firm.issuperset(pair) for one in pair}
    for finding in findings:
        yield replace(finding, outcome=joint[finding.outcome]) if finding.outcome in joint else finding


def _strength(finding: Finding, book: RuleBook, side: Side) -> tuple[float, int, float, int]:
    """Order: firm answers before doubtful ones; among firm ones the worst for this side first."""
    severity = _SEVERITY[book.risk(finding.item, finding.outcome, side)]
    if finding.confidence >= FIRM:
        return 0.0, severity, -finding.confidence, finding.start
    return 1.0 - finding.confidence, severity, 0.0, finding.start


def _conflicts(document: Document, findings: Sequence[Finding], rule: Rule) -> Iterator[Conflict]:
    """Yield pairs that cannot both hold: by the rule's list, or one place saying two things in two languages."""
    opposed = {frozenset(pair) for pair in rule.conflicts}
    for i, first in enumerate(findings):
        for second in findings[i + 1 :]:
            if first.language != second.language and _is_same_place(document, first, second):
                if first.outcome != second.outcome:
                    yield Conflict("language", first, second)
                elif _differ(first.values, second.values):
                    yield Conflict("value", first, second)
            elif frozenset((first.outcome, second.outcome)) in opposed:
                yield Conflict("outcome", first, second)


def _is_same_place(document: Document, first: Finding, second: Finding) -> bool:
    """Whether two findings are the same clause, once in each language."""
    if first.clause and first.clause == second.clause:
        return True
    return are_counterparts(document, first.start, second.start)


def _differ(first: Iterable[Value], second: Iterable[Value]) -> bool:
    """True where a value that both name is not the same quantity; words differ in every language."""
    stated = {value.name: (value.value, value.unit) for value in first if not isinstance(value.value, str)}
    return any(value.name in stated and stated[value.name] != (value.value, value.unit) for value in second)


def _norm_checks(findings: Iterable[Finding], book: RuleBook) -> Iterator[NormCheck]:
    """Yield the comparisons of all stated values with the norms for the item, once per metric and value."""
    seen: set[tuple[str, float | str, str]] = set()
    for finding in findings:
        for value in finding.values:
            norm = book.norms.get(finding.item, {}).get(value.name)
            key = (value.name, value.value, value.unit)
            if norm is None or key in seen:
                continue
            distance = beyond(value, norm)
            if distance is not None:
                seen.add(key)
                yield NormCheck(value, _describe(norm), within=not distance)


def beyond(value: Value, norm: Norm) -> float | None:
    """Return how far ``value`` is outside of ``norm`` (times in hours, the rest in its unit); 0 where it keeps to it.

    ``None`` where the two cannot be compared.
    """
    if isinstance(value.value, str):
        return None
    if value.unit in HOURS and norm.unit in HOURS:
        amount = value.value * HOURS[value.unit]
        low, high = (bound if bound is None else bound * HOURS[norm.unit] for bound in (norm.min, norm.max))
    elif value.unit == norm.unit:
        amount, low, high = value.value, norm.min, norm.max
    else:
        return None
    return max(0.0, amount - high if high is not None else 0.0, low - amount if low is not None else 0.0)


def _describe(norm: Norm) -> str:
    unit = f" {norm.unit}" if norm.unit else ""
    bounds = [f"{sign} {bound:g}{unit}" for sign, bound in (("≥", norm.min), ("≤", norm.max)) if bound is not None]
    return ", ".join(bounds)
