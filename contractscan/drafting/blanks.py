"""Blanks: what was left to be filled in, and boxes of which none is ticked. Redactions (***) are none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from contractscan.drafting.fault import Fault, remark
from contractscan.drafting.source import Source, may_match, pattern, words
from contractscan.model import Span

_DATE_REACH = 8


def blanks(source: Source) -> Iterator[Fault]:
    """Yield one fault for each block that has blanks or an undecided choice."""
    text = source.document.text
    places = sorted(_places(source), key=lambda span: span.start)
    starts = [span.start for span in places]
    box, tick = pattern("blanks", "box"), pattern("blanks", "tick")
    boxed = box.search(text) is not None
    for _, block in source.blocks:
        marks = tuple(places[bisect_left(starts, block.start) : bisect_left(starts, block.end)])
        if marks:
            first = text[marks[0].start : marks[0].end].strip()
            yield Fault("blanks", marks, (remark("blank", first, marks[0]),))
        elif boxed and not tick.search(text, block.start, block.end):
            boxes = tuple(Span(*match.span()) for match in box.finditer(text, block.start, block.end))
            if boxes:
                yield Fault("blanks", boxes, (remark("unticked", str(len(boxes)), boxes[0]),))


def _places(source: Source) -> Iterator[Span]:
    """Yield what is to be filled in, but for the lines on which the parties sign."""
    text = source.document.text
    signing, reach = pattern("blanks", "signing"), words()["blanks"]["signing_reach"]
    # Each expression by itself: it begins with something that is quickly sought.
    lowered = source.lowered if source.plain == text else text.lower()
    kinds = ("found", "spaced") if any(sign in text for sign in words()["blanks"]["wide"]) else ("found",)
    found = [
        match
        for kind in kinds
        for at in range(len(words()["blanks"][kind]))
        if may_match(lowered, "blanks", kind, str(at))
        for match in pattern("blanks", kind, str(at)).finditer(text)
    ]
    dated = pattern("blanks", "date_not_after", flags=0)
    found += [
        match
        for match in pattern("blanks", "date").finditer(text)
        if not dated.search(text[max(0, match.start() - _DATE_REACH) : match.start()])
    ]
    for match in found:
        line = text.rfind("\n", 0, match.start()) + 1
        if not signing.search(text, max(line, match.start() - reach), match.start()):
            yield Span(*match.span())
