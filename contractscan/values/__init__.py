"""Quantities in folded text: money, percentages, durations, dates, and thresholds on metrics (ACoS ≤ 25 %).

Offsets of a ``Quantity`` and a ``Threshold`` are into the folded text; ``to_value`` turns them into source offsets.
The words (units, currencies, comparators, metrics) are in ``clauses/values.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from contractscan.model import Value
from contractscan.text import Folded, lowered
from contractscan.values.metrics import bind
from contractscan.values.quantities import Reading, scan

__all__ = ["Kind", "Quantity", "Threshold", "read_thresholds", "read_values", "to_value"]

Kind = Literal["money", "percent", "duration", "date", "count"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, at ``text[start:end]`` of the folded text (the comparator stands outside).

    ``value`` is normalised: percent as 25.0 (per mille converted), amounts in whole currency units, dates as ISO
    strings (as written where no such day exists or day and month could be either); ``unit`` is as in ``model.Value``.
    ``comparator`` is "<=", ">=", "<", ">", "=" or "". ``words_value`` is what the words say where words and figures
    stand together ("thirty (30) days"); ``value`` is then from the figures. ``metric`` is what it is bound to, or "".
    """

    kind: Kind
    text: str
    value: float | str
    unit: str
    comparator: str
    start: int
    end: int
    metric: str = ""
    words_value: float | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A quantity that a metric is held to. ``period`` is "week", "month", "quarter", "year" or "".

    ``start`` and ``end`` (folded offsets) cover metric, comparator and quantity.
    """

    metric: str
    comparator: str
    quantity: Quantity
    period: str
    start: int
    end: int


def read_values(folded: Folded) -> tuple[Quantity, ...]:
    """Return the quantities of ``folded`` in order, not overlapping. Never raises on any text.

    A bare number is a quantity (kind "count") only where it is a threshold on a metric.
    """
    return _read(folded.text)[0]


def read_thresholds(folded: Folded) -> tuple[Threshold, ...]:
    """Return the thresholds of ``folded`` in order; a metric without a number is none.

    The cells of a table row may be given as one text, separated by " | ".
    """
    return _read(folded.text)[1]


def to_value(quantity: Quantity, name: str, folded: Folded) -> Value:
    """Return ``quantity`` as the model's ``Value``, with offsets into the source that ``folded`` was made from."""
    start, end = folded.source(quantity.start, quantity.end)
    return Value(name, quantity.text, quantity.value, quantity.unit, start, end, quantity.comparator)


@lru_cache(maxsize=64)  # several rules ask for the values of one sentence
def _read(text: str) -> tuple[tuple[Quantity, ...], tuple[Threshold, ...]]:
    lower = lowered(text)
    found = scan(lower)
    bonds = bind(lower, found)  # makes counts of bare numbers
    return (
        tuple(_quantity(text, reading) for reading in found if reading.kind),
        tuple(
            Threshold(
                bond.metric, bond.reading.comparator, _quantity(text, bond.reading), bond.period, bond.start, bond.end
            )
            for bond in bonds
        ),
    )


def _quantity(text: str, reading: Reading) -> Quantity:
    return Quantity(
        cast(Kind, reading.kind),
        text[reading.start : reading.end],
        reading.value,
        reading.unit,
        reading.comparator,
        reading.start,
        reading.end,
        reading.metric,
        reading.words_value,
    )
