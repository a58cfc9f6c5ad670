"""Dates that contradict each other: a term that ends before it begins, a day that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from contractscan.drafting.fault import Fault, remark
from contractscan.drafting.source import Source, pattern
from contractscan.model import Language, Span
from contractscan.values.dates import dates

_ITEM = "date-order"
_YEAR = re.compile(r"[12０-９二](?:(?<!二)\d{3}|(?<=二)[〇零○])")


def date_faults(source: Source) -> Iterator[Fault]:
    """Yield pairs "from … to …" in the wrong order, and days that no calendar has."""
    for passage in source.touched(match.span() for match in _YEAR.finditer(source.plain)):
        folded = source.folded(passage)
        found = list(dates(folded.text.lower()))
        for date in found:
            if date.iso is None and "年" in folded.text[date.start : date.end]:
                place = Span(*folded.source(date.start, date.end))
                yield Fault(_ITEM, (place,), (remark("no_such_day", folded.text[date.start : date.end], place),), 0.8)
        for first, second in pairwise(found):
            between = folded.text[first.end : second.start]
            if first.iso and second.iso and second.iso < first.iso and _joins(between, passage.language):
                marks = tuple(Span(*folded.source(date.start, date.end)) for date in (first, second))
                yield Fault(_ITEM, marks, (remark("order", f"{first.iso} → {second.iso}", marks[1]),))


def _joins(between: str, language: Language) -> bool:
    """Whether the words between two dates say "from … to …"."""
    return pattern("dates", language).search(between) is not None
