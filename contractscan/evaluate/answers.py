"""Labels by checklist item: the answers that a person found in a contract, and the words that give them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contractscan.evaluate.labels import LabelError
from contractscan.rules.schema import Checklist

_SURE, _ARGUABLE = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """One right answer to an item: its outcome, the passages that give it, and whether the labeller was sure of it."""

    outcome: str
    quotes: tuple[str, ...]
    sure: bool

    @property
    def weight(self) -> float:
        """How much the answer counts."""
        return _SURE if self.sure else _ARGUABLE


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """The right answers for one contract: ``file`` is the contract's name, ``items`` the answers by item.

    ``silent`` are the items whose protection the contract ought to have, and has not.
    """

    file: str
    items: Mapping[str, tuple[Answer, ...]]
    silent: frozenset[str]

    def answers(self, item: str) -> tuple[Answer, ...]:
        """Return the right answers to ``item``, none where the contract gives none."""
        return self.items.get(item, ())

    def weight(self, item: str) -> float:
        """Return how much a decision about ``item`` counts: less, where no answer to it is sure."""
        return max((answer.weight for answer in self.answers(item)), default=_SURE)


def read_checklist(path: Path, checklist: Checklist) -> dict[str, AnswerKey]:
    """Read the labels of a folder (``*.json``, one for each contract), or of one such file, by the name of the file.

    Each is ``{"file": NAME, "items": {ITEM: [{"outcome", "quotes", "sure"?}]}, "silent"?: [ITEM]}``; other keys are
    for people. Raises ``LabelError`` where a file holds something else, or names what ``checklist`` does not have.
    """
    outcomes = {item.id: frozenset(item.outcomes) for item in checklist.items}
    places = sorted(path.glob("*.json")) if path.is_dir() else [path]
    return {place.stem: _key(place, outcomes) for place in places}


def _key(path: Path, outcomes: Mapping[str, frozenset[str]]) -> AnswerKey:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        key = AnswerKey(
            file=_word(content["file"]),
            items={item: tuple(map(_answer, answers)) for item, answers in content["items"].items()},
            silent=frozenset(map(_word, content.get("silent", ()))),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LabelError(f"{path}: these are no labels by checklist item ({error!r})") from None
    unknown = [f"item {item!r}" for item in sorted({*key.items, *key.silent} - outcomes.keys())]
    unknown += [
        f"outcome {answer.outcome!r} of {item}"
        for item, answers in key.items.items()
        for answer in answers
        if item in outcomes and answer.outcome not in outcomes[item]
    ]
    if unknown:
        raise LabelError(f"{path}: the checklist has no {', no '.join(unknown)}")
    return key


def _answer(said: Mapping[str, Any]) -> Answer:
    if not isinstance(said["quotes"], list):
        raise TypeError("quotes must be a list")
    return Answer(_word(said["outcome"]), tuple(map(_word, said["quotes"])), bool(said.get("sure", True)))


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
