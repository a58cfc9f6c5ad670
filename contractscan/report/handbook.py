"""The checklist itself as text: what each item asks, and what its answers mean for each side."""

from __future__ import annotations

from collections.abc import Iterator

from contractscan.model import Language, Side
from contractscan.report.texts import texts
from contractscan.rules import SILENT, RuleBook


def list_items(book: RuleBook, language: Language) -> str:
    """Return one line per item, by family: its id and its question."""
    width = max((len(item.id) for item in book.checklist.items), default=0)
    lines: list[str] = []
    for family in book.checklist.families:
        lines.append(book.family_name(family, language))
        lines += [
            f"  {item.id:{width}}  {item.question.in_language(language)}"
            for item in book.checklist.items
            if item.family == family
        ]
    return "\n".join(lines) + "\n"


def show_item(book: RuleBook, item: str, language: Language) -> str:
    """Return all about one item; raises ``KeyError`` if there is none."""
    return "\n".join(_describe(book, item, language)) + "\n"


def _describe(book: RuleBook, item: str, language: Language) -> Iterator[str]:
    t = texts(language)
    entry, rule = book.item(item), book.rules.get(item)
    revision = t("rules.revision", revision=rule.revision) if rule else t("rules.no_rule")
    yield f"{item} · {book.family_name(entry.family, language)} · {revision}"
    yield entry.question.in_language(language)
    yield ""
    yield t("rules.answers")
    for outcome in (*entry.outcomes, *([SILENT] if entry.silent else [])):
        yield f"  {outcome}{t('report.colon')}{book.outcome_label(item, outcome, language)}"
        for side in Side:
            risk = t(f"risk.{book.risk(item, outcome, side)}")
            yield f"    {t('rules.for_side', side=t(f'side.{side}').lower())}{t('report.colon')}{risk}"
            if rule and (why := book.why(item, outcome, side, language)):
                yield f"      {t('report.why')}{t('report.colon')}{why}"
            if rule and (ask := book.ask(item, outcome, side, language)):
                yield f"      {t('report.ask')}{t('report.colon')}{ask}"
    if rule and rule.basis:
        yield ""
        yield t("report.basis")
        for legal in rule.basis:
            since = t("report.since", date=legal.since)
            yield f"  {legal.cite} ({legal.jurisdiction}, {since}){t('report.colon')}{legal.says.in_language(language)}"
