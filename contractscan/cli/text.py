"""``contractscan text`` and ``schema``: what the offsets in a report refer to, and what its JSON looks like."""

from __future__ import annotations

from pathlib import Path

import click

from contractscan.cli.console import emit, printable
from contractscan.cli.file import with_password
from contractscan.cli.options import Reading, reading_options


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@reading_options
def text(file: Path, reading: Reading) -> None:
    """Print the text as it was read, which every offset in the JSON report refers to; what was not, on stderr."""
    from contractscan.readers import read

    document = with_password(lambda options, progress: read(file, options, progress), reading.options())
    emit(document.text)
    for gap in document.gaps:
        click.echo(printable(f"not read: {gap.where}: {gap.why} {gap.fix}".rstrip()), err=True)


@click.command()
@click.argument("what", type=click.Choice(["review", "diff"]), default="review")
def schema(what: str) -> None:
    """Print the JSON Schema of what --format json writes: a review, or a comparison (diff)."""
    from contractscan.resources import data_dir

    name = {"review": "review.schema.json", "diff": "comparison.schema.json"}[what]
    emit((data_dir("templates") / name).read_text(encoding="utf-8"))
