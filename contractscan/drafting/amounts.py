"""Figures that disagree: words against figures, shares of a whole, tiers with gaps, copies counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from contractscan.drafting.fault import Fault, remark
from contractscan.drafting.source import Passage, Source, places, words
from contractscan.model import Span
from contractscan.parties import BRAND, PARTNER
from contractscan.text import Folded, lowered
from contractscan.values import Quantity, read_values
from contractscan.values.numerals import numbers, parse_chinese

_ITEM = "amount-mismatch"
_LETTER = "[A-Za-z零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬元圆整角分]"
# A number that is written both ways begins with one of these words where it is written the second time.
_SECOND_WAY = ("(", "（", "大写", "小写")
_BOTH_WAYS = re.compile(rf"[(（](?:(?<={_LETTER}.)|(?<={_LETTER}\s.))\s?[￥¥$]?(?:RMB|USD|US\$|CNY)?\s?\d|大写|小写")
_MONEY = ("¥", "$", "元", "圆", "rmb", "cny", "usd", "dollar", "%", "百分之")
_WHOLE = 100.0
_SHARE = "@"
_APART = 3  # blocks: steps further from each other are of two scales
_UNIT_FACTORS = {"万元": 10**4, "万": 10**4, "k": 10**3, "m": 10**6}
_COPIES = {"two": 2, "duplicate": 2, "three": 3, "triplicate": 3, "four": 4, "five": 5, "six": 6}


def amount_faults(source: Source) -> Iterator[Fault]:
    """Yield the places where figures disagree with their words, with each other, or with a whole."""
    plain = source.plain
    for match in source.matches("amounts", "malformed"):
        yield Fault(_ITEM, (Span(*match.span()),), (remark("malformed", match[0], Span(*match.span())),))
    both_ways = [span for span in places(plain, *_SECOND_WAY) if _BOTH_WAYS.match(plain, span[0])]
    shares = places(plain, "%", "％", "百分之", "percent")
    for passage in source.touched(sorted(both_ways + shares)):
        text = plain[passage.start : passage.end]
        if _BOTH_WAYS.search(text):
            yield from _words_against_figures(source, passage)
        if text.count("%") + text.count("％") + text.count("百分之") >= 2 or "percent" in text:
            yield from _shares(source, passage)
    yield from _tiers(source)
    yield from _copies(source)


def _words_against_figures(source: Source, passage: Passage) -> Iterator[Fault]:
    folded = source.folded(passage)
    lower = lowered(folded.text)
    for number in numbers(lower):
        if number.words_value is not None and _differ(number.words_value, number.value):
            yield _fault("words", folded, number.start, number.end)
    if not any(word in lower for word in _MONEY):
        return
    for quantity in read_values(folded):
        if quantity.words_value is not None and not isinstance(quantity.value, str):
            told = folded.text[quantity.start : quantity.end]
            if _differ(quantity.words_value, quantity.value) and quantity.kind in ("money", "percent"):
                yield _fault("words", folded, quantity.start, quantity.start + len(told))


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > 0.005


def _fault(kind: str, folded: Folded, start: int, end: int) -> Fault:
    place = Span(*folded.source(start, end))
    return Fault(_ITEM, (place,), (remark(kind, folded.text[start:end], place),))


def _shares(source: Source, passage: Passage) -> Iterator[Fault]:
    """Yield two shares of one thing, one for each side, that do not make a whole."""
    marked = source.marked(passage)
    if BRAND not in marked.text or PARTNER not in marked.text:
        return
    percents = [q for q in read_values(marked) if q.kind == "percent" and not isinstance(q.value, str)]
    if len(percents) < 2:
        return
    text = _with_signs(marked.text, percents)
    for one, other in ((BRAND, PARTNER), (PARTNER, BRAND)):
        for match in _share_pattern(passage.language, one, other).finditer(text):
            first, second = (q for q in percents if q.start in (match.start("first"), match.start("second")))
            total = float(first.value) + float(second.value)
            if _differ(total, _WHOLE) and _WHOLE / 2 < total < 2 * _WHOLE:
                span = Span(*marked.source(first.start, second.end))
                yield Fault(_ITEM, (span,), (remark("shares", f"{first.text} + {second.text} = {total:g} %", span),))


def _with_signs(text: str, percents: list[Quantity]) -> str:
    """Put a sign in the place of each percentage; the length stays."""
    for quantity in percents:
        text = text[: quantity.start] + _SHARE.ljust(quantity.end - quantity.start, "\0") + text[quantity.end :]
    return text


@cache
def _share_pattern(language: str, one: str, other: str) -> re.Pattern[str]:
    body: str = words()["amounts"]["shares"][language]
    return re.compile(body.replace("{one}", one).replace("{other}", other), re.IGNORECASE)


# ---------------------------------------------------------------- tiers


@dataclass(frozen=True, slots=True)
class _Tier:
    """A step of a scale: bounds in one unit (``None``: open), and where it stands."""

    low: float | None
    high: float | None
    unit: str
    place: Span


def _tiers(source: Source) -> Iterator[Fault]:
    """Yield steps of a scale, in rows or sentences that follow each other, between which a gap or an overlap is."""
    ranges = (match.span() for match in _tier_pattern("range").finditer(source.plain))
    run: list[_Tier] = []
    last = -1
    for passage in source.touched(ranges):
        tiers = list(_tiers_in(source, passage))
        if not tiers:
            continue
        if source.block_before(passage) - last > _APART:
            yield from _steps(run)
            run = []
        run += tiers
        last = passage.block
    yield from _steps(run)


def _tiers_in(source: Source, passage: Passage) -> Iterator[_Tier]:
    text = source.plain
    found: list[_Tier] = []
    if not _tier_pattern("range").search(text, passage.start, passage.end):
        return
    for kind in ("range", "above", "below"):
        for match in _tier_pattern(kind).finditer(text, passage.start, passage.end):
            tier = _tier(match)
            if tier is not None and not any(_overlap(tier, other) for other in found):
                found.append(tier)
    yield from sorted(found, key=lambda tier: tier.place.start)


def _overlap(one: _Tier, other: _Tier) -> bool:
    return one.place.start < other.place.end and other.place.start < one.place.end


@cache
def _tier_pattern(kind: str) -> re.Pattern[str]:
    entry = words()["amounts"]["tier"]
    unit: str = entry["unit"]
    body: str = entry[kind]
    return re.compile(body.replace("{unit}", unit))


def _tier(match: re.Match[str]) -> _Tier | None:
    group = match.groupdict()
    low, high = group.get("low") or group.get("low2"), group.get("high") or group.get("high2")
    units = [group.get(f"{name}_unit") for name in ("low", "low2", "high", "high2")]
    unit = next((unit for unit in reversed(units) if unit), None)
    if unit is None:
        return None
    unit = unit.lower().replace("％", "%")
    scale = _UNIT_FACTORS.get(unit, 1)
    low_unit = (group.get("low_unit") or unit).lower().replace("％", "%")
    kind = "%" if unit == "%" else "money"
    bounds = [
        float(low.replace(",", "")) * _UNIT_FACTORS.get(low_unit, 1) if low else None,
        float(high.replace(",", "")) * scale if high else None,
    ]
    return _Tier(bounds[0], bounds[1], kind, Span(*match.span()))


def _steps(run: list[_Tier]) -> Iterator[Fault]:
    for before, after in pairwise(run):
        if before.high is None or after.low is None or before.unit != after.unit or after.low < (before.low or 0):
            continue
        if (before.low is None and before.high > after.low) or (after.high is not None and after.high <= before.high):
            continue
        gap = after.low - before.high
        # 10-20 and 21-30 follow each other; so do 10-20 and 20.01-30.
        step = max(1.0, 10 ** (len(f"{before.high:.0f}") - len(f"{before.high:.0f}".rstrip("0")) - 4))
        if gap > step or gap < 0:
            both = f"{before.high:g} / {after.low:g}"
            yield Fault(_ITEM, (before.place, after.place), (remark("tiers", both, after.place),), 0.8)


# ---------------------------------------------------------------- copies


def _copies(source: Source) -> Iterator[Fault]:
    """Yield where the contract says a second time, and differently, in how many copies it is made."""
    said: list[tuple[float, Span]] = []
    for match in source.matches("amounts", "copies"):
        count = _count(match)
        if count:
            said.append((count, Span(*match.span())))
    for count, place in said[1:]:
        if count != said[0][0]:
            texts = [source.document.text[span.start : span.end] for span in (said[0][1], place)]
            yield Fault(_ITEM, (place,), (remark("copies", " / ".join(texts), place),), 0.8)


def _count(match: re.Match[str]) -> float | None:
    if match["en"]:
        return float(_COPIES[match["en"].lower()])
    return float(match["zh"]) if match["zh"].isdigit() else parse_chinese(match["zh"])
