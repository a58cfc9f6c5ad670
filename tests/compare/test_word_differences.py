"""The words in which two quotes differ."""

from hypothesis import given
from hypothesis import strategies as st

from contractscan.compare import Piece, differing_words


def marked(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.changed]


def test_a_chinese_numeral_is_marked_as_a_whole() -> None:
    old, new = differing_words("应提前三十日通知乙方", "应提前一百二十日通知乙方")
    assert (marked(old), marked(new)) == (["三十"], ["一百二十"])


def test_english_is_marked_by_words() -> None:
    old, new = differing_words("Agency owns the data.", "Client owns the data and reports.")
    assert (marked(old), marked(new)) == (["Agency"], ["Client", " and reports"])


def test_one_character_that_stays_between_two_changes_does_not_break_them_up() -> None:
    old, new = differing_words("归甲方的人", "归丙丁的狗")
    assert (marked(old), marked(new)) == (["甲方的人"], ["丙丁的狗"])


def test_what_was_added_is_marked_in_the_new_one_only() -> None:
    old, new = differing_words("数据归甲方", "数据与报告归甲方")
    assert (marked(old), marked(new)) == ([], ["与报告"])


def test_very_long_quotes_are_marked_from_the_first_to_the_last_difference() -> None:
    old, new = differing_words("甲" + "乙丙" * 2000 + "丁", "甲" + "丙乙" * 2000 + "丁")
    assert [len(text) for text in (*marked(old), *marked(new))] == [4000, 4000]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_are_the_quotes_and_what_is_unmarked_is_in_both(old: str, new: str) -> None:
    first, second = differing_words(old, new)
    assert "".join(piece.text for piece in first) == old
    assert "".join(piece.text for piece in second) == new
    if old == new:
        assert marked(first) == marked(second) == []
