"""The work on one file: within its time, with progress shown, and with the password that it may need."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from contractscan.cli.console import printable
from contractscan.errors import PasswordError

if TYPE_CHECKING:
    from contractscan.model import Review
    from contractscan.options import Options
    from contractscan.readers import Progress, ReadOptions
    from contractscan.rules import RuleBook

_T = TypeVar("_T")


def review_one(file: Path, options: Options) -> tuple[Review, RuleBook, str | None]:
    """Return the review, the rule book it follows, and the password that opened the file."""
    from contractscan.review import book_for, review_file

    reviewed, options = read_file(
        file, options, lambda options, progress: (review_file(file, options, progress), options)
    )
    return reviewed, book_for(reviewed, options), options.reading.password


def read_file(file: Path, options: Options, work: Callable[[Options, Progress], _T]) -> _T:
    """Do ``work`` on a file within its time, asking for the password if need be."""
    from contractscan.watch import time_limit

    def run(reading: ReadOptions, progress: Progress) -> _T:
        with time_limit(options.seconds(), str(file)):
            return work(replace(options, reading=reading), progress)

    return with_password(run, options.reading)


def with_password(run: Callable[[ReadOptions, Progress], _T], options: ReadOptions) -> _T:
    """Call ``run`` with progress shown; where a person sits at the terminal, ask for the password that is missing."""
    from contractscan.report.progress import ProgressBar
    from contractscan.report.texts import texts

    while True:
        try:
            with ProgressBar(texts("en")("report.reading")) as bar:
                return run(options, bar.show)
        except PasswordError as error:
            if not sys.stdin.isatty():
                raise
            click.echo(printable(f"{error.path}: {error.reason}"), err=True)
            options = replace(options, password=click.prompt("Password", hide_input=True, err=True))
