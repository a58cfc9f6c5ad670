"""The checklist as an Excel workbook: an overview, the checklist to work through, the findings, the values."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from copy import copy

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from contractscan.model import Review
from contractscan.report.signs import SHAPES
from contractscan.report.tables import (
    Cell,
    checklist_cells,
    checklist_columns,
    finding_columns,
    finding_rows,
    item_rows,
    neutral,
    value_columns,
    value_rows,
)
from contractscan.report.texts import Texts, texts
from contractscan.report.view import ReportView
from contractscan.rules import RuleBook

# Excel on Windows and Mac has this one, and its Latin letters go with the Chinese; elsewhere the office program
# puts its own Chinese font in its place.
_FONT = "Microsoft YaHei"
_TEXT = Font(name=_FONT, size=10)
_BOLD = Font(name=_FONT, size=10, bold=True)
_TITLE = Font(name=_FONT, size=14, bold=True)
LINK = Font(name=_FONT, size=10, color="1B4B87", underline="single")
_HEAD = Font(name=_FONT, size=10, bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="1F3A5F")
_LINE = Side("thin", color="D0D5DD")
_BORDER = Border(bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
# Dark words on a light ground, by the shape that the cell begins with: colour is never alone.
_RISKS = {
    "high": ("FDE0DF", "8E1B16"),
    "medium": ("FFF0D1", "7A4B00"),
    "low": ("E1ECFA", "1B4B87"),
    "missing": ("F3E3F7", "6B2580"),
    "unread": ("E9EBEE", "3C4550"),
    "look": ("E6F1F1", "1D5457"),
    "info": ("F4F6F8", "3C4550"),
    "ok": ("E0F3E4", "1C5B2C"),
    "absent": ("FFFFFF", "667085"),
}
_STYLES = {
    SHAPES[key]: (PatternFill("solid", fgColor=ground), Font(name=_FONT, size=10, bold=True, color=words))
    for key, (ground, words) in _RISKS.items()
}
_OVERVIEW_WIDTHS = (26, 90)
_CHECKLIST_WIDTHS = (20, 13, 30, 11, 12, 18, 12, 48, 24, 22, 38, 48, 26, 11, 24)
_FINDING_WIDTHS = (20, 30, 20, 11, 12, 18, 7, 70, 28, 8, 8, 8, 8, 8)
_VALUE_WIDTHS = (20, 36, 15, 26, 8, 12, 12, 16, 10, 30, 12, 7)
_A3, _A4 = 8, 9  # as Excel numbers paper
_LINE_HEIGHT, _TALLEST = 14.0, 400.0  # points; a row cannot be taller than 409
# The same review gives the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def render_workbook(review: Review, book: RuleBook, view: ReportView) -> bytes:
    """Return the report as an XLSX file."""
    t = texts(view.language)
    workbook = Workbook()
    overview = workbook.active
    assert isinstance(overview, Worksheet)  # noqa: S101 - a new workbook has one
    overview.title = t("table.sheets.overview")
    _fill_overview(overview, view, t)

    checklist = workbook.create_sheet(t("table.sheets.checklist"))
    rows = [[*checklist_cells(row, t).values(), "", ""] for row in item_rows(review, book, view)]
    columns = (*checklist_columns(t).values(), t("table.decision"), t("table.own_note"))
    fill_table(checklist, columns, rows, _CHECKLIST_WIDTHS, t)
    _offer_choices(checklist, columns.index(t("table.decision")) + 1, len(rows), t)

    findings = workbook.create_sheet(t("table.sheets.findings"))
    fill_table(findings, finding_columns(t), finding_rows(review, view), _FINDING_WIDTHS, t)
    values = workbook.create_sheet(t("table.sheets.values"))
    fill_table(values, value_columns(t), value_rows(review, view), _VALUE_WIDTHS, t)

    workbook.properties.creator = "contractscan"
    workbook.properties.title = t("report.title")
    made = io.BytesIO()
    workbook.save(made)
    return dateless(made.getvalue())


def fill_table(
    sheet: Worksheet,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
    t: Texts,
    shapes: range = range(0),
) -> None:
    """Write a table that can be filtered, under a header that stays in sight and is printed on each page.

    The column of risks, and those at ``shapes`` (from 0), are coloured by the shape that a cell begins with.
    """
    coloured = {at for at, name in enumerate(columns) if name == t("table.risk")} | set(shapes)
    for number, (name, width) in enumerate(zip(columns, widths, strict=True), 1):
        put(sheet, 1, number, name, _HEAD).fill = _HEAD_FILL
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = 1
    looks: dict[tuple[bool, str], StyleArray] = {}
    for last, row in enumerate(rows, 2):
        for number, content in enumerate(row, 1):
            is_text = isinstance(content, str) and content != ""
            shape = str(content)[0] if is_text and number - 1 in coloured else ""
            if (is_text, shape) in looks:
                # Given by its parts, a style takes openpyxl ten times as long. Its stubs do not know the whole.
                _write(sheet, last, number, content)._style = copy(looks[is_text, shape])  # type: ignore[attr-defined]
                continue
            cell = put(sheet, last, number, content, _TEXT)
            cell.border = _BORDER
            if shape:
                cell.fill, cell.font = _STYLES[shape]
            looks[is_text, shape] = cell._style  # type: ignore[attr-defined]
        sheet.row_dimensions[last].height = _height(row, widths)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    _fit_to_page(sheet, _A3, t)


def _height(row: Sequence[Cell], widths: Sequence[int]) -> float:
    """Return the height, in points, at which all of a row shows: not every office program works that out itself."""
    lines = (
        cell_len(content) // max(width - 2, 1) + 1
        for content, width in zip(row, widths, strict=True)
        if isinstance(content, str)
    )
    return min(_LINE_HEIGHT * max(lines, default=1) + 3, _TALLEST)


def put(sheet: Worksheet, row: int, column: int, content: Cell, font: Font) -> SheetCell:
    """Write one cell; a text stays a text, whatever it begins with, also when somebody edits the cell."""
    cell = _write(sheet, row, column, content)
    if isinstance(content, str) and content:
        cell.quotePrefix = True
    cell.font = font
    cell.alignment = _WRAPPED
    return cell


def _write(sheet: Worksheet, row: int, column: int, content: Cell) -> SheetCell:
    """Write a cell without any style."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # noqa: S101 - no cells are merged here
    cell.value = content
    if isinstance(content, str) and content:
        cell.data_type = "s"
    return cell


