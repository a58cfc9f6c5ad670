"""A comparison for the terminal: what is worse first, with the words that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from contractscan.compare import Direction, Piece
from contractscan.report.compared.view import ChangeView, ComparisonView, QuoteView
from contractscan.report.signs import SHAPES
from contractscan.report.terminal import line_ranges, wrap
from contractscan.report.texts import Texts, texts
from contractscan.report.view import ItemView

_WIDEST = 120
_MARKS = {Direction.WORSE: "▲", Direction.UNCLEAR: "?", Direction.NEUTRAL: "•", Direction.BETTER: "▽"}
_STYLES = {Direction.WORSE: "bold red", Direction.UNCLEAR: "yellow", Direction.NEUTRAL: "", Direction.BETTER: "green"}
_INDENT = 4


def render_comparison(view: ComparisonView, width: int) -> Text:
    """Return the comparison as styled text of lines at most ``width`` cells wide; no markup is interpreted.

    What is gone stands in ``[-…-]``, what is new in ``{+…+}``, so that it shows without colours too.
    """
    return Text("\n").join(_lines(view, min(width, _WIDEST)))


def _lines(view: ComparisonView, width: int) -> Iterator[Text]:
    t = texts(view.language)
    old, new = view.versions
    yield from _wrapped(f"{old.file_name} → {new.file_name}", width, "bold")
    yield from _wrapped(view.verdict, width)
    for alarm in view.alarms:
        yield Text("")
        yield from _wrapped(f"!! {alarm}", width, "bold red")
    if old.sides == new.sides:
        yield from _wrapped(" · ".join(new.sides), width)
    else:
        for version in view.versions:
            yield from _wrapped(version.label + t("report.colon") + " · ".join(version.sides), width)
    for warning in view.warnings:
        yield from _wrapped(f"! {warning}", width, "yellow")
    yield Text("")
    counts = ((f"{_MARKS[direction]} {label} {count}", _STYLES[direction]) for direction, label, count in view.counts)
    yield Text("  ").join(Text(said, style) for said, style in counts)
    for group in view.groups:
        for item in group.items:
            yield Text("")
            yield from _item(item, group.direction, t, width)
    yield Text("")
    for remark in (*view.remarks, t("report.notice")):
        yield from _wrapped(remark, width, "dim")


def _item(item: ChangeView, direction: Direction, t: Texts, width: int) -> Iterator[Text]:
    lead = Text(f"{_MARKS[direction]} {t(f'diff.{direction}')} ", _STYLES[direction])
    for at, line in enumerate(wrap(f"{item.question} [{item.id}]", width - lead.cell_len)):
        yield (lead if at == 0 else Text(" " * lead.cell_len)) + Text(line, "bold")
    if item.same_answer:
        said = f"{_answer(item.new)} ({t('diff.unchanged')})"
    else:
        said = f"{_answer(item.old)} → {_answer(item.new)}"
    yield from _indented(wrap(said, width - _INDENT))
    for quote in item.quotes:
        yield from _quote(quote, t, width)


def _answer(item: ItemView) -> str:
    return f"{SHAPES[item.badge.key]} {item.badge.label}: {item.answer}"


def _quote(quote: QuoteView, t: Texts, width: int) -> Iterator[Text]:
    places = " → ".join(filter(None, dict.fromkeys((quote.old_place, quote.new_place))))
    yield from _indented(wrap(quote.label + (f" · {places}" if places else ""), width - _INDENT), "dim")
    for figure in quote.figures:
        yield from _indented(wrap(figure, width - _INDENT), "yellow")
    for sign, pieces, marks, style in (
        ("- ", quote.old, ("[-", "-]"), "red"),
        ("+ ", quote.new, ("{+", "+}"), "green"),
    ):
        if pieces:
            said = _said(pieces, marks, style)
            for at, (start, end) in enumerate(line_ranges(said.plain, width - _INDENT - 2)):
                yield Text(" " * _INDENT + (sign if at == 0 else "  "), style) + said[start:end]


def _said(pieces: Sequence[Piece], marks: tuple[str, str], style: str) -> Text:
    said = Text()
    for piece in pieces:
        said += Text(marks[0] + piece.text + marks[1], f"bold {style}") if piece.changed else Text(piece.text)
    return said


def _indented(lines: Sequence[str], style: str = "") -> Iterator[Text]:
    return (Text(" " * _INDENT) + Text(line, style) for line in lines)


def _wrapped(text: str, width: int, style: str = "") -> Iterator[Text]:
    return (Text(line, style) for line in wrap(text, width))
