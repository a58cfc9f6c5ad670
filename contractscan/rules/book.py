"""The rule book: checklist, rules and lexicon together, and the questions that reports ask of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from contractscan.model import Language, Risk, Side
from contractscan.resources import data_dir
from contractscan.rules.schema import Checklist, Item, Legal, Norm, Outcome, Patterns, Rule, Terms

SILENT = "silent"
DRAFTING = "drafting"
"""The family whose items are read from the text itself, by no pattern."""
BILINGUAL = "bilingual-conflict"
"""The item of that family for what the two languages of a document say differently."""
TWO_LANGUAGES = "two-languages"
"""The fact that holds where the document is in both languages; it needs no patterns."""


@dataclass(frozen=True)
class RuleBook:
    """Everything that was loaded from ``clauses/``. ``rules`` is by item, in the order of the checklist.

    ``demands`` are the outcomes that the user's policy accepts, by item.
    """

    checklist: Checklist
    rules: Mapping[str, Rule]
    files: Mapping[str, Path]
    concepts: Mapping[str, Terms]
    facts: Mapping[str, Patterns]
    norms: Mapping[str, Mapping[str, Norm]]
    demands: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def pattern_rules(self) -> Iterator[Rule]:
        """The rules that answer their item by patterns: all but those of the family "drafting"."""
        return (rule for item, rule in self.rules.items() if self.item(item).family != DRAFTING)

    def item(self, item: str) -> Item:
        """Return the checklist item ``item``; raises ``KeyError`` if there is none."""
        return self._items[item]

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.checklist.items}

    def outcome(self, item: str, outcome: str) -> Outcome:
        """Return an outcome of ``item`` ("silent" for the missing protection); raises ``KeyError``."""
        entry = self.item(item)
        if outcome == SILENT and entry.silent is not None:
            return entry.silent
        return entry.outcomes[outcome]

    def risk(self, item: str, outcome: str, side: Side) -> Risk:
        """Return what ``outcome`` means for ``side``."""
        return self.outcome(item, outcome).risk.for_side(side)

    def question(self, item: str, language: Language) -> str:
        """Return the question of ``item``."""
        return self.item(item).question.in_language(language)

    def family_name(self, family: str, language: Language) -> str:
        """Return the name of ``family``."""
        return self.checklist.families[family].in_language(language)

    def outcome_label(self, item: str, outcome: str, language: Language) -> str:
        """Return the answer ``outcome`` in words."""
        return self.outcome(item, outcome).label.in_language(language)

    def why(self, item: str, outcome: str, side: Side, language: Language) -> str:
        """Return why ``outcome`` matters to ``side``, "" where it does not."""
        text = self.rules[item].why.get(outcome)
        said = text.for_side(side) if text else None
        return said.in_language(language) if said else ""

    def ask(self, item: str, outcome: str, side: Side, language: Language) -> str:
        """Return what ``side`` should ask for when the answer is ``outcome``, "" for nothing."""
        text = self.rules[item].ask.get(outcome)
        said = text.for_side(side) if text else None
        return said.in_language(language) if said else ""

    def norm_source(self, item: str, value: str, language: Language) -> str:
        """Return where the norm for ``value`` of ``item`` is from, with its date."""
        return self.norms[item][value].source.in_language(language)

    def basis(self, item: str) -> tuple[Legal, ...]:
        """Return the legal basis of ``item``."""
        return self.rules[item].basis

    @cached_property
    def own_items(self) -> tuple[str, ...]:
        """The items whose rules are the user's own."""
        shipped = data_dir("clauses")
        return tuple(item for item, file in self.files.items() if not file.is_relative_to(shipped))

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that a report says in the words of this book, and of what it makes of answers."""
        said: list[object] = [[key, name.zh, name.en] for key, name in self.checklist.families.items()]
        for item in self.checklist.items:
            said.append([item.id, item.family, item.question.zh, item.question.en])
            for name, outcome in (*item.outcomes.items(), *([(SILENT, item.silent)] if item.silent else [])):
                said.append([name, outcome.label.zh, outcome.label.en, outcome.risk.brand, outcome.risk.partner])
            said += [[name, norm.source.zh, norm.source.en] for name, norm in self.norms.get(item.id, {}).items()]
            if item.id in self.rules:
                said += _words(self.rules[item.id])
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _words(rule: Rule) -> Iterator[object]:
    for texts in (rule.why, rule.ask):
        for outcome, by_side in texts.items():
            for side in Side:
                text = by_side.for_side(side)
                yield [outcome, side, text and text.zh, text and text.en]
    for legal in rule.basis:
        yield [legal.jurisdiction, legal.cite, legal.since, legal.says.zh, legal.says.en]
