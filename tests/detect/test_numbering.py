"""Texts as numbers: words, symbols, runs and their keys."""

from __future__ import annotations

import numpy
from hypothesis import given
from hypothesis import strategies as st

from contractscan.detect.words import Symbols, runs_of, spans, words_of

TEXTS = st.lists(st.text(alphabet="ab 1,%\ue000", max_size=12), max_size=6)


def spelled(texts: list[str]) -> list[list[str]]:
    words = words_of(texts)
    found: list[list[str]] = [[] for _ in texts]
    for row, place in zip(words.rows.tolist(), words.ids.tolist(), strict=True):
        found[row].append(words.distinct[place])
    return found


def test_words_are_those_of_their_texts() -> None:
    assert spelled(["pay $30, i.e. 5%", "", "the \ue000 pays"]) == [
        ["pay", "$", "30", "i", "e", "5", "%"],
        [],
        ["the", "\ue000", "pays"],
    ]


def test_a_stem_is_a_beginning_and_numbers_are_alike() -> None:
    words = words_of(["termination after 30 days"])
    stems = dict(zip(words.distinct, words.stems(), strict=True))
    assert (stems["termination"], stems["after"], stems["30"]) == ("termina", "after", "0")


@given(TEXTS)
def test_runs_are_the_neighbouring_words_of_one_text(texts: list[str]) -> None:
    words = words_of(texts)
    symbols = Symbols()
    numbers = numpy.array([symbols[word] for word in words.distinct], dtype=numpy.int64)[words.ids]
    rows, keys = runs_of(numbers, words.rows, 3)
    found = sorted(zip(rows.tolist(), symbols.names_of(keys.tolist()), strict=True))
    assert found == sorted(
        (row, " ".join(own[first : first + length]))
        for row, own in enumerate(spelled(texts))
        for length in (1, 2, 3)
        for first in range(len(own) - length + 1)
    )


def test_symbols_of_a_document_leave_their_base_alone() -> None:
    base = Symbols(["one", "two"])
    own = Symbols(base=base)
    assert [own[name] for name in ("two", "three", "three", "four")] == [2, 3, 3, 4]
    assert list(base) == ["one", "two"]


@given(st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=3)))
def test_names_come_back_from_their_keys(runs: list[list[str]]) -> None:
    symbols = Symbols(base=Symbols("ab"))
    names = [" ".join(run) for run in runs]
    assert symbols.names_of(symbols.keys_of(names, 3).tolist()) == names


def test_a_name_of_one_symbol_may_hold_blanks() -> None:
    symbols = Symbols()
    assert symbols.keys_of(["concept fee", "concept term", "concept fee"], 1).tolist() == [1, 2, 1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4))))
def test_spans_are_counted_from_their_starts(wanted: list[tuple[int, int]]) -> None:
    starts, counts = (numpy.array([pair[i] for pair in wanted], dtype=numpy.int64) for i in (0, 1))
    assert spans(starts, counts).tolist() == [start + i for start, count in wanted for i in range(count)]
