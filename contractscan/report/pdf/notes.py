"""What is marked in the contract, and what the note on each mark says. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contractscan.report.texts import Texts, texts
from contractscan.report.view import Evidence, FigureView, ItemView, ReportView

_WORST_FIRST = ("high", "medium", "low", "info", "ok")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to be marked; ``key`` is its risk, ``note`` what is said of it, all in words that are safe to show."""

    start: int
    end: int
    key: str
    note: str


def marks(view: ReportView) -> tuple[Mark, ...]:
    """Return the passages behind the points that need attention, in text order.

    A passage that answers several questions is marked once, in the colour of the worst answer.
    """
    t = texts(view.language)
    said: dict[tuple[int, int], dict[str, str]] = {}
    for group in view.risks:
        for item in group.items:
            for evidence in _evidence(item):
                notes = said.setdefault((evidence.start, evidence.end), {})
                notes.setdefault(_note(item, evidence, t), evidence.badge.key)
    return tuple(
        Mark(
            start, end, min(notes.values(), key=_rank), "\n\n".join(sorted(notes, key=lambda note: _rank(notes[note])))
        )
        for (start, end), notes in sorted(said.items())
        if start < end
    )


def figure(value: FigureView, t: Texts) -> str:
    """Return a value and the norm it is held against, on one line."""
    if not value.norm:
        return value.label + t("report.colon") + value.text
    held = t("report.against_norm", label=value.label, text=value.text, norm=value.norm)
    return held + t("report.separator") + t("report.within" if value.within else "report.outside")


def _mark(start: int, end: int, notes: dict[str, str]) -> Mark:
    worst_first = sorted(notes, key=lambda note: _rank(notes[note]))
    return Mark(start, end, notes[worst_first[0]], "\n\n".join(worst_first))


def _rank(key: str) -> int:
    return _WORST_FIRST.index(key) if key in _WORST_FIRST else len(_WORST_FIRST)


def _evidence(item: ItemView) -> Iterator[Evidence]:
    yield from item.evidence
    for conflict in item.conflicts:
        yield from conflict.sides


def _note(item: ItemView, evidence: Evidence, t: Texts) -> str:
    colon = t("report.colon")
    lines = [
        t("pdf.note_head", risk=evidence.badge.label, question=item.question),
        t("pdf.answer") + colon + evidence.answer,
        evidence.remark,
        *(figure(value, t) for value in item.figures if value.norm and not value.within),
        *(t("report.conflict") + colon + conflict.label for conflict in item.conflicts if evidence in conflict.sides),
        item.demanded,
        item.why and t("report.why") + colon + item.why,
        item.ask and t("report.ask") + colon + item.ask,
    ]
    return "\n".join(filter(None, lines))
