"""The command line. Reports go to stdout or files, everything else to stderr.

Exit codes: 0 nothing at or above ``--fail-on``; 1 something is; 2 could not read (or not everything, and found nothing
in the rest) or run; 130 interrupted.
Heavy imports are inside the commands, so that ``--help`` is instant.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

import click

from contractscan import __version__
from contractscan.errors import ContractscanError, PasswordError
from contractscan.model import Language
from contractscan.readers.source import TIMEOUT

if TYPE_CHECKING:
    from contractscan.model import Review
    from contractscan.readers import Progress, ReadOptions
    from contractscan.report.index import FileResult
    from contractscan.review import Options
    from contractscan.rules import RuleBook

_Command = TypeVar("_Command", bound=Callable[..., object])
_T = TypeVar("_T")
_LEVELS = ("high", "medium", "low", "missing")
_INTERRUPTED = 130

_party = click.option(
    "--party", metavar="SIDE", help="Whose side to take: brand, partner, or a name the contract uses."
)
_brand = click.option(
    "--brand", metavar="NAME", help="The name the contract gives to the brand, if it was not recognised."
)
_lang = click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the report (default: the contract's)."
)
_fail_on = click.option(
    "--fail-on",
    type=click.Choice([*_LEVELS, "never"]),
    default="high",
    show_default=True,
    help="Exit with 1 if anything is at or above this; a missing protection counts at its own risk.",
)
_ocr = click.option(
    "--ocr",
    type=click.Choice(["auto", "never", "always"]),
    default="auto",
    show_default=True,
    help="Recognise the text of scanned pages: where a page has no usable text, never, or on every page.",
)
_password = click.option(
    "--password", metavar="WORD", envvar="CONTRACTSCAN_PASSWORD", help="Opens an encrypted file (asked for if needed)."
)
_timeout = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    default=TIMEOUT,
    show_default=True,
    help="Time for reading one file; pages not reached are listed as not read.",
)


def _reading(command: _Command) -> _Command:
    """Add the options that say how to read a file."""
    return _ocr(_password(_timeout(command)))


def main() -> NoReturn:
    """Run the command line, with exit codes that scripts can rely on."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not when a host program has replaced it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(prog_name="contractscan", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = _INTERRUPTED
    except (ContractscanError, OSError) as error:
        click.echo(f"contractscan: {_printable(str(error))}", err=True)
        code = 2
    except Exception:
        # Python's own exit code for this is 1, which here would say that the contract is risky.
        sys.excepthook(*sys.exc_info())
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="contractscan")
def cli() -> None:
    """Review co-op and agency agreements on this machine: a risk checklist with the sentence behind each answer.

    审查代运营、合作与代理合同：逐项列出风险，并给出合同原文。
    """


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="OUT", help="Where to write the report; - is stdout.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["html", "json"]),
    help="Write only this (default: checklist here, and HTML).",
)
@_party
@_brand
@_lang
@_fail_on
@_reading
def review(
    file: Path,
    output: str | None,
    format_: str | None,
    party: str | None,
    brand: str | None,
    lang: str | None,
    fail_on: str,
    ocr: str,
    password: str | None,
    timeout: float,
) -> int:
    """Review one contract: print the checklist and write an HTML report beside the file."""
    if output == "-" and format_ is None:
        raise click.UsageError("-o - needs --format html or --format json")
    target = None if output == "-" or (format_ == "json" and output is None) else _target(file, output, format_)
    try:
        reviewed, book = _review(file, party, brand, _read_options(ocr, password, timeout))
    except Exception as error:
        if format_ != "json" or target is not None:
            raise
        return _json_failure(file, error)
    if format_ == "json":
        from contractscan.report.machine import review_json

        content = review_json(reviewed, book)
    else:
        from contractscan.report.html import render_html
        from contractscan.report.texts import language_for
        from contractscan.report.view import build_view

        view = build_view(reviewed, book, cast(Language, lang) if lang else language_for(reviewed))
        content = render_html(view)
        if format_ is None:
            from contractscan.report.terminal import Screen, render_terminal

            console = Screen()
            console.print(render_terminal(view, console.width), soft_wrap=True)
    _deliver(content, target, reviewed, lang)

    from contractscan.report.index import summarize

    return _exit_code(summarize(reviewed, str(file), ""), fail_on)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@_reading
