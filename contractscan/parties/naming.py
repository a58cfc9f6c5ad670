"""Finding the parties: every alias that the contract itself gives to somebody who signs it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from contractscan.model import Side
from contractscan.parties.candidate import HEAD, Candidate
from contractscan.parties.lexicon import Lexicon

_Finder = Callable[[str, Lexicon], list[Candidate]]
_MOST_PARTIES: Final = 9
_SPOKEN_THROUGHOUT: Final = 8  # times that a text says "you" to a party of it
_SPOKEN_TO: Final = 2  # times, where a party of it is called "we"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b|\bParty [A-E]\b")
_PRONOUN = re.compile(r"您|我们|\b(?:you|your|we|our)\b")
_SIGNING = re.compile(
    r"由[^。\n]{0,24}?\"?(?P<first>\[?[\u4e00-\u9fff]{2,8}\]?)\"?\s?(?:与|和)\s?\"?(?P<second>\[?[\u4e00-\u9fff]{2,8}?\]?)\"?\s?"
    r"(?:共同)?(?:签署|签订|订立|确认|遵守)"
)
_BECOMES = re.compile(
    r"(?:成为|作为|注册为|以)(?P<before>[^。；;,，、\n]{0,40}?)(?P<role>商家|卖家|商户|主播|用户|会员|广告主|推广者|达人|客户)"
)


def _pronoun_parties(text: str, lexicon: Lexicon, found: list[Candidate]) -> list[Candidate]:
    """Return "you" and "we" as parties where the text speaks in those words throughout."""
    result = list(found)
    counts = Counter(_PRONOUN.findall(text[:60_000]))
    you, we = counts["您"] + counts["you"] + counts["your"], counts["我们"] + counts["we"] + counts["our"]
    speaks = any(a.lower() in lexicon.we for c in found for a in c.aliases)
    if you < (_SPOKEN_TO if speaks else _SPOKEN_THROUGHOUT):
        return result
    pronoun = "您" if counts["您"] else "you"
    if not any(a.lower() in lexicon.you for c in found for a in c.aliases):
        at = text.find(pronoun)
        reader = Candidate(at, aliases={pronoun: at})
        role = _BECOMES.search(text, 0, HEAD)
        if role:
            reader.call(role["role"], role.start("role"))
        result.append(reader)
    if len(result) < 2 and we >= 3:
        word = "我们" if counts["我们"] else "we"
        result.append(Candidate(text.find(word), aliases={word: text.find(word)}))
    return result


def _role_parties(text: str, lexicon: Lexicon, found: list[Candidate]) -> list[Candidate]:
    """Return the role words that the text uses for its two sides, for rules that define nobody."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for match in lexicon.role_words.finditer(text):
        counts[match[0]] += 1
        first.setdefault(match[0], match.start())
    result = list(found)
    known = [role.side for c in found for a in c.aliases if (role := lexicon.role_of(a))]
    for side in Side:
        words = [
            w
            for w, n in counts.items()
            if n >= 3 and lexicon.roles[w.lower()].side is side and w.lower() not in lexicon.too_common
        ]
        strongest = max((counts[w] for w in words), default=0)
        words = [w for w in words if counts[w] * 10 >= strongest and not any(w in c.aliases for c in found)]
        if strongest >= 4 and words and side not in known and len(result) < 2:
            words = sorted(words, key=lambda w: first[w]) if not words[0].isascii() else words[:1]
            result.append(Candidate(first[words[0]], aliases={w: first[w] for w in words}))
    return result if len(result) >= 2 else found


def _letters_in_use(text: str) -> list[Candidate]:
    found = []
    for pair in (("甲方", "乙方", "丙方"), ("Party A", "Party B", "Party C")):
        used = [letter for letter in pair if text.count(letter) >= 3]
        if len(used) >= 2:
            found += [Candidate(text.find(letter), aliases={letter: text.find(letter)}) for letter in used]
            break
    return found


def _plain_name(name: str) -> str:
    return name.lower().removeprefix("the ").rstrip(".")


def _same(one: Candidate, other: Candidate) -> bool:
    if {a.lower() for a in one.aliases} & {a.lower() for a in other.aliases}:
        return True
    if one.name.isascii() and one.name and _plain_name(one.name) == _plain_name(other.name):
        return True
    return any(
        f"{letter}方" in one.aliases and f"Party {latin}" in other.aliases
        for letter, latin in zip("甲乙丙丁戊", "ABCDE", strict=True)
    )


def _merge(candidates: list[Candidate]) -> list[Candidate]:
    merged: list[Candidate] = []
    for candidate in candidates:
        home = next((m for m in merged if _same(m, candidate)), None)
        if home is None:
            merged.append(candidate)
            continue
        home.name = home.name or candidate.name
        for alias, at in candidate.aliases.items():
            home.call(alias, at)
    return merged


def _in_chinese(text: str, lexicon: Lexicon) -> list[Candidate]:
    if text.isascii() or not _CHINESE.search(text):
        return []
    from contractscan.parties.chinese import defined_in_chinese  # compiles what most English runs do not need

    return defined_in_chinese(text, lexicon)


def find_parties(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return the parties of a contract given as ``plain`` text, in the order in which they are named."""
    found = _in_chinese(text, lexicon)
    if not _ENGLISH.search(text):
        return _in_order(_otherwise(text, lexicon, found, lambda _text, _lexicon: []))
    from contractscan.parties import english
    from contractscan.parties.usage import call_as_used

    found = _merge(found + english.labelled_in_english(text, lexicon))
    for defined in (english.defined_in_english, english.companies_defined, english.defined_by_role):
        if len(found) < 2:
            found = _merge(found + defined(text, lexicon))
    found = _otherwise(text, lexicon, found, english.companies_named)
    call_as_used(text, found, lexicon)
    return _in_order(found)


def _in_order(found: list[Candidate]) -> list[Candidate]:
    return sorted((c for c in found if c.aliases), key=lambda c: c.start)[:_MOST_PARTIES]


def _otherwise(text: str, lexicon: Lexicon, found: list[Candidate], companies_named: _Finder) -> list[Candidate]:
    """Return ``found`` and, where these are not two, whom the text speaks of without defining them."""
    found = _merge(found)
    if len(found) < 2 and (signing := _SIGNING.search(text, 0, HEAD)):
        found = _merge(
            [
                *found,
                *(Candidate(signing.start(g), aliases={signing[g]: signing.start(g)}) for g in ("first", "second")),
            ]
        )
    if len(found) < 2:
        found = _merge(found + _letters_in_use(text))
    if len(found) < 2:
        found = _pronoun_parties(text, lexicon, found)
    if len(found) < 2 and found:
        found = _merge(found + companies_named(text, lexicon))
    if len(found) < 2:
        found = _role_parties(text, lexicon, found)
    if len(found) < 2:
        found = _merge(found + companies_named(text, lexicon))
    for candidate in found:
        for letter, latin in zip("甲乙丙丁戊", "ABCDE", strict=True):
            if f"{letter}方" in candidate.aliases and (at := text.find(f"Party {latin}")) >= 0:
                candidate.call(f"Party {latin}", at)
    return found
