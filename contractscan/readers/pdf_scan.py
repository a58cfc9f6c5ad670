"""Pages of a PDF that only OCR can read: which they are, and how what it reads takes its place among the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2

from contractscan.model import Gap, Method, Note
from contractscan.readers.ink import find_marks
from contractscan.readers.layer import is_nonsense
from contractscan.readers.ocr_engine import MOST_READ_PIXELS, POINTS_PER_INCH, Pixels
from contractscan.readers.page import PageLine, Rect
from contractscan.readers.paged import Page
from contractscan.readers.source import Ocr, Source

if TYPE_CHECKING:
    from contractscan.readers.ocr import Recognised, Scan
    from contractscan.readers.ocr_lines import PageLines

_DPI = 200.0
_LONGEST_SIDE = 10_000  # pixels
_FEW_CHARS = 30  # a page number and a stamp on a scan; less than any page of a contract has
_LARGE, _WHOLE = 0.25, 0.6  # of the page: smaller pictures are logos and seals; larger ones may be all of it
_DRAWN_PATHS = 4  # more than the frame of an empty page
_MARGIN = 0.1  # of the page's height: where senders, scanners and signing services put their stamps
_TOUCHING = 2.0  # points: a scan may be kept in strips
_MOST_PICTURES = 200
_UNCOVERED = 0.2  # of the marks: more than signatures, seals and ruling lines make
_AROUND_LINE = 4.0  # points
_DIGITS = re.compile(r"\d+")

Stamps = Callable[[], frozenset[str]]
"""Returns the lines that are on most pages (see ``_stamps``)."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a page shows at first sight. ``lines`` are those of its text layer, none if it is not ``usable``."""

    number: int
    width: float
    height: float
    usable: bool
    lines: Sequence[PageLine]
    pictures: Sequence[Rect]
    paths: int


@dataclass(frozen=True, slots=True)
class _Unread:
    """A page, or the picture at ``place`` on it, that the text layer does not tell; ``why`` is "" if it does."""

    look: Look
    why: str
    place: Rect | None = None


def read_scans(
    pdf: pypdfium2.PdfDocument, source: Source, pages: Sequence[Page], looks: Sequence[Look]
) -> tuple[list[Gap], list[Note]]:
    """Put what OCR reads into ``pages`` (of the same numbers as ``looks``); return what is still not read."""
    stamps = cache(lambda: _stamps(looks))  # few files need them
    unread = [found for look in looks for found in _find_unread(pdf, source, look, stamps)]
    if source.options.ocr is Ocr.ALWAYS:
        told = {found.look.number: found for found in unread if found.place is None}
        unread = [told.get(look.number) or _Unread(look, "") for look in looks]
    if not unread:
        return [], []
    from contractscan.readers import ocr  # most files need none of what it brings along

    by_number = {page.number: page for page in pages}
    if not ocr.may_read(source):
        return [
            ocr.unread(found.look.number, found.why, source, "image" if found.place else "scanned-page")
            for found in unread
            if found.why
        ], []
    notes: list[Note] = []
    gaps: list[Gap] = []
    scans = [_scan(pdf, found, by_number[found.look.number]) for found in unread]
    for found, recognised in zip(unread, ocr.recognise(scans, source), strict=True):
        page = by_number[found.look.number]
        if found.place is None:
            _replace(page, recognised)
        elif recognised.gap and recognised.gap.kind == "unreadable-page":
            message = f"No text was recognised in a large picture on page {page.number}."
            notes.append(Note("picture-without-text", message))
            continue
        else:
            _insert(page, found.place, recognised.found)
        if recognised.gap:
            gaps.append(recognised.gap)
    return gaps, notes


# ---------------------------------------------------------------- finding


def _find_unread(pdf: pypdfium2.PdfDocument, source: Source, look: Look, stamps: Stamps) -> list[_Unread]:
    area = look.width * look.height
    pictures = _joined(look.pictures)
    if not look.usable:
        return [_Unread(look, "Its text layer has codes instead of characters (a font without a character map).")]
    text = _text(look.lines)
    if not text:
        drawn = pictures or look.paths >= _DRAWN_PATHS
        return [_Unread(look, "This page is a picture without a text layer.")] if drawn else []
    if is_nonsense(" ".join(line.text for line in look.lines)):
        return [_Unread(look, "The words of its text layer are nonsense: bad OCR, or a font with wrong codes.")]
    large = [picture for picture in pictures if picture.area() >= _LARGE * area]
    if large and len(text) < _FEW_CHARS:
        return [_Unread(look, "This page is a picture with hardly any text layer.")]
    if any(picture.area() >= _WHOLE * area for picture in large):
        if len(_text(line for line in look.lines if not _is_stamp(line, look, stamps))) < _FEW_CHARS:
            return [_Unread(look, "This page is a picture; its text layer has only what was stamped on it.")]
        if source.is_late() or _is_uncovered(pdf, look):
            return [_Unread(look, "This page is a picture, and its text layer has only part of the words.")]
        return []
    return [
        _Unread(look, "A large picture on this page may hold text.", picture)
        for picture in large
        if len(_text(line for line in look.lines if _is_over(line, picture))) < _FEW_CHARS
    ]