def _offer_choices(sheet: Worksheet, column: int, count: int, t: Texts) -> None:
    if count:
        choices = DataValidation("list", formula1=f'"{t("table.choices")}"', allow_blank=True)
        letter = get_column_letter(column)
        choices.add(f"{letter}2:{letter}{count + 1}")
        sheet.add_data_validation(choices)


def _fill_overview(sheet: Worksheet, view: ReportView, t: Texts) -> None:
    for letter, width in zip("AB", _OVERVIEW_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    put(sheet, 1, 1, neutral(view.file_name), _TITLE).alignment = Alignment(vertical="top")
    sheet.row_dimensions[1].height = 24
    at = 2
    for label, said in _overview(view, t):
        put(sheet, at, 1, label, _BOLD)
        put(sheet, at, 2, said if isinstance(said, int) else neutral(said), _TEXT)
        if label[:1] in _STYLES and isinstance(said, int):
            sheet.cell(at, 1).fill, sheet.cell(at, 1).font = _STYLES[label[0]]
            sheet.cell(at, 2).alignment = Alignment(horizontal="left", vertical="top")
        if isinstance(said, str):
            sheet.row_dimensions[at].height = _height((label, said), _OVERVIEW_WIDTHS)
        at += 1
    _fit_to_page(sheet, _A4, t)


def _fit_to_page(sheet: Worksheet, paper: int, t: Texts) -> None:
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = f"{t('report.notice')} &P/&N"


def _overview(view: ReportView, t: Texts) -> Iterator[tuple[str, str | int]]:
    yield t("table.verdict"), view.verdict
    for tally in view.tallies:
        yield f"{SHAPES[tally.badge.key]} {tally.badge.label}", tally.count
    for side in view.sides:
        called = side.aliases or side.name or t("report.nameless")
        name = f" ({side.name})" if side.aliases and side.name else ""
        yield side.label, called + name + (f" ← {t('report.viewpoint')}" if side.chosen else "")
    if view.others:
        yield t("report.others"), view.others
    if view.decided:
        yield t("report.decided"), t("report.list").join(view.basis)
    else:
        yield t("report.undecided_title"), t("report.undecided", alias=view.assumed_brand)
    for gap in view.gaps:
        yield t("report.unread_title"), f"{gap.where}{t('report.colon')}{gap.why}"
    if not view.gaps:
        yield t("report.how_read"), t("report.complete")
    for part in view.coverage:
        yield t("report.how_read"), part
    for note in view.notes:
        yield t("report.notes"), note
    for fact in (*view.facts, t("report.fingerprint", sha=view.sha256)):
        yield t("table.file"), fact
    yield t("table.notice"), t("report.notice")


def dateless(workbook: bytes) -> bytes:
    """Return the same package without the time at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _DATES.sub(b"", content)
            new.writestr(zipfile.ZipInfo(entry.filename, _NO_TIME), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
