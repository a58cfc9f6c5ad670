"""Names of parties that are mixed or not defined, and a text in two scripts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from contractscan.drafting.fault import Fault, remark
from contractscan.drafting.source import Source, pattern, places, words
from contractscan.model import Span
from contractscan.parties import BOTH, BRAND, OTHER, PARTNER, ROLE, mark
from contractscan.writing import mixed_scripts

_ITEM = "defined-terms"
_HEAD = 60  # characters of a line in which its title stands
_WORD = re.compile(r"[A-Za-z][\w-]*")
_REACH = 200  # characters before "means" in which a term begins
_OFTEN = 2  # a term used once is a title, or a slip


def name_faults(source: Source) -> Iterator[Fault]:
    """Yield each name of a party that the contract never introduced, a duty towards oneself, and mixed scripts."""
    yield from _strangers(source)
    yield from _twice(source)
    yield from _undefined(source)
    mixed = mixed_scripts(source.document.text)
    if mixed is not None:
        place = Span(mixed, mixed + 1)
        yield Fault(_ITEM, (place,), (remark("scripts", source.document.text[mixed], place),), 0.8)


def _strangers(source: Source) -> Iterator[Fault]:
    text = source.plain
    parties = source.parties
    known = {alias.lower() for party in (parties.brand, parties.partner, *parties.others) for alias in party.aliases}
    for language, names in (("zh", words()["names"]["zh"]), ("en", words()["names"]["en"])):
        if language not in source.document.languages:
            continue
        for name in names:
            if name.lower() in known or name not in text or any(name.lower() in alias for alias in known):
                continue
            used = _used(name, language).search(text)
            if used and not _defined(name, language).search(text):
                place = Span(*used.span("name"))
                yield Fault(_ITEM, (place,), (remark("stranger", name, place),), 0.8)


@cache
def _used(name: str, language: str) -> re.Pattern[str]:
    if language == "zh":
        return re.compile(
            rf"(?:(?<![\u4e00-\u9fff])|(?<=[向由与和给对经为及]))(?P<name>{name})(?=[\u4e00-\u9fff，,、])"
        )
    # It begins with the name, so that the search is quick.
    return re.compile(
        rf"(?P<name>{name})(?:(?:(?<=\b[Tt]he {name})|(?<=\b[Bb]y {name})|(?<=\b[Tt]o {name}))"
        rf"\b(?! (?:[A-Z]|[a-z]+ agreement))"
        rf"|(?:(?<=^{name})|(?<=[.;:] {name})) (?:shall|will|may|must|agrees|hereby)\b)",
        re.MULTILINE,
    )


@cache
def _defined(name: str, language: str) -> re.Pattern[str]:
    body: str = words()["names"][f"defined_{language}"]
    return re.compile(body.replace("{name}", re.escape(name)), re.MULTILINE)


def _undefined(source: Source) -> Iterator[Fault]:
    """Yield terms in capitals ("the Initial Period") that no words define."""
    if "en" not in source.document.languages:
        return
    text = source.plain
    used = Counter(match["term"] for match in pattern("names", "term").finditer(text))
    known = pattern("names", "known_term", flags=0)
    aliases = _aliases(source)
    wanted = [t for t, n in used.items() if n >= _OFTEN and not known.search(t) and not any(t in a for a in aliases)]
    introduced = _introduced(text, wanted) if wanted else frozenset()
    for term in wanted:
        if term.lower() not in introduced and term.lower().removesuffix("s") not in introduced:
            at = text.index(term)
            place = Span(at, at + len(term))
            yield Fault(_ITEM, (place,), (remark("undefined", term, place),), 0.6)


def _introduced(text: str, wanted: Iterable[str]) -> frozenset[str]:
    """Return, in lower case, the terms that the text quotes, gives a meaning to, or begins a line with.

    Lines that begin with the first word of none of the ``wanted`` terms are passed over.
    """
    firsts = {term.split()[0].lower() for term in wanted}
    found = {term.lower().strip() for term in _told(text)}
    for line in text.splitlines():
        first = _WORD.search(line, 0, _HEAD)
        if first is None or first[0].lower() not in firsts:
            continue
        words_of = _WORD.findall(line[:_HEAD])
        found |= {" ".join(words_of[:count]).lower() for count in range(2, 5)}
    return frozenset(found | {term.removesuffix("s") for term in found})


def _told(text: str) -> Iterator[str]:
    """Yield the terms that the text quotes or gives a meaning to."""
    quotations = list(pattern("names", "quoted").finditer(text))
    starts = [match.start() for match in quotations]
    meant, last = pattern("names", "meant"), 0
    for start, end in places(text, *words()["names"]["meaning"]):
        quotation = quotations[at] if (at := bisect_right(starts, start) - 1) >= 0 else None
        if quotation is None or quotation.end() <= start:  # a quotation is a term as a whole
            if match := meant.search(text[max(last, start - _REACH) : start]):
                yield match[0]
            last = end
    yield from (match["term"] for match in quotations)


def _aliases(source: Source) -> tuple[str, ...]:
    parties = source.parties
    return tuple(name for p in (parties.brand, parties.partner, *parties.others) for name in (p.name, *p.aliases))


def _twice(source: Source) -> Iterator[Fault]:
    """Yield where a party owes something to itself: one of the two names is wrong."""
    for passage in source.touched(places(source.document.text, "indemnif", "赔偿", "补偿")):
        folded = source.folded(passage)
        if not pattern("names", "duty", passage.language, flags=re.IGNORECASE).search(folded.text):
            continue
        marked = mark(folded, source.parties)
        for match in _twice_pattern(passage.language).finditer(marked.text):
            place = Span(*marked.source(*match.span()))
            words_there = source.document.text[place.start : place.end]
            yield Fault(_ITEM, (place,), (remark("twice", words_there, place),), 0.8)


@cache
def _twice_pattern(language: str) -> re.Pattern[str]:
    body: str = words()["names"]["twice"][language]
    mentions = BRAND + PARTNER + BOTH + OTHER + ROLE
    duty: str = words()["names"]["duty"][language]
    return re.compile(body.format(sides=BRAND + PARTNER, mentions=mentions, duty=duty), re.IGNORECASE)
