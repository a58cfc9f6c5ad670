"""The checklist as Markdown: GitHub's task lists, and contract text that no Markdown processor acts upon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from contractscan.report.safe import Segment
from contractscan.report.signs import SHAPES
from contractscan.report.texts import Texts, texts
from contractscan.report.view import (
    Badge,
    BasisView,
    ConflictView,
    Evidence,
    FigureView,
    Group,
    ItemView,
    LookView,
    ReportView,
)

# With these CommonMark and GitHub begin their markup, formulas, and page generators their templates ({{, {%).
_SIGN = re.compile(r"[\\`*_{}\[\]<>#|~^$&=!]|(?<=[{<])%|%(?=[}>])")
# Where a line begins they make lists, rules and headings.
_LINE_START = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+:]))(.)")
# Where links, addresses and the names of people begin without any markup.
_LIVE = re.compile(r"(?i)(?<=[a-z]:)(?=//)|(?<=\bwww)(?=\.)|(?<=@)|(?<=mailto:)|(?<=xmpp:)")
_BREAK = re.compile(r"\s*[\r\n]\s*")
_NOTHING = "&#8203;"  # a space of no width: it shows nothing, and no link or name goes on across it


def escape(text: str) -> str:
    """Return ``text``, which ``safe.visible`` has seen, on one line, for a processor to show as it is.

    There is no markup in it then, no link, and no mention of a user.
    """
    text = _SIGN.sub(r"\\\g<0>", _BREAK.sub(" ", text))
    return _LIVE.sub(_NOTHING, _LINE_START.sub(r"\1\\\2", text))


def render_markdown(view: ReportView) -> str:
    """Return the report as Markdown, ending in a line break."""
    t = texts(view.language)
    return "\n".join((*_head(view, t), *_body(view, t), "---", "", escape(t("report.notice")))) + "\n"


def _head(view: ReportView, t: Texts) -> Iterator[str]:
    yield f"# {escape(t('report.title'))}{t('report.colon')}{escape(view.file_name)}"
    yield ""
    yield f"**{escape(view.verdict)}**"
    yield ""
    if view.facts:
        yield f"- {escape(' · '.join(view.facts))}"
    for side in view.sides:
        called = side.aliases or side.name or t("report.nameless")
        name = f" ({side.name})" if side.aliases and side.name else ""
        chosen = f" ← {t('report.viewpoint')}" if side.chosen else ""
        yield f"- {escape(side.label)}{t('report.colon')}{escape(called + name + chosen)}"
    if view.others:
        yield f"- {escape(t('report.others'))}{t('report.colon')}{escape(view.others)}"
    if not view.decided:
        yield f"- **{escape(t('report.undecided', alias=view.assumed_brand))}**"
    elif view.basis:
        yield f"- {escape(t('report.decided'))}{t('report.colon')}{escape(t('report.list').join(view.basis))}"
    if view.gaps:
        yield f"- **{escape(t('report.unread_title'))}**"
        yield from (f"  - {escape(gap.where)}{t('report.colon')}{escape(gap.why)}" for gap in view.gaps)
    else:
        yield f"- {escape(t('report.complete'))}"
    if view.coverage:
        yield f"- {escape(t('report.how_read'))}{t('report.colon')}{escape(t('report.list').join(view.coverage))}"
    yield from (f"- {escape(note)}" for note in view.notes)
    yield f"- {escape(t('report.fingerprint', sha=view.sha256))}"
    yield ""
    yield "| " + " | ".join(_mark(tally.badge) for tally in view.tallies) + " |"
    yield "|" + " --- |" * len(view.tallies)
    yield "| " + " | ".join(str(tally.count) for tally in view.tallies) + " |"
    yield ""


def _body(view: ReportView, t: Texts) -> Iterator[str]:
    yield from _section(t("report.risks"), view.risks, t)
    yield from _section(t("report.missing"), _alone(view.missing), t)
    yield from _section(t("report.open"), _alone(view.unread), t)
    yield from _section(t("look.title"), _alone(view.look), t)
    if view.other_clauses:
        yield from (f"## {escape(t('look.others'))}", "")
        for clause in view.other_clauses:
            yield f"- {_look(clause, t)}"
        yield ""
    fine = [item for group in view.fine for item in group.items]
    for title, items in ((t("report.fine"), fine), (t("report.absent"), view.absent)):
        if items:
            yield from (f"## {escape(title)}", "")
            yield from (f"- {_line(item)}" for item in items)
            yield ""


def _alone(items: tuple[ItemView, ...]) -> tuple[Group, ...]:
    return (Group("", "", items),) if items else ()


def _section(title: str, groups: Iterable[Group], t: Texts) -> Iterator[str]:
    groups = tuple(groups)
    if not groups:
        return
    yield from (f"## {escape(title)}", "")
    for group in groups:
        if group.name:
            yield from (f"### {escape(group.name)}", "")
        for item in group.items:
            yield f"- [ ] {_mark(item.badge)} · {_line(item)}"
            yield from (f"  {line}" if line else "" for line in _inside(item, t))
            yield ""


def _line(item: ItemView) -> str:
    place = f" ({escape(item.place)})" if item.place else ""
    return f"{escape(item.question)} **{escape(item.answer)}**{place} `{item.id}`"


def _inside(item: ItemView, t: Texts) -> Iterator[str]:
    """Yield what stands below an item: paragraphs, apart from each other by an empty line."""
    for evidence in item.evidence:
        yield from _quote(evidence, t)
    for passage in item.look:
        yield from ("", f"- {_look(passage, t)}")
    for figure in item.figures:
        yield from ("", _figure(figure, t))
    for said in filter(None, (item.demanded, *(_conflict(conflict, t) for conflict in item.conflicts))):
        yield from ("", f"**{escape(said)}**")
    if item.why:
        yield from ("", f"{escape(t('report.why'))}{t('report.colon')}{escape(item.why)}")
    if item.ask:
        label = t("report.ask" if item.evidence else "report.add")
        yield from ("", f"**{escape(label)}**{t('report.colon')}{escape(item.ask)}")
    for basis in item.basis:
        yield from ("", escape(_basis(basis, t)))


def _quote(evidence: Evidence, t: Texts) -> Iterator[str]:
    where = " · ".join(filter(None, (evidence.place, evidence.heading)))
    yield ""
    yield f"> {_marked(evidence.quote, t)}" + (f" — {escape(where)}" if where else "")
    if evidence.remark:
        yield from (">", f"> {escape(evidence.remark)}")


def _look(passage: LookView, t: Texts) -> str:
    where = f" ({escape(passage.place)})" if passage.place else ""
    return f"{escape(passage.label)} · {passage.likely}{where}{t('report.colon')}{_marked(passage.quote, t)}"


def _marked(quote: tuple[Segment, ...], t: Texts) -> str:
    said = "".join(_bold(segment) if segment.marked else escape(segment.text) for segment in quote)
    return t("report.quote", text="{}").replace("{}", said)


def _bold(segment: Segment) -> str:
    # Markup next to a space, or to punctuation within a word, is none; HTML's <b> always is.
    return f"<b>{escape(segment.text)}</b>"


def _figure(figure: FigureView, t: Texts) -> str:
    if not figure.norm:
        return f"{escape(figure.label)}{t('report.colon')}{escape(figure.text)}"
    said = t("report.against_norm", label=figure.label, text=figure.text, norm=figure.norm)
    return f"{escape(said)} – {escape(t('report.within' if figure.within else 'report.outside'))}"


def _conflict(conflict: ConflictView, t: Texts) -> str:
    places = " / ".join(filter(None, (evidence.place for evidence in conflict.sides)))
    return t("table.conflict", label=conflict.label, places=places)


def _basis(basis: BasisView, t: Texts) -> str:
    since = f" ({basis.since})" if basis.since else ""
    return f"{t('report.basis')}{t('report.colon')}{basis.cite}{since} {basis.says}"


def _mark(badge: Badge) -> str:
    return f"{SHAPES[badge.key]} {escape(badge.label)}"
