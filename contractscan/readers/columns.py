"""Columns without ruling lines: text in two columns, and tables whose cells are only set apart by space.

A region is a run of visual rows that leave the same upright strips free. What stands between the strips is a column:
columns of prose are read one after the other, or, in two languages, as a table with a cell for each paragraph and its
translation; anything else is a table. Pure functions; coordinates are as in ``page``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from contractscan.readers.layout import paragraphs, place
from contractscan.readers.page import PageLine, Rect, Table, TableCell
from contractscan.readers.paragraphs import continues, ends_sentence, starts_part, width
from contractscan.text import language_of

_SAME_ROW = 0.5  # of the font's height
_CERTAINLY_BELOW = 40.0  # points: no text is so large that half of it is more
_NARROWEST = 0.7  # of the font's height: a strip that is free
_FARTHEST = 3.5  # times the font's height, from one row of a region to the next
_WIDER_STEP = 1.35  # times the least: space between the rows of a table
_PROSE_WIDTH, _PROSE_LINES, _PROSE_SHARE = 24, 3, 0.5
_NEARLY_FULL = 0.15  # of the column's width
_MARKER_WIDTH = 10
_LEAST_WRAP = 15  # columns of text: a shorter line in a cell is rarely broken
_PAGE_NUMBER = re.compile(r"[.…·\s]*(?:\d{1,4}|[ivxl]{1,6})", re.IGNORECASE)
_LABEL = re.compile(r"[\w（）()/ ]{1,16}[：:]")
_MARKER = re.compile(r"[(（\[]?(?:[\w.]{1,6})[)）\].、．]?|\W")


@dataclass(slots=True)
class _Row:
    """Pieces of text on one visual row, from left to right, and the lines that they are of."""

    pieces: list[PageLine]
    lines: list[PageLine]
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return max(1.0, self.bottom - self.top)


@dataclass(slots=True)
class _Strip:
    """A free upright strip; ``support`` counts the rows that have text on both sides of it."""

    left: float
    right: float
    support: int = 1


@dataclass(slots=True)
class _Region:
    rows: list[_Row]
    strips: list[_Strip]
    columns: list[list[tuple[int, PageLine]]] = field(default_factory=list)


def has_columns(lines: Sequence[PageLine], pieces: Mapping[int, Sequence[PageLine]]) -> bool:
    """Whether any text of a page stands beside other text."""
    if pieces:
        return True
    bottoms = [line.place.bottom for line in lines]
    return any(
        below < above + line.size * _SAME_ROW
        for above, below, line in zip(bottoms, bottoms[1:], lines[1:], strict=False)
        if below < above + _CERTAINLY_BELOW
    )


def divide(lines: Sequence[PageLine], pieces: Mapping[int, Sequence[PageLine]]) -> tuple[list[PageLine], list[Table]]:
    """Return a page's lines in the order of their columns, and the tables that some of them make.

    ``pieces`` has the parts of the lines that wide gaps divide, by ``first_char``. Where nothing stands in columns, the
    lines keep their order.
    """
    if not has_columns(lines, pieces):
        return list(lines), []
    tables: list[Table] = []
    ordered = list(lines)
    for region in _regions(_rows(lines, pieces)):
        taken = {line.first_char for row in region.rows for line in row.lines}
        if _are_prose(region):
            if len({_language(column) for column in region.columns}) > 1 or _begin_level(region):
                tables.append(_parallel(region))
                flow: list[PageLine] = []
            else:
                flow = [piece for column in region.columns for _, piece in column]
        else:
            tables.append(_table(region))
            flow = []
        at = next(i for i, line in enumerate(ordered) if line.first_char in taken)
        before = [line for line in ordered[:at] if line.first_char not in taken]
        ordered = before + flow + [line for line in ordered[at:] if line.first_char not in taken]
    return ordered, tables


def _rows(lines: Sequence[PageLine], pieces: Mapping[int, Sequence[PageLine]]) -> list[_Row]:
    rows: list[_Row] = []
    for line in sorted(lines, key=lambda line: line.place.bottom):
        own = list(pieces.get(line.first_char, (line,)))
        last = rows[-1] if rows else None
        if last and line.place.bottom - last.bottom < _SAME_ROW * min(line.size, last.size):
            last.pieces += own
            last.lines.append(line)
            last.top = min(last.top, line.place.top)
        else:
            rows.append(_Row(own, [line], line.place.top, line.place.bottom))
    for row in rows:
        row.pieces.sort(key=lambda piece: piece.place.x0)
    return rows


def _regions(rows: Sequence[_Row]) -> Iterable[_Region]:
    at = 0
    while at < len(rows):
        if len(rows[at].pieces) < 2:
            at += 1
            continue
        region, end = _grown(rows, at)
        if region is not None and _settle(region):
            yield region
            at = end
        else:
            at += 1


def _grown(rows: Sequence[_Row], start: int) -> tuple[_Region | None, int]:
    """Return the region that begins at a row, and the index of the row after it."""
    strips = [_Strip(left.place.x1, right.place.x0) for left, right in itertools.pairwise(rows[start].pieces)]
    strips = [strip for strip in strips if strip.right - strip.left >= _NARROWEST * rows[start].size]
    end = start + 1
    for row in rows[start + 1 :]:
        if not strips or row.top - rows[end - 1].bottom > _FARTHEST * row.size:
            break
        left_free = [_free(strip, row) for strip in strips]
        if any(strip.support > 1 and not parts for strip, parts in zip(strips, left_free, strict=True)):
            break
        rest = [part for parts in left_free for part in parts]
        if not rest:
            break
        strips = rest
        end += 1
    strips = [strip for strip in strips if strip.support > 1]
    last = max((i for i in range(start, end) if _crossed(rows[i], strips)), default=start)
    if not strips or last == start:
        return None, start + 1
    while last + 1 < end and _goes_on(rows[last], rows[last + 1], strips):
        last += 1
    return _Region(list(rows[start : last + 1]), strips), last + 1


def _free(strip: _Strip, row: _Row) -> list[_Strip]:
    """Return what a row leaves of a strip: nothing, a narrower strip, or two with a new column between them."""
    left, right = strip.left, strip.right
    inside: list[PageLine] = []
    on_left = on_right = False
    for piece in row.pieces:
        x0, x1 = piece.place.x0, piece.place.x1
        if x0 > strip.left and x1 < strip.right:
            inside.append(piece)
        elif x0 <= strip.left and x1 >= strip.right:
            return []
        elif x0 <= strip.left:
            left, on_left = max(left, x1), True
        else:
            right, on_right = min(right, x0), True
    least = _NARROWEST * row.size
    if inside:
        middle = inside[0].place.x0, max(piece.place.x1 for piece in inside)
        parts = [
            _Strip(left, middle[0], strip.support + on_left),
            _Strip(middle[1], right, strip.support + on_right),
        ]
        # Text in a wide strip belongs to the nearer side, unless it keeps away from both.
        return [part for part in parts if part.right - part.left >= least]
    if right - left < least:
        return []
    return [_Strip(left, right, strip.support + (on_left and on_right))]


def _crossed(row: _Row, strips: Sequence[_Strip]) -> bool:
    """Whether a row has text on both sides of a strip."""
    return any(
        row.pieces[0].place.x0 < strip.left + 1 and row.pieces[-1].place.x1 > strip.right - 1 for strip in strips
    )


def _goes_on(above: _Row, below: _Row, strips: Sequence[_Strip]) -> bool:
    """Whether a row after the last one with text in several columns still belongs to one of them."""
    step = below.bottom - above.bottom
    if step > 1.7 * below.size:
        return False
    if below.pieces[0].place.x0 >= strips[0].right - 1:
        return True
    return any(
        abs(piece.place.x0 - below.pieces[0].place.x0) < 2 and continues(piece.text, below.pieces[0].text, full=True)
        for piece in above.pieces[:1]
    )


def _settle(region: _Region) -> bool:
    """Put the pieces into columns; false if these are no columns after all."""
    _fill_columns(region)
    first = region.columns[0]
    if all(_is_marker(piece.text) for _, piece in first):
        region.strips = region.strips[1:]
        if not region.strips:
            return False
        _fill_columns(region)
    if len(region.columns) == 2 and all(_PAGE_NUMBER.fullmatch(piece.text) for _, piece in region.columns[1]):
        return not _is_contents(region)
    return all(region.columns)


def _is_contents(region: _Region) -> bool:
    """Whether the second column has page numbers: they count up."""
    numbers = [int(digits) for _, piece in region.columns[1] if (digits := re.sub(r"\D", "", piece.text))]
    return len(numbers) > 2 and all(above <= below for above, below in itertools.pairwise(numbers))


def _fill_columns(region: _Region) -> None:
    edges = [(strip.left + strip.right) / 2 for strip in region.strips]
    region.columns = [[] for _ in range(len(edges) + 1)]
    for i, row in enumerate(region.rows):
        for piece in row.pieces:
            middle = (piece.place.x0 + piece.place.x1) / 2
            region.columns[sum(edge < middle for edge in edges)].append((i, piece))


def _is_marker(text: str) -> bool:
    return width(text) <= _MARKER_WIDTH and (_MARKER.fullmatch(text) is not None or starts_part(text + " "))


def _are_prose(region: _Region) -> bool:
    """Whether each column is running text: longer lines that mostly reach its right margin, or go on in the next."""
    for column in region.columns:
        widths = [width(piece.text) for _, piece in column]
        if len(column) < _PROSE_LINES or median(widths) < _PROSE_WIDTH:
            return False
        left, right = min(piece.place.x0 for _, piece in column), max(piece.place.x1 for _, piece in column)
        full = sum(piece.place.x1 >= right - _NEARLY_FULL * (right - left) for _, piece in column)
        flowing = sum(
            not ends_sentence(above.text) and below.text[0].islower()
            for (_, above), (_, below) in itertools.pairwise(column)
        )
        if full < _PROSE_SHARE * len(column) and flowing < _PROSE_SHARE * (len(column) - 1):
            return False
    return True


def _begin_level(region: _Region) -> bool:
    """Whether all paragraphs of the columns, of which there are several, begin side by side."""
    first, *others = _starts(region)
    return len(first) > 1 and all(len(other) == len(first) and all(map(_level, first, other)) for other in others)


def _starts(region: _Region) -> list[list[PageLine]]:
    """Return the first lines of each column's paragraphs."""
    columns = [[piece for _, piece in column] for column in region.columns]
    return [[found[0] for found in paragraphs(place([column])[0])] for column in columns]


