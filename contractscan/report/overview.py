"""The overview of a review, families × risk: where each mark of the picture goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width

from contractscan.model import Risk, Status
from contractscan.report.view import Group, ItemView, ReportView

_COLUMNS = ((Risk.HIGH,), (Risk.MEDIUM,), (Risk.LOW,), (Status.UNREAD,), (Risk.OK, Risk.INFO))
_WORST_FIRST = [str(key) for column in _COLUMNS for key in column]
# In units of the picture, which is as wide as a phone.
_CELL, _STEP, _ABREAST, _HEAD, _PAD = 56, 15, 3, 22, 8
_LETTER = 6.2  # the width of a letter; of a Chinese character it is twice that


@dataclass(frozen=True, slots=True)
class Mark:
    """An item in the picture: the upper left corner of its shape, 12 by 12."""

    x: int
    y: int
    item: ItemView


@dataclass(frozen=True, slots=True)
class Row:
    """A family in the picture: where it begins, how high it is, its marks, and how many items bear which badge."""

    name: str
    y: int
    height: int
    marks: tuple[Mark, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The picture: its size, its columns (the key of a badge, and where they begin), its rows."""

    width: int
    height: int
    columns: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]


def by_family(view: ReportView) -> tuple[Group, ...]:
    """Return the items of ``view`` that the contract bears on, by family: the worst family first, and so its items."""
    found: dict[str, list[ItemView]] = {family: [] for family, _ in view.families}
    absent = {item.id for item in view.absent}
    for item in view.items():
        if item.id not in absent:
            found[item.family].append(item)
    groups = [
        Group(family, name, tuple(sorted(found[family], key=lambda item: (_rank(item), item.number))))
        for family, name in view.families
        if found[family]
    ]
    return tuple(sorted(groups, key=lambda group: [-_count(group.items, key) for key in _WORST_FIRST[:3]]))


def overview(groups: Iterable[Group]) -> Overview:
    """Lay out the picture of ``groups``."""
    groups = tuple(groups)
    used = {_column(item) for group in groups for item in group.items}
    shown = [index for index in range(len(_COLUMNS)) if index in used or index < 3]
    label = round(max((_width(group.name) for group in groups), default=0)) + _STEP
    left = {index: label + place * _CELL for place, index in enumerate(shown)}
    rows: list[Row] = []
    y = _HEAD
    for group in groups:
        taken = dict.fromkeys(shown, 0)
        marks: list[Mark] = []
        for item in group.items:
            column = _column(item)
            line, place = divmod(taken[column], _ABREAST)
            marks.append(Mark(left[column] + place * _STEP, y + _PAD + line * _STEP, item))
            taken[column] += 1
        lines = -(-max(taken.values()) // _ABREAST)
        labels = dict.fromkeys(item.badge.label for item in group.items)
        counts = tuple((label, sum(item.badge.label == label for item in group.items)) for label in labels)
        rows.append(Row(group.name, y, lines * _STEP + _PAD, tuple(marks), counts))
        y += rows[-1].height
    columns = tuple((str(_COLUMNS[index][0]), left[index]) for index in shown)
    return Overview(label + len(shown) * _CELL, y + _PAD, columns, tuple(rows))


def _width(name: str) -> float:
    return sum(_LETTER * (2 if east_asian_width(char) in "WF" else 1) for char in name)


def _column(item: ItemView) -> int:
    return next(index for index, keys in enumerate(_COLUMNS) if item.badge.key in keys)


def _rank(item: ItemView) -> int:
    return _WORST_FIRST.index(item.badge.key)


def _count(items: Iterable[ItemView], key: str) -> int:
    return sum(item.badge.key == key for item in items)
