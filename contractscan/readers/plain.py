"""Plain text and Markdown. ``Document.text`` is the decoded file itself, unchanged."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from contractscan.errors import ReadError
from contractscan.model import Block, BlockKind, Cell, Document, Method, Note, Part
from contractscan.readers import glued
from contractscan.readers.decoding import decode
from contractscan.readers.limits import MEGABYTE, TEXT_BYTES
from contractscan.readers.markdown import annotated, pictures
from contractscan.readers.paragraphs import continues, ends_sentence, first_word, width
from contractscan.readers.source import Source
from contractscan.readers.text_lines import Role, TextLine, lines_of
from contractscan.text import languages_of
from contractscan.writing import NOTHING, PAGE_NUMBER_LINE, plain_writing

_PAGE_NUMBER = re.compile(
    r"[-–—~ ]{0,6}(?:第 ?)?\d{1,4} ?[页頁]?(?: ?[/／,，共] ?共? ?\d{1,4} ?[页頁]?)?[-–—~ ]{0,6}"
    r"|page \d{1,4}(?: of \d{1,4})?",
    re.IGNORECASE,
)
_SEPARATOR_ROW = re.compile(r"[|: \t-]{3,400}")
_RULE = re.compile(r"([-*_=~.] ?){3,200}")
_LABELLED_BLANK = re.compile(r"[\w（）() ]{1,16}[：:][^\S\n]*[^\n]{0,20}[ \t\u3000_]{3}")
_BAR = re.compile(r"[ \t]*\|[ \t]*")
_NUMBER_ALONE = re.compile(
    r"[(（第]?(?:[\d.]{1,8}|[一二三四五六七八九十百]{1,4}|[a-zA-Z]|[ivxIVX]{1,5})[)）、.．条章款项]{0,2}|[•●■◆▪○□☐☑√·※*-]"
)

# Below this there are too few lines to tell a wrapping width from chance.
_WRAPPED_LINES = 8
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 160
_PLAINLY_WRAPPED = 30  # columns: a line of this width that ends in the midst of a sentence goes on behind a page number
_WIDEST_CELL = 120
_FEWEST_LETTERS, _FEWEST_WORDS = 4, 20
_OTHER_FORMATS = frozenset({".doc", ".docx", ".docm", ".wps", ".odt", ".rtf", ".pdf", ".png", ".jpg", ".jpeg", ".tif"})
_NEARLY_FULL = 0.75  # of the margin: an indented paragraph, or a long word that went to the next line


def read(source: Source, *, markdown: bool) -> Document:
    """Read the bytes of a text file. Raises ``ReadError`` if they are no text."""
    if len(source.data) > TEXT_BYTES:
        reason = f"this text is larger than {TEXT_BYTES // MEGABYTE} MB, and no contract is."
        raise ReadError(source.path, reason, "Split it, or give the contract alone.")
    text = decode(source.data)
    if text is None:
        raise ReadError(
            source.path,
            "this is not a text in a known encoding.",
            "Save it as UTF-8 text, or give the original PDF or DOCX file.",
        )
    letters = sum(char.isalnum() for char in text[:4096])
    if letters < _FEWEST_LETTERS:
        raise ReadError(source.path, "there is no text in this file.", "Check that it is the right file.")
    suffix = PurePath(source.path).suffix.lower()
    if suffix in _OTHER_FORMATS and letters < _FEWEST_WORDS:
        raise ReadError(source.path, f"this is no {suffix} file, and hardly a text.", "Get a fresh copy of it.")
    return document_of(text, path=source.path, sha256=source.sha256, markdown=markdown)


def document_of(text: str, *, path: str, sha256: str = "", markdown: bool = False) -> Document:
    """Return ``text``, unchanged, as a document."""
    shown = pictures(text) if markdown else 0
    return Document(
        path=path,
        sha256=sha256,
        format="markdown" if markdown else "text",
        text=text,
        blocks=tuple(_blocks(text, markdown=markdown)),
        languages=languages_of(text),
        parts=(Part("text", Method.TEXT, len(text)),),
        notes=(Note("pictures", f"{shown} pictures that the text shows were not looked at."),) if shown else (),
    )


def _blocks(text: str, *, markdown: bool) -> Iterator[Block]:
    """Yield the paragraphs, cells and furniture of ``text``, in order."""
    lines = list(annotated(text, lines_of(text)) if markdown else lines_of(text))
    plain = plain_writing(text).replace(NOTHING, " ")
    margin = _wrap_width(plain, lines)
    furniture = _furniture(text, lines)
    rows = _tabbed_rows(plain, lines)
    table, row = -1, 0
    in_table = False
    paragraph: list[TextLine] = []  # the open one
    held: list[TextLine] = []  # page numbers that may stand in the midst of it
    for number, line in enumerate(lines):
        content = plain[line.start : line.end].strip()
        furnishes = text[line.start : line.end] in furniture
        cells = rows.get(number) or _cells(content)
        if line.role is Role.WORDS and content and not cells and not line.fresh and not furnishes:
            if held and _crosses_page(plain, paragraph[-1], content):
                paragraph.append(line)
                held = []
                continue
            if paragraph and not held and not line.gap_before:
                so_far = plain[paragraph[0].start : paragraph[-1].end]
                if _continues(so_far, content, margin, markdown=markdown):
                    paragraph.append(line)
                    continue
        if furnishes and paragraph and PAGE_NUMBER_LINE.fullmatch(text, line.start, line.end):
            held.append(line)
            continue
        yield from _closed(text, paragraph)
        yield from (_furnished(kept) for kept in held)
        paragraph, held = [], []
        if cells:
            if not in_table or line.gap_before:
                table, row, in_table = table + 1, 0, True
            if not _SEPARATOR_ROW.fullmatch(content):
                yield from _row_of(line, cells, table, row)
                row += 1
            continue
        in_table = False
        if line.role is Role.FURNITURE or furnishes:
            yield _furnished(line)
        elif line.role is Role.HEADING:
            yield Block(line.start, line.end, level=line.level, heading=True)
        elif line.role is Role.WORDS and content and not _RULE.fullmatch(content):
            paragraph = [line]
    yield from _closed(text, paragraph)
    yield from (_furnished(kept) for kept in held)


def _closed(text: str, paragraph: Sequence[TextLine]) -> Iterator[Block]:
    """Yield a paragraph whose last line has been seen; glued ones come apart."""
    if paragraph:
        for start, end in glued.parts(text, paragraph[0].start, paragraph[-1].end):
            yield Block(start, end, level=paragraph[0].level)


def _furnished(line: TextLine) -> Block:
    return Block(line.start, line.end, kind=BlockKind.FURNITURE)


def _row_of(line: TextLine, cells: Sequence[tuple[int, int]], table: int, row: int) -> Iterator[Block]:
    for column, (first, last) in enumerate(cells):
        if last > first:
            yield Block(line.start + first, line.start + last, kind=BlockKind.CELL, cell=Cell(table, row, column))


def _crosses_page(text: str, last: TextLine, following: str) -> bool:
    """Whether the sentence of the line above a page number goes on below it."""
    words = text[last.start : last.end].strip()
    return not ends_sentence(words) and continues(words, following, full=width(words) >= _PLAINLY_WRAPPED)


def _tabbed_rows(text: str, lines: Sequence[TextLine]) -> dict[int, list[tuple[int, int]]]:
    """Return the cells of the lines, by number, that are rows of a table whose columns are set with tabs."""
    found = {number: cells for number, line in enumerate(lines) if (cells := _tabbed(text[line.start : line.end]))}
    return {
        number: cells
        for number, cells in found.items()
        if any(len(found.get(beside, ())) == len(cells) for beside in (number - 1, number + 1))
    }


def _tabbed(content: str) -> list[tuple[int, int]]:
    """Return the ranges of what tabs divide, empty where the tab only stands behind a clause's number."""
    if "\t" not in content:
        return []
    cells = [match.span() for match in re.finditer(r"[^\t]+", content) if match[0].strip()]
    short = all(last - first <= _WIDEST_CELL for first, last in cells)
    if len(cells) < 2 or not short or _NUMBER_ALONE.fullmatch(content[cells[0][0] : cells[0][1]].strip()):
        return []
    return [
        (first + len(part) - len(part.lstrip()), last - len(part) + len(part.rstrip()))
        for first, last in cells
        for part in (content[first:last],)
    ]


def _furniture(text: str, lines: Sequence[TextLine]) -> set[str]:
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


def _wrap_width(text: str, lines: Sequence[TextLine]) -> int | None:
    """Return the column at which the lines were wrapped by hand or by an extractor, ``None`` if they were not.

    In a file with one clause per line nearly every long line ends a sentence. In wrapped text most do not,
    and there is a width that hardly any line exceeds.
    """
    contents = (text[line.start : line.end] for line in lines if line.end - line.start <= glued.HUGE)
    long = [(taken, ends_sentence(line)) for line in contents if (taken := width(line)) >= _NARROWEST_WRAP]
    wrapped = [taken for taken, ended in long if taken <= _WIDEST_WRAP and not ended]
    if len(wrapped) < _WRAPPED_LINES or len(wrapped) * 3 < len(long):
        return None
    margin = sorted(wrapped)[len(wrapped) * 9 // 10]
    beyond = sum(taken > margin + 12 for taken, _ in long)
    return margin if beyond * 20 <= len(long) else None


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
