"""Where in a Word file its text comes from, so that something can be said there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from contractscan.readers.docx_package import W, local_name, value_of
from contractscan.readers.docx_writer import Trace

_NOTES = ("footnote", "endnote")


@dataclass(frozen=True, slots=True)
class Origin:
    """What ``start:end`` of the text comes from: the element of that number in the main part (the root is 0).

    Its text from ``offset`` on stands there; of an element without text (a tab), the whole. Where not ``exact``, the
    text is somewhere else (in a footnote), and the element is what refers to it.
    """

    start: int
    end: int
    element: int
    offset: int = 0
    exact: bool = True


def origins_of(traces: Iterable[Trace], root: etree._Element) -> Iterator[Origin]:
    """Yield the origins, in the part that ``root`` is the root of; what has none there is left out."""
    numbers = {element: number for number, element in enumerate(root.iter())}
    references = {
        (kind, value_of(element, "id")): number
        for element, number in numbers.items()
        for kind in _NOTES
        if element.tag == f"{W}{kind}Reference"
    }
    for trace in traces:
        number = numbers.get(trace.element)
        if number is not None:
            yield Origin(trace.start, trace.end, number, trace.dropped)
            continue
        note = next(trace.element.iterancestors(*(W + kind for kind in _NOTES)), None)
        if note is not None and (number := references.get((local_name(note), value_of(note, "id")))) is not None:
            yield Origin(trace.start, trace.end, number, exact=False)
