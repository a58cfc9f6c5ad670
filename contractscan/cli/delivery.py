"""Where the reports on one contract go, and with which exit code the command ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractscan.cli.console import emit_bytes, printable
from contractscan.cli.options import LEVELS, Writing
from contractscan.errors import OutputError
from contractscan.report.outputs import OUTPUTS, Job, Output, custom_output
from contractscan.report.targets import Plan, plan

if TYPE_CHECKING:
    from contractscan.report.index import FileResult
    from contractscan.report.view import ReportView

_USUAL = ("text", "html")


def _outputs(writing: Writing) -> list[Output]:
    if writing.template is None:
        return [OUTPUTS[name] for name in dict.fromkeys(writing.formats or _USUAL)]
    if writing.formats:
        raise click.UsageError("--template takes the place of --format: leave one of them out")
    return [custom_output(writing.template)]


def planned(file: Path, writing: Writing, contract: Path | None = None) -> Plan:
    """Return where each format goes, or say what is wrong with the command line."""
    try:
        places = plan(file, _outputs(writing), writing.output, contract)
    except OutputError as error:
        raise click.UsageError(printable(str(error))) from None
    if writing.output is not None and writing.output.endswith(("/", os.sep)):
        Path(writing.output).mkdir(parents=True, exist_ok=True)
    return places


def deliver(job: Job, places: Plan) -> None:
    """Render everything, then write it: what cannot be rendered leaves no file behind."""
    made = [(output, target, output.render(job) if target else b"") for output, target in places]
    for output, target, content in made:
        if target is None:
            _print(output, job)
            continue
        from contractscan.report.files import write_atomically
        from contractscan.report.texts import texts

        write_atomically(target, content)
        click.echo(texts(job.view.language)("report.written_to", path=printable(str(target))), err=True)


def _print(output: Output, job: Job) -> None:
    if output.name == "text":
        _print_checklist(job.view)
    elif output.binary and sys.stdout.isatty():
        raise click.UsageError(f"{output.name} is no text for a terminal: name a file with -o")
    else:
        emit_bytes(output.render(job))


def _print_checklist(view: ReportView) -> None:
    from contractscan.report.terminal import Screen, render_terminal

    console = Screen()
    console.print(render_terminal(view, console.width), soft_wrap=True)


def exit_code(counts: FileResult, fail_on: str) -> int:
    """Return the exit code for a contract with ``counts``: whether any of them is at or above ``fail_on``."""
    if fail_on == "never":
        return 0
    at_or_above = LEVELS[: LEVELS.index(fail_on) + 1]
    if any(getattr(counts, level) for level in at_or_above):
        return 1
    return 0 if counts.complete else 2  # nothing was found, but not everything was read
