"""What lies over a PDF page and is not in its text layer: form fields, typed-in text, remarks, struck-out words."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractscan.readers.page import PageLine, Rect
from contractscan.readers.pdf_page import Bounds, PageView

_MOST = 5_000  # on one page
_HIDDEN = 2 | 32  # flags: hidden, not to be shown
_PASSWORD_FIELD = 1 << 13
_REMARKS = frozenset(
    {
        pdfium_c.FPDF_ANNOT_TEXT,
        pdfium_c.FPDF_ANNOT_HIGHLIGHT,
        pdfium_c.FPDF_ANNOT_UNDERLINE,
        pdfium_c.FPDF_ANNOT_SQUIGGLY,
        pdfium_c.FPDF_ANNOT_STRIKEOUT,
        pdfium_c.FPDF_ANNOT_CARET,
        pdfium_c.FPDF_ANNOT_INK,
        pdfium_c.FPDF_ANNOT_LINE,
        pdfium_c.FPDF_ANNOT_SQUARE,
        pdfium_c.FPDF_ANNOT_CIRCLE,
        pdfium_c.FPDF_ANNOT_POLYGON,
        pdfium_c.FPDF_ANNOT_POLYLINE,
        pdfium_c.FPDF_ANNOT_STAMP,
    }
)
_CROSSED = frozenset({pdfium_c.FPDF_ANNOT_STRIKEOUT, pdfium_c.FPDF_ANNOT_REDACT})
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?(?:([+-])(\d\d)'?(\d\d)?|(Z))?")
_CHECKED, _UNCHECKED = "☑", "□"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark in the margin. ``first:end`` is what it is about, as indices of the page's text layer.

    The range of a sticky note is empty: it is where the nearest line begins (-1 on a page without lines).
    """

    author: str
    date: str
    text: str
    page: int
    first: int
    end: int


@dataclass(slots=True)
class Annotations:
    """What lies over one page.

    ``lines`` are contract text, their ``first_char`` counting down from -1. ``crossed`` are words that are struck out
    or marked to be blacked out; ``hidden`` counts the characters of fields that are not shown; ``stamps`` are the
    places of pictures; ``files`` the names of attached files.
    """

    lines: list[PageLine] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)
    hidden: int = 0
    stamps: list[Rect] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def read_annotations(view: PageView, lines: Sequence[PageLine], forms: pypdfium2.PdfFormEnv | None) -> Annotations:
    """Look through the annotations of a page with these lines; ``forms`` is needed for the fields of a form."""
    found = Annotations()
    count = pdfium_c.FPDFPage_GetAnnotCount(view.page.raw)
    for index in range(min(count, _MOST)):
        with _open(view, index) as annotation:
            if annotation:
                _look(view, annotation, lines, forms, found)
    return found


@contextmanager
def _open(view: PageView, index: int) -> Iterator[object]:
    annotation = pdfium_c.FPDFPage_GetAnnot(view.page.raw, index)
    try:
        yield annotation
    finally:
        if annotation:
            pdfium_c.FPDFPage_CloseAnnot(annotation)


def _look(
    view: PageView,
    annotation: object,
    lines: Sequence[PageLine],
    forms: pypdfium2.PdfFormEnv | None,
    found: Annotations,
) -> None:
    kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
    if kind in (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP):
        return
    bounds = _bounds(annotation)
    place = view.rect(*bounds)
    hidden = bool(pdfium_c.FPDFAnnot_GetFlags(annotation) & _HIDDEN)
    if kind == pdfium_c.FPDF_ANNOT_WIDGET:
        text = _field_text(annotation, forms.raw) if forms else ""
        if hidden:
            found.hidden += len(text)
        else:
            _add_lines(view, text, bounds, found)
        return
    contents = _string(annotation, b"Contents")
    if kind == pdfium_c.FPDF_ANNOT_FREETEXT:
        if hidden:
            found.hidden += len(contents)
        else:
            _add_lines(view, contents, bounds, found)
    elif kind == pdfium_c.FPDF_ANNOT_FILEATTACHMENT:
        found.files.append(_file_name(annotation))
    elif kind in _REMARKS or kind in _CROSSED:
        if kind == pdfium_c.FPDF_ANNOT_STAMP and not hidden:
            found.stamps.append(place)
        quads = list(_quads(annotation))
        if kind in _CROSSED and (words := " ".join(view.text_in(*quad) for quad in quads).split()):
            found.crossed.append(" ".join(words))
        if contents.strip():
            indices = [index for quad in quads for index in view.indices_in(*quad)]
            first, end = (min(indices), max(indices) + 1) if indices else _nearest(place, lines)
            date = iso_date(_string(annotation, b"M") or _string(annotation, b"CreationDate"))
            found.remarks.append(Remark(_string(annotation, b"T"), date, contents.strip(), view.number, first, end))


