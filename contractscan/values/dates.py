"""Calendar dates in Chinese and English, as ISO strings."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from contractscan.values.numerals import parse_chinese

_DIGIT = "[〇零○o0一二三四五六七八九]"
_YEAR = re.compile(rf"[12一二](?:(?<=[12])[0-9]{{3}}|(?<=[一二]){_DIGIT}{{3}}年)")  # without one, there is no date
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Date:
    """A date in the text; ``iso`` is ``None`` where the day does not exist, or day and month could be either."""

    start: int
    end: int
    iso: str | None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    small = "[一二三四五六七八九十]{1,3}"
    month = (
        r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
        r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
    )
    day = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>[12][0-9]{3})(?![0-9])"
    return (
        re.compile(r"(?P<year>[12][0-9]{3})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]"),
        re.compile(
            r"(?P<year>(?:19|20)[0-9]{2})(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})(?![0-9%]|\.[0-9])"
        ),
        re.compile(rf"(?P<year>[一二]{_DIGIT}{{3}})年(?P<month>{small})月(?P<day>{small})[日号]"),
        re.compile(rf"{month}\s{day}(?:,\s?|\s){year}"),
        re.compile(rf"{day}\s(?:day\s)?(?:of\s)?{month},?\s{year}"),
        re.compile(rf"(?P<first>[0-9]{{1,2}})(?P<sep>[-/.])(?P<second>[0-9]{{1,2}})(?P=sep){year}"),
    )


def _number(text: str) -> int:
    if text[0] in "0123456789":
        return int(text)
    value = parse_chinese(re.sub("[o0]", "零", text))
    return int(value) if value is not None else 0


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _read(match: re.Match[str]) -> str | None:
    group = match.groupdict()
    year = _number(group["year"])
    if "first" in group:
        first, second = int(group["first"]), int(group["second"])
        if first != second and first <= 12 and second <= 12:
            return None
        return _iso(year, first, second) if second > 12 or first == second else _iso(year, second, first)
    month = group["month"]
    number = _MONTHS.index(month[:3]) + 1 if month[0].isalpha() and month.isascii() else _number(month)
    return _iso(year, number, _number(group["day"]))


def dates(lower: str) -> Iterator[Date]:
    """Yield the full dates (with year, month and day) of ``lower``, in order and not overlapping."""
    if not _YEAR.search(lower):
        return
    found = [match for pattern in _patterns() for match in pattern.finditer(lower) if not _joined(lower, match.start())]
    at = 0
    for match in sorted(found, key=lambda match: match.start()):
        if match.start() >= at:
            yield Date(match.start(), match.end(), _read(match))
            at = match.end()


def _joined(lower: str, start: int) -> bool:
    """Tell whether the text at ``start`` goes on from a longer number or word."""
    before = lower[start - 1 : start]
    return (before.isascii() and before.isalnum()) or (before == "." and lower[start - 2 : start - 1].isdigit())
