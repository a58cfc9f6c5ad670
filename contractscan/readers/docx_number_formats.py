"""Number formats of WordprocessingML: a count as it is written in a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
    if style.startswith("custom ") and number >= 0:
        return str(number).zfill(int(style.split(" ")[1]))
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
