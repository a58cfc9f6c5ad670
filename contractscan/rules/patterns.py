"""From what a rule author writes to a regular expression over folded, marked text.

Placeholders:

``{concept}``            any term of that concept of the lexicon
``{brand}`` ``{partner}`` ``{both}`` ``{other}``   a mention of that side ("other": 对方, the other party)
``{party}``              a mention of any party
``{holder}`` ``{bound}`` …  the same, captured under that name (a key of the outcome's ``id`` mapping)
``{gap}`` ``{gap:N}``    up to N characters of the same clause (default 30 in Chinese, 80 in English)
``{step}`` ``{step:N}``  the same, without a mention of a party in between
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from contractscan.literals import needed
from contractscan.model import Language
from contractscan.parties import BOTH, BRAND, OTHER, PARTNER, ROLE
from contractscan.rules.schema import Terms
from contractscan.text import fold_char

_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)(?::(\d+))?\}")
_MENTIONS = BRAND + PARTNER + BOTH + OTHER + ROLE
_FIXED = {
    "brand": BRAND,
    "partner": PARTNER,
    "both": BOTH,
    "other": OTHER,
    "party": f"[{_MENTIONS}]",
}
_REACH: dict[Language, int] = {"zh": 30, "en": 80}
_HEEDS_CASE = "(?-i:"
_ESCAPED = re.compile(r"(\\.|\(\?P[<=]\w+)", re.DOTALL)  # the letters in it are not those of a text
_REGEX_SPECIAL = frozenset(r".^$*+?{}[]\|()")


class PatternError(ValueError):
    """A pattern that cannot be used; the message says why and what to write instead."""


@cache
def alternation(terms: tuple[str, ...], language: Language) -> str:
    """Return a group that matches any of ``terms``, longest first."""
    folded = sorted({_literal(term) for term in terms}, key=lambda term: (-len(term), term))
    body = "|".join(folded)
    return rf"(?:{body})" if language == "zh" else rf"\b(?:{body})s?\b"


@dataclass(frozen=True)
class Expanded:
    """An author's pattern for one language: its expression, and what must be there for it to match at all.

    Made of the folded pattern; the rest is worked out when it is first asked for, since most patterns of a rule
    book never come that far.
    """

    pattern: str
    language: Language
    captures: frozenset[str]
    lexicon: Mapping[str, Terms]

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The concepts that must all occur."""
        return frozenset(name for name in _required(self.pattern) if name in self.lexicon)

    @cached_property
    def literals(self) -> tuple[frozenset[str], ...]:
        """Sets of words (in lower case), of each of which one must occur."""
        return needed(self.pattern, {**_FIXED, "party": _MENTIONS, **dict.fromkeys(self.captures, _MENTIONS)})

    @cached_property
    def regex(self) -> str:
        """The expression, with its placeholders replaced.

        Raises ``PatternError`` for an unknown placeholder and for a concept without terms in this language.
        """
        return _PLACEHOLDER.sub(self._replace, self.pattern)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, for text in any case; raises ``PatternError`` where it is not a regular expression."""
        return compile_regex(self.regex)

    @cached_property
    def _lowered(self) -> re.Pattern[str] | None:
        return None if _HEEDS_CASE in self.regex else re.compile(_in_lower_case(self.regex))

    def search(self, text: str, lowered: str) -> re.Match[str] | None:
        """Search ``text``, of which ``lowered`` is the lower case; the places of a match hold for both.

        Most patterns take capitals for small letters, and are sought much faster where there are none.
        """
        if self._lowered is None:
            return self.compiled.search(text)
        return self._lowered.search(lowered)

    def _replace(self, match: re.Match[str]) -> str:
        name, reach = match[1], int(match[2]) if match[2] else _REACH[self.language]
        if name == "gap":
            return f"[^;。]{{0,{reach}}}?"
        if name == "step":
            return f"[^;。{_MENTIONS}]{{0,{reach}}}?"
        if name in self.captures:
            return f"(?P<{name}>[{_MENTIONS}])"
        if name in _FIXED:
            return _FIXED[name]
        if name not in self.lexicon:
            raise PatternError(f"unknown placeholder {{{name}}}: no concept of that name in the lexicon")
        terms = self.lexicon[name].in_language(self.language)
        if not terms:
            missing = f"the concept {name!r} has no terms in {self.language}"
            raise PatternError(f"{missing}: add some, or leave the pattern out")
        return alternation(terms, self.language)


def expand(
    pattern: str, language: Language, concepts: Mapping[str, Terms], captures: frozenset[str] = frozenset()
) -> Expanded:
    """Return ``pattern`` ready to be used; ``captures`` are the names that capture a party.

    Raises ``PatternError`` for an unbounded repeat, and for ``\\b`` in Chinese.
    """
    if re.search(r"(?<!\\)\.[*+]", pattern):
        raise PatternError("unbounded '.*' or '.+': write {gap} or {gap:N}")
    if language == "zh" and r"\b" in pattern:
        raise PatternError(r"'\b' means nothing between Chinese characters: leave it out")
    return Expanded(pattern if pattern.isascii() else _fold_pattern(pattern), language, captures, concepts)


def _in_lower_case(regex: str) -> str:
    return "".join(part if at % 2 else part.lower() for at, part in enumerate(_ESCAPED.split(regex)))


def compile_regex(regex: str) -> re.Pattern[str]:
    """Compile an expanded pattern; raises ``PatternError`` where it is not a regular expression."""
    try:
        return re.compile(regex, re.IGNORECASE)
    except re.error as error:
        raise PatternError(f"not a valid regular expression: {error}") from None


def _literal(term: str) -> str:
    return re.escape("".join(fold_char(char) for char in term))


def _fold_pattern(pattern: str) -> str:
    """Fold full-width writing in a pattern, so that it meets the folded text; "（" becomes a literal bracket."""
    out = []
    for char in pattern:
        folded = fold_char(char) if char > "\x7f" else char
        out.append("\\" + folded if char > "\x7f" and folded in _REGEX_SPECIAL else folded)
    return "".join(out)


def _required(pattern: str) -> Iterator[str]:
    """Yield the placeholders without which ``pattern`` cannot match: not optional, not in a group."""
    previous = ""
    while previous != pattern:
        previous = pattern
        pattern = re.sub(r"(?<!\\)\((?:[^()\\]|\\.)*\)|(?<!\\)\[(?:[^\[\]\\]|\\.)*\]", "_", pattern)
    if "|" in pattern:
        return
    for match in _PLACEHOLDER.finditer(pattern):
        if pattern[match.end() : match.end() + 1] not in ("?", "*") and not pattern.startswith("{0", match.end()):
            yield match[1]
