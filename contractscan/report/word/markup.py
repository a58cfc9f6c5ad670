"""An XML part with the place of each of its elements, and what is put in between: all that was there stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.parsers import expat

from contractscan.readers.docx_package import PartError

_TAG = re.compile(rb"<([^\s/>]+)[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>")
# One character of an element's text: a reference, a line end, or itself.
_CHARACTER = re.compile(r"&[^;]*;|\r\n|[^<&]", re.DOTALL)
_IS_LONGER = re.compile("&|\r\n")  # what is written in more than one character, and is one
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Element:
    """An element of a part: its name, and the bytes from ``start`` to ``end`` with its content in between.

    An empty one (``<w:p/>``) has its content, ``inner`` and ``inner_end``, right before its "/". ``parent`` is the
    number of the element that it is in (that of the root is -1), ``tag`` the name with its prefix, as it is written.
    """

    space: str
    name: str
    tag: bytes
    parent: int
    start: int
    inner: int
    inner_end: int = 0
    end: int = 0
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """What is written between two tags; ``places`` tells where each character begins, unless each is one sign."""

    number: int
    written: str
    places: list[int] | None


def _text(number: int, written: str) -> _Text:
    longer = _IS_LONGER.search(written) is not None
    places = [0, *(match.end() for match in _CHARACTER.finditer(written))] if longer else None
    return _Text(number, written, places)


class Markup:
    """A part as it is written. ``elements`` are in document order: the number of each is its index."""

    def __init__(self, data: bytes) -> None:
        """Raises ``PartError`` if ``data`` is not well-formed, or has definitions of its own."""
        self._encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8"
        self._original = data
        try:
            self.data = data if self._encoding == "utf-8" else data.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise PartError(f"the text of a part is damaged ({error})") from error
        self.elements: list[Element] = []
        self.prefixes: dict[str, list[str]] = {}
        """The namespaces by the prefixes that they are bound to, the root's first."""
        self._open: list[int] = []
        self._last: _Text | None = None  # the same text is asked for many times in a row
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        self._parser.StartNamespaceDeclHandler = self._bind
        self._parser.StartDoctypeDeclHandler = self._refuse
        try:
            self._parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise PartError(f"a part is not well-formed XML ({error})") from error

    def path(self, number: int) -> list[int]:
        """Return the numbers of an element and of all that it is in, the root first."""
        path: list[int] = []
        while number >= 0:
            path.append(number)
            number = self.elements[number].parent
        return path[::-1]

    def children(self, number: int) -> Iterator[int]:
        """Yield the numbers of the elements that are directly in one."""
        following, end = number + 1, self.elements[number].end
        while following < len(self.elements) and self.elements[following].start < end:
            if self.elements[following].parent == number:
                yield following
            following += 1

    def child(self, number: int, name: str) -> int | None:
        """Return the number of the first element of that name directly in another, ``None`` if there is none."""
        return next((child for child in self.children(number) if self.elements[child].name == name), None)

    def source(self, number: int) -> bytes:
        """Return an element as it is written."""
        return self.data[self.elements[number].start : self.elements[number].end]

    def open_tag(self, number: int) -> bytes:
        """Return the tag that begins an element (which has content)."""
        return self.data[self.elements[number].start : self.elements[number].inner]

    def place_in(self, number: int, offset: int) -> int | None:
        """Return where in the data the character ``offset`` of an element's text stands.

        ``None`` where that cannot be told, for its text is shorter, or something else is in between.
        """
        if self._last is None or self._last.number != number:
            element = self.elements[number]
            self._last = _text(number, self.data[element.inner : element.inner_end].decode())
        last = self._last
        if last.places is not None:
            offset = last.places[offset] if offset < len(last.places) else len(last.written) + 1
        if offset > len(last.written) or "<" in last.written:
            return None
        return self.elements[number].inner + len(last.written[:offset].encode())

    def with_insertions(self, insertions: list[Insertion]) -> bytes:
        """Return the part with something put in between."""
        pieces: list[bytes] = []
        at = 0
        for place, group in groupby(sorted(insertions, key=_order), key=lambda insertion: insertion.at):
            pieces += (self.data[at:place], *(insertion.data for insertion in group))
            at = place
        pieces.append(self.data[at:])
        whole = b"".join(pieces)
        if self._encoding == "utf-8":
            return whole
        order = "utf-16-le" if self._original.startswith(_UTF_16[0]) else "utf-16-be"
        return self._original[:2] + whole.decode().encode(order)

    def _bind(self, prefix: str | None, space: str) -> None:
        if prefix:
            self.prefixes.setdefault(prefix, []).append(space)

    def _refuse(self, *_: object) -> None:
        raise PartError("a part defines entities of its own, which no Word file does")

    def _begin(self, name: str, _: object) -> None:
        start = self._parser.CurrentByteIndex
        tag = _TAG.match(self.data, start)
        if tag is None:
            raise PartError("the encoding of a part is neither UTF-8 nor UTF-16")
        space, _separator, local = name.rpartition(" ")
        is_empty = tag[0].endswith(b"/>")
        inner = tag.end() - 2 if is_empty else tag.end()
        parent = self._open[-1] if self._open else -1
        self._open.append(len(self.elements))
        self.elements.append(Element(space, local, tag[1], parent, start, inner, is_empty=is_empty))

    def _finish(self, _: str) -> None:
        element = self.elements[self._open.pop()]
        if element.is_empty:
            element.inner_end, element.end = element.inner, element.inner + 2
        else:
            element.inner_end = self._parser.CurrentByteIndex
            element.end = self.data.index(b">", element.inner_end) + 1


@dataclass(frozen=True, slots=True)
class Insertion:
    """Something to put in at a place of the data; of several at one place, the lower ``rank`` comes first."""

    at: int
    rank: int
    data: bytes


def _order(insertion: Insertion) -> tuple[int, int]:
    return insertion.at, insertion.rank


def at_end_of(element: Element, content: bytes, rank: int = 0) -> Iterator[Insertion]:
    """Yield what puts ``content`` at the end of what an element holds; an empty one is opened for it."""
    if not element.is_empty:
        yield Insertion(element.inner_end, rank, content)
        return
    # "<w:p/>" becomes "<w:p>…</w:p>": what is there stays, a ">…<" before its "/" and a name behind it.
    yield Insertion(element.inner, rank, b">" + content + b"<")
    yield Insertion(element.inner + 1, rank, element.tag)
