"""``contractscan review``: one contract."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractscan import __version__
from contractscan.cli.console import emit, printable
from contractscan.cli.delivery import deliver, exit_code, planned
from contractscan.cli.file import read_file, review_one
from contractscan.cli.options import (
    Judging,
    Reading,
    Writing,
    fail_on_option,
    judging_options,
    lang_option,
    reading_options,
    writing_options,
)
from contractscan.cli.rules import check_items
from contractscan.errors import ContractscanError
from contractscan.model import Language
from contractscan.report.outputs import Job

if TYPE_CHECKING:
    from contractscan.options import Options


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@writing_options
@click.option("--explain", metavar="ITEM", help="Print how this item came by its answer; write no report.")
@judging_options
@lang_option
@fail_on_option
@reading_options
def review(
    file: Path,
    writing: Writing,
    explain: str | None,
    judging: Judging,
    lang: Language | None,
    fail_on: str,
    reading: Reading,
) -> int:
    """Review one contract: print the checklist and write an HTML report beside the file."""
    if explain is not None and (writing.output is not None or writing.formats or writing.template):
        raise click.UsageError("--explain prints text: leave out -o, --format and --template")
    options = judging.options(reading)
    if explain is not None:
        return _explain(file, explain, options, lang)
    places = planned(file, writing)
    try:
        reviewed, book, password = review_one(file, options)
    except Exception as error:
        if [(made.name, target) for made, target in places] != [("json", None)]:
            raise
        return _json_failure(file, error)
    deliver(Job(reviewed, book, options.policy, lang, password, writing.redline), places)

    from contractscan.report.index import summarize

    return exit_code(summarize(reviewed, str(file), ""), fail_on)


def _explain(file: Path, item: str, options: Options, lang: Language | None) -> int:
    from contractscan.report.explanation import explain
    from contractscan.report.texts import language_for
    from contractscan.review import book_for, explain_file, rules_with

    check_items((item,), list(rules_with(options.rules).rules))
    explained = read_file(file, options, lambda options, progress: explain_file(file, item, options, progress))
    book = rules_with(options.rules) if item in options.policy.ignore else book_for(explained.review, options)
    emit(explain(explained, book, lang or language_for(explained.review)))
    return 0


def _json_failure(file: Path, error: Exception) -> int:
    from contractscan.report.machine import error_json

    if isinstance(error, (ContractscanError, OSError)):
        message = str(error)
    else:
        sys.excepthook(*sys.exc_info())
        message = f"internal error: {type(error).__name__}: {error}"
    emit(error_json(str(file), message, __version__))
    click.echo(f"contractscan: {printable(message)}", err=True)
    return 2
