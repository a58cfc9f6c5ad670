"""Labels as CUAD has them: for each contract and category, whether it is there, and the passages marked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contractscan.errors import ContractscanError

_NO_WORDS = str.maketrans({".": None, ",": None, ";": None, ":": None, "/": " "})
_FEWEST = 4  # words of a piece that may stand for the whole passage


class LabelError(ContractscanError):
    """The labels cannot be read."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A marked passage: its ranges in the text, and the sets of words that stand for it.

    A passage with gaps has a range for each piece; each piece of some length may stand for it, as may the whole.
    """

    ranges: tuple[tuple[int, int], ...]
    words: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one contract: ``present`` are the categories that it has, ``passages`` what was marked of each."""

    present: frozenset[str]
    passages: Mapping[str, tuple[Gold, ...]]


def words_of(text: str) -> frozenset[str]:
    """Return the words of a passage, as passages are compared."""
    return frozenset(text.translate(_NO_WORDS).lower().split())


def read_cuad(path: Path, texts: Mapping[str, str]) -> dict[str, Labels]:
    """Read ``{contract: {category: {"answer": "yes"|"no", "spans": [{"start", "end", "text", "pieces"?}]}}}``.

    ``texts`` are the contracts by name, into which the offsets point; contracts that are not there are left out.
    Raises ``LabelError`` where the file holds something else.
    """
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {name: _labels(content[name], texts[name]) for name in sorted(content.keys() & texts.keys())}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LabelError(f"{path}: these are no labels in the format of CUAD ({error!r})") from None


def _labels(categories: Mapping[str, Any], text: str) -> Labels:
    return Labels(
        present=frozenset(name for name, said in categories.items() if said["answer"] == "yes"),
        passages={name: tuple(_gold(span, text) for span in said["spans"]) for name, said in categories.items()},
    )


def _gold(span: Mapping[str, Any], text: str) -> Gold:
    pieces: Sequence[Sequence[int]] = span.get("pieces") or [[span["start"], span["end"]]]
    parts = [words_of(text[start:end]) for start, end in span.get("pieces") or ()]
    whole = words_of(span["text"])
    return Gold(
        ranges=tuple((start, end) for start, end in pieces),
        words=tuple(part for part in (whole, *(part for part in parts if len(part) >= _FEWEST)) if part),
    )
