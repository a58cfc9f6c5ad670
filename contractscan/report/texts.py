"""The texts of the interface, from ``templates/ui.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from contractscan.model import Language, Review
from contractscan.resources import data_dir

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Texts:
    """The interface in one language: ``texts("report.page", page=3)``."""

    language: Language
    entries: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text ``key`` with ``values`` filled in; raises ``KeyError`` for an unknown key or value."""
        return self.entries[key].format(**values)

    def code(self, group: str, code: str) -> str:
        """Return the text for ``code`` in ``codes.<group>``, or the code itself where it has none."""
        return self.entries.get(f"codes.{group}.{code}", code)


@cache
def texts(language: Language) -> Texts:
    """Return the interface texts in ``language``."""
    with (data_dir("templates") / "ui.yaml").open(encoding="utf-8") as file:
        tree = yaml.load(file, _Loader)  # noqa: S506 (a safe loader; the stub cannot tell)
    return Texts(language, dict(_flatten(tree, "", language)))


def _flatten(tree: Mapping[str, object], prefix: str, language: Language) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        if not isinstance(value, Mapping):
            raise TypeError(f"templates/ui.yaml: {prefix}{key} is not a {{zh, en}} pair")
        if all(isinstance(text, str) for text in value.values()):
            pairs.append((f"{prefix}{key}", value[language]))
        else:
            pairs += _flatten(value, f"{prefix}{key}.", language)
    return pairs


def language_for(review: Review) -> Language:
    """Return the interface language for a review: the contract's main language (English if it has none)."""
    languages = review.document.languages
    return languages[0] if languages else "en"
