"""The checklist as tables: the cells that a spreadsheet and a CSV file share, with nothing in them to compute."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from contractscan.model import Review, Value
from contractscan.report.safe import one_line
from contractscan.report.signs import SHAPES
from contractscan.report.texts import Texts, texts
from contractscan.report.view import FigureView, ItemView, ReportView
from contractscan.rules import DRAFTING, RuleBook

Cell = str | float | int | None

# Excel takes a CSV without it for the code page of the machine, and Chinese for gibberish.
_BOM = "\ufeff"
# What begins so is computed, or sent to another program, when a cell is opened or edited; full width counts.
_FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]")
# A reader set to another separator than the comma, as Excel is in half of Europe, begins a cell here.
_INNER_CELL = re.compile(r"([;\t]\s*)(?=[=+\-@＝＋－＠])")
_MOST_CHARACTERS = 32_000  # a spreadsheet's cell holds 32,767
# A cell that begins with "=" would be a formula.
_BOUNDS = {"<=": "≤", ">=": "≥", "=": ""}
_ORDER = ("high", "medium", "low", "missing", "unread", "look", "info", "ok", "absent")


def neutral(text: str) -> str:
    """Return ``text``, cut to what a cell holds, so that no spreadsheet takes it for a formula."""
    text = text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
    return f"'{text}" if _FORMULA.match(text) else text


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with the words that its own view lacks."""

    item: ItemView
    family: str
    status: str


def item_rows(review: Review, book: RuleBook, view: ReportView) -> tuple[ItemRow, ...]:
    """Return every item, what calls for action first."""
    t = texts(view.language)
    items = {item.id: item for item in view.items()}
    rows = [
        ItemRow(items[verdict.item], book.family_name(verdict.family, view.language), t.code("status", verdict.status))
        for verdict in review.verdicts
    ]
    return tuple(sorted(rows, key=lambda row: _ORDER.index(row.item.badge.key)))


def checklist_columns(t: Texts) -> dict[str, str]:
    """Return the columns of the checklist: the name of each by its key, in order."""
    return {
        "item": t("table.item"),
        "family": t("table.family"),
        "question": t("table.question"),
        "risk": t("table.risk"),
        "status": t("table.status"),
        "answer": t("table.answer"),
        "place": t("table.place"),
        "quote": t("table.quote"),
        "figures": t("table.figures"),
        "remarks": t("table.remarks"),
        "why": t("table.why"),
        "ask": t("table.ask"),
        "basis": t("table.basis"),
    }


def checklist_cells(row: ItemRow, t: Texts) -> dict[str, str]:
    """Return the cells of one item, by the keys of ``checklist_columns``, each neutral."""
    item = row.item
    quote = "".join(segment.text for segment in item.evidence[0].quote) if item.evidence else ""
    cells = {
        "item": item.id,
        "family": row.family,
        "question": item.question,
        "risk": f"{SHAPES[item.badge.key]} {item.badge.label}",
        "status": row.status,
        "answer": item.answer,
        "place": item.place,
        "quote": quote,
        "figures": "; ".join(_figures(item, t)),
        "remarks": " ".join(_remarks(item, t)),
        "why": item.why,
        "ask": item.ask,
        "basis": " ".join(f"{basis.cite} ({basis.since})" if basis.since else basis.cite for basis in item.basis),
    }
    return {key: neutral(" ".join(text.split())) for key, text in cells.items()}


def _figures(item: ItemView, t: Texts) -> Iterator[str]:
    for figure in item.figures:
        if figure.norm:
            said = t("report.against_norm", label=figure.label, text=figure.text, norm=figure.norm)
            yield said + " " + t("report.within" if figure.within else "report.outside")
        else:
            yield figure.label + t("report.colon") + figure.text


