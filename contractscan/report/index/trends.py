"""What many contracts have in common, and which of them stand out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from contractscan.model import Risk, Status
from contractscan.report.index.results import FileResult, Quantity
from contractscan.report.key_terms import key_terms

_HARMS = tuple(map(str, (Risk.HIGH, Risk.MEDIUM, Risk.LOW)))
_ENOUGH = 5  # contracts that must state a quantity before any of them can stand out
_FENCE = 1.5  # Tukey's: so many times the middle half away from it
_FACTOR = 1.5  # and at least so many times the median, or less than its part: where most are equal, the fence is narrow


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many contracts have an item at each risk; ``missing`` of them lack the protection."""

    item: str
    family: str
    contracts: int
    high: int
    medium: int
    low: int
    missing: int


@dataclass(frozen=True, slots=True)
class Outlier:
    """A contract whose quantity is far from that of the others; ``times`` is its ratio to the median (0: of none)."""

    file: FileResult
    quantity: Quantity
    times: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A key figure over the folder: how many contracts state it, its quartiles, and who stands out, furthest first."""

    item: str
    name: str
    unit: str
    contracts: int
    median: float
    low: float
    high: float
    outliers: tuple[Outlier, ...]


def frequencies(files: Iterable[FileResult]) -> tuple[Frequency, ...]:
    """Return the items that are risks in some contract, the most frequent first; high risks break ties."""
    families: dict[str, str] = {}
    counts: dict[str, Counter[str]] = {}
    for file in files:
        for answer in file.answers:
            if answer.key in _HARMS:
                families[answer.item] = answer.family
                counted = counts.setdefault(answer.item, Counter())
                counted[answer.key] += 1
                counted[Status.MISSING] += answer.status is Status.MISSING
    found = [
        Frequency(
            item=item,
            family=families[item],
            contracts=sum(counted[key] for key in _HARMS),
            high=counted[Risk.HIGH],
            medium=counted[Risk.MEDIUM],
            low=counted[Risk.LOW],
            missing=counted[Status.MISSING],
        )
        for item, counted in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.contracts, -one.high, -one.medium, one.item)))


def spreads(files: Iterable[FileResult]) -> tuple[Spread, ...]:
    """Return the key figures that enough contracts state, in the order of the key terms; amounts by currency."""
    stated: dict[tuple[str, str, str], list[tuple[FileResult, Quantity]]] = {}
    for file in files:
        for quantity in file.quantities:
            stated.setdefault((quantity.item, quantity.name, quantity.unit), []).append((file, quantity))
    return tuple(
        _spread(key, stated[key])
        for term in key_terms("en")
        for key in sorted(stated)
        if key[0] == term.item and (not term.values or key[1] in term.values) and len(stated[key]) >= _ENOUGH
    )


def _spread(key: tuple[str, str, str], stated: Sequence[tuple[FileResult, Quantity]]) -> Spread:
    amounts = [quantity.amount for _, quantity in stated]
    low, _, high = quantiles(amounts, n=4, method="inclusive")
    middle = median(amounts)
    fence = _FENCE * (high - low)
    found = (
        Outlier(file, quantity, round(quantity.amount / middle, 2) if middle else 0.0)
        for file, quantity in stated
        if not low - fence <= quantity.amount <= high + fence and _is_far(quantity.amount, middle)
    )
    outliers = tuple(sorted(found, key=lambda one: (-abs(one.quantity.amount - middle), one.file.path)))
    return Spread(*key, len(stated), middle, low, high, outliers)


def _is_far(amount: float, middle: float) -> bool:
    return not middle / _FACTOR < amount < middle * _FACTOR


def by_family(file: FileResult) -> Iterator[tuple[str, str, int]]:
    """Yield, for each family that calls for action, its worst badge ("high" … "unread") and how many items do."""
    families: dict[str, list[str]] = {}
    for answer in file.answers:
        families.setdefault(answer.family, []).append(answer.key)
    for family, keys in families.items():
        yield family, keys[0], len(keys)
