"""The overview of a batch: contracts ranked by risk, and what could not be reviewed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from contractscan.model import Language, Review, Risk, Side, Status
from contractscan.report.html import environment
from contractscan.report.safe import visible
from contractscan.report.texts import language_for, texts
from contractscan.report.view import count_risk, count_status


@dataclass(frozen=True, slots=True)
class FileResult:
    """What a batch keeps of one file. Paths are relative, with "/"; ``report`` is "" and ``error`` set on failure.

    ``same_as`` is the path of the file that has the same content, and whose report this is.
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

    @property
    def link(self) -> str:
        """The address of the report, relative to the overview."""
        return quote(self.report, errors="surrogateescape")


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
    def ranked(self) -> tuple[FileResult, ...]:
        """The reviewed files, worst first."""
        return tuple(
            sorted(
                (file for file in self.files if not file.error),
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
    )


def render_index(result: BatchResult, language: Language | None = None) -> str:
    """Return the overview page; without ``language``, in the one most of the contracts are written in."""
    if language is None:
        counts = Counter(file.language for file in result.ranked)
        language = "zh" if counts["zh"] > counts["en"] else "en"
    template = environment().get_template("index.html.j2")
    return template.render(result=result, t=texts(language), visible=visible)
