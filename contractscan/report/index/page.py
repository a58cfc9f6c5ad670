"""The overview as a page: a table to sort, filter and search, a heat map, trends; the first rows without a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contractscan.model import Language
from contractscan.report.html import environment
from contractscan.report.index.results import BatchResult, FileResult, Since
from contractscan.report.index.trends import Frequency, Spread, by_family, frequencies, spreads
from contractscan.report.safe import one_line, visible
from contractscan.report.texts import Texts, texts
from contractscan.rules import RuleBook

_DRAWN = 100  # rows that stand in the page itself; the script draws the others when they are wanted
_TOP = 3  # risks that a row names
_MOST = 6  # rows of the trends; the workbook has them all
_OUTLIERS = 5  # contracts that a key figure names
_KEYS = ("high", "medium", "low", "missing", "unread")
# What the script puts into the page, and the texts that it takes for that.
_SCRIPT = {
    "sides": "index.sides",
    "shown": "index.shown",
    "more": "index.more",
    "undecided": "batch.undecided",
    "incomplete": "batch.incomplete",
    "same_as": "batch.same_as",
    "since_new": "batch.since_new",
    "since_changed": "batch.since_changed",
    "colon": "report.colon",
    "list": "report.list",
    **{key: f"risk.{key}" for key in _KEYS},
}


@dataclass(frozen=True, slots=True)
class RowView:
    """A contract as the page shows it without a script; ``heat`` has a badge and a count by family."""

    file: FileResult
    top: tuple[tuple[str, str], ...]
    more: int
    heat: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class TrendView:
    """A frequent risk: the question, and how many contracts have it at each risk."""

    question: str
    frequency: Frequency
    share: int


@dataclass(frozen=True, slots=True)
class SpreadView:
    """A key figure: what it is called, its spread in words, and the contracts that stand out."""

    label: str
    spread: Spread
    middle: str
    quartiles: str
    outliers: tuple[tuple[FileResult, str, str], ...]
    more: int


def language_of(result: BatchResult) -> Language:
    """Return the language that most of the contracts are written in."""
    counts = Counter(file.language for file in result.ranked)
    return "zh" if counts["zh"] > counts["en"] else "en"


def render_index(result: BatchResult, book: RuleBook, language: Language | None = None) -> str:
    """Return the overview page; without ``language``, in the one most of the contracts are written in."""
    language = language or language_of(result)
    t = texts(language)
    ranked = result.ranked
    questions = {item.id: one_line(item.question.in_language(language)) for item in book.checklist.items}
    families = {family: name.in_language(language) for family, name in book.checklist.families.items()}
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            result=result,
            ranked=ranked,
            rows=[_row(file, questions) for file in ranked[:_DRAWN]],
            families=families,
            trends=[
                TrendView(questions.get(one.item, one.item), one, round(100 * one.contracts / len(ranked)))
                for one in frequencies(ranked)[:_MOST]
            ],
            spreads=[_spread(one, questions, t) for one in spreads(ranked)],
            data=_data(ranked, questions, families, t),
            keys=_KEYS,
            since=any(file.since for file in result.files),
            t=t,
            visible=visible,
        )
    )


def _row(file: FileResult, questions: Mapping[str, str]) -> RowView:
    worst = [answer for answer in file.answers if answer.key in _KEYS[:3]]
    top = tuple((answer.key, questions.get(answer.item, answer.item)) for answer in worst[:_TOP])
    return RowView(file, top, max(0, len(worst) - _TOP), {family: (key, n) for family, key, n in by_family(file)})


def _spread(spread: Spread, questions: Mapping[str, str], t: Texts) -> SpreadView:
    outliers = tuple((one.file, visible(one.quantity.text), f"{one.times:g}") for one in spread.outliers[:_OUTLIERS])
    unit = f" {t.code('unit', spread.unit)}" if spread.unit else ""
    label = t("index.figure", question=questions.get(spread.item, spread.item), name=t.code("value", spread.name))
    quartiles = f"{spread.low:,.6g} – {spread.high:,.6g}{unit}"
    left = len(spread.outliers) - len(outliers)
    return SpreadView(label, spread, f"{spread.median:,.6g}{unit}", quartiles, outliers, left)


def _data(
    files: Sequence[FileResult], questions: Mapping[str, str], families: Mapping[str, str], t: Texts
) -> dict[str, object]:
    """Return what the script draws rows from: names once, then numbers that point at them."""
    used = {answer.item: answer.family for file in files for answer in file.answers}
    items = sorted(used, key=lambda item: list(questions).index(item) if item in questions else len(questions))
    at = {item: place for place, item in enumerate(items)}
    order = {family: place for place, family in enumerate(families)}
    return {
        "texts": {name: t.entries[key] for name, key in _SCRIPT.items()},
        "items": [[item, questions.get(item, item), order.get(used[item], 0)] for item in items],
        "rows": [
            [
                visible(file.path),
                file.link,
                visible(file.brand),
                visible(file.partner),
                int(file.decided),
                int(file.complete),
                visible(file.same_as),
                [visible(gap) for gap in file.gaps],
                [file.high, file.medium, file.low, file.missing, file.unread],
                int(file.since is Since.NEW),
                file.changes_link,
                [[at[answer.item], _KEYS.index(answer.key)] for answer in file.answers],
            ]
            for file in files
        ],
    }
