"""Everyday words, as a lawyer would have put them, so that rules need to know the words of the law only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from contractscan.literals import WordIndex, needed
from contractscan.match.present import Present, Verbs
from contractscan.model import Language
from contractscan.parties import BOTH, BRAND, OTHER, PARTNER, ROLE
from contractscan.resources import data_dir
from contractscan.text import Folded, lowered

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PARTIES = BRAND + PARTNER + BOTH + OTHER + ROLE
_GROUP = re.compile(r"\\(\d)")

_Edit = tuple[int, int, str]


class Wording:
    """Expressions and what they mean; an expression is compiled when a text first holds the words that it needs.

    Each pair is a regular expression in lower case, with ``{party}`` for any party, and its meaning, which may take up
    groups (``\\1``). Where several fit at one place, the first pair counts. Case makes no difference.
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
        text, small = folded.text, lowered(folded.text)
        called = self._index.called(small)
        found: list[tuple[int, int, int, str]] = []
        while called:
            at = (called & -called).bit_length() - 1
            called ^= 1 << at
            say, mean = self._pairs[at]
            matches = _compiled(say).finditer(small)
            found += [(match.start(), at, match.end(), _meant(mean, match, text)) for match in matches]
        found.sort()
        return folded.replace(_apart((start, end, meant) for start, _, end, meant in found))


def _apart(edits: Iterable[_Edit]) -> list[_Edit]:
    """Return those of ``edits``, in order of their starts, that do not overlap one before."""
    kept: list[_Edit] = []
    for edit in edits:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _meant(mean: str, match: re.Match[str], text: str) -> str:
    """Return ``mean`` with its groups as ``text`` has them, and with a capital where ``text`` has one there."""
    meant = _GROUP.sub(lambda group: text[slice(*match.span(int(group[1])))], mean)
    return meant[:1].upper() + meant[1:] if text[match.start()].isupper() else meant


@cache
def _compiled(say: str) -> re.Pattern[str]:
    return re.compile(say.replace("{party}", f"[{_PARTIES}]"))


@cache
def _wording(part: str) -> Wording:
    """Return what that ``part`` of ``clauses/everyday.yaml``, which ships with the package, says."""
    return Wording([(pair["say"], pair["mean"].replace("{both}", BOTH)) for pair in _content()[part]])


@cache
def _present() -> Present:
    return Present(Verbs(**{kind: tuple(words) for kind, words in _content()["present"].items()}))


@cache
def _content() -> Mapping[str, Any]:
    with (data_dir("clauses") / "everyday.yaml").open(encoding="utf-8") as file:
        content: Mapping[str, Any] = yaml.load(file, _Loader)  # noqa: S506 - a safe loader
    return content


def in_law(folded: Folded, language: Language) -> Folded:
    """Return ``folded``, its parties marked, in the words of law where it uses everyday words for them."""
    if language == "zh":
        return _wording("zh").in_law(folded)
    return _present().in_law(_wording("en").in_law(_wording("contractions").in_law(folded)))
