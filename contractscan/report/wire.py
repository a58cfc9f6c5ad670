"""The shape of the JSON report, schema version 1: what ``--format json`` writes, and ``render`` reads back.

These dataclasses are the published schema (``contractscan schema``); what they share with the model is the model's own.
Keys may be added within a schema version; none is removed or renamed, and none changes its meaning. All offsets are
code-point offsets into ``reading.text``, which is what ``contractscan text FILE`` prints.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import ConfigDict, TypeAdapter

from contractscan.model import (
    Basis,
    BlockKind,
    Change,
    Comment,
    Drop,
    Gap,
    Language,
    Note,
    Part,
    Party,
    Proposal,
    Risk,
    Side,
    Span,
    Status,
    Value,
)
from contractscan.policy import Policy

SCHEMA_VERSION: Final = 1
SCHEMA_ID = "urn:contractscan:schema:review:1"
_STRICT = ConfigDict(extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The file: ``path`` as the user named it; all but ``path`` is null where it could not be read."""

    path: str
    sha256: str | None
    format: str | None
    pages: int | None
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class SidesRecord:
    """Who is who. ``party`` is the side that the review is for.

    ``decided`` is false where the contract's words did not tell the sides; ``basis`` are those that did.
    """

    brand: Party
    partner: Party
    others: tuple[Party, ...]
    party: Side
    decided: bool
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One answer with its evidence: ``quote`` stands at ``start:end``, and ``risk`` is what it means for ``party``.

    ``confidence`` and ``legibility`` (of the lines quoted, null where no OCR was needed) are in 0..1. ``rule`` names
    item, revision and pattern. ``marks`` are the decisive words.
    """

    outcome: str
    risk: Risk
    quote: str
    start: int
    end: int
    page: int | None
    clause: str
    heading: str
    language: Language
    confidence: float
    legibility: float | None
    rule: str
    values: tuple[Value, ...]
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class NormRecord:
    """A value held against its norm; ``source`` says where the norm is from, and of when."""

    value: Value
    norm: str
    within: bool
    source: str


@dataclass(frozen=True, slots=True)
class ConflictRecord:
    """Two findings of the item that cannot both hold."""

    kind: Literal["outcome", "value", "language"]
    first: FindingRecord
    second: FindingRecord


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """The answer to one question of the checklist, the strongest finding first.

    ``demanded`` are the outcomes that the user's policy accepts, where the answer is none of them. ``proposals`` are
    passages that only the learned detector found: where to look, and no answer.
    """

    id: str
    family: str
    status: Status
    risk: Risk | None
    findings: tuple[FindingRecord, ...]
    norms: tuple[NormRecord, ...]
    conflicts: tuple[ConflictRecord, ...]
    demanded: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageRecord:
    """What was read, in which way, and what was not; ``complete`` is false where there are gaps."""

    complete: bool
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class SummaryRecord:
    """How many items are of each risk (missing protections count at their own), and of each status."""

    risk: dict[Risk, int]
    status: dict[Status, int]


@dataclass(frozen=True, slots=True)
class RulesRecord:
    """The rules that the review was made with; their texts are not stored.

    ``digest`` is the SHA-256 of all their words. ``own`` are the items whose rules are the user's; ``policy`` is what
    the user's policy said.
    """

    digest: str
    own: tuple[str, ...]
    policy: Policy | None


@dataclass(frozen=True, slots=True)
class BlockColumns:
    """The blocks of the text, in order, by column; a column that is null holds its usual value everywhere.

    Those are: no page, paragraph, no cell, no automatic number, no level, no heading, no OCR confidence. A cell is
    its table, row and column.
    """

    start: tuple[int, ...]
    end: tuple[int, ...]
    page: tuple[int | None, ...] | None = None
    kind: tuple[BlockKind, ...] | None = None
    cell: tuple[tuple[int, int, int] | None, ...] | None = None
    number: tuple[str, ...] | None = None
    level: tuple[int | None, ...] | None = None
    heading: tuple[bool, ...] | None = None
    confidence: tuple[float | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class LineColumns:
    """The visual lines of a paged document, in order, by column.

    ``first_char`` is the index in the page's own text layer, -1 for a line that is in none. ``box`` is left, top,
    right and bottom in points from the top left of the page. A column that is null is null everywhere.
    """

    start: tuple[int, ...]
    end: tuple[int, ...]
    page: tuple[int, ...]
    first_char: tuple[int, ...]
    box: tuple[tuple[float, float, float, float] | None, ...] | None = None
    confidence: tuple[float | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReadingRecord:
    """The text as it was read, and where in the file it stands: what it takes to show the contract again."""

    text: str
    blocks: BlockColumns
    lines: LineColumns
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """A review of one contract, or the reason why there is none (``error``; then ``sides`` is null, ``items`` empty).

    ``version`` is that of contractscan. ``drops`` are matches that were set aside, with the reason.
    ``other_clauses`` are passages of kinds that no item asks about, found by the learned detector.
    """

    __pydantic_config__ = _STRICT
    schema_version: Literal[1]
    version: str
    document: DocumentRecord
    sides: SidesRecord | None
    items: tuple[ItemRecord, ...]
    coverage: CoverageRecord
    summary: SummaryRecord
    notice: str
    error: str | None
    drops: tuple[Drop, ...] = field(default=())
    other_clauses: tuple[Proposal, ...] = field(default=())
    rules: RulesRecord | None = None
    reading: ReadingRecord | None = None


def review_schema() -> str:
    """Return the JSON Schema (draft 2020-12) of the JSON report, ending in a line break.

    It lets unknown keys pass, so that what validates today's reports also validates those with a key more.
    """
    schema: dict[str, object] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    schema |= open_schema(TypeAdapter(ReviewRecord).json_schema())
    schema["title"] = "contractscan review"
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def open_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Return ``schema`` without what forbids unknown keys, all the way down."""
    return {
        key: open_schema(value) if isinstance(value, dict) else value
        for key, value in schema.items()
        if not (key == "additionalProperties" and value is False)
    }
