"""Everyday words, as a lawyer would have put them, so that rules need to know the words of the law only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from contractscan.literals import WordIndex, needed
from contractscan.model import Language
from contractscan.parties import BOTH, BRAND, OTHER, PARTNER, ROLE
from contractscan.resources import data_dir
from contractscan.text import Folded, lowered

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PARTIES = BRAND + PARTNER + BOTH + OTHER + ROLE

# What follows a verb: an object, or a preposition.
_OBJECT = (
    r"(?= (?:(?:the|an?|all|any|each|every|no|its|their|your|our|his|it|them|to|for|within|on|at|by|in)\b|[\d$€£¥"
    + _PARTIES
    + "]))"
)

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


@dataclass(frozen=True, slots=True)
class Verbs:
    """English verbs that say a duty in the present tense, with a party as their subject, and what may stand between.

    ``duties`` are what a party has to do ("Agency pays"), ``nouns`` those that may be something else ("Agency
    invoices"), ``bars`` what a party has not to do ("Agency does not disclose").
    """

    duties: tuple[str, ...]
    nouns: tuple[str, ...]
    bars: tuple[str, ...]
    adverbs: tuple[str, ...]


class Present:
    """Finds present tenses that say a duty, and puts "shall" for them.

    "If Agency pays" and "the fees Agency pays" say none: the party must begin a clause, or follow words of time or
    place that do.
    """

    def __init__(self, verbs: Verbs) -> None:
        self._bases = {form: base for base in (*verbs.duties, *verbs.nouns) for form in (base, _third_person(base))}
        nouns = [form for form, base in self._bases.items() if base in verbs.nouns]
        verb = [form for form, base in self._bases.items() if base in verbs.duties]
        self._said = re.compile(
            rf"(?P<party>[{_PARTIES}]) (?P<adverb>(?:{'|'.join(verbs.adverbs)}) )?"
            rf"(?:do(?:es)? not (?P<bar>{'|'.join(verbs.bars)})\b"
            rf"|(?P<duty>(?:{'|'.join(verb)})(?![\w'-])|(?:{'|'.join(nouns)}){_OBJECT}))",
            re.IGNORECASE,
        )

    def in_law(self, folded: Folded) -> Folded:
        """Return ``folded``, its parties marked, with duties in the present tense said with "shall"."""
        return folded.replace(list(self._edits(folded.text)))

    def _edits(self, text: str) -> Iterator[_Edit]:
        for match in self._said.finditer(text):
            if _BEGINS.search(text, max(0, match.start() - _OPENING), match.start()):
                start, adverb = match.end("party") + 1, match["adverb"] or ""
                duty = match["duty"]
                verb = f"shall {adverb}{self._bases[duty.lower()]}" if duty else f"shall {adverb}not {match['bar']}"
                yield start, match.end(), verb


_OPENING = 90  # characters before a party in which its clause begins
_BEGINS = re.compile(
    r"(?:(?:^|[.;:,)]) ?|\d\.? |\b(?:and|but|then|otherwise) )"
    r"(?:(?:on|in|at|during|within|by|for|every|each|upon|throughout)\b"
    r"(?:(?! (?:if|when|where|unless|until|after|before|that|which|who|than|as|because|while)\b)[^.;:,]){2,70} )?\Z",
    re.IGNORECASE,
)


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


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
