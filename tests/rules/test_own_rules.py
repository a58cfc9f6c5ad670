"""Rules of the user's own: started by a command, added to the shipped ones, or in their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contractscan.errors import RuleError
from contractscan.readers import plain
from contractscan.resources import data_dir
from contractscan.review import Options, explain_file, review_document, rules_with
from contractscan.rules import load_rules
from contractscan.rules.lint import lint
from contractscan.rules.scaffold import rule_schema, scaffold
from contractscan.selftest import run

TEXT = "合同\n甲方（品牌方）：东湖公司\n乙方（代运营方）：西湖公司\n1. 乙方应当于每周一提供一份资料清单。\n"


def test_a_new_question_starts_with_a_rule_that_passes_its_test(tmp_path: Path) -> None:
    written = scaffold("weekly-list", "general", tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in written} == {
        "checklist.yaml",
        "lexicon/weekly-list.yaml",
        "general/weekly-list.yaml",
    }
    book = load_rules(own=tmp_path)
    assert run(book, ["weekly-list"]) == ()
    assert set(book.rules) == {*load_rules().rules, "weekly-list"}


def test_a_new_question_is_answered(tmp_path: Path) -> None:
    scaffold("weekly-list", "general", tmp_path)
    review = review_document(plain.document_of(TEXT, path="x"), Options(rules=tmp_path))
    found = {verdict.item: [finding.outcome for finding in verdict.findings] for verdict in review.verdicts}
    assert found["weekly-list"] == ["stated"]


def test_an_example_may_demand_how_sure_the_answer_is(tmp_path: Path) -> None:
    written = scaffold("weekly-list", "general", tmp_path)
    path = next(path for path in written if path.parent.name == "general")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{expect: stated,", "{expect: stated, confidence: 0.5,", 1), encoding="utf-8")
    assert any(
        "expected a confidence of 0.5" in str(failure) for failure in run(load_rules(own=tmp_path), ["weekly-list"])
    )


def test_a_question_of_a_new_family_brings_the_family(tmp_path: Path) -> None:
    scaffold("weekly-list", "housekeeping", tmp_path)
    assert "housekeeping" in load_rules(own=tmp_path).checklist.families


def test_a_shipped_rule_is_copied_to_be_changed_and_then_takes_its_place(tmp_path: Path) -> None:
    (path,) = scaffold("renewal", None, tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("revision: ", "revision: 9", 1), encoding="utf-8")
    book = load_rules(own=tmp_path)
    assert book.files["renewal"] == path
    assert book.rules["renewal"].revision > 9
    assert list(book.rules) == list(load_rules().rules)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (path,) = scaffold("renewal", None, tmp_path)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(RuleError, match="is there already"):
        scaffold("renewal", None, tmp_path)
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["../evil", "Weekly", "a b", ""])
def test_an_item_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleError, match="is no name for an item"):
        scaffold(name, "general", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("family", ["../evil", "/tmp", "a b"])  # noqa: S108 - a path that must be refused
def test_neither_can_a_family(tmp_path: Path, family: str) -> None:
    with pytest.raises(RuleError, match="is no name for a family"):
        scaffold("weekly-list", family, tmp_path)


def test_a_new_question_needs_a_family(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="--family"):
        scaffold("weekly-list", None, tmp_path)


def test_a_folder_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder"):
        load_rules(own=tmp_path / "no")
    with pytest.raises(RuleError, match="holds no rule files"):
        load_rules(own=tmp_path)
    (tmp_path / "renewal.yaml").write_text("schema: 1", encoding="utf-8")
    with pytest.raises(RuleError, match=r"renewal\.yaml: not read here"):
        load_rules(own=tmp_path)


def test_a_pattern_that_cannot_be_used_stops_the_review_with_its_file(tmp_path: Path) -> None:
    (path,) = scaffold("renewal", None, tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    zh:\n", "    zh:\n      - '(乙方'\n", 1), encoding="utf-8")
    with pytest.raises(RuleError, match=r"renewal\.yaml: .*not a valid regular expression"):
        rules_with(tmp_path)


def test_a_rule_that_looks_at_nothing_is_refused(tmp_path: Path) -> None:
    scaffold("weekly-list", "general", tmp_path)
    path = tmp_path / "general" / "weekly-list.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("about:\n  - [weekly_list]", "about: []  #", 1), encoding="utf-8")
    book = load_rules(own=tmp_path)
    assert any(fatal and "about" in problem for problem, fatal in lint(book.rules["weekly-list"], book))


def test_the_schema_beside_the_rules_is_that_of_the_code() -> None:
    shipped = (data_dir("clauses") / "rule.schema.json").read_text(encoding="utf-8")
    assert shipped == rule_schema(), "run: contractscan rules schema > clauses/rule.schema.json"
    assert json.loads(shipped)["additionalProperties"] is False


def test_an_explanation_tells_what_matched_and_what_was_dropped(tmp_path: Path) -> None:
    path = tmp_path / "合同.txt"
    path.write_text(
        TEXT
        + "2. 合同期内，乙方不得代理甲方的竞品。\n"
        + "3. 乙方不得向竞争对手披露甲方的经营数据，也不得提供给竞争对手从事经营。\n",
        encoding="utf-8",
    )
    explained = explain_file(path, "non-compete")
    assert [tried.named for tried in explained.tries if not tried.reason] == ["binds-partner"]
    assert {tried.reason for tried in explained.tries if tried.reason} == {"unless"}
    assert len(explained.near) >= 2
