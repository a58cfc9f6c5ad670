"""What goes into the main part of a Word file: the marks of comments, and wording as tracked insertions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from contractscan.report.word.characters import escaped
from contractscan.report.word.markup import Insertion, Markup, at_end_of
from contractscan.report.word.places import Anchor, Cut

# What comes first at one place: a run is closed, then comments end, before others begin and the run goes on.
_CLOSE, _END, _SIGN, _WORDING, _START, _OPEN = range(6)
# How the wording looks: as the paragraph before it, without its number, its borders and its breaks.
_PARAGRAPH_LOOK = ("pStyle", "widowControl", "bidi", "snapToGrid", "spacing", "ind", "jc", "textAlignment")
_BEFORE_NUMBER = ("pStyle", "widowControl")
_RUN_LOOK = ("rFonts", "color", "sz", "szCs", "lang")
# What may stand between paragraphs, and is none.
_MARKS = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr", "permStart", "permEnd")
_REVISION_ID = re.compile(rb"(<(?:[^\s:/>]+:)?rPrChange\s(?:[^>]*?\s)?(?:[^\s:=]+:)?id=)(\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who comments and inserts; ``date`` is ISO 8601, "" for none."""

    author: str
    initials: str
    date: str


@dataclass(frozen=True, slots=True)
class Names:
    """How elements of Word's vocabulary are written in a part."""

    prefix: str
    declaration: str
    """What binds the prefix where it stands, if the part does not do so for all of it."""

    def open(self, name: str, **attributes: object) -> str:
        """Return a tag that begins an element; attributes that are "" are left out."""
        said = "".join(
            f' {self.prefix}:{key}="{escaped(str(value))}"' for key, value in attributes.items() if value != ""
        )
        return f"<{self.prefix}:{name}{self.declaration}{said}>"

    def empty(self, name: str, **attributes: object) -> str:
        """Return an element with nothing in it."""
        return f"{self.open(name, **attributes)[:-1]}/>"

    def element(self, name: str, content: str, **attributes: object) -> str:
        """Return an element; ``content`` is markup."""
        return f"{self.open(name, **attributes)}{content}</{self.prefix}:{name}>"

    def text(self, text: str) -> str:
        """Return an element with ``text`` as it stands."""
        return f'{self.open("t")[:-1]} xml:space="preserve">{escaped(text)}</{self.prefix}:t>'


def names_in(markup: Markup) -> Names:
    """Return how to write Word's elements in a part whose root is one of them."""
    space = markup.elements[0].space
    prefix = markup.elements[0].tag.decode().rpartition(":")[0]
    if markup.prefixes.get(prefix) == [space]:
        return Names(prefix, "")
    return Names("w", f' xmlns:w="{space}"')


