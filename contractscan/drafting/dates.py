"""Dates that contradict each other: a term that ends before it begins, a day that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from contractscan.drafting.fault import Fault, remark
from contractscan.drafting.source import Source, pattern
from contractscan.model import Span
from contractscan.values import read_values

_ITEM = "date-order"
_YEAR = re.compile(r"[12０-９]\d{3}|[12][0-9]{3}\s*年|[二][〇零○]")
_FULL = re.compile(r"\d{4}-\d\d-\d\d")


def date_faults(source: Source) -> Iterator[Fault]:
    """Yield pairs "from … to …" in the wrong order, and days that no calendar has."""
    for passage in source.passages:
        if not _YEAR.search(source.plain, passage.start, passage.end):
            continue
        folded = source.folded(passage)
        found = [quantity for quantity in read_values(folded) if quantity.kind == "date"]
        for quantity in found:
            if not _FULL.fullmatch(str(quantity.value)) and "年" in quantity.text:
                place = Span(*folded.source(quantity.start, quantity.end))
                yield Fault(_ITEM, (place,), (remark("no_such_day", quantity.text, place),), 0.8)
        for first, second in pairwise(found):
            between = folded.text[first.end : second.start]
            if not pattern("dates", passage.language).search(between):
                continue
            one, other = str(first.value), str(second.value)
            if _FULL.fullmatch(one) and _FULL.fullmatch(other) and other < one:
                marks = tuple(Span(*folded.source(q.start, q.end)) for q in (first, second))
                yield Fault(_ITEM, marks, (remark("order", f"{one} → {other}", marks[1]),))