def _remarks(item: ItemView, t: Texts) -> Iterator[str]:
    if item.demanded:
        yield item.demanded
    for conflict in item.conflicts:
        places = " / ".join(filter(None, (evidence.place for evidence in conflict.sides)))
        yield t("table.conflict", label=conflict.label, places=places)
    if item.evidence and item.evidence[0].remark:
        yield item.evidence[0].remark


def finding_columns(t: Texts) -> tuple[str, ...]:
    """Return the names of the columns of ``finding_rows``."""
    return (
        *(t("table.item"), t("table.question"), t("table.answer"), t("table.risk"), t("table.clause")),
        *(t("table.heading"), t("table.page"), t("table.quote"), t("table.remarks"), t("table.language")),
        *(t("table.confidence"), t("table.legibility"), t("table.start"), t("table.end")),
    )


def finding_rows(review: Review, view: ReportView) -> Iterator[tuple[Cell, ...]]:
    """Yield every finding, in the order of the checklist, the strongest of an item first; texts are neutral."""
    t = texts(view.language)
    items = {item.id: item for item in view.items()}
    for verdict in review.verdicts:
        item = items[verdict.item]
        for finding, evidence in zip(verdict.findings, item.evidence, strict=True):
            yield (
                neutral(item.id),
                neutral(item.question),
                neutral(evidence.answer),
                f"{SHAPES[evidence.badge.key]} {evidence.badge.label}",
                neutral(one_line(finding.clause)),
                neutral(evidence.heading),
                finding.page,
                neutral("".join(segment.text for segment in evidence.quote)),
                neutral(evidence.remark),
                t.code("language", finding.language),
                round(finding.confidence, 3),
                None if finding.legibility is None else round(finding.legibility, 3),
                finding.start,
                finding.end,
            )


def value_columns(t: Texts) -> tuple[str, ...]:
    """Return the names of the columns of ``value_rows``."""
    return (
        *(t("table.item"), t("table.question"), t("table.figure"), t("table.written"), t("table.bound")),
        *(t("table.amount"), t("table.unit"), t("table.norm"), t("table.kept"), t("table.source")),
        *(t("table.clause"), t("table.page")),
    )


def value_rows(review: Review, view: ReportView) -> Iterator[tuple[Cell, ...]]:
    """Yield every value of the evidence once, numbers as numbers; texts are neutral."""
    t = texts(view.language)
    items = {item.id: item for item in view.items()}
    for verdict in review.verdicts:
        if verdict.family == DRAFTING:  # what these values say is in the remarks
            continue
        held = {(figure.label, figure.text): figure for figure in items[verdict.item].figures if figure.norm}
        seen: set[Value] = set()
        for finding in verdict.findings:
            for value in finding.values:
                if value in seen:
                    continue
                seen.add(value)
                label, text = t.code("value", value.name), one_line(value.text)
                yield (
                    neutral(verdict.item),
                    neutral(items[verdict.item].question),
                    neutral(label),
                    neutral(text),
                    _BOUNDS.get(value.comparator, value.comparator),
                    neutral(one_line(value.value)) if isinstance(value.value, str) else value.value,
                    neutral(t.code("unit", value.unit)),
                    *_norm(held.get((label, text)), t),
                    neutral(one_line(finding.clause)),
                    finding.page,
                )


def _norm(figure: FigureView | None, t: Texts) -> tuple[Cell, Cell, Cell]:
    if figure is None:
        return "", "", ""
    return neutral(figure.norm), t("report.within" if figure.within else "report.outside"), neutral(figure.source)


def render_csv(review: Review, book: RuleBook, view: ReportView) -> str:
    """Return the checklist as CSV, one row per item, all cells quoted, with the byte order mark that Excel asks for."""
    t = texts(view.language)
    notice = " ".join(filter(None, (t("report.notice"), t("verdict.unread") if view.gaps else "")))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*checklist_columns(t).values(), t("table.notice")])
    for row in item_rows(review, book, view):
        writer.writerow([_INNER_CELL.sub(r"\1'", cell) for cell in checklist_cells(row, t).values()] + [notice])
    return _BOM + out.getvalue()
