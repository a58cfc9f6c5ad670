"""Highlight annotations with their own appearance and a pop-up note, as PDF objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from contractscan.report.pdf.colours import Rgb, Tone
from contractscan.report.pdf.frame import Quad, bounds
from contractscan.report.pdf.streams import number, stream

AUTHOR = "contractscan"
_PRINTED = 4  # the flag of what is not for the screen only
_LINE = 0.9  # points


def add_highlight(
    writer: PdfWriter, page: DictionaryObject, quads: Sequence[Quad], tone: Tone, note: str, pop_up: Sequence[float]
) -> None:
    """Mark what is under ``quads`` with a note in a closed pop-up that opens at ``pop_up`` (in page space)."""
    left, bottom, right, top = bounds(quads)
    rect = (left - _LINE, bottom - _LINE, right + _LINE, top + _LINE)
    highlight = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Highlight"),
            NameObject("/Rect"): numbers(rect),
            NameObject("/QuadPoints"): numbers(point for quad in quads for point in quad.points()),
            NameObject("/C"): numbers(tone.wash),
            NameObject("/F"): NumberObject(_PRINTED),
            NameObject("/T"): TextStringObject(AUTHOR),
            NameObject("/Contents"): TextStringObject(note),
            NameObject("/P"): reference(page),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): _appearance(writer, quads, rect, tone)}),
        }
    )
    marked = writer._add_object(highlight)
    opened = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Popup"),
            NameObject("/Rect"): numbers(pop_up),
            NameObject("/Parent"): marked,
            NameObject("/Open"): BooleanObject(value=False),
            NameObject("/P"): reference(page),
        }
    )
    highlight[NameObject("/Popup")] = shown = writer._add_object(opened)
    attach(page, marked, shown)


def add_link(writer: PdfWriter, page: DictionaryObject, rect: Sequence[float], to: DictionaryObject) -> None:
    """Make a rectangle of ``page`` lead to another page of the same file."""
    place = ArrayObject([reference(to), NameObject("/XYZ"), NullObject(), NullObject(), NullObject()])
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): numbers(rect),
            NameObject("/Border"): numbers((0, 0, 0)),
            NameObject("/F"): NumberObject(_PRINTED),
            NameObject("/Dest"): place,
        }
    )
    attach(page, writer._add_object(link))


def attach(page: DictionaryObject, *annotations: IndirectObject) -> None:
    """Put annotations after those that the page has."""
    present = page.get("/Annots")
    present = present.get_object() if present is not None else None
    kept: list[PdfObject] = list(present) if isinstance(present, ArrayObject) else []
    page[NameObject("/Annots")] = ArrayObject([*kept, *annotations])


def reference(page: DictionaryObject) -> IndirectObject:
    """Return the reference to a page of a writer."""
    found = page.indirect_reference
    if found is None:
        raise ValueError("The page is not in a file.")
    return found


def numbers(values: Iterable[float]) -> ArrayObject:
    """Return an array of numbers, to a thousandth of a point."""
    return ArrayObject([FloatObject(round(value, 3)) for value in values])


def _appearance(writer: PdfWriter, quads: Sequence[Quad], rect: Sequence[float], tone: Tone) -> IndirectObject:
    drawn = ["/G gs", f"{_colour(tone.wash)} rg"]
    for quad in quads:
        corners = (quad.top_left, quad.top_right, quad.bottom_right, quad.bottom_left)
        first, *others = (f"{number(x)} {number(y)}" for x, y in corners)
        drawn.append(f"{first} m " + " ".join(f"{point} l" for point in others) + " h")
    drawn += ["f", f"{_colour(tone.line)} RG {_LINE} w [{' '.join(map(number, tone.dash))}] 0 d"]
    for quad in quads:
        (x0, y0), (x1, y1) = quad.bottom_left, quad.bottom_right
        drawn.append(f"{number(x0)} {number(y0)} m {number(x1)} {number(y1)} l S")
    over = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
    form = stream("\n".join(drawn).encode())
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): numbers(rect),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): over})}
            ),
        }
    )
    return writer._add_object(form)


def _colour(colour: Rgb) -> str:
    return " ".join(map(number, colour))
