"""Thresholds: which number belongs to which metric, and per what period."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from contractscan.values.lexicon import Lexicon, lexicon
from contractscan.values.quantities import Reading, at_or_after

_BREAK = re.compile(r"[。;!?]|\.(?=\s)")
_PERIOD_BREAK = re.compile(r"[。;!?,、]|\.(?=\s)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RATIO = re.compile(r"\s?[:比]\s?")
_SECTION = re.compile(r"(?:section|clause|article|exhibit|schedule|appendix|annex|page|附件|条款|§)\s?\Z")
_WORD = re.compile(r"\s([a-z]+)")
_TRIES = 4  # numbers looked at after a metric before giving up
_GAP = {True: 40, False: 70}  # characters between a metric and its comparator, in Chinese and in English
_CHAIN = {True: 16, False: 40}  # characters between a threshold and the next one of the same metric


@dataclass(frozen=True, slots=True)
class Bond:
    """A reading bound to a metric; ``start`` and ``end`` cover both."""

    metric: str
    reading: Reading
    period: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mention:
    metric: str
    start: int
    end: int


def bind(lower: str, found: list[Reading]) -> list[Bond]:
    """Bind the readings of ``lower`` to the metrics it names. A bare number that is bound becomes a count."""
    lex = lexicon()
    if not found:
        return []
    mentions = _mentions(lower, lex)
    bonds: list[Bond] = []
    previous_end = 0
    for index, mention in enumerate(mentions):
        limit = mentions[index + 1].start if index + 1 < len(mentions) else len(lower)
        taken = _backward(lower, lex, found, mention) or _forward(lower, lex, found, mention, limit)
        for reading in taken:
            reading.metric = mention.metric
            if not reading.kind:
                reading.kind, reading.unit = "count", "count"
            start, end = min(mention.start, reading.left), max(mention.end, reading.right)
            prefix = lex.period_prefixes.get(lower[mention.start - 1 : mention.start], "")
            period = prefix or _period(
                lower, lex, max(previous_end, mention.start - 24), start, end, min(limit, end + 24)
            )
            bonds.append(Bond(mention.metric, reading, period, start, end))
        if taken:
            previous_end = max(reading.right for reading in taken)
    return sorted(bonds, key=lambda bond: bond.reading.start)


def _mentions(lower: str, lex: Lexicon) -> list[_Mention]:
    """Return the metrics named, where "Order Defect Rate (ODR)" is one."""
    mentions: list[_Mention] = []
    for match in lex.metric.finditer(lower):
        mention = _Mention(lex.metric_names[match[0]], match.start(), match.end())
        last = mentions[-1] if mentions else None
        if last and last.metric == mention.metric and lower[last.end : mention.start].strip(' "') == "(":
            closing = lower.find(")", mention.end, mention.end + 3)
            mentions[-1] = _Mention(last.metric, last.start, closing + 1 if closing >= 0 else mention.end)
        else:
            mentions.append(mention)
    return mentions


def _fits(lower: str, lex: Lexicon, metric: str, reading: Reading) -> bool:
    kinds = lex.metrics[metric].kinds
    if reading.metric or reading.remote:
        return False
    if reading.kind:
        return reading.kind in kinds
    if "count" not in kinds:
        return False
    if reading.words and reading.value == 1:
        return False  # 一 and "one" are articles more often than figures
    before = lower[max(0, reading.start - 12) : reading.start]
    last = before[-1:]
    joined = bool(last) and last.isascii() and (last.isalnum() or last in ".(")
    if joined or _SECTION.search(before):
        return False
    word = _WORD.match(lower, reading.right)
    if word and word[1] not in lex.count_follows:
        return False
    after = lower[reading.end : reading.end + 1]
    if after == "." and lower[reading.end + 1 : reading.end + 2].isdigit():
        return False
    return not after or after in lex.count_words or after in "x以或及且的" or not after.isalnum()


def _gap_is_open(lower: str, lex: Lexicon, start: int, end: int, reach: dict[bool, int]) -> bool:
    """Tell whether a comparator at ``end`` may still speak of what ends at ``start``."""
    if end < start:
        return False
    gap = lower[start : min(end, start + 100)]
    if end - start > reach[_HAN.search(gap) is not None]:
        return False
    return _BREAK.search(gap) is None and lex.stop.search(gap) is None


def _forward(lower: str, lex: Lexicon, found: list[Reading], mention: _Mention, limit: int) -> list[Reading]:
    first = at_or_after(found, mention.end)
    for index in range(first, min(first + _TRIES, len(found))):
        reading = found[index]
        if reading.start >= limit:
            break
        if not _fits(lower, lex, mention.metric, reading):
            continue
        if reading.comparator:
            bound = _gap_is_open(lower, lex, mention.end, reading.left, _GAP)
        else:
            gap = lower[mention.end : reading.start]
            everyday = lex.metrics[mention.metric].generic and "|" not in gap
            bound = not everyday and lex.link.fullmatch(gap) is not None and _BREAK.search(gap) is None
        if bound:
            if "ratio" in lex.metrics[mention.metric].kinds:
                _ratio(lower, found, index)
            return [found[index], *_chain(lower, lex, found, index, mention, limit)]
    return []


def _chain(lower: str, lex: Lexicon, found: list[Reading], index: int, mention: _Mention, limit: int) -> list[Reading]:
    """Return the further thresholds of the same metric: the other end of a range, a later stage."""
    chain: list[Reading] = []
    for reading in found[index + 1 : index + 1 + _TRIES]:
        last = found[index]
        same = reading.kind == last.kind or (not reading.kind and last.unit == "count")
        if (
            not same
            or not reading.comparator
            or reading.start >= limit
            or not _fits(lower, lex, mention.metric, reading)
        ):
            break
        if not _gap_is_open(lower, lex, last.right, reading.left, _CHAIN):
            break
        if limit < len(lower) and lex.back_link.fullmatch(lower, reading.right, limit):
            break
        chain.append(reading)
        index += 1
    return chain


def _ratio(lower: str, found: list[Reading], index: int) -> None:
    """Read "3:1" (and 1:3, as it is also written) as 3."""
    first, second = found[index], found[index + 1] if index + 1 < len(found) else None
    if second is None or first.kind or second.kind or not _RATIO.fullmatch(lower, first.end, second.start):
        return
    if isinstance(first.value, str) or isinstance(second.value, str) or not first.value or not second.value:
        return
    first.value = second.value if first.value == 1 else round(first.value / second.value, 4)
    first.end, first.right = second.end, max(second.right, second.end)
    if not first.comparator:
        first.comparator = second.comparator
    del found[index + 1]


def _backward(lower: str, lex: Lexicon, found: list[Reading], mention: _Mention) -> list[Reading]:
    """Return the reading right before the metric: "at least 95% on-time delivery", 不低于30万元的月销售额."""
    index = bisect_right(found, mention.start, key=lambda reading: reading.start) - 1
    if index < 0 or mention.start - found[index].right > 40 or found[index].right > mention.start:
        return []
    reading = found[index]
    gap = lower[reading.right : mention.start]
    after_comparator = bool(reading.comparator) or reading.kind == "percent"
    if not after_comparator or not lex.back_link.fullmatch(gap):
        return []
    if not reading.kind:  # a count's measure word is part of the gap
        fits = "count" in lex.metrics[mention.metric].kinds and not reading.metric and reading.value != 1
    else:
        fits = _fits(lower, lex, mention.metric, reading)
    return [reading] if fits else []


def _period(lower: str, lex: Lexicon, first: int, start: int, end: int, last: int) -> str:
    """Return the period named in ``start:end`` or nearest to it within the clause, or ""."""
    inside = lex.period.search(lower, start, end)
    if inside:
        return lex.periods[inside[0]]
    stop = _PERIOD_BREAK.search(lower, end, last)
    after = lex.period.search(lower, end, stop.start() if stop else last)
    if after:
        return lex.periods[after[0]]
    before = list(lex.period.finditer(lower, first, start))
    if before and not _PERIOD_BREAK.search(lower, before[-1].end(), start):
        return lex.periods[before[-1][0]]
    return ""
