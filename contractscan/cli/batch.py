"""``contractscan batch`` and ``watch``: the contracts of a folder, once or as they arrive."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from contractscan.cli.console import INTERRUPTED, emit, printable
from contractscan.cli.delivery import exit_code
from contractscan.cli.options import (
    Gathering,
    Judging,
    Reading,
    fail_on_option,
    gathering_options,
    judging_options,
    lang_option,
    reading_options,
)
from contractscan.model import Language

if TYPE_CHECKING:
    from contractscan.report.index import BatchResult


@click.command()
@gathering_options
@click.option(
    "--baseline",
    metavar="DIR",
    help="Report only what is new since the batch whose reports are in DIR (made with -f json).",
)
@click.option(
    "--resume/--fresh",
    default=True,
    show_default=True,
    help="Keep what an earlier run has done with the same contracts, rules and options, or do all again.",
)
@judging_options
@lang_option
@fail_on_option
@reading_options
def batch(
    gathering: Gathering,
    baseline: str | None,
    resume: bool,
    judging: Judging,
    lang: Language | None,
    fail_on: str,
    reading: Reading,
) -> int:
    """Review every contract under FOLDER, a folder or URL: reports on each, and an overview by risk (index.html).

    A run that was ended is taken up where it was; what has not changed is not reviewed again.
    """
    from contractscan.batch import run_batch
    from contractscan.batch.told import Teller

    work = gathering.batch(judging.options(reading), lang)
    with Teller(lang or "en", emit if gathering.lines_to_stdout else None) as teller:
        result = run_batch(replace(work, fresh=not resume, baseline=baseline), teller)
    return _tell_batch(result, gathering, lang, fail_on)


@click.command()
@gathering_options
@click.option(
    "--interval",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    default=2.0,
    show_default=True,
    help="How often to look; a file counts as there when it is as it was at the last look.",
)
@judging_options
@lang_option
@reading_options
def watch(
    gathering: Gathering,
    interval: float,
    judging: Judging,
    lang: Language | None,
    reading: Reading,
) -> int:
    """Review contracts as they arrive in FOLDER, with the reports and the overview of a batch, until Ctrl-C."""
    from contractscan.batch import watch_folder
    from contractscan.batch.places import shown
    from contractscan.batch.told import Teller
    from contractscan.report.texts import texts

    work = gathering.batch(judging.options(reading), lang)
    t = texts(lang or "en")
    click.echo(t("batch.watching", folder=printable(shown(gathering.folder))), err=True)
    with Teller(lang or "en", emit if gathering.lines_to_stdout else None) as teller:
        for result in watch_folder(work, interval, teller):
            code = _tell_batch(result, gathering, lang, "never")
            if result.trouble or result.left:
                return code
    return 0


def _tell_batch(result: BatchResult, gathering: Gathering, lang: Language | None, fail_on: str) -> int:
    """Say how a batch went, and return its exit code."""
    from contractscan.batch.places import shown
    from contractscan.report.texts import texts

    t = texts(lang or "en")
    ranked, failed = result.ranked, result.failed
    for file in failed:
        click.echo(printable(f"{file.path}{t('report.colon')}{file.error}"), err=True)
    summary = [t("batch.done", done=len(ranked)), t("batch.risky", high=sum(f.high > 0 for f in ranked))]
    summary += [t("batch.twins", twins=sum(f.same_as != "" for f in ranked))] if any(f.same_as for f in ranked) else []
    summary += [t("batch.unchanged", count=len(result.unchanged))] if result.unchanged else []
    summary += [t("batch.failed", failed=len(failed))] if failed else []
    said = t("report.list").join(summary) + "\n"
    click.echo(said, err=True, nl=False) if gathering.lines_to_stdout else emit(said)
    if result.trouble:
        click.echo(f"contractscan: {printable(result.trouble)}", err=True)
        if result.left:
            click.echo(t("batch.left", left=result.left), err=True)
        return 2
    click.echo(t("batch.index", path=printable(f"{shown(gathering.output).rstrip('/' + os.sep)}/index.html")), err=True)
    if result.interrupted:
        click.echo(t("batch.interrupted", left=result.left), err=True)
        return INTERRUPTED
    if failed:
        return 2
    return max((exit_code(file, fail_on) for file in ranked), default=0)
