"""``contractscan evaluate``: how good the answers are, by labels of the user's own."""

from __future__ import annotations

from pathlib import Path

import click

from contractscan.cli.console import emit
from contractscan.cli.options import sensitivity_option


@click.command()
@click.argument("labels", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "labelled",
    type=click.Choice(["cuad", "checklist"]),
    default="cuad",
    show_default=True,
    help="How the labels are written: passages by category, as CUAD has them, in one file; or answers by checklist "
    "item, in a folder with a file for each contract (see docs/evaluate.md).",
)
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the contracts are (default: the folder txt beside LABELS; for a checklist, also the folder files).",
)
@sensitivity_option
def evaluate(labels: Path, labelled: str, texts: Path | None, sensitivity: str) -> None:
    """Measure rules and learned detector against labels of your own: tables in Markdown."""
    from contractscan.evaluate.run import evaluate_checklist, evaluate_cuad
    from contractscan.model import Sensitivity

    level = Sensitivity(sensitivity)
    plain, originals = labels.parent / "txt", labels.parent / "files"
    if labelled == "cuad":
        emit(evaluate_cuad(labels, texts or plain, level))
    else:
        emit(evaluate_checklist(labels, [texts] if texts else [plain, originals], level))
