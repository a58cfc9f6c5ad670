"""The command line. Reports go to stdout or files, everything else to stderr.

Exit codes: 0 nothing at or above ``--fail-on``; 1 something is; 2 could not read (or not everything, and found nothing
in the rest) or run; 130 interrupted.
Heavy imports are inside the commands, so that ``--help`` is instant.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

import click

from contractscan import __version__
from contractscan.errors import ContractscanError, OutputError, PasswordError
from contractscan.memory import collect_rarely
from contractscan.model import Language
from contractscan.readers.source import TIMEOUT
from contractscan.report.outputs import OUTPUTS, Job, Output, custom_output
from contractscan.report.targets import Plan, plan

if TYPE_CHECKING:
    from contractscan.batch import Batch
    from contractscan.compare import Reviewed
    from contractscan.model import Review
    from contractscan.options import Options
    from contractscan.readers import Progress, ReadOptions
    from contractscan.report.index import BatchResult, FileResult
    from contractscan.report.view import ReportView
    from contractscan.rules import RuleBook
    from contractscan.selftest import Failure

_Command = TypeVar("_Command", bound=Callable[..., object])
_T = TypeVar("_T")
_LEVELS = ("high", "medium", "low", "missing")
_INTERRUPTED = 130
_USUAL = ("text", "html")

_party = click.option(
    "--party", metavar="SIDE", help="Whose side to take: brand, partner, or a name the contract uses."
)
_brand = click.option(
    "--brand", metavar="NAME", help="The name the contract gives to the brand, if it was not recognised."
)
_lang = click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the report (default: the contract's)."
)
_formats = click.option(
    "-f",
    "--format",
    "formats",
    type=click.Choice(list(OUTPUTS)),
    multiple=True,
    help="Write this, and nothing else; may be given several times (default: the checklist as text here, and HTML).",
)
_output = click.option(
    "-o",
    "--output",
    metavar="OUT",
    help="Where to write: a file or a folder, - for stdout; for several formats a folder, or a file without suffix.",
)
_redline = click.option(
    "--redline", is_flag=True, help="With -f docx, insert the wording to propose as tracked changes."
)
_template = click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what this Jinja2 template of your own makes of the review, in place of a format (see docs/outputs.md).",
)
_rules = click.option(
    "--rules",
    "own_rules",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Rules of your own, laid out like clauses/: they add to those that ship, or take their place.",
)
_policy = click.option(
    "--policy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your policy (default: contractscan.toml in this folder, if it is there).",
)
_sensitivity = click.option(
    "--sensitivity",
    type=click.Choice(["strict", "balanced", "thorough"]),
    default="balanced",
    show_default=True,
    help="How readily the learned detector points at a passage that no rule understands (English).",
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


def _judging(command: _Command) -> _Command:
    """Add the options that say whose side to take, and by which rules."""
    return _party(_brand(_rules(_policy(_sensitivity(command)))))


def _gathering(command: _Command) -> _Command:
    """Add the options that say which contracts of a folder to review, by whom, and what to write."""
    for add in reversed(
        (
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
    ):
        command = add(command)
    return command


def main() -> NoReturn:
    """Run the command line, with exit codes that scripts can rely on."""
    collect_rarely()
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
@_output
@_formats
@_redline
@_template
@click.option("--explain", metavar="ITEM", help="Print how this item came by its answer; write no report.")
@_judging
@_lang
@_fail_on
@_reading
def review(
    file: Path,
    output: str | None,
    formats: tuple[str, ...],
    redline: bool,
    template: Path | None,
    explain: str | None,
    party: str | None,
    brand: str | None,
    own_rules: Path | None,
    policy: Path | None,
    sensitivity: str,
    lang: str | None,
    fail_on: str,
    ocr: str,
    password: str | None,
    timeout: float,
) -> int:
    """Review one contract: print the checklist and write an HTML report beside the file."""
    if explain is not None and (output is not None or formats or template):
        raise click.UsageError("--explain prints text: leave out -o, --format and --template")
    options = _options(party, brand, own_rules, policy, sensitivity, _read_options(ocr, password, timeout))
    if explain is not None:
        return _explain(file, explain, options, lang)
    places = _plan(file, _outputs(formats, template), output)
    try:
        reviewed, book, password = _review(file, options)
    except Exception as error:
        if [(made.name, target) for made, target in places] != [("json", None)]:
            raise
        return _json_failure(file, error)
    _deliver(Job(reviewed, book, options.policy, cast("Language | None", lang), password, redline), places)

    from contractscan.report.index import summarize

    return _exit_code(summarize(reviewed, str(file), ""), fail_on)


@cli.command()
@click.argument("file", metavar="REVIEW.json", type=click.Path(path_type=Path))
@_output
@_formats
@_redline
@_template
@_rules
@_lang
@_password
def render(
    file: Path,
    output: str | None,
    formats: tuple[str, ...],
    redline: bool,
    template: Path | None,
    own_rules: Path | None,
    lang: str | None,
    password: str | None,
) -> None:
    """Render a review that was stored with --format json, in other formats or the other language.

    The contract is not read again. The policy is the one that the review was made with.
    """
    from contractscan.report.stored import book_of, load_review
    from contractscan.rules import load_rules

    stored = load_review(file)
    places = _plan(file, _outputs(formats, template), output, Path(stored.review.document.path))
    book = book_of(stored, load_rules(own=own_rules))
    if book.digest != stored.rules.digest:
        said = f"{file}: made with other rules (contractscan {stored.review.version}): answers are as stored, "
        click.echo(_printable(said + "questions and advice in the words of today's rules"), err=True)
    _deliver(Job(stored.review, book, stored.policy, cast("Language | None", lang), password, redline), places)


@cli.command()
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
@_judging
@_lang
@click.option(
    "--fail-on",
    type=click.Choice(["worse", "any", "never"]),
    default="worse",
    show_default=True,
    help="Exit with 1 if an answer is worse (or the parties changed places), or if anything changed.",
)
@_reading
def diff(
    old: Path,
    new: Path,
    output: Path | None,
    form: str,
    party: str | None,
    brand: str | None,
    own_rules: Path | None,
    policy: Path | None,
    sensitivity: str,
    lang: str | None,
    fail_on: str,
    ocr: str,
    password: str | None,
    timeout: float,
) -> int:
    """Compare two versions of a contract: which answers changed, for the better or the worse.

    OLD and NEW are contracts, or reviews stored with --format json.
    """
    from contractscan.compare import compare
    from contractscan.report.compared import render
    from contractscan.report.texts import language_for

    if output is not None and any(output.exists() and file.exists() and output.samefile(file) for file in (old, new)):
        raise click.UsageError(_printable(f"{output} is one of the files to compare: choose another place with -o"))
    options = _options(party, brand, own_rules, policy, sensitivity, _read_options(ocr, password, timeout))
    before, after = _versions((old, new), options)
    try:
        found = compare(before, after)
    except ValueError as error:
        raise click.UsageError(f"{error}: review the contract again with --party") from None
    language = cast("Language | None", lang) or language_for(after.review)
    if output is not None:
        from contractscan.report.files import write_atomically

        write_atomically(output, render(form, found, before, after, language))
        click.echo(_printable(f"wrote {output}"), err=True)
    elif form == "text":
        from contractscan.report.compared import styled
        from contractscan.report.terminal import Screen

        console = Screen()
        console.print(styled(found, before, after, language, console.width), soft_wrap=True)
    else:
        _emit_bytes(render(form, found, before, after, language))
    if fail_on != "never" and (found.is_worse or (fail_on == "any" and found.is_changed)):
        return 1
    return 0 if fail_on == "never" or found.coverage.complete[1] else 2


@cli.command()
@click.argument("what", type=click.Choice(["review", "diff"]), default="review")
def schema(what: str) -> None:
    """Print the JSON Schema of what --format json writes: a review, or a comparison (diff)."""
    from contractscan.resources import data_dir

    name = {"review": "review.schema.json", "diff": "comparison.schema.json"}[what]
    _emit((data_dir("templates") / name).read_text(encoding="utf-8"))


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
@_gathering
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
@_judging
@_lang
@_fail_on
@_reading
def batch(
    folder: str,
    output: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    formats: tuple[str, ...],
    baseline: str | None,
    resume: bool,
    party: str | None,
    brand: str | None,
    own_rules: Path | None,
    policy: Path | None,
    sensitivity: str,
    lang: str | None,
    fail_on: str,
    ocr: str,
    password: str | None,
    timeout: float,
) -> int:
    """Review every contract under FOLDER, a folder or URL: reports on each, and an overview by risk (index.html).

    A run that was ended is taken up where it was; what has not changed is not reviewed again.
    """
    from contractscan.batch import run_batch
    from contractscan.batch.told import Teller

    language = cast("Language | None", lang)
    options = _options(party, brand, own_rules, policy, sensitivity, _read_options(ocr, password, timeout))
    work = _gathered(folder, output, include, exclude, jobs, cluster, formats, options, language)
    with Teller(language or "en", _emit if "json" in formats else None) as teller:
        result = run_batch(replace(work, fresh=not resume, baseline=baseline), teller)
    return _tell_batch(result, output, language, fail_on, to_stdout="json" not in formats)


@cli.command()
@_gathering
@click.option(
    "--interval",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    default=2.0,
    show_default=True,
    help="How often to look; a file counts as there when it is as it was at the last look.",
)
@_judging
@_lang
@_reading
def watch(
    folder: str,
    output: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    formats: tuple[str, ...],
    interval: float,
    party: str | None,
    brand: str | None,
    own_rules: Path | None,
    policy: Path | None,
    sensitivity: str,
    lang: str | None,
    ocr: str,
    password: str | None,
    timeout: float,
) -> int:
    """Review contracts as they arrive in FOLDER, with the reports and the overview of a batch, until Ctrl-C."""
    from contractscan.batch import watch_folder
    from contractscan.batch.places import shown
    from contractscan.batch.told import Teller
    from contractscan.report.texts import texts

    language = cast("Language | None", lang)
    options = _options(party, brand, own_rules, policy, sensitivity, _read_options(ocr, password, timeout))
    work = _gathered(folder, output, include, exclude, jobs, cluster, formats, options, language)
    t = texts(language or "en")
    click.echo(t("batch.watching", folder=_printable(shown(folder))), err=True)
    with Teller(language or "en", _emit if "json" in formats else None) as teller:
        for result in watch_folder(work, interval, teller):
            code = _tell_batch(result, output, language, "never", to_stdout="json" not in formats)
            if result.trouble or result.left:
                return code
    return 0


def _gathered(
    folder: str,
    output: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    formats: tuple[str, ...],
    options: Options,
    language: Language | None,
) -> Batch:
    """Return what the options of ``_gathering`` ask for."""
    from contractscan.batch import Batch, Choice
    from contractscan.batch.places import is_url

    if not is_url(folder) and not Path(folder).is_dir():
        raise click.UsageError(_printable(f"{folder}: there is no such folder"))
    return Batch(
        folder=folder,
        out=output,
        options=options,
        language=language,
        formats=tuple(dict.fromkeys(formats)),
        choice=Choice(include, exclude),
        jobs=jobs or os.cpu_count() or 1,
        cluster=cluster,
    )


def _tell_batch(result: BatchResult, output: str, language: Language | None, fail_on: str, *, to_stdout: bool) -> int:
    """Say how a batch went, and return its exit code."""
    from contractscan.batch.places import shown
    from contractscan.report.texts import texts

    t = texts(language or "en")
    ranked, failed = result.ranked, result.failed
    for file in failed:
        click.echo(_printable(f"{file.path}{t('report.colon')}{file.error}"), err=True)
    summary = [t("batch.done", done=len(ranked)), t("batch.risky", high=sum(f.high > 0 for f in ranked))]
    summary += [t("batch.twins", twins=sum(f.same_as != "" for f in ranked))] if any(f.same_as for f in ranked) else []
    summary += [t("batch.unchanged", count=len(result.unchanged))] if result.unchanged else []
    summary += [t("batch.failed", failed=len(failed))] if failed else []
    said = t("report.list").join(summary) + "\n"
    _emit(said) if to_stdout else click.echo(said, err=True, nl=False)
    if result.trouble:
        click.echo(f"contractscan: {_printable(result.trouble)}", err=True)
        if result.left:
            click.echo(t("batch.left", left=result.left), err=True)
        return 2
    click.echo(t("batch.index", path=_printable(f"{shown(output).rstrip('/' + os.sep)}/index.html")), err=True)
    if result.interrupted:
        click.echo(t("batch.interrupted", left=result.left), err=True)
        return _INTERRUPTED
    if failed:
        return 2
    return max((_exit_code(file, fail_on) for file in ranked), default=0)


@cli.command()
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
@_sensitivity
def evaluate(labels: Path, labelled: str, texts: Path | None, sensitivity: str) -> None:
    """Measure rules and learned detector against labels of your own: tables in Markdown."""
    from contractscan.evaluate.run import evaluate_checklist, evaluate_cuad
    from contractscan.model import Sensitivity

    level = Sensitivity(sensitivity)
    plain, originals = labels.parent / "txt", labels.parent / "files"
    if labelled == "cuad":
        _emit(evaluate_cuad(labels, texts or plain, level))
    else:
        _emit(evaluate_checklist(labels, [texts] if texts else [plain, originals], level))


@cli.group()
def rules() -> None:
    """Look at the rules, test them, or write your own."""


_rules_lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True)


@rules.command("list")
@_rules
@_rules_lang
def rules_list(own_rules: Path | None, lang: str) -> None:
    """List the checklist: one line per item."""
    from contractscan.report.handbook import list_items

    _emit(list_items(_rule_book(own_rules), cast(Language, lang)))


@rules.command("show")
@click.argument("item")
@_rules
@_rules_lang
def rules_show(item: str, own_rules: Path | None, lang: str) -> None:
    """Show what an item asks, its answers, and what they mean for each side."""
    from contractscan.report.handbook import show_item

    book = _rule_book(own_rules)
    _check_items((item,), [entry.id for entry in book.checklist.items])
    _emit(show_item(book, item, cast(Language, lang)))


@rules.command("test")
@click.argument("items", nargs=-1, metavar="[ITEM]...")
@_rules
def rules_test(items: tuple[str, ...], own_rules: Path | None) -> int:
    """Test rules against their examples and those of all others: some items, your own (--rules), or all."""
    from contractscan.selftest import run

    book = _rule_book(own_rules)
    return _tell_failures(run(book, _chosen(items, own_rules, book)), len(_chosen(items, own_rules, book)), "tested")


@rules.command("lint")
@click.argument("items", nargs=-1, metavar="[ITEM]...")
@_rules
def rules_lint(items: tuple[str, ...], own_rules: Path | None) -> int:
    """Check rules without running them: patterns, outcomes, examples, words for the reader."""
    from contractscan.rules.lint import lint
    from contractscan.selftest import Failure

    book = _rule_book(own_rules)
    chosen = _chosen(items, own_rules, book)
    failures = [
        Failure(str(book.files[item]), item, problem) for item in chosen for problem, _ in lint(book.rules[item], book)
    ]
    return _tell_failures(failures, len(chosen), "read")


@rules.command("new")
@click.argument("item")
@click.option("--family", metavar="FAMILY", help="The family of a question that is new (see: rules list).")
@click.option(
    "--rules",
    "own_rules",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder for your own rules; made if it is not there.",
)
def rules_new(item: str, family: str | None, own_rules: Path) -> None:
    """Start a rule of your own: for a question of the checklist (yours then takes its place), or for a new one."""
    from contractscan.rules.scaffold import scaffold

    for path in scaffold(item, family, own_rules):
        click.echo(_printable(f"wrote {path}"), err=True)
    click.echo(_printable(f"edit it, then run: contractscan rules test {item} --rules {own_rules}"), err=True)


@rules.command("schema")
def rules_schema() -> None:
    """Print the JSON Schema of a rule file, for editors that complete and check YAML."""
    from contractscan.rules.scaffold import rule_schema

    _emit(rule_schema())


def _rule_book(own: Path | None) -> RuleBook:
    from contractscan.rules import load_rules

    return load_rules(own=own)


def _chosen(items: tuple[str, ...], own: Path | None, book: RuleBook) -> tuple[str, ...]:
    """Return the rules to look at: those named, else the user's own, else all."""
    _check_items(items, list(book.rules))
    mine = tuple(item for item in book.rules if own is not None and book.files[item].is_relative_to(own))
    return items or mine or tuple(book.rules)


