"""A drafting fault, and the finding that it becomes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from contractscan import structure
from contractscan.model import Document, Finding, Outline, Span, Value
from contractscan.provenance import legibility, page_of
from contractscan.text import language_of

_FOUND = "found"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at ``marks`` (offsets into the document's text; an empty one is a place).

    ``item`` is the checklist item. ``values`` say what it is: their names are codes of ``remark`` in ``ui.yaml``.
    ``certain`` is how sure it is (0..1).
    """

    item: str
    marks: tuple[Span, ...]
    values: tuple[Value, ...] = ()
    certain: float = 1.0


def remark(name: str, text: str, place: Span) -> Value:
    """Return a value that says what is wrong at ``place``: ``name`` is the kind of fault, ``text`` the words."""
    return Value(name, text, text, "", place.start, place.end)


def finding_of(fault: Fault, document: Document, outline: Outline) -> Finding:
    """Return a finding that quotes the block in which ``fault`` stands, and marks the place."""
    first = fault.marks[0]
    at = max(0, bisect_right(document.blocks, first.start, key=lambda block: block.start) - 1)
    block = document.blocks[at] if document.blocks else None
    start = min(first.start, block.start) if block else first.start
    end = max(first.end, block.end) if block else first.end
    quote = document.text[start:end]
    clause = structure.clause_at(outline, first.start)
    return Finding(
        item=fault.item,
        outcome=_FOUND,
        start=start,
        end=end,
        quote=quote,
        marks=tuple(mark for mark in fault.marks if mark.end > mark.start and start <= mark.start and mark.end <= end),
        page=page_of(document, start),
        clause=clause.path if clause else "",
        heading=clause.heading if clause else "",
        language=language_of(quote),
        confidence=fault.certain,
        rule=fault.item,
        values=fault.values,
        legibility=legibility(document, start, end),
    )
