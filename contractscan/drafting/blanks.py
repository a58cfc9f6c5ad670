"""Blanks: what was left to be filled in, and boxes of which none is ticked. Redactions (***) are none."""

from __future__ import annotations

from collections.abc import Iterator

from contractscan.drafting.fault import Fault, remark
from contractscan.drafting.source import Source, pattern, words
from contractscan.model import Span


def blanks(source: Source) -> Iterator[Fault]:
    """Yield one fault for each block that has blanks or an undecided choice."""
    text = source.document.text
    found, signing, box, tick = (pattern("blanks", key) for key in ("found", "signing", "box", "tick"))
    reach: int = words()["blanks"]["signing_reach"]
    for _, block in source.blocks:
        marks = [
            Span(*match.span())
            for match in found.finditer(text, block.start, block.end)
            if not signing.search(text, max(block.start, match.start() - reach), match.start())
        ]
        if marks:
            yield Fault(
                "blanks", tuple(marks), (remark("blank", text[marks[0].start : marks[0].end].strip(), marks[0]),)
            )
            continue
        boxes = [Span(*match.span()) for match in box.finditer(text, block.start, block.end)]
        if boxes and not tick.search(text, block.start, block.end):
            yield Fault("blanks", tuple(boxes), (remark("unticked", str(len(boxes)), boxes[0]),))