def _tell_failures(failures: Sequence[Failure], count: int, done: str) -> int:
    for failure in failures:
        _emit(_printable(f"{failure.file}: {failure.item}: {failure.message}") + "\n")
    click.echo(f"{count} rules {done}, {len(failures)} failures", err=True)
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


def _options(
    party: str | None,
    brand: str | None,
    own_rules: Path | None,
    policy: Path | None,
    sensitivity: str,
    reading: ReadOptions,
) -> Options:
    from contractscan.model import Sensitivity
    from contractscan.options import Options
    from contractscan.policy import FILE_NAME, Policy, load_policy

    found, said = policy or (Path(FILE_NAME) if Path(FILE_NAME).is_file() else None), Policy()
    if found:
        from contractscan.review import rules_with

        said = load_policy(found, rules_with(own_rules))
    return Options(party, brand, reading, own_rules, said, Sensitivity(sensitivity))


def _review(file: Path, options: Options) -> tuple[Review, RuleBook, str | None]:
    """Return the review, the rule book it follows, and the password that opened the file."""
    from contractscan.review import book_for, review_file

    reviewed, options = _read_file(
        file, options, lambda options, progress: (review_file(file, options, progress), options)
    )
    return reviewed, book_for(reviewed, options), options.reading.password


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
            review, book, _ = _review(file, options)
            versions.append(Reviewed(review, book, book.digest))
    return tuple(versions)


