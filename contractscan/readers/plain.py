"""Plain text and Markdown. ``Document.text`` is the decoded file itself, unchanged."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from contractscan.errors import ReadError
from contractscan.model import Block, BlockKind, Cell, Document, Method, Part
from contractscan.readers.decoding import decode
from contractscan.readers.paragraphs import continues, ends_sentence, first_word, starts_part, width
from contractscan.readers.source import Source
from contractscan.text import languages_of

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_PAGE_NUMBER = re.compile(
    r"[-–—~ ]{0,6}(?:第 ?)?\d{1,4} ?页?(?: ?[/／,，共] ?共? ?\d{1,4} ?页?)?[-–—~ ]{0,6}|page \d{1,4}(?: of \d{1,4})?",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_SEPARATOR_ROW = re.compile(r"[|: \t-]{3,400}")
_RULE = re.compile(r"([-*_=~.] ?){3,200}")
_WIDE_GAP = re.compile(r"[ \t\u3000\xa0]{3,}")
_LABELLED_BLANK = re.compile(r"[\w（）() ]{1,16}[：:][^\S\n]*[^\n]{0,20}[ \t\u3000_]{3}")
_BAR = re.compile(r"[ \t]*\|[ \t]*")

# A copied web page is one line of many thousand characters; a paragraph of a contract hardly ever has two thousand.
_HUGE_LINE = 2000
# Below this there are too few lines to tell a wrapping width from chance.
_WRAPPED_LINES = 8
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 160
_NEARLY_FULL = 0.75  # of the margin: an indented paragraph, or a long word that went to the next line


@dataclass(frozen=True, slots=True)
class _TextLine:
    start: int
    end: int
    gap_before: bool
    """Whether a blank line (or the start of the file) stands before it."""


def read(source: Source, *, markdown: bool) -> Document:
    """Read the bytes of a text file. Raises ``ReadError`` if they are no text."""
    text = decode(source.data)
    if text is None:
        raise ReadError(
            source.path,
            "this is not a text in a known encoding.",
            "Save it as UTF-8 text, or give the original PDF or DOCX file.",
        )
    if not text.strip():
        raise ReadError(source.path, "there is no text in this file.", "Check that it is the right file.")
    return document_of(text, path=source.path, sha256=source.sha256, markdown=markdown)


def document_of(text: str, *, path: str, sha256: str = "", markdown: bool = False) -> Document:
    """Return ``text``, unchanged, as a document."""
    return Document(
        path=path,
        sha256=sha256,
        format="markdown" if markdown else "text",
        text=text,
        blocks=tuple(_blocks(text, markdown=markdown)),
        languages=languages_of(text),
        parts=(Part("text", Method.TEXT, len(text)),),
    )


def _lines(text: str) -> list[_TextLine]:
    lines: list[_TextLine] = []
    last_end = 0
    for match in _LINE.finditer(text):
        content = match.group()
        stripped = content.strip()
        if not stripped:
            continue
        start = match.start() + len(content) - len(content.lstrip())
        breaks = text.count("\n", last_end, start) or text.count("\r", last_end, start)
        gap = not lines or breaks > 1 or text.count("\f", last_end, start) > 0
        end = start + len(stripped)
        lines.append(_TextLine(start, end, gap))
        last_end = end
    return lines


def _blocks(text: str, *, markdown: bool) -> Iterator[Block]:
    lines = _lines(text)
    margin = _wrap_width(text, lines)
    furniture = _furniture(text, lines)
    table, row = -1, 0
    in_table = False
    start = end = -1  # the open paragraph
    for line in lines:
        content = text[line.start : line.end]
        cells = _cells(content)
        goes_on = (
            start >= 0
            and not cells
            and not line.gap_before
            and not (markdown and _HEADING.match(content))
            and content not in furniture
            and _continues(text[start:end], content, margin, markdown=markdown)
        )
        if goes_on:
            end = line.end
            continue
        if start >= 0:
            yield Block(start, end)
            start = -1
        if cells:
            if not in_table or line.gap_before:
                table, row, in_table = table + 1, 0, True
            if not _SEPARATOR_ROW.fullmatch(content):
                for column, (first, last) in enumerate(cells):
                    if last > first:
                        place = Cell(table, row, column)
                        yield Block(line.start + first, line.start + last, kind=BlockKind.CELL, cell=place)
                row += 1
            continue
        in_table = False
        heading = _HEADING.match(content) if markdown else None
        if heading:
            yield Block(line.start + heading.end(), line.end, heading=True, level=len(heading[1]) - 1)
        elif content in furniture:
            yield Block(line.start, line.end, kind=BlockKind.FURNITURE)
        elif _RULE.fullmatch(content):
            continue
        elif len(content) > _HUGE_LINE:
            yield from _split_huge(text, line)
        else:
            start, end = line.start, line.end
    if start >= 0:
        yield Block(start, end)


def _furniture(text: str, lines: list[_TextLine]) -> set[str]:
    """Return page numbers, and the words that stand beside them time and again: running heads and feet."""
    contents = [text[line.start : min(line.end, line.start + _WIDEST_WRAP)] for line in lines]
    numbers = [i for i, content in enumerate(contents) if _PAGE_NUMBER.fullmatch(content)]
    beside = Counter(content for i in numbers for content in {*contents[max(0, i - 1) : i], *contents[i + 1 : i + 2]})
    return {contents[i] for i in numbers} | {content for content, count in beside.items() if count >= 3}


def _continues(paragraph: str, line: str, margin: int | None, *, markdown: bool) -> bool:
    last = paragraph[paragraph.rfind("\n") + 1 :].strip()
    taken = width(last)
    if margin is None:
        # Markdown joins lines that follow each other; Chinese ones are clauses all the same.
        full = markdown and last.isascii() and taken >= _NARROWEST_WRAP
        return continues(last, line, full=full) and (full or line[0].islower() or not line[0].isalnum())
    if _LABELLED_BLANK.match(last):
        return False
    filled = taken + width(first_word(line)) + 1 >= margin
    return continues(last, line, full=filled or (taken >= margin * _NEARLY_FULL and not ends_sentence(last)))


def _wrap_width(text: str, lines: list[_TextLine]) -> int | None:
    """Return the column at which the lines were wrapped by hand or by an extractor, ``None`` if they were not.

    In a file with one clause per line nearly every long line ends a sentence. In wrapped text most do not,
    and there is a width that hardly any line exceeds.
    """
    contents = (text[line.start : line.end] for line in lines if line.end - line.start <= _HUGE_LINE)
    long = [(taken, ends_sentence(line)) for line in contents if (taken := width(line)) >= _NARROWEST_WRAP]
    wrapped = [taken for taken, ended in long if taken <= _WIDEST_WRAP and not ended]
    if len(wrapped) < _WRAPPED_LINES or len(wrapped) * 3 < len(long):
        return None
    margin = sorted(wrapped)[len(wrapped) * 9 // 10]
    beyond = sum(taken > margin + 12 for taken, _ in long)
    return margin if beyond * 20 <= len(long) else None


def _split_huge(text: str, line: _TextLine) -> Iterator[Block]:
    start = line.start
    for gap in _WIDE_GAP.finditer(text, line.start, line.end):
        before, after = text[max(start, gap.start() - 10) : gap.start()], text[gap.end() : gap.end() + 60]
        if _ends_paragraph(before, after):
            yield Block(start, gap.start())
            start = gap.end()
    if start < line.end:
        yield Block(start, line.end)


def _ends_paragraph(before: str, after: str) -> bool:
    """Whether a wide gap between these words divides paragraphs; it may also be a blank to fill in."""
    if starts_part(after) or ends_sentence(before):
        return True
    return before[-1:].isascii() and before[-1:] not in ",(-" and (after[:1].isupper() or after[:1] in '"“[')


def _cells(content: str) -> list[tuple[int, int]]:
    """Return the ranges of the cells of a row written with bars, empty if the line is no such row."""
    bars = list(_BAR.finditer(content))
    framed = len(bars) >= 2 and bars[0].start() == 0
    if not framed and " | " not in content:
        return []
    edges = [(0, 0), *((bar.start(), bar.end()) for bar in bars), (len(content), len(content))]
    if bars[0].start() == 0:
        edges = edges[1:]
    if edges[-2][1] == len(content):
        edges = edges[:-1]
    return [(left[1], right[0]) for left, right in itertools.pairwise(edges)]
