"""``contractscan diff``: two versions of a contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractscan.cli.console import emit_bytes, printable
from contractscan.cli.file import review_one
from contractscan.cli.options import Judging, Reading, judging_options, lang_option, reading_options
from contractscan.model import Language

if TYPE_CHECKING:
    from contractscan.compare import Reviewed
    from contractscan.options import Options


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write (default: stdout).",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    show_default=True,
    help="Write it as this.",
)
@judging_options
@lang_option
@click.option(
    "--fail-on",
    type=click.Choice(["worse", "any", "never"]),
    default="worse",
    show_default=True,
    help="Exit with 1 if an answer is worse (or the parties changed places), or if anything changed.",
)
@reading_options
def diff(
    old: Path,
    new: Path,
    output: Path | None,
    form: str,
    judging: Judging,
    lang: Language | None,
    fail_on: str,
    reading: Reading,
) -> int:
    """Compare two versions of a contract: which answers changed, for the better or the worse.

    OLD and NEW are contracts, or reviews stored with --format json.
    """
    from contractscan.compare import compare
    from contractscan.report.compared import render
    from contractscan.report.texts import language_for

    if output is not None and any(output.exists() and file.exists() and output.samefile(file) for file in (old, new)):
        raise click.UsageError(printable(f"{output} is one of the files to compare: choose another place with -o"))
    options = judging.options(reading)
    before, after = _versions((old, new), options)
    try:
        found = compare(before, after)
    except ValueError as error:
        raise click.UsageError(f"{error}: review the contract again with --party") from None
    language = lang or language_for(after.review)
    if output is not None:
        from contractscan.report.files import write_atomically

        write_atomically(output, render(form, found, before, after, language))
        click.echo(printable(f"wrote {output}"), err=True)
    elif form == "text":
        from contractscan.report.compared import styled
        from contractscan.report.terminal import Screen

        console = Screen()
        console.print(styled(found, before, after, language, console.width), soft_wrap=True)
    else:
        emit_bytes(render(form, found, before, after, language))
    if fail_on != "never" and (found.is_worse or (fail_on == "any" and found.is_changed)):
        return 1
    return 0 if fail_on == "never" or found.coverage.complete[1] else 2


def _versions(files: Sequence[Path], options: Options) -> tuple[Reviewed, ...]:
    """Return the reviews of ``files``: those that are stored as they are, contracts for the side that those are for."""
    from contractscan.compare import Reviewed
    from contractscan.report.stored import book_of, load_review
    from contractscan.rules import load_rules

    stored = {file: load_review(file) for file in files if file.suffix.lower() == ".json"}
    sides = {one.review.side for one in stored.values()}
    if options.side is None and len(sides) == 1:
        options = replace(options, side=sides.pop())
    versions: list[Reviewed] = []
    for file in files:
        if file in stored:
            one = stored[file]
            versions.append(Reviewed(one.review, book_of(one, load_rules(own=options.rules)), one.rules.digest))
        else:
            review, book, _ = review_one(file, options)
            versions.append(Reviewed(review, book, book.digest))
    return tuple(versions)
