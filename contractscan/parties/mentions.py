"""Mentions: replacing every way of naming a party by one private-use character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from contractscan.literals import WordIndex, needed
from contractscan.model import Parties, Side
from contractscan.parties.lexicon import Lexicon, load_lexicon
from contractscan.text import Folded, fold
from contractscan.writing import plain_writing

BRAND: Final = "\ue000"
PARTNER: Final = "\ue001"
BOTH: Final = "\ue002"
OTHER: Final = "\ue003"
ROLE: Final = "\ue004"
THIRD: Final = "\ue005"
MENTION: Final = re.compile("[\ue000-\ue005]")

# 推广方 is a party; 推广方案, 服务方式, 运营方针 and 委托方法 are not.
# Every contract compiles this, and a class of characters is dear to compile: there is none in it.
_NO_WORD_GOES_ON: Final = r"(?:(?<!方)|(?!案|式|针|略|法(?!定)(?!人)(?!律)|面(?!临)(?!对)(?!向)))"
_POSSESSIVE: Final = frozenset({"your", "yours", "our", "ours"})
_PRONOUNS: Final = frozenset({"you", "we", "us"}) | _POSSESSIVE
_MODAL = r"(?P<modal>\s+(?:shall|will|may|can|must|is|are|has|does|would|should)\b)?"
_NEITHER_NOR = re.compile(rf"(?i:\bneither )[{BRAND}{PARTNER}] nor [{BRAND}{PARTNER}]" + _MODAL)
# Both are named, as the subject or as those between whom something is; 甲方与乙方竞争 has one subject.
_JOINED = (
    rf"(?:两方|{BOTH})"
    r"|(?=之间|均|都|皆|各|应|须|共同|一致|同意|确认|承诺|保证|不得|有权|可以|经|未|如|若|就|在|[,;。、:)\"]|$)"
)
_PAIR = re.compile(
    rf"[{BRAND}{PARTNER}](?:与|和|同|跟)[{BRAND}{PARTNER}](?:{_JOINED})"
    rf"|[{BRAND}{PARTNER}](?:以及|及|、|或)[{BRAND}{PARTNER}](?:两方|{BOTH})?"
    rf"|(?i:\b(?:both|either|each of) )[{BRAND}{PARTNER}](?i: (?:and|or) )[{BRAND}{PARTNER}]"
    rf"|[{BRAND}{PARTNER}](?i: (?:and|or|and/or) )[{BRAND}{PARTNER}]"
    r"(?= (?:(?:each|both|hereby|mutually|jointly|also|further),? )*"
    r"(?:shall|will|may|must|can|agree|acknowledge|covenant|represent|undertake|warrant|have|are|do)\b)"
)
_KINDS: Final = ("neither", "both", "other", "role")
_COLLECTIVE: Final = {"both": BOTH, "other": OTHER, "role": ROLE}
_LETTERED: Final = re.compile("party [a-e]", re.IGNORECASE)
# "no third party a right": the article after a party, and no Party A. But "neither Party A nor" names it.
_NOT_SOME_PARTY: Final = (
    "".join(f"(?<!{word} )" for word in ("third", "other", "each", "any", "such"))
    + "(?:(?<!either )|(?=(?i:party [a-e] n?or )))"
)
_LATIN: Final = re.compile("[A-Za-z0-9]")
_STRAY: Final = re.compile("[\ue000-\ue01f]")  # private-use characters of the document itself (symbol fonts)
# A name of several words or of odd spelling belongs to one party only; a single common noun may mean somebody else.
_COMMON_NOUN = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?|[A-Z]{4,}|[\u4e00-\u9fff]{2,4}")


class Matcher:
    """Finds every mention, for one assignment of aliases to characters.

    There are expressions for the mentions that begin in each script: the search is quick because it knows where to
    look. What every contract says (双方, the other party) is compiled once; the names of a contract, for it alone.
    """

    def __init__(self, aliases: Mapping[str, str], lexicon: Lexicon, *, collective: bool) -> None:
        """Prepare for ``aliases`` (alias → character); ``collective`` adds 双方, the other party and the like."""
        self._lexicon = lexicon
        folded = {alias: fold(alias).text for alias in aliases}
        self._chars = {folded[alias].lower(): char for alias, char in aliases.items()}
        self._guarded = {
            name.lower()
            for alias, name in folded.items()
            if _COMMON_NOUN.fullmatch(plain := plain_writing(alias)) and lexicon.role_of(plain)
        }
        names = sorted({*folded.values()} - {""}, key=lambda a: (-len(a), a))
        words = [a for a in names if a[0].isascii() and a[0].isalnum()]
        shared = tuple((kind, lexicon.mentions[kind]) for kind in _KINDS) if collective else ()
        self._word = _names(words, latin=True), _collective(shared, latin=True)
        self._sign = _names([a for a in names if a not in words], latin=False), _collective(shared, latin=False)

    def edits(self, text: str) -> list[tuple[int, int, str]]:
        """Return the replacements (start, end, new) that mark ``text``, in order."""
        ascii_only = text.isascii()
        found = [] if ascii_only else [(m.start(), m.end(), "\ufffd") for m in _STRAY.finditer(text)]
        if ascii_only or _LATIN.search(text):
            found += self._found(text, *self._word)
        if not ascii_only or "{" in text or "[" in text:
            found += self._found(text, *self._sign)
        if len(found) < 2:
            return found
        found.sort(key=lambda edit: (edit[0], -edit[1]))
        at = 0
        kept = []
        for edit in found:
            if edit[0] >= at:
                kept.append(edit)
                at = edit[1]
        return kept

    def _found(self, text: str, names: _Sought, collective: _Sought | None) -> Iterator[tuple[int, int, str]]:
        for match in _together(text, names.pattern_for(text), collective.pattern_for(text) if collective else None):
            start, end = match.span()
            kind = match.lastgroup or ""
            if kind in ("neither", "modal"):
                yield start, end, f"{BOTH}{match['modal'] or ''} not"
            elif char := _COLLECTIVE.get(kind) or self._party(text, start, end):
                yield start, end, char

    def _party(self, text: str, start: int, end: int) -> str:
        """Return what the alias found at ``start:end`` becomes, "" where it means somebody else."""
        found = text[start:end]
        name = found.lower()
        if name not in self._chars and name.startswith("the "):
            name = name[4:]
        char = self._chars.get(name) or self._chars.get(name.replace(" ", ""))
        if char is None:
            squeezed = name.replace(" ", "")
            char = next((c for a, c in self._chars.items() if a.replace(" ", "") == squeezed), "")
        if name in self._guarded:
            if self._lexicon.not_after.search(text[max(0, start - 20) : start]):
                return ""
            if self._lexicon.not_before.match(text, end) or self._lexicon.customers.match(text, start):
                return ""
        return f"{char}'s" if name in _POSSESSIVE else char


def _together(text: str, names: re.Pattern[str] | None, collective: re.Pattern[str] | None) -> Iterator[re.Match[str]]:
    """Yield the matches of both as those of one alternation: neither, both and other, then a name, then a role.

    甲乙双方 must win over 甲方, and "the other party" over "party".
    """
    name = names.search(text) if names else None
    joint = collective.search(text) if collective else None
    while name or joint:
        if name is None or (joint and (joint.start(), joint.lastgroup == "role") <= (name.start(), False)):
            found = joint
        else:
            found = name
        assert found is not None  # noqa: S101 - one of the two is there
        yield found
        at = found.end()
        if name and names and name.start() < at:
            name = names.search(text, at)
        if joint and collective and joint.start() < at:
            joint = collective.search(text, at)


@lru_cache(maxsize=8)
def _collective(mentions: tuple[tuple[str, tuple[str, ...]], ...], *, latin: bool) -> _Sought | None:
    """Return the mentions that are no names; ``mentions`` are their expressions by kind, ordered as ``_KINDS``."""
    parts: list[str] = []
    for kind, patterns in mentions:
        body = "|".join(p for p in patterns if (re.search(r"[a-z]{3}", p) is not None) == latin)
        if body:
            body = rf"(?i:(?:{body})\b)" if latin else body
            parts.append(rf"(?P<{kind}>{body}){_MODAL if kind == 'neither' else ''}")
    if not parts:
        return None
    pattern = _alternation(parts, latin=latin)
    return _Sought(needed(pattern.pattern, {}), lambda: pattern)


def _names(names: list[str], *, latin: bool) -> _Sought:
    """Return the ``names`` that begin in one script (longest first)."""
    telling = frozenset(max(name.casefold().split(), key=len) for name in names)
    return _Sought([telling], lambda: _names_pattern(names, latin=latin))


class _Sought:
    """An expression, for the texts that hold the words without which it cannot match; the first one compiles it."""

    def __init__(self, words: Sequence[frozenset[str]], compiled: Callable[[], re.Pattern[str]]) -> None:
        """``words``: of each of the sets, one (casefolded) stands in every match of what ``compiled`` gives."""
        self._words = WordIndex()
        self._words.add(words, 1)
        self._compiled = cache(compiled)

    def pattern_for(self, text: str) -> re.Pattern[str] | None:
        """Return the expression, ``None`` where it cannot match in ``text``."""
        return self._compiled() if self._words.called(text.casefold()) else None


def _names_pattern(names: list[str], *, latin: bool) -> re.Pattern[str]:
    """Return the expression for the names. Neighbours that may stand in the same places share the test of that."""
    bodies = [
        f"{before}(?:{'|'.join(forms for _, forms, _ in group)}){after}"
        for (before, after), group in groupby(map(_alias, names), key=lambda alias: (alias[0], alias[2]))
    ]
    if not latin:
        return _alternation([rf"(?P<alias>{'|'.join(bodies)})"], latin=False)
    # What no alias begins with is passed over quickly.
    first = "".join(sorted({c for a in names for c in (a[0].lower(), a[0].upper())} | set("Tt")))
    return _alternation([rf"(?P<alias>(?=[{first}])(?:{'|'.join(bodies)}))"], latin=True)


def _alternation(parts: list[str], *, latin: bool) -> re.Pattern[str]:
    # ASCII: there is a word boundary between a Chinese character and a Latin name.
    return re.compile(rf"\b(?:{'|'.join(parts)})", re.ASCII) if latin else re.compile("|".join(parts))


def _alias(alias: str) -> tuple[str, str, str]:
    """Return the pattern of one alias, as defined or in capitals, and what must stand before and after it.

    Whole words only, with their article. Of neighbours with the same tests the article is tried before the name, so
    a name that begins with one shares its tests with no other.
    """
    if alias.lower() in _PRONOUNS:
        forms = {alias.lower(), alias.capitalize()} | ({alias.upper()} if alias.lower() != "us" else set())
        return "", "|".join(sorted(forms)), r"\b"
    spaced = re.escape(alias).replace(r"\ ", r"\s?")
    if not alias[0].isascii() and not alias[-1].isascii():
        return "", spaced, _NO_WORD_GOES_ON
    if _LETTERED.fullmatch(alias):
        return _NOT_SOME_PARTY, rf"(?i:{spaced})", r"\b"
    forms = {spaced, re.escape(alias.upper()).replace(r"\ ", r"\s?")}
    before = r"(?:[Tt]he |THE )?(?<![\w-])" if alias[0].isascii() and alias[0].isalnum() else ""
    after = r"(?![A-Za-z0-9_])" if alias[-1].isalnum() else ""
    body = "|".join(sorted(forms))
    return ("", f"{before}(?:{body})", after) if before and alias.lower().startswith("the") else (before, body, after)


@lru_cache(maxsize=32)
def _matcher(parties: Parties) -> Matcher:
    lexicon = load_lexicon()
    taken = {
        plain_writing(a).lower() for party in (parties.brand, parties.partner, *parties.others) for a in party.aliases
    }
    aliases: dict[str, str] = {}
    for word, side in lexicon.implied.items():
        if word.lower() not in taken and word.lower().removeprefix("the ") not in taken:
            aliases[word] = BRAND if side is Side.BRAND else PARTNER
    for party in parties.others:
        aliases |= dict.fromkeys(_spoken(party.aliases, lexicon), THIRD)
    aliases |= dict.fromkeys(_spoken(parties.partner.aliases, lexicon), PARTNER)
    aliases |= dict.fromkeys(_spoken(parties.brand.aliases, lexicon), BRAND)
    return Matcher(aliases, lexicon, collective=True)


def _spoken(aliases: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the aliases with the other forms of a pronoun among them ("you" → "your", 您 → 你)."""
    lower = {a.lower() for a in aliases}
    extra = tuple(w for forms in (lexicon.you, lexicon.we) if lower & set(forms) for w in forms)
    return aliases + extra


def mark(folded: Folded, parties: Parties) -> Folded:
    """Return ``folded`` with each mention of a party replaced by one character (``BRAND``, ``PARTNER``, ``BOTH``, …).

    Possessives keep their "'s"; "neither party shall" becomes ``BOTH`` + " shall not". The replacement stands
    for the whole source range of the mention, so offsets stay monotone.
    """
    marked = folded.replace(_matcher(parties).edits(folded.text))
    if BRAND not in marked.text or PARTNER not in marked.text:
        return marked
    edits: list[tuple[int, int, str]] = []
    if "either " in marked.text:
        edits = [(m.start(), m.end(), f"{BOTH}{m['modal'] or ''} not") for m in _NEITHER_NOR.finditer(marked.text)]
    edits += [(*m.span(), BOTH) for m in _PAIR.finditer(marked.text) if BRAND in m[0] and PARTNER in m[0]]
    return marked.replace(sorted(edits)) if edits else marked
