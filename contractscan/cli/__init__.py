"""The command line. Reports go to stdout or files, everything else to stderr.

Exit codes: 0 nothing at or above ``--fail-on``; 1 something is; 2 could not read (or not everything, and found nothing
in the rest) or run; 130 interrupted.
Each command is a module here. Heavy imports are inside the commands, so that ``--help`` is instant.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from contractscan import __version__
from contractscan.cli import batch, diff, evaluate, render, review, rules, text
from contractscan.cli.console import INTERRUPTED, printable
from contractscan.errors import ContractscanError
from contractscan.memory import collect_rarely


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="contractscan")
def cli() -> None:
    """Review co-op and agency agreements on this machine: a risk checklist with the sentence behind each answer.

    审查代运营、合作与代理合同：逐项列出风险，并给出合同原文。
    """


for _command in (
    review.review,
    render.render,
    diff.diff,
    text.text,
    text.schema,
    batch.batch,
    batch.watch,
    evaluate.evaluate,
    rules.rules,
):
    cli.add_command(_command)


def main() -> NoReturn:
    """Run the command line, with exit codes that scripts can rely on."""
    collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not when a host program has replaced it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        # On Windows click would take "合同[1].pdf" and --include "*.pdf" for patterns of files in this folder.
        code = cli.main(prog_name="contractscan", standalone_mode=False, windows_expand_args=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except (ContractscanError, OSError) as error:
        click.echo(f"contractscan: {printable(str(error))}", err=True)
        code = 2
    except Exception:
        # Python's own exit code for this is 1, which here would say that the contract is risky.
        sys.excepthook(*sys.exc_info())
        code = 2
    sys.exit(code if isinstance(code, int) else 0)
