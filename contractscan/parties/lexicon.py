"""The role lexicon (``clauses/parties.yaml``), read once and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import inf
from pathlib import Path
from typing import Final

from contractscan.errors import RuleError
from contractscan.model import Language, Side
from contractscan.resources import data_dir

_LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
# While sides are being decided, party number i is written as this character plus i.
FIRST_PARTY: Final = 0xE010
# Meanwhile each letter of "not" is written as this.
NEGATION: Final = "\ue00f"
ANY_PARTY: Final = "\ue010-\ue01f"
# A short and a longer stretch inside one clause, with no other party and no negation in it.
_SHORT_GAP: Final = rf"[^。；;.\n不未无{NEGATION}{ANY_PARTY}]{{0,24}}?"
_LONG_GAP: Final = rf"[^。；;.\n不未无{NEGATION}{ANY_PARTY}]{{0,70}}?"


@dataclass(frozen=True, slots=True)
class Role:
    """A role word and what it says about the side of the party that it names."""

    side: Side
    weight: float


_NO_ROLES: Final[Mapping[str, Role]] = {}


@dataclass(frozen=True, slots=True)
class Clue:
    """A kind of sentence that shows who is who, in agreements with such a ``title``, ``unless`` they have another.

    It counts for nothing where it speaks against a role word of the weight ``yields_to`` or more.
    """

    reason: str
    weight: float
    regexes: Mapping[Language, tuple[str, ...]]
    title: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    yields_to: float

    def counts_in(self, title: str) -> bool:
        """Tell whether such a sentence shows a side in an agreement that begins with ``title``."""
        if self.unless and self.unless.search(title):
            return False
        return self.title is None or self.title.search(title) is not None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that ``parties.yaml`` holds, ready for use."""

    decided_from: float
    roles: Mapping[str, Role]
    titled_roles: tuple[tuple[re.Pattern[str], Mapping[str, Role]], ...]
    role_words: re.Pattern[str]
    implied: Mapping[str, Side]
    clues: tuple[Clue, ...]
    not_party_zh: re.Pattern[str]
    not_party_en: re.Pattern[str]
    not_company: re.Pattern[str]
    too_common: frozenset[str]
    place_or_trade: re.Pattern[str]
    not_after: re.Pattern[str]
    not_before: re.Pattern[str]
    customers: re.Pattern[str]
    mentions: Mapping[str, tuple[str, ...]]
    you: tuple[str, ...]
    we: tuple[str, ...]

    def role_in(self, words: str) -> str:
        """Return the longest role word that Chinese ``words`` end in (推广代理商 → 代理商), "" if there is none."""
        return next((words[at:] for at in range(len(words)) if words[at:] in self.roles), "")

    def roles_under(self, title: str) -> Mapping[str, Role]:
        """Return the role words that have a meaning of their own in agreements with such a ``title``."""
        found: dict[str, Role] = {}
        for pattern, roles in self.titled_roles:
            if pattern.search(title):
                found = {**roles, **found}
        return found

    def role_of(self, alias: str, titled: Mapping[str, Role] = _NO_ROLES) -> Role | None:
        """Return the role that ``alias`` ends in ("推广服务方", "the Agency"), the longest word first.

        What a word means under the title of the agreement (``titled``) comes before what it means elsewhere.
        """
        if len(alias) > (40 if alias.isascii() else 12) or alias.count(" ") > 2:
            return None  # a full name: "… Company Limited" is no role
        for at in range(len(alias)):
            if at and alias[at].isascii() and alias[at - 1] != " ":
                continue
            word = alias[at:].lower()
            role = titled.get(word) or self.roles.get(word)
            if role is not None:
                return role
        return None


class _Table:
    """A YAML mapping whose values are asked for by name and kind; what is missing or wrong is a ``RuleError``."""

    def __init__(self, path: Path, name: str, value: object) -> None:
        if not isinstance(value, dict):
            raise RuleError(f"{path}: {name or 'the file'} must be a mapping")
        self._path, self._name, self._value = path, name, value

    def table(self, key: str) -> _Table:
        return _Table(self._path, f"{self._name}.{key}".strip("."), self._value.get(key))

    def tables(self, key: str) -> Iterator[_Table]:
        entries = self._value.get(key)
        if not isinstance(entries, list):
            raise RuleError(f"{self._path}: {key} must be a list")
        for i, entry in enumerate(entries):
            yield _Table(self._path, f"{key}[{i}]", entry)

    def words(self, key: str) -> tuple[str, ...]:
        entries = self._value.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(e, str) for e in entries):
            raise RuleError(f"{self._path}: {self._name}.{key} must be a list of texts")
        return tuple(entries)

    def both(self) -> tuple[str, ...]:
        return tuple(word for language in _LANGUAGES for word in self.words(language))

    def text(self, key: str) -> str:
        value = self._value.get(key)
        if not isinstance(value, str):
            raise RuleError(f"{self._path}: {self._name}.{key} must be a text")
        return value

    def number(self, key: str, *, default: float | None = None) -> float:
        value = self._value.get(key, default)
        if not isinstance(value, int | float):
            raise RuleError(f"{self._path}: {self._name}.{key} must be a number")
        return float(value)

    def title(self, key: str = "title") -> re.Pattern[str] | None:
        """Return the pattern of the titles that ``key`` names, ``None`` where there is no such key."""
        if key not in self._value:
            return None
        return re.compile("|".join(self.table(key).text(lang) for lang in _LANGUAGES), re.IGNORECASE)


