"""Drafting faults: what is wrong with the text itself, whatever it says. Pure; no patterns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from contractscan import structure
from contractscan.model import Change, Comment, Document, Finding, Outline, Span, Value
from contractscan.provenance import legibility, page_of
from contractscan.text import language_of

_FOUND = "found"


def find_faults(document: Document, outline: Outline) -> tuple[Finding, ...]:
    """Return the findings of the family "drafting", in the order of their places."""
    return tuple(_unaccepted_changes(document, outline))


def _unaccepted_changes(document: Document, outline: Outline) -> Iterator[Finding]:
    """Yield what is still open between the parties: each tracked change and comment, with who and when."""
    remarks: list[Change | Comment] = [*document.changes, *document.comments]
    for remark in sorted(remarks, key=lambda remark: (remark.start, remark.end)):
        kind = remark.kind if isinstance(remark, Change) else "comment"
        stated = {kind: remark.text, "author": remark.author, "date": remark.date}
        values = tuple(
            Value(name, text, text, "date" if name == "date" else "", remark.start, remark.end)
            for name, text in stated.items()
            if text
        )
        yield _finding(document, outline, "unaccepted-changes", remark, values)


def _finding(
    document: Document, outline: Outline, item: str, place: Change | Comment, values: tuple[Value, ...]
) -> Finding:
    """Return a finding that quotes the block in which ``place`` stands, and marks the place."""
    at = max(0, bisect_right(document.blocks, place.start, key=lambda block: block.start) - 1)
    block = document.blocks[at] if document.blocks else None
    start = min(place.start, block.start) if block else place.start
    end = max(place.end, block.end) if block else place.end
    quote = document.text[start:end]
    clause = structure.clause_at(outline, place.start)
    return Finding(
        item=item,
        outcome=_FOUND,
        start=start,
        end=end,
        quote=quote,
        marks=(Span(place.start, place.end),) if place.end > place.start else (),
        page=page_of(document, start),
        clause=clause.path if clause else "",
        heading=clause.heading if clause else "",
        language=language_of(quote),
        confidence=1.0,
        rule=item,
        values=values,
        legibility=legibility(document, start, end),
    )
