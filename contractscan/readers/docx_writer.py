"""Putting the text of a Word file together, block by block, with the offset of everything in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from lxml import etree

from contractscan.model import Block, BlockKind, Cell, Change, Method, Part
from contractscan.readers.docx_changes import Comments
from contractscan.readers.docx_numbering import NO_LABEL, Label
from contractscan.readers.docx_paragraph import Paragraph


@dataclass(frozen=True, slots=True)
class Trace:
    """The element that ``start:end`` of the text comes from; its own first ``dropped`` characters are not in it."""

    start: int
    end: int
    dropped: int
    element: etree._Element


class Writer:
    """Puts the text together; separators come between blocks, never after the last one."""

    def __init__(self, *, traced: bool = False) -> None:
        """``traced``: keep a record of which element each piece of the text comes from."""
        self.blocks: list[Block] = []
        self.changes: list[Change] = []
        self.texts: set[etree._Element] = set()
        """The elements whose text has been written."""
        self.traces: list[Trace] | None = [] if traced else None
        self.hidden = 0
        """How many characters of it are formatted as hidden."""
        self._tables = 0
        self._characters: Counter[str] = Counter()
        self._sure: defaultdict[str, float] = defaultdict(float)  # OCR confidence times characters
        self._parts: list[str] = []
        self._length = 0
        self._pending = ""
        self._row_has_text = False

    def text(self) -> str:
        """Return all that has been written."""
        return "".join(self._parts)

    def parts(self) -> tuple[Part, ...]:
        """Return how much was written of each part, in their order in the text."""
        return tuple(
            Part(where, Method.OCR, count, self._sure[where] / count)
            if where in self._sure
            else Part(where, Method.TEXT, count)
            for where, count in self._characters.items()
        )

    def paragraph(
        self,
        content: Paragraph,
        comments: Comments,
        where: str,
        kind: BlockKind,
        cell: Cell | None = None,
        label: Label = NO_LABEL,
        level: int | None = None,
        heading: bool = False,
    ) -> None:
        """Write a paragraph, if it has text or a number; tell its changes and comments where they stand."""
        whole, moved = content.written()
        text = whole.strip()
        before = label.before(text)
        if before or text:
            block = Block(0, 0, None, kind, cell, label.number, level, heading, content.confidence)
            start = self._block(before + text, where, block) + len(before)
        else:
            start = self._length
        self.texts.update([element for _, _, element in content.sources])
        self.hidden += content.hidden
        dropped = len(whole) - len(whole.lstrip())

        def place(offset: int) -> int:
            return start + min(max(moved(offset) - dropped, 0), len(text))

        for change in content.changes:
            first, last = place(change.start), place(change.end)
            kept = text[first - start : last - start] if last > first else change.text
            self.changes.append(change.closed(first, last, kept))
        for offset, mark in content.marks:
            comments.place(mark, place(offset))
        if self.traces is not None:
            for first, last, element in content.sources:
                if place(first) < place(last):
                    self.traces.append(Trace(place(first), place(last), max(dropped - moved(first), 0), element))

    def mark(self, mark: etree._Element, comments: Comments) -> None:
        """Place a mark of a comment that stands between paragraphs."""
        comments.place(mark, self._length)

    def table(self) -> int:
        """Begin a table, and return its number."""
        self._tables += 1
        return self._tables - 1

    def row(self) -> None:
        """Begin a table row."""
        self._pending, self._row_has_text = "\n", False

    def cell(self) -> None:
        """Begin a further cell of the row."""
        if self._row_has_text and self._pending == "\n":
            self._pending = " | "
        else:
            self._pending += " | "

    def end_table(self) -> None:
        """Go back to running text, or to the cell that the table stood in."""
        self._pending, self._row_has_text = "\n", False

    def _block(self, text: str, where: str, block: Block) -> int:
        """Write the text of ``block``, which is yet to get its place, and return where it begins."""
        if self._pending and self._length:
            self._append(self._pending)
        start = self._length
        self._append(text)
        self.blocks.append(replace(block, start=start, end=self._length))
        self._characters[where] += len(text)
        if block.confidence is not None:
            self._sure[where] += block.confidence * len(text)
        self._pending = "\n"
        self._row_has_text = True
        return start

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
