"""The user's policy, ``contractscan.toml``: whose side, which norms, what to leave out, how bad, what to insist on.

A policy changes a rule book, not the matching: ``apply`` returns the book as the user wants it read. Pure but for
``load_policy``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from contractscan.errors import PolicyError
from contractscan.model import Risk, Side
from contractscan.rules.book import SILENT, RuleBook
from contractscan.rules.schema import Checklist, Item, MissingRule, Norm, Outcome, Stance, Text

FILE_NAME = "contractscan.toml"
_STRICT = ConfigDict(extra="forbid")
_NOT_SAID = Text("未约定", "Not said")
_SOURCE = Text("您的审查政策", "your policy")


@dataclass(frozen=True, slots=True)
class Bound:
    """A norm of the user's own; ``unit`` may be left out where the shipped norm has one."""

    __pydantic_config__ = _STRICT
    max: float | None = None
    min: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What ``contractscan.toml`` says.

    ``party``: brand, partner, or a name in the contract. ``ignore``: items not to be asked. ``norms``: by item and
    value, in place of the shipped ones. ``severity``: by item and outcome, the risk for the side under review.
    ``require``: an item that must be answered, or ``item=outcome`` (``item=one|other``) that must be the answer.
    ``file`` is where it was read from.
    """

    __pydantic_config__ = _STRICT
    party: str | None = None
    ignore: tuple[str, ...] = ()
    norms: dict[str, dict[str, Bound]] = field(default_factory=dict)
    severity: dict[str, dict[str, Risk]] = field(default_factory=dict)
    require: tuple[str, ...] = ()
    file: str = FILE_NAME

    @property
    def changes_rules(self) -> bool:
        """Whether it asks for anything but a side."""
        return bool(self.ignore or self.norms or self.severity or self.require)


def load_policy(path: Path, book: RuleBook) -> Policy:
    """Read and check the policy at ``path``; raises ``PolicyError`` naming file, key and fix."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read ({error.strerror}): check the path") from None
    except UnicodeDecodeError:
        raise PolicyError(f"{path}: is not UTF-8 text: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{path}: not valid TOML: {error}") from None
    if "file" in tree:
        raise PolicyError(f"{path}: file: unknown key: remove it, or check its spelling")
    try:
        policy = TypeAdapter(Policy).validate_python(tree)
    except ValidationError as error:
        first = error.errors()[0]
        unknown = first["type"] in ("extra_forbidden", "unexpected_keyword_argument")
        advice = "unknown key: remove it, or check its spelling" if unknown else first["msg"]
        raise PolicyError(f"{path}: {'.'.join(map(str, first['loc']))}: {advice}") from None
    problem = next(_problems(policy, book), None)
    if problem:
        raise PolicyError(f"{path}: {problem}")
    return replace(policy, file=str(path))


def _problems(policy: Policy, book: RuleBook) -> Iterator[str]:
    """Yield what names something that the checklist does not have, or cannot be used."""
    items = {item.id: item for item in book.checklist.items}
    for key, named in (("ignore", policy.ignore), ("norms", policy.norms), ("severity", policy.severity)):
        yield from (f"{key}: {_unknown('item', item, items)}" for item in named if item not in items)
    for item, outcomes in policy.severity.items():
        yield from (f"severity.{item}: {problem}" for problem in _bad_outcomes(items[item], outcomes))
    for item, bounds in policy.norms.items():
        for value, bound in bounds.items():
            if bound.max is None and bound.min is None:
                yield f"norms.{item}.{value}: give max, min, or both"
            if bound.unit is None and value not in book.norms.get(item, {}):
                yield f'norms.{item}.{value}: give its unit, as in unit = "%" ("days", "CNY", or "" for none)'
    for demand in policy.require:
        item, _, outcomes_named = demand.partition("=")
        if item not in items:
            yield f"require: {_unknown('item', item, items)}"
        elif item in policy.ignore:
            yield f"require: {item!r} is also under ignore: drop one of them"
        elif outcomes_named:
            yield from (f"require: {problem}" for problem in _bad_outcomes(items[item], outcomes_named.split("|")))


def _bad_outcomes(item: Item, outcomes: Iterable[str]) -> Iterator[str]:
    known = [*item.outcomes, SILENT]
    yield from (_unknown(f"outcome of {item.id}", outcome, known) for outcome in outcomes if outcome not in known)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f"no {what} is called {name!r}" + (f"; did you mean {close[0]!r}?" if close else "")


def apply(policy: Policy, book: RuleBook, side: Side) -> RuleBook:
    """Return ``book`` as ``policy`` wants it read for ``side``."""
    if not policy.changes_rules:
        return book
    demands = _demands(policy)
    return replace(
        book,
        checklist=Checklist(1, book.checklist.families, tuple(_items(policy, book, side, demands))),
        rules={
            item: replace(rule, missing=MissingRule()) if item in demands else rule
            for item, rule in book.rules.items()
            if item not in policy.ignore
        },
        norms=_norms(policy, book),
        demands={item: outcomes for item, outcomes in demands.items() if outcomes},
    )


def _demands(policy: Policy) -> Mapping[str, frozenset[str]]:
    """Return the items that must be answered, with the outcomes accepted (none: any)."""
    demands: dict[str, frozenset[str]] = {}
    for demand in policy.require:
        item, _, outcomes = demand.partition("=")
        demands[item] = demands.get(item, frozenset()) | frozenset(filter(None, outcomes.split("|")))
    return demands


def _items(policy: Policy, book: RuleBook, side: Side, demands: Mapping[str, frozenset[str]]) -> Iterator[Item]:
    for item in book.checklist.items:
        wished = policy.severity.get(item.id, {})
        silent = item.silent
        if item.id in demands and (silent is None or silent.risk.for_side(side) in (Risk.OK, Risk.INFO)):
            silent = Outcome(_NOT_SAID, Stance(Risk.HIGH, Risk.HIGH))  # what is insisted on is missed in earnest
        outcomes = {name: _rated(outcome, wished.get(name), side) for name, outcome in item.outcomes.items()}
        yield replace(item, outcomes=outcomes, silent=_rated(silent, wished.get(SILENT), side) if silent else None)


def _rated(outcome: Outcome, risk: Risk | None, side: Side) -> Outcome:
    if risk is None:
        return outcome
    stance = replace(outcome.risk, brand=risk) if side is Side.BRAND else replace(outcome.risk, partner=risk)
    return replace(outcome, risk=stance)


def _norms(policy: Policy, book: RuleBook) -> Mapping[str, Mapping[str, Norm]]:
    norms = {item: dict(values) for item, values in book.norms.items()}
    for item, bounds in policy.norms.items():
        for value, bound in bounds.items():
            shipped = norms.setdefault(item, {}).get(value)
            unit = bound.unit if bound.unit is not None else shipped.unit if shipped else ""
            norms[item][value] = Norm(unit, _SOURCE, bound.max, bound.min)
    return norms