def _nearest(place: Rect, lines: Sequence[PageLine]) -> tuple[int, int]:
    middle = (place.top + place.bottom) / 2
    in_layer = [line for line in lines if line.in_layer]
    if not in_layer:
        return -1, -1
    line = min(in_layer, key=lambda line: abs((line.place.top + line.place.bottom) / 2 - middle))
    return line.first_char, line.first_char


def _add_lines(view: PageView, text: str, bounds: Bounds, found: Annotations) -> None:
    rows = [row.strip() for row in re.split(r"[\r\n]+", text) if row.strip()]
    place, shown = view.rect(*bounds), view.shown_rect(bounds)
    height = (place.bottom - place.top) / max(1, len(rows))
    for i, row in enumerate(rows):
        top = place.top + i * height
        spot = Rect(place.x0, top, place.x1, top + height)
        found.lines.append(PageLine(row, view.number, -1 - len(found.lines), spot, shown=shown))


def _field_text(annotation: object, forms: object) -> str:
    """Return what a form field shows: its value, or a box that is ticked or not; "" if it is empty."""
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(forms, annotation)
    if kind in (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON):
        return _CHECKED if pdfium_c.FPDFAnnot_IsChecked(forms, annotation) else _UNCHECKED
    if kind in (pdfium_c.FPDF_FORMFIELD_COMBOBOX, pdfium_c.FPDF_FORMFIELD_LISTBOX):
        chosen = [
            _wide(lambda buffer, size, i=i: pdfium_c.FPDFAnnot_GetOptionLabel(forms, annotation, i, buffer, size))
            for i in range(min(_MOST, max(0, pdfium_c.FPDFAnnot_GetOptionCount(forms, annotation))))
            if pdfium_c.FPDFAnnot_IsOptionSelected(forms, annotation, i)
        ]
        if chosen:
            return "\n".join(chosen)
    elif kind != pdfium_c.FPDF_FORMFIELD_TEXTFIELD or (
        pdfium_c.FPDFAnnot_GetFormFieldFlags(forms, annotation) & _PASSWORD_FIELD
    ):
        return ""
    return _wide(lambda buffer, size: pdfium_c.FPDFAnnot_GetFormFieldValue(forms, annotation, buffer, size))


def _bounds(annotation: object) -> Bounds:
    rect = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFAnnot_GetRect(annotation, rect):
        return 0.0, 0.0, 0.0, 0.0
    return rect.left, rect.bottom, rect.right, rect.top


def _quads(annotation: object) -> Iterator[Bounds]:
    """Yield the pieces of text that are marked: left, bottom, right, top in page space."""
    quad = pdfium_c.FS_QUADPOINTSF()
    for i in range(min(_MOST, pdfium_c.FPDFAnnot_CountAttachmentPoints(annotation))):
        if pdfium_c.FPDFAnnot_GetAttachmentPoints(annotation, i, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(xs), min(ys), max(xs), max(ys)


def _file_name(annotation: object) -> str:
    file = pdfium_c.FPDFAnnot_GetFileAttachment(annotation)
    if not file:
        return ""
    return _wide(lambda buffer, size: pdfium_c.FPDFAttachment_GetName(file, buffer, size))


def _string(annotation: object, key: bytes) -> str:
    return _wide(lambda buffer, size: pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _wide(fill: Callable[..., int]) -> str:
    """Return the string that a function of pdfium puts into a buffer (UTF-16, its length in bytes with the final 0)."""
    size = fill(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    fill(buffer, size)
    return bytes(buffer)[:-2].decode("utf-16-le", "replace")


def iso_date(date: str) -> str:
    """Return a PDF date in ISO 8601, "" if it is none."""
    match = _DATE.match(date)
    if not match:
        return ""
    year, month, day, hour, minute, second, sign, zone, zone_minutes, utc = match.groups()
    text = f"{year}-{month or '01'}-{day or '01'}"
    if hour:
        text += f"T{hour}:{minute}:{second or '00'}"
        text += "Z" if utc else f"{sign}{zone}:{zone_minutes or '00'}" if sign else ""
    return text


def attached_files(pdf: pypdfium2.PdfDocument) -> list[str]:
    """Return the names of the files that the document as a whole carries."""
    count = max(0, pdfium_c.FPDFDoc_GetAttachmentCount(pdf.raw))
    names: list[str] = []
    for i in range(min(count, _MOST)):
        file = pdfium_c.FPDFDoc_GetAttachment(pdf.raw, i)
        names.append(_wide(lambda buffer, size, file=file: pdfium_c.FPDFAttachment_GetName(file, buffer, size)))
    return names
