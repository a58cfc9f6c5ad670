"""Building the clause tree from numbers and headings, and asking it questions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from contractscan.model import Block, BlockKind, Clause, Document, Outline, Span
from contractscan.structure.headings import heading_after_number, is_chinese, is_title, run_in_heading, stands_alone
from contractscan.structure.markers import (
    PARTS,
    RANKS,
    WHOLE,
    Marker,
    half_width,
    inline_places,
    marker_at,
)
from contractscan.writing import NOTHING, plain_writing

_BLANK: Final = f" \t\r\n\u3000\xa0{NOTHING}"
_PREFIX = re.compile(r"[\s>#*]{0,16}")
_CONTENTS_LINE = re.compile(r"(?:\.\s?){4,400}\s*\d{1,4}\s*$|[…·]{2,80}\s*\d{1,4}\s*$")
_SENTENCE_END = re.compile(r"[。；;！？\n]|[.!?](?=\s)")
_OPENS_LIST = re.compile(r"[:：]\W{0,3}$|(?:shall not|following|as follows|if|如下|下列)[,，]?$", re.IGNORECASE)
_OPENS_CONTRACT = re.compile(
    r"agree as follows|(?:达成|订立|签订|约定|商定|议定|说好|谈好|讲好).{0,4}(?:如下|以下)"
    r"|如下(?:协议|合同|条款|约定|共识)|以下(?:几条|协议|共识)",
    re.IGNORECASE,
)
_FORMAT_HEADING: Final = "heading@"


@dataclass(slots=True)
class _Open:
    """A clause that is still open while the document is walked through."""

    style: str
    values: tuple[int, ...]
    index: int
    headed: bool

    @property
    def rank(self) -> int | None:
        return RANKS.get(self.style)


class _Builder:
    """Walks through the blocks once, keeping the stack of open clauses."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = half_width(document.text)
        self.plain = plain_writing(document.text)
        self.block_starts = [block.start for block in document.blocks]
        self.clauses: list[Clause] = []
        self.ends: list[int] = []
        self.stack: list[_Open] = []
        self.repeated: set[str] = set()  # lines like "CONFIDENTIAL" that come back page by page

    def build(self) -> Outline:
        blocks = [b for b in self.document.blocks if b.kind is not BlockKind.FURNITURE and b.end > b.start]
        lines = Counter(self.document.text[b.start : b.end] for b in blocks if b.end - b.start <= 60)
        self.repeated = {line for line, count in lines.items() if count > 2}
        for i, block in enumerate(blocks):
            self._block(block, blocks[i + 1] if i + 1 < len(blocks) else None)
        self._cut(0, len(self.text))
        return Outline(tuple(_ended(c, e) for c, e in zip(self.clauses, self.ends, strict=True)))

    def _block(self, block: Block, following: Block | None) -> None:
        prefix = _PREFIX.match(self.text, block.start, block.end)
        start = prefix.end() if prefix else block.start
        if start >= block.end or self._is_of_contents(max(start, block.end - 200), block.end):
            return
        cell = block.kind is BlockKind.CELL
        marker = self._first_marker(block, start)
        if marker and not (cell and self._weak_in_cell(marker, block)):
            self._numbered(marker, block)
        elif not cell:
            self._unnumbered(block, start, following)
        if not cell:
            self._inline(block, marker.end if marker else start)

    def _is_of_contents(self, start: int, end: int) -> bool:
        if not self.text[start:end].rstrip()[-1:].isdigit():  # most lines: a page number is quickly seen to be missing
            return False
        return _CONTENTS_LINE.search(self.text, start, end) is not None

    def _first_marker(self, block: Block, start: int) -> Marker | None:
        marker = marker_at(self.text, start, block.end)
        if marker and not self.clauses and marker.label.lower().startswith("exhibit"):
            return None  # the file's own exhibit number, not an annex of the contract
        if marker is None and block.number and any(c.isalnum() for c in block.number):
            end = min(start + len(block.number), block.end)
            return Marker(((f"auto@{block.level}", (1,)),), block.number, block.number.rstrip("."), start, end)
        if marker and marker.readings[0][0] == "decimal" and not self._plausible(marker.readings[0][1], block):
            return None
        return marker

    def _weak_in_cell(self, marker: Marker, block: Block) -> bool:
        style = marker.readings[0][0]
        return not (style in RANKS or style == "decimal") or block.end - marker.end < 4

    def _plausible(self, values: tuple[int, ...], block: Block) -> bool:
        """Return whether a decimal continues the numbering: "3.5" may be a quantity at the start of a line."""
        if block.number or values[-1] <= 1:
            return True
        return any(o.style == "decimal" or (o.style in WHOLE and o.values[0] == values[0]) for o in self.stack)

    # ------------------------------------------------------------ placing clauses

    def _numbered(self, marker: Marker, block: Block) -> None:
        second = marker_at(self.text, marker.end, block.end) if marker.end < block.end else None
        if second and second.readings[0][0] in PARTS and marker.readings[0][0] not in PARTS:
            # "3. 第三条": an automatic number before the written one, which is the one that is cited
            number = self.document.text[marker.start : second.end].strip()
            marker = Marker(second.readings, number, second.label, marker.start, second.end)
            second = None
        nested = second is not None and second.readings[0][1] == (1,) and second.number.startswith("(")
        self._open(marker, block, "" if nested else self._heading(marker.end, block.end))
        if nested and second:
            self._open(second, block, self._heading(second.end, block.end))

    def _heading(self, start: int, end: int) -> str:
        line = self.text.find("\n", start, end)
        end = min(end if line < 0 else line, start + 160)
        return self._as_written(heading_after_number(self.plain[start:end]), start)

    def _as_written(self, heading: str, start: int) -> str:
        """Return a heading found in plain writing at or after ``start`` as the document has it."""
        at = self.plain.find(heading, start, start + 400)
        return self.document.text[at : at + len(heading)] if heading and at >= 0 else heading

    def _open(self, marker: Marker, block: Block, heading: str) -> None:
        style, values = self._resolve(marker)
        if block.number and block.level is not None and style not in RANKS and style != "decimal":
            style = f"{style}@{block.level}"
        depth = self._depth(style, values, headed=bool(heading))
        number = self.document.text[marker.start : marker.start + len(marker.number)].strip()
        label = f"（{marker.label[1:-1]}）" if "（" in number else marker.label
        if self.plain.startswith(label, marker.start):
            label = self.document.text[marker.start : marker.start + len(label)]
        self._push(depth, _Open(style, values, len(self.clauses), bool(heading)), number, label, heading, marker)

    def _resolve(self, marker: Marker) -> tuple[str, tuple[int, ...]]:
        """Return the reading that continues an open list, or else the likeliest."""
        if len(marker.readings) > 1:
            for entry in reversed(self.stack):
                for style, values in marker.readings:
                    if entry.style.split("@")[0] == style and values[0] == entry.values[0] + 1:
                        return style, values
        return marker.readings[0]

    def _depth(self, style: str, values: tuple[int, ...], *, headed: bool) -> int:
        """Return how many of the open clauses stay open above a new one."""
        if style == "annex":
            return 0
        if style == "decimal":
            return self._decimal_depth(values)
        for i, entry in enumerate(self.stack):
            if entry.style == style:
                return i
        rank = RANKS.get(style)
        if rank is not None:
            for i, entry in enumerate(self.stack):
                if (entry.rank is not None and entry.rank >= rank) or entry.style == "decimal":
                    return i
        if headed or rank is not None:
            # A numbered heading is the peer of an unnumbered one; running numbered text belongs under it.
            for i, entry in enumerate(self.stack):
                if entry.style == "heading":
                    return i
        return len(self.stack)

    def _decimal_depth(self, values: tuple[int, ...]) -> int:
        decimals = [(i, e) for i, e in enumerate(self.stack) if e.style == "decimal"]
        for i, entry in decimals:
            if len(entry.values) == len(values) and entry.values[:-1] == values[:-1]:
                return i
        for i, entry in reversed(decimals):
            if entry.values == values[: len(entry.values)] and len(entry.values) < len(values):
                return i + 1
        return decimals[0][0] if decimals else len(self.stack)

    def _push(self, depth: int, entry: _Open, number: str, label: str, heading: str, place: Marker | Block) -> None:
        self._cut(depth, place.start)
        parent = self.stack[-1].index if self.stack else None
        block = self.document.blocks[max(0, bisect_right(self.block_starts, place.start) - 1)]
        path = self._path(entry.style, label)
        self.clauses.append(
            Clause(entry.index, number, path, heading, depth, place.start, place.start, parent, block.page)
        )
        self.ends.append(len(self.text))
        self.stack.append(entry)

    def _cut(self, depth: int, end: int) -> None:
        for entry in self.stack[depth:]:
            self.ends[entry.index] = end
        del self.stack[depth:]

    def _path(self, style: str, label: str) -> str:
        """Return the citation of a clause labelled ``label`` under the clauses now open."""
        if not label or style == "annex":
            return label
        whole = style in RANKS or style == "decimal"
        for entry in reversed(self.stack):
            above = self.clauses[entry.index].path
            if not above or (whole and entry.style != "annex"):
                continue
            if entry.style == "annex" or (RANKS.get(entry.style, 9) < 4 and entry.style not in WHOLE):
                return f"{above} {label}"
            if label[0] in "(（①②③④⑤⑥⑦⑧⑨⑩":
                return above + label
            if above[-1].isascii() and above[-1].isalnum() and label.isascii():
                return f"{above}.{label}"
            return f"{above} {label}" if above[-1] in "条章节條節）)" else f"{above}、{label}"
        return label

    # ------------------------------------------------------------ unnumbered headings and numbers inside blocks

    def _unnumbered(self, block: Block, start: int, following: Block | None) -> None:
        text = self.plain[start : min(block.end, start + 200)].strip(_BLANK)
        style = "heading"
        if block.heading:
            if is_title(text) or len(text) > 100:
                return
            style = f"{_FORMAT_HEADING}{block.level or 0}"
            heading = text.split("\n")[0].strip("*# ")
        elif block.end - start <= 60 and stands_alone(text):
            if self._names_open_part(text, start) or text in self.repeated or is_title(text):
                return
            if following is None or self._also_alone(following):
                return
            heading = text.strip("* ")
        else:
            heading = "" if is_chinese(text) or block.end - start < 40 else run_in_heading(text, numbered=False)
            if not heading or len(heading) < 4 or is_title(heading):
                return
        depth = self._heading_depth(style)
        heading = self._as_written(heading, start)
        self._push(depth, _Open(style, (0,), len(self.clauses), True), "", "", heading, replace(block, start=start))

    def _names_open_part(self, text: str, start: int) -> bool:
        """Give a line right below a bare "ARTICLE III" to it as its heading; return whether that was so."""
        last = self.clauses[-1] if self.clauses else None
        if last is None or last.heading or not self.stack or self.stack[-1].style not in RANKS:
            return False
        if self.text[last.start : start].strip(" .:\r\n\t") != half_width(last.number).strip(" .:"):
            return False
        self.clauses[-1] = replace(last, heading=text.strip("* "))
        self.stack[-1].headed = True
        return True

    def _also_alone(self, block: Block) -> bool:
        """Return whether the next block is a bare line too: then both are a form or a list, and head nothing."""
        if block.heading or marker_at(self.text, block.start, block.end):
            return False
        return block.end - block.start <= 60 and stands_alone(self.plain[block.start : block.end])

    def _heading_depth(self, style: str) -> int:
        if style.startswith(_FORMAT_HEADING):
            for i, entry in enumerate(self.stack):
                if entry.style == "heading" or (entry.style.startswith(_FORMAT_HEADING) and entry.style >= style):
                    return i
        for i, entry in enumerate(self.stack):
            if entry.style == style or not entry.headed:
                return i
        return len(self.stack)

    def _inline(self, block: Block, start: int) -> None:
        """Open the clauses whose numbers stand inside the block, where they continue what is open."""
        for place, wide in inline_places(self.text, start, block.end):
            if self.clauses and place <= self.clauses[-1].start:
                continue
            marker = marker_at(self.text, place, block.end)
            if marker and self._continues(marker, place, wide=wide):
                self._open(marker, replace(block, number="", level=None), self._heading(marker.end, block.end))

    def _continues(self, marker: Marker, place: int, *, wide: bool) -> bool:
        style, values = self._resolve(marker)
        bracketed = marker.number.startswith("(")
        if not wide and (bracketed or style not in {"num.", "decimal", "section", "article", "条"}):
            return False
        if values[-1] == 1 and wide:
            opens = self.text[max(0, place - 12) : place].rstrip()[-1:] in (":", ".")
            return opens and not any(e.style == style for e in self.stack)
        for entry in reversed(self.stack):
            if entry.style == style and len(entry.values) == len(values):
                if entry.values[:-1] == values[:-1] and values[-1] == entry.values[-1] + 1:
                    return True
                if values[-1] == 1 and values[0] == entry.values[0] + 1:
                    return True
            elif style == "decimal" and values[-1] == 1 and entry.values == values[:-1] and entry.style in WHOLE:
                return True
        return False


