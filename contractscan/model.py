"""The values that travel between the stages: frozen, slotted, and free of behaviour.

All offsets (``start``, ``end``) are code-point offsets into ``Document.text``, end exclusive.
All pages are counted from 1. ``None`` for a page means that the format has no pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Language = Literal["zh", "en"]


class Side(StrEnum):
    """The two sides of every agreement, whatever it calls them (see the glossary)."""

    BRAND = "brand"
    PARTNER = "partner"


class Risk(StrEnum):
    """What an answer means for one side, worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"
    OK = "ok"


class Sensitivity(StrEnum):
    """How readily a passage is proposed: for precision, for balance, or for completeness."""

    STRICT = "strict"
    BALANCED = "balanced"
    THOROUGH = "thorough"


class Status(StrEnum):
    """The state of one checklist item after a review.

    ``risk``: answered, to that side's harm (high, medium or low). ``ok`` / ``info``: answered, harmless.
    ``missing``: an expected protection is absent from a fully read document. ``unread``: it was not
    found, but part of the document was not read. ``absent``: nothing was found and nothing was expected.
    """

    RISK = "risk"
    OK = "ok"
    INFO = "info"
    MISSING = "missing"
    UNREAD = "unread"
    ABSENT = "absent"


# ---------------------------------------------------------------- reading


