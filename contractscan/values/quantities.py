"""Quantities: numbers with their units, written-out twins, ranges and comparators."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from contractscan.values.dates import dates
from contractscan.values.lexicon import Lexicon, Unit, lexicon
from contractscan.values.numerals import ZH_DIGIT, Number, numbers, parse_chinese

_MASK = "\0"
_REACH = 48  # characters before a quantity in which its comparator and currency are sought
_CENTS = re.compile(
    rf"(?:零?(?P<jiao>{ZH_DIGIT}|[0-9])角)?(?:零?(?P<fen>{ZH_DIGIT}|[0-9])分(?![之期配成别]))?"
    rf"(?:[整正](?![体个改理式常确])|\sonly\b)?"
)
_ABBREVIATION = re.compile(r"\s?(?P<scale>k|mm|m|bn|b)(?![a-z0-9])")
_ABBREVIATED = {"k": 10**3, "m": 10**6, "mm": 10**6, "b": 10**9, "bn": 10**9}
_RANGE = re.compile(r"(?:\(不?含本?数?\))?\s?(?:-|~|〜|至|到|to|and)\s?")
_BETWEEN = re.compile(r"(?:between|介于)\s?\Z")
_LIST = re.compile(r"\s?(?:-|~|〜|至|到|、|,|和|及|或|与)\s?")
_TWIN = re.compile(
    r"\s?(?:\(\s?(?:即|say|in words|in figures)?[:\s]?"
    r"|[,、;]?\s?\(?(?:人民币)?\(?(?:大写|小写|in words)\)?(?:金额)?为?:?)\s?"
)
_RATE = re.compile(r"\s(?:a|per|each|every)\s(?:day|week|month)(?![a-z])")
_MONTH_NEXT = re.compile(rf"(?:[0-9]{{1,2}}|(?:{ZH_DIGIT}|十){{1,3}})月")


@dataclass(slots=True)
class Reading:
    """A number on its way to a quantity; ``kind`` is "" while it has no unit.

    ``left`` and ``right`` include the comparator. ``remote`` marks a comparator that stands before the base of a
    percentage (不超过合同总额的 30%).
    """

    start: int
    end: int
    value: float | str
    kind: str = ""
    unit: str = ""
    comparator: str = ""
    words: bool = False
    words_value: float | None = None
    scale: int = 1
    factor: float = 1.0
    left: int = -1
    right: int = -1
    remote: bool = False
    metric: str = ""
    ranged: bool = False


def scan(lower: str) -> list[Reading]:
    """Return the numbers and dates of ``lower`` in order, most with a unit, some bare, with comparators bound."""
    lex = lexicon()
    found: list[Reading] = []
    masked = lower
    for date in dates(lower):
        text = lower[date.start : date.end] if date.iso is None else date.iso
        found.append(Reading(date.start, date.end, text, "date", "date"))
    for match in lex.fixed_words.finditer(lower):
        fixed = lex.fixed[match[0]]
        found.append(
            Reading(match.start(), match.end(), fixed.value, fixed.kind, fixed.unit, fixed.comparator, words=True)
        )
    if found:
        masked = _masked(lower, found)
    found += _measured(masked)
    found.sort(key=lambda reading: reading.start)
    found = _ranges(lower, _twins(lower, found))
    for reading in found:
        compare(lower, reading)
    return found


def _masked(lower: str, found: Iterable[Reading]) -> str:
    parts: list[str] = []
    at = 0
    for reading in sorted(found, key=lambda reading: reading.start):
        parts += (lower[at : reading.start], _MASK * (reading.end - reading.start))
        at = reading.end
    return "".join(parts) + lower[at:]


def _measured(lower: str) -> list[Reading]:
    """Return the numbers with their units; ordinals (第三条) and parts of dates (5月, 12月31日) are left out."""
    found: list[Reading] = []
    excluded = -1  # where the last ordinal or part of a date ends
    for number in numbers(lower):
        if found and number.start < found[-1].end:
            continue  # the 一 of 十二个月 (一年): inside the unit already read
        if lower[number.start - 1 : number.start] == "第":
            excluded = number.end
            continue
        reading = _with_unit(lower, number, after=found[-1].end if found else 0)
        follows = excluded >= 0 and _LIST.fullmatch(lower, excluded, number.start) is not None
        if reading is None or (follows and reading.kind in ("", "duration") and reading.unit != "business days"):
            excluded = number.end if reading is None or not reading.kind else reading.end
            if reading is None:
                excluded = _skip_unit(lower, number.end)
            continue
        if lower[number.start - 2 : number.start - 1] == _MASK and _LIST.fullmatch(lower[number.start - 1]):
            unit = lower[number.end : number.end + 1]
            if unit in ("日", "号"):
                continue  # 2026年5月1日至31日
        found.append(reading)
    return found


def _skip_unit(lower: str, end: int) -> int:
    match = lexicon().unit.match(lower, end)
    return match.end() if match else end


def _with_unit(lower: str, number: Number, after: int) -> Reading | None:
    """Return ``number`` with its unit, bare if it has none, or ``None`` where it is part of a date or an idiom.

    ``after`` is where the last amount ends: the currency behind that one is not the currency before this one.
    """
    lex = lexicon()
    reading = Reading(
        number.start, number.end, number.value, words=number.words, words_value=number.words_value, scale=number.scale
    )
    if number.fraction:
        reading.kind, reading.unit = "percent", "%"
        return reading
    start, end = number.start, number.end
    before = lex.currency_before.match(lower[max(after, start - _REACH) : start][::-1])
    prefix = before and lex.currencies_before[before["last"][::-1]]
    if before and before["first"] and prefix and prefix.weak:
        prefix = lex.currencies_before[before["first"][::-1]]
    short = _ABBREVIATION.match(lower, end)
    match = lex.unit.match(lower, end)
    if match is None and short:
        match = lex.unit.match(lower, short.end())
        if match and lex.units[match["han"] or match["other"]].kind != "money":
            match = None
    else:
        short = short if match is None else None
    word = match and (match["han"] or match["other"])
    unit = lex.units[word] if word else None
    if match and unit and word and unit.kind == "duration":
        return _duration(lower, number, match, unit, word, reading)
    if match and unit and unit.kind == "percent":
        reading.kind, reading.unit, reading.factor, reading.end = "percent", unit.unit, unit.factor, match.end()
        reading.value = round(number.value * unit.factor, 8)
        if reading.words_value is not None:
            reading.words_value = round(reading.words_value * unit.factor, 8)
        return reading
    if prefix or unit:
        _money(lower, number, reading, prefix, unit, short, match.end() if match else None)
        if before and prefix:
            reading.start = start - len(before[0].rstrip())
        return reading
    if number.words and _is_tenths(lower, number, lex.tenths_before):
        reading.kind, reading.unit, reading.value, reading.end = "percent", "%", number.value * 10, end + 1
    return reading


def _is_tenths(lower: str, number: Number, allowed: str) -> bool:
    if number.end - number.start != 1 or number.value < 1 or lower[number.end : number.end + 1] != "成":
        return False
    after = lower[number.end + 1 : number.end + 2]
    return not after or after in allowed


def _money(
    lower: str,
    number: Number,
    reading: Reading,
    prefix: Unit | None,
    suffix: Unit | None,
    short: re.Match[str] | None,
    unit_end: int | None,
) -> None:
    """Fill in an amount: the currency before and after it, "k" and "m", 角 and 分."""
    strong = [unit for unit in (prefix, suffix) if unit and not unit.weak]
    unit = strong[0] if strong else prefix or suffix
    assert unit is not None  # noqa: S101 -- the caller has seen one of the two
    reading.kind, reading.unit = "money", unit.unit
    if short:
        reading.scale = _ABBREVIATED[short["scale"]]
        reading.value = round(number.value * reading.scale, 6)
        reading.end = short.end()
    if unit_end is not None:
        reading.end = unit_end
        cents = _CENTS.match(lower, unit_end)
        if cents and cents.end() > unit_end:
            value = float(reading.value) + _cents(cents["jiao"]) / 10 + _cents(cents["fen"]) / 100
            reading.value, reading.end = round(value, 2), cents.end()


def _cents(digit: str | None) -> float:
    if not digit:
        return 0.0
    return float(digit) if digit.isascii() else parse_chinese(digit) or 0.0


def _duration(
    lower: str, number: Number, match: re.Match[str], unit: Unit, word: str, reading: Reading
) -> Reading | None:
    before = lower[number.start - 1 : number.start]
    half = number.words and number.value == 0.5
    if word == "日" and before == "月":
        return None
    if word in lexicon().measured and not match["measure"] and not half:
        counted = lower[number.end - 1] in "两兩" or lower.endswith("连续", 0, number.start) or "续" in match[0]
        if word == "月" or not counted:
            return None
    if unit.unit == "years":
        year_like = 1900 <= number.value < 2200 and float(number.value).is_integer()
        if year_like or _MONTH_NEXT.match(lower, match.end()) or (half and before and before in "上下前后"):
            return None
    if (before and before in "×*x") or lower[match.end() : match.end() + 1] in ("×", "*"):
        return None
    if unit.unit in ("minutes", "hours", "days") and _RATE.match(lower, match.end()):
        return None
    extra = 0.5 if match["half"] or match["tail"] else 0.0
    reading.kind, reading.unit, reading.end = "duration", unit.unit, match.end()
    reading.value = number.value + extra
    return reading


# ---------------------------------------------------------------- pairs


def _twins(lower: str, found: list[Reading]) -> list[Reading]:
    """Make one of a quantity written twice, in words and in figures: 贰万元整（￥20000）."""
    merged: list[Reading] = []
    for reading in found:
        one = _twin(lower, merged[-1], reading) if merged else None
        if one:
            merged[-1] = one
        else:
            merged.append(reading)
    return merged


def _twin(lower: str, first: Reading, second: Reading) -> Reading | None:
    if first.kind in ("", "date") or not (second.kind == first.kind and second.unit == first.unit):
        bare = first.kind == "money" and first.words and not second.kind and not second.words
        if not bare:
            return None
    joint = _TWIN.fullmatch(lower, first.end, second.start)
    if joint is None or (first.words == second.words and first.value != second.value):
        return None
    end = second.end
    if "(" in joint[0]:
        closing = lower.find(")", end, end + 3)
        if closing >= 0:
            end = closing + 1
        elif not second.kind:
            return None
    words, figures = (first, second) if first.words else (second, first)
    words_value = words.value if words.words and isinstance(words.value, float) else None
    return replace(first, end=end, value=figures.value, words=False, words_value=words_value, scale=figures.scale)


def _ranges(lower: str, found: list[Reading]) -> list[Reading]:
    """Give both ends of "5-15%", "20%至50%" or "USD 500 to 2,000" the unit they share, and their comparators."""
    for low, high in itertools.pairwise(found):
        if low.ranged or not (low.kind or high.kind) or "date" in (low.kind, high.kind):
            continue
        joint = _RANGE.fullmatch(lower, low.end, high.start)
        if joint is None or ("and" in joint[0] and not _BETWEEN.search(lower, max(0, low.start - 10), low.start)):
            continue
        given = _share(low, high)
        if given is None or (low.kind and high.kind and low.unit != high.unit):
            continue
        low_value, high_value = given
        if low_value <= high_value:
            if not low.kind:
                low.kind, low.unit = high.kind, high.unit
            if not high.kind:
                high.kind, high.unit = low.kind, low.unit
            low.value, high.value = low_value, high_value
            low.comparator, high.comparator = ">=", "<="
            low.ranged = high.ranged = True
    return found


def _share(low: Reading, high: Reading) -> tuple[float, float] | None:
    """Return the values of both ends where one may lack unit and scale: "10-20万元" is 100 000 to 200 000."""
    if isinstance(low.value, str) or isinstance(high.value, str):
        return None
    if not low.kind:
        value = low.value * high.factor
        if high.scale > 1 and low.scale == 1 and low.value <= high.value / high.scale:
            value = low.value * high.scale
        return round(value, 8), high.value
    if not high.kind and low.kind not in ("money", "percent"):
        return None
    return low.value, high.value if high.kind else round(high.value * low.factor, 8)


# ---------------------------------------------------------------- comparators


def compare(lower: str, reading: Reading) -> None:
    """Bind the comparator before or after ``reading``, and set how far left and right it reaches."""
    reading.left, reading.right = reading.start, reading.end
    if reading.comparator:
        return
    lex = lexicon()
    duration = reading.kind == "duration"
    barred = lex.not_duration if duration else lex.only_duration
    before = lex.sign_before.match(lower[max(0, reading.start - _REACH) : reading.start][::-1])
    if before and before["sign"]:
        word = before["sign"][::-1]
        if word not in barred:
            reading.comparator = _sign(lex, word, before["no"])
            reading.left = reading.start - before.end()
            return
    elif before and reading.kind == "percent":
        reading.comparator = _sign(lex, before["far"][::-1], before["far_no"])
        reading.left, reading.remote = reading.start - before.end(), True
        return
    after = lex.sign_after.match(lower, reading.end)
    if after and after["sign"] not in barred:
        sign = lex.signs_after[after["sign"]]
        reading.comparator = sign[0] if after["limit"] == "不含" else sign
        reading.right = after.end()


def _sign(lex: Lexicon, word: str, negation: str | None) -> str:
    sign = lex.signs_before[word]
    return lex.negated.get(sign, sign) if negation else sign


def at_or_after(found: list[Reading], place: int) -> int:
    """Return the index of the first reading that starts at ``place`` or later."""
    return bisect_left(found, place, key=lambda reading: reading.start)
