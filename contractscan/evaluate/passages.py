"""What rules and model find, brought to the same subjects as the labels.

A subject is a checklist item, if one asks about a category, or else the category itself. Several categories may
belong to one item; the passages marked for any of them are then those of the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contractscan.evaluate.labels import Gold, Labels
from contractscan.evaluate.scores import Found
from contractscan.model import Finding

Items = Mapping[str, str | None]  # category → checklist item


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage found for a subject: its place, and its words."""

    subject: str
    start: int
    end: int
    text: str

    def found(self) -> Found:
        """Return the passage as it is scored."""
        return Found(self.subject, self.text)


def subject(category: str, items: Items) -> str:
    """Return the subject that a category belongs to."""
    return items.get(category) or category


def groups(labels: Iterable[Labels], items: Items) -> dict[str, list[str]]:
    """Return the subjects of ``labels`` (by subject): those of the checklist, and the rest."""
    known = {item for item in items.values() if item}
    subjects = sorted({name for said in labels for name in said.passages})
    parted = {
        "checklist items": [name for name in subjects if name in known],
        "other categories": [name for name in subjects if name not in known],
    }
    return {group: own for group, own in parted.items() if own}


def by_subject(labels: Labels, items: Items) -> Labels:
    """Return the labels of a contract by subject instead of category; categories unknown to ``items`` are left out."""
    passages: dict[str, tuple[Gold, ...]] = {}
    for category, gold in labels.passages.items():
        if category in items:
            own = subject(category, items)
            passages[own] = (*passages.get(own, ()), *gold)
    present = frozenset(subject(category, items) for category in labels.present if category in items)
    return Labels(present, passages)


def of_rules(findings: Iterable[Finding], items: Items) -> list[Passage]:
    """Return what the rules found for those items that have labels."""
    known = {item for item in items.values() if item}
    return [Passage(f.item, f.start, f.end, f.quote) for f in findings if f.item in known]


def together(rules: Sequence[Passage], model: Sequence[Passage]) -> list[Passage]:
    """Return what the rules found, and of the model's passages those that touch none of the same subject."""
    return [
        *rules,
        *(
            passage
            for passage in model
            if not any(
                rule.subject == passage.subject and rule.start < passage.end and passage.start < rule.end
                for rule in rules
            )
        ),
    ]
