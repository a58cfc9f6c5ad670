"""The proof of a rule book: every rule holds its own examples, and nobody else's.

The test-suite generates its rule tests from here, and ``contractscan rules test`` runs the same checks.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from contractscan import structure
from contractscan.match import Engine, units
from contractscan.model import Finding, Language, Parties, Party
from contractscan.readers import plain
from contractscan.rules.book import RuleBook
from contractscan.rules.lint import LANGUAGES, NONE, Case, cases, lint
from contractscan.rules.schema import Patterns, Rule

_WIDE = str.maketrans("0123456789%(),:;", "０１２３４５６７８９％（），：；")

_BRAND = Party("", ("甲方", "委托方", "品牌方", "Party A", "Client", "Brand"))
_PARTNER = Party("", ("乙方", "服务商", "运营方", "Party B", "Agency"))
_REVERSED_BRAND = Party("", ("乙方", "委托方", "品牌方", "Party B", "Client", "Brand"))
_REVERSED_PARTNER = Party("", ("甲方", "服务商", "运营方", "Party A", "Agency"))


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that a rule does not pass: the rule's file, its item, and what is wrong in one sentence."""

    file: str
    item: str
    message: str


def run(book: RuleBook, items: Sequence[str] = ()) -> tuple[Failure, ...]:
    """Check the rules for ``items`` (default: all) against the whole book; returns what fails."""
    chosen = [book.rules[item] for item in items] if items else list(book.rules.values())
    failures: list[Failure] = []
    engine = Engine(book)
    for rule in chosen:
        problems = list(lint(rule, book))
        if not any(fatal for _, fatal in problems):
            problems += [(problem, False) for case in cases(rule) for problem in check(case, engine)]
            problems += [(problem, False) for problem in idle_exceptions(rule, engine, book)]
        failures += [Failure(str(book.files[rule.item]), rule.item, message) for message, _ in problems]
    return tuple(failures)


# ---------------------------------------------------------------- the examples


def check(case: Case, engine: Engine) -> Iterator[str]:
    """Yield what is wrong with ``case``: as written, with line breaks inside, and in full width."""
    writings = {"as written": case.text, "with line breaks": _broken(case.text, case.language)}
    if case.language == "zh":
        writings["in full width"] = case.text.translate(_WIDE)
    wrong = [f"{how}: {problem}" for how, text in writings.items() for problem in _wrong(case, text, engine)]
    if case.example.todo:
        if not wrong:
            yield f"a known miss that is missed no more: remove its todo: {case.text!r}"
        return
    yield from (f"{problem}: {case.text!r}" for problem in wrong)


def _wrong(case: Case, text: str, engine: Engine) -> Iterator[str]:
    findings = find(text, engine, is_reversed=case.example.reversed)
    own = [finding for finding in findings if finding.item == case.rule.item]
    outcomes = {finding.outcome for finding in own} or {NONE}
    if outcomes != {case.example.expect}:
        yield f"expected {case.example.expect}, got {', '.join(sorted(outcomes))}"
    sure = max((finding.confidence for finding in own), default=None)
    if case.example.confidence not in (None, sure):
        yield f"expected a confidence of {case.example.confidence}, got {sure}"
    others = {f"{finding.item}={finding.outcome}" for finding in findings if finding.item != case.rule.item}
    for surprise in sorted(others - set(case.example.also)):
        yield f"also finds {surprise}: list it under also, or mend that rule"
    stated = {value.name: f"{value.value:g} {value.unit}".strip() if isinstance(value.value, float) else value.value
              for finding in own for value in finding.values}  # fmt: skip
    for name, want in case.example.values.items():
        if stated.get(name) != want:
            yield f"value {name}: expected {want!r}, got {stated.get(name)!r}"


def find(text: str, engine: Engine, *, is_reversed: bool = False) -> tuple[Finding, ...]:
    """Return the findings of the whole rule book in ``text``, its parties named as ``Example`` says."""
    brand, partner = (_REVERSED_BRAND, _REVERSED_PARTNER) if is_reversed else (_BRAND, _PARTNER)
    document = plain.document_of(text, path="example")
    outline = structure.outline(document)
    found = units(document, outline, Parties(brand, partner, decided=True), engine.pipelines)
    return engine.match(document, found).findings


def _broken(text: str, language: Language) -> str:
    """Return ``text`` as a narrow column breaks it: the words are the same, the lines are not."""
    chance = random.Random(len(text))  # noqa: S311 - any fixed choice of places will do
    out: list[str] = []
    for i, char in enumerate(text):
        out.append(char)
        inside = 0 < i < len(text) - 2 and "\n" not in text[i - 1 : i + 3] and "|" not in text
        if language == "zh" and inside and "\u4e00" <= char <= "\u9fff" and "\u4e00" <= text[i + 1] <= "\u9fff":
            if chance.random() < 0.08:
                out.append("\u3000")
        elif language == "en" and inside and char == " " and chance.random() < 0.2:
            out[-1] = "  "
    return "".join(out)


# ---------------------------------------------------------------- the rule itself


def idle_exceptions(rule: Rule, engine: Engine, book: RuleBook) -> Iterator[str]:
    """Yield every ``unless`` pattern whose removal breaks no example: it is not proven to be needed."""
    for where, pattern, language, without in _without_each(rule):
        changed = Engine(replace(book, rules={rule.item: without}), engine.pipelines)
        if not any(_misses(case, changed) for case in cases(without) if case.language == language):
            yield f"{where}.{language}: no example needs {pattern!r}"


def _misses(case: Case, engine: Engine) -> bool:
    found = find(case.text, engine, is_reversed=case.example.reversed)
    own = [finding for finding in found if finding.item == case.rule.item]
    outcomes = {finding.outcome for finding in own} or {NONE}
    sure = max((finding.confidence for finding in own), default=None)
    as_expected = outcomes == {case.example.expect} and case.example.confidence in (None, sure)
    return not case.example.todo and not as_expected


def _without_each(rule: Rule) -> Iterator[tuple[str, str, Language, Rule]]:
    for language in LANGUAGES:
        for pattern in rule.unless.in_language(language):
            yield "unless", pattern, language, replace(rule, unless=_remove(rule.unless, pattern, language))
        for i, entry in enumerate(rule.outcomes):
            for pattern in entry.unless.in_language(language):
                shorter = replace(entry, unless=_remove(entry.unless, pattern, language))
                outcomes = (*rule.outcomes[:i], shorter, *rule.outcomes[i + 1 :])
                yield f"outcomes[{i}].unless", pattern, language, replace(rule, outcomes=outcomes)


def _remove(patterns: Patterns, pattern: str, language: Language) -> Patterns:
    kept: Iterable[str] = (other for other in patterns.in_language(language) if other != pattern)
    return replace(patterns, zh=tuple(kept)) if language == "zh" else replace(patterns, en=tuple(kept))
