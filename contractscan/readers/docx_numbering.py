"""Automatic numbers of Word paragraphs, counted as Word counts them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from contractscan.readers.docx_package import W, is_on, number_of, value_of

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    restart: int | None
    legal: bool
    style: str


@dataclass(frozen=True, slots=True)
class _Num:
    abstract: str
    starts: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[int, _Level] = field(default_factory=dict)


class Numbering:
    """The lists of one document. Call ``next_number`` for every numbered paragraph, in document order."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read ``numbering.xml`` (``None`` if the document has none)."""
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._nums: dict[str, _Num] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for item in root.iterfind(W + "abstractNum"):
            key = value_of(item, "abstractNumId") or ""
            self._abstract[key] = _levels(item)
            if (style := value_of(item.find(W + "styleLink"))) is not None:
                by_style[style] = key
            if (style := value_of(item.find(W + "numStyleLink"))) is not None:
                links[key] = style
        for item in root.iterfind(W + "num"):
            key = value_of(item.find(W + "abstractNumId")) or ""
            key = by_style.get(links.get(key, ""), key)
            starts: dict[int, int] = {}
            levels: dict[int, _Level] = {}
            for override in item.iterfind(W + "lvlOverride"):
                level = number_of(override, "ilvl") or 0
                if (start := number_of(override.find(W + "startOverride"))) is not None:
                    starts[level] = start
                levels |= _levels(override)
            self._nums[value_of(item, "numId") or ""] = _Num(key, starts, levels)

    def level_of_style(self, num_id: str, style: str) -> int:
        """Return the level that a list links to a paragraph style, 0 if none."""
        num = self._nums.get(num_id)
        if num is None:
            return 0
        levels = self._abstract.get(num.abstract, {}) | dict(num.levels)
        return next((number for number, level in levels.items() if level.style == style), 0)

    def next_number(self, num_id: str, level: int) -> str:
        """Count one paragraph, and return its number as displayed ("" for bullets and unknown lists)."""
        num = self._nums.get(num_id)
        if num is None or not 0 <= level < _LEVELS:
            return ""
        levels = self._abstract.get(num.abstract, {}) | dict(num.levels)
        definition = levels.get(level)
        if definition is None:
            return ""
        counters = self._counters.setdefault(num.abstract, {})
        if level in num.starts and (num_id, level) not in self._started:
            counters[level] = num.starts[level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = definition.start
        self._started.add((num_id, level))
        for deeper in [other for other in counters if other > level]:
            restart = levels[deeper].restart if deeper in levels else None
            # w:lvlRestart is counted from 1; 0 means that the level never starts again.
            if restart is None or (restart > 0 and level < restart):
                del counters[deeper]
        if definition.format == "bullet":
            return ""

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            other_level = levels.get(other)
            if other > level or other_level is None:
                return ""
            style = "decimal" if definition.legal else other_level.format
            return format_number(counters.get(other, other_level.start), style)

        return _PLACEHOLDER.sub(shown, definition.text).strip()


def _levels(parent: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for item in parent.iterfind(W + "lvl"):
        number = number_of(item, "ilvl")
        if number is None or not 0 <= number < _LEVELS:
            continue
        start = number_of(item.find(W + "start"))
        levels[number] = _Level(
            start=0 if start is None else start,
            format=value_of(item.find(W + "numFmt")) or "decimal",
            text=value_of(item.find(W + "lvlText")) or "",
            restart=number_of(item.find(W + "lvlRestart")),
            legal=is_on(item.find(W + "isLgl")),
            style=value_of(item.find(W + "pStyle")) or "",
        )
    return levels


# ---------------------------------------------------------------- number formats

_HAN_DIGITS = "零一二三四五六七八九"
_HAN_UNITS = ("", "十", "百", "千")
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ONES = [
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
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
              "twelve": "twelfth"}  # fmt: skip


def format_number(number: int, style: str) -> str:
    """Return ``number`` in a number format of WordprocessingML (``w:numFmt``); unknown formats give digits."""
    writer = _FORMATS.get(style)
    return str(number) if writer is None or number < 0 else writer(number)


def _han(number: int, digits: str = _HAN_DIGITS, units: tuple[str, ...] = _HAN_UNITS) -> str:
    if number == 0 or number > 9999:
        return "".join(digits[int(digit)] for digit in str(number))
    parts: list[str] = []
    for i, char in enumerate(reversed(str(number))):
        if char != "0":
            parts.append(digits[int(char)] + units[i])
        elif parts and parts[-1] != digits[0]:
            parts.append(digits[0])
    written = "".join(reversed(parts))
    return written[1:] if 10 <= number < 20 and digits is _HAN_DIGITS else written


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def _letters(number: int) -> str:
    # Word goes on with AA, BB, … after Z.
    if not 0 < number <= 780:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _enclosed(first: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 0 < number <= count else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number else str(number)


def _cardinal(number: int) -> str:
    if number >= 100:
        return str(number)
    if number < 20:
        return _ONES[number].capitalize()
    tens, ones = divmod(number, 10)
    return (_TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")).capitalize()


def _ordinal_word(number: int) -> str:
    if number >= 100:
        return _ordinal(number)
    head, dash, last = _cardinal(number).lower().rpartition("-")
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    last = _IRREGULAR.get(last, regular)
    return (head + dash + last).capitalize()


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord("０") + int(digit)) for digit in str(number)),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "japaneseCounting": _han,
    "koreanCounting": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "ideographDigital": lambda number: "".join(_HAN_DIGITS[int(digit)] for digit in str(number)).replace("零", "〇"),
    "chineseLegalSimplified": lambda number: _han(number, _LEGAL_DIGITS, _LEGAL_UNITS),
    "ideographLegalTraditional": lambda number: _han(number, _LEGAL_DIGITS, _LEGAL_UNITS),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _enclosed(0x2460, 20),
    "decimalEnclosedCircleChinese": _enclosed(0x2460, 20),
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "ideographEnclosedCircle": _enclosed(0x3280, 10),
    "ordinal": _ordinal,
    "cardinalText": _cardinal,
    "ordinalText": _ordinal_word,
}