def _ended(c: Clause, end: int) -> Clause:
    """Return ``c`` with its end (``replace`` takes five times as long, and this is done to every clause)."""
    return Clause(c.index, c.number, c.path, c.heading, c.level, c.start, end, c.parent, c.page)


def outline(document: Document) -> Outline:
    """Return the clause tree of ``document``. Never raises; text without numbers or headings has no clauses."""
    return _Builder(document).build()


def clause_at(outline: Outline, offset: int) -> Clause | None:
    """Return the innermost clause that holds ``offset`` (a code-point offset into the text), or ``None``."""
    index = bisect_right(outline.clauses, offset, key=lambda c: c.start) - 1
    while index >= 0:
        clause = outline.clauses[index]
        if offset < clause.end:
            return clause
        if clause.parent is None:
            return None
        index = clause.parent
    return None


def ancestors(outline: Outline, clause: Clause) -> tuple[Clause, ...]:
    """Return the clauses that ``clause`` lies in, the outermost first."""
    chain: list[Clause] = []
    parent = clause.parent
    while parent is not None:
        chain.append(outline.clauses[parent])
        parent = outline.clauses[parent].parent
    return tuple(reversed(chain))


def _style(clause: Clause) -> tuple[str, tuple[int, ...]]:
    return _style_of(clause.number)


