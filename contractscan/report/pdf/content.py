"""What the summary and the memo say, as paragraphs. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contractscan.report.pdf.colours import INK, SOFT, tone
from contractscan.report.pdf.flow import Paragraph, Words
from contractscan.report.pdf.notes import figure
from contractscan.report.safe import Segment
from contractscan.report.texts import Texts, texts
from contractscan.report.view import Evidence, ItemView, ReportView

_SMALL, _TITLE, _HEADING = 8.5, 17.0, 12.0
_INDENT = 14.0
_MOST_OF_QUOTE = 1500  # characters: what is longer is told by its beginning
_RISKY = ("high", "medium", "low")


def summary(view: ReportView, remarks: Sequence[str]) -> list[Paragraph]:
    """Return the summary that goes behind a marked contract; ``remarks`` are on the marks themselves."""
    t = texts(view.language)
    return [
        *_head(view, t),
        *(_plain(remark, colour_soft=True) for remark in (t("pdf.how"), *remarks)),
        *_unread(view, t),
        *_risks(view, t, full=False),
        *_missing(view, t, full=False),
        *_rest(view, t),
        *_foot(view, t),
    ]


def memo_text(view: ReportView) -> list[Paragraph]:
    """Return the whole review, for a contract that has no pages to be marked."""
    t = texts(view.language)
    return [
        *_head(view, t),
        *_unread(view, t),
        *_risks(view, t, full=True),
        *_missing(view, t, full=True),
        *_rest(view, t),
        *_foot(view, t),
    ]


def _head(view: ReportView, t: Texts) -> Iterator[Paragraph]:
    yield Paragraph((Words(t("report.title"), bold=True),), _TITLE, before=0, joined=True)
    facts = t("report.separator").join([view.file_name, *view.facts])
    yield Paragraph((Words(facts, colour=SOFT),), joined=True)
    colour = tone(view.severity.key).line
    yield Paragraph((Words(view.verdict, bold=True, colour=colour),), 11, _INDENT, 10, colour, joined=True)
    counts: list[Words] = []
    for tally in view.tallies:
        lead = "     " if counts else ""
        counts.append(Words(f"{lead}{tally.badge.label} ", colour=tone(tally.badge.key).line))
        extra = t("report.of_missing", count=tally.missing) if tally.missing else ""
        counts.append(Words(str(tally.count) + (f" ({extra})" if extra else ""), bold=True))
    yield Paragraph(tuple(counts), before=8)
    for side in view.sides:
        said = t("report.separator").join(filter(None, (side.name, side.aliases))) or t("report.nameless")
        chosen = f" ({t('report.viewpoint')})" if side.chosen else ""
        yield Paragraph((Words(side.label + chosen + t("report.colon"), colour=SOFT), Words(said)))
    if not view.decided:
        yield Paragraph((Words(t("report.undecided_title"), bold=True, colour=tone("medium").line),), before=6)
        yield _plain(t("report.undecided", alias=view.assumed_brand))


def _unread(view: ReportView, t: Texts) -> Iterator[Paragraph]:
    if not view.gaps:
        yield _plain(t("report.complete"), colour_soft=True)
        return
    yield _heading(t("report.unread_title"))
    yield _plain(t("report.unread_hint"), colour_soft=True)
    for gap in view.gaps:
        said = (Words(gap.where + t("report.colon"), bold=True), Words(gap.why))
        yield Paragraph(said, indent=_INDENT, bar=tone("unread").line)


def _risks(view: ReportView, t: Texts, *, full: bool) -> Iterator[Paragraph]:
    yield _heading(t("report.risks"))
    if not view.risks:
        yield _plain(t("report.no_risks"))
    for group in view.risks:
        yield Paragraph((Words(group.name, bold=True, colour=SOFT),), before=8, joined=True)
        for item in group.items:
            yield from _item(item, t, full=full)


def _missing(view: ReportView, t: Texts, *, full: bool) -> Iterator[Paragraph]:
    if not view.missing:
        return
    yield _heading(t("report.missing"))
    yield _plain(t("pdf.missing_hint"), colour_soft=True)
    for item in view.missing:
        yield from _item(item, t, full=full, ask="report.add")


def _rest(view: ReportView, t: Texts) -> Iterator[Paragraph]:
    if view.unread:
        yield _heading(t("report.open"))
        for item in view.unread:
            yield Paragraph((Words(item.question),), indent=_INDENT)
    if view.fine:
        yield _heading(t("report.fine"))
        for group in view.fine:
            for item in group.items:
                yield Paragraph((Words(f"{item.question} "), *_answer(item)), _SMALL, _INDENT)
    if view.absent:
        yield _heading(t("report.absent"))
        for item in view.absent:
            yield Paragraph((Words(item.question, colour=SOFT),), _SMALL, _INDENT)
    if view.notes:
        yield _heading(t("report.notes"))
        for note in view.notes:
            yield Paragraph((Words(note),), _SMALL, _INDENT)


def _foot(view: ReportView, t: Texts) -> Iterator[Paragraph]:
    yield Paragraph((Words(t("report.notice"), bold=True),), before=16)
    for line in (t("report.fingerprint", sha=view.sha256), f"contractscan {view.version}".strip()):
        yield Paragraph((Words(line, colour=SOFT),), _SMALL)


def _item(item: ItemView, t: Texts, *, full: bool, ask: str = "report.ask") -> Iterator[Paragraph]:
    colour = tone(item.badge.key).line
    head = (Words(item.badge.label, bold=True, colour=colour), Words(f"  {item.question}", bold=True))
    yield Paragraph(head, indent=_INDENT, before=7, bar=colour, joined=True)
    yield Paragraph(tuple(_answer(item)), indent=_INDENT, before=0, bar=colour)
    if full:
        for evidence in item.evidence:
            yield from _evidence(evidence, item, t)
        for conflict in item.conflicts:
            yield _labelled(t("report.conflict") + t("report.colon"), conflict.label)
            for evidence in conflict.sides:
                yield from _evidence(evidence, item, t)
        for value in item.figures:
            yield _labelled("", figure(value, t))
        if item.why:
            yield _labelled(t("report.why") + t("report.colon"), item.why)
    if item.demanded:
        yield _labelled("", item.demanded)
    if item.ask and (full or ask == "report.add"):
        yield _labelled(t(ask) + t("report.colon"), item.ask)
    if full:
        for basis in item.basis:
            cite = t("report.separator").join(filter(None, (basis.cite, basis.since)))
            yield _labelled(t("report.basis") + t("report.colon") + cite + t("report.colon"), basis.says)


def _answer(item: ItemView) -> Iterator[Words]:
    yield Words(item.answer)
    seen: set[str] = set()
    for evidence in item.evidence:
        if evidence.place and evidence.place not in seen:
            seen.add(evidence.place)
            yield Words("    ")
            yield Words(evidence.place, colour=tone("low").line if evidence.page else SOFT, page=evidence.page)


def _evidence(evidence: Evidence, item: ItemView, t: Texts) -> Iterator[Paragraph]:
    words: list[Words] = []
    if evidence.answer != item.answer:
        words.append(Words(evidence.answer + t("report.colon"), colour=SOFT))
    words += _quote(evidence.quote, t)
    if evidence.place:
        words.append(Words(f"  {evidence.place}", colour=SOFT))
    yield Paragraph(tuple(words), indent=2 * _INDENT, bar=SOFT)
    if evidence.remark:
        yield Paragraph((Words(evidence.remark, colour=SOFT),), _SMALL, 2 * _INDENT, bar=SOFT)


def _quote(segments: Sequence[Segment], t: Texts) -> Iterator[Words]:
    opened, closed = t("report.quote", text="\n").split("\n")
    yield Words(opened)
    left = _MOST_OF_QUOTE
    for segment in segments:
        if left <= 0:
            break
        yield Words(segment.text[:left], bold=segment.marked)
        left -= len(segment.text)
    yield Words(("…" if left < 0 else "") + closed)


def _heading(text: str) -> Paragraph:
    return Paragraph((Words(text, bold=True),), _HEADING, before=16, joined=True)


def _plain(text: str, *, colour_soft: bool = False) -> Paragraph:
    return Paragraph((Words(text, colour=SOFT if colour_soft else INK),))


def _labelled(label: str, text: str) -> Paragraph:
    return Paragraph((Words(label, colour=SOFT), Words(text)), indent=2 * _INDENT)
