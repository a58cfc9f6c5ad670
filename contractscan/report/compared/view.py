"""A comparison in words: everything that its reports for people show, in one interface language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contractscan.compare import (
    Comparison,
    Direction,
    Figure,
    ItemChange,
    Piece,
    QuoteChange,
    Reviewed,
    differing_words,
)
from contractscan.model import Finding, Gap, Language, Parties, Side, Value
from contractscan.report.safe import one_line
from contractscan.report.texts import Texts, texts
from contractscan.report.view import Badge, Evidence, ItemView, ReportView, SideView, build_view

_LONG = 300  # characters that stay the same in a row; of more, only both ends are shown
_ENDS = 120


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quote then and now, side by side; ``old`` or ``new`` is empty where it was not there.

    ``figures`` say what became of its values ("notice: 30 days → 90 days").
    """

    label: str
    direction: Direction
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    old_place: str
    new_place: str
    old_language: Language
    new_language: Language
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One item: the question, the answer then and now, and what became of its quotes."""

    id: str
    family: str
    question: str
    old: ItemView
    new: ItemView
    quotes: tuple[QuoteView, ...]
    same_answer: bool


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The items that changed in one direction."""

    direction: Direction
    label: str
    hint: str
    items: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One of the versions: its file, its fingerprint, and what it calls the sides."""

    label: str
    file_name: str
    sha256: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A whole comparison. ``alarms`` come before everything else, ``remarks`` after it."""

    language: Language
    verdict: str
    severity: Badge
    versions: tuple[VersionView, VersionView]
    alarms: tuple[str, ...]
    warnings: tuple[str, ...]
    counts: tuple[tuple[Direction, str, int], ...]
    groups: tuple[ChangeGroup, ...]
    remarks: tuple[str, ...]


def build_comparison_view(comparison: Comparison, old: Reviewed, new: Reviewed, language: Language) -> ComparisonView:
    """Put ``comparison`` of ``old`` and ``new`` into words of ``language``."""
    t = texts(language)
    was, now = build_view(old.review, old.book, language), build_view(new.review, new.book, language)
    words = _Words(t, was, now, dict(now.families))
    groups = tuple(
        ChangeGroup(direction, t(f"diff.{direction}"), t(f"diff.{direction}_hint"), items)
        for direction in Direction
        if (items := tuple(words.item(change) for change in comparison.items if change.direction is direction))
    )
    side = t(f"side.{comparison.side}").lower()
    verdict = t("diff.verdict_same" if not comparison.is_changed else f"diff.verdict_{_overall(comparison)}", side=side)
    return ComparisonView(
        language=language,
        verdict=verdict,
        severity=Badge(_TONES[_overall(comparison)], verdict),
        versions=(_version(was, t("diff.old"), t), _version(now, t("diff.new"), t)),
        alarms=tuple(_alarms(comparison, t)),
        warnings=tuple(_warnings(comparison, t)),
        counts=tuple((d, t(f"diff.{d}"), comparison.count(d)) for d in Direction),
        groups=groups,
        remarks=tuple(_remarks(comparison, t, was, now)),
    )


_TONES = {"worse": "high", "unclear": "unread", "neutral": "low", "better": "ok", "same": "ok"}


def _overall(comparison: Comparison) -> str:
    if comparison.is_worse:
        return "worse"
    for direction in (Direction.UNCLEAR, Direction.BETTER):
        if comparison.count(direction):
            return str(direction)
    return "neutral" if comparison.is_changed else "same"


def _version(view: ReportView, label: str, t: Texts) -> VersionView:
    sides = tuple(side.label + t("report.colon") + _called(side, t) for side in view.sides)
    return VersionView(label, view.file_name, view.sha256, sides)


def _called(side: SideView, t: Texts) -> str:
    name = f" ({side.name})" if side.aliases and side.name else side.name
    return side.aliases + name or t("report.nameless")


def _alarms(comparison: Comparison, t: Texts) -> Iterator[str]:
    swapped = comparison.parties.swapped
    if swapped:
        yield t("diff.swapped", names=t("report.list").join(one_line(name) for name in swapped))


