"""Numerals: written by an independent writer, read back."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contractscan.text import Folded, fold
from contractscan.values import read_thresholds, read_values
from contractscan.values.numerals import numbers, parse_chinese, parse_english

_PLAIN = ("零一二三四五六七八九", "十百千")
_FORMAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")


def _group(value: int, style: tuple[str, str]) -> str:
    """Write 0..9999; a gap between its digits is one 零."""
    digits, scales = style
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + (scales[power - 1] if power else "")
        gap = not digit
    return text


def chinese(value: int, style: tuple[str, str] = _PLAIN) -> str:
    """Write 0..10^8 as a Chinese numeral."""
    if value == 10**8:
        return style[0][1] + "亿"
    high, low = divmod(value, 10**4)
    text = f"{_group(high, style)}万" if high else ""
    if low:
        text += ("零" if text and (low < 1000 or high % 10 == 0) else "") + _group(low, style)
    return text or "零"


_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def english(value: int, conjunction: str = " and ") -> str:
    """Write 0..9999 in English words."""
    if value >= 1000:
        rest = value % 1000
        joint = conjunction if rest < 100 else " "
        return f"{_SMALL[value // 1000]} thousand" + (joint + english(rest, conjunction) if rest else "")
    if value >= 100:
        rest = value % 100
        return f"{_SMALL[value // 100]} hundred" + (conjunction + english(rest) if rest else "")
    if value >= 20:
        return _TENS[value // 10 - 2] + (f"-{_SMALL[value % 10]}" if value % 10 else "")
    return _SMALL[value]


@settings(deadline=None)
@given(st.integers(0, 10**8))
def test_chinese_numerals_come_back(value: int) -> None:
    assert parse_chinese(chinese(value)) == value


@settings(deadline=None)
@given(st.integers(10, 19))
def test_ten_needs_no_one_before_it(value: int) -> None:
    assert parse_chinese(chinese(value).removeprefix("一")) == value


@settings(deadline=None)
@given(st.integers(1, 10**8 - 1), st.integers(0, 9), st.integers(0, 9))
def test_formal_amounts_come_back(yuan: int, jiao: int, fen: int) -> None:
    text = f"人民币{chinese(yuan, _FORMAL)}元"
    text += (f"{_FORMAL[0][jiao]}角" if jiao else "") + (f"{_FORMAL[0][fen]}分" if fen else "")
    text += "" if fen else "整"
    (quantity,) = read_values(fold(text))
    assert (quantity.text, quantity.unit) == (text, "CNY")
    assert quantity.value == pytest.approx(yuan + jiao / 10 + fen / 100)


@settings(deadline=None)
@given(st.integers(0, 9999), st.sampled_from([" and ", " "]), st.booleans())
def test_english_words_come_back(value: int, conjunction: str, capitals: bool) -> None:
    text = english(value, conjunction)
    assert parse_english(text) == value
    (quantity,) = read_values(fold(f"{text.upper() if capitals else text} days"))
    assert (quantity.value, quantity.unit) == (value, "days")


@pytest.mark.parametrize(
    ("text", "value"),
    [("二〇二六", 2026), ("两万", 20000), ("一万二", 12000), ("三百五", 350), ("三点一四", 3.14), ("一万亿", 10**12)],
)
def test_other_chinese_writings(text: str, value: float) -> None:
    assert parse_chinese(text) == value


@pytest.mark.parametrize("text", ["", "万", "三五", "百", "十百", "一二十", "三点", "元", "亿万"])
def test_what_is_no_chinese_numeral(text: str) -> None:
    assert parse_chinese(text) is None


@pytest.mark.parametrize("text", ["", "and", "two three", "ten twenty", "days"])
def test_what_are_no_english_number_words(text: str) -> None:
    assert parse_english(text) is None


def test_two_numbers_joined_by_and_stay_two() -> None:
    assert [number.value for number in numbers("between one hundred and two hundred")] == [100, 200]


_PIECES = st.sampled_from(
    [
        "三十", "（30）", "(", ")", "日", "个", "工作日", "内", "人民币", "￥", "元", "整", "万", "亿",
        "百分之", "百", "十", "半", "年", "月", "2026", "12", "1,000", ".5", "5", "%", "‰", "-", "至", "至少",
        "不", "超过", "≤", "ACoS", "ROAS", "GMV", "转化率", "|", ":", "。", "，", "and", "to", "one",
        "hundred", "thousand", "twenty", "half", "a", "days", "month", "$", "USD", "k", "per", "not", "exceed",
        "at", "least", "of", "第", "成", "2026-02-30", "May", "İ", "角", "分", "1:3", "more",
    ]
)  # fmt: skip
_JOINTS = st.sampled_from(["", " ", "\n"])
_SOUP = st.tuples(_JOINTS, st.lists(_PIECES, max_size=25)).map(lambda soup: soup[0].join(soup[1]))


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80), _SOUP))
@example("0人民币0")
@example("5元人民币0美元")
def test_any_text_gives_ordered_quantities_inside_it(source: str) -> None:
    folded: Folded = fold(source)
    at = 0
    for quantity in read_values(folded):
        assert at <= quantity.start < quantity.end <= len(folded.text)
        assert folded.text[quantity.start : quantity.end] == quantity.text
        at = quantity.end
    for threshold in read_thresholds(folded):
        assert 0 <= threshold.start <= threshold.quantity.start < threshold.quantity.end <= threshold.end
        assert threshold.end <= len(folded.text)
        assert threshold.quantity.metric == threshold.metric
