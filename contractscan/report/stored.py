"""A review that was stored as JSON, made a ``Review`` again: strictly, as anybody may have written the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from contractscan import policy
from contractscan.errors import StoredReviewError
from contractscan.model import (
    Block,
    BlockKind,
    Box,
    Cell,
    Conflict,
    Document,
    Drop,
    Finding,
    Line,
    NormCheck,
    Parties,
    Review,
    Verdict,
)
from contractscan.policy import Policy
from contractscan.report.wire import (
    SCHEMA_VERSION,
    BlockColumns,
    FindingRecord,
    ItemRecord,
    LineColumns,
    ReadingRecord,
    ReviewRecord,
    RulesRecord,
    SidesRecord,
)
from contractscan.rules import SILENT, RuleBook

MAX_BYTES = 64_000_000
_HINT = "Review the contract again with --format json."
_UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class StoredReview:
    """A review as it was stored at ``path``, and which rules it was made with."""

    path: str
    review: Review
    rules: RulesRecord

    @property
    def policy(self) -> Policy | None:
        """The policy that the review was made with, if any."""
        return self.rules.policy


def load_review(path: Path) -> StoredReview:
    """Read the review stored at ``path``.

    Raises ``StoredReviewError``, which says what is wrong with it, and ``OSError``.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    return parse_review(data, str(path))


def parse_review(data: bytes, path: str) -> StoredReview:
    """Return the review that ``data`` holds; ``path`` is named where something is wrong (``StoredReviewError``)."""
    if len(data) > MAX_BYTES:
        raise StoredReviewError(path, f"is larger than {MAX_BYTES // 1_000_000} MB, and no review is.")
    try:
        record = _adapter().validate_json(data, strict=True)
    except ValidationError as error:
        raise StoredReviewError(path, _first(error)) from None
    if record.error is not None:
        raise StoredReviewError(path, f"holds no review, but the reason why there is none: {record.error}")
    if record.reading is None or record.rules is None or record.sides is None:
        raise StoredReviewError(path, f"does not hold the text that was read. {_HINT}")
    problem = next(_problems(record.items, record.sides, record.reading, record.drops), None)
    if problem:
        raise StoredReviewError(path, problem)
    return StoredReview(path, _review(record, record.sides, record.reading), record.rules)


def book_of(stored: StoredReview, book: RuleBook) -> RuleBook:
    """Return ``book`` as the policy of the stored review wants it read.

    Raises ``StoredReviewError`` where ``book`` has no words for what the review says: it was made with other rules.
    """
    review = stored.review
    applied = policy.apply(stored.policy or Policy(), book, review.side)
    for verdict in review.verdicts:
        problem = next(_unknown(verdict, applied), None)
        if problem and verdict.item in stored.rules.own:
            raise StoredReviewError(stored.path, f"{problem}; name the folder of your own rules with --rules.")
        if problem:
            raise StoredReviewError(stored.path, f"{problem}: it was made with other rules. {_HINT}")
    return applied


def _unknown(verdict: Verdict, book: RuleBook) -> Iterator[str]:
    """Yield what ``verdict`` says that ``book`` does not know."""
    item = next((item for item in book.checklist.items if item.id == verdict.item), None)
    if item is None or item.family != verdict.family or item.family not in book.checklist.families:
        yield f"the rules have no item {verdict.item!r} of the family {verdict.family!r}"
        return
    conflicting = (finding for conflict in verdict.conflicts for finding in (conflict.first, conflict.second))
    for outcome in (*(finding.outcome for finding in (*verdict.findings, *conflicting)), *verdict.demanded):
        if outcome not in item.outcomes and (outcome != SILENT or item.silent is None):
            yield f"the rules have no outcome {outcome!r} of {verdict.item!r}"
    for check in verdict.norms:
        if check.value.name not in book.norms.get(verdict.item, {}):
            yield f"the rules have no norm for {check.value.name!r} of {verdict.item!r}"


@cache
def _adapter() -> TypeAdapter[ReviewRecord]:
    return TypeAdapter(ReviewRecord)


