"""Recognises the text in pictures of pages, several at a time, where the OCR extra is installed."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from contractscan.model import Gap
from contractscan.readers import ocr_cache
from contractscan.readers.ocr_engine import INSTALL, POINTS_PER_INCH, Pixels, engine, why_not
from contractscan.readers.ocr_lines import PageLines, lines_of
from contractscan.readers.ocr_page import PageReading, read_page
from contractscan.readers.ocr_rows import Piece
from contractscan.readers.paged import Page, assemble
from contractscan.readers.picture import open_picture
from contractscan.readers.source import Ocr, Source

_MOST_THREADS = 8  # each takes up to 400 MB
# By trial: at a mean confidence of 0.99 one character in a hundred is wrong, at 0.97 two or three, at 0.92 eight.
_LEGIBLE = 0.92
# Lines below it are doubtful; so many of their characters, and such a share of a page, pass for seals and signatures.
_LEADERS = re.compile(r"[.…·]{6}")  # the dots of a table of contents, which nobody can count
_DOUBTFUL, _DOUBTFUL_MOST, _DOUBTFUL_SHARE = 0.8, 20, 0.1


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture that is to be read: the page it is on, and where its top left stands there, in points.

    ``draw`` returns its pixels and the size of a pixel in points; it is called once, in the calling thread, and may
    raise anything. ``first`` numbers its lines (see ``PageLine.first_char``).
    """

    page: int
    draw: Callable[[], tuple[Pixels, float]]
    x0: float = 0.0
    top: float = 0.0
    first: int = -1


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was found in one picture. ``gap`` says what was not read, or not for certain.

    ``was_read`` is false where nothing can be said about the picture's text. ``height`` is that of the page when
    upright, in points.
    """

    found: PageLines
    height: float = 0.0
    gap: Gap | None = None
    was_read: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """The paragraphs of a picture inside another document, and how sure they are (0..1; 0 where there are none).

    ``is_legible`` is false where the words may well be wrong.
    """

    paragraphs: tuple[str, ...]
    confidence: float
    is_legible: bool


def unread(page: int, why: str, source: Source, kind: str = "scanned-page") -> Gap:
    """Return the gap for a page that only OCR could read, where there is none or it may not be used."""
    if source.options.ocr is Ocr.NEVER:
        fix = f"Allow OCR (--ocr auto; it needs {INSTALL}), or give a version with text."
    else:
        fix = f"Install the OCR extra ({INSTALL}), or give a version with text."
    return Gap(kind, f"page {page}", why, fix, page)


def may_read(source: Source) -> bool:
    """Whether there is OCR, and the user wants it."""
    return source.options.ocr is not Ocr.NEVER and not why_not()


def recognise(scans: Sequence[Scan], source: Source) -> list[Recognised]:
    """Read pictures, and return what is in each, in their order. ``may_read`` must have said yes."""
    found: list[Recognised] = []
    for scan, reading in zip(scans, _readings(scans, source), strict=True):
        found.append(_recognised(scan, reading))
        source.progress(len(found), len(scans))
    if scans:
        ocr_cache.trim()
    return found


def read_picture(data: bytes, source: Source) -> Picture | None:
    """Read a picture file that is part of another document; ``None`` if it cannot be read, or there is no OCR."""
    if not may_read(source) or source.is_late():
        return None
    try:
        pixels, dpi = next(open_picture(source.path, data).frames)
        reading = _read(pixels, POINTS_PER_INCH / dpi)
    except Exception:  # damaged input meets the libraries with any kind of exception
        return None
    if reading.has_ink and not reading.pieces:
        return None
    found = lines_of(reading, 1)
    page = Page(1, reading.height, found.lines, found.tables, pieces=found.pieces)
    assembled = assemble([page], [])
    texts = [assembled.text[block.start : block.end] for block in assembled.blocks]
    return Picture(tuple(texts), _confidence(reading.pieces), _is_legible(reading))


def _readings(scans: Sequence[Scan], source: Source) -> Iterator[Future[PageReading]]:
    """Yield what is read of each picture, in order; few more are unpacked at a time than are being read."""
    threads = min(source.options.threads or os.cpu_count() or 1, _MOST_THREADS, max(1, len(scans)))
    waiting: deque[Future[PageReading]] = deque()
    pool = ThreadPoolExecutor(threads, "ocr")
    try:
        for scan in scans:
            if len(waiting) > threads:
                yield _finished(waiting.popleft())
            waiting.append(_begin(pool, scan, source))
        while waiting:
            yield _finished(waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)  # Ctrl-C waits for the pages in work, not for those in line


def _begin(pool: ThreadPoolExecutor, scan: Scan, source: Source) -> Future[PageReading]:
    failed: Future[PageReading] = Future()
    try:
        if source.is_late():
            raise TimeoutError
        return pool.submit(_read, *scan.draw())
    except Exception as error:  # damaged input meets the libraries with any kind of exception
        failed.set_exception(error)
        return failed


def _finished(reading: Future[PageReading]) -> Future[PageReading]:
    wait([reading])
    return reading


def _read(pixels: Pixels, scale: float) -> PageReading:
    key = ocr_cache.key_of(pixels, scale)
    known = ocr_cache.recall(key)
    if known is not None:
        return known
    reading = read_page(engine(), pixels, scale)
    ocr_cache.keep(key, reading)
    return reading


def _recognised(scan: Scan, future: Future[PageReading]) -> Recognised:
    where = f"page {scan.page}"
    error = future.exception()
    if isinstance(error, TimeoutError):
        why, fix = "The time for reading this file was over.", "Allow more of it with --timeout."
        return Recognised(PageLines(), gap=Gap("time-out", where, why, fix, scan.page), was_read=False)
    if error is not None:
        why, fix = f"This page could not be read ({type(error).__name__}).", "Get a fresh copy of the file."
        return Recognised(PageLines(), gap=Gap("page-error", where, why, fix, scan.page), was_read=False)
    reading = future.result()
    if not reading.pieces:
        why, fix = "There is something on this page, but no text was recognised.", "Read this page yourself."
        gap = Gap("unreadable-page", where, why, fix, scan.page) if reading.has_ink else None
        return Recognised(PageLines(), reading.height, gap)
    found = lines_of(reading, scan.page, scan.x0, scan.top, scan.first)
    gap = None
    if not _is_legible(reading):
        sure = f"{_confidence(reading.pieces):.0%}"
        why = f"The text recognised on this page is no more than {sure} sure: words may be wrong or missing."
        gap = Gap("illegible", where, why, "Read this page yourself, or scan it again at 300 dpi.", scan.page)
    return Recognised(found, reading.height, gap)


def _confidence(pieces: Sequence[Piece]) -> float:
    characters = sum(len(piece.text) for piece in pieces)
    return sum(piece.confidence * len(piece.text) for piece in pieces) / max(1, characters)


def _is_legible(reading: PageReading) -> bool:
    words = [piece for piece in reading.pieces if not _LEADERS.search(piece.text)]
    doubtful = sum(len(piece.text) for piece in words if piece.confidence < _DOUBTFUL)
    allowed = max(_DOUBTFUL_MOST, _DOUBTFUL_SHARE * sum(len(piece.text) for piece in words))
    return doubtful <= allowed and (not words or _confidence(words) >= _LEGIBLE)
