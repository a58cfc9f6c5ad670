"""What is said in the margin of a contract, and where: a report as a lawyer would write it into the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contractscan.model import Document
from contractscan.report.texts import Texts, texts
from contractscan.report.view import Evidence, ItemView, ReportView
from contractscan.report.word.comments_part import Line
from contractscan.report.wording import wording_in
from contractscan.rules import DRAFTING

_HARMS = ("high", "medium", "low")
_FURTHER = 10  # short comments for one item: whoever needs more of them has seen the point
_GAPS = 10
_LONGEST_QUOTE = 400  # characters; the whole stands in the file


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on ``start:end`` of the text, which reads ``quote``."""

    start: int
    end: int
    quote: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Wording to be inserted after the paragraph of ``start:end``."""

    start: int
    end: int
    wording: str


def opening(view: ReportView) -> tuple[Line, ...]:
    """Return what is said at the top: the verdict, how it counts, for whom, and how far it can be relied on."""
    t = texts(view.language)
    colon = t("report.colon")
    counts = [f"{tally.badge.label} {tally.count}" for tally in view.tallies]
    lines = [Line(t("report.product") + colon, view.verdict), Line(t("report.counts") + colon, " · ".join(counts))]
    for side in view.sides:
        called = side.aliases or side.name or t("report.nameless")
        chosen = f" ← {t('report.viewpoint')}" if side.chosen else ""
        lines.append(Line(side.label + colon, called + chosen))
    if not view.decided:
        lines.append(Line(t("report.undecided_title") + colon, t("report.undecided", alias=view.assumed_brand)))
    if view.gaps:
        lines.append(Line(t("report.unread_title") + colon, t("report.unread_hint")))
        lines += [Line("", f"– {gap.where}{colon}{gap.why}") for gap in view.gaps[:_GAPS]]
        if len(view.gaps) > _GAPS:
            lines.append(Line("", t("word.more", count=len(view.gaps) - _GAPS)))
    return (*lines, Line("", t("report.notice")))


def closing(view: ReportView) -> tuple[Line, ...]:
    """Return what is said at the end: the missing protections, and what was left open; empty if there is neither."""
    t = texts(view.language)
    lines: list[Line] = []
    if view.missing:
        lines.append(Line(t("report.missing") + t("report.colon"), t("word.missing_hint")))
    for number, item in enumerate(view.missing, 1):
        lines.append(Line(f"{number}. [{item.badge.label}] {item.question}", ""))
        if item.why:
            lines.append(Line("", item.why))
        if item.ask:
            lines.append(Line(t("report.add") + t("report.colon"), item.ask))
    if view.unread:
        lines.append(Line(t("report.open") + t("report.colon"), t("report.open_hint")))
        lines += [Line("", f"– {item.question}") for item in view.unread]
    return tuple(lines)


def remarks(view: ReportView, document: Document) -> Iterator[Remark]:
    """Yield the comments on the risks: one for each item at its strongest evidence, and short ones further on.

    A short one is for what an item would miss without it: another passage that harms, another fault of the drafting,
    or the other side of a contradiction. The same in the other language beside it needs none.
    """
    for group in view.risks:
        for item in group.items:
            if item.evidence:
                yield from _of_item(item, view, document)


def proposals(view: ReportView, document: Document) -> Iterator[Proposal]:
    """Yield the wording to insert, at the strongest evidence of each risk that wording can mend.

    In a bilingual row it goes to the cell in the language of the wording. Faults of the drafting have to be put
    right where they are; a clause beside them mends nothing.
    """
    for item in (item for group in view.risks if group.id != DRAFTING for item in group.items):
        if item.evidence and (wording := wording_in(item.ask, view.language)):
            place = _place(item.evidence[0], document)
            beside = [evidence for evidence in item.evidence if _place(evidence, document) == place]
            chosen = next((evidence for evidence in beside if evidence.language == view.language), beside[0])
            yield Proposal(chosen.start, chosen.end, wording)


def _of_item(item: ItemView, view: ReportView, document: Document) -> Iterator[Remark]:
    t = texts(view.language)
    main = item.evidence[0]
    sides = [side for conflict in item.conflicts for side in conflict.sides]
    others = [side for side in sides if (side.start, side.end) != (main.start, main.end)]
    harms = [evidence for evidence in item.evidence[1:] if evidence.badge.key in _HARMS]
    further: list[Evidence] = []
    seen = {_place(main, document)}
    for evidence in (*others, *harms):
        if (place := _place(evidence, document)) not in seen and len(further) < _FURTHER:
            seen.add(place)
            further.append(evidence)
    yield Remark(main.start, main.end, _quote(main), tuple(_lines(item, further, view, t)))
    for evidence in further:
        yield Remark(evidence.start, evidence.end, _quote(evidence), tuple(_short(item, evidence, t)))


def _place(evidence: Evidence, document: Document) -> object:
    """Return what tells one place of the contract from another: a row of a table, or a paragraph with the sentence."""
    for block in document.blocks:
        if block.end > evidence.start:
            return evidence.start if block.cell is None else (block.cell.table, block.cell.row)
    return evidence.start


def _quote(evidence: Evidence) -> str:
    quote = "".join(segment.text for segment in evidence.quote)
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"


def _quote_with_place(evidence: Evidence, t: Texts) -> str:
    return t("report.quote", text=_quote(evidence)) + (f" ({evidence.place})" if evidence.place else "")


def _lines(item: ItemView, further: list[Evidence], view: ReportView, t: Texts) -> Iterator[Line]:
    colon = t("report.colon")
    yield Line(f"[{item.badge.label}] {item.question}", "")
    yield Line(t("word.answer") + colon, item.answer)
    if item.evidence[0].remark:
        yield Line("", item.evidence[0].remark)
    for figure in item.figures:
        if figure.norm and not figure.within:
            said = t("report.against_norm", label=figure.label, text=figure.text, norm=figure.norm)
            yield Line(t("report.values") + colon, said)
    if item.demanded:
        yield Line("", item.demanded)
    for conflict in item.conflicts:
        sides = " / ".join(_quote_with_place(side, t) for side in conflict.sides)
        yield Line(t("report.conflict") + colon, f"{conflict.label}{colon}{sides}")
    if item.why:
        yield Line(t("report.why") + colon, item.why)
    if item.ask:
        yield Line(t("report.ask") + colon, item.ask)
    if item.basis:
        yield Line(t("report.basis") + colon, t("report.list").join(basis.cite for basis in item.basis))
    places = list(dict.fromkeys(evidence.place for evidence in further if evidence.place))
    if places:
        yield Line(t("word.also") + colon, t("report.list").join(places))


def _short(item: ItemView, evidence: Evidence, t: Texts) -> Iterator[Line]:
    yield Line(f"[{evidence.badge.label}] {item.question}", "")
    yield Line(t("word.answer") + t("report.colon"), evidence.answer)
    if evidence.remark:
        yield Line("", evidence.remark)
    yield Line("", t("word.see_at", place=item.place) if item.place else t("word.see"))
