"""Where text that is in no text layer (of form fields, typed in over the page) belongs among the lines of its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from contractscan.readers.page import PageLine, Rect

Cut = Callable[[PageLine, float], list[PageLine]]
"""Cuts a line before the first word that begins right of ``x``; returns one or two pieces."""


def insert(lines: Sequence[PageLine], new: Sequence[PageLine], cut: Cut) -> list[PageLine]:
    """Return ``lines`` with each of ``new`` where it stands on the page, inside a line if it fills a blank there."""
    ordered = list(lines)
    for line in new:
        beside = [i for i, other in enumerate(ordered) if _on_one_row(line.place, other)]
        if not beside:
            ordered.insert(_row_of(ordered, line), line)
            continue
        middle = (line.place.x0 + line.place.x1) / 2
        host = ordered[beside[0]].place
        placed = replace(line, place=Rect(line.place.x0, host.top, line.place.x1, host.bottom))
        crossed = next((i for i in beside if ordered[i].place.x0 < middle < ordered[i].place.x1), None)
        if crossed is not None:
            pieces = cut(ordered[crossed], middle) if ordered[crossed].in_layer else [ordered[crossed]]
            ordered[crossed : crossed + 1] = [pieces[0], placed, *pieces[1:]]
            continue
        left = [i for i in beside if ordered[i].place.x1 <= middle]
        at = max(left, key=lambda i: ordered[i].place.x1) + 1 if left else beside[0]
        ordered.insert(at, placed)
    return ordered


def _on_one_row(place: Rect, line: PageLine) -> bool:
    """Whether a field stands on the row of a line; it may be higher, but not so high as to hold two rows."""
    middle = (line.place.top + line.place.bottom) / 2
    return place.top <= middle <= place.bottom and place.bottom - place.top < 3 * line.size


def _row_of(lines: Sequence[PageLine], new: PageLine) -> int:
    """Return the index of the first line below, of those in the same column if there are any."""
    below = [i for i, line in enumerate(lines) if line.place.top >= new.place.top]
    column = [i for i in below if lines[i].place.x0 < new.place.x1 and new.place.x0 < lines[i].place.x1]
    return min(column or below, default=len(lines))
