"""Rule files are strict: what cannot be used is an error that names file, line, column and the fix."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from contractscan.errors import RuleError
from contractscan.resources import data_dir
from contractscan.rules import load_rules
from contractscan.rules.patterns import PatternError, expand
from contractscan.rules.schema import Terms

CONCEPTS = {"data": Terms(zh=("数据", "销售数据"), en=("data", "sales figures")), "only_en": Terms(en=("x",))}


@pytest.fixture
def clauses(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_dir("clauses"), tmp_path / "clauses"))


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first ``old`` in the file; returns the line it stood in."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_an_unknown_key_is_named_with_its_line(clauses: Path) -> None:
    path = clauses / "exit" / "renewal.yaml"
    line = edit(path, "revision:", "revisoin:")
    with pytest.raises(RuleError, match=rf"renewal\.yaml:{line}:1: revisoin: unknown key"):
        load_rules(clauses)


def test_a_missing_key_is_named(clauses: Path) -> None:
    path = clauses / "exit" / "renewal.yaml"
    edit(path, "revision: ", "# revision: ")
    with pytest.raises(RuleError, match=r"renewal\.yaml:\d+:1: revision: this key is required"):
        load_rules(clauses)


def test_a_wrong_type_is_named(clauses: Path) -> None:
    path = clauses / "exit" / "renewal.yaml"
    edit(path, "revision: 1", "revision: soon")
    with pytest.raises(RuleError, match=r"renewal\.yaml:\d+:1: revision: .*integer"):
        load_rules(clauses)


def test_broken_yaml_is_named_with_its_place(clauses: Path) -> None:
    (clauses / "facts.yaml").write_text("schema: 1\nfacts: {a: [}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"facts\.yaml:2:\d+: not valid YAML"):
        load_rules(clauses)


def test_a_rule_in_the_wrong_folder_is_refused(clauses: Path) -> None:
    (clauses / "exit" / "renewal.yaml").rename(clauses / "data" / "renewal.yaml")
    with pytest.raises(RuleError, match="belongs in <family>/<item>"):
        load_rules(clauses)


def test_a_concept_is_defined_once(clauses: Path) -> None:
    (clauses / "lexicon" / "zz.yaml").write_text("schema: 1\nconcepts: {consent: {zh: [准许]}}\n", encoding="utf-8")
    with pytest.raises(RuleError, match="'consent' is already defined"):
        load_rules(clauses)


def test_placeholders_expand() -> None:
    expanded = expand("{data}{gap:5}归{holder}", "zh", CONCEPTS, frozenset({"holder"}))
    assert expanded.regex == "(?:销售数据|数据)[^;。]{0,5}?归(?P<holder>[\ue000\ue001\ue002\ue003\ue004])"
    assert expanded.concepts == {"data"}


@pytest.mark.parametrize("pattern", ["({data}|x)归", "{data}?归", "a|{data}"])
def test_only_concepts_that_must_occur_gate_a_pattern(pattern: str) -> None:
    assert expand(pattern, "zh", CONCEPTS).concepts == frozenset()


def test_full_width_punctuation_in_a_pattern_is_literal() -> None:
    assert expand("数据（含）：", "zh", CONCEPTS).regex == r"数据\(含\):"


@pytest.mark.parametrize(
    ("pattern", "language", "says"),
    [
        ("a.*b", "en", "unbounded"),
        (r"\b数据", "zh", r"\\b"),
        ("{unknown}", "en", "no concept"),
        ("{only_en}", "zh", "no terms in zh"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why(pattern: str, language: str, says: str) -> None:
    with pytest.raises(PatternError, match=says):
        print(expand(pattern, "zh" if language == "zh" else "en", CONCEPTS).regex)
