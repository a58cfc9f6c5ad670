"""The checklist for a terminal: worst first, one line per item with the words behind it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from contractscan.report.files import close_stdout
from contractscan.report.passages import LOOK
from contractscan.report.safe import Segment
from contractscan.report.signs import SHAPES, WORST_FIRST
from contractscan.report.texts import Texts, texts
from contractscan.report.view import Badge, ItemView, ReportView

PLAIN_WIDTH = 100
"""Cells in a line where no terminal says how wide it is."""
_WIDEST = 120
_STYLES = {"high": "bold red", "medium": "yellow", "low": "blue", "ok": "green", "missing": "magenta"}
_NO_LINE_START = frozenset("，。、；：？！）》」』”’…,.;:?!)]}%")
_NO_LINE_END = frozenset("（《「『“‘([{")


class Screen(Console):
    """A console that shows text as it is: no markup, no emoji codes, no highlighting; of fixed width when piped."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False)
        if not self.is_terminal and "COLUMNS" not in os.environ:
            self.width = PLAIN_WIDTH

    def on_broken_pipe(self) -> None:
        """Stop quietly where the reader of the pipe has left; the exit code stays that of the review."""
        self.quiet = True
        close_stdout()


def render_terminal(view: ReportView, width: int) -> Text:
    """Return the report as styled text of lines at most ``width`` cells wide; no markup is interpreted.

    Where there is more room than an eye follows from line to line, it stays empty.
    """
    t = texts(view.language)
    width = min(width, _WIDEST)
    gutter = max(cell_len(_mark(tally.badge)) for tally in view.tallies) + 2
    lines = [*_head(view, t, width)]
    risks = [item for group in view.risks for item in group.items]
    # A stable sort: the families stay together within each risk.
    for item in sorted([*risks, *view.missing], key=lambda item: WORST_FIRST[item.badge.key]):
        lines += ["", *_item(item, t, gutter, width)]
    for title, items in (
        (t("report.open"), view.unread),
        (t("look.title"), view.look),
        (t("report.fine"), [item for group in view.fine for item in group.items]),
    ):
        if items:
            lines += ["", Text(title, "bold")]
            for item in items:
                lines += _short(item, gutter, width)
    if view.other_clauses:
        lines += ["", Text(t("look.others"), "bold")]
        for clause in view.other_clauses:
            place = f" · {clause.place}" if clause.place else ""
            lines += _hang(_pad(SHAPES[LOOK], 2), f"{clause.label} · {clause.likely}{place}", width)
    lines += ["", *_styled(wrap(t("report.notice"), width), "dim")]
    return Text("\n").join(line if isinstance(line, Text) else Text(line) for line in lines)


def _head(view: ReportView, t: Texts, width: int) -> Iterator[Text | str]:
    yield from _styled(wrap(" · ".join((view.file_name, *view.facts)), width), "bold")
    yield from wrap(view.verdict, width)
    for side in view.sides:
        called = side.aliases or side.name or t("report.nameless")
        name = f" ({side.name})" if side.aliases and side.name else ""
        chosen = f" ← {t('report.viewpoint')}" if side.chosen else ""
        yield from wrap(f"{side.label}{t('report.colon')}{called}{name}{chosen}", width)
    if not view.decided:
        yield from _styled(wrap(f"! {t('report.undecided', alias=view.assumed_brand)}", width), "bold yellow")
    elif view.basis:
        quotes = t("report.list").join(view.basis)
        yield from _styled(wrap(f"{t('report.decided')}{t('report.colon')}{quotes}", width), "dim")
    if view.gaps:
        yield Text(f"! {t('report.unread_title')}{t('report.colon').rstrip()}", "bold yellow")
        for gap in view.gaps:
            yield from _styled(_hang("  - ", f"{gap.where}{t('report.colon')}{gap.why}", width), "yellow")
    else:
        yield t("report.complete")
    if view.coverage:
        yield from wrap(t("report.how_read") + t("report.colon") + t("report.list").join(view.coverage), width)
    for note in view.notes:
        yield from _hang("  - ", note, width)
    yield ""
    yield from _counts(view, width)


def _counts(view: ReportView, width: int) -> Iterator[Text]:
    line = Text()
    for tally in view.tallies:
        count = Text(f"{_mark(tally.badge)} {tally.count}", _style(tally.badge))
        if line and line.cell_len + 2 + count.cell_len > width:
            yield line
            line = Text()
        line += Text("  ") + count if line else count
    yield line


