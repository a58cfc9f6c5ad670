"""How an item came by its answer, as text: the sides, what matched, what was dropped and why, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from contractscan.assess import FIRM
from contractscan.match import Try
from contractscan.model import Finding, Language, Parties
from contractscan.parties import BOTH, BRAND, OTHER, PARTNER, ROLE
from contractscan.report.safe import one_line, visible
from contractscan.report.texts import Texts, texts
from contractscan.review import Explanation
from contractscan.rules import RuleBook

_NAMES = {BRAND: "{brand}", PARTNER: "{partner}", BOTH: "{both}", OTHER: "{other}", ROLE: "{both}"}
_READABLE = str.maketrans(_NAMES)


def explain(explanation: Explanation, book: RuleBook, language: Language) -> str:
    """Return the explanation in ``language``; parties show as the placeholders that patterns use."""
    return visible("\n".join(_lines(explanation, book, texts(language)))) + "\n"


def _lines(explanation: Explanation, book: RuleBook, t: Texts) -> Iterator[str]:
    item, review = explanation.item, explanation.review
    verdict = next((verdict for verdict in review.verdicts if verdict.item == item), None)
    yield f"{item} · {book.question(item, t.language)}"
    yield from _sides(review.parties, t)
    if verdict is None:
        yield t("explain.ignored")
        return
    risk = t(f"risk.{verdict.risk or verdict.status}")
    first = verdict.findings[0].outcome if verdict.findings else ""
    answer = book.outcome_label(item, first, t.language) if first else t("report.silent")
    yield t("explain.answer", answer=answer, risk=risk, side=t(f"side.{review.side}").lower())
    if verdict.demanded:
        yield t("report.demanded", outcomes=", ".join(verdict.demanded))
    yield t("explain.looked", count=len(explanation.near))
    name = f"{item}@{book.rules[item].revision}"
    tries = {(tried.unit.start, f"{name}/{tried.outcome}"): tried for tried in explanation.tries}
    for rank, finding in enumerate(verdict.findings, 1):
        yield ""
        yield from _finding(rank, finding, tries.get((finding.start, finding.rule)), book, t)
    for conflict in verdict.conflicts:
        places = " / ".join(f"{finding.outcome} @{finding.start}" for finding in (conflict.first, conflict.second))
        yield ""
        yield f"{t('report.conflict')}{t('report.colon')}{t.code('conflict', conflict.kind)} ({places})"
    for tried in explanation.tries:
        if tried.reason:
            yield ""
            yield from _drop(tried, t)
    rule = book.rules[item]
    if not verdict.findings and rule.missing is not None:
        yield t("explain.missing_when", facts=", ".join(rule.missing.when) or t("explain.always"))


def _sides(parties: Parties, t: Texts) -> Iterator[str]:
    for name, party in (("brand", parties.brand), ("partner", parties.partner)):
        aliases = t("report.list").join(one_line(alias) for alias in party.aliases)
        yield f"  {{{name}}} = {aliases or t('report.nameless')}"
    if not parties.decided:
        yield "  " + t("explain.assumed")
    for basis in parties.basis:
        yield f"  {t('report.decided')}{t('report.colon')}{basis.reason}{t('report.colon')}{one_line(basis.quote)}"


def _finding(rank: int, finding: Finding, tried: Try | None, book: RuleBook, t: Texts) -> Iterator[str]:
    label = book.outcome_label(finding.item, finding.outcome, t.language)
    firm = t("explain.firm" if finding.confidence >= FIRM else "explain.doubtful")
    place = f"{finding.clause} @{finding.start}-{finding.end}".strip()
    yield f"{rank}. {finding.outcome} ({label}) · {finding.confidence:g}, {firm} · {finding.rule} · {place}"
    if tried is not None:
        yield from _tried(tried, t)
    else:
        yield f"   {one_line(finding.quote)}"
    for value in finding.values:
        amount = f"{value.value:g}" if isinstance(value.value, float) else value.value
        yield f"   {value.name} = {value.comparator}{amount} {value.unit}".rstrip() + f"  ({one_line(value.text)})"


def _drop(tried: Try, t: Texts) -> Iterator[str]:
    said = (t("explain.dropped"), t.code("drop", tried.reason), _read(tried.detail))
    yield "– " + t("report.colon").join(filter(None, said))
    yield from _tried(tried, t)


def _tried(tried: Try, t: Texts) -> Iterator[str]:
    text, lead = tried.unit.text.text, tried.unit.lead
    before, matched, after = (
        text[lead : tried.matched.start],
        text[tried.matched.start : tried.matched.end],
        text[tried.matched.end :],
    )
    if lead:
        yield f"   {t('explain.lead')}{t('report.colon')}{_read(text[:lead])}"
    yield f"   {_read(before)}⟦{_read(matched)}⟧{_read(after)}"
    yield f"   {t('explain.pattern')}{t('report.colon')}{tried.pattern}"
    if tried.captured >= 0:
        named = tried.named or t("explain.no_answer")
        yield f"   {t('explain.captured')}{t('report.colon')}{_read(text[tried.captured])} → {named}"


def _read(text: str) -> str:
    return text.translate(_READABLE)