@lru_cache(maxsize=4096)
def _style_of(number: str) -> tuple[str, tuple[int, ...]]:
    text = half_width(number)
    marker = marker_at(text, 0, len(text))
    return marker.readings[0] if marker else ("", (0,))


def number_of(clause: Clause) -> tuple[int, ...] | None:
    """Return the number by which other clauses cite ``clause`` (第三条: 3, 3.2: 3 and 2), ``None`` if it has none."""
    style, values = _style(clause)
    return values if style == "decimal" or style in WHOLE - {"章"} else None


def lead_in(document: Document, outline: Outline, clause: Clause) -> Span | None:
    """Return the words that introduce the list which ``clause`` is an item of ("乙方不得：", "Agency shall not:").

    It is the last sentence before the first item, in the parent clause or in the block above; ``None`` for a
    clause that heads a part of the contract, and where no words announce a list.
    """
    style, _ = _style(clause)
    if not style or style in PARTS or (clause.level == 0 and clause.heading):
        return None
    first = clause
    for index in range(clause.index - 1, clause.parent if clause.parent is not None else -1, -1):
        sibling = outline.clauses[index]
        if sibling.parent != clause.parent:
            continue
        first_value = _style(first)[1]
        if _style(sibling)[0] == style or (sibling.number[-1:] == first.number[-1:] and first_value != (1,)):
            if first_value == (1,):
                break
            first = sibling
        else:
            break
    floor = outline.clauses[first.index - 1].start if first.index else 0
    text = plain_writing(document.text)[max(floor, first.start - 600) : first.start]
    kept = text.rstrip()
    if not _OPENS_LIST.search(kept) or _OPENS_CONTRACT.search(kept, max(0, len(kept) - 30)):
        return None
    start = 0
    for match in _SENTENCE_END.finditer(kept, 0, max(0, len(kept) - 2)):
        start = match.end()
    while start < len(kept) and kept[start].isspace():
        start += 1
    base = first.start - len(text)
    return Span(base + start, base + len(kept)) if start < len(kept) else None
