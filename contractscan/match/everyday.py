"""Everyday words, as a lawyer would have put them, so that rules need to know the words of the law only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import yaml

from contractscan.literals import WordIndex, needed
from contractscan.model import Language
from contractscan.parties import BOTH, BRAND, OTHER, PARTNER, ROLE
from contractscan.resources import data_dir
from contractscan.text import Folded

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LANGUAGES: tuple[Language, ...] = ("zh",)  # those of the file; others should not have to load it
_PARTIES = BRAND + PARTNER + BOTH + OTHER + ROLE


class Wording:
    """Expressions and what they mean; an expression is compiled when a text first holds the words that it needs.

    Each pair is a regular expression, with ``{party}`` for any party, and its meaning. Where several fit at one place,
    the first pair counts.
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = tuple(pairs)
        self._index = WordIndex()
        for at, (say, _) in enumerate(pairs):
            self._index.add(needed(say, {"party": _PARTIES}), 1 << at)

    def in_law(self, folded: Folded) -> Folded:
        """Return ``folded``, its parties marked, with what is said replaced by what it means.

        Raises ``re.error`` for a faulty expression.
        """
        called = self._index.called(folded.text)
        if not called:
            return folded
        found = sorted(
            (match.start(), at, match.end(), match.expand(mean))
            for at, (say, mean) in enumerate(self._pairs)
            if called >> at & 1
            for match in _compiled(say).finditer(folded.text)
        )
        edits: list[tuple[int, int, str]] = []
        for start, _, end, text in found:
            if not edits or start >= edits[-1][1]:
                edits.append((start, end, text))
        return folded.replace(edits)


@cache
def _compiled(say: str) -> re.Pattern[str]:
    return re.compile(say.replace("{party}", f"[{_PARTIES}]"))


@cache
def _wording(language: Language) -> Wording:
    """Return what ``clauses/everyday.yaml``, which ships with the package, says for ``language``."""
    with (data_dir("clauses") / "everyday.yaml").open(encoding="utf-8") as file:
        content: dict[Language, list[dict[str, str]]] = yaml.load(file, _Loader)  # noqa: S506 - a safe loader
    return Wording([(pair["say"], pair["mean"]) for pair in content[language]])


def in_law(folded: Folded, language: Language) -> Folded:
    """Return ``folded``, its parties marked, in the words of law where it uses everyday words for them."""
    return _wording(language).in_law(folded) if language in _LANGUAGES else folded
