"""Words that a drawn line strikes out: how deletions look when a document is printed with its changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contractscan.readers.page import PageLine, Rect

_HIGHEST, _LOWEST = 0.38, 0.72  # of a line's height, from its top: lower is underlining
_OVERHANG = 3.0  # points: longer rules divide the page
_LEAST = 2  # characters


def struck_out(rules: Sequence[Rect], lines: Sequence[PageLine]) -> Iterator[str]:
    """Yield the words that ``rules`` run through, as far as the average width of a character tells."""
    flat = [((rule.top + rule.bottom) / 2, rule.x0, rule.x1) for rule in rules if _is_flat(rule)]
    if not flat:
        return
    first, last = min(flat)[0], max(flat)[0]
    for line in lines:
        place = line.place
        highest, lowest = place.top + _HIGHEST * line.size, place.top + _LOWEST * line.size
        if highest > last or lowest < first:
            continue
        for middle, x0, x1 in flat:
            if highest <= middle <= lowest and place.x0 - _OVERHANG <= x0 and x1 <= place.x1 + _OVERHANG:
                unit = max(0.1, (place.x1 - place.x0) / len(line.text))
                start, end = max(0, round((x0 - place.x0) / unit)), round((x1 - place.x0) / unit)
                words = line.text[start:end].strip(" _-–—")
                if len(words) >= _LEAST:
                    yield words


def _is_flat(rule: Rect) -> bool:
    return rule.bottom - rule.top < rule.x1 - rule.x0