def _explain(file: Path, item: str, options: Options, lang: str | None) -> int:
    from contractscan.report.explanation import explain
    from contractscan.report.texts import language_for
    from contractscan.review import book_for, explain_file, rules_with

    _check_items((item,), list(rules_with(options.rules).rules))
    explained = _read_file(file, options, lambda options, progress: explain_file(file, item, options, progress))
    book = rules_with(options.rules) if item in options.policy.ignore else book_for(explained.review, options)
    _emit(explain(explained, book, cast(Language, lang) if lang else language_for(explained.review)))
    return 0


def _read_file(file: Path, options: Options, work: Callable[[Options, Progress], _T]) -> _T:
    """Do ``work`` on a file within its time, asking for the password if need be."""
    from contractscan.watch import time_limit

    def run(reading: ReadOptions, progress: Progress) -> _T:
        with time_limit(options.seconds(), str(file)):
            return work(replace(options, reading=reading), progress)

    return _with_password(run, options.reading)


def _with_password(run: Callable[[ReadOptions, Progress], _T], options: ReadOptions) -> _T:
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
            click.echo(_printable(f"{error.path}: {error.reason}"), err=True)
            options = replace(options, password=click.prompt("Password", hide_input=True, err=True))


def _outputs(formats: Sequence[str], template: Path | None) -> list[Output]:
    if template is None:
        return [OUTPUTS[name] for name in dict.fromkeys(formats or _USUAL)]
    if formats:
        raise click.UsageError("--template takes the place of --format: leave one of them out")
    return [custom_output(template)]


