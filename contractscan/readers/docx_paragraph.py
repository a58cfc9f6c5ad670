"""One paragraph of a Word file while it is gathered, with the places in it that something else refers to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from contractscan.readers.docx_changes import PARAGRAPH_MARK, OpenChange, Revision

_BLANK = "_"
_LONG_BLANK = "____"


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside a paragraph and is read after it: a text box, or the lines of a chart.

    ``where`` names the part for a person, "" if it is that of the paragraph; ``revisions`` are around it.
    ``confidence`` is the OCR's (0..1), for a picture.
    """

    content: etree._Element | list[str]
    revisions: tuple[Revision, ...]
    where: str = ""
    confidence: float | None = None


@dataclass(slots=True)
class Paragraph:
    """The content of one paragraph, or of several where deleted paragraph marks join them."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    hidden: int = 0
    """How many of its characters are formatted as hidden."""
    sources: list[tuple[int, int, etree._Element]] = field(default_factory=list)
    """The elements whose text is in it, each after the offsets that it has there."""
    asides: list[Aside] = field(default_factory=list)
    changes: list[OpenChange] = field(default_factory=list)
    marks: list[tuple[int, etree._Element]] = field(default_factory=list)
    """The marks of comments, with their offsets."""
    confidence: float | None = None
    """The OCR's (0..1), if the text was in a picture."""
    tabs: list[bool] = field(default_factory=list)
    """For each tab stop, whether the way to it is drawn as a line."""
    _lined: list[tuple[int, int]] = field(default_factory=list)
    _own_changes: int = 0
    _tab: int = 0

    def add(self, text: str, revision: Revision | None = None, *, lined: bool = False, hidden: bool = False) -> None:
        """Append text as ``revision`` leaves it; ``lined`` text has a line drawn under it."""
        if not text:
            return
        deleted = revision is not None and revision.kind == "deletion"
        start = self.length
        if not deleted:
            self.parts.append(text)
            self.length += len(text)
            self.hidden += len(text.strip()) if hidden else 0
            if lined and self._lined and self._lined[-1][1] == start:
                self._lined[-1] = (self._lined[-1][0], self.length)
            elif lined:
                self._lined.append((start, self.length))
        if revision is not None:
            last = self.changes[-1] if len(self.changes) > self._own_changes else None
            if last is not None and last.takes(revision, start):
                last.text += text
                last.end = self.length
            else:
                self.changes.append(OpenChange(revision, text, start, self.length))

    def add_tab(self, revision: Revision | None, *, lined: bool) -> None:
        """Append a tab, which may be drawn as a line to write on."""
        stop = self._tab < len(self.tabs) and self.tabs[self._tab]
        self._tab += 1
        self.add("\t", revision, lined=lined or stop)

    def add_break(self, revision: Revision | None) -> None:
        """Append a line break."""
        self._tab = 0
        self.add("\n", revision)

    def end(self, mark: Revision | None) -> None:
        """End the paragraph; ``mark`` is the change that its mark is inside of.

        Text that was inserted or deleted together with the mark is one change with it.
        """
        if mark is not None:
            last = self.changes[-1] if len(self.changes) > self._own_changes else None
            if last is None or not last.takes(mark, self.length):
                self.changes.append(OpenChange(mark, PARAGRAPH_MARK, self.length, self.length))
        self._own_changes = len(self.changes)

    def written(self) -> tuple[str, Callable[[int], int]]:
        """Return the text, and what tells for each offset of ``changes``, ``marks`` and ``sources`` the one in this
        text.

        Spaces and tabs with a line under them, and no word on it, are blanks to fill in: each space is written as
        "_" and each tab as "____". One space with a line under it is a slip of the mouse, and not a blank.
        """
        signs = list("".join(self.parts))
        wide: list[int] = []  # where the tabs are that become longer
        for start, end in self._lined:
            stretch = signs[start:end]
            if stretch == [" "] or any(sign.isalnum() for sign in stretch):
                continue
            for at in range(start, end):
                if signs[at] == "\t":
                    signs[at] = _LONG_BLANK
                    wide.append(at)
                elif signs[at].isspace() and signs[at] != "\n":
                    signs[at] = _BLANK
        return "".join(signs), lambda offset: offset + (len(_LONG_BLANK) - 1) * bisect_left(wide, offset)
