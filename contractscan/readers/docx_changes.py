"""Tracked changes and comments of a Word file: who wants what, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from contractscan.model import Change, Comment
from contractscan.readers.docx_package import W, local_name, value_of

Kind = Literal["insertion", "deletion"]

_KINDS: dict[str, Kind] = {
    "ins": "insertion", "moveTo": "insertion", "cellIns": "insertion",
    "del": "deletion", "moveFrom": "deletion", "cellDel": "deletion",
}  # fmt: skip
PARAGRAPH_MARK = "\n"


@dataclass(frozen=True, slots=True)
class Revision:
    """One mark of a tracked change."""

    kind: Kind
    author: str = ""
    date: str = ""


def revision_of(element: etree._Element) -> Revision | None:
    """Return the change that an element marks what it holds with, ``None`` if it marks none."""
    kind = _KINDS.get(local_name(element)) if str(element.tag).startswith(W) else None
    if kind is None:
        return None
    return Revision(kind, value_of(element, "author") or "", value_of(element, "date") or "")


def revision_in(properties: etree._Element | None) -> Revision | None:
    """Return the change that stands among the properties of a paragraph mark, a row or a cell.

    What is both inserted and deleted is deleted.
    """
    found = [revision for item in (() if properties is None else properties) if (revision := revision_of(item))]
    return in_force(found)


def in_force(revisions: Sequence[Revision]) -> Revision | None:
    """Return what becomes of text inside all of these, the outermost first: one deletion is enough to delete it."""
    deletions = [revision for revision in revisions if revision.kind == "deletion"]
    found = deletions or revisions
    return found[-1] if found else None


@dataclass(slots=True)
class OpenChange:
    """A change of a paragraph that is still gathered; offsets are into its text so far."""

    revision: Revision
    text: str
    start: int
    end: int

    def takes(self, revision: Revision, at: int) -> bool:
        """Whether what follows at ``at`` belongs to the same change."""
        return self.revision == revision and self.end == at

    def closed(self, start: int, end: int, text: str) -> Change:
        """Return the change as it stands in the document."""
        return Change(self.revision.kind, self.revision.author, self.revision.date, text, start, end)


class Comments:
    """The comments of one document; their places come to light while the text is read."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read ``comments.xml`` (``None`` if the document has none)."""
        items = () if root is None else root.iterfind(W + "comment")
        self._items = [(value_of(item, "id") or "", item) for item in items]
        self._starts: dict[str, int] = {}
        self._ends: dict[str, int] = {}

    def place(self, mark: etree._Element, at: int) -> None:
        """Note where in the document's text a mark of a comment stands: its start, its end or its reference."""
        key, name = value_of(mark, "id") or "", local_name(mark)
        if name == "commentRangeStart":
            self._starts.setdefault(key, at)
        elif name == "commentRangeEnd":
            self._ends[key] = at
        else:
            self._ends.setdefault(key, at)

    def comments(self, text: str) -> Iterator[Comment]:
        """Yield the comments; one that is nowhere in the document stands at its end."""
        for key, item in self._items:
            end = self._ends.get(key, len(text))
            start = min(self._starts.get(key, end), end)
            while start < end and text[start].isspace():
                start += 1
            yield Comment(value_of(item, "author") or "", value_of(item, "date") or "", _text_of(item), start, end)


def _text_of(comment: etree._Element) -> str:
    """Return the words of a comment, a line for each paragraph."""
    lines: list[str] = []
    for paragraph in comment.iter(W + "p"):
        words = ""
        for item in paragraph.iter(W + "t", W + "tab", W + "br"):
            words += (item.text or "") if item.tag == W + "t" else " "
        lines.append(words.strip())
    return "\n".join(line for line in lines if line)