def _plan(file: Path, outputs: Sequence[Output], output: str | None, contract: Path | None = None) -> Plan:
    """Return where each format goes, or say what is wrong with the command line."""
    try:
        places = plan(file, outputs, output, contract)
    except OutputError as error:
        raise click.UsageError(_printable(str(error))) from None
    if output is not None and output.endswith(("/", os.sep)):
        Path(output).mkdir(parents=True, exist_ok=True)
    return places


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


def _deliver(job: Job, places: Plan) -> None:
    """Render everything, then write it: what cannot be rendered leaves no file behind."""
    made = [(output, target, output.render(job) if target else b"") for output, target in places]
    for output, target, content in made:
        if target is None:
            _print(output, job)
            continue
        from contractscan.report.files import write_atomically
        from contractscan.report.texts import texts

        write_atomically(target, content)
        click.echo(texts(job.view.language)("report.written_to", path=_printable(str(target))), err=True)


def _print(output: Output, job: Job) -> None:
    if output.name == "text":
        _print_checklist(job.view)
    elif output.binary and sys.stdout.isatty():
        raise click.UsageError(f"{output.name} is no text for a terminal: name a file with -o")
    else:
        _emit_bytes(output.render(job))


def _print_checklist(view: ReportView) -> None:
    from contractscan.report.terminal import Screen, render_terminal

    console = Screen()
    console.print(render_terminal(view, console.width), soft_wrap=True)


def _exit_code(counts: FileResult, fail_on: str) -> int:
    if fail_on == "never":
        return 0
    at_or_above = _LEVELS[: _LEVELS.index(fail_on) + 1]
    if any(getattr(counts, level) for level in at_or_above):
        return 1
    return 0 if counts.complete else 2  # nothing was found, but not everything was read


def _emit(content: str) -> None:
    """Write ``content`` to stdout as UTF-8, byte for byte, whatever the console's own encoding and line ends."""
    _emit_bytes(content.encode("utf-8", "surrogatepass"))


def _emit_bytes(content: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        from contractscan.report.files import close_stdout

        close_stdout()


def _printable(text: str) -> str:
    from contractscan.report.safe import visible

    return visible(text)
