"""Pictures of pages (PNG, JPEG, TIFF …): read by OCR alone, each frame a page."""

from __future__ import annotations

from contractscan.errors import ReadError
from contractscan.model import Document, Gap, Method
from contractscan.readers import ocr
from contractscan.readers.ocr_engine import POINTS_PER_INCH, Pixels, why_not
from contractscan.readers.paged import Page, assemble, parts, set_furniture_aside
from contractscan.readers.picture import open_picture
from contractscan.readers.source import Source
from contractscan.text import languages_of


def read(source: Source) -> Document:
    """Read a picture. Without OCR its pages are gaps.

    Raises ``ReadError`` if it is damaged or too large, or if its pages are blank.
    """
    picture = open_picture(source.path, source.data)
    pages: list[Page] = []
    gaps: list[Gap] = []
    if ocr.may_read(source):

        def draw() -> tuple[Pixels, float]:
            pixels, dots = next(picture.frames)
            return pixels, POINTS_PER_INCH / dots

        scans = [ocr.Scan(number, draw) for number in range(1, picture.count + 1)]
        for scan, recognised in zip(scans, ocr.recognise(scans, source), strict=True):
            found = recognised.found
            page = Page(scan.page, recognised.height, found.lines, found.tables, pieces=found.pieces, method=Method.OCR)
            pages.append(page)
            if recognised.gap:
                gaps.append(recognised.gap)
    else:
        why = f"This page is a picture. {why_not()}".rstrip()
        gaps = [ocr.unread(number, why, source) for number in range(1, picture.count + 1)]
    if any(gap.kind == "page-error" for gap in gaps) and picture.count == 1:
        raise ReadError(
            source.path, "this picture is damaged and cannot be read to its end.", "Get a fresh copy of it."
        )
    assembled = assemble(pages, set_furniture_aside(pages))
    if not assembled.text and not gaps:
        raise ReadError(
            source.path, "there is no text in this picture: it is blank.", "Check that it is the right file."
        )
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="image",
        text=assembled.text,
        blocks=assembled.blocks,
        lines=assembled.lines,
        pages=picture.count,
        languages=languages_of(assembled.text),
        parts=parts(pages, assembled),
        gaps=tuple(gaps),
    )