def _first(error: ValidationError) -> str:
    """Return the first thing that is wrong, and where."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return f"is no JSON: {first['msg'].removeprefix('Invalid JSON: ')}"
    where = ".".join(str(step)[:60] for step in first["loc"])
    if first["loc"] == ("schema_version",):
        return f"schema_version: is not {SCHEMA_VERSION}, the only one that this version of contractscan reads."
    if first["type"] in _UNKNOWN_KEY:
        return f"{where}: an unknown key: remove it, or use the version of contractscan that wrote it."
    return f"{where}: {first['msg']}" if where else first["msg"]


# ---------------------------------------------------------------- what types do not tell


def _problems(
    items: Sequence[ItemRecord], sides: SidesRecord, reading: ReadingRecord, drops: Sequence[Drop]
) -> Iterator[str]:
    """Yield what is wrong with the places that a record names."""
    text = reading.text
    blocks, lines = reading.blocks, reading.lines
    yield from _uneven("reading.blocks", blocks)
    yield from _uneven("reading.lines", lines)
    for where, columns in (("reading.blocks", blocks), ("reading.lines", lines)):
        yield from _unordered(where, columns.start, columns.end, len(text))
    known: set[str] = set()
    for at, item in enumerate(items):
        if item.id in known:
            yield f"items.{at}: {item.id!r} is there twice"
        known.add(item.id)
        found = [(f"items.{at}.findings.{n}", finding) for n, finding in enumerate(item.findings)]
        for n, conflict in enumerate(item.conflicts):
            found += [(f"items.{at}.conflicts.{n}.{key}", getattr(conflict, key)) for key in ("first", "second")]
        for where, finding in found:
            yield from _misplaced(where, finding, text)
        yield from _outside(f"items.{at}.norms", (norm.value for norm in item.norms), text)
    yield from _outside("sides.basis", sides.basis, text)
    yield from _outside("drops", drops, text)
    yield from _outside("reading.changes", reading.changes, text)
    yield from _outside("reading.comments", reading.comments, text)


def _uneven(where: str, columns: BlockColumns | LineColumns) -> Iterator[str]:
    for name in columns.__dataclass_fields__:
        column = getattr(columns, name)
        if column is not None and len(column) != len(columns.start):
            yield f"{where}.{name}: has {len(column)} entries, where start has {len(columns.start)}"


def _unordered(where: str, starts: Sequence[int], ends: Sequence[int], length: int) -> Iterator[str]:
    before = 0
    for at, (start, end) in enumerate(zip(starts, ends, strict=False)):
        if not before <= start <= end <= length:
            yield f"{where}: entry {at} is out of order, or outside of the text"
        before = start


def _misplaced(where: str, finding: FindingRecord, text: str) -> Iterator[str]:
    if not 0 <= finding.start <= finding.end <= len(text) or text[finding.start : finding.end] != finding.quote:
        yield f"{where}: its quote does not stand in the text where it says"
    yield from _outside(f"{where}.values", finding.values, text)
    yield from _outside(f"{where}.marks", finding.marks, text)


class _Placed(Protocol):
    """What stands at a place of the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def _outside(where: str, placed: Iterable[_Placed], text: str) -> Iterator[str]:
    for at, one in enumerate(placed):
        if not 0 <= one.start <= one.end <= len(text):
            yield f"{where}.{at}: is outside of the text"


# ---------------------------------------------------------------- back to the model


def _review(record: ReviewRecord, sides: SidesRecord, reading: ReadingRecord) -> Review:
    return Review(
        document=_document(record, reading),
        parties=Parties(sides.brand, sides.partner, sides.others, sides.decided, sides.basis),
        side=sides.party,
        verdicts=tuple(_verdict(item) for item in record.items),
        drops=record.drops,
        version=record.version,
    )


def _document(record: ReviewRecord, reading: ReadingRecord) -> Document:
    document, coverage = record.document, record.coverage
    return Document(
        path=document.path,
        sha256=document.sha256 or "",
        format=document.format or "",
        text=reading.text,
        blocks=tuple(_blocks(reading.blocks)),
        lines=tuple(_lines(reading.lines)),
        pages=document.pages,
        languages=document.languages,
        parts=coverage.parts,
        gaps=coverage.gaps,
        notes=coverage.notes,
        changes=reading.changes,
        comments=reading.comments,
    )


def _blocks(columns: BlockColumns) -> Iterator[Block]:
    count = len(columns.start)
    for start, end, page, kind, cell, number, level, heading, confidence in zip(
        columns.start,
        columns.end,
        _filled(columns.page, None, count),
        _filled(columns.kind, BlockKind.PARAGRAPH, count),
        _filled(columns.cell, None, count),
        _filled(columns.number, "", count),
        _filled(columns.level, None, count),
        _filled(columns.heading, False, count),
        _filled(columns.confidence, None, count),
        strict=True,
    ):
        yield Block(start, end, page, kind, Cell(*cell) if cell else None, number, level, heading, confidence)


def _lines(columns: LineColumns) -> Iterator[Line]:
    count = len(columns.start)
    for start, end, page, first_char, box, confidence in zip(
        columns.start,
        columns.end,
        columns.page,
        columns.first_char,
        _filled(columns.box, None, count),
        _filled(columns.confidence, None, count),
        strict=True,
    ):
        yield Line(start, end, page, first_char, Box(page, *box) if box else None, confidence)


def _filled(column: Sequence[_T] | None, usual: _T, count: int) -> Sequence[_T]:
    return [usual] * count if column is None else column


def _verdict(item: ItemRecord) -> Verdict:
    return Verdict(
        item=item.id,
        family=item.family,
        status=item.status,
        risk=item.risk,
        findings=tuple(_finding(item.id, finding) for finding in item.findings),
        conflicts=tuple(
            Conflict(conflict.kind, _finding(item.id, conflict.first), _finding(item.id, conflict.second))
            for conflict in item.conflicts
        ),
        norms=tuple(NormCheck(norm.value, norm.norm, norm.within) for norm in item.norms),
        demanded=item.demanded,
    )


def _finding(item: str, found: FindingRecord) -> Finding:
    return Finding(
        item=item,
        outcome=found.outcome,
        start=found.start,
        end=found.end,
        quote=found.quote,
        marks=found.marks,
        page=found.page,
        clause=found.clause,
        heading=found.heading,
        language=found.language,
        confidence=found.confidence,
        rule=found.rule,
        values=found.values,
        legibility=found.legibility,
    )
