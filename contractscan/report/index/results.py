"""What a batch keeps of each contract: enough to rank, search and count them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from contractscan.assess import HOURS
from contractscan.model import Language, Review, Risk, Side, Status
from contractscan.report.texts import language_for
from contractscan.report.view import count_risk, count_status
from contractscan.rules import DRAFTING

_WORST_FIRST = {risk: rank for rank, risk in enumerate(Risk)}
_HARMS = (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
_MOST_GAPS = 5
_LONGEST_VALUE = 80


class Since(StrEnum):
    """What a contract is to an earlier batch that it is held against: none, new, changed, or the same."""

    NOTHING = ""
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Answer:
    """An item that calls for action: at risk, missing or unread. ``outcome`` is "" where nothing was found."""

    item: str
    family: str
    status: Status
    risk: Risk | None
    outcome: str = ""

    @property
    def key(self) -> str:
        """Its badge: "high", "medium" or "low", else "missing" (what costs this side nothing) or "unread"."""
        return str(self.risk if self.risk in _HARMS else self.status)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a contract states: the first of its name for the item. Times are in days; ``text`` as written."""

    item: str
    name: str
    amount: float
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class FileResult:
    """What a batch keeps of one file. Paths are relative, with "/"; ``report`` is "" and ``error`` set on failure.

    ``same_as`` is the path of the file that has the same content, and whose report this is. ``answers`` are those that
    call for action, worst first. ``gaps`` name the first parts that were not read.
    Held against an earlier batch (``since``), all counts are of what is new; ``changes`` is the page that shows it.
    """

    path: str
    report: str = ""
    high: int = 0
    medium: int = 0
    low: int = 0
    missing: int = 0
    unread: int = 0
    brand: str = ""
    partner: str = ""
    side: Side = Side.BRAND
    decided: bool = True
    complete: bool = True
    language: Language = "en"
    error: str = ""
    same_as: str = ""
    answers: tuple[Answer, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    gaps: tuple[str, ...] = ()
    since: Since = Since.NOTHING
    changes: str = ""

    @property
    def link(self) -> str:
        """The address of the report, relative to the overview."""
        return quote(self.report, errors="surrogateescape")

    @property
    def changes_link(self) -> str:
        """The address of the page that says what changed, relative to the overview; "" if there is none."""
        return quote(self.changes, errors="surrogateescape")


@dataclass(frozen=True, slots=True)
class BatchResult:
    """All results of a batch, ``left`` files that it did not come to, and files ``skipped`` by suffix.

    ``interrupted``: the user ended it early. ``trouble`` says why it could not go on, or not write the overview.
    """

    files: tuple[FileResult, ...]
    left: int = 0
    skipped: tuple[tuple[str, int], ...] = ()
    interrupted: bool = False
    trouble: str = ""

    @property
    def unchanged(self) -> tuple[FileResult, ...]:
        """The reviewed files that are as they were in the earlier batch, by path."""
        return tuple(sorted((file for file in self.files if file.since is Since.SAME), key=lambda f: f.path))

    @property
    def ranked(self) -> tuple[FileResult, ...]:
        """The reviewed files that are new, or have anything new, worst first."""
        return tuple(
            sorted(
                (file for file in self.files if not file.error and file.since is not Since.SAME),
                key=lambda f: (-f.high, -f.medium, -f.missing, -f.unread, f.path),
            )
        )

    @property
    def failed(self) -> tuple[FileResult, ...]:
        """The files that could not be reviewed, by path."""
        return tuple(sorted((file for file in self.files if file.error), key=lambda f: f.path))


def summarize(review: Review, path: str, report: str) -> FileResult:
    """Reduce ``review`` to what the overview shows."""
    parties = review.parties
    return FileResult(
        path=path,
        report=report,
        high=count_risk(review, Risk.HIGH),
        medium=count_risk(review, Risk.MEDIUM),
        low=count_risk(review, Risk.LOW),
        missing=count_status(review, Status.MISSING),
        unread=count_status(review, Status.UNREAD),
        brand=parties.brand.name or (parties.brand.aliases or ("",))[0],
        partner=parties.partner.name or (parties.partner.aliases or ("",))[0],
        side=review.side,
        decided=parties.decided,
        complete=not review.document.gaps,
        language=language_for(review),
        answers=tuple(_answers(review)),
        quantities=tuple(_quantities(review)),
        gaps=tuple(dict.fromkeys(gap.where for gap in review.document.gaps))[:_MOST_GAPS],
    )


def restored(record: Mapping[str, Any]) -> FileResult:
    """Return the result that was stored as ``record``, by ``asdict`` and JSON.

    Raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is of another version. Names of files may hold lone
    surrogates, which parsers that check more than this refuse.
    """
    return FileResult(
        **{
            **record,
            "side": Side(record["side"]),
            "since": Since(record["since"]),
            "answers": tuple(_restored_answer(answer) for answer in record["answers"]),
            "quantities": tuple(Quantity(**quantity) for quantity in record["quantities"]),
            "gaps": tuple(record["gaps"]),
        }
    )


def _restored_answer(record: Mapping[str, Any]) -> Answer:
    risk = record["risk"]
    return Answer(**{**record, "status": Status(record["status"]), "risk": Risk(risk) if risk else None})


def _answers(review: Review) -> Iterator[Answer]:
    called_for = [v for v in review.verdicts if v.status in (Status.RISK, Status.MISSING, Status.UNREAD)]
    for verdict in sorted(called_for, key=lambda v: _WORST_FIRST[v.risk] if v.risk else len(_WORST_FIRST)):
        outcome = verdict.findings[0].outcome if verdict.findings else ""
        yield Answer(verdict.item, verdict.family, verdict.status, verdict.risk, outcome)


def _quantities(review: Review) -> Iterator[Quantity]:
    seen: set[tuple[str, str]] = set()
    for verdict in review.verdicts:
        for value in (value for finding in verdict.findings for value in finding.values):
            key = (verdict.item, value.name)
            if verdict.family == DRAFTING or key in seen or isinstance(value.value, str):
                continue
            seen.add(key)
            hours = HOURS.get(value.unit)
            amount, unit = (value.value * hours / HOURS["days"], "days") if hours else (value.value, value.unit)
            yield Quantity(*key, round(amount, 4), unit, value.text[:_LONGEST_VALUE])
