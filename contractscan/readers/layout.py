"""From visual lines to paragraphs, by geometry first and words second. Pure functions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from contractscan.readers.page import PageLine
from contractscan.readers.paragraphs import continues, ends_sentence, first_word, starts_part, width

_ENOUGH_LINES = 4  # to tell a column's right margin, or its leading
_GAP, _GAP_IN_SENTENCE = 1.3, 1.9  # in leadings: more is a gap between paragraphs
_NEARLY_FULL = 0.2  # of the line's room
_LINE_BREAK, _SHORT = 2, 10  # characters of the text layer
_ALIKE, _ALIKE_IN_TWO_SCRIPTS = 1.25, 1.5
_FIRST_WIDE = "\u2e80"  # where the characters of the East Asian scripts begin
_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"


@dataclass(slots=True)  # not frozen, like the lines themselves: there is one for each
class Placed:
    """A line with what its column says about it: right margin and distance of baselines, in points."""

    line: PageLine
    column: int
    margin: float
    leading: float


def in_reading_order(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines of one page in reading order.

    The order of the text layer is kept (it knows columns) unless it jumps back up the page without a
    neighbouring column as the reason. What the OCR read comes in order.
    """
    if all(line.confidence is not None for line in lines):
        return list(lines)
    runs = _runs(lines)
    if len(runs) == 1 or all(
        below.top >= above.bottom or _beside(above, below) for above, below in itertools.pairwise(runs)
    ):
        return list(lines)
    by_top = sorted(runs, key=lambda run: run.top)
    if all(below.top >= above.bottom - 2 for above, below in itertools.pairwise(by_top)):
        return [line for run in by_top for line in run.lines]
    return sorted(lines, key=lambda line: (round(line.place.bottom / 3), line.place.x0))


def place(pages: Sequence[Sequence[PageLine]]) -> list[list[Placed]]:
    """Measure the columns of each page's lines (given in reading order)."""
    columns = [[(run, run.margin(), run.leading()) for run in _runs(lines)] for lines in pages]
    large = [measured for runs in columns for measured in runs if len(measured[0].lines) >= _ENOUGH_LINES]
    usual_margin = median([margin for _, margin, _ in large]) if large else 0.0
    usual_leading = median([leading for _, _, leading in large]) if large else 0.0
    placed: list[list[Placed]] = []
    number = 0
    for runs in columns:
        page: list[Placed] = []
        for run, margin, leading in runs:
            number += 1
            if len(run.lines) < _ENOUGH_LINES:
                margin, leading = max(margin, usual_margin), usual_leading or run.lines[0].size * 1.2
            page += [Placed(line, number, margin, leading) for line in run.lines]
        placed.append(page)
    return placed


def paragraphs(lines: Sequence[Placed]) -> Iterator[list[PageLine]]:
    """Group lines (in reading order, over page breaks) into paragraphs."""
    paragraph: list[Placed] = []
    for line in lines:
        if paragraph and not _joins(paragraph, line):
            yield [placed.line for placed in paragraph]
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield [placed.line for placed in paragraph]


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that follow each other down the page."""

    lines: tuple[PageLine, ...]
    top: float
    bottom: float
    left: float
    right: float

    def margin(self) -> float:
        rights = sorted((line.place.x1 for line in self.lines), reverse=True)
        size = self.lines[0].size
        for right, following in itertools.pairwise(rights):
            if right - following <= size:
                return right
        return rights[0]

    def leading(self) -> float:
        steps = sorted(
            step
            for above, below in zip(self.lines, self.lines[1:], strict=False)
            if (step := below.place.bottom - above.place.bottom) > below.size * 0.4
        )
        return steps[len(steps) * 3 // 10] if steps else self.lines[0].size * 1.2


def _runs(lines: Sequence[PageLine]) -> list[_Run]:
    runs: list[_Run] = []
    current: list[PageLine] = []
    for line in lines:
        up = current[-1].place.bottom - line.place.bottom if current else 0.0
        if up > 0 and up > line.size * 0.8:
            runs.append(_run(current))
            current = []
        current.append(line)
    if current:
        runs.append(_run(current))
    return runs


def _run(lines: Sequence[PageLine]) -> _Run:
    places = [line.place for line in lines]
    return _Run(
        tuple(lines),
        min([rect.top for rect in places]),
        max([rect.bottom for rect in places]),
        min([rect.x0 for rect in places]),
        max([rect.x1 for rect in places]),
    )


def _beside(above: _Run, below: _Run) -> bool:
    return below.left >= max((line.place.x1 for line in above.lines if line.place.bottom > below.top), default=0.0) - 5


def _joins(paragraph: Sequence[Placed], following: Placed) -> bool:
    last = paragraph[-1]
    above, below = last.line, following.line
    if last.column != following.column or _had_number_between(above, below):
        return _goes_on_in_next_column(last, below)
    step = below.place.bottom - above.place.bottom
    if step < below.size * 0.4:  # a second piece on the same visual line; far away, the page number in a contents list
        return below.place.x0 - above.place.x1 < 3 * below.size or below.text.isdigit()
    if step > _GAP_IN_SENTENCE * last.leading or not _are_alike(above, below):
        return False
    full = _is_full(last, below)
    ended = ends_sentence(above.text)
    limit = _GAP_IN_SENTENCE if full and not ended else _GAP
    if step > limit * last.leading:
        return False
    indent = below.place.x0 - above.place.x0
    if indent > below.size * 0.8 and (len(paragraph) > 1 or ended) and not starts_part(paragraph[0].line.text):
        return False
    if full and ended and not starts_part(below.text):
        # The sentence fills its line to the end. Without a step to the right the paragraph goes on.
        return indent <= below.size * 0.8
    return continues(above.text, below.text, full=full)


def _are_alike(above: PageLine, below: PageLine) -> bool:
    """Whether two lines are of about the same size of type."""
    # A line is measured at its ends, and the fonts of two scripts differ in height where the type does not.
    ratio = below.size / above.size
    if 1 / _ALIKE < ratio < _ALIKE:
        return True
    most = _ALIKE_IN_TWO_SCRIPTS
    return 1 / most < ratio < most and _scripts_at_ends(above) != _scripts_at_ends(below)


def _scripts_at_ends(line: PageLine) -> tuple[bool, bool]:
    return line.text[0] >= _FIRST_WIDE, line.text[-1] >= _FIRST_WIDE


def _had_number_between(above: PageLine, below: PageLine) -> bool:
    """Whether a short line (a page number of an earlier print) was taken out between the two."""
    skipped = below.first_char - above.first_char - len(above.text)
    if not _LINE_BREAK < skipped - _LINE_BREAK <= _SHORT:
        return False
    return above.in_layer and below.in_layer and above.page == below.page


def _goes_on_in_next_column(last: Placed, below: PageLine) -> bool:
    if ends_sentence(last.line.text) or not _are_alike(last.line, below):
        return False
    return continues(last.line.text, below.text, full=_is_full(last, below))


def _is_full(placed: Placed, following: PageLine) -> bool:
    """Whether the first word of the next line would not have fitted at the end of this one."""
    line = placed.line
    length = following.place.x1 - following.place.x0
    room, least = placed.margin - line.place.x1, line.size * 0.3
    if room < least and length >= 0:
        return True  # there is no room for any word
    if _FIRST_HAN <= line.text[-1:] <= _LAST_HAN and room < _NEARLY_FULL * (placed.margin - line.place.x0):
        return True  # Chinese breaks anywhere: a long line that stops in a sentence stops for an inner margin
    unit = length / max(1, width(following.text))
    return room < unit * (width(first_word(following.text)) + 1) + least