def _item(item: ItemView, t: Texts, gutter: int, width: int) -> Iterator[Text]:
    room = max(width - gutter, 20)
    for index, line in enumerate(wrap(item.question, room)):
        lead = Text(_pad(_mark(item.badge), gutter), _style(item.badge)) if index == 0 else Text(" " * gutter)
        yield lead + Text(line)
    place = f" · {item.place}" if item.place else ""
    for line in wrap(f"→ {item.answer}{place} [{item.id}]", room):
        yield Text(" " * gutter) + Text(line, "bold")
    if item.evidence:
        for styled in _quote(item.evidence[0].quote, t, room):
            yield Text(" " * gutter) + styled
        for line in wrap(item.evidence[0].remark, room) if item.evidence[0].remark else ():
            yield Text(" " * gutter) + Text(line, "yellow")
    for figure in item.figures:
        if figure.norm:
            said = t("report.against_norm", label=figure.label, text=figure.text, norm=figure.norm)
            said += " – " + t("report.within" if figure.within else "report.outside")
            for line in wrap(said, room):
                yield Text(" " * gutter) + Text(line, "" if figure.within else "yellow")
    for line in wrap(item.demanded, room) if item.demanded else ():
        yield Text(" " * gutter) + Text(line, "yellow")
    for conflict in item.conflicts:
        places = " / ".join(filter(None, (evidence.place for evidence in conflict.sides)))
        said = f"! {t('report.conflict')}{t('report.colon')}{conflict.label}" + (f" · {places}" if places else "")
        for line in wrap(said, room):
            yield Text(" " * gutter) + Text(line, "yellow")


def _quote(quote: Sequence[Segment], t: Texts, room: int) -> Iterator[Text]:
    """Yield the quote on about two lines, its decisive words in bold."""
    before, after = t("report.quote", text="\0").split("\0")
    said = Text(before, "italic")
    for segment in shorten(quote, 2 * room - 4):
        said += Text(segment.text, "bold italic" if segment.marked else "italic")
    said += Text(after, "italic")
    for start, end in line_ranges(said.plain, room):
        yield said[start:end]


def _short(item: ItemView, gutter: int, width: int) -> Iterator[str]:
    said = f"{item.question} → {item.answer}" + (f" · {item.place}" if item.place else "")
    yield from _hang(_pad(SHAPES[item.badge.key], 2), said, width)


def _mark(badge: Badge) -> str:
    return f"{SHAPES[badge.key]} {badge.label}"


def _style(badge: Badge) -> str:
    return _STYLES.get(badge.key, "")


def _pad(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _hang(lead: str, text: str, width: int) -> Iterator[str]:
    for index, line in enumerate(wrap(text, max(width - len(lead), 20))):
        yield (lead if index == 0 else " " * len(lead)) + line


def _styled(lines: Iterable[str], style: str) -> Iterator[Text]:
    return (Text(line, style) for line in lines)


def shorten(quote: Sequence[Segment], width: int) -> tuple[Segment, ...]:
    """Cut ``quote`` to at most ``width`` cells, keeping its first decisive words in view."""
    text = "".join(segment.text for segment in quote)
    # A character may be of no width, but not most of them: a text many times longer is not measured.
    if len(text) <= 4 * width and cell_len(text) <= width:
        return tuple(quote)
    before = 0
    for segment in quote:
        if segment.marked:
            break
        before += len(segment.text)
    start = 0
    if before < len(text) and (before > width or cell_len(text[:before]) > width // 3):
        start, lead = before, 0
        while start and lead < width // 3:
            start -= 1
            lead += cell_len(text[start])
    room = width - 1 - (1 if start else 0)
    end = start
    while end < len(text) and (room := room - cell_len(text[end])) >= 0:
        end += 1
    return (
        *([Segment("…", False)] if start else []),
        *_cut(quote, start, end),
        *([Segment("…", False)] if end < len(text) else []),
    )


def _cut(quote: Sequence[Segment], start: int, end: int) -> Iterator[Segment]:
    at = 0
    for segment in quote:
        kept = segment.text[max(start - at, 0) : max(end - at, 0)]
        at += len(segment.text)
        if kept:
            yield Segment(kept, segment.marked)


def wrap(text: str, width: int) -> list[str]:
    """Break ``text`` into lines of at most ``width`` cells, at spaces or between CJK characters.

    A closing mark does not begin a line, an opening one does not end it, where that can be helped.
    """
    return [text[start:end] for start, end in line_ranges(text, width)]


def line_ranges(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where the lines of ``wrap`` begin and end in ``text``."""
    start = at = used = 0
    candidate = -1  # the last place where the line may end
    while at < len(text):
        cells = cell_len(text[at])
        if used + cells > width and at > start:
            cut = at if candidate < 0 or text[at] == " " else candidate
            yield start, start + len(text[start:cut].rstrip())
            start = cut
            while start < len(text) and text[start] == " ":
                start += 1
            at = max(at, start)
            used = cell_len(text[start:at])
            candidate = -1
            continue
        used += cells
        at += 1
        if at < len(text) and _may_break(text[at - 1], text[at]):
            candidate = at
    yield start, len(text)


def _may_break(left: str, right: str) -> bool:
    if left == " ":
        return True
    wide = cell_len(left) == 2 or cell_len(right) == 2
    return wide and right != " " and right not in _NO_LINE_START and left not in _NO_LINE_END
