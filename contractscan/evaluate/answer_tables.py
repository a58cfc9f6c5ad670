"""The tables of answers in Markdown: in all, with intervals over contracts; item by item; what the detector adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contractscan.evaluate.answer_scores import Question, Scores, Tally
from contractscan.evaluate.scores import F1, interval

_ROUNDS = 500
_RECALL = F1._fields.index("recall")
_ASKED = {
    Question.ITEM: "the item is answered",
    Question.OUTCOME: "… and rightly",
    Question.EVIDENCE: "… by the right words",
    Question.MISSING: "a missing protection",
    Question.DRAFTING: "a fault of the text",
}


def answer_tables(scores: Scores, items: Sequence[str]) -> str:
    """Return the tables for ``items``, which are those of the checklist in its order."""
    parts = (
        ("In all", _in_all(scores)),
        ("Item by item", _by_item(scores, items)),
        ("What the detector adds", _look_here(scores, items)),
    )
    return "\n".join("\n".join((f"### {title}", "", *lines, "")) for title, lines in parts)


def _in_all(scores: Scores) -> Iterator[str]:
    yield "| | n | P | R | F1 |"
    yield "|---|---|---|---|---|"
    for question, words in _ASKED.items():
        tally = scores.total(question)
        cells = [_with_interval(scores, question, at) for at in range(len(F1._fields))]
        yield f"| {words} | {_number(tally.right + tally.missed)} | {' | '.join(cells)} |"
    yield ""
    yield f"Flipped (harmless for harmful, or the reverse): {_places(scores.flipped)}."
    yield f"Called missing though it is there: {_places(scores.false_missing)}."


def _by_item(scores: Scores, items: Sequence[str]) -> Iterator[str]:
    yield "| item | n | outcome: P | R | F1 | evidence: F1 | flipped | false missing |"
    yield "|---|---|---|---|---|---|---|---|"
    flipped, false_missing = ([item for _, item in errors] for errors in (scores.flipped, scores.false_missing))
    for item in items:
        outcome = scores.total(Question.OUTCOME, [item])
        if any(outcome):
            numbers = (*outcome.score(), scores.total(Question.EVIDENCE, [item]).score().f1)
            yield (
                f"| {item} | {_number(outcome.right + outcome.missed)} | {' | '.join(f'{n:.2f}' for n in numbers)} "
                f"| {flipped.count(item)} | {false_missing.count(item)} |"
            )


def _look_here(scores: Scores, items: Sequence[str]) -> Iterator[str]:
    yield "| item | passages labelled | found by rules | by rules or detector | passages to look at | apt |"
    yield "|---|---|---|---|---|---|"
    for item in items:
        rules, both, look = _looked(scores, [item])
        if any(look):
            yield (
                f"| {item} | {_number(rules.right + rules.missed)} | {rules.score().recall:.2f} "
                f"| {both.score().recall:.2f} | {_number(look.right + look.false)} | {_number(look.right)} |"
            )
    rules, _, look = _looked(scores, None)
    recalls = [_with_interval(scores, question, _RECALL) for question in (Question.RULES, Question.BOTH)]
    yield (
        f"| **all items** | {_number(rules.right + rules.missed)} | {' | '.join(recalls)} "
        f"| {_number(look.right + look.false)} | {_number(look.right)} |"
    )
    shown = (look.right + look.false) / max(1, len(scores.tallies))
    yield ""
    yield f"Passages to look at in a contract: {shown:.1f}. Items for which the detector proposed nothing are left out."


def _looked(scores: Scores, items: Sequence[str] | None) -> tuple[Tally, ...]:
    return tuple(scores.total(question, items) for question in (Question.RULES, Question.BOTH, Question.LOOK))


def _with_interval(scores: Scores, question: Question, at: int) -> str:
    """Return a number of the F1 to ``question``, by its place there, with its interval."""
    contracts = tuple(scores.tallies)

    def value(names: Sequence[str]) -> float:
        return scores.total(question, None, names).score()[at]

    low, high = interval(contracts, value, _ROUNDS)
    return f"{value(contracts):.3f} ({low:.3f}–{high:.3f})"


def _number(value: float) -> str:
    return f"{value:g}"


def _places(errors: Sequence[tuple[str, str]]) -> str:
    named = ", ".join(f"{contract} {item}" for contract, item in errors)
    return f"{len(errors)} ({named})" if errors else "0"
