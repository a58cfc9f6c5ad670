"""A folder of contracts, reviewed in parallel: one report each, and what the overview needs.

Workers get paths and hand back plain values; a file that fails, or that takes its worker down with it,
is a result like any other.
"""

from __future__ import annotations

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import active_children, get_context
from pathlib import Path, PurePosixPath
from threading import current_thread, main_thread

from contractscan.errors import ContractscanError, ReadError
from contractscan.model import Language
from contractscan.readers import Progress
from contractscan.report.files import write_atomically
from contractscan.report.html import render_html
from contractscan.report.index import BatchResult, FileResult, summarize
from contractscan.report.texts import language_for
from contractscan.report.view import build_views
from contractscan.review import Options, book_for, review_file
from contractscan.watch import time_limit

# Contracts come as these. What cannot be read on this machine (old office formats without LibreOffice, pictures
# without the OCR extra) is tried all the same: it is listed with what to do about it, not passed over in silence.
SUFFIXES = frozenset(
    (
        *(".pdf", ".docx", ".docm", ".dotx", ".doc", ".wps", ".odt", ".fodt", ".rtf"),
        *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mht", ".mhtml"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
    )
)
_PAGES = frozenset((".html", ".htm"))
_OWN_REPORT = b'<meta name="generator" content="contractscan">'


@dataclass(frozen=True, slots=True)
class Task:
    """One file to review: where it is, what it is called in the overview, and where its report goes."""

    source: Path
    path: str
    root: Path
    report: str
    options: Options
    language: Language | None


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds: contracts by relative path, suffixes passed over, and folders that cannot be listed."""

    contracts: tuple[PurePosixPath, ...]
    skipped: tuple[tuple[str, int], ...]
    failures: tuple[FileResult, ...]


def scan_folder(folder: Path, out: Path) -> Folder:
    """List the contracts under ``folder``, in the order of their paths.

    Hidden files, lock files of office programs ("~$…"), earlier reports and what is under ``out`` are left out;
    other files are counted by suffix. Links to folders are not followed.
    """
    contracts: list[PurePosixPath] = []
    skipped: Counter[str] = Counter()
    failures: list[FileResult] = []

    def unlisted(error: OSError) -> None:
        where = Path(error.filename).relative_to(folder).as_posix() if error.filename else "."
        failures.append(FileResult(where, error=f"cannot list this folder: {error.strerror}"))

    own = out.resolve()
    for at, names, files in os.walk(folder, onerror=unlisted):
        here = Path(at)
        names[:] = sorted(name for name in names if not name.startswith(".") and (here / name).resolve() != own)
        for name in files:
            if name.startswith((".", "~$")):
                continue
            suffix = Path(name).suffix.lower()
            if suffix in _PAGES and _is_own_report(here / name):
                continue
            if suffix in SUFFIXES:
                contracts.append(PurePosixPath((here / name).relative_to(folder).as_posix()))
            elif here.resolve() != own:
                skipped[suffix] += 1
    return Folder(tuple(sorted(contracts)), tuple(sorted(skipped.items())), tuple(failures))


def _is_own_report(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _OWN_REPORT in file.read(1024)
    except OSError:
        return False  # what cannot be opened is tried, and then listed as a failure


def report_paths(contracts: Sequence[PurePosixPath]) -> dict[PurePosixPath, str]:
    """Name the report of each contract: its own path with ".html" added, made unique where letter case is ignored."""
    taken = {"index.html"}
    for contract in contracts:
        taken.update(parent.as_posix().casefold() for parent in contract.parents)
    names: dict[PurePosixPath, str] = {}
    for contract in contracts:
        name, number = f"{contract}.html", 2
        while name.casefold() in taken:
            name, number = f"{contract}~{number}.html", number + 1
        taken.add(name.casefold())
        names[contract] = name
    return names


def run_batch(
    folder: Path,
    out: Path,
    *,
    options: Options,
    language: Language | None,
    jobs: int,
    progress: Progress,
) -> BatchResult:
    """Review every contract under ``folder`` and write the reports under ``out``.

    ``progress`` is told how many files are done, and of how many. Ctrl-C ends the run early:
    what is finished is in the result, and ``left`` says how many files are not.
    """
    found = scan_folder(folder, out)
    # The processes share the processors already: each recognises one page at a time.
    options = replace(options, reading=replace(options.reading, threads=1)) if jobs > 1 else options
    reports = report_paths(found.contracts)
    tasks = [
        Task(folder / contract, str(contract), out, reports[contract], options, language)
        for contract in found.contracts
    ]
    progress(0, len(tasks))
    results: list[FileResult] = []

    def keep(result: FileResult) -> None:
        results.append(result)
        progress(len(results), len(tasks))

    with suppress(KeyboardInterrupt):
        run_tasks(tasks, review_task, jobs, keep)
    results.sort(key=lambda result: result.path)
    return BatchResult((*results, *found.failures), left=len(tasks) - len(results), skipped=found.skipped)


def review_task(task: Task) -> FileResult:
    """Review one file and write its report; whatever goes wrong becomes the result's ``error``."""
    try:
        with time_limit(task.options.seconds(), task.path):
            return _review_task(task)
    except ReadError as error:  # its message begins with the path, which the overview shows anyway
        return FileResult(task.path, error=f"{error.reason} {error.fix}".rstrip())
    except (ContractscanError, OSError) as error:
        return FileResult(task.path, error=str(error))
    except Exception as error:  # a defect must cost one file, not the batch
        return FileResult(task.path, error=f"internal error: {type(error).__name__}: {error}")


