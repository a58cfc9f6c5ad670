"""Which figures are key terms, from ``templates/key_terms.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml

from contractscan.model import Language
from contractscan.resources import data_dir

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A key term: its name, the item that answers it, and the names of that item's values (none: all of them)."""

    label: str
    item: str
    values: tuple[str, ...]


@cache
def key_terms(language: Language) -> tuple[KeyTerm, ...]:
    """Return the key terms of an agreement, in the order of the table."""
    with (data_dir("templates") / "key_terms.yaml").open(encoding="utf-8") as file:
        rows = yaml.load(file, _Loader)  # noqa: S506 (a safe loader; the stub cannot tell)
    return tuple(KeyTerm(row[language], row["item"], tuple(row["values"])) for row in rows)
