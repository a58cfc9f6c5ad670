"""Which pages of a PDF file to read: what is too much, or hidden by damage, becomes a gap before any page is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableSequence
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractscan.model import Gap
from contractscan.readers.limits import PAGES
from contractscan.readers.pdf_survey import Survey, survey
from contractscan.readers.pdf_trial import unreasonable_pages
from contractscan.readers.source import Source

_FRESH_COPY = "Get a fresh copy of the file."
_TAIL = 2048  # bytes: the mark of the end stands in the last ones


def pages_to_read(pdf: pypdfium2.PdfDocument, source: Source, gaps: MutableSequence[Gap]) -> list[int]:
    """Return the numbers (from 1) of the pages that can be read; what is said against others is added to ``gaps``."""
    found = survey(source.data)
    if why := _damage(pdf, source.data, found):
        gaps.append(Gap("damaged-file", "the whole file", why, _FRESH_COPY))
    count = min(len(pdf), PAGES)
    refused = unreasonable_pages(source, count) if found.doubtful else frozenset()
    for first, last in _ranges(sorted(refused)):
        why = "Reading it takes more time or memory than any page of a contract."
        gaps.append(Gap("page-limit", _pages(first, last), why, "Print the page to a new PDF, and review that.", first))
    if len(pdf) > PAGES:
        why = f"No more than {PAGES} pages are read."
        gaps.append(Gap("page-limit", _pages(PAGES + 1, len(pdf)), why, "Split the file.", PAGES + 1))
    return [number for number in range(1, count + 1) if number not in refused]


def _damage(pdf: pypdfium2.PdfDocument, data: bytes, found: Survey) -> str:
    """Return what is damaged in a file that pdfium could open all the same, "" if nothing is."""
    if b"%%EOF" not in data[-_TAIL:]:
        return "Its end is missing: the file was cut off, or is not downloaded to its end."
    if not pdfium_c.FPDF_DocumentHasValidCrossReferenceTable(pdf.raw):
        return "Its table of contents is broken; it was put together again, and parts may be missing."
    if found.damaged:
        return f"{len(found.damaged)} of its parts (such as object {found.damaged[0]}) cannot be unpacked to their end."
    if found.missing:
        return f"{len(found.missing)} parts that it refers to (such as object {found.missing[0]}) are not in it."
    return ""


def _pages(first: int, last: int) -> str:
    return f"page {first}" if first == last else f"pages {first}-{last}"


def _ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of neighbours in sorted ``numbers`` as (first, last)."""
    ordered = list(numbers)
    if not ordered:
        return
    first = ordered[0]
    for number, following in pairwise(ordered):
        if following != number + 1:
            yield first, number
            first = following
    yield first, ordered[-1]
