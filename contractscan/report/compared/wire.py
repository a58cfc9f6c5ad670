"""A comparison as JSON, schema version 1, and the published schema of it.

As with reviews, keys may be added within a schema version; none is removed or renamed, and none changes its meaning.
Offsets are code-point offsets into the text of their own version.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import ConfigDict, TypeAdapter

from contractscan.compare import Change, Comparison, Direction, Figure, QuoteChange, fingerprint
from contractscan.model import Document, Finding, Gap, Language, Review, Risk, Side, Status, Value, Verdict
from contractscan.report.safe import json_inert
from contractscan.report.texts import texts
from contractscan.report.wire import DocumentRecord, open_schema

SCHEMA_VERSION: Final = 1
SCHEMA_ID = "urn:contractscan:schema:comparison:1"


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """The answer to a question in one version; ``outcome`` is null where nothing was found."""

    status: Status
    risk: Risk | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """A quote where it stands in its version."""

    outcome: str
    quote: str
    start: int
    end: int
    page: int | None
    clause: str


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """A value that differs; null where the version has none of that name."""

    name: str
    direction: Direction
    old: Value | None
    new: Value | None


@dataclass(frozen=True, slots=True)
class QuoteChangeRecord:
    """What became of one quote. ``fingerprint`` names the new one (the old one where it is gone) wherever it stands."""

    change: Change
    direction: Direction
    fingerprint: str
    old: QuoteRecord | None
    new: QuoteRecord | None
    figures: tuple[FigureRecord, ...]


@dataclass(frozen=True, slots=True)
class ItemChangeRecord:
    """One question whose answer, quotes or figures changed; ``answer_changed``: not only the words behind it."""

    id: str
    family: str
    direction: Direction
    answer_changed: bool
    old: AnswerRecord
    new: AnswerRecord
    quotes: tuple[QuoteChangeRecord, ...]


@dataclass(frozen=True, slots=True)
class PartiesRecord:
    """``swapped`` names stand for the other side in the new version; ``renamed`` sides are another company."""

    swapped: tuple[str, ...]
    renamed: tuple[Side, ...]
    undecided: tuple[Literal["old", "new"], ...]


@dataclass(frozen=True, slots=True)
class CoverageRecord:
    """Parts that were not read in one version only."""

    old_complete: bool
    new_complete: bool
    appeared: tuple[Gap, ...]
    gone: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    """What changed between two versions, for ``side``. ``summary`` counts questions by direction, and "same".

    ``dropped`` and ``added`` are questions that only the old or the new review asked; where ``same_rules`` is false,
    answers may differ because the rules do.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", allow_inf_nan=False)
    schema_version: Literal[1]
    version: str
    side: Side
    old: DocumentRecord
    new: DocumentRecord
    summary: dict[str, int]
    parties: PartiesRecord
    coverage: CoverageRecord
    same_rules: bool
    items: tuple[ItemChangeRecord, ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    notice: str


def comparison_json(comparison: Comparison, language: Language) -> str:
    """Return the JSON object for ``comparison``, ending in a line break; ``language`` is that of the notice."""
    parties, coverage = comparison.parties, comparison.coverage
    undecided: tuple[Literal["old", "new"], ...] = tuple(
        which for which in ("old", "new") if which in parties.undecided
    )
    record = ComparisonRecord(
        schema_version=SCHEMA_VERSION,
        version=comparison.new.version,
        side=comparison.side,
        old=_document(comparison.old),
        new=_document(comparison.new),
        summary={**{str(way): comparison.count(way) for way in Direction}, "same": comparison.same},
        parties=PartiesRecord(parties.swapped, parties.names, undecided),
        coverage=CoverageRecord(*coverage.complete, coverage.appeared, coverage.gone),
        same_rules=comparison.same_rules,
        items=tuple(
            ItemChangeRecord(
                id=change.item,
                family=change.family,
                direction=change.direction,
                answer_changed=change.is_answer,
                old=_answer(change.old),
                new=_answer(change.new),
                quotes=tuple(_change(quote) for quote in change.quotes),
            )
            for change in comparison.items
        ),
        dropped=comparison.dropped,
        added=comparison.added,
        notice=texts(language)("report.notice"),
    )
    tree = TypeAdapter(ComparisonRecord).dump_python(record, mode="json")
    return json_inert(json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def comparison_schema() -> str:
    """Return the JSON Schema (draft 2020-12) of ``comparison_json``, ending in a line break; unknown keys pass."""
    schema: dict[str, object] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    schema |= open_schema(TypeAdapter(ComparisonRecord).json_schema())
    schema["title"] = "contractscan comparison"
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _document(review: Review) -> DocumentRecord:
    document: Document = review.document
    return DocumentRecord(document.path, document.sha256, document.format, document.pages, document.languages)


def _answer(verdict: Verdict) -> AnswerRecord:
    return AnswerRecord(verdict.status, verdict.risk, verdict.findings[0].outcome if verdict.findings else None)


def _change(quote: QuoteChange) -> QuoteChangeRecord:
    named = quote.new or quote.old
    assert named is not None  # noqa: S101 - one of the two is there
    return QuoteChangeRecord(
        change=quote.change,
        direction=quote.direction,
        fingerprint=fingerprint(named.item, named.outcome, named.quote),
        old=_quote(quote.old),
        new=_quote(quote.new),
        figures=tuple(_figure(figure) for figure in quote.figures),
    )


def _quote(finding: Finding | None) -> QuoteRecord | None:
    if finding is None:
        return None
    return QuoteRecord(finding.outcome, finding.quote, finding.start, finding.end, finding.page, finding.clause)


def _figure(figure: Figure) -> FigureRecord:
    return FigureRecord(figure.name, figure.direction, figure.old, figure.new)
