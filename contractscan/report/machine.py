"""The machine-readable report: one JSON object, schema version 1."""

from __future__ import annotations

import json
import re
from collections import Counter

from contractscan.model import Conflict, Document, Finding, NormCheck, Party, Review, Risk, Side, Status, Value, Verdict
from contractscan.report.texts import language_for, texts
from contractscan.rules import RuleBook

SCHEMA_VERSION = 1

# Legal inside a JSON string, but able to steer a terminal or unable to be encoded: written as \uXXXX.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def review_json(review: Review, book: RuleBook) -> str:
    """Return the JSON object for ``review``, ending in a line break."""
    document, parties = review.document, review.parties
    side = review.side
    return _dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "version": review.version,
            "document": {
                "path": document.path,
                "sha256": document.sha256,
                "format": document.format,
                "pages": document.pages,
                "languages": list(document.languages),
            },
            "sides": {
                "brand": _party(parties.brand),
                "partner": _party(parties.partner),
                "others": [_party(party) for party in parties.others],
                "party": str(side),
                "decided": parties.decided,
                "basis": [
                    {"reason": basis.reason, "quote": basis.quote, "start": basis.start, "end": basis.end}
                    for basis in parties.basis
                ],
            },
            "items": [_item(verdict, book, side) for verdict in review.verdicts],
            "coverage": _coverage(document),
            "summary": _summary(review.verdicts),
            "notice": texts(language_for(review))("report.notice"),
            "error": None,
        }
    )


def error_json(path: str, message: str, version: str) -> str:
    """Return the JSON object for a file that could not be reviewed, ending in a line break."""
    return _dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "version": version,
            "document": {"path": path, "sha256": None, "format": None, "pages": None, "languages": []},
            "sides": None,
            "items": [],
            "coverage": {"complete": False, "parts": [], "gaps": [], "notes": []},
            "summary": _summary(()),
            "notice": texts("en")("report.notice"),
            "error": message,
        }
    )


def _coverage(document: Document) -> dict[str, object]:
    return {
        "complete": not document.gaps,
        "parts": [
            {
                "where": part.where,
                "method": str(part.method),
                "characters": part.characters,
                "confidence": _rounded(part.confidence),
                "first_page": part.first_page,
                "last_page": part.last_page,
            }
            for part in document.parts
        ],
        "gaps": [
            {"kind": gap.kind, "where": gap.where, "why": gap.why, "fix": gap.fix, "page": gap.page}
            for gap in document.gaps
        ],
        "notes": [{"kind": note.kind, "message": note.message} for note in document.notes],
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _dumps(tree: dict[str, object]) -> str:
    raw = json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", raw) + "\n"


def _party(party: Party) -> dict[str, object]:
    return {"aliases": list(party.aliases), "name": party.name}


def _item(verdict: Verdict, book: RuleBook, side: Side) -> dict[str, object]:
    return {
        "id": verdict.item,
        "family": verdict.family,
        "status": str(verdict.status),
        "risk": str(verdict.risk) if verdict.risk else None,
        "findings": [_finding(finding, book, side) for finding in verdict.findings],
        "norms": [_norm(verdict.item, norm, book) for norm in verdict.norms],
        "conflicts": [_conflict(conflict, book, side) for conflict in verdict.conflicts],
    }


def _finding(finding: Finding, book: RuleBook, side: Side) -> dict[str, object]:
    return {
        "outcome": finding.outcome,
        "risk": str(book.risk(finding.item, finding.outcome, side)),
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "page": finding.page,
        "clause": finding.clause,
        "heading": finding.heading,
        "language": finding.language,
        "confidence": round(finding.confidence, 3),
        "legibility": _rounded(finding.legibility),
        "rule": finding.rule,
        "values": [_value(value) for value in finding.values],
    }


def _value(value: Value) -> dict[str, object]:
    return {
        "name": value.name,
        "text": value.text,
        "value": value.value,
        "unit": value.unit,
        "comparator": value.comparator,
        "start": value.start,
        "end": value.end,
    }


def _norm(item: str, check: NormCheck, book: RuleBook) -> dict[str, object]:
    return {
        "value": _value(check.value),
        "norm": check.norm,
        "within": check.within,
        "source": book.norm_source(item, check.value.name, "en"),
    }


def _conflict(conflict: Conflict, book: RuleBook, side: Side) -> dict[str, object]:
    return {
        "kind": conflict.kind,
        "first": _finding(conflict.first, book, side),
        "second": _finding(conflict.second, book, side),
    }


def _summary(verdicts: tuple[Verdict, ...]) -> dict[str, object]:
    risks = Counter(verdict.risk for verdict in verdicts)
    statuses = Counter(verdict.status for verdict in verdicts)
    return {
        "risk": {str(risk): risks[risk] for risk in Risk},
        "status": {str(status): statuses[status] for status in Status},
    }