def text(file: Path, ocr: str, password: str | None, timeout: float) -> None:
    """Print the text as it was read, which every offset in the JSON report refers to; what was not, on stderr."""
    from contractscan.readers import read

    document = _with_password(
        lambda options, progress: read(file, options, progress), _read_options(ocr, password, timeout)
    )
    _emit(document.text)
    for gap in document.gaps:
        click.echo(_printable(f"not read: {gap.where}: {gap.why} {gap.fix}".rstrip()), err=True)


@cli.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the reports.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), default=None, help="Contracts at a time (default: one per core)."
)
@_party
@_brand
@_lang
@_fail_on
@_reading
def batch(
    folder: Path,
    output: Path,
    jobs: int | None,
    party: str | None,
    brand: str | None,
    lang: str | None,
    fail_on: str,
    ocr: str,
    password: str | None,
    timeout: float,
) -> int:
    """Review every contract under FOLDER: one report each, and an overview ranked by risk (index.html)."""
    from contractscan.batch import run_batch
    from contractscan.report.files import write_atomically
    from contractscan.report.index import render_index
    from contractscan.report.progress import ProgressBar
    from contractscan.report.texts import texts

    language = cast(Language, lang) if lang else None
    t = texts(language or "en")
    output.mkdir(parents=True, exist_ok=True)
    with ProgressBar(t("batch.progress")) as bar:
        result = run_batch(
            folder,
            output,
            options=_options(party, brand, _read_options(ocr, password, timeout)),
            language=language,
            jobs=jobs or os.cpu_count() or 1,
            progress=bar.show,
        )
    index = output / "index.html"
    write_atomically(index, render_index(result, language))
    for file in result.failed:
        click.echo(_printable(f"{file.path}{t('report.colon')}{file.error}"), err=True)
    ranked, failed = result.ranked, result.failed
    summary = [t("batch.done", done=len(ranked)), t("batch.risky", high=sum(f.high > 0 for f in ranked))]
    summary += [t("batch.failed", failed=len(failed))] if failed else []
    _emit(t("report.list").join(summary) + "\n")
    click.echo(t("batch.index", path=_printable(str(index))), err=True)
    if result.left:
        click.echo(t("batch.interrupted", left=result.left), err=True)
        return _INTERRUPTED
    if failed:
        return 2
    return max((_exit_code(file, fail_on) for file in ranked), default=0)


@cli.group()
def rules() -> None:
    """Look at the rules, or test them."""


_rules_lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True)


@rules.command("list")
@_rules_lang
def rules_list(lang: str) -> None:
    """List the checklist: one line per item."""
    from contractscan.report.handbook import list_items
    from contractscan.rules import load_rules

    _emit(list_items(load_rules(), cast(Language, lang)))


@rules.command("show")
@click.argument("item")
@_rules_lang
def rules_show(item: str, lang: str) -> None:
    """Show what an item asks, its answers, and what they mean for each side."""
    from contractscan.report.handbook import show_item
    from contractscan.rules import load_rules

    book = load_rules()
    _check_items((item,), [entry.id for entry in book.checklist.items])
    _emit(show_item(book, item, cast(Language, lang)))


@rules.command("test")
@click.argument("items", nargs=-1, metavar="[ITEM]...")
def rules_test(items: tuple[str, ...]) -> int:
    """Test the rules against their own examples; all of them, or those of some items."""
    from contractscan.rules import load_rules
    from contractscan.selftest import run

    book = load_rules()
    _check_items(items, list(book.rules))
    failures = run(book, items)
    for failure in failures:
        _emit(_printable(f"{failure.file}: {failure.item}: {failure.message}") + "\n")
    tested = len(items) or len(book.rules)
    click.echo(f"{tested} rules tested, {len(failures)} failures", err=True)
    return 1 if failures else 0


