"""The shape of the files under ``clauses/``: what a rule author may write.

These dataclasses are the schema: an unknown key, a missing key or a wrong type in a file is an error
that names file, line and column (see ``load``). Field docs are the reference for rule authors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import ConfigDict

from contractscan.model import Language, Risk, Side

_STRICT = ConfigDict(extra="forbid")

Kind = Literal["money", "percent", "duration", "date", "threshold", "words"]
Resolved = Literal["brand", "partner", "both"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in both interface languages."""

    __pydantic_config__ = _STRICT
    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Patterns:
    """Regular expressions per language; they may use the placeholders of ``patterns.expand``."""

    __pydantic_config__ = _STRICT
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def in_language(self, language: Language) -> tuple[str, ...]:
        """Return the patterns for text in ``language``."""
        return self.zh if language == "zh" else self.en


# ---------------------------------------------------------------- checklist.yaml


@dataclass(frozen=True, slots=True)
class Stance:
    """What something means for each side."""

    __pydantic_config__ = _STRICT
    brand: Risk
    partner: Risk

    def for_side(self, side: Side) -> Risk:
        """Return the risk for ``side``."""
        return self.brand if side is Side.BRAND else self.partner


@dataclass(frozen=True, slots=True)
class Outcome:
    """One possible answer to an item: its name for people, and what it means for each side."""

    __pydantic_config__ = _STRICT
    label: Text
    risk: Stance


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the checklist. ``silent`` is set where the answer is a protection people expect."""

    __pydantic_config__ = _STRICT
    id: str
    family: str
    question: Text
    outcomes: dict[str, Outcome]
    silent: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The questions, grouped by family; families and items are in the order of the report."""

    __pydantic_config__ = _STRICT
    schema: Literal[1]
    families: dict[str, Text]
    items: tuple[Item, ...]


# ---------------------------------------------------------------- lexicon/*.yaml


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one concept. English terms match any case, and with a plural "s"."""

    __pydantic_config__ = _STRICT
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def in_language(self, language: Language) -> tuple[str, ...]:
        """Return the terms in ``language``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A file of concepts; a concept's name is unique over all files."""

    __pydantic_config__ = _STRICT
    schema: Literal[1]
    concepts: dict[str, Terms]


# ---------------------------------------------------------------- facts.yaml, norms.yaml


@dataclass(frozen=True, slots=True)
class Facts:
    """What a contract is about, asked only to know which protections it ought to have."""

    __pydantic_config__ = _STRICT
    schema: Literal[1]
    facts: dict[str, Patterns]


@dataclass(frozen=True, slots=True)
class Norm:
    """A customary bound for a value: ``max`` or ``min`` in ``unit``, with its source and date."""

    __pydantic_config__ = _STRICT
    unit: str
    source: Text
    max: float | None = None
    min: float | None = None


@dataclass(frozen=True, slots=True)
class Norms:
    """Norms by item and value name (for thresholds, the name is the metric)."""

    __pydantic_config__ = _STRICT
    schema: Literal[1]
    norms: dict[str, dict[str, Norm]]


# ---------------------------------------------------------------- <family>/<item>.yaml


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """How one answer is recognised in a sentence.

    ``id`` is an outcome of the item, or a mapping from a captured group to outcomes: with
    ``{holder: {brand: brand, partner: partner, both: joint}}`` the patterns contain ``{holder}``, and the
    side of the party captured there chooses the outcome. A side that the mapping leaves out is no match.
    ``unless`` are patterns that, found anywhere in the sentence, set the match aside.
    ``heading`` must match a heading above the sentence. ``confidence`` (0..1) is how sure a match is.
    """

    __pydantic_config__ = _STRICT
    id: str | dict[str, dict[Resolved, str]]
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    unless: Patterns = field(default_factory=Patterns)
    heading: Patterns = field(default_factory=Patterns)
    confidence: float = 0.9

    def in_language(self, language: Language) -> tuple[str, ...]:
        """Return the patterns for text in ``language``."""
        return self.zh if language == "zh" else self.en

    def outcomes(self) -> tuple[str, ...]:
        """Return every outcome that this rule can lead to."""
        if isinstance(self.id, str):
            return (self.id,)
        return tuple(dict.fromkeys(outcome for sides in self.id.values() for outcome in sides.values()))


