"""Cues: which groups of words and which patterns stand in a sentence."""

from __future__ import annotations

import numpy
import pytest

from contractscan.detect.cues import Cues, Groups
from contractscan.detect.words import words_of

CUES = Cues(
    groups={"solicit": ["solicit*", "hire away"], "staff": ["employee*", "staff"], "never": ["shall not"]},
    patterns={"No Poaching": [r"(solicit|hire)\b.{0,40}\bstaff", r"\d+ days"]},
)


def groups_in(*texts: str) -> Groups:
    words = words_of(texts)
    return CUES.groups_in(words, words.rows, len(texts))


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
    assert groups_in(text).found.tolist() == groups


def test_a_term_does_not_go_on_in_the_next_text() -> None:
    found = groups_in("nobody may hire", "away with the staff", "he shall", "not")
    assert found.found.tolist() == [1]
    assert found.counts.tolist() == [0, 1, 0, 0]


def test_a_term_of_three_words_needs_them_all() -> None:
    cues = Cues({"notice": ["notice of terminat*"]}, {})
    texts = ["notice of termination", "notice of", "notice of a termination", "the notice of terminating it"]
    words = words_of(texts)
    assert cues.groups_in(words, words.rows, len(texts)).counts.tolist() == [1, 0, 0, 1]


def test_groups_are_named_alone_in_pairs_and_below_a_heading() -> None:
    own = groups_in("soliciting employees", "no cue", "staff")
    rows, numbers = CUES.features(own, groups_in("shall not", ""), numpy.array([0, 0, 1]))
    found = sorted(zip(rows.tolist(), [CUES.names[number] for number in numbers.tolist()], strict=True))
    assert found == [
        (0, "never>"),
        (0, "never>solicit"),
        (0, "never>staff"),
        (0, "solicit"),
        (0, "solicit&staff"),
        (0, "staff"),
        (1, "never>"),
        (2, "staff"),
    ]


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("shall not solicit any of its staff", {"No Poaching:0"}),
        ("staff, whom it may solicit within 30 days", {"No Poaching:1"}),
        ("nothing of the kind", set()),
    ],
)
def test_patterns_are_named_by_category_and_place(text: str, patterns: set[str]) -> None:
    assert {CUES.pattern_names[number] for number in CUES.patterns_in(text)} == patterns


def test_a_huge_sentence_is_searched_only_at_its_beginning() -> None:
    assert CUES.patterns_in("x" * 5000 + " 30 days") == []
