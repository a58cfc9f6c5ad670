"""The part of a Word file that holds its comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contractscan.report.word.edits import Names, Signature, names_in
from contractscan.report.word.markup import Markup, at_end_of

_HALF_POINTS = 18  # of the font, in which Word counts


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a comment: what it is about, in bold, and the rest. Either may be ""."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A comment under its id."""

    key: int
    lines: Sequence[Line]


def new_part(space: str, notes: Iterable[Note], signature: Signature) -> bytes:
    """Return a part with these comments; ``space`` is the namespace of Word's vocabulary in the file."""
    names = Names("w", "")
    content = "".join(_comment(names, note, signature) for note in notes)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:comments xmlns:w="{space}">{content}</w:comments>'.encode()


def extended(markup: Markup, notes: Iterable[Note], signature: Signature) -> bytes:
    """Return a part with these comments after those that it has."""
    names = names_in(markup)
    content = "".join(_comment(names, note, signature) for note in notes).encode()
    return markup.with_insertions(list(at_end_of(markup.elements[0], content)))


def _comment(names: Names, note: Note, signature: Signature) -> str:
    paragraphs = "".join(_paragraph(names, line, first=index == 0) for index, line in enumerate(note.lines))
    stated = {"id": note.key, "author": signature.author, "date": signature.date, "initials": signature.initials}
    return names.element("comment", paragraphs, **stated)


def _paragraph(names: Names, line: Line, *, first: bool) -> str:
    # The file's own style for comments may be missing, and its body text may be indented and spaced out.
    look = (
        names.empty("spacing", before=0, after=0, line=240, lineRule="auto")
        + names.empty("ind", left=0, right=0, firstLineChars=0, firstLine=0)
        + names.empty("jc", val="left")
    )
    runs = names.element("r", names.empty("annotationRef")) if first else ""
    for text, weight in ((line.label, names.empty("b")), (line.text, "")):
        if text:
            size = names.empty("sz", val=_HALF_POINTS) + names.empty("szCs", val=_HALF_POINTS)
            runs += names.element("r", names.element("rPr", weight + size) + names.text(text))
    return names.element("p", names.element("pPr", look) + runs)