class BlockKind(StrEnum):
    """What a block of text is in the layout."""

    PARAGRAPH = "paragraph"
    CELL = "cell"
    FURNITURE = "furniture"  # running heads, feet and page numbers: kept, but never matched


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a table cell: table number in the document, row and column, all from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the text that is read as one: a paragraph (which may span lines), or a table cell.

    Blocks are in order and do not overlap; text between them is only separators (line breaks, " | ").
    ``number`` is an automatic number (DOCX) as it stands at the start of the block's text, "" if none.
    ``level`` is the outline or list level (from 0) that the format itself gives, ``None`` if it gives none.
    ``heading`` is true where the format itself marks a heading (DOCX heading style, Markdown ``#``).
    ``confidence`` is the OCR's (0..1) for a picture in a format without pages; in paged ones each line has its own.
    """

    start: int
    end: int
    page: int | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    cell: Cell | None = None
    number: str = ""
    level: int | None = None
    heading: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch), origin at the top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A visual line of a paged document.

    ``first_char`` is its index in the page's own text layer. A line that is in no text layer (read by OCR, or from
    a form field) has -1 there, and its place in ``box``. ``confidence`` is what the OCR gave (0..1), else ``None``.
    """

    start: int
    end: int
    page: int
    first_char: int
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the file that was not read. Any gap blocks every "missing" verdict.

    ``kind`` is a stable code ("scanned-page", "encrypted-part", "image", "page-error", …), ``where`` names
    the part for a person ("page 3", "word/footnotes.xml"), ``why`` says what is the matter, ``fix`` what to do.
    """

    kind: str
    where: str
    why: str
    fix: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the reading that the user should know, but that hides no text.

    ``kind`` is a stable code ("hidden-text", "macros", …).
    """

    kind: str
    message: str


class Method(StrEnum):
    """How a part of a file was read."""

    TEXT = "text"  # the file's own characters (a PDF's text layer)
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file that was read: what ``coverage`` in every output is made of.

    ``where`` names it for a person ("pages 1-12", "footnotes"); ``first_page`` and ``last_page`` are set for pages.
    ``confidence`` is the mean of the lines' (0..1), for OCR only.
    """

    where: str
    method: Method
    characters: int
    confidence: float | None = None
    first_page: int | None = None
    last_page: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change that nobody has accepted or rejected yet.

    An insertion is in ``Document.text`` at ``start:end``; a deletion is not, and ``start == end`` is where it stood.
    ``author`` and ``date`` (ISO 8601) are as the file gives them, "" if it does not.
    """

    kind: Literal["insertion", "deletion"]
    author: str
    date: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark in the margin; not part of the contract. ``start:end`` is what it is about (empty: a place)."""

    author: str
    date: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read. ``text`` is what every offset refers to (``contractscan text FILE``).

    ``changes`` and ``comments`` are in the order of their places.
    """

    path: str
    sha256: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...] = ()
    pages: int | None = None
    languages: tuple[Language, ...] = ()
    parts: tuple[Part, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()


# ---------------------------------------------------------------- structure and parties


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered (or headed) part of the contract, from its number to where the next of its level begins.

    ``number`` is as written ("第三条", "3.2", "(a)", "" for an unnumbered heading); ``path`` is how a reader
    cites it ("第三条（二）", "3.2(a)"). ``parent`` is an index into ``Outline.clauses``.
    ``heading`` is "" where the clause starts with running text.
    """

    index: int
    number: str
    path: str
    heading: str
    level: int
    start: int
    end: int
    parent: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The clause tree, in document order (a parent comes before its children)."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """One reason for a decision about sides. ``reason`` is a stable code, ``quote`` the contract's own words."""

    reason: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """One side as this contract names it. ``aliases`` are in the order of first use; ``name`` may be ""."""

    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is brand and who is partner.

    ``decided`` is false where the contract's words did not tell, and the sides are an assumption
    (the first-named party is taken as the brand). ``others`` are further parties (guarantor, platform …).
    """

    brand: Party
    partner: Party
    others: tuple[Party, ...] = ()
    decided: bool = False
    basis: tuple[Basis, ...] = ()


# ---------------------------------------------------------------- findings


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of offsets."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A quantity read out of the text.

    ``name`` is what it is for the item ("notice", "deadline", "rate", a metric id …); ``text`` as written;
    ``value`` the normalised number (percent as 25.0, per mille converted to percent) or an ISO date / word;
    ``unit`` "%", "CNY", "USD", "EUR", …, "hours", "days", "business days", "weeks", "months", "years",
    "date", "count" or ""; ``comparator`` "<=", ">=", "<", ">", "=" or "".
    """

    name: str
    text: str
    value: float | str
    unit: str
    start: int
    end: int
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer to one checklist item, with its evidence.

    ``quote`` is ``Document.text[start:end]``; ``marks`` are the decisive words inside it.
    ``confidence`` is in 0..1 and orders findings of one item. ``rule`` names item, revision and pattern.
    ``legibility`` is the lowest OCR confidence (0..1) of the lines quoted, ``None`` where no OCR was needed.
    """

    item: str
    outcome: str
    start: int
    end: int
    quote: str
    marks: tuple[Span, ...]
    page: int | None
    clause: str
    heading: str
    language: Language
    confidence: float
    rule: str
    values: tuple[Value, ...] = ()
    legibility: float | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """A match that was made and then set aside; ``reason`` is a stable code, ``detail`` for a person."""

    item: str
    outcome: str
    start: int
    end: int
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passage that the learned detector takes for a clause of ``category``: where to look, and no verdict.

    ``item`` is the checklist item that asks about the category, if any. ``probability`` is in 0..1, calibrated on
    contracts that the model had not seen. ``quote`` is ``Document.text[start:end]``.
    """

    category: str
    item: str | None
    probability: float
    start: int
    end: int
    quote: str = ""
    page: int | None = None
    clause: str = ""
    heading: str = ""


# ---------------------------------------------------------------- the review


@dataclass(frozen=True, slots=True)
class NormCheck:
    """A value held against its norm: ``norm`` is ready to print ("≤ 1 %"), ``within`` false where it is not kept.

    Where the norm is from, and of which date, the rule book tells (``RuleBook.norms``).
    """

    value: Value
    norm: str
    within: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two findings of one item that cannot both hold, and in what they differ."""

    kind: Literal["outcome", "value", "language"]
    first: Finding
    second: Finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one checklist item for the chosen side.

    ``findings`` has the strongest evidence first. ``risk`` is ``None`` where the status is absent or unread.
    ``demanded`` are the outcomes that the user's policy accepts, where the answer is none of them. ``proposals`` are
    passages that only the learned detector found, the likeliest first.
    """

    item: str
    family: str
    status: Status
    risk: Risk | None
    findings: tuple[Finding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    norms: tuple[NormCheck, ...] = ()
    demanded: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The whole result for one document, from the point of view of ``side``.

    ``other_clauses`` are passages of kinds that no item asks about, in the order of the text.
    """

    document: Document
    parties: Parties
    side: Side
    verdicts: tuple[Verdict, ...]
    drops: tuple[Drop, ...] = ()
    version: str = ""
    other_clauses: tuple[Proposal, ...] = ()
