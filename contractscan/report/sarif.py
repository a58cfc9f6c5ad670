"""The report in SARIF 2.1.0, for code hosts and editors: each risk as a mark on its lines.

In a text file, lines and columns are those of the file. In any other format they are those of the text as it was read
(``contractscan text FILE``), which ``regions`` in the run's properties says.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath
from urllib.parse import quote

from contractscan import compare
from contractscan.model import Document, Finding, Review, Risk, Status, Verdict
from contractscan.report.markdown import escape
from contractscan.report.origin import is_url, pure_path
from contractscan.report.safe import json_inert, one_line, visible
from contractscan.report.texts import Texts, texts
from contractscan.report.view import ItemView, ReportView
from contractscan.rules import DRAFTING, SILENT, RuleBook

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Risk.HIGH: "error", Risk.MEDIUM: "warning", Risk.LOW: "note"}
_PROBLEM = {Risk.HIGH: "error", Risk.MEDIUM: "warning", Risk.LOW: "recommendation"}
_LANGUAGE = {"zh": "zh-CN", "en": "en-US"}
_LINED = frozenset({"text", "markdown"})  # formats whose text is the file itself
_BREAK = re.compile(r"\r\n|\n")
_LONGEST_QUOTE = 500
_LONGEST_SNIPPET = 4_000
_LONGEST_RULE_TEXT = 1_000  # code hosts cut or refuse what is longer
# In a message [words](1) is a link, and {0} the place of an argument.
_LINKED = re.compile(r"[\\\[\]]")
_ARGUMENT = re.compile(r"\{(\d+)\}")

_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # surrogates that stand for no byte of a file's name

_Tree = dict[str, object]


def render_sarif(review: Review, book: RuleBook, view: ReportView, here: PurePath) -> str:
    """Return the SARIF log, ending in a line break; the contract is named relative to the folder ``here``."""
    places = _Places(review.document, relative_uri(review.document.path, here))
    tree = _Log(review, book, view, texts(view.language), places).tree()
    return json_inert(json.dumps(tree, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


@dataclass(frozen=True)
class _Log:
    """What the parts of the log are made from; ``seen`` counts the fingerprints given."""

    review: Review
    book: RuleBook
    view: ReportView
    t: Texts
    places: _Places
    seen: Counter[str] = field(default_factory=Counter)

    def tree(self) -> _Tree:
        document = self.review.document
        risky = [verdict for verdict in self.review.verdicts if verdict.risk in _LEVEL]
        items = {item.id: item for item in self.view.items()}
        run = {
            "tool": {"driver": self.driver([items[verdict.item] for verdict in risky], risky)},
            "language": _LANGUAGE[self.view.language],
            "columnKind": "unicodeCodePoints",
            "artifacts": [self.places.artifact()],
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": list(self.gaps())}],
            "results": [
                result for at, verdict in enumerate(risky) for result in self.results(verdict, items[verdict.item], at)
            ],
            "properties": {
                "side": self.review.side,
                "sidesDecided": self.review.parties.decided,
                "complete": not document.gaps,
                "regions": "file" if document.format in _LINED else "text as read",
                "unanswered": [v.item for v in self.review.verdicts if v.status is Status.UNREAD],
                "notice": self.t("report.notice"),
            },
        }
        return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}

    def driver(self, items: list[ItemView], verdicts: list[Verdict]) -> _Tree:
        rules = [self.rule(item, verdict) for item, verdict in zip(items, verdicts, strict=True)]
        return {"name": "contractscan", "semanticVersion": self.review.version, "rules": rules}

    def rule(self, item: ItemView, verdict: Verdict) -> _Tree:
        risk = verdict.risk or Risk.INFO
        parts = [(self.t("report.why"), item.why), (self.t("report.ask"), item.ask)]
        parts += [(self.t("report.basis"), " ".join((basis.cite, basis.since, basis.says))) for basis in item.basis]
        parts = [(label, text) for label, text in parts if text]
        colon, notice = self.t("report.colon"), self.t("report.notice")
        return {
            "id": item.id,
            "shortDescription": {"text": _message(item.question)[:_LONGEST_RULE_TEXT]},
            "fullDescription": {"text": _message(item.why or item.question)[:_LONGEST_RULE_TEXT]},
            "help": {
                "text": "\n".join((*(label + colon + _message(text) for label, text in parts), notice)),
                "markdown": "\n\n".join((*(f"**{label}**{colon}{escape(text)}" for label, text in parts), notice)),
            },
            "defaultConfiguration": {"level": _LEVEL[risk]},
            "properties": {"tags": ["contract", verdict.family], "problem.severity": _PROBLEM[risk]},
        }

    def results(self, verdict: Verdict, item: ItemView, at: int) -> Iterator[_Tree]:
        """Yield one result for an item, its further evidence related to it; for faults of drafting one per place.

        ``at`` is the index of the item's rule.
        """
        first, *others = verdict.findings or [None]
        conflicting = [f for conflict in verdict.conflicts for f in (conflict.first, conflict.second)]
        if verdict.family == DRAFTING:
            for finding in verdict.findings:
                yield self.result(verdict, item, at, finding, [])
        else:
            related = dict.fromkeys(finding for finding in (*others, *conflicting) if finding and finding != first)
            yield self.result(verdict, item, at, first, list(related))

    def result(
        self, verdict: Verdict, item: ItemView, at: int, finding: Finding | None, related: list[Finding]
    ) -> _Tree:
        print_ = fingerprint(verdict.item, finding)
        self.seen[print_] += 1
        prints = f"{print_}:{self.seen[print_]}"
        tree: _Tree = {
            "ruleId": verdict.item,
            "ruleIndex": at,
            "level": _LEVEL[verdict.risk or Risk.LOW],
            "message": {"text": self.message(item, finding)},
            "locations": [self.places.location(finding, self.place(finding))],
            # The first is the name by which code hosts know it.
            "partialFingerprints": {"primaryLocationLineHash": prints, "contractscan/v1": prints},
            "properties": {
                "status": verdict.status,
                "risk": verdict.risk,
                "outcome": finding.outcome if finding else SILENT,
                "clause": visible(finding.clause) if finding else "",
                "page": finding.page if finding else None,
                "confidence": round(finding.confidence, 3) if finding else None,
            },
        }
        if related:
            tree["relatedLocations"] = [
                {"id": number, **self.places.location(other, self.place(other))}
                for number, other in enumerate(related, 1)
            ]
        return tree

    def message(self, item: ItemView, finding: Finding | None) -> str:
        if finding is None:
            return _message(self.t("sarif.silent", question=item.question))
        answer = self.book.outcome_label(finding.item, finding.outcome, self.view.language)
        said = [self.t("sarif.result", question=item.question, answer=answer.rstrip("。."))]
        said.append(self.t("report.quote", text=_cut(one_line(finding.quote), _LONGEST_QUOTE)))
        said.append(f"({self.place(finding)})" if self.place(finding) else "")
        said += self.outside(item)
        return _message(("" if self.view.language == "zh" else " ").join(filter(None, said)))

    def outside(self, item: ItemView) -> Iterator[str]:
        for figure in item.figures:
            if figure.norm and not figure.within:
                said = self.t("report.against_norm", label=figure.label, text=figure.text, norm=figure.norm)
                yield f"{said} – {self.t('report.outside')}"

    def place(self, finding: Finding | None) -> str:
        if finding is None:
            return ""
        page = self.t("report.page", page=finding.page) if finding.page is not None else ""
        return " · ".join(filter(None, (one_line(finding.clause), page)))

    def gaps(self) -> Iterator[_Tree]:
        for gap in self.view.gaps:
            said = self.t("sarif.unread", where=gap.where, why=gap.why)
            yield {"level": "warning", "message": {"text": _message(said)}, "locations": [self.places.whole()]}


class _Places:
    """Where offsets are, in lines and columns (both from 1; columns count code points)."""

    def __init__(self, document: Document, uri: str) -> None:
        self._document = document
        self._uri = uri
        self._starts = [0, *(match.end() for match in _BREAK.finditer(document.text))]

    def artifact(self) -> _Tree:
        document = self._document
        hashes = {"hashes": {"sha-256": document.sha256}} if document.sha256 else {}
        return {"location": {"uri": self._uri}, "roles": ["analysisTarget"], **hashes}

    def whole(self) -> _Tree:
        return {"physicalLocation": {"artifactLocation": {"uri": self._uri, "index": 0}}}

    def location(self, finding: Finding | None, place: str) -> _Tree:
        """Return where ``finding`` stands; what is missing stands nowhere, and is shown at the first line."""
        region: _Tree = {"startLine": 1}
        if finding is not None:
            start_line, start_column = self._position(finding.start)
            end_line, end_column = self._position(finding.end)
            region = {
                "startLine": start_line,
                "startColumn": start_column,
                "endLine": end_line,
                "endColumn": end_column,
                "charOffset": finding.start,
                "charLength": finding.end - finding.start,
                "snippet": {"text": _cut(visible(finding.quote), _LONGEST_SNIPPET)},
            }
        told = {"message": {"text": _message(place)}} if place else {}
        return {"physicalLocation": {"artifactLocation": {"uri": self._uri, "index": 0}, "region": region}, **told}

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def relative_uri(path: str, here: PurePath) -> str:
    """Return ``path`` as a URI relative to ``here``; of a file that is not below it, the name alone.

    A URL stays one. A review may be rendered on another system than the one it was made on.
    """
    if is_url(path):
        return quote(_NO_BYTE.sub("\ufffd", path), safe="/:@", errors="surrogateescape")
    whole = pure_path(path)
    if whole.is_absolute():
        whole = whole.relative_to(here) if whole.is_relative_to(here) else PurePosixPath(whole.name)
    return quote(_NO_BYTE.sub("\ufffd", whole.as_posix()), errors="surrogateescape")


def fingerprint(item: str, finding: Finding | None) -> str:
    """Return what names a result wherever in the file it stands: its item, its answer and the words of its quote."""
    return compare.fingerprint(item, finding.outcome if finding else SILENT, finding.quote if finding else "")


def _message(text: str) -> str:
    return _ARGUMENT.sub(r"{{\1}}", _LINKED.sub(r"\\\g<0>", text))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
