"""Contract text reaches the eye as it is, and steers nothing."""

import re
from itertools import pairwise

from factory import EXCLUSIVE
from hypothesis import given
from hypothesis import strategies as st

from contractscan.model import Span
from contractscan.report.safe import one_line, segments, visible


def test_a_terminal_sequence_is_shown_and_not_obeyed() -> None:
    assert visible("\x1b[31mred\x9b0m") == "␛[31mred\ufffd0m"


def test_text_that_would_be_reordered_shows_where() -> None:
    assert visible("pay \u202e001\u202c EUR") == "pay \ufffd001\ufffd EUR"


def test_a_line_break_vanishes_between_chinese_and_is_a_space_between_words() -> None:
    assert one_line("甲方不得\n自行运营") == "甲方不得自行运营"
    assert one_line("the Client\n  shall pay") == "the Client shall pay"
    assert one_line("  乙方 ACoS\n25% ") == "乙方 ACoS 25%"


def test_decisive_words_stay_marked_across_a_line_break() -> None:
    assert [(s.text, s.marked) for s in segments("必须\n独家合作", (Span(11, 14),), 10)] == [
        ("必", False),
        ("须独", True),
        ("家合作", False),
    ]


def test_marks_outside_of_the_quote_are_ignored() -> None:
    assert [s.marked for s in segments(EXCLUSIVE.quote, (Span(0, 5), Span(10_000, 10_001)), 100)] == [False]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_cutting_a_quote_loses_no_character_but_space(text: str, ranges: list[tuple[int, int]]) -> None:
    pieces = segments(text, tuple(Span(*pair) for pair in ranges), 5)
    joined = "".join(piece.text for piece in pieces)
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", visible(text))
    assert all(left.marked != right.marked for left, right in pairwise(pieces))


@given(st.text())
def test_what_is_visible_can_be_written_anywhere(text: str) -> None:
    safe = visible(text)
    assert len(safe) == len(text)
    assert visible(safe) == safe
    safe.encode("utf-8")