def _warnings(comparison: Comparison, t: Texts) -> Iterator[str]:
    for side in comparison.parties.names:
        was, now = (_company(review.parties, side) for review in (comparison.old, comparison.new))
        yield t("diff.renamed", side=t(f"side.{side}"), old=was, new=now)
    for which in comparison.parties.undecided:
        yield t("diff.undecided", version=t(f"diff.{which}"))
    for gap in comparison.coverage.appeared:
        yield t("diff.new_gap", where=_where(gap, t), why=_why(gap, t))
    if not comparison.same_rules:
        yield t("diff.other_rules")


def _company(parties: Parties, side: Side) -> str:
    return one_line((parties.brand if side is Side.BRAND else parties.partner).name)


def _remarks(comparison: Comparison, t: Texts, was: ReportView, now: ReportView) -> Iterator[str]:
    yield t("diff.same_count", count=comparison.same)
    for gap in comparison.coverage.gone:
        yield t("diff.gone_gap", where=_where(gap, t))
    for which, complete in zip(("old", "new"), comparison.coverage.complete, strict=True):
        if not complete:
            yield t("diff.incomplete", version=t(f"diff.{which}"))
    for key, items, view in (("dropped", comparison.dropped, was), ("added", comparison.added, now)):
        questions = {item.id: item.question for item in view.items()}
        for item in items:
            yield t(f"diff.{key}", question=questions[item])
    yield t("diff.only_answers")


def _where(gap: Gap, t: Texts) -> str:
    return t("report.page", page=gap.page) if gap.page is not None else one_line(gap.where)


def _why(gap: Gap, t: Texts) -> str:
    return t.entries.get(f"codes.gap.{gap.kind}", "") or one_line(f"{gap.why} {gap.fix}")


@dataclass(frozen=True, slots=True)
class _Words:
    """Puts changes into words; holds what that takes."""

    t: Texts
    was: ReportView
    now: ReportView
    families: dict[str, str]

    def item(self, change: ItemChange) -> ChangeView:
        old = next(item for item in self.was.items() if item.id == change.item)
        new = next(item for item in self.now.items() if item.id == change.item)
        before = dict(zip(map(id, change.old.findings), old.evidence, strict=True))
        after = dict(zip(map(id, change.new.findings), new.evidence, strict=True))
        quotes = tuple(
            self.quote(quote, before.get(id(quote.old)), after.get(id(quote.new))) for quote in change.quotes
        )
        family = self.families.get(change.family, change.family)
        return ChangeView(change.item, family, new.question, old, new, quotes, not change.is_answer)

    def quote(self, quote: QuoteChange, old: Evidence | None, new: Evidence | None) -> QuoteView:
        was, now = _said(quote.old), _said(quote.new)
        both = quote.old is not None and quote.new is not None
        first, second = differing_words(was, now) if both else (_whole(was), _whole(now))
        return QuoteView(
            label=self.t(f"diff.{quote.change}"),
            direction=quote.direction,
            old=_shortened(first),
            new=_shortened(second),
            old_place=old.place if old else "",
            new_place=new.place if new else "",
            old_language=old.language if old else self.t.language,
            new_language=new.language if new else self.t.language,
            figures=tuple(self.figure(figure) for figure in quote.figures),
        )

    def figure(self, figure: Figure) -> str:
        old, new = (self.value(value) for value in (figure.old, figure.new))
        said = self.t.code("value", figure.name) + self.t("report.colon") + f"{old} → {new}"
        tone = self.t(f"diff.{figure.direction}")
        return said if figure.direction is Direction.NEUTRAL else f"{said} ({tone})"

    def value(self, value: Value | None) -> str:
        return one_line(value.text) if value else self.t("diff.none")


def _said(finding: Finding | None) -> str:
    return one_line(finding.quote) if finding else ""


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, False),) if text else ()


def _shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return ``pieces`` without the middle of what is long and the same; of long changes, both ends."""
    return tuple(_shorter(piece) for piece in pieces)


def _shorter(piece: Piece) -> Piece:
    most, ends = (4 * _LONG, 4 * _ENDS) if piece.changed else (_LONG, _ENDS)
    text = piece.text
    return Piece(f"{text[:ends]} … {text[-ends:]}", piece.changed) if len(text) > most else piece
