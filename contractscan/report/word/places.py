"""From offsets of the text to places in the main part of a Word file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from contractscan.readers.docx_origins import Origin
from contractscan.report.word.markup import Markup


@dataclass(frozen=True, slots=True)
class Cut:
    """A place between two runs, or in the middle of ``run``, which is to be closed before it and opened after it.

    ``text`` is the element that is cut in two, where the place is in the middle of one.
    """

    at: int
    run: int | None = None
    text: int | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a remark is about, from ``start`` to ``end``; ``reference`` is where its sign goes.

    ``paragraph`` is the last that it stands in, and ``run`` the last run (``None``: it is none). Where not ``exact``,
    comments cannot stand at the words themselves, and this is the nearest place.
    """

    start: Cut
    end: Cut
    reference: int
    paragraph: int
    run: int | None
    exact: bool


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an origin stands: in ``item`` of ``run``, which is in ``top`` of ``paragraph`` (or is ``top`` itself).

    What is in no run stands in ``top`` as a whole.
    """

    origin: Origin
    paragraph: int
    top: int
    run: int | None
    item: int
    exact: bool


class Places:
    """Finds where in the main part of a file its text stands."""

    def __init__(self, markup: Markup, origins: Sequence[Origin]) -> None:
        self._markup = markup
        self._origins = origins
        self._starts = [origin.start for origin in origins]
        self._ends = [origin.end for origin in origins]

    def anchor(self, start: int, end: int) -> Anchor | None:
        """Return where ``start:end`` of the text stands, or the nearest place; ``None`` if there is none."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        spots = [spot for origin in self._origins[first:last] if (spot := self._spot(origin)) is not None]
        exact = [spot for spot in spots if spot.exact]
        if exact:
            return self._between(exact[0], start, exact[-1], end, exact=len(exact) == len(spots))
        spot = spots[0] if spots else self._nearest(start)
        return None if spot is None else self._between(spot, spot.origin.start, spot, spot.origin.end, exact=False)

    def _nearest(self, start: int) -> _Spot | None:
        """Return the last spot at or before an offset, or else the first after it."""
        at = bisect_right(self._starts, start)
        order = (*reversed(self._origins[:at]), *self._origins[at:])
        return next((spot for origin in order if (spot := self._spot(origin)) is not None), None)

    def _spot(self, origin: Origin) -> _Spot | None:
        """Return where an origin stands, ``None`` where no comment can be."""
        elements = self._markup.elements
        path = self._markup.path(origin.element)
        exact = origin.exact
        for depth, number in enumerate(path):
            if elements[number].name == "txbxContent":  # no comments in there: the shape is the nearest place
                path, exact = path[:depth], False
                break
        paragraph = next((number for number in reversed(path) if self._is_word(number, "p")), None)
        if paragraph is None:
            return None
        inside = path[path.index(paragraph) + 1 :]
        run = next((number for number in inside if self._is_word(number, "r")), None)
        if not inside or run == inside[-1]:
            return None
        if any(self._is_bound(number) for number in inside):
            return _Spot(origin, paragraph, inside[0], None, inside[0], exact=False)
        item = inside[0] if run is None else inside[inside.index(run) + 1]
        return _Spot(origin, paragraph, inside[0], run, item, exact)

    def _is_word(self, number: int, name: str) -> bool:
        element = self._markup.elements[number]
        return element.name == name and element.space == self._markup.elements[0].space

    def _is_bound(self, number: int) -> bool:
        """Whether Word fills a content control from the data of the file, over what stands in it."""
        if not self._is_word(number, "sdt"):
            return False
        properties = self._markup.child(number, "sdtPr")
        return properties is not None and self._markup.child(properties, "dataBinding") is not None

    def _between(self, first: _Spot, start: int, last: _Spot, end: int, *, exact: bool) -> Anchor | None:
        begin, finish = self._before(first, start), self._after(last, end)
        if begin.at >= finish.at:
            return None
        # In a link, a tracked insertion or a content control the sign would be part of that.
        reference = finish.at if last.run == last.top else self._markup.elements[last.top].end
        return Anchor(begin, finish, reference, last.paragraph, last.run, exact)

    def _before(self, spot: _Spot, start: int) -> Cut:
        return self._inside(spot, start - spot.origin.start) or self._edge(spot, after=False)

    def _after(self, spot: _Spot, end: int) -> Cut:
        inside = self._inside(spot, end - spot.origin.start) if end < spot.origin.end else None
        return inside or self._edge(spot, after=True)

    def _inside(self, spot: _Spot, distance: int) -> Cut | None:
        """Return the place that many characters into a text, ``None`` where it cannot be cut there."""
        if distance <= 0 or spot.run is None or spot.item != spot.origin.element or not self._is_word(spot.item, "t"):
            return None
        place = self._markup.place_in(spot.item, spot.origin.offset + distance)
        return None if place is None else Cut(place, spot.run, spot.item)

    def _edge(self, spot: _Spot, *, after: bool) -> Cut:
        elements = self._markup.elements
        if spot.run is None:
            return Cut(elements[spot.top].end if after else elements[spot.top].start)
        items = [child for child in self._markup.children(spot.run) if not self._is_word(child, "rPr")]
        if spot.item == items[-1 if after else 0]:
            return Cut(elements[spot.run].end if after else elements[spot.run].start)
        return Cut(elements[spot.item].end if after else elements[spot.item].start, spot.run)
