"""From paragraphs to pages: lines that break where Chinese and English may, and page breaks. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from contractscan.report.pdf.colours import INK, Rgb

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
"""A4, in points."""

LEFT, RIGHT, TOP, BOTTOM = 54.0, 54.0, 56.0, 60.0
_LEADING = 1.45  # times the size
_ASCENT = 0.95
_BAR = 8.0  # points left of its paragraph
_FIRST_WIDE = "\u2e80"
_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—·%％‰°,.;:?!)]}")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")
_AFTER = frozenset("-/")

Measure = Callable[[str, bool], float]
"""Returns the width of a character in 1/1000 of its size; the second argument is whether it is bold."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a paragraph in one style; ``page`` is the page of the contract that it leads to."""

    text: str
    bold: bool = False
    colour: Rgb = INK
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words set as one. ``bar`` is the colour of a rule beside it; ``joined`` keeps it on the page of the next one."""

    words: tuple[Words, ...]
    size: float = 9.5
    indent: float = 0.0
    before: float = 3.0
    bar: Rgb | None = None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Words on a page: where their baseline begins, from the bottom left, and how wide they are."""

    x: float
    y: float
    width: float
    size: float
    words: Words


@dataclass(frozen=True, slots=True)
class Bar:
    """A coloured rule beside a paragraph."""

    x: float
    bottom: float
    top: float
    colour: Rgb


@dataclass(slots=True)
class Sheet:
    """One page."""

    placed: list[Placed] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)


_Char = tuple[str, Words, float]
"""A character, its style, and its width in points."""


def set_pages(paragraphs: Sequence[Paragraph], measure: Measure) -> list[Sheet]:
    """Set paragraphs on as many pages as they need."""
    sheets = [Sheet()]
    y = PAGE_HEIGHT - TOP
    lines = [list(_lines(paragraph, measure)) for paragraph in paragraphs]
    for i, (paragraph, broken) in enumerate(zip(paragraphs, lines, strict=True)):
        step = paragraph.size * _LEADING
        if sheets[-1].placed:
            y -= paragraph.before
        # A heading stays with the first line of what it heads; a paragraph does not leave one line behind.
        wanted, at = min(2, len(broken)) * step, i
        while paragraphs[at].joined and at + 1 < len(paragraphs):
            at += 1
            wanted += paragraphs[at].before + min(2, len(lines[at])) * paragraphs[at].size * _LEADING
        if y - wanted < BOTTOM and sheets[-1].placed:
            sheets.append(Sheet())
            y = PAGE_HEIGHT - TOP
        top = y
        for line in broken:
            if y - step < BOTTOM and sheets[-1].placed:
                _bar(sheets[-1], paragraph, y, top)
                sheets.append(Sheet())
                y = top = PAGE_HEIGHT - TOP
            sheets[-1].placed += _placed(line, paragraph, y - _ASCENT * paragraph.size)
            y -= step
        _bar(sheets[-1], paragraph, y, top)
    return sheets


def _bar(sheet: Sheet, paragraph: Paragraph, bottom: float, top: float) -> None:
    if paragraph.bar and top > bottom:
        sheet.bars.append(Bar(LEFT + paragraph.indent - _BAR, bottom, top, paragraph.bar))


def _placed(line: Sequence[_Char], paragraph: Paragraph, y: float) -> Iterator[Placed]:
    x = LEFT + paragraph.indent
    run: list[_Char] = []
    for char in [*line, None]:
        if run and (char is None or char[1] is not run[0][1]):
            width = sum(width for _, _, width in run)
            words = run[0][1]
            text = "".join(character for character, _, _ in run)
            yield Placed(x, y, width, paragraph.size, Words(text, words.bold, words.colour, words.page))
            x += width
            run = []
        if char is not None:
            run.append(char)


def _lines(paragraph: Paragraph, measure: Measure) -> Iterator[list[_Char]]:
    room = PAGE_WIDTH - LEFT - RIGHT - paragraph.indent
    scale = paragraph.size / 1000
    chars = [
        (character, words, measure(character, words.bold) * scale)
        for words in paragraph.words
        for character in words.text
    ]
    line: list[_Char] = []
    filled = 0.0
    for unit in _units(chars):
        length = sum(width for _, _, width in unit)
        if unit[0][0] == "\n":
            yield line
            line, filled = [], 0.0
            continue
        if unit[0][0] == " " and not line:
            continue
        if filled + length > room and line and unit[0][0] != " ":
            yield line
            line, filled = [], 0.0
        if length > room:  # a word longer than the line
            for char in unit:
                if filled + char[2] > room and line:
                    yield line
                    line, filled = [], 0.0
                line.append(char)
                filled += char[2]
            continue
        line += unit
        filled += length
    if line:
        yield line


def _units(chars: Sequence[_Char]) -> Iterator[list[_Char]]:
    """Yield what must not be divided: words, and ideographs with their punctuation."""
    unit: list[_Char] = []
    for char in chars:
        if unit and _may_break(unit[-1][0], char[0]):
            yield unit
            unit = []
        unit.append(char)
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if before in " \n" or after in " \n":
        return True
    if before in _NOT_LAST or after in _NOT_FIRST:
        return False
    return before >= _FIRST_WIDE or after >= _FIRST_WIDE or before in _AFTER
