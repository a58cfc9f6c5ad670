"""Spreadsheet, CSV and Markdown: what stands where."""

import csv
import io
import zipfile

import openpyxl
import pytest
from factory import BOOK, harmless, review
from openpyxl.worksheet.worksheet import Worksheet

from contractscan.model import Language, Review
from contractscan.report.outputs import OUTPUTS, Job
from contractscan.report.tables import neutral


def rendered(name: str, made: Review, language: Language = "en") -> bytes:
    return OUTPUTS[name].render(Job(made, BOOK, None, language))


def workbook(made: Review, language: Language = "en") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(rendered("xlsx", made, language)))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    names, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, names), row, strict=True)) for row in rest]


# ---------------------------------------------------------------- workbook


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ["Overview", "Checklist", "Findings", "Values"]), ("zh", ["概要", "清单", "依据", "数值"])],
)
def test_there_is_a_sheet_for_each_way_to_look_at_it(language: Language, names: list[str]) -> None:
    assert workbook(review(), language).sheetnames == names


def test_the_checklist_has_a_row_for_each_item_and_begins_with_what_calls_for_action() -> None:
    checklist = rows(workbook(review())["Checklist"])
    assert [row["Item"] for row in checklist] == ["exclusive", "data", "notice", "law", "suit"]
    assert [row["Risk"] for row in checklist] == ["▲ High", "▲ High", "◆ Medium", "□ Note", "– Not there"]
    assert [row["Status"] for row in checklist][:2] == ["stated, with a risk", "missing"]
    assert checklist[0]["Answer"] == "The brand is locked in"
    assert checklist[0]["Where"] == "第三条（二） · p. 2"
    assert checklist[0]["What to ask for"] == "This appointment is not exclusive."
    assert checklist[2]["Figures"] == "notice: 九十日 (norm: ≤ 60 days) outside"


def test_risks_are_told_apart_by_colour_as_well_as_by_word() -> None:
    sheet = workbook(review())["Checklist"]
    fills = {str(sheet.cell(row, 4).value): sheet.cell(row, 4).fill.fgColor.rgb for row in range(2, 7)}
    assert len(set(fills.values())) == len(fills) == 4


def test_every_table_can_be_filtered_under_a_header_that_stays() -> None:
    for sheet in workbook(review()).worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
        assert sheet.print_title_rows == "$1:$1"


def test_every_finding_is_there_with_its_place_as_numbers() -> None:
    findings = rows(workbook(review())["Findings"])
    assert [(row["Item"], row["Page"], row["Start"]) for row in findings][:2] == [
        ("exclusive", 2, 100),
        ("exclusive", 4, 100),
    ]
    assert findings[0]["Confidence"] == 0.9


def test_every_value_is_there_as_a_number_and_against_its_norm() -> None:
    (value,) = rows(workbook(review())["Values"])
    assert (value["Bound"], value["Amount"], value["Unit"]) == ("≥", 90, "days")
    assert (value["Usual"], value["Kept"], value["Source of the norm"]) == (
        "≤ 60 days",
        "outside",
        "industry practice, 2025",
    )


def test_the_overview_tells_what_was_not_read_and_that_it_is_no_advice() -> None:
    said = [str(row[1]) for row in workbook(review(unread=True))["Overview"].iter_rows(values_only=True)]
    assert any("p. 3: The page is a picture." in text for text in said)
    assert "not legal advice" in said[-1]


def test_a_harmless_review_makes_a_workbook_too() -> None:
    assert len(rows(workbook(harmless())["Checklist"])) == 1
    assert rows(workbook(harmless())["Values"]) == []


def test_the_same_review_gives_the_same_bytes() -> None:
    made = rendered("xlsx", review())
    assert made == rendered("xlsx", review())
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# ---------------------------------------------------------------- CSV


def test_excel_is_told_that_a_csv_file_is_utf8() -> None:
    assert rendered("csv", review()).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("language", "name"), [("en", "Answer"), ("zh", "答案")])
def test_csv_has_the_rows_of_the_checklist(language: Language, name: str) -> None:
    raw = rendered("csv", review(), language).decode("utf-8-sig")
    header, *rest = csv.reader(io.StringIO(raw, newline=""))
    assert [row[0] for row in rest] == ["exclusive", "data", "notice", "law", "suit"]
    assert name in header


def test_csv_says_that_it_is_no_advice_and_not_the_whole_picture() -> None:
    last = next(iter(reversed(list(csv.reader(io.StringIO(rendered("csv", review(unread=True)).decode()))))))[-1]
    assert "not legal advice" in last
    assert "Part of the file was not read" in last


@pytest.mark.parametrize("text", ["=1+1", " =1", "+1", "-1", "@x", "\t=1", "＝1", '"=1', "-5 %"])
def test_what_could_be_a_formula_is_marked_as_text(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["", "甲方", "3.1", "a=b", "≤ 60", "– not there", "'quoted'"])
def test_what_is_none_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


def test_a_cell_holds_no_more_than_a_cell_can() -> None:
    assert len(neutral("x" * 50_000)) < 32_767


# ---------------------------------------------------------------- Markdown


def test_markdown_is_a_list_to_tick_off() -> None:
    said = rendered("md", review()).decode()
    assert "- [ ] ▲ High · Must the brand use this partner alone" in said
    assert (
        "  > “合作期内，甲方<b>不得自行运营</b>店铺，也<b>不得另行委托</b>任何第三方运营。” — 第三条（二） · p. 2"
        in said
    )
    assert "  **What to ask for**: This appointment is not exclusive." in said
    assert "  **Wording to add**: All data of the store belongs to the Client." in said
    assert said.rstrip().endswith("have a lawyer confirm it before you sign.")


def test_markdown_says_what_was_not_read_before_any_answer() -> None:
    said = rendered("md", review(unread=True)).decode()
    assert said.index("p. 3: The page is a picture.") < said.index("- [ ]")