def _review_task(task: Task) -> FileResult:
    review = review_file(task.source, task.options)
    views = build_views(review, book_for(review, task.options), task.language or language_for(review))
    target = task.root / task.report
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, render_html(*views))
    return summarize(review, task.path, task.report)


def run_tasks(
    tasks: Iterable[Task],
    work: Callable[[Task], FileResult],
    jobs: int,
    keep: Callable[[FileResult], None],
) -> None:
    """Run ``work`` over ``tasks`` in ``jobs`` processes and hand each result to ``keep``.

    When a worker dies, nobody knows which file did it: each of those in flight is then tried alone, and the one
    that breaks its worker again is reported. ``KeyboardInterrupt`` waits for the files in flight, then passes on.
    """
    waiting = deque(tasks)
    while waiting:
        suspects = _run_pool(waiting, work, jobs, keep)
        for suspect in suspects:
            if _run_pool(deque([suspect]), work, 1, keep):
                keep(
                    FileResult(suspect.path, error="the process that read this file died (out of memory, or a defect)")
                )


def _run_pool(
    waiting: deque[Task], work: Callable[[Task], FileResult], jobs: int, keep: Callable[[FileResult], None]
) -> list[Task]:
    """Work through ``waiting`` until it is empty or the pool breaks; return what was in flight when it broke."""
    # Spawned on every system: a forked child would inherit the threads and locks of the parent.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ignore_interrupt)
    flying: dict[Future[FileResult], Task] = {}
    try:
        while waiting or flying:
            # No more in flight than can run at once, so that Ctrl-C has little to wait for.
            while waiting and len(flying) < jobs:
                with _interrupts_held_off():
                    flying[pool.submit(work, waiting[0])] = waiting[0]
                waiting.popleft()
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in done:
                keep(future.result())
                del flying[future]
    except BrokenProcessPool:
        return list(flying.values())
    except KeyboardInterrupt:
        _land(pool, flying, keep)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return []


def _land(
    pool: ProcessPoolExecutor, flying: dict[Future[FileResult], Task], keep: Callable[[FileResult], None]
) -> None:
    """Let the files in flight finish and keep their results; a second Ctrl-C ends the workers at once."""
    try:
        pool.shutdown(wait=True, cancel_futures=True)
    except KeyboardInterrupt:
        for worker in active_children():
            worker.terminate()
    for future in flying:
        if future.done() and not future.cancelled() and future.exception() is None:
            keep(future.result())


def _ignore_interrupt() -> None:
    # Ctrl-C reaches the whole process group; the parent alone decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _interrupts_held_off() -> Iterator[None]:
    """Ignore Ctrl-C while a worker is started, so that it inherits that: its initializer comes too late."""
    if current_thread() is not main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
