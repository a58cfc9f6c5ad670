"""Deciding the sides: weighing what the contract's own sentences say about who serves whom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import sqrt
from typing import Final

from contractscan.literals import WordIndex, needed
from contractscan.model import Basis, Language, Parties, Party, Side
from contractscan.parties.candidate import Candidate
from contractscan.parties.lexicon import ANY_PARTY, FIRST_PARTY, NEGATION, Clue, Lexicon, clue_pattern
from contractscan.parties.mentions import Matcher
from contractscan.text import languages_in

_TITLE_LENGTH: Final = 400
_EVIDENCE: Final = 40_000  # characters: who serves whom is said by then
_RECITALS: Final = 2500  # the purpose is stated near the beginning, and more plainly than in the body
_MOST_REASONS: Final = 6
_FAINT_ROLE: Final = 1  # up to this weight a role word ("Company") hardly says anything
_APPOINTMENT: Final = "appointment"
_STATED: Final = frozenset({"role-word", "platform-terms", "purpose", "sponsorship", "endorsement"})
_OWNED: Final = frozenset({"own-goods", "own-platform"})  # both sides own goods and platforms: not enough alone
_ENOUGH: Final = 2  # sentences, where no role and no purpose is stated
_SPACES = re.compile(r"  (?<=[A-Za-z,]  ) *(?=[A-Za-z])")  # begins with what is quickly sought
_STOPS: Final = "。；;.\n"
_STOP = re.compile(f"[{_STOPS}]")
_SENTENCE = re.compile(f"[^{_STOPS}]+")
_PARTY = re.compile(f"[{ANY_PARTY}]")
_MARGIN: Final = 40  # characters beside a mention that are always read
_NOT = re.compile(r"not(?<!\w...)\b")  # begins with the word, so that it is quickly sought
# A party right after one of these is spoken to, not the subject of the sentence (向甲方收取).
_OBJECT_OF: Final = frozenset("向给对从为")


@dataclass(frozen=True, slots=True)
class _Clue:
    """One find: party ``party`` (a number) looks like ``side``."""

    party: int
    side: Side
    weight: float
    basis: Basis


class _Replaced:
    """A text after replacements, and the way back to the offsets that it had before."""

    def __init__(self, text: str, edits: list[tuple[int, int, str]]) -> None:
        pieces: list[str] = []
        at = 0
        for start, end, new in edits:
            pieces += (text[at:start], new)
            at = end
        pieces.append(text[at:])
        self.text = "".join(pieces)
        self._shifts = list(accumulate((end - start - len(new) for start, end, new in edits), initial=0))
        self._starts = [0] + [
            start - shift + len(new) for (start, _, new), shift in zip(edits, self._shifts, strict=False)
        ]

    def source(self, at: int) -> int:
        """Return the offset before the replacements (just behind a replacement: the end of what it replaced)."""
        return at + self._shifts[bisect_right(self._starts, at) - 1]


class _Tagged:
    """The text in single spaces, with each party written as one character, and the way back to source offsets."""

    def __init__(self, text: str, candidates: list[Candidate], lexicon: Lexicon) -> None:
        aliases = {a: chr(FIRST_PARTY + i) for i, c in reversed(list(enumerate(candidates))) for a in c.aliases}
        for candidate_char, words in ((aliases.get(p), forms) for forms in (lexicon.you, lexicon.we) for p in forms):
            if candidate_char:
                aliases |= {w: candidate_char for w in words if w not in aliases}
        spaces = [(m.start(), m.end(), " ") for m in _SPACES.finditer(text)]
        self._squeezed = _Replaced(text, spaces)
        edits = Matcher(aliases, lexicon, collective=False).edits(self._squeezed.text)
        self._tagged = _Replaced(self._squeezed.text, _without_idle_sentences(self._squeezed.text, edits))
        self.text = _NOT.sub(NEGATION * 3, self._tagged.text)

    def source(self, at: int) -> int:
        """Return the source offset of position ``at`` (just behind a mention: the mention's end)."""
        return self._squeezed.source(self._tagged.source(at))


def _without_idle_sentences(text: str, edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return ``edits`` with one more for each run of sentences that mention no party: they become a line break."""
    result: list[tuple[int, int, str]] = []
    at = 0
    for start, end, new in [*edits, (len(text), len(text), "")]:
        first = _STOP.search(text, at + _MARGIN, max(at, start - _MARGIN)) if start - at > 3 * _MARGIN else None
        last = max(text.rfind(stop, at, start - _MARGIN) for stop in _STOPS) if first else 0
        if first and last > first.end():
            result.append((first.end(), last, "\n"))
        result.append((start, end, new))
        at = end
    return result[:-1]


class _ClueReading:
    """Where in a text, in which parties are tagged, the expressions of the clues in one language may match."""

    def __init__(self, text: str, language: Language, lexicon: Lexicon) -> None:
        self._text = text
        self._places: dict[str, list[tuple[int, int]]] = {}
        regexes = tuple(dict.fromkeys(regex for clue in lexicon.clues for regex in clue.regexes[language]))
        index = _index_of(regexes)
        for start, end in _stretches(text, language):
            called = index.called(text[start:end].lower())
            while called:
                lowest = called & -called
                self._places.setdefault(regexes[lowest.bit_length() - 1], []).append((start, end))
                called ^= lowest

    def matches(self, regex: str) -> Iterator[re.Match[str]]:
        """Return the matches of ``regex``, one of a clue's, in order."""
        for start, end in self._places.get(regex, ()):
            yield from clue_pattern(regex).finditer(self._text, start, end)


def _stretches(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Yield what a clue may be in: in English, where no clue goes on beyond its sentence, those that name a party."""
    if language == "zh":
        yield 0, len(text)
        return
    for sentence in _SENTENCE.finditer(text):
        if _PARTY.search(text, *sentence.span()):
            yield sentence.span()


@lru_cache(maxsize=4)
def _index_of(regexes: tuple[str, ...]) -> WordIndex:
    """Return the index that calls for the expressions of clues, a bit for each in this order."""
    index = WordIndex()
    for place, regex in enumerate(regexes):
        index.add(needed(regex, {}), 1 << place)
    return index


def _said(reason: str, source: str, alias: str, at: int) -> Basis:
    """Return a basis that quotes ``alias`` as it is written at ``at`` ("甲　方" with its blanks)."""
    spaced = re.compile(r"\s{0,6}".join(map(re.escape, alias))).match(source, at)
    end = spaced.end() if spaced else at + len(alias)
    return Basis(reason, source[at:end], at, end)


def _role_clues(source: str, title: str, candidates: list[Candidate], lexicon: Lexicon) -> list[_Clue]:
    clues: list[_Clue] = []
    titled = lexicon.roles_under(title)
    for i, candidate in enumerate(candidates):
        own = []
        for alias, at in candidate.aliases.items():
            # Neither "Blue Pan Corporation" nor its "Carrier", where the name is "Carrier Global", is a role.
            named = alias == candidate.name or candidate.name.startswith(f"{alias} ")
            role = None if named else lexicon.role_of(alias, titled)
            if role is not None:
                own.append(_Clue(i, role.side, role.weight, _said("role-word", source, alias, at)))
        clues += own + _pronoun_clues(source, i, candidate, lexicon, {clue.side for clue in own})
    return clues


def _pronoun_clues(source: str, i: int, candidate: Candidate, lexicon: Lexicon, roles: set[Side]) -> list[_Clue]:
    """Return what "you" or "we" shows: terms that speak to "you" are written by the one who serves.

    "We", "us" and "our" say it once, and a role that says otherwise ("you", the Franchisee) says it better.
    """
    for alias, at in candidate.aliases.items():
        if alias.lower() in lexicon.you or alias.lower() in lexicon.we:
            side = Side.BRAND if alias.lower() in lexicon.you else Side.PARTNER
            if roles <= {side}:
                return [_Clue(i, side, 1.0, _said("platform-terms", source, alias, at))]
    return []


def _sentence_clues(
    text: str, source: str, candidates: list[Candidate], lexicon: Lexicon, said: list[_Clue]
) -> list[_Clue]:
    """Return what the sentences show, as far as the role words (``said``) leave it to them."""
    tagged = _Tagged(text[:_EVIDENCE], candidates, lexicon)
    title = text[:_TITLE_LENGTH]
    languages = languages_in(text[:_EVIDENCE])
    read = {language: _ClueReading(tagged.text, language, lexicon) for language in languages}
    roles = {c.party: c for c in sorted(said, key=lambda c: c.weight)}
    clues: list[_Clue] = []
    for clue in lexicon.clues:
        if not clue.counts_in(title):
            continue
        counts: dict[tuple[int, Side], int] = {}
        for reading, regex in ((read[of], regex) for of in languages for regex in clue.regexes[of]):
            for match in reading.matches(regex):
                start, end = tagged.source(match.start()), tagged.source(match.end())
                groups = match.groupdict()
                if match[0][0] in groups.values() and tagged.text[match.start() - 1 : match.start()] in _OBJECT_OF:
                    continue
                if len(set(groups.values())) < len(groups):
                    continue
                if any(_contradicts(roles.get(ord(char) - FIRST_PARTY), name, clue) for name, char in groups.items()):
                    continue
                for name, char in groups.items():
                    party, side = ord(char) - FIRST_PARTY, Side(name)
                    if party >= len(candidates):
                        continue
                    n = counts[party, side] = counts.get((party, side), 0) + 1
                    # A thing said five times is hardly better proven than a thing said twice.
                    weight = clue.weight * (sqrt(min(n, 4)) - sqrt(min(n - 1, 4))) / len(groups)
                    if start < _RECITALS:
                        weight *= 1.5
                    if weight > 0:
                        clues.append(_Clue(party, side, weight, Basis(clue.reason, source[start:end], start, end)))
    return clues


def _contradicts(role: _Clue | None, side: str, clue: Clue) -> bool:
    """Tell whether ``clue``, for ``side``, yields to the strongest role word of the party, which says otherwise."""
    return role is not None and role.side.value != side and role.weight >= clue.yields_to


def decide(text: str, source: str, candidates: list[Candidate], lexicon: Lexicon) -> Parties:
    """Return the parties with their sides.

    ``text`` is the plain form of ``source`` (same offsets). Without two parties, or without enough evidence,
    the first-named party is assumed to be the brand and ``decided`` is false.
    """
    if len(candidates) < 2:
        parties = [_party(c) for c in candidates] + [Party("", ())] * (2 - len(candidates))
        return Parties(parties[0], parties[1], basis=_assumed(candidates, source))
    clues = _role_clues(source, text[:_TITLE_LENGTH], candidates, lexicon)
    clues += _sentence_clues(text, source, candidates, lexicon, clues)
    net = [0.0] * len(candidates)
    for clue in clues:
        net[clue.party] += clue.weight if clue.side is Side.BRAND else -clue.weight
    brand = max(range(len(net)), key=lambda i: net[i])
    partner = min((i for i in range(len(net)) if i != brand), key=lambda i: net[i])
    decided = net[brand] - net[partner] >= lexicon.decided_from and not _is_thin(clues, brand, partner)
    if not decided:
        brand, partner = 0, 1
    others = tuple(_party(c) for i, c in enumerate(candidates) if i not in (brand, partner))
    basis = _reasons(clues, brand, partner) if decided else _assumed(candidates, source)
    return Parties(_party(candidates[brand]), _party(candidates[partner]), others, decided, basis)


def _is_thin(clues: list[_Clue], brand: int, partner: int) -> bool:
    """Tell whether one passing sentence is all there is: no role, no statement of purpose, nothing said twice."""
    wanted = ((brand, Side.BRAND), (partner, Side.PARTNER))
    support = [clue for clue in clues if (clue.party, clue.side) in wanted]
    for clue in support:
        early = clue.basis.reason == _APPOINTMENT and clue.basis.start < _RECITALS
        if early or (clue.basis.reason in _STATED and clue.weight > _FAINT_ROLE):
            return False
    if all(clue.basis.reason in _OWNED for clue in support):
        return True
    return len({(clue.basis.start, clue.basis.end) for clue in support}) < _ENOUGH


def _reasons(clues: list[_Clue], brand: int, partner: int) -> tuple[Basis, ...]:
    """Return the strongest clues for the decision, at most one of a kind for each side, strongest first."""
    kept: dict[tuple[str, int], _Clue] = {}
    for clue in clues:
        if (clue.party, clue.side) in ((brand, Side.BRAND), (partner, Side.PARTNER)):
            best = kept.get((clue.basis.reason, clue.party))
            if best is None or clue.weight > best.weight:
                kept[clue.basis.reason, clue.party] = clue
    ranked = sorted(kept.values(), key=lambda c: (-c.weight, c.basis.start))
    return tuple(dict.fromkeys(c.basis for c in ranked[:_MOST_REASONS]))


def _assumed(candidates: list[Candidate], source: str) -> tuple[Basis, ...]:
    if not candidates:
        return ()
    alias, at = min(candidates[0].aliases.items(), key=lambda item: item[1])
    return (_said("assumed-first-party", source, alias, at),)


def _party(candidate: Candidate) -> Party:
    order = sorted(candidate.aliases, key=lambda a: candidate.aliases[a])
    return Party(candidate.name, tuple(order))
