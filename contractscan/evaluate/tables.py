"""Accuracy tables in Markdown: per subject, for several ways of reviewing, with intervals over contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from contractscan.evaluate.scores import F1, Cell, Table, by_contract, by_passage, interval, macro, total

_ROUNDS = 500
_NOT_ASKED = "– | – | –"

View = Callable[[Cell], F1]


def accuracy_table(tables: Mapping[str, Table], groups: Mapping[str, Sequence[str]]) -> str:
    """Return a table for contracts and one for passages: a row for each subject, three columns for each reviewer.

    ``tables`` are the counts by the name of the reviewer ("rules", "model" …), ``groups`` the subjects by the name of
    their group, which has a mean of its own. F1 has its 95 % interval, from contracts drawn again with replacement.
    """
    return "\n".join(
        "\n".join(_lines(title, tables, groups, view)) + "\n"
        for title, view in (("Is it in the contract?", by_contract), ("Is the passage found?", by_passage))
    )


def _lines(title: str, tables: Mapping[str, Table], groups: Mapping[str, Sequence[str]], view: View) -> Iterator[str]:
    yield f"### {title}"
    yield ""
    yield "| subject | " + " | ".join(f"{reviewer}: P | R | F1" for reviewer in tables) + " |"
    yield "|---|" + "---|" * (3 * len(tables))
    for group, subjects in groups.items():
        # Who claims nothing in a whole group was not asked about it.
        asked = {id(t): any(total(t, subject).claimed for subject in subjects) for t in tables.values()}
        for subject in subjects:
            cells = [_cells(t, subject, view) if asked[id(t)] else _NOT_ASKED for t in tables.values()]
            yield f"| {subject} | " + " | ".join(cells) + " |"
        means = [_mean(t, subjects, view) if asked[id(t)] else _NOT_ASKED for t in tables.values()]
        yield f"| **mean: {group}** | " + " | ".join(means) + " |"


def _cells(table: Table, subject: str, view: View) -> str:
    counts = total(table, subject)
    if not counts.claimed and not counts.present:
        return _NOT_ASKED
    score = view(counts)
    low, high = interval(table, lambda names: view(total(table, subject, names)).f1, _ROUNDS)
    return f"{score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f} ({low:.2f}–{high:.2f})"


def _mean(table: Table, subjects: Sequence[str], view: View) -> str:
    low, high = interval(table, lambda names: macro(table, subjects, view, names), _ROUNDS)
    return f" | | {macro(table, subjects, view):.3f} ({low:.3f}–{high:.3f})"
