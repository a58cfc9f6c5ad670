"""The overview for spreadsheets, programs and analysis."""

import io
import json
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from batches import LOCKED, RENEWED, contract, folder
from factory import BOOK, review
from hostile import EVERYTHING, FORBIDDEN, STARTS, hostile_review

from contractscan.report.findings import finding_rows, render_parquet, render_rows
from contractscan.report.index import BatchResult, FileResult, restored, summarize
from contractscan.report.index.tables import render_lines, render_overview
from contractscan.rules import load_rules

pyarrow = pytest.importorskip("pyarrow", reason="the data extra is not installed")


def sheets(result: BatchResult) -> dict[str, list[tuple[Any, ...]]]:
    workbook = openpyxl.load_workbook(io.BytesIO(render_overview(result, load_rules(), "en")))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook}


def test_the_workbook_has_contracts_heat_map_risks_and_figures() -> None:
    found = sheets(folder(12))
    assert list(found) == ["Contracts", "Heat map", "Risks", "Key figures"]
    assert [len(rows) - 1 for rows in found.values()] == [12, 12, 3, 2]
    assert found["Heat map"][1][1] == "▲ High 1"
    assert (found["Risks"][1][0], found["Risks"][1][3]) == ("renewal", 12)
    assert found["Key figures"][2][2] == "2025/代运营合同-00007.pdf"


def test_contracts_lead_to_their_reports_and_failures_say_why() -> None:
    result = BatchResult((contract(1, LOCKED), FileResult("坏 #1.pdf", error="it needs a password.")))
    sheet = openpyxl.load_workbook(io.BytesIO(render_overview(result, BOOK, "en")))["Contracts"]
    link = sheet.cell(2, 1).hyperlink
    assert link is not None
    assert link.target == result.files[0].link
    assert (sheet.cell(3, 1).value, sheet.cell(3, 12).value) == ("坏 #1.pdf", "it needs a password.")


@pytest.mark.parametrize("text", [*STARTS, EVERYTHING])
def test_no_cell_is_a_formula(text: str) -> None:
    hostile = replace(contract(1, LOCKED, replace(RENEWED, item=text, family=text)), brand=text, partner=text)
    hostile = replace(hostile, path=text, gaps=(text,), same_as=text, complete=False)
    made = render_overview(BatchResult((hostile, FileResult(text, error=text))), BOOK, "en")
    for sheet in openpyxl.load_workbook(io.BytesIO(made)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@"))


def test_there_is_a_line_for_each_contract_the_worst_first() -> None:
    result = BatchResult((contract(1), contract(2, LOCKED), FileResult("a.pdf", error="\x1b[31mbad\ud800")))
    lines = render_lines(result)
    assert not FORBIDDEN & set(lines)
    records = [json.loads(line) for line in lines.splitlines()]
    assert [(one["high"], one["error"][:2]) for one in records] == [(1, ""), (0, ""), (0, "\x1b[")]
    assert [restored(one) for one in records] == [*result.ranked, *result.failed]


def table(*reviews: Any) -> list[dict[str, Any]]:
    lines = (line for made in reviews for line in render_rows(finding_rows(made, BOOK, "a.pdf")).encode().splitlines())
    import pyarrow.parquet

    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(io.BytesIO(render_parquet(lines))).to_pylist()
    return rows


def test_the_findings_are_a_table_with_a_row_for_each_and_for_what_is_missing() -> None:
    rows = table(review())
    assert [(row["item"], row["rank"], row["outcome"]) for row in rows] == [
        ("exclusive", 0, "locked"),
        ("exclusive", 1, "locked"),
        ("data", None, None),
        ("notice", 0, "long"),
        ("notice", 1, "short"),
        ("law", 0, "stated"),
    ]
    assert rows[2]["status"] == "missing"
    assert rows[3]["values"][0] | {"text": ""} == {
        "name": "notice",
        "text": "",
        "amount": 90.0,
        "word": None,
        "unit": "days",
        "comparator": ">=",
    }
    assert rows[0]["fingerprint"] == rows[1]["fingerprint"] != rows[3]["fingerprint"]


def test_hostile_text_is_a_value_in_the_table_and_nothing_is_lost_of_it() -> None:
    rows = table(hostile_review())
    assert rows[0]["quote"] == EVERYTHING.encode("utf-8", "backslashreplace").decode()


def test_without_findings_there_is_an_empty_table_of_the_same_columns() -> None:
    import pyarrow.parquet

    names = pyarrow.parquet.read_schema(io.BytesIO(render_parquet([]))).names
    assert names[:3] == ["contract", "sha256", "side"]
    assert table() == []


def test_a_summary_keeps_what_calls_for_action_and_the_first_figure_of_each_name() -> None:
    made = summarize(review(), "a.pdf", "a.pdf.html")
    assert [(answer.item, str(answer.status), answer.risk) for answer in made.answers] == [
        ("exclusive", "risk", "high"),
        ("data", "missing", "high"),
        ("notice", "risk", "medium"),
    ]
    assert [(one.name, one.amount, one.unit) for one in made.quantities] == [("notice", 90.0, "days")]
    assert summarize(review(unread=True), "a", "a").gaps == ("page 3",)
