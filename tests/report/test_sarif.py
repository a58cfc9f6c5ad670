"""SARIF: it fits the standard's own schema, and marks the very words."""

import json
from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import Any

import jsonschema
import pytest
from factory import BOOK, EXCLUSIVE, harmless, review
from hostile import EVERYTHING, hostile_review

from contractscan.model import Language, Review, Span
from contractscan.report.sarif import fingerprint, relative_uri, render_sarif
from contractscan.report.view import build_view

# The errata 01 schema of the standard, as OASIS publishes it.
SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


def run_of(made: Review, language: Language = "en") -> dict[str, Any]:
    tree = json.loads(render_sarif(made, BOOK, build_view(made, BOOK, language), Path("/contracts")))
    assert tree["version"] == "2.1.0"
    run: dict[str, Any] = tree["runs"][0]
    return run


def at(text: str, quote: str, form: str = "text") -> Review:
    """Return a review whose strongest finding quotes ``quote`` where ``text`` has it."""
    start = text.index(quote)
    found = replace(EXCLUSIVE, quote=quote, start=start, end=start + len(quote), marks=(Span(start, start + 1),))
    made = review(quote=found)
    return replace(made, document=replace(made.document, text=text, format=form))


@pytest.mark.parametrize(
    "made",
    [review(), review(unread=True, decided=False), harmless(), hostile_review(), hostile_review("=1\n[a](b){0}")],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_the_schema_of_the_standard(made: Review, language: Language) -> None:
    log = json.loads(render_sarif(made, BOOK, build_view(made, BOOK, language), Path("/contracts")))
    jsonschema.Draft4Validator(SCHEMA).validate(log)


def test_each_risk_is_a_result_of_its_level_and_what_is_fine_is_none() -> None:
    run = run_of(review())
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [
        ("exclusive", "error"),
        ("data", "error"),
        ("notice", "warning"),
    ]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["exclusive", "data", "notice"]
    assert run_of(harmless())["results"] == []


def test_every_result_has_what_code_hosts_ask_for() -> None:
    run = run_of(hostile_review())
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"]
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert "not legal advice" in rule["help"]["text"]
        assert "not legal advice" in rule["help"]["markdown"]
    for result in run["results"]:
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["region"]["startLine"] >= 1
        assert "://" not in place["artifactLocation"]["uri"]
        assert result["partialFingerprints"]["primaryLocationLineHash"]


def test_a_rule_explains_itself_in_markdown() -> None:
    markdown = run_of(review())["tool"]["driver"]["rules"][0]["help"]["markdown"]
    assert "**Why it matters**: With one partner only, a poor one cannot be replaced." in markdown
    assert "**What to ask for**: This appointment is not exclusive." in markdown
    assert "《民法典》第九百三十三条" in markdown


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_region_is_in_lines_and_columns_of_the_file(newline: str) -> None:
    text = newline.join(["协议", "第一条 𠮷 甲方不得", "自行运营。", "末"])
    quote = newline.join(["甲方不得", "自行运营"])
    region = run_of(at(text, quote))["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert {key: value for key, value in region.items() if key != "snippet"} == {
        "startLine": 2,
        "startColumn": 7,
        "endLine": 3,
        "endColumn": 5,
        "charOffset": text.index(quote),
        "charLength": len(quote),
    }
    assert run_of(at(text, quote))["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize(("form", "said"), [("text", "file"), ("markdown", "file"), ("pdf", "text as read")])
def test_it_says_what_its_lines_are_lines_of(form: str, said: str) -> None:
    assert run_of(at("甲方", "甲方", form))["properties"]["regions"] == said


def test_what_is_missing_is_shown_at_the_first_line_and_says_so() -> None:
    missing = run_of(review())["results"][1]
    assert missing["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert missing["message"]["text"].endswith("The contract is silent.")


def test_further_evidence_and_the_other_side_of_a_conflict_are_related() -> None:
    notice = run_of(review())["results"][2]
    assert [place["id"] for place in notice["relatedLocations"]] == [1]
    assert "thirty days" in notice["relatedLocations"][0]["physicalLocation"]["region"]["snippet"]["text"]


def test_what_was_not_read_is_a_notification_and_no_result() -> None:
    run = run_of(review(unread=True))
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == "Not read: p. 3. The page is a picture. Install the ocr extra."
    assert (run["properties"]["complete"], run["properties"]["unanswered"]) == (False, ["data"])


def test_a_fingerprint_survives_a_move_and_a_new_line_break_but_no_new_words() -> None:
    moved = replace(EXCLUSIVE, start=900, page=9, quote=EXCLUSIVE.quote.replace("\n", "\n  "), clause="第九条")
    reworded = replace(EXCLUSIVE, quote=EXCLUSIVE.quote.replace("不得", "可以"))
    assert fingerprint("exclusive", moved) == fingerprint("exclusive", EXCLUSIVE)
    assert fingerprint("exclusive", reworded) != fingerprint("exclusive", EXCLUSIVE)


def test_no_two_results_share_a_fingerprint() -> None:
    run = run_of(hostile_review())
    prints = [result["partialFingerprints"]["contractscan/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/合同.docx", "a%20b/%E5%90%88%E5%90%8C.docx"),
        ("/contracts/2025/a.pdf", "2025/a.pdf"),
        ("/elsewhere/a.pdf", "a.pdf"),
        ("c:a?.pdf", "c%3Aa%3F.pdf"),
        ("\udcff\ud800.pdf", "%FF%EF%BF%BD.pdf"),
        ("C:\\deals\\合同.pdf", "%E5%90%88%E5%90%8C.pdf"),
        ("\\\\server\\share\\a b.pdf", "a%20b.pdf"),
        ("s3://bucket/in/合同 1.pdf", "s3://bucket/in/%E5%90%88%E5%90%8C%201.pdf"),
    ],
)
def test_the_contract_is_named_relative_to_the_folder(path: str, uri: str) -> None:
    assert relative_uri(path, Path("/contracts")) == uri


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("C:\\Deals\\2025\\合同 1.pdf", "2025/%E5%90%88%E5%90%8C%201.pdf"),
        ("c:/deals/a.pdf", "a.pdf"),
        ("D:\\deals\\a.pdf", "a.pdf"),
    ],
)
def test_a_contract_on_windows_is_named_relative_to_the_folder(path: str, uri: str) -> None:
    assert relative_uri(path, PureWindowsPath("C:\\deals")) == uri


def test_a_message_has_no_links_and_no_blanks_to_fill() -> None:
    message = run_of(hostile_review())["results"][0]["message"]["text"]
    assert "\\[x\\](javascript:" in message
    assert "{{0}} {x}" in message


def test_a_snippet_is_the_quote_made_visible() -> None:
    snippet = run_of(hostile_review())["results"][0]["locations"][0]["physicalLocation"]["region"]["snippet"]["text"]
    assert len(snippet) == len(EVERYTHING)
    assert "\u202e" not in snippet
