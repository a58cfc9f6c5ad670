"""The words around numbers (``clauses/values.yaml``), and the compact patterns that find them.

The data file ships with the package, so it is read without ceremony: a fault in it is a fault of the build,
and the tests find it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from contractscan.resources import data_dir

_LATIN = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit word says: ``factor`` converts the number into ``unit``; a ``weak`` currency yields to another."""

    kind: str
    unit: str
    factor: float = 1.0
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """A word that is a whole quantity (半数 is 50 %)."""

    kind: str
    unit: str
    value: float
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """What a threshold on a metric may look like: its ``kinds``, and whether its names are everyday words too."""

    kinds: frozenset[str]
    generic: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables of ``values.yaml`` by word, and the patterns made of them.

    Patterns named ``…_before`` match text written backwards, from the place in question towards the start:
    so one anchored match replaces a search.
    """

    units: Mapping[str, Unit]
    measured: frozenset[str]
    fixed: Mapping[str, Fixed]
    tenths_before: str
    currencies_before: Mapping[str, Unit]
    signs_before: Mapping[str, str]
    negated: Mapping[str, str]
    signs_after: Mapping[str, str]
    only_duration: frozenset[str]
    not_duration: frozenset[str]
    metrics: Mapping[str, Metric]
    metric_names: Mapping[str, str]
    periods: Mapping[str, str]
    period_prefixes: Mapping[str, str]
    count_words: str
    count_follows: frozenset[str]
    unit: re.Pattern[str]
    fixed_words: re.Pattern[str]
    currency_before: re.Pattern[str]
    sign_before: re.Pattern[str]
    sign_after: re.Pattern[str]
    metric: re.Pattern[str]
    period: re.Pattern[str]
    link: re.Pattern[str]
    stop: re.Pattern[str]
    back_link: re.Pattern[str]


def trie(words: Iterable[str], guards: Mapping[str, str] | None = None) -> str:
    """Return a pattern that matches any of ``words``, the longest first, without trying each of them in turn.

    A word that ends in a Latin letter or digit must end there; ``guards`` gives the characters that must not
    follow a word.
    """
    guards = guards or {}
    latin: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for word in words:
        node = latin if _LATIN.match(word[-1]) else other
        for char in word:
            node = node.setdefault(char, {})
        node[""] = f"(?![{guards[word]}])" if word in guards else ""
    # Latin first: "us$" (backwards, so that it ends in a letter) is longer than "$".
    parts = [f"{_pattern(latin)}(?![a-z0-9])"] if latin else []
    return f"(?:{'|'.join([*parts, _pattern(other)] if other else parts)})"


def _pattern(node: Mapping[str, Any]) -> str:
    parts = [re.escape(char) + _pattern(child) for char, child in sorted(node.items()) if char]
    if "" in node:
        parts.append(node[""])
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _begins(words: Iterable[str]) -> str:
    """Return a look at the next character, which passes quickly over places where none of ``words`` begins."""
    return f"(?=[{re.escape(''.join(sorted({word[0] for word in words})))}])"


def _backwards(words: Iterable[str]) -> str:
    return trie(word[::-1] for word in words)


@functools.cache
def lexicon() -> Lexicon:
    """Return the lexicon; read and compiled at the first call."""
    text = (data_dir("clauses") / "values.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=yaml.CSafeLoader)
    units: dict[str, Unit] = {}
    for entry in data["units"]:
        unit = Unit(entry["kind"], entry["unit"], float(entry.get("factor", 1)))
        units |= dict.fromkeys(entry["words"], unit)
    currencies_before: dict[str, Unit] = {}
    for entry in data["currencies"]:
        unit = Unit("money", entry["unit"], weak=entry.get("weak", False))
        currencies_before |= dict.fromkeys(entry["before"], unit)
        units |= dict.fromkeys(entry["after"], unit)
    comparators = data["comparators"]
    within = comparators["within"]
    before = dict.fromkeys(within["before"], "<=")
    after = dict.fromkeys(within["after"], "<=")
    for entry in comparators["signs"]:
        before |= dict.fromkeys(entry["before"], entry["sign"])
        after |= dict.fromkeys(entry.get("after", ()), entry["sign"])
    fixed = {e["word"]: Fixed(e["kind"], e["unit"], float(e["value"]), e.get("comparator", "")) for e in data["fixed"]}
    metrics = {
        name: Metric(frozenset(entry["kinds"]), entry.get("generic", False)) for name, entry in data["metrics"].items()
    }
    metric_names = {word: name for name, entry in data["metrics"].items() for word in entry["words"]}
    periods = {word: period for period, words in data["periods"].items() for word in words}
    guards = data["guards"]
    han = [word for word in units if word[-1] > "\u2e80"]
    other = [word for word in units if word not in han]
    modifiers = data["modifiers"]
    binding = data["binding"]
    negations = comparators["negations"]
    negation = rf"(?:\s?(?P<no>{_backwards(negations)}))?"
    return Lexicon(
        units=units,
        measured=frozenset(data["measured"]),
        fixed=fixed,
        tenths_before=data["tenths_before"],
        currencies_before=currencies_before,
        signs_before=before,
        negated={entry["sign"]: entry["negated"] for entry in comparators["signs"] if "negated" in entry},
        signs_after=after,
        only_duration=frozenset(within["before"] + within["after"]),
        not_duration=frozenset(comparators["not_duration"]),
        metrics=metrics,
        metric_names=metric_names,
        periods=periods,
        period_prefixes=data["period_prefixes"],
        count_words=binding["count_words"],
        count_follows=frozenset(binding["count_follows"]),
        unit=re.compile(
            rf"(?:(?P<measure>个)(?P<half>半)?)?(?:{trie(w for w in modifiers if not w.isascii())})?"
            rf"(?P<han>{trie(han, guards)})(?P<tail>半(?!年))?"
            rf"|(?:\s?-)?\s?(?:{trie(w for w in modifiers if w.isascii())}\s){{0,2}}(?P<other>{trie(other)})"
        ),
        fixed_words=re.compile(trie(fixed)),
        currency_before=re.compile(
            rf"\s?(?::\s?)?(?:\)?(?:写大|写小)\(?)?\s?(?P<last>{_backwards(currencies_before)})"
            rf"(?:\s?(?P<first>{_backwards(currencies_before)}))?"
        ),
        sign_before=re.compile(
            rf"\s?(?:{_backwards(comparators['fillers'])}\s?){{0,2}}?(?P<sign>{_backwards(before)}){negation}"
            rf"|的(?!分部)[\u4e00-\u9fff]{{1,14}}?"
            rf"(?P<far>{_backwards(w for w in before if len(w) > 1 and not w.isascii())})"
            rf"(?P<far_no>{_backwards(w for w in negations if not w.isascii())})?"
        ),
        sign_after=re.compile(rf"\s?(?:\((?P<limit>不?含)本?数?\))?\s?(?P<sign>{trie(after, guards)})"),
        metric=re.compile(
            rf"{_begins(w for w in metric_names if not w.isascii())}"
            rf"{trie(w for w in metric_names if not w.isascii())}"
            rf"|(?<![a-z0-9]){_begins(w for w in metric_names if w.isascii())}"
            rf"{trie(w for w in metric_names if w.isascii())}"
        ),
        period=re.compile(trie(periods)),
        link=re.compile(rf"(?:[\s:|()=,]|{trie(binding['links'])}){{0,12}}"),
        stop=re.compile(rf"{trie(w for w in binding['stops'] if not w.isascii())}"
                        rf"|(?<![a-z])(?:{trie(w for w in binding['stops'] if w.isascii())})"),
        back_link=re.compile(rf"(?:\s|{trie(binding['back_links'])}){{0,8}}"),
    )  # fmt: skip
