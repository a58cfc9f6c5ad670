"""The findings of a review as flat records, for analysis over many contracts; and a table of them as Parquet."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from contractscan.compare import fingerprint
from contractscan.errors import OutputError
from contractscan.model import Finding, Review, Status, Verdict
from contractscan.rules import RuleBook

if TYPE_CHECKING:
    import pyarrow

_AT_ONCE = 20_000  # rows that are held as Python objects


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding, or one item that is missing or unread (then all from ``outcome`` on is null).

    ``status`` and ``verdict`` are the item's, ``risk`` is the finding's own; ``rank`` is its place in the item, from 0
    (the strongest). ``fingerprint`` names the answer wherever it stands. ``values`` hold name, text, amount (null for
    words), word (null for numbers), unit and comparator.
    """

    contract: str
    sha256: str
    side: str
    brand: str
    partner: str
    item: str
    family: str
    status: str
    verdict: str | None
    rank: int | None = None
    outcome: str | None = None
    risk: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    clause: str | None = None
    heading: str | None = None
    language: str | None = None
    confidence: float | None = None
    legibility: float | None = None
    rule: str | None = None
    fingerprint: str | None = None
    values: tuple[dict[str, str | float | None], ...] = ()


def finding_rows(review: Review, book: RuleBook, contract: str) -> Iterator[FindingRow]:
    """Yield the findings of ``review`` and what it has none for; ``contract`` is what the file is called."""
    for verdict in review.verdicts:
        for rank, finding in enumerate(verdict.findings):
            yield _row(review, verdict, contract, _told(finding, book, review, rank))
        if verdict.status in (Status.MISSING, Status.UNREAD):
            yield _row(review, verdict, contract, {})


def _row(review: Review, verdict: Verdict, contract: str, told: dict[str, Any]) -> FindingRow:
    document, parties = review.document, review.parties
    brand, partner = (party.name or (party.aliases or ("",))[0] for party in (parties.brand, parties.partner))
    status, risk = str(verdict.status), str(verdict.risk) if verdict.risk else None
    side = str(review.side)
    about = (contract, document.sha256, side, brand, partner, verdict.item, verdict.family, status, risk)
    return FindingRow(*about, **told)


def _told(finding: Finding, book: RuleBook, review: Review, rank: int) -> dict[str, Any]:
    return {
        "rank": rank,
        "outcome": finding.outcome,
        "risk": str(book.risk(finding.item, finding.outcome, review.side)),
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "page": finding.page,
        "clause": finding.clause,
        "heading": finding.heading,
        "language": finding.language,
        "confidence": finding.confidence,
        "legibility": finding.legibility,
        "rule": finding.rule,
        "fingerprint": fingerprint(finding.item, finding.outcome, finding.quote),
        "values": tuple(
            {
                "name": value.name,
                "text": value.text,
                "amount": None if isinstance(value.value, str) else float(value.value),
                "word": value.value if isinstance(value.value, str) else None,
                "unit": value.unit,
                "comparator": value.comparator,
            }
            for value in finding.values
        ),
    }


def render_rows(rows: Iterable[FindingRow]) -> str:
    """Return ``rows`` as lines of JSON, in ASCII."""
    return "".join(json.dumps(_record(row), separators=(",", ":")) + "\n" for row in rows)


def _record(row: FindingRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in FindingRow.__dataclass_fields__}  # flat: nothing to copy


def render_parquet(lines: Iterable[bytes]) -> bytes:
    """Return the records of ``lines`` (each a line of ``render_rows``) as a Parquet file.

    Raises ``OutputError`` where the ``[data]`` extra is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise OutputError("findings.parquet needs pyarrow: pip install 'contractscan[data]'") from None
    schema = _schema(pyarrow)
    made = io.BytesIO()
    with parquet.ParquetWriter(made, schema, compression="zstd") as writer:
        waiting = iter(lines)
        while rows := [_encodable(json.loads(line)) for line in islice(waiting, _AT_ONCE)]:
            writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
    return made.getvalue()


def _schema(arrow: Any) -> pyarrow.Schema:
    text, whole, real = arrow.string(), arrow.int64(), arrow.float64()
    value = arrow.struct(
        [(name, text) for name in ("name", "text")]
        + [("amount", real)]
        + [(name, text) for name in ("word", "unit", "comparator")]
    )
    kinds = {
        "str": text,
        "str | None": text,
        "int | None": whole,
        "float | None": real,
    }
    return arrow.schema(
        [
            (name, kinds.get(str(field.type), arrow.list_(value)))
            for name, field in FindingRow.__dataclass_fields__.items()
        ]
    )


def _encodable(value: Any) -> Any:
    """Return a value of JSON in which every text can be UTF-8; a lone surrogate, which cannot, becomes its escape."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {key: _encodable(entry) for key, entry in value.items()}
    return [_encodable(entry) for entry in value] if isinstance(value, list) else value
