"""Everyday words become the words of law before a sentence is matched; what is shown stays as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contractscan.match.everyday import Wording, in_law
from contractscan.parties import BOTH, BRAND, PARTNER
from contractscan.resources import data_dir
from contractscan.review import review_file
from contractscan.text import Folded, fold

HERE = Path(__file__).parent
SAID = yaml.safe_load((HERE / "everyday.yaml").read_text(encoding="utf-8"))
SPOKEN = yaml.safe_load((HERE / "spoken.yaml").read_text(encoding="utf-8"))
EVERYDAY = yaml.safe_load((data_dir("clauses") / "everyday.yaml").read_text(encoding="utf-8"))
ENTRIES = EVERYDAY["zh"]
MARKS = {"甲方": BRAND, "乙方": PARTNER, "双方": BOTH}


def marked(text: str) -> Folded:
    for name, mark in MARKS.items():
        text = text.replace(name, mark)
    return fold(text)


def named(text: str) -> str:
    for name, mark in MARKS.items():
        text = text.replace(mark, name)
    return text


@pytest.mark.parametrize(("said", "meant"), SAID["meanings"].items())
def test_what_is_said_becomes_what_it_means(said: str, meant: str) -> None:
    assert named(in_law(marked(said), "zh").text) == meant


@pytest.mark.parametrize("text", SAID["unchanged"])
def test_words_that_only_look_alike_stay(text: str) -> None:
    folded = marked(text)
    assert in_law(folded, "zh") == folded


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["say"])
def test_every_entry_has_its_example(entry: dict[str, str]) -> None:
    alone = Wording([(entry["say"], entry["mean"])])
    texts = [marked(said) for said in SAID["meanings"]]
    assert any(alone.in_law(text) != text for text in texts)


@given(st.lists(st.sampled_from([*SAID["meanings"], *SAID["unchanged"]]), max_size=4).map("".join))
def test_every_place_stands_for_a_place_of_the_contract(text: str) -> None:
    folded = marked(text)
    meant = in_law(folded, "zh")
    for start, end in zip(meant.starts, meant.ends, strict=True):
        assert 0 <= start < end <= len(text)
    assert list(meant.starts) == sorted(meant.starts)


def test_other_languages_are_left_alone() -> None:
    assert list(EVERYDAY) == ["zh"]
    folded = fold("Agency pays, 打官司 or not.")
    assert in_law(folded, "en") is folded


@pytest.mark.parametrize("name", SPOKEN)
def test_a_contract_as_people_speak_is_understood(name: str, tmp_path: Path) -> None:
    path = tmp_path / "合同.txt"
    path.write_text(SPOKEN[name]["text"], encoding="utf-8")
    answers = {verdict.item: verdict.findings[0].outcome for verdict in review_file(path).verdicts if verdict.findings}
    assert {item: answers.get(item) for item in SPOKEN[name]["answers"]} == SPOKEN[name]["answers"]
