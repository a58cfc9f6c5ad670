"""The present tense that says a duty in English ("Agency sends a report"), with the "shall" that rules look for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contractscan.parties import BOTH, BRAND, OTHER, PARTNER, ROLE
from contractscan.text import Folded

_PARTIES = BRAND + PARTNER + BOTH + OTHER + ROLE
# What follows a verb: an object, or a preposition.
_OBJECT = (
    r"(?= (?:(?:the|an?|all|any|each|every|no|its|their|your|our|his|it|them|to|for|within|on|at|by|in)\b|[\d$€£¥"
    + _PARTIES
    + "]))"
)

_OPENING = 90  # characters before a party in which its clause begins
_BEGINS = re.compile(
    r"(?:(?:^|[.;:,)]) ?|\d\.? |\b(?:and|but|then|otherwise) )"
    r"(?:(?:on|in|at|during|within|by|for|every|each|upon|throughout)\b"
    r"(?:(?! (?:if|when|where|unless|until|after|before|that|which|who|than|as|because|while)\b)[^.;:,]){2,70} )?\Z",
    re.IGNORECASE,
)


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

    def _edits(self, text: str) -> Iterator[tuple[int, int, str]]:
        for match in self._said.finditer(text):
            if _BEGINS.search(text, max(0, match.start() - _OPENING), match.start()):
                start, adverb = match.end("party") + 1, match["adverb"] or ""
                duty = match["duty"]
                verb = f"shall {adverb}{self._bases[duty.lower()]}" if duty else f"shall {adverb}not {match['bar']}"
                yield start, match.end(), verb


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"
