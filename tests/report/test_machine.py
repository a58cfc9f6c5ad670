"""The JSON report: schema version 1."""

import json
from dataclasses import replace

from factory import BOOK, EXCLUSIVE, finding, review

from contractscan.model import Side
from contractscan.report.machine import error_json, review_json


def test_how_each_part_was_read_is_told() -> None:
    parts = json.loads(review_json(review(), BOOK))["coverage"]["parts"]
    assert [(part["method"], part["confidence"], part["first_page"], part["last_page"]) for part in parts] == [
        ("text", None, 1, 7),
        ("ocr", 0.934, 8, 8),
    ]


def test_a_finding_tells_how_legible_its_lines_are() -> None:
    reviewed = review(quote=replace(EXCLUSIVE, legibility=0.71234))
    (exclusive, *_) = json.loads(review_json(reviewed, BOOK))["items"]
    assert exclusive["findings"][0]["legibility"] == 0.712


def test_it_has_the_documented_shape() -> None:
    tree = json.loads(review_json(review(), BOOK))
    assert tree["schema_version"] == 1
    assert tree["error"] is None
    assert tree["document"] == {
        "path": "代运营合同.pdf",
        "sha256": "ab" * 32,
        "format": "pdf",
        "pages": 8,
        "languages": ["zh", "en"],
    }
    assert tree["sides"]["brand"] == {"aliases": ["甲方", "委托方"], "name": "杭州示例贸易有限公司"}
    assert (tree["sides"]["party"], tree["sides"]["decided"]) == ("brand", True)
    assert tree["coverage"]["complete"] is True
    assert tree["summary"]["risk"] == {"high": 2, "medium": 1, "low": 0, "info": 1, "ok": 0}
    assert tree["summary"]["status"] == {"risk": 2, "ok": 0, "info": 1, "missing": 1, "unread": 0, "absent": 1}


def test_a_finding_says_what_it_means_and_where_it_stands() -> None:
    item = json.loads(review_json(review(), BOOK))["items"][2]
    assert (item["id"], item["status"], item["risk"]) == ("notice", "risk", "medium")
    found = item["findings"][0]
    assert (found["outcome"], found["risk"], found["page"], found["clause"]) == ("long", "medium", 5, "第八条")
    assert found["end"] - found["start"] == len(found["quote"])
    value = {key: found["values"][0][key] for key in ("name", "text", "value", "unit", "comparator")}
    assert value == {"name": "notice", "text": "九十日", "value": 90.0, "unit": "days", "comparator": ">="}


def test_the_risk_of_a_finding_is_that_of_the_chosen_side() -> None:
    item = json.loads(review_json(review(side=Side.PARTNER), BOOK))["items"][0]
    assert {found["risk"] for found in item["findings"]} == {"ok"}


def test_items_without_an_answer_have_no_risk() -> None:
    items = json.loads(review_json(review(unread=True), BOOK))["items"]
    assert {item["id"]: item["risk"] for item in items if item["status"] in {"unread", "absent"}} == {
        "data": None,
        "suit": None,
    }


def test_what_was_not_read_is_listed() -> None:
    coverage = json.loads(review_json(review(unread=True), BOOK))["coverage"]
    assert coverage["complete"] is False
    assert [(gap["kind"], gap["page"]) for gap in coverage["gaps"]] == [("scanned-page", 3)]


def test_hostile_text_comes_through_unchanged_but_steers_no_terminal() -> None:
    hostile = "\x1b[31m\x9b31m \u202e <script> \ud800"
    raw = review_json(review(quote=finding("exclusive", "locked", hostile)), BOOK)
    assert not set("\x1b\x9b\u202e\ud800") & set(raw)
    assert json.loads(raw)["items"][0]["findings"][0]["quote"] == hostile


def test_an_error_is_an_object_of_the_same_shape() -> None:
    failed, made = json.loads(error_json("x.pdf", "x.pdf: broken", "0.1.0")), json.loads(review_json(review(), BOOK))
    assert failed["error"] == "x.pdf: broken"
    assert failed["coverage"]["complete"] is False
    assert failed.keys() == made.keys()
    assert failed["document"].keys() == made["document"].keys()
    assert failed["summary"].keys() == made["summary"].keys()


def test_the_same_review_gives_the_same_bytes() -> None:
    assert review_json(review(), BOOK) == review_json(review(quote=replace(EXCLUSIVE)), BOOK)