@cache
def clue_pattern(pattern: str) -> re.Pattern[str]:
    """Compile one of a clue's ``regexes``, when a text comes that it may match. Raises ``RuleError`` if malformed.

    Only the first mention of a side is captured, so a pattern may name each side once.
    """
    regex = (
        pattern.replace("{g}", _SHORT_GAP)
        .replace("{gap}", _LONG_GAP)
        .replace("{brand}", f"(?P<brand>[{ANY_PARTY}])")
        .replace("{partner}", f"(?P<partner>[{ANY_PARTY}])")
    )
    try:
        return re.compile(regex)
    except re.error as error:
        raise RuleError(f"parties.yaml: evidence pattern {pattern!r}: {error}") from None


def _words(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _by_first(words: tuple[str, ...]) -> str:
    """Return an expression for ``words``, those of Latin letters as whole words, that is quickly sought in a text.

    Each of its branches begins with a character of its own, and looks back from there.
    """
    rest: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rest.setdefault(word[0], []).append(re.escape(word[1:]))
    latin, other = r"{first}(?<!\w.)(?:{rest})\b", "{first}(?:{rest})"
    return "|".join(
        (latin if first.isascii() else other).format(first=re.escape(first), rest="|".join(rests))
        for first, rests in rest.items()
    )


def _titled_roles(top: _Table) -> Iterator[tuple[re.Pattern[str], Mapping[str, Role]]]:
    for entry in top.tables("titled_roles"):
        title = entry.title()
        if title is not None:
            role = Role(Side(entry.text("side")), entry.number("weight"))
            yield title, {word.lower(): role for word in entry.both()}


@lru_cache(maxsize=4)
def load_lexicon(path: Path | None = None) -> Lexicon:
    """Return the lexicon in ``path`` (default: the one that ships). Raises ``RuleError`` where it is malformed."""
    import yaml  # takes as long to import as this whole package

    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path = path or data_dir("clauses") / "parties.yaml"
    top = _Table(path, "", yaml.load(path.read_text(encoding="utf-8"), Loader=loader))  # noqa: S506 - a safe loader
    roles = {
        word.lower(): Role(Side(entry.text("side")), entry.number("weight"))
        for entry in top.tables("roles")
        for word in entry.both()
    }
    clues = tuple(
        Clue(
            reason=entry.text("reason"),
            weight=entry.number("weight"),
            regexes={lang: entry.words(lang) for lang in _LANGUAGES},
            title=entry.title(),
            unless=entry.title("unless"),
            yields_to=entry.number("yields_to", default=inf),
        )
        for entry in top.tables("evidence")
    )
    not_party, not_after, pronouns, mentions = (
        top.table("not_party"),
        top.table("not_after"),
        top.table("pronouns"),
        top.table("mentions"),
    )
    customers = {language: top.table("customers").table(language) for language in _LANGUAGES}
    return Lexicon(
        decided_from=top.number("decided_from"),
        roles=roles,
        titled_roles=tuple(_titled_roles(top)),
        role_words=re.compile(
            _by_first(
                (*(r for r in roles if not r.isascii()), *(w for e in top.tables("roles") for w in e.words("en")))
            )
        ),
        implied={w: side for side in Side for w in top.table("implied").table(side.value).both()},
        clues=clues,
        not_party_zh=re.compile(rf"(?:{_words(not_party.words('zh'))})$"),
        not_party_en=re.compile(rf"\b(?:{_words(not_party.words('en'))})s?$", re.IGNORECASE),
        not_company=re.compile(rf"\b(?:{_words(top.table('not_company').words('en'))})\b"),
        too_common=frozenset(w.lower() for w in top.table("too_common").both()),
        place_or_trade=re.compile(_words(top.table("place_or_trade").words("zh"))),
        not_after=re.compile(
            rf"(?:(?:{_words(not_after.words('zh'))})|(?:^|(?<=[^\w-]))(?i:{_words(not_after.words('en'))})\s)\Z"
        ),
        not_before=re.compile(rf"\s(?:{_words(top.table('not_before').words('en'))})\b", re.IGNORECASE),
        customers=re.compile(
            rf"(?:{_words(customers['zh'].words('words'))})(?:{_words(customers['zh'].words('before'))})"
            rf"|(?:the )?(?:{_words(customers['en'].words('words'))})\s(?:{_words(customers['en'].words('before'))})\b",
            re.IGNORECASE,
        ),
        mentions={kind: mentions.table(kind).both() for kind in ("both", "neither", "other", "role")},
        you=tuple(w for lang in _LANGUAGES for w in pronouns.table(lang).words("you")),
        we=tuple(w for lang in _LANGUAGES for w in pronouns.table(lang).words("we")),
    )
