"""What the text of a contract calls a company besides what it defines: initials, a first word, other letter case."""

from __future__ import annotations

import re
from typing import Final

from contractscan.parties.candidate import Candidate
from contractscan.parties.company import initials, is_company, stem
from contractscan.parties.lexicon import Lexicon

_USED: Final = 3  # times: fewer may be a slip, or mean somebody else
_SHORTEST_WORD: Final = 4
_CAPITALS = re.compile(r"[A-Z][A-Z0-9&'. -]*[A-Z0-9]")
_WORD = re.compile(r"[A-Z][A-Z']*")
# What follows a name that acts or owns; "and" joins it to the other party.
_ACTS = r"(?:'s?\b|\s+(?:shall|will|may|must|agrees?|has|is|and|grants?|desires?|hereby|or|to)\b)"
_ACTING = "{}(?=" + _ACTS + ")"
_BEFORE_NAME = re.compile(r"(?:.?[^\w&.-])?", re.DOTALL)
_INSIDE = re.compile(r"[a-z,] ")
_LETTERS = re.compile(r"(?<![\w&.-])[A-Z]{3,5}(?=" + _ACTS + ")")
# A word that stands beside a name tells nobody apart.
_GENERAL = frozenset({"the", "new", "first", "united", "national", "american", "general", "international", "global"})


def call_as_used(text: str, candidates: list[Candidate], lexicon: Lexicon) -> None:
    """Add what the English ``text`` calls the parties without having defined it."""
    _by_initials(text, candidates)
    _by_letters(text, candidates)
    _by_first_word(text, candidates, lexicon)
    _in_title_case(text, candidates)


def _by_initials(text: str, candidates: list[Candidate]) -> None:
    """Give each company the alias that its initials make, where the text uses them and nobody else could."""
    letters = [initials(c.name) if is_company(c.name) else "" for c in candidates]
    for candidate, short in zip(candidates, letters, strict=True):
        if len(short) < 3 or short not in text or letters.count(short) > 1 or _is_taken(short, candidates):
            continue
        uses = list(re.finditer(rf"(?<![\w&-]){re.escape(short)}(?![\w&-])", text))
        if len(uses) >= _USED:
            candidate.call(short, uses[0].start())


def _by_letters(text: str, candidates: list[Candidate]) -> None:
    """Give a company without any short name the letters of its name that act in the text (Blue Pan → BLPN)."""
    nameless = [c for c in candidates if set(c.aliases) == {c.name} and is_company(c.name)]
    if not nameless or len(candidates) < 2:
        return
    uses: dict[str, list[int]] = {}
    for match in _LETTERS.finditer(text):
        uses.setdefault(match[0], []).append(match.start())
    for short, at in sorted(uses.items(), key=lambda item: -len(item[1])):
        owners = [c for c in candidates if _spells(short, stem(c.name))]
        if len(at) > _USED and len(owners) == 1 and owners[0] in nameless and not _is_taken(short, candidates):
            owners[0].call(short, at[0])
            nameless.remove(owners[0])


def _spells(short: str, name: str) -> bool:
    """Tell whether ``short`` takes its letters from ``name`` in order, the first one of each word among them."""
    heads = [word[0].upper() for word in name.split()]
    if len(heads) < 2 or not short.startswith(heads[0]):
        return False
    rest = iter(name.upper())
    return all(head in short for head in heads) and all(letter in rest for letter in short)


def _by_first_word(text: str, candidates: list[Candidate], lexicon: Lexicon) -> None:
    """Give each company the first word of its name, where the text lets that word alone act."""
    words = [stem(c.name).split()[0] if is_company(c.name) and stem(c.name) else "" for c in candidates]
    for candidate, word in zip(candidates, words, strict=True):
        if (
            len(word) < _SHORTEST_WORD
            or not word[0].isupper()
            or words.count(word) > 1
            or word.lower() in _GENERAL
            or lexicon.roles.get(word.lower())
            or text.count(word) <= _USED
            or _is_taken(word, candidates)
            or re.search(rf" {word.lower()}\b", text)  # an ordinary word: "Information shall"
            or _names_another(word, candidate, candidates)
        ):
            continue
        _call_where_used(candidate, word, _ACTING.format(re.escape(word)), _BEFORE_NAME, text)


def _in_title_case(text: str, candidates: list[Candidate]) -> None:
    """Add "Commerce One" for an alias that is defined in capitals, where the text writes it so inside a sentence."""
    for candidate in candidates:
        for alias in list(candidate.aliases):
            if len(alias) < _SHORTEST_WORD or not _CAPITALS.fullmatch(alias):
                continue
            spelled = _WORD.sub(lambda m: m[0].capitalize(), alias)
            if spelled not in text or _is_taken(spelled, candidates):
                continue
            _call_where_used(candidate, spelled, rf"{re.escape(spelled)}(?!\w)", _INSIDE, text)


def _call_where_used(candidate: Candidate, alias: str, regex: str, before: re.Pattern[str], text: str) -> None:
    """Add ``alias`` if ``regex``, which begins with it so as to be found quickly, is used often enough in ``text``."""
    uses = [m.start() for m in re.finditer(regex, text) if before.fullmatch(text, max(0, m.start() - 2), m.start())]
    if len(uses) >= _USED:
        candidate.call(alias, uses[0])


def _is_taken(alias: str, candidates: list[Candidate]) -> bool:
    return any(alias in c.aliases for c in candidates)


def _names_another(word: str, own: Candidate, candidates: list[Candidate]) -> bool:
    return any(
        re.search(rf"\b{re.escape(word)}\b", alias, re.IGNORECASE)
        for c in candidates
        if c is not own
        for alias in c.aliases
    )
