"""``contractscan rules``: looking at rules, testing them, writing one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from contractscan.cli.console import emit, printable
from contractscan.cli.options import rules_option
from contractscan.model import Language

if TYPE_CHECKING:
    from contractscan.rules import RuleBook
    from contractscan.selftest import Failure


@click.group()
def rules() -> None:
    """Look at the rules, test them, or write your own."""


_rules_lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True)


@rules.command("list")
@rules_option
@_rules_lang
def rules_list(own_rules: Path | None, lang: str) -> None:
    """List the checklist: one line per item."""
    from contractscan.report.handbook import list_items

    emit(list_items(_rule_book(own_rules), cast(Language, lang)))


@rules.command("show")
@click.argument("item")
@rules_option
@_rules_lang
def rules_show(item: str, own_rules: Path | None, lang: str) -> None:
    """Show what an item asks, its answers, and what they mean for each side."""
    from contractscan.report.handbook import show_item

    book = _rule_book(own_rules)
    check_items((item,), [entry.id for entry in book.checklist.items])
    emit(show_item(book, item, cast(Language, lang)))


@rules.command("test")
@click.argument("items", nargs=-1, metavar="[ITEM]...")
@rules_option
def rules_test(items: tuple[str, ...], own_rules: Path | None) -> int:
    """Test rules against their examples and those of all others: some items, your own (--rules), or all."""
    from contractscan.selftest import run

    book = _rule_book(own_rules)
    return _tell_failures(run(book, _chosen(items, own_rules, book)), len(_chosen(items, own_rules, book)), "tested")


@rules.command("lint")
@click.argument("items", nargs=-1, metavar="[ITEM]...")
@rules_option
def rules_lint(items: tuple[str, ...], own_rules: Path | None) -> int:
    """Check rules without running them: patterns, outcomes, examples, words for the reader."""
    from contractscan.rules.lint import lint
    from contractscan.selftest import Failure

    book = _rule_book(own_rules)
    chosen = _chosen(items, own_rules, book)
    failures = [
        Failure(str(book.files[item]), item, problem) for item in chosen for problem, _ in lint(book.rules[item], book)
    ]
    return _tell_failures(failures, len(chosen), "read")


@rules.command("new")
@click.argument("item")
@click.option("--family", metavar="FAMILY", help="The family of a question that is new (see: rules list).")
@click.option(
    "--rules",
    "own_rules",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder for your own rules; made if it is not there.",
)
def rules_new(item: str, family: str | None, own_rules: Path) -> None:
    """Start a rule of your own: for a question of the checklist (yours then takes its place), or for a new one."""
    from contractscan.rules.scaffold import scaffold

    for path in scaffold(item, family, own_rules):
        click.echo(printable(f"wrote {path}"), err=True)
    click.echo(printable(f"edit it, then run: contractscan rules test {item} --rules {own_rules}"), err=True)


@rules.command("schema")
def rules_schema() -> None:
    """Print the JSON Schema of a rule file, for editors that complete and check YAML."""
    from contractscan.rules.scaffold import rule_schema

    emit(rule_schema())


def _rule_book(own: Path | None) -> RuleBook:
    from contractscan.rules import load_rules

    return load_rules(own=own)


def _chosen(items: tuple[str, ...], own: Path | None, book: RuleBook) -> tuple[str, ...]:
    """Return the rules to look at: those named, else the user's own, else all."""
    check_items(items, list(book.rules))
    mine = tuple(item for item in book.rules if own is not None and book.files[item].is_relative_to(own))
    return items or mine or tuple(book.rules)


def _tell_failures(failures: Sequence[Failure], count: int, done: str) -> int:
    for failure in failures:
        emit(printable(f"{failure.file}: {failure.item}: {failure.message}") + "\n")
    click.echo(f"{count} rules {done}, {len(failures)} failures", err=True)
    return 1 if failures else 0


def check_items(items: tuple[str, ...], known: list[str]) -> None:
    """Raise ``UsageError`` where one of ``items`` is not ``known``, with what may be meant."""
    from difflib import get_close_matches

    for item in items:
        if item not in known:
            close = get_close_matches(item, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else "see: contractscan rules list"
            raise click.UsageError(f"no rule for {item!r}; {hint}")
