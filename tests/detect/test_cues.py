"""Cues: which groups of words and which patterns stand in a sentence."""

from __future__ import annotations

import pytest

from contractscan.detect.cues import Cues, words

CUES = Cues(
    groups={"solicit": ["solicit*", "hire away"], "staff": ["employee*", "staff"], "never": ["shall not"]},
    patterns={"No Poaching": [r"(solicit|hire)\b.{0,40}\bstaff", r"\d+ days"]},
)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("it shall not be soliciting employees", [0, 1, 2]),
        ("nobody may hire away the staff", [0, 1]),
        ("nobody may hire the staff away", [1]),
        ("shall or shall", []),
        ("it ends on shall", []),
        ("", []),
    ],
)
def test_a_group_is_there_if_one_of_its_terms_is(text: str, groups: list[int]) -> None:
    assert CUES.groups_in(words(text)) == groups


def test_groups_are_named_alone_in_pairs_and_below_a_heading() -> None:
    assert CUES.named([0, 1], [2]) == {
        "solicit",
        "staff",
        "solicit&staff",
        "never>",
        "never>solicit",
        "never>staff",
    }


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("shall not solicit any of its staff", {"No Poaching:0"}),
        ("staff, whom it may solicit within 30 days", {"No Poaching:1"}),
        ("nothing of the kind", set()),
    ],
)
def test_patterns_are_named_by_category_and_place(text: str, patterns: set[str]) -> None:
    assert CUES.patterns_in(text) == patterns


def test_a_huge_sentence_is_searched_only_at_its_beginning() -> None:
    assert CUES.patterns_in("x" * 5000 + " 30 days") == set()
