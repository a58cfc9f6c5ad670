"""What the drafting checks look at: the blocks of a document, their passages, and the words of ``drafting.yaml``."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from contractscan.literals import needed
from contractscan.model import Block, BlockKind, Document, Language, Outline, Parties
from contractscan.parties import mark
from contractscan.resources import data_dir
from contractscan.text import Folded, fold, passages
from contractscan.writing import plain_writing


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a block in one language; ``block`` is its place in the document."""

    block: int
    start: int
    end: int
    language: Language


@dataclass(frozen=True)
class Source:
    """A document with its outline and parties, as the checks need it. Offsets are into ``document.text``."""

    document: Document
    outline: Outline
    parties: Parties

    @cached_property
    def plain(self) -> str:
        """The text in plain writing, of the same length."""
        return plain_writing(self.document.text)

    @cached_property
    def lowered(self) -> str:
        """The text in plain writing and lower case, to see quickly which words are in it."""
        return self.plain.lower()

    def matches(self, *keys: str) -> Iterator[re.Match[str]]:
        """Return the matches of the expression at ``keys`` of ``drafting.yaml`` in ``plain``."""
        if not may_match(self.lowered, *keys):
            return iter(())
        *above, name = keys
        if f"{name}_need" in _entry(*above) and not pattern(*above, f"{name}_need").search(self.plain):
            return iter(())
        return pattern(*keys).finditer(self.plain)

    @cached_property
    def blocks(self) -> tuple[tuple[int, Block], ...]:
        """The blocks that belong to the contract, each with its place in the document."""
        return tuple((i, b) for i, b in enumerate(self.document.blocks) if b.kind is not BlockKind.FURNITURE)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all blocks, in order."""
        return tuple(passage for number, block in self.blocks for passage in self._passages_of(number, block))

    def touched(self, spans: Iterable[tuple[int, int]]) -> Iterator[Passage]:
        """Yield, in order, the passages that share a character with one of ``spans`` (in order), each once.

        With the places of a few words this finds the passages that are worth a closer look; of the other blocks not
        even the passages are told apart.
        """
        done = -1  # where the last passage that was yielded begins
        for start, end in spans:
            at = max(0, bisect_right(self.blocks, start, key=lambda entry: entry[1].start) - 1)
            while at < len(self.blocks) and self.blocks[at][1].start < end:
                for passage in self._passages_of(*self.blocks[at]):
                    if done < passage.start < end and start < passage.end:
                        yield passage
                        done = passage.start
                at += 1

    def block_before(self, passage: Passage) -> int:
        """Return the block of the passage before this one, -1 if it is the first."""
        if self.document.blocks[passage.block].start < passage.start:
            return passage.block
        at = bisect_left(self.blocks, passage.block, key=lambda entry: entry[0])
        return self.blocks[at - 1][0] if at else -1

    def _passages_of(self, number: int, block: Block) -> Iterator[Passage]:
        for start, end, language in passages(self.document.text, block.start, block.end):
            yield Passage(number, start, end, language)

    def folded(self, passage: Passage) -> Folded:
        """Return ``passage`` folded."""
        return fold(self.document.text, passage.start, passage.end)

    def marked(self, passage: Passage) -> Folded:
        """Return ``passage`` folded, its parties marked."""
        return mark(self.folded(passage), self.parties)


def places(text: str, *wanted: str) -> list[tuple[int, int]]:
    """Return where any of the ``wanted`` words stand in ``text``, in order: many times as fast as an expression."""
    found: list[tuple[int, int]] = []
    for word in wanted:
        at = text.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = text.find(word, at + 1)
    return sorted(found)


@functools.cache
def words() -> Mapping[str, Any]:
    """Return what ``clauses/drafting.yaml`` says; it ships with the package, so a fault in it is one of the build."""
    with (data_dir("clauses") / "drafting.yaml").open(encoding="utf-8") as file:
        tree: Mapping[str, Any] = yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return tree


@functools.cache
def pattern(*keys: str, flags: int = re.MULTILINE) -> re.Pattern[str]:
    """Return the expression at ``keys`` of ``drafting.yaml`` (a list: any of them)."""
    entry = _entry(*keys)
    return re.compile(entry if isinstance(entry, str) else "|".join(f"(?:{one})" for one in entry), flags)


def _entry(*keys: str) -> Any:
    entry: Any = words()
    for key in keys:
        entry = entry[int(key)] if isinstance(entry, list) else entry[key]
    return entry


def may_match(lowered: str, *keys: str) -> bool:
    """Tell whether the words without which the expression at ``keys`` cannot match are in a text (in lower case)."""
    return all(any(word in lowered for word in group) for group in _needed(*keys))


@functools.cache
def _needed(*keys: str) -> tuple[frozenset[str], ...]:
    """Return sets of words (in lower case) of each of which one stands in every match of the expression at ``keys``."""
    return needed(pattern(*keys).pattern, {})
