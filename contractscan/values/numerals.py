"""Numbers as they are written in contracts: figures, Chinese numerals (also 大写), English words.

Everything here works on lower-case folded text and is pure. The values are floats; a writing that is not
a number ("三五", "万" alone, "hundred and") is ``None``, never an error.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

_ZH_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇○", "一壹弌", "二贰貳两兩弍", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_ZH_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ZH_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_ZH_SCALES = _ZH_SMALL | _ZH_LARGE

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_TENS["ninety"] = 90
_EN_SMALL = {word: value for value, word in enumerate(_UNITS + _TEENS)} | _TENS
_EN_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9}

ZH_DIGIT = f"[{''.join(_ZH_DIGITS)}]"
_ZH_CHARS = "".join((*_ZH_DIGITS, *_ZH_SCALES))
_ZH_CHAR = f"[{_ZH_CHARS}]"
_ZH = rf"{_ZH_CHAR}{{1,24}}(?:点{ZH_DIGIT}{{1,8}})?"
_APART = re.compile(r"[\s,-]+")
_FIGURES = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])|[0-9]{1,15})(?:\.[0-9]{1,8})?"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text: its place, its value, and how it is written.

    ``scale`` is what a word after the figures multiplied them by (万 in 20万, 1 if none); ``fraction`` is true
    for 百分之五 and its like, where the value is already in percent; ``words_value`` is what the words say
    where words and figures stand together ("thirty (30)"), and then ``value`` is from the figures.
    """

    start: int
    end: int
    value: float
    words: bool
    scale: int = 1
    fraction: bool = False
    words_value: float | None = None


def parse_figures(text: str) -> float:
    """Return the value of figures with or without thousands separators ("12,000.50")."""
    return float(text.replace(",", ""))


def parse_chinese(text: str) -> float | None:
    """Return the value of a Chinese numeral: 三十, 二〇二六, 壹拾贰万叁仟, 零点八, 一万二.

    Digits in a row are a number only with a zero among them or from four on, so that 三五 (three to five) is not 35.
    """
    whole, point, decimals = text.partition("点")
    value = _chinese_integer(whole)
    if value is None or not point:
        return value
    if not decimals or any(char not in _ZH_DIGITS for char in decimals):
        return None
    return float(f"{value:.0f}.{''.join(str(_ZH_DIGITS[char]) for char in decimals)}")


def _chinese_integer(text: str) -> float | None:
    if not text:
        return None
    if all(char in _ZH_DIGITS for char in text):
        digits = [_ZH_DIGITS[char] for char in text]
        if 1 < len(digits) < 4 and 0 not in digits:
            return None
        return float("".join(map(str, digits)))
    total = section = 0  # what the last 万 or 亿 closed, and what stands since
    digit: int | None = None
    last = 0  # the scale just passed, 0 at a start or after 零
    for char in text:
        if char in _ZH_DIGITS:
            if digit:
                return None
            digit = _ZH_DIGITS[char]
            if digit == 0:
                last = 0
        elif char in _ZH_SMALL:
            scale = _ZH_SMALL[char]
            if (last and scale >= last and last < 10**4) or (not digit and scale != 10):
                return None
            section += (digit or 1) * scale
            digit, last = None, scale
        elif char in _ZH_LARGE:
            scale = _ZH_LARGE[char]
            section += digit or 0
            if not section and not total:
                return None
            total = (total + section) * scale if total < scale else total + section * scale
            section, digit, last = 0, None, scale
        else:
            return None
    # 一万二 is 12 000 and 三百五 is 350: after a scale without 零, a last digit counts tenths of it.
    section += (digit or 0) * (last // 10 if last >= 100 else 1)
    return float(total + section)


def parse_english(text: str) -> float | None:
    """Return the value of English number words: "forty-eight", "one hundred and twenty", "one and a half"."""
    text = text.lower()
    half = 0.0
    if text.endswith((" and a half", " and one half", " and one-half")):
        text, half = text.rpartition(" and ")[0], 0.5
    total = group = 0
    seen = False
    for word in _APART.split(text):
        if word in _EN_SMALL:
            small = _EN_SMALL[word]
            if group % 100 and not (group % 100 in _TENS.values() and 0 < small < 10):
                return None
            group += small
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _EN_LARGE:
            total += (group or 1) * _EN_LARGE[word]
            group = 0
        elif word not in ("and", "a"):
            return None
        seen = seen or word not in ("and", "a")
    return total + group + half if seen else None


@functools.cache
def _number_pattern() -> re.Pattern[str]:
    unit = "|".join(_UNITS)
    below_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{unit}))?|{'|'.join(_TEENS)}|{unit})(?![a-z])"
    # "between one hundred and two hundred" is two numbers
    larger = r"(?!\s(?:hundred|thousand|million|billion))"
    below_1000 = rf"(?:(?:a|{below_100})[\s-]hundred(?:\s(?:and\s)?{below_100}(?!\shundred))?|{below_100})(?![a-z])"
    large = "|".join(_EN_LARGE)
    words = (
        rf"(?:(?:a|{below_1000})[\s-](?:{large})(?:,?\s(?:and\s)?{below_1000}[\s-](?:{large})){{0,2}}"
        rf"(?:,?\s(?:and\s)?{below_1000}{larger})?|{below_1000})(?:\sand\s(?:a|one)[\s-]half)?"
    )
    # Most of a text is no number: a look at the next characters passes over it before any alternative is tried.
    wanted = {word[:3] for word in (*_EN_SMALL, "half")}
    starts = "|".join(
        f"{first}(?:{'|'.join(sorted(start[1:] for start in wanted if start[0] == first))})"
        for first in sorted({start[0] for start in wanted})
    )
    return re.compile(
        rf"(?=[0-9半{_ZH_CHARS}])(?:"
        rf"(?P<figures>{_FIGURES})"
        rf"(?:(?P<zh_scale>[百千]?[万亿萬億]|[百千])(?!分[之点])(?:(?P<more>[0-9]{{1,4}})(?P<more_scale>[百千万萬]))?"
        rf"|\s?(?P<en_scale>{large}|(?<!\s)k)(?![a-z]))?"
        rf"|(?P<of>{_ZH_CHAR}{{1,8}})分之(?P<parts>{_ZH}|{_FIGURES})"
        rf"|(?P<zh>{_ZH}|半))"
        rf"|(?<![a-z0-9])(?={starts}|a[\s-](?:hundred|{large}))"
        rf"(?:(?P<half>half(?:[\s-]an?)?)|(?P<en>{words}))(?![a-z])"
    )