def _stamps(looks: Sequence[Look]) -> frozenset[str]:
    """Return the lines, without their digits, that are on most pages: watermarks, and what fax machines add."""
    counts = Counter(words for look in looks for words in {_words(line) for line in look.lines})
    return frozenset(words for words, count in counts.items() if count >= 2 and count > len(looks) / 2)


def _is_stamp(line: PageLine, look: Look, stamps: Stamps) -> bool:
    edge = _MARGIN * look.height
    return line.place.bottom <= edge or line.place.top >= look.height - edge or _words(line) in stamps()


def _is_over(line: PageLine, picture: Rect) -> bool:
    x, y = (line.place.x0 + line.place.x1) / 2, (line.place.top + line.place.bottom) / 2
    return picture.x0 <= x <= picture.x1 and picture.top <= y <= picture.bottom


def _is_uncovered(pdf: pypdfium2.PdfDocument, look: Look) -> bool:
    """Whether much of what is on the page stands outside the lines of its text layer: a form filled in on a scan."""
    try:
        pixels, scale = _draw(pdf, look, POINTS_PER_INCH, None)
    except Exception:  # the page can be drawn no better later on, and is a gap then
        return True
    marks = find_marks(pixels[:, :, 1])
    total = int(marks.sum())
    for line in look.lines:
        left, above, right, below = (max(0, int(edge / scale)) for edge in _around(line.place))
        marks[above : below + 1, left : right + 1] = False
    return int(marks.sum()) > _UNCOVERED * total


def _around(place: Rect) -> tuple[float, float, float, float]:
    near = _AROUND_LINE
    return place.x0 - near, place.top - near, place.x1 + near, place.bottom + near


def _joined(pictures: Sequence[Rect]) -> list[Rect]:
    """Return the pictures, those that touch each other as one."""
    joined: list[Rect] = []
    for picture in pictures[:_MOST_PICTURES]:
        while touching := [other for other in joined if _touch(picture, other)]:
            joined = [other for other in joined if other not in touching]
            picture = Rect(
                min(picture.x0, *(other.x0 for other in touching)),
                min(picture.top, *(other.top for other in touching)),
                max(picture.x1, *(other.x1 for other in touching)),
                max(picture.bottom, *(other.bottom for other in touching)),
            )
        joined.append(picture)
    return joined


def _touch(one: Rect, other: Rect) -> bool:
    by = _TOUCHING
    return Rect(one.x0 - by, one.top - by, one.x1 + by, one.bottom + by).overlaps(other)


def _text(lines: Iterable[PageLine]) -> str:
    return "".join(line.text for line in lines)


def _words(line: PageLine) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))


# ---------------------------------------------------------------- reading


def _scan(pdf: pypdfium2.PdfDocument, unread: _Unread, page: Page) -> Scan:
    look, place = unread.look, unread.place

    def draw() -> tuple[Pixels, float]:
        return _draw(pdf, look, _DPI, place)

    first = min([0, *(line.first_char for line in page.lines)]) - 1
    from contractscan.readers.ocr import Scan

    return Scan(look.number, draw, place.x0 if place else 0.0, place.top if place else 0.0, first)


def _draw(pdf: pypdfium2.PdfDocument, look: Look, dpi: float, place: Rect | None) -> tuple[Pixels, float]:
    """Return the pixels of a page, or of a place on it, and the size of a pixel in points."""
    whole = Rect(0.0, 0.0, look.width, look.height)
    part = whole if place is None else _within(place, whole)
    width, height = max(1.0, part.x1 - part.x0), max(1.0, part.bottom - part.top)
    scale = min(dpi / POINTS_PER_INCH, (MOST_READ_PIXELS / (width * height)) ** 0.5, _LONGEST_SIDE / max(width, height))
    page = pdf[look.number - 1]
    try:
        bitmap = page.render(
            scale=scale, crop=(part.x0, look.height - part.bottom, look.width - part.x1, part.top), rev_byteorder=False
        )
        pixels: Pixels = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
        bitmap.close()
    finally:
        page.close()
    return pixels, 1 / scale


def _within(place: Rect, whole: Rect) -> Rect:
    return Rect(
        max(place.x0, whole.x0), max(place.top, whole.top), min(place.x1, whole.x1), min(place.bottom, whole.bottom)
    )


def _replace(page: Page, recognised: Recognised) -> None:
    """Take what was recognised on a whole page instead of its text layer."""
    found = recognised.found
    if found.lines or found.tables:
        page.lines, page.tables, page.pieces, page.aside = found.lines, found.tables, found.pieces, []
        page.height, page.method = recognised.height, Method.OCR


def _insert(page: Page, picture: Rect, found: PageLines) -> None:
    """Put what was recognised in a picture where it stands among the lines of the page."""
    new = [line for line in found.lines if not any(_is_over(line, other.place) for other in page.lines)]
    after = [i for i, line in enumerate(page.lines, 1) if line.place.bottom <= picture.top + line.size / 2]
    at = max(after, default=0)
    page.lines[at:at] = new
    page.tables = sorted([*page.tables, *found.tables], key=lambda table: table.place.top)
    page.pieces |= found.pieces