def _check_items(items: tuple[str, ...], known: list[str]) -> None:
    from difflib import get_close_matches

    for item in items:
        if item not in known:
            close = get_close_matches(item, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else "see: contractscan rules list"
            raise click.UsageError(f"no rule for {item!r}; {hint}")


def _read_options(ocr: str, password: str | None, timeout: float) -> ReadOptions:
    from contractscan.readers import Ocr, ReadOptions

    return ReadOptions(Ocr(ocr), password, timeout)


def _options(party: str | None, brand: str | None, reading: ReadOptions) -> Options:
    from contractscan.review import Options

    return Options(side=party, brand=brand, reading=reading)


def _review(file: Path, party: str | None, brand: str | None, reading: ReadOptions) -> tuple[Review, RuleBook]:
    from contractscan.review import review_file, shipped_rules
    from contractscan.watch import time_limit

    def run(reading: ReadOptions, progress: Progress) -> Review:
        options = _options(party, brand, reading)
        with time_limit(options.seconds(), str(file)):
            return review_file(file, options, progress)

    return _with_password(run, reading), shipped_rules()


def _with_password(run: Callable[[ReadOptions, Progress], _T], options: ReadOptions) -> _T:
    """Call ``run`` with progress shown; where a person sits at the terminal, ask for the password that is missing."""
    from dataclasses import replace

    from contractscan.report.progress import ProgressBar
    from contractscan.report.texts import texts

    while True:
        try:
            with ProgressBar(texts("en")("report.reading")) as bar:
                return run(options, bar.show)
        except PasswordError as error:
            if not sys.stdin.isatty():
                raise
            click.echo(_printable(f"{error.path}: {error.reason}"), err=True)
            options = replace(options, password=click.prompt("Password", hide_input=True, err=True))


def _target(file: Path, output: str | None, format_: str | None) -> Path:
    """Return where the report goes; never the contract itself."""
    name = f"{file.stem}.contractscan.{format_ or 'html'}"
    target = file.with_name(name) if output is None else Path(output)
    if target.is_dir():
        target /= name
    same = target.samefile(file) if target.exists() and file.exists() else target.resolve() == file.resolve()
    if same:
        raise click.UsageError(f"{target} is the contract itself: choose another place with -o")
    return target


def _json_failure(file: Path, error: Exception) -> int:
    from contractscan.report.machine import error_json

    if isinstance(error, (ContractscanError, OSError)):
        message = str(error)
    else:
        sys.excepthook(*sys.exc_info())
        message = f"internal error: {type(error).__name__}: {error}"
    _emit(error_json(str(file), message, __version__))
    click.echo(f"contractscan: {_printable(message)}", err=True)
    return 2


def _deliver(content: str, target: Path | None, reviewed: Review, lang: str | None) -> None:
    if target is None:
        _emit(content)
        return
    from contractscan.report.files import write_atomically
    from contractscan.report.texts import language_for, texts

    write_atomically(target, content)
    t = texts(cast(Language, lang) if lang else language_for(reviewed))
    click.echo(t("report.written_to", path=_printable(str(target))), err=True)


def _exit_code(counts: FileResult, fail_on: str) -> int:
    if fail_on == "never":
        return 0
    at_or_above = _LEVELS[: _LEVELS.index(fail_on) + 1]
    if any(getattr(counts, level) for level in at_or_above):
        return 1
    return 0 if counts.complete else 2  # nothing was found, but not everything was read


def _emit(content: str) -> None:
    """Write ``content`` to stdout as UTF-8, byte for byte, whatever the console's own encoding and line ends."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content.encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        from contractscan.report.files import close_stdout

        close_stdout()


def _printable(text: str) -> str:
    from contractscan.report.safe import visible

    return visible(text)
