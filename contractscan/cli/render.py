"""``contractscan render``: a stored review in other formats."""

from __future__ import annotations

from pathlib import Path

import click

from contractscan.cli.console import printable
from contractscan.cli.delivery import deliver, planned
from contractscan.cli.options import Writing, lang_option, password_option, rules_option, writing_options
from contractscan.model import Language
from contractscan.report.outputs import Job


@click.command()
@click.argument("file", metavar="REVIEW.json", type=click.Path(path_type=Path))
@writing_options
@rules_option
@lang_option
@password_option
def render(
    file: Path,
    writing: Writing,
    own_rules: Path | None,
    lang: Language | None,
    password: str | None,
) -> None:
    """Render a review that was stored with --format json, in other formats or the other language.

    The contract is not read again. The policy is the one that the review was made with.
    """
    from contractscan.report.stored import book_of, load_review
    from contractscan.rules import load_rules

    stored = load_review(file)
    places = planned(file, writing, Path(stored.review.document.path))
    book = book_of(stored, load_rules(own=own_rules))
    if book.digest != stored.rules.digest:
        said = f"{file}: made with other rules (contractscan {stored.review.version}): answers are as stored, "
        click.echo(printable(said + "questions and advice in the words of today's rules"), err=True)
    deliver(Job(stored.review, book, stored.policy, lang, password, writing.redline), places)