def _scale(text: str) -> int:
    scale = 1
    for char in text:
        scale *= _ZH_SCALES[char]
    return scale


def _bare_scale(text: str) -> float | None:
    """Return a numeral that may be a scale alone, as the 百 in 百分之百."""
    return float(_ZH_SCALES[text]) if text in _ZH_SCALES else parse_chinese(text)


def _read(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    group = match.groupdict()
    if group["figures"]:
        value, scale = parse_figures(group["figures"]), 1
        if group["zh_scale"]:
            scale = _scale(group["zh_scale"])
            value = round(value * scale, 6)
            if group["more"]:
                value += float(group["more"]) * _scale(group["more_scale"])
        elif group["en_scale"]:
            scale = 1000 if group["en_scale"] == "k" else _EN_LARGE[group["en_scale"]]
            value = round(value * scale, 6)
        return Number(start, end, value, words=False, scale=scale)
    if group["of"]:
        whole = _bare_scale(group["of"])
        parts = parse_figures(group["parts"]) if group["parts"][0].isascii() else _bare_scale(group["parts"])
        if not whole or parts is None:
            return None
        return Number(start, end, round(100 * parts / whole, 8), words=True, fraction=True)
    if group["half"] or group["zh"] == "半":
        return Number(start, end, 0.5, words=True)
    found = parse_chinese(group["zh"]) if group["zh"] else parse_english(group["en"])
    return None if found is None else Number(start, end, found, words=True)


def _twin(lower: str, first: Number, second: Number) -> Number | None:
    """Return "thirty (30)" or "30 (thirty)" as one number, valued by its figures."""
    if first.words == second.words or lower[first.end : second.start].strip() != "(":
        return None
    closing = lower.find(")", second.end, second.end + 2)
    if closing < 0 or lower[second.end : closing].strip() or first.fraction or second.fraction:
        return None
    words, figures = (first, second) if first.words else (second, first)
    return Number(first.start, closing + 1, figures.value, False, figures.scale, words_value=words.value)


def numbers(lower: str) -> Iterator[Number]:
    """Yield the numbers of ``lower`` (folded, lower case) in order; words with their figures are one."""
    waiting: Number | None = None
    for match in _number_pattern().finditer(lower):
        number = _read(match)
        if number is None:
            continue
        if waiting:
            twin = _twin(lower, waiting, number)
            if twin:
                number, waiting = twin, None
        if waiting:
            yield waiting
        waiting = number
    if waiting:
        yield waiting
