"""The work on one contract: fetch, review, render, write. Whatever goes wrong is part of what comes back.

What a review takes is imported with the first one: the parent, which only hands out tasks, does without.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from contractscan.batch import edition
from contractscan.batch.baseline import compared, load_baseline, only_new
from contractscan.batch.edition import OwnRules
from contractscan.batch.names import CHANGES, Reports, findings_of
from contractscan.batch.places import PlaceLostError
from contractscan.batch.sinks import SinkFullError, open_sink
from contractscan.batch.sources import Source, digest_of, fetched, name_of
from contractscan.errors import ContractscanError, ReadError
from contractscan.model import Language, Review
from contractscan.options import Options
from contractscan.report.files import encoded
from contractscan.report.index import FileResult, Since, summarize
from contractscan.report.outputs import OUTPUTS, Job
from contractscan.report.texts import language_for
from contractscan.watch import time_limit

# A worker of a cluster may have several threads, and PDFium allows one at a time.
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Order:
    """What is the same for all contracts of a run.

    ``folder`` and ``out`` are absolute paths or URLs; ``name`` is how the user named the folder. ``rules`` are the
    user's own, where ``options.rules`` is a folder that the worker may not see. ``program`` is the digest that the
    worker's own program must have. ``baseline`` is where the reports of an earlier batch are, if any.
    ``findings``: they are kept, for the table of all.
    """

    folder: str = field(repr=False)  # a URL may hold a password, and a cluster logs tasks that fail
    name: str
    out: str = field(repr=False)
    options: Options
    language: Language | None
    program: str
    rules: OwnRules | None = None
    baseline: str | None = field(default=None, repr=False)
    findings: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One contract to review, and the reports to write on it.

    ``before`` is the path of its stored review in the baseline, "" where it has none there.
    """

    order: Order
    source: Source
    reports: Reports
    before: str = ""


class Fault(StrEnum):
    """What a failure means for the others."""

    NONE = ""
    FILE = "file"  # this contract only
    DEATH = "death"  # it may take a process down: it is tried once more, alone
    END = "end"  # no other can fare better: the run ends


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: ``sha256`` of the content as far as it was read, and the sizes of the reports by path."""

    result: FileResult
    sha256: str = ""
    reports: tuple[tuple[str, int], ...] = ()
    fault: Fault = Fault.NONE


def review_task(task: Task) -> Outcome:
    """Review one contract and write its reports; pure but for these, and for loading the rules once per process."""
    path, order = task.source.path, task.order
    sha256 = ""
    try:
        _check_program(order)
        with _turn, time_limit(order.options.seconds(), path), fetched(order.folder, path) as file:
            sha256 = digest_of(file)
            review = _review(file, task)
            sha256 = review.document.sha256
            result, rendered = _made(review, file, task)
            return Outcome(result, sha256, _write(rendered, order.out))
    except ReadError as error:  # its message begins with the path, which is shown anyway
        return _failure(task, f"{error.reason} {error.fix}".rstrip(), sha256)
    except (SinkFullError, PlaceLostError, ProgramError) as error:
        return _failure(task, str(error), sha256, Fault.END)
    except (ContractscanError, OSError) as error:
        return _failure(task, str(error), sha256)
    except MemoryError:
        return _failure(task, "there was not enough memory to review this file", sha256, Fault.DEATH)
    except Exception as error:  # a defect must cost one file, not the batch
        return _failure(task, f"internal error: {type(error).__name__}: {error}", sha256)


class ProgramError(ContractscanError):
    """The worker runs another contractscan than the one that gave it work."""


def _check_program(order: Order) -> None:
    if edition.program() != order.program:
        raise ProgramError(
            "a worker has another version of contractscan, of its rules, or of the libraries that it reads with: "
            "install the same everywhere"
        )


def _failure(task: Task, error: str, sha256: str, fault: Fault = Fault.FILE) -> Outcome:
    return Outcome(FileResult(task.source.path, error=error), sha256, fault=fault)


def _options(order: Order) -> Options:
    return replace(order.options, rules=order.rules.unpacked()) if order.rules else order.options


def _review(file: Path, task: Task) -> Review:
    from contractscan import readers
    from contractscan.review import review_document

    options = _options(task.order)
    document = readers.read(file, options.reading)
    name = name_of(task.order.name, task.source.path)
    return review_document(replace(document, path=name), options)


def _made(review: Review, file: Path, task: Task) -> tuple[FileResult, Mapping[str, bytes]]:
    """Return the result, and the reports by path; of what is in the baseline the result holds only what is new."""
    from contractscan.report.findings import finding_rows, render_rows
    from contractscan.review import book_for

    order, options = task.order, _options(task.order)
    book, password = book_for(review, options), options.reading.password
    job = Job(review, book, options.policy, order.language, password, own=file)
    paths = dict(task.reports)
    changes = paths.pop(CHANGES, "")
    rendered = {path: OUTPUTS[name].render(job) for name, path in paths.items()}
    told, since = review, Since.NEW if order.baseline is not None else Since.NOTHING
    if order.baseline is not None and task.before:
        from contractscan.compare import Reviewed
        from contractscan.report.compared import render

        old = load_baseline(order.baseline, task.before, options.rules)
        new = Reviewed(review, book, book.digest)
        found = compared(old, new, task.before)
        told = only_new(review, found)
        since = Since.CHANGED if found.is_changed else Since.SAME
        if since is Since.CHANGED:
            rendered[changes] = render("html", found, old, new, order.language or language_for(review))
    report = task.reports[0][1]
    if order.findings:
        rows = finding_rows(told, book, task.source.path)
        rendered[findings_of(report)] = encoded(render_rows(rows))
    result = summarize(told, task.source.path, report)
    return replace(result, since=since, changes=changes if changes in rendered else ""), rendered


def _write(rendered: Mapping[str, bytes], out: str) -> tuple[tuple[str, int], ...]:
    sink = open_sink(out)
    for path, content in rendered.items():
        sink.write(path, content)
    return tuple((path, len(content)) for path, content in rendered.items())
