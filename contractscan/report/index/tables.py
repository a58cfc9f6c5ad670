"""The overview for spreadsheets and programs: a workbook of four sheets, and a line of JSON for each contract."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from contractscan.model import Language, Risk
from contractscan.report.index.results import BatchResult, FileResult
from contractscan.report.index.trends import by_family, frequencies, spreads
from contractscan.report.json_text import entries_of
from contractscan.report.safe import json_inert, one_line
from contractscan.report.signs import SHAPES
from contractscan.report.tables import Cell, neutral
from contractscan.report.texts import Texts, texts
from contractscan.report.workbook import LINK, dateless, fill_table
from contractscan.rules import RuleBook

_TOP = 5
_CONTRACT_WIDTHS = (44, 24, 24, 9, 9, 9, 9, 9, 60, 40, 26, 40)
_RISK_WIDTHS = (24, 60, 20, 12, 9, 9, 9, 9)
_FIGURE_WIDTHS = (60, 16, 44, 20, 14, 12, 14, 14, 14)


def render_lines(result: BatchResult) -> str:
    """Return a line of JSON for each contract, the worst first, and then for each file that failed."""
    files = (*result.ranked, *result.failed)
    return "".join(json_inert(json.dumps(file, ensure_ascii=False, default=entries_of) + "\n") for file in files)


def render_overview(result: BatchResult, book: RuleBook, language: Language) -> bytes:
    """Return the overview as an XLSX file."""
    t = texts(language)
    questions = {item.id: neutral(one_line(item.question.in_language(language))) for item in book.checklist.items}
    families = {family: neutral(name.in_language(language)) for family, name in book.checklist.families.items()}
    workbook = Workbook()
    contracts = workbook.active
    assert isinstance(contracts, Worksheet)  # noqa: S101 - a new workbook has one
    contracts.title = t("index.sheets.contracts")
    fill_table(contracts, _contract_columns(t), _contracts(result, questions, t), _CONTRACT_WIDTHS, t)
    _link(contracts, result)
    heat = workbook.create_sheet(t("index.sheets.heat"))
    columns = (t("batch.contract"), *families.values())
    fill_table(heat, columns, _heat(result, families, t), (44, *(16 for _ in families)), t, range(1, len(columns)))
    risks = workbook.create_sheet(t("index.sheets.risks"))
    fill_table(risks, _risk_columns(t), _risks(result, questions, families), _RISK_WIDTHS, t)
    figures = workbook.create_sheet(t("index.sheets.figures"))
    fill_table(figures, _figure_columns(t), _figures(result, questions, t), _FIGURE_WIDTHS, t)
    workbook.properties.creator = "contractscan"
    workbook.properties.title = t("batch.title")
    made = io.BytesIO()
    workbook.save(made)
    return dateless(made.getvalue())


def _contract_columns(t: Texts) -> tuple[str, ...]:
    counts = tuple(t(f"risk.{key}") for key in ("high", "medium", "low", "missing", "unread"))
    return (
        *(t("batch.contract"), t("side.brand"), t("side.partner"), *counts),
        *(t("index.top"), t("index.not_read"), t("table.remarks"), t("index.error")),
    )


def _contracts(result: BatchResult, questions: Mapping[str, str], t: Texts) -> Iterator[tuple[Cell, ...]]:
    for file in result.ranked:
        worst = [one.item for one in file.answers if one.risk is Risk.HIGH][:_TOP]
        yield (
            *(_name(file), neutral(one_line(file.brand)), neutral(one_line(file.partner))),
            *(file.high, file.medium, file.low, file.missing, file.unread),
            "; ".join(questions.get(item, neutral(one_line(item))) for item in worst),
            neutral(t("report.list").join(one_line(gap) for gap in file.gaps)),
            neutral(t("report.list").join(_remarks(file, t))),
            "",
        )
    for file in result.failed:
        yield (_name(file), "", "", None, None, None, None, None, "", "", "", neutral(one_line(file.error)))


def _name(file: FileResult) -> str:
    return neutral(one_line(file.path))


def _remarks(file: FileResult, t: Texts) -> Iterator[str]:
    if not file.decided:
        yield t("batch.undecided")
    if not file.complete:
        yield t("batch.incomplete")
    if file.same_as:
        yield t("batch.same_as", path=one_line(file.same_as))


def _link(sheet: Worksheet, result: BatchResult) -> None:
    for at, file in enumerate(result.ranked, 2):
        cell = sheet.cell(at, 1)
        cell.hyperlink = file.link
        cell.font = LINK


def _heat(result: BatchResult, families: Mapping[str, str], t: Texts) -> Iterator[tuple[Cell, ...]]:
    for file in result.ranked:
        cells = {family: f"{SHAPES[key]} {t(f'risk.{key}')} {count}" for family, key, count in by_family(file)}
        yield (_name(file), *(cells.get(family, "") for family in families))


def _risk_columns(t: Texts) -> tuple[str, ...]:
    levels = (t("risk.high"), t("risk.medium"), t("risk.low"), t("index.missing_of"))
    return t("table.item"), t("table.question"), t("table.family"), t("batch.contract"), *levels


def _risks(
    result: BatchResult, questions: Mapping[str, str], families: Mapping[str, str]
) -> Iterator[tuple[Cell, ...]]:
    for one in frequencies(result.ranked):
        item = neutral(one_line(one.item))
        yield (
            *(item, questions.get(one.item, item), families.get(one.family, neutral(one_line(one.family)))),
            *(one.contracts, one.high, one.medium, one.low, one.missing),
        )


def _figure_columns(t: Texts) -> tuple[str, ...]:
    return (
        *(t("table.question"), t("table.figure"), t("index.outliers"), t("table.written"), t("table.amount")),
        *(t("table.unit"), t("index.median"), t("index.times"), t("index.stated")),
    )


def _figures(result: BatchResult, questions: Mapping[str, str], t: Texts) -> Iterator[tuple[Cell, ...]]:
    """Yield the spread of each key figure, and below it the contracts that stand out."""
    for one in spreads(result.ranked):
        head = (questions.get(one.item, neutral(one_line(one.item))), neutral(t.code("value", one.name)))
        unit = neutral(t.code("unit", one.unit))
        yield (*head, "", "", None, unit, one.median, None, one.contracts)
        for out in one.outliers:
            text = neutral(one_line(out.quantity.text))
            yield (*head, _name(out.file), text, out.quantity.amount, unit, one.median, out.times, None)
