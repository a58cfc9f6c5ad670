"""Two languages that name different figures for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from contractscan.drafting.fault import Fault, remark
from contractscan.drafting.source import Passage, Source
from contractscan.model import Span
from contractscan.provenance import are_counterparts
from contractscan.values import Quantity, read_values

_ITEM = "bilingual-conflict"
_KINDS = ("money", "percent", "duration")
_DAYS = {
    "minutes": 1 / 1440, "hours": 1 / 24, "days": 1, "business days": 1.4, "weeks": 7, "months": 30, "quarters": 91,
    "years": 365,
}  # fmt: skip
_TOLERANCE = 0.02  # twelve months and a year
_NUMBER = re.compile(r"\s*(?:第\s*)?(?:Article|Section|Clause)?\s*([\d.]+)", re.IGNORECASE)


def language_faults(source: Source) -> Iterator[Fault]:
    """Yield passages side by side, one in each language, whose sums, percentages or periods differ."""
    if len(source.document.languages) < 2:
        return
    taken: set[Passage] = set()
    for first, second in pairwise(source.passages):
        if first.language == second.language or first in taken or not _same_place(source, first, second):
            continue
        taken.add(second)
        yield from _compare(source, first, second)


def _same_place(source: Source, first: Passage, second: Passage) -> bool:
    """Whether the two say the same thing: side by side, and under the same number if they have one."""
    numbers = [_NUMBER.match(source.plain, passage.start, passage.end) for passage in (first, second)]
    if numbers[0] and numbers[1] and numbers[0][1].rstrip(".") != numbers[1][1].rstrip("."):
        return False
    return first.block == second.block or are_counterparts(source.document, first.start, second.start)


def _compare(source: Source, first: Passage, second: Passage) -> Iterator[Fault]:
    read = []
    for passage in (first, second):
        folded = source.folded(passage)
        read.append((folded, [q for q in read_values(folded) if q.kind in _KINDS and not isinstance(q.value, str)]))
    (one, ours), (other, theirs) = read
    for kind in _KINDS:
        here, there = ([q for q in found if q.kind == kind] for found in (ours, theirs))
        # Only where each side has as many: a figure that one side writes otherwise proves nothing.
        if len(here) != len(there):
            continue
        lone = _unmatched(here, there)
        answers = _unmatched(there, here)
        for mine, yours in zip(lone, answers, strict=False):
            marks = (Span(*one.source(mine.start, mine.end)), Span(*other.source(yours.start, yours.end)))
            yield Fault(_ITEM, marks, (remark("figures", f"{mine.text} / {yours.text}", marks[0]),), 0.9)


def _unmatched(some: list[Quantity], others: list[Quantity]) -> list[Quantity]:
    left = list(others)
    lone: list[Quantity] = []
    for quantity in some:
        twin = next((other for other in left if _same(quantity, other)), None)
        if twin is None:
            lone.append(quantity)
        else:
            left.remove(twin)
    return lone


def _same(one: Quantity, other: Quantity) -> bool:
    if one.kind == "duration":
        a, b = (float(q.value) * _DAYS.get(q.unit, 1) for q in (one, other))
        both_days = "day" in one.unit and "day" in other.unit  # 工作日 is often translated as "days"
        return (both_days and one.value == other.value) or abs(a - b) <= _TOLERANCE * max(a, b)
    return float(one.value) == float(other.value) and (one.unit == other.unit or one.kind == "money")
