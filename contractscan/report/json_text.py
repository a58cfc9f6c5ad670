"""Dataclasses as JSON: on one line, or indented for people. ``json`` itself is slow where it indents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_STEP = "  "
_NUMBERS = (int, float)


def on_one_line(value: object) -> str:
    """Return ``value`` as JSON without white space. Raises ``ValueError`` for numbers that JSON has not."""
    return _COMPACT.encode(value)


def indented(value: object, margin: str = "") -> str:
    """Return ``value`` as JSON with two spaces for each level; all lines but the first begin with ``margin``.

    Raises ``ValueError`` for numbers that JSON has not.
    """
    if isinstance(value, str):
        return _COMPACT.encode(value)
    if type(value) is int:  # ``json`` takes its time to find out that this is no object
        return int.__repr__(value)
    if value is None:
        return "null"
    if isinstance(value, _NUMBERS):
        return _COMPACT.encode(value)
    inner = margin + _STEP
    if isinstance(value, tuple):
        opening, closing = "[", "]"
        entries = [indented(entry, inner) for entry in value]
    else:
        opening, closing = "{", "}"
        entries = [_label(name) + indented(entry, inner) for name, entry in entries_of(value).items()]
    if not entries:
        return opening + closing
    between = ",\n" + inner
    return f"{opening}\n{inner}{between.join(entries)}\n{margin}{closing}"


@lru_cache(maxsize=1024)  # the names of the fields, for the most part
def _label(name: str) -> str:
    return f"{_COMPACT.encode(name)}: "


def entries_of(value: Any) -> Mapping[str, object]:
    """Return a dataclass as a mapping of its fields, and a mapping as it is; for ``json`` as its ``default``."""
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is None:
        return {str(key): entry for key, entry in value.items()}
    return {name: getattr(value, name) for name in fields}


_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=entries_of)