@dataclass(frozen=True, slots=True)
class ValueRule:
    """Which quantity of the evidence is the value ``name``: the one of ``kind`` nearest to ``near``.

    Without ``near``, the one nearest to the matched words. Kind "threshold" takes every metric with its bound.
    Kind "words" is no quantity: the value is what the group ``(?P<value>...)`` of the first fitting ``near`` captures.
    """

    __pydantic_config__ = _STRICT
    name: str
    kind: Kind
    near: Patterns = field(default_factory=Patterns)


@dataclass(frozen=True, slots=True)
class MissingRule:
    """When silence is worth reporting: any of ``when`` holds (an empty list: always).

    An entry is a fact of ``facts.yaml``, ``two-languages``, or ``item=outcome`` for an answer that was found.
    ``unless`` are facts of which any leaves the question open: the contract speaks of the subject somewhere, though
    in words that no pattern understands, and to call it silent would be too much.
    """

    __pydantic_config__ = _STRICT
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BySide:
    """A text for the person on each side; a side for whom there is nothing to say is left out."""

    __pydantic_config__ = _STRICT
    brand: Text | None = None
    partner: Text | None = None

    def for_side(self, side: Side) -> Text | None:
        """Return the text for ``side``, if there is one."""
        return self.brand if side is Side.BRAND else self.partner


@dataclass(frozen=True, slots=True)
class Legal:
    """A legal basis: ``cite`` names the provision, ``since`` (ISO date) when this wording took force.

    ``says`` is a paraphrase in our own words, or in ``zh`` the provision word for word between 「」.
    """

    __pydantic_config__ = _STRICT
    jurisdiction: str
    cite: str
    since: str
    says: Text


@dataclass(frozen=True, slots=True)
class Example:
    """A proof of the rule: a sentence (or a few lines) and the outcome that it must give.

    ``expect`` is an outcome, or "none". ``also`` lists ``item=outcome`` findings of other items that the same
    words rightly give. ``reversed``: here 甲方 / Party A / the first-named alias is the partner.
    ``todo`` marks a known miss: it must fail, and says why in ``why``. ``values`` are ``name: "number unit"``.
    ``confidence`` is how sure the answer must be, where another pattern would give it more or less surely.
    In examples, 甲方 · 委托方 · 品牌方 · Client · Brand · Party A are the brand; 乙方 · 服务商 · 运营方 · Agency ·
    Party B are the partner.
    """

    __pydantic_config__ = _STRICT
    expect: str
    zh: str = ""
    en: str = ""
    why: str = ""
    also: tuple[str, ...] = ()
    reversed: bool = False
    todo: bool = False
    confidence: float | None = None
    values: dict[str, str] = field(default_factory=dict)

    def in_language(self, language: Language) -> str:
        """Return the example in ``language``, "" where there is none."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file: how one checklist item is answered.

    ``about`` gates: of each group at least one concept must occur in the sentence, its lead-in or a heading
    above it. ``unless`` sets aside any outcome's match. ``definitions``: also match in sentences that only
    define a term (by default those are set aside). ``conflicts`` are pairs of outcomes that cannot both hold.
    ``together`` names the outcome that two firm answers make when the contract gives both, each to its own side.
    ``why`` and ``ask`` are by outcome ("silent" for the missing protection). An item of the family "drafting" is
    answered by ``contractscan.drafting`` and has neither ``about`` nor ``outcomes`` nor ``examples``.
    """

    __pydantic_config__ = _STRICT
    schema: Literal[1]
    item: str
    revision: int
    why: dict[str, BySide]
    ask: dict[str, BySide]
    about: tuple[tuple[str, ...], ...] = ()
    outcomes: tuple[OutcomeRule, ...] = ()
    examples: tuple[Example, ...] = ()
    unless: Patterns = field(default_factory=Patterns)
    definitions: bool = False
    values: tuple[ValueRule, ...] = ()
    missing: MissingRule | None = None
    conflicts: tuple[tuple[str, str], ...] = ()
    together: dict[str, tuple[str, str]] = field(default_factory=dict)
    basis: tuple[Legal, ...] = ()
