"""Changes and comments that are still open between the parties."""

from __future__ import annotations

from collections.abc import Iterator

from contractscan.drafting.fault import Fault
from contractscan.drafting.source import Source
from contractscan.model import Change, Comment, Span, Value


def unaccepted_changes(source: Source) -> Iterator[Fault]:
    """Yield each tracked change and comment, with who made it and when."""
    remarks: list[Change | Comment] = [*source.document.changes, *source.document.comments]
    for remark in sorted(remarks, key=lambda remark: (remark.start, remark.end)):
        kind = remark.kind if isinstance(remark, Change) else "comment"
        stated = {kind: remark.text, "author": remark.author, "date": remark.date}
        values = tuple(
            Value(name, text, text, "date" if name == "date" else "", remark.start, remark.end)
            for name, text in stated.items()
            if text
        )
        yield Fault("unaccepted-changes", (Span(remark.start, remark.end),), values)
