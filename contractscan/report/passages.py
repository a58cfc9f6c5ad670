"""The whole text of a contract for showing, cut where evidence begins and ends; links between both need no search."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, chain, groupby, pairwise

from contractscan.model import Block, BlockKind, Document, Risk, Span
from contractscan.report.safe import visible

LOOK = "look"
"""The key of what only the learned detector found."""
_RISKS = [*(str(risk) for risk in Risk), LOOK]
_CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK_IN_CJK = re.compile(rf"(?<=[{_CJK}])\s*\n\s*(?=[{_CJK}])")
# No visible text holds it; stands for a line break that is layout only, so that offsets stay.
_NOTHING = "\0"


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of evidence: the item, its number in the checklist, the risk of the answer (or ``LOOK``), its place."""

    item: str
    number: int
    key: str
    start: int
    end: int
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An item that ends its evidence here; ``key`` is a ``Risk``."""

    item: str
    number: int
    key: str


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that the same items quote: their numbers, the worst risk among them, "" and () for plain text.

    ``start`` is its offset in ``Document.text``; ``decisive`` words are those that decided an answer.
    """

    start: int
    text: str
    numbers: tuple[int, ...] = ()
    key: str = ""
    decisive: bool = False
    ends: tuple[Reference, ...] = ()


class Kind(StrEnum):
    """What a passage is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ROW = "row"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph (one cell) or a row of a table. ``page`` is set where a page begins with it."""

    kind: Kind
    cells: tuple[tuple[Run, ...], ...]
    page: int | None = None


def passages(document: Document, cited: Iterable[Cited]) -> tuple[Passage, ...]:
    """Cut ``document`` into passages with the evidence ``cited`` in them."""
    waiting = deque(sorted(cited, key=lambda c: (c.start, c.end, c.number)))
    current: list[Cited] = []
    made: list[Passage] = []
    page: int | None = None
    for _, group in groupby(document.blocks or (Block(0, len(document.text)),), key=_row):
        cells: list[tuple[Run, ...]] = []
        block = first = next(group)
        for block in chain([first], group):
            while waiting and waiting[0].start < block.end:
                current.append(waiting.popleft())
            current = [c for c in current if c.end > block.start]
            cells.append(tuple(_runs(document.text, block, current)))
        kind = _kind(first)
        # Furniture of all pages may stand together at the end: no page begins there.
        begins = kind is not Kind.FURNITURE and first.page != page
        made.append(Passage(kind, tuple(cells), first.page if begins else None))
        page = page if kind is Kind.FURNITURE else block.page
    return tuple(made)


def _row(block: Block) -> tuple[int, int]:
    """Return what the cells of a row have in common, and no other two blocks."""
    return (block.cell.table, block.cell.row) if block.cell else (-1, block.start)


def _kind(block: Block) -> Kind:
    if block.cell:
        return Kind.ROW
    if block.kind is BlockKind.FURNITURE:
        return Kind.FURNITURE
    return Kind.HEADING if block.heading else Kind.PARAGRAPH


def _runs(text: str, block: Block, cited: Sequence[Cited]) -> Iterator[Run]:
    """Yield the runs of ``block``; each of ``cited`` has a part in it."""
    start, end = block.start, block.end
    shown = _BREAK_IN_CJK.sub(lambda match: _NOTHING * len(match.group()), visible(text[start:end]))
    marks = sorted((mark for c in cited for mark in c.marks), key=lambda mark: mark.start)
    starts = [mark.start for mark in marks]
    reach = list(accumulate((mark.end for mark in marks), max))  # the furthest end so far: there may be thousands
    spans: tuple[Cited | Span, ...] = (*cited, *marks)
    edges = {offset for span in spans for offset in (span.start, span.end) if start < offset < end}
    for left, right in pairwise(sorted({start, end, *edges})):
        over = [c for c in cited if c.start < right and c.end > left]
        before = bisect_left(starts, right)
        yield Run(
            left,
            shown[left - start : right - start].replace(_NOTHING, ""),
            tuple(dict.fromkeys(c.number for c in over)),
            min((c.key for c in over), key=_RISKS.index, default=""),
            before > 0 and reach[before - 1] > left,
            tuple(dict.fromkeys(_ending(over, cited, right, end))),
        )


def _ending(over: Sequence[Cited], cited: Sequence[Cited], right: int, end: int) -> Iterator[Reference]:
    """Yield the items whose evidence stops at ``right`` and does not go straight on."""
    going_on = {c.number for c in cited if c.start <= right < min(c.end, end)}
    for c in over:
        if min(c.end, end) == right and c.number not in going_on:
            yield Reference(c.item, c.number, c.key)
