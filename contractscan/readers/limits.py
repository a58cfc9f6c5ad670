"""How much a reader takes on: files come from strangers, and a small one can hold gigabytes.

What is over a limit is refused with a ``ReadError`` that names it, or, where part of the file was read, the rest is
a ``Gap``. The limits are far above any contract: the longest ones have some hundred pages and a million characters.
"""

from __future__ import annotations

from dataclasses import replace

from contractscan.model import Block, Document, Gap

MEGABYTE = 1024 * 1024

FILE_BYTES = 200 * MEGABYTE
"""The file itself."""

# Zip packages (DOCX and its kin)
UNPACKED_BYTES = 200 * MEGABYTE
"""All parts of a package together."""
PACKAGE_PARTS = 5000
PACKING_RATIO = 400
"""Unpacked to packed size of one part: XML packs to a fifth, runs of blanks to a hundredth."""
RATIO_FREE_BYTES = 4 * MEGABYTE
"""A part no larger than this may have any ratio."""

# XML and HTML
XML_BYTES = 32 * MEGABYTE
"""One part."""
XML_TAGS = 1_000_000
"""Tags (and attributes) of one part; each takes some two hundred bytes once it is parsed."""
XML_DEPTH = 256
"""What libxml2 goes down to by itself; each level of tables takes four or five."""

# PDF
PAGES = 10_000
STREAMS = 100_000
"""Streams that are looked at before the pages are."""
STREAM_BYTES = 64 * MEGABYTE
"""One stream, unpacked. Pictures of pages may have more; then a trial decides, as for the next two."""
CONTENT_BYTES = 8 * MEGABYTE
"""One stream that is no picture; pdfium may take a hundred times as much memory for it."""
DRAWN_BYTES = 24 * MEGABYTE
"""The drawing commands of all pages together, with those of the forms that they use."""
FORM_DEPTH = 40
"""What pdfium goes down to in forms within forms."""
TRIAL_BYTES = 512 * MEGABYTE
"""Memory that reading a doubtful page may take."""
TRIAL_SECONDS = 10.0
"""Time that reading a doubtful page may take."""
PAGE_OBJECTS = 20_000
"""Beyond this a page is a drawing, and looking at each object costs more than it tells."""

# Pictures
PIXELS = 100_000_000
"""One picture, unpacked: an A4 page at 900 dpi, or a screenshot of a hundred screens."""

TEXT_BYTES = 6 * MEGABYTE
"""A file of plain text."""
TEXT_CHARACTERS = 2_000_000
"""All text of a document."""


def cut_to_limit(document: Document, limit: int = TEXT_CHARACTERS) -> Document:
    """Return ``document`` without the blocks that go beyond ``limit`` characters; a gap tells of them."""
    if len(document.text) <= limit:
        return document
    blocks = tuple(_within(document.blocks, limit))
    end = max((block.end for block in blocks), default=0)
    last_page = blocks[-1].page if blocks else None
    gap = Gap(
        "text-limit",
        f"after {end} characters",
        f"The file holds {len(document.text)} characters; no more than {limit} are read.",
        "Split the file, and review its parts one by one.",
        last_page,
    )
    return replace(
        document,
        text=document.text[:end],
        blocks=blocks,
        lines=tuple(line for line in document.lines if line.end <= end),
        gaps=(*document.gaps, gap),
        changes=tuple(change for change in document.changes if change.end <= end),
        comments=tuple(comment for comment in document.comments if comment.end <= end),
    )


def _within(blocks: tuple[Block, ...], limit: int) -> list[Block]:
    """Return the blocks before ``limit``; the one that stands across it ends there."""
    return [replace(block, end=min(block.end, limit)) for block in blocks if block.start < limit]