@dataclass(slots=True)
class Edits:
    """Gathers what is put into a part; nothing that is there is taken away."""

    markup: Markup
    names: Names
    free: Iterator[int]
    """Ids that nothing in the file has."""
    signature: Signature
    _insertions: list[Insertion] = field(default_factory=list)
    _cuts: set[int] = field(default_factory=set)
    _spaced: set[int] = field(default_factory=set)

    def result(self) -> bytes:
        """Return the part with all that was put in."""
        return self.markup.with_insertions(self._insertions)

    def comment(self, anchor: Anchor, key: int) -> None:
        """Mark what the comment ``key`` is about."""
        self._cut(anchor.start)
        self._cut(anchor.end)
        self._put(anchor.start.at, _START, self.names.empty("commentRangeStart", id=key))
        self._put(anchor.end.at, _END, self.names.empty("commentRangeEnd", id=key))
        self._put(anchor.reference, _SIGN, self._sign(key))

    def comments_at_end(self, paragraph: int, keys: Iterable[int]) -> None:
        """Put the signs of the comments ``keys`` at the end of a paragraph. To be called once."""
        content = ""
        for key in keys:
            content += self.names.empty("commentRangeStart", id=key) + self.names.empty("commentRangeEnd", id=key)
            content += self._sign(key)
        self._insertions += at_end_of(self.markup.elements[paragraph], content.encode(), _OPEN)

    def wording(self, anchor: Anchor, text: str) -> None:
        """Insert ``text`` after the paragraph of an anchor, as a tracked change."""
        element = self.markup.elements[anchor.paragraph]
        look = self._look(anchor.run)
        words = f"{self.names.element('rPr', look) if look else ''}{self.names.text(text)}"
        if self._may_follow(anchor.paragraph):
            mark = self.names.element("rPr", self._inserted("") + look)
            properties = self.names.element("pPr", self._paragraph_look(anchor.paragraph) + mark)
            content = self.names.element("r", words)
            self._put(element.end, _WORDING, self.names.element("p", properties + self._inserted(content)))
            return
        # The last paragraph of a cell ends with the cell, and that end cannot be a tracked insertion.
        content = self.names.element("r", self.names.empty("br")) + self.names.element("r", words)
        self._put(element.inner_end, _WORDING, self._inserted(content))

    def _put(self, at: int, rank: int, content: str) -> None:
        self._insertions.append(Insertion(at, rank, content.encode()))

    def _sign(self, key: int) -> str:
        return self.names.element("r", self.names.empty("commentReference", id=key))

    def _inserted(self, content: str) -> str:
        stated = {"id": next(self.free), "author": self.signature.author, "date": self.signature.date}
        return self.names.element("ins", content, **stated) if content else self.names.empty("ins", **stated)

    # ------------------------------------------------------------ runs

    def _cut(self, cut: Cut) -> None:
        """Make two runs of one, which look alike."""
        if cut.run is None or cut.at in self._cuts:
            return
        self._cuts.add(cut.at)
        run = self.markup.elements[cut.run]
        close, start = b"</" + run.tag + b">", self.markup.open_tag(cut.run) + self._properties(cut.run)
        if cut.text is not None:
            text = self.markup.elements[cut.text]
            tag = self.markup.open_tag(cut.text)
            close = b"</" + text.tag + b">" + close
            if b"xml:space" not in tag:
                # Both halves may have a space at their new ends, which Word would drop.
                preserve = b' xml:space="preserve"'
                tag = tag[:-1] + preserve + b">"
                if cut.text not in self._spaced:
                    self._spaced.add(cut.text)
                    self._insertions.append(Insertion(text.inner - 1, _OPEN, preserve))
            start += tag
        self._insertions += (Insertion(cut.at, _CLOSE, close), Insertion(cut.at, _OPEN, start))

    def _properties(self, run: int) -> bytes:
        """Return the properties of a run, for a copy of it: a tracked change of them gets an id of its own."""
        properties = self.markup.child(run, "rPr")
        if properties is None:
            return b""
        written = self.markup.source(properties)
        return _REVISION_ID.sub(lambda match: match[1] + b'"%d"' % next(self.free), written)

    # ------------------------------------------------------------ the look of the wording

    def _look(self, run: int | None) -> str:
        properties = None if run is None else self.markup.child(run, "rPr")
        return "" if properties is None else self._copies(properties, _RUN_LOOK)

    def _paragraph_look(self, paragraph: int) -> str:
        properties = self.markup.child(paragraph, "pPr")
        if properties is None:
            return ""
        unnumbered = self.names.element("numPr", self.names.empty("numId", val=0))
        plain = self.names.empty("outlineLvl", val=9)  # the wording is no heading, whatever it follows
        before = self._copies(properties, _BEFORE_NUMBER)
        after = self._copies(properties, [name for name in _PARAGRAPH_LOOK if name not in _BEFORE_NUMBER])
        return before + unnumbered + after + plain

    def _copies(self, properties: int, wanted: Collection[str]) -> str:
        children = self.markup.children(properties)
        kept = [child for child in children if self.markup.elements[child].name in wanted]
        return "".join(self.markup.source(child).decode() for child in kept)

    def _may_follow(self, paragraph: int) -> bool:
        """Whether a paragraph of its own can be put after one, so that rejecting it leaves nothing behind."""
        markup = self.markup
        if (properties := markup.child(paragraph, "pPr")) is not None:
            if markup.child(properties, "sectPr") is not None:
                return False
            mark = markup.child(properties, "rPr")
            if mark is not None and any(markup.child(mark, name) is not None for name in ("del", "moveFrom")):
                return False
        element = markup.elements[paragraph]
        for following in range(paragraph + 1, len(markup.elements)):
            sibling = markup.elements[following]
            if sibling.start >= element.end and (sibling.parent != element.parent or sibling.name not in _MARKS):
                return sibling.parent == element.parent and sibling.name == "p"
        return False
