"""Hostile contract text is inert in every format: shown, and never obeyed."""

import csv
import io
import json
import re
import time

import jsonschema
import openpyxl
import pytest
from factory import BOOK, finding, review
from hostile import CONTROL, EVERYTHING, FORBIDDEN, FORMULA, MARKUP, STARTS, TEMPLATE, hostile_review
from markdown_it import MarkdownIt

from contractscan.model import Language, Review
from contractscan.report.outputs import OUTPUTS, Job
from contractscan.report.wire import review_schema

# Of the binary formats, the workbook is looked into here; the others have tests of their own.
NAMES = [*(name for name, output in OUTPUTS.items() if not output.binary), "xlsx"]


def rendered(name: str, made: Review, language: Language = "en") -> bytes:
    return OUTPUTS[name].render(Job(made, BOOK, None, language))


def rows(made: Review) -> list[list[str]]:
    return list(csv.reader(io.StringIO(rendered("csv", made).decode("utf-8-sig"))))


def cells(made: Review) -> list[openpyxl.cell.Cell]:
    book = openpyxl.load_workbook(io.BytesIO(rendered("xlsx", made)))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


# ---------------------------------------------------------------- all


@pytest.mark.parametrize("name", NAMES)
def test_no_character_that_steers_or_reorders_gets_through(name: str) -> None:
    made = rendered(name, hostile_review())
    if name == "xlsx":
        said = "".join(str(cell.value) for cell in cells(hostile_review()))
    else:
        said = made.decode().removeprefix("\ufeff")  # the mark at the start of a CSV file is ours
    assert not FORBIDDEN & set(said)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_computed(name: str) -> None:
    said = rendered(name, hostile_review(TEMPLATE))
    shown = "".join(str(cell.value) for cell in cells(hostile_review(TEMPLATE))) if name == "xlsx" else said.decode()
    assert str(1234 * 4321) not in shown


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("line", ["=甲" * 500_000, "=<b> " * 200_000], ids=["zh", "en"])
def test_a_megabyte_on_one_line_is_rendered_in_bounded_time_and_size(name: str, line: str) -> None:
    made = review(quote=finding("exclusive", "locked", line, "="))
    began = time.process_time()  # other work on the machine is no fault of ours
    size = len(rendered(name, made))
    assert time.process_time() - began < 10
    assert size < (25_000_000 if name in ("html", "json", "md") else 200_000)


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("text", [FORMULA, *STARTS, EVERYTHING])
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str) -> None:
    for cell in cells(hostile_review(text)):
        assert cell.data_type in ("s", "n")
        assert not str(cell.value).lstrip().startswith(("=", "+", "-", "@", "＝"))
        assert cell.data_type == "n" or cell.quotePrefix
        assert cell.hyperlink is None


@pytest.mark.parametrize("text", [FORMULA, *STARTS, EVERYTHING])
def test_no_cell_of_a_csv_file_begins_a_formula_whatever_separates_the_cells(text: str) -> None:
    raw = rendered("csv", hostile_review(text)).decode("utf-8-sig")
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(raw), delimiter=delimiter):
            assert not [cell for cell in row if cell.strip(" '\"").startswith("=") and not cell.startswith("'")]
            assert not [cell for cell in row if cell.strip().startswith(("=", "+", "-", "@", "＝"))]


def test_a_csv_file_keeps_its_shape() -> None:
    made = hostile_review('a,b"c;d\ne')
    assert {len(row) for row in rows(made)} == {14}
    assert len(rows(made)) == 1 + len(made.verdicts)


# ---------------------------------------------------------------- Markdown


ALLOWED = {"h1", "h2", "h3", "p", "ul", "li", "blockquote", "strong", "code", "table", "thead", "tbody", "tr", "th",
           "td", "hr", "b"}  # fmt: skip


@pytest.mark.parametrize("text", [MARKUP, TEMPLATE, FORMULA, CONTROL, EVERYTHING, "``` ~~~", "a\n\n# b\n- c", "---"])
def test_markdown_has_the_same_elements_whatever_the_contract_says(text: str) -> None:
    html = MarkdownIt("js-default", {"html": True}).render(rendered("md", hostile_review(text)).decode())
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= ALLOWED


def test_markdown_shows_the_words_as_they_are() -> None:
    html = MarkdownIt().render(rendered("md", hostile_review(MARKUP + " " + TEMPLATE)).decode())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "**b** `c` | # h {{ 1234*4321 }} {% raw %} ${1234*4321}" in html


def test_page_generators_find_no_template_in_markdown() -> None:
    said = rendered("md", hostile_review(TEMPLATE)).decode()
    assert "{{" not in said
    assert "{%" not in said


@pytest.mark.parametrize("live", ["http://evil", "https://evil", "www.evil", "a@evil", "@everyone"])
def test_markdown_links_nothing_and_mentions_nobody(live: str) -> None:
    assert live not in rendered("md", hostile_review()).decode()


# ---------------------------------------------------------------- for machines


def test_json_fits_its_schema_and_says_the_very_words() -> None:
    tree = json.loads(rendered("json", hostile_review()))
    jsonschema.Draft202012Validator(json.loads(review_schema())).validate(tree)
    assert tree["items"][0]["findings"][0]["quote"] == EVERYTHING
