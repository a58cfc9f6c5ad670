"""The kinds of clause that the learned detector knows, by name (``models/categories.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from contractscan.model import Language
from contractscan.resources import data_dir


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of clause: what the reader calls it, and the checklist item that asks about it, if any."""

    zh: str
    en: str
    item: str | None = None

    def label(self, language: Language) -> str:
        """Return what it is called in ``language``."""
        return self.zh if language == "zh" else self.en


@cache
def categories() -> Mapping[str, Category]:
    """Return the categories by the names that the model gives them; the file ships with the package."""
    content: dict[str, Any] = yaml.safe_load((data_dir("models") / "categories.yaml").read_text(encoding="utf-8"))
    return {name: Category(**about) for name, about in content["categories"].items()}