def _language(column: Sequence[tuple[int, PageLine]]) -> str:
    return language_of(" ".join(piece.text for _, piece in column))


def _parallel(region: _Region) -> Table:
    """Return columns in two languages as a table; a row begins where paragraphs begin side by side."""
    columns = [[piece for _, piece in column] for column in region.columns]
    starts = _starts(region)
    tops = [
        min(line.place.top, *(one.place.top for one in beside))
        for line in starts[0]
        if len(beside := [one for other in starts[1:] for one in other if _level(one, line)]) == len(starts) - 1
    ]
    tops = tops[1:] if tops and tops[0] <= min(column[0].place.top for column in columns) + 1 else tops
    cells = [
        [[line for line in column if sum(line.place.top >= top - 0.5 for top in tops) == i] for column in columns]
        for i in range(len(tops) + 1)
    ]
    return _made(cells, [column[0].place.x0 for column in columns])


def _level(one: PageLine, other: PageLine) -> bool:
    return abs(one.place.bottom - other.place.bottom) < 0.7 * min(one.size, other.size)


def _table(region: _Region) -> Table:
    rows = region.rows
    steps = [below.bottom - above.bottom for above, below in itertools.pairwise(rows)]
    least = min(steps)
    cells: list[list[list[PageLine]]] = []
    above: list[list[PageLine]] = []
    pieces: list[list[list[PageLine]]] = [[[] for _ in region.columns] for _ in rows]
    for j, column in enumerate(region.columns):
        for i, piece in column:
            pieces[i][j].append(piece)
    for i, own in enumerate(pieces):
        wide = i > 0 and steps[i - 1] > _WIDER_STEP * least
        if not i or wide or (own[0] and not _wraps(above, own, region)):
            cells.append([[] for _ in region.columns])
        for cell, found in zip(cells[-1], own, strict=True):
            cell += found
        above = own
    return _made(cells, [min(piece.place.x0 for _, piece in column) for column in region.columns])


