"""Values: the quantities in a finding's sentence that the rule asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contractscan.match.units import Unit
from contractscan.model import Span, Value
from contractscan.rules.schema import Kind
from contractscan.text import fold
from contractscan.values import Quantity, read_thresholds, read_values, to_value


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value that a rule asks for: the quantity of ``kind`` nearest to any match of ``near``."""

    name: str
    kind: Kind
    near: tuple[re.Pattern[str], ...] = ()


def values_of(unit: Unit, wanted: Iterable[Wanted], mark: Span, text: str) -> tuple[Value, ...]:
    """Return the values of ``unit`` that are ``wanted``, in that order.

    ``text`` is the document's; ``mark`` is the folded range of the matched words. A quantity serves one name only.
    """
    return tuple(_pick(unit, wanted, mark, text))


def _pick(unit: Unit, wanted: Iterable[Wanted], mark: Span, text: str) -> Iterator[Value]:
    taken: set[int] = set()
    for want in wanted:
        if want.kind == "threshold":
            for threshold in read_thresholds(unit.text):
                if threshold.quantity.start >= unit.lead:
                    yield to_value(threshold.quantity, threshold.metric, unit.text)
            continue
        if want.kind == "words":
            yield from _words(unit, want, text)
            continue
        anchors = [mark]
        if want.near:
            found = [Span(*match.span()) for pattern in want.near for match in pattern.finditer(unit.text.text)]
            if not found:
                continue
            anchors = found
        quantities = (q for q in read_values(unit.text) if q.start >= unit.lead)
        fitting = [q for q in quantities if q.kind == want.kind and q.start not in taken]
        if fitting:
            best = min(fitting, key=lambda q: (min(_distance(q, anchor) for anchor in anchors), q.start))
            taken.add(best.start)
            yield to_value(best, want.name, unit.text)


def _words(unit: Unit, want: Wanted, text: str) -> Iterator[Value]:
    """Yield the words that the first fitting pattern captures, as the document has them, on one line."""
    for pattern in want.near:
        match = pattern.search(unit.text.text, unit.lead)
        if match and match.end("value") > match.start("value"):
            start, end = unit.text.source(*match.span("value"))
            words = fold(text, start, end).text
            yield Value(want.name, words, words, "", start, end)
            return


def _distance(quantity: Quantity, anchor: Span) -> int:
    return max(0, quantity.start - anchor.end, anchor.start - quantity.end)
