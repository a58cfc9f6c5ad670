"""Scores: counting what was found against what people marked."""

from __future__ import annotations

import pytest

from contractscan.evaluate import Cell, Found, Gold, Labels, cell, interval, tabulate
from contractscan.evaluate.labels import words_of
from contractscan.evaluate.scores import by_contract, by_passage, macro, total

LAW = "This agreement is governed by the laws of Ohio."


def gold(*texts: str) -> Gold:
    return Gold(ranges=((0, 1),), words=tuple(map(words_of, texts)))


def test_half_of_the_words_in_common_are_enough() -> None:
    assert cell([gold("a b c d")], present=True, found=["a b"]) == Cell(1, 1, 1, 1, 1, 1, 1)
    assert cell([gold("a b c d e")], present=True, found=["a b"]) == Cell(1, 1, 1, 1, 0, 1, 0)


def test_a_piece_may_stand_for_a_passage_with_gaps() -> None:
    assert cell([gold("a b c d e f g h", "a b c d")], present=True, found=["a b c d"]).met == 1


def test_one_passage_may_meet_two_and_repeats_count_once() -> None:
    assert cell([gold("a b"), gold("b a")], present=True, found=["a b", "a b"]) == Cell(1, 1, 1, 2, 2, 1, 1)


def test_a_category_without_a_marked_passage_counts_for_the_contract_only() -> None:
    assert cell([], present=True, found=["a"]) == Cell(1, 1, 1)
    assert cell([], present=False, found=["a"]) == Cell(0, 1, 0, 0, 0, 1, 0)


def test_precision_recall_and_f1() -> None:
    labels = {
        "one": Labels(frozenset({"Law"}), {"Law": (gold(LAW),)}),
        "two": Labels(frozenset(), {"Law": ()}),
        "three": Labels(frozenset({"Law"}), {"Law": (gold(LAW), gold("x y z"))}),
    }
    found = {"one": [Found("Law", LAW), Found("Other", "x")], "two": [Found("Law", "something else")]}
    counts = total(tabulate(labels, found, ["Law"]), "Law")
    assert by_contract(counts) == (0.5, 0.5, 0.5)
    precision, recall, f1 = by_passage(counts)
    assert (precision, recall) == (0.5, pytest.approx(1 / 3))
    assert f1 == pytest.approx(0.4)


def test_the_mean_leaves_out_what_no_contract_has() -> None:
    labels = {"one": Labels(frozenset({"Law"}), {"Law": (gold(LAW),)})}
    table = tabulate(labels, {"one": [Found("Law", LAW)]}, ["Law", "Never"])
    assert macro(table, ["Law", "Never"], by_passage) == 1.0


def test_an_interval_holds_the_value_and_repeats() -> None:
    said = Labels(frozenset({"Law"}), {"Law": (gold(LAW),)})
    labels = {str(i): said for i in range(20)}
    table = tabulate(labels, {str(i): [Found("Law", LAW)] for i in range(15)}, ["Law"])

    def recall(names: object) -> float:
        return by_contract(total(table, "Law", names)).recall  # type: ignore[arg-type]

    low, high = interval(table, recall, rounds=200)
    assert low < 0.75 < high
    assert (low, high) == interval(table, recall, rounds=200)
