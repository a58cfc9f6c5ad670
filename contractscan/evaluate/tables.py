"""Accuracy tables in Markdown: per subject, for several ways of reviewing, with intervals over contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from contractscan.evaluate.scores import F1, Cell, Table, by_contract, by_passage, interval, macro, total

_ROUNDS = 500

View = Callable[[Cell], F1]


def accuracy_table(tables: Mapping[str, Table], subjects: Sequence[str]) -> str:
    """Return a table for contracts and one for passages: a row for each subject, three columns for each reviewer.

    ``tables`` are the counts by the name of the reviewer ("rules", "model" …). F1 has its 95 % interval, from
    contracts drawn again with replacement.
    """
    return "\n".join(
        "\n".join(_lines(title, tables, subjects, view)) + "\n"
        for title, view in (("Is it in the contract?", by_contract), ("Is the passage found?", by_passage))
    )


def _lines(title: str, tables: Mapping[str, Table], subjects: Sequence[str], view: View) -> Iterator[str]:
    yield f"### {title}"
    yield ""
    yield "| subject | " + " | ".join(f"{reviewer}: P | R | F1" for reviewer in tables) + " |"
    yield "|---|" + "---|" * (3 * len(tables))
    for subject in subjects:
        yield f"| {subject} | " + " | ".join(_cells(table, subject, view) for table in tables.values()) + " |"
    yield "| **mean** |" + " |".join(_mean(table, subjects, view) for table in tables.values()) + " |"


def _cells(table: Table, subject: str, view: View) -> str:
    counts = total(table, subject)
    if not counts.claimed and not counts.present:
        return "– | – | –"
    score = view(counts)
    low, high = interval(table, lambda names: view(total(table, subject, names)).f1, _ROUNDS)
    return f"{score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f} ({low:.2f}–{high:.2f})"


def _mean(table: Table, subjects: Sequence[str], view: View) -> str:
    low, high = interval(table, lambda names: macro(table, subjects, view, names), _ROUNDS)
    return f" | | {macro(table, subjects, view):.3f} ({low:.3f}–{high:.3f})"