def _wraps(above: Sequence[Sequence[PageLine]], below: Sequence[Sequence[PageLine]], region: _Region) -> bool:
    """Whether a row goes on with the words of the row above it, in each column that has words in both."""
    pairs = [
        (over[-1], under[0], column)
        for over, under, column in zip(above, below, region.columns, strict=True)
        if over and under
    ]
    return bool(pairs) and all(_is_broken(over, under, column) for over, under, column in pairs)


def _is_broken(over: PageLine, under: PageLine, column: Sequence[tuple[int, PageLine]]) -> bool:
    if ends_sentence(over.text) or width(over.text) < _LEAST_WRAP or _LABEL.match(under.text):
        return False
    if under.text[0].islower():
        return True
    if not continues(over.text, under.text, full=True):
        return False
    left, right = min(piece.place.x0 for _, piece in column), max(piece.place.x1 for _, piece in column)
    return over.place.x1 >= right - _NEARLY_FULL * (right - left)


def _made(rows: Sequence[Sequence[Sequence[PageLine]]], lefts: Sequence[float]) -> Table:
    cells: list[TableCell] = []
    for i, row in enumerate(rows):
        for j, lines in enumerate(row):
            if lines:
                cells.append(TableCell(_around(lines), i, j, list(lines)))
    whole = _around([line for cell in cells for line in cell.lines])
    return Table(whole, tuple(cells), tuple(round(left) for left in lefts))


def _around(lines: Sequence[PageLine]) -> Rect:
    return Rect(
        min(line.place.x0 for line in lines),
        min(line.place.top for line in lines),
        max(line.place.x1 for line in lines),
        max(line.place.bottom for line in lines),
    )
