"""Options that commands share. Those that belong together come as one value, a group, and are declared with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contractscan.cli.console import printable
from contractscan.model import Language
from contractscan.readers.source import TIMEOUT
from contractscan.report.outputs import OUTPUTS

if TYPE_CHECKING:
    from contractscan.batch import Batch
    from contractscan.options import Options
    from contractscan.readers import ReadOptions

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
LEVELS = ("high", "medium", "low", "missing")

rules_option = click.option(
    "--rules",
    "own_rules",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Rules of your own, laid out like clauses/: they add to those that ship, or take their place.",
)
lang_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the report (default: the contract's)."
)
sensitivity_option = click.option(
    "--sensitivity",
    type=click.Choice(["strict", "balanced", "thorough"]),
    default="balanced",
    show_default=True,
    help="How readily the learned detector points at a passage that no rule understands (English).",
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice([*LEVELS, "never"]),
    default="high",
    show_default=True,
    help="Exit with 1 if anything is at or above this; a missing protection counts at its own risk.",
)
password_option = click.option(
    "--password", metavar="WORD", envvar="CONTRACTSCAN_PASSWORD", help="Opens an encrypted file (asked for if needed)."
)


def _group(name: str, made: type, *options: _Decorator) -> _Decorator:
    """Return a decorator that adds ``options``, and gives the command their values as one value ``name``.

    ``made`` is a dataclass; its fields are the names of the options.
    """
    names = [field.name for field in fields(made)]

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(**said: Any) -> Any:
            value = made(**{field: said.pop(field) for field in names})
            return command(**{name: value}, **said)

        grouped: Callable[..., Any] = run
        for option in reversed(options):
            grouped = option(grouped)
        return grouped

    return add


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file."""

    ocr: str
    password: str | None
    timeout: float

    def options(self) -> ReadOptions:
        """Return it as readers take it."""
        from contractscan.readers import Ocr, ReadOptions

        return ReadOptions(Ocr(self.ocr), self.password, self.timeout)


reading_options = _group(
    "reading",
    Reading,
    click.option(
        "--ocr",
        type=click.Choice(["auto", "never", "always"]),
        default="auto",
        show_default=True,
        help="Recognise the text of scanned pages: where a page has no usable text, never, or on every page.",
    ),
    password_option,
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        default=TIMEOUT,
        show_default=True,
        help="Time for reading one file; pages not reached are listed as not read.",
    ),
)


@dataclass(frozen=True, slots=True)
class Judging:
    """Whose side to take, and by which rules."""

    party: str | None
    brand: str | None
    own_rules: Path | None
    policy: Path | None
    sensitivity: str

    def options(self, reading: Reading) -> Options:
        """Return how to review, with the user's policy. Raises ``PolicyError`` or ``RuleError`` where that is wrong."""
        from contractscan.model import Sensitivity
        from contractscan.options import Options
        from contractscan.policy import FILE_NAME, Policy, load_policy

        found, said = self.policy or (Path(FILE_NAME) if Path(FILE_NAME).is_file() else None), Policy()
        if found:
            from contractscan.review import rules_with

            said = load_policy(found, rules_with(self.own_rules))
        sensitivity = Sensitivity(self.sensitivity)
        return Options(self.party, self.brand, reading.options(), self.own_rules, said, sensitivity)


judging_options = _group(
    "judging",
    Judging,
    click.option("--party", metavar="SIDE", help="Whose side to take: brand, partner, or a name the contract uses."),
    click.option("--brand", metavar="NAME", help="The name the contract gives to the brand, if it was not recognised."),
    rules_option,
    click.option(
        "--policy",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Your policy (default: contractscan.toml in this folder, if it is there).",
    ),
    sensitivity_option,
)


@dataclass(frozen=True, slots=True)
class Writing:
    """What to write of one review, and where."""

    output: str | None
    formats: tuple[str, ...]
    redline: bool
    template: Path | None


writing_options = _group(
    "writing",
    Writing,
    click.option(
        "-o",
        "--output",
        metavar="OUT",
        help="Where to write: a file or a folder, - for stdout; "
        "for several formats a folder, or a file without suffix.",
    ),
    click.option(
        "-f",
        "--format",
        "formats",
        type=click.Choice(list(OUTPUTS)),
        multiple=True,
        help="Write this, and nothing else; may be given several times "
        "(default: the checklist as text here, and HTML).",
    ),
    click.option("--redline", is_flag=True, help="With -f docx, insert the wording to propose as tracked changes."),
    click.option(
        "--template",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write what this Jinja2 template of your own makes of the review, in place of a format "
        "(see docs/outputs.md).",
    ),
)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Which contracts of a folder to review, by whom, and what to write."""

    folder: str
    output: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    jobs: int | None
    cluster: str | None
    formats: tuple[str, ...]

    @property
    def lines_to_stdout(self) -> bool:
        """Whether stdout gets a line of JSON for each contract."""
        return "json" in self.formats

    def batch(self, options: Options, language: Language | None) -> Batch:
        """Return what is asked for. Raises ``UsageError`` where there is no such folder."""
        from contractscan.batch import Batch, Choice
        from contractscan.batch.places import is_url

        if not is_url(self.folder) and not Path(self.folder).is_dir():
            raise click.UsageError(printable(f"{self.folder}: there is no such folder"))
        return Batch(
            folder=self.folder,
            out=self.output,
            options=options,
            language=language,
            formats=tuple(dict.fromkeys(self.formats)),
            choice=Choice(self.include, self.exclude),
            jobs=self.jobs or os.cpu_count() or 1,
            cluster=self.cluster,
        )


gathering_options = _group(
    "gathering",
    Gathering,
    click.argument("folder", metavar="FOLDER"),
    click.option("-o", "--output", metavar="OUT", required=True, help="Folder or URL for the reports."),
    click.option(
        "--include", metavar="PATTERN", multiple=True, help="Only files like this: '*.pdf', '2025/*', drafts."
    ),
    click.option(
        "--exclude",
        metavar="PATTERN",
        multiple=True,
        help="No files like this; both may be given several times.",
    ),
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        default=None,
        help="Contracts at a time (default: one per core).",
    ),
    click.option(
        "--cluster",
        metavar="ADDRESS",
        help="Have a Dask cluster do it: tcp://host:8786, or local for one made here.",
    ),
    click.option(
        "-f",
        "--format",
        "formats",
        type=click.Choice(list(OUTPUTS)),
        multiple=True,
        default=("html",),
        show_default=True,
        help="Write this for each contract; may be given several times. "
        "With json, stdout gets a line for each contract.",
    ),
)
