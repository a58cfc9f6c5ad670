"""The machine-readable report: one JSON object, of the shape that ``wire`` defines."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal
from typing import TypeVar

from contractscan.model import (
    BlockKind,
    Conflict,
    Document,
    Finding,
    Line,
    NormCheck,
    Review,
    Risk,
    Side,
    Status,
    Verdict,
)
from contractscan.policy import Policy
from contractscan.report.json_text import indented, on_one_line
from contractscan.report.safe import json_inert
from contractscan.report.texts import language_for, texts
from contractscan.report.wire import (
    SCHEMA_VERSION,
    BlockColumns,
    ConflictRecord,
    CoverageRecord,
    DocumentRecord,
    FindingRecord,
    ItemRecord,
    LineColumns,
    NormRecord,
    ReadingRecord,
    ReviewRecord,
    RulesRecord,
    SidesRecord,
    SummaryRecord,
)
from contractscan.rules import RuleBook

_T = TypeVar("_T")

_THOUSANDTHS = Decimal("0.001")
_ON_ONE_LINE = "reading"  # thousands of numbers, for programs only


def review_json(review: Review, book: RuleBook, policy: Policy | None = None) -> str:
    """Return the JSON object for ``review``, ending in a line break; ``policy`` is the one that ``book`` follows."""
    document, parties, side = review.document, review.parties, review.side
    record = ReviewRecord(
        schema_version=SCHEMA_VERSION,
        version=review.version,
        document=DocumentRecord(
            document.path, document.sha256, document.format, document.pages, tuple(document.languages)
        ),
        sides=SidesRecord(parties.brand, parties.partner, parties.others, side, parties.decided, parties.basis),
        items=tuple(_item(verdict, book, side) for verdict in review.verdicts),
        coverage=_coverage(document),
        summary=_summary(review.verdicts),
        notice=texts(language_for(review))("report.notice"),
        error=None,
        drops=review.drops,
        other_clauses=review.other_clauses,
        rules=RulesRecord(book.digest, book.own_items, policy if policy != Policy() else None),
        reading=_reading(document),
    )
    return _dumps(record)


def error_json(path: str, message: str, version: str) -> str:
    """Return the JSON object for a file that could not be reviewed, ending in a line break."""
    record = ReviewRecord(
        schema_version=SCHEMA_VERSION,
        version=version,
        document=DocumentRecord(path, None, None, None, ()),
        sides=None,
        items=(),
        coverage=CoverageRecord(False, (), (), ()),
        summary=_summary(()),
        notice=texts("en")("report.notice"),
        error=message,
    )
    return _dumps(record)


def _item(verdict: Verdict, book: RuleBook, side: Side) -> ItemRecord:
    return ItemRecord(
        id=verdict.item,
        family=verdict.family,
        status=verdict.status,
        risk=verdict.risk,
        findings=tuple(_finding(finding, book, side) for finding in verdict.findings),
        norms=tuple(_norm(verdict.item, norm, book) for norm in verdict.norms),
        conflicts=tuple(_conflict(conflict, book, side) for conflict in verdict.conflicts),
        demanded=verdict.demanded,
        proposals=verdict.proposals,
    )


def _finding(finding: Finding, book: RuleBook, side: Side) -> FindingRecord:
    return FindingRecord(
        outcome=finding.outcome,
        risk=book.risk(finding.item, finding.outcome, side),
        quote=finding.quote,
        start=finding.start,
        end=finding.end,
        page=finding.page,
        clause=finding.clause,
        heading=finding.heading,
        language=finding.language,
        confidence=round(finding.confidence, 3),
        legibility=_rounded(finding.legibility),
        rule=finding.rule,
        values=finding.values,
        marks=finding.marks,
    )


def _norm(item: str, check: NormCheck, book: RuleBook) -> NormRecord:
    return NormRecord(check.value, check.norm, check.within, book.norm_source(item, check.value.name, "en"))


def _conflict(conflict: Conflict, book: RuleBook, side: Side) -> ConflictRecord:
    return ConflictRecord(conflict.kind, _finding(conflict.first, book, side), _finding(conflict.second, book, side))


def _coverage(document: Document) -> CoverageRecord:
    parts = (dataclasses.replace(part, confidence=_rounded(part.confidence)) for part in document.parts)
    return CoverageRecord(not document.gaps, tuple(parts), document.gaps, document.notes)


def _rounded(share: float | None) -> float | None:
    """Round down, so that what is below a limit stays below it; doing it again changes nothing."""
    return None if share is None else float(Decimal(str(share)).quantize(_THOUSANDTHS, ROUND_FLOOR))


def _summary(verdicts: tuple[Verdict, ...]) -> SummaryRecord:
    risks = Counter(verdict.risk for verdict in verdicts)
    statuses = Counter(verdict.status for verdict in verdicts)
    return SummaryRecord({risk: risks[risk] for risk in Risk}, {status: statuses[status] for status in Status})


def _reading(document: Document) -> ReadingRecord:
    blocks = document.blocks
    cells = ((block.cell.table, block.cell.row, block.cell.column) if block.cell else None for block in blocks)
    return ReadingRecord(
        text=document.text,
        blocks=BlockColumns(
            start=tuple(block.start for block in blocks),
            end=tuple(block.end for block in blocks),
            page=_column(None, (block.page for block in blocks)),
            kind=_column(BlockKind.PARAGRAPH, (block.kind for block in blocks)),
            cell=_column(None, cells),
            number=_column("", (block.number for block in blocks)),
            level=_column(None, (block.level for block in blocks)),
            heading=_column(False, (block.heading for block in blocks)),
            confidence=_column(None, (_rounded(block.confidence) for block in blocks)),
        ),
        lines=LineColumns(
            start=tuple(line.start for line in document.lines),
            end=tuple(line.end for line in document.lines),
            page=tuple(line.page for line in document.lines),
            first_char=tuple(line.first_char for line in document.lines),
            box=_column(None, (_box(line) for line in document.lines)),
            confidence=_column(None, (_rounded(line.confidence) for line in document.lines)),
        ),
        changes=document.changes,
        comments=document.comments,
    )


def _column(usual: _T, values: Iterable[_T]) -> tuple[_T, ...] | None:
    column = tuple(values)
    return None if all(value == usual for value in column) else column


def _box(line: Line) -> tuple[float, float, float, float] | None:
    box = line.box  # a hundredth of a point is finer than any eye, or printer
    return (round(box.x0, 2), round(box.top, 2), round(box.x1, 2), round(box.bottom, 2)) if box else None


def _dumps(record: ReviewRecord) -> str:
    lines: list[str] = []
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        said = on_one_line(value) if field.name == _ON_ONE_LINE else indented(value, "  ")
        lines.append(f'  "{field.name}": {said}')
    return json_inert("{\n" + ",\n".join(lines) + "\n}\n")
