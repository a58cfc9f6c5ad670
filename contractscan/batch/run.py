"""A run over a folder: what is done already stays, what is new or changed is reviewed, and the overview is written."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from contractscan.batch import edition
from contractscan.batch.baseline import Baseline, open_baseline
from contractscan.batch.crew import LOCAL, Cluster, Crew, Processes
from contractscan.batch.edition import OwnRules
from contractscan.batch.journal import Entry, Journal
from contractscan.batch.names import OWN, findings_of, name_reports
from contractscan.batch.overview import FINDINGS, has_table, write_overview
from contractscan.batch.places import PlaceError, is_url, shown
from contractscan.batch.pool import run_tasks, stopped_by_interrupts
from contractscan.batch.sinks import Sink, open_sink
from contractscan.batch.sources import Choice, Folder, Source, digest_of, fetched, list_contracts
from contractscan.batch.survey import survey
from contractscan.batch.work import Fault, Order, Outcome, Task, review_task
from contractscan.errors import ReadError
from contractscan.model import Language
from contractscan.options import Options
from contractscan.report.index import BatchResult, FileResult


@dataclass(frozen=True, slots=True)
class Batch:
    """What to review, and how.

    ``folder`` and ``out`` are paths or URLs. ``jobs`` is the number of processes on this machine, also of a ``cluster``
    that is "local"; any other ``cluster`` is the address of a Dask scheduler. ``fresh``: forget what was done before.
    ``baseline`` is where the reports of an earlier batch are: only what is new since then is in the overview.
    """

    folder: str
    out: str
    options: Options = field(default_factory=Options)
    language: Language | None = None
    formats: tuple[str, ...] = ("html",)
    choice: Choice = field(default_factory=Choice)
    jobs: int = 1
    cluster: str | None = None
    fresh: bool = False
    baseline: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A contract that is done, as one of ``done`` of ``total``; ``anew``: in this run.

    ``reviewed`` is how many were so far in this run, ``size`` how large they were together, in bytes, and ``size_left``
    how large those are that are still to be reviewed.
    """

    result: FileResult
    reports: tuple[str, ...]
    anew: bool
    done: int
    total: int
    reviewed: int
    size: int
    size_left: int


class Listener(Protocol):
    """Who hears of a run."""

    def begin(self, total: int) -> None:
        """Hear how many contracts there are."""

    def tell(self, step: Step) -> None:
        """Hear of a contract that is done."""


def run_batch(batch: Batch, listener: Listener, listed: Folder | None = None) -> BatchResult:
    """Review the contracts of ``batch``, and write the reports and the overview; ``listener`` hears how it goes.

    ``listed`` are the contracts, where the folder was listed already.

    Ctrl-C ends the run when the files in flight are done; a second one at once, with ``KeyboardInterrupt``. What goes
    wrong with a contract, with writing or with the workers is in the result. Raises ``PlaceError`` where a folder, a
    URL or a cluster cannot be used, ``RuleError`` where a rule of the user's own cannot, and ``OSError`` where the
    folder of the reports can be neither read nor written.
    """
    if batch.options.rules:
        from contractscan.review import rules_with

        rules_with(batch.options.rules)  # what is wrong with them is said once, and not for each contract
    sink = open_sink(batch.out)
    with sink.lock(), stopped_by_interrupts() as stop:
        found = listed or list_contracts(batch.folder, batch.out, batch.choice)
        journal = Journal(sink, fresh=batch.fresh)
        listener.begin(len(found.contracts))
        run = _Run(batch, sink, journal, found.contracts, listener)
        try:
            tasks = run.begin()
            if tasks:
                with _crew(batch, len(tasks)) as crew:
                    run_tasks(tasks, review_task, crew, run.keep, stop)
                run.sweep()
        except (OSError, PlaceError) as error:
            run.trouble = str(error)
        result = run.result(found, interrupted=stop.asked and not run.trouble)
        try:
            journal.close()
            write_overview(sink, result, batch.options.rules, batch.language)
        except (OSError, PlaceError) as error:
            result = replace(result, trouble=result.trouble or str(error))
    return result


@contextmanager
def _crew(batch: Batch, tasks: int) -> Iterator[Crew]:
    """Give the workers for a run; they leave when it is over, and at once where it breaks off."""
    crew: Crew = Cluster(batch.cluster, batch.jobs) if batch.cluster else Processes(min(batch.jobs, tasks))
    at_once = True
    try:
        yield crew
        at_once = False
    finally:
        try:
            crew.dismiss(at_once=at_once)
        except KeyboardInterrupt:  # while the last ones were waited for
            crew.dismiss(at_once=True)
            raise


class _Run:
    """The state of one run. ``trouble`` says what keeps it from going on."""

    def __init__(
        self, batch: Batch, sink: Sink, journal: Journal, sources: Sequence[Source], listener: Listener
    ) -> None:
        self.trouble = ""
        self._batch = batch
        self._sink = sink
        self._journal = journal
        self._sources = sources
        self._listener = listener
        own = OwnRules.of(batch.options.rules) if batch.options.rules else None
        formats = (*batch.formats, *((FINDINGS,) if has_table() else ()))
        self._edition = edition.edition(batch.options, own, batch.language, formats)
        self._order = _order(batch, own)
        self._baseline = _baseline(batch)
        self._before = {source.path: self._stored(source) for source in sources}
        self._waiting: deque[Task] = deque()
        self._written: list[str] = []
        self._twins: dict[str, tuple[Task, ...]] = {}  # tasks with the content of another, by its path
        self._digests: dict[str, str] = {}
        self._results: dict[str, FileResult] = {}
        self._first: dict[str, str] = {}  # the contract that each report was first listed for
        self._reviewed = self._size = self._size_left = 0

    def begin(self) -> deque[Task]:
        """Tell of what is done already; return what is to be done, which ``keep`` may add to."""
        entries = self._journal.entries
        sizes = self._sink.sizes(path for entry in entries.values() for path, _ in entry.reports)
        found = survey(
            self._sources,
            entries,
            self._edition_of,
            lambda entry: all(sizes.get(path) == size for path, size in entry.reports),
            lambda source: _digest(self._order.folder, source),
        )
        # They may have been known by another name, or another time of change.
        entries.update((entry.source.path, entry) for entry in found.done)
        pending = [one for group in found.to_do for one in group]
        tasks = self._tasks([one.source for one in pending])
        self._digests = {one.source.path: one.sha256 for one in pending}
        reports = [path for task in tasks.values() for _, path in task.reports]
        self._written = [*reports, *(findings_of(task.reports[0][1]) for task in tasks.values())]
        self.sweep()
        self._size_left = sum(_size(one.source) for one in pending)
        for entry in found.done:
            self._done(entry.result, [path for path, _ in entry.reports], anew=False)
        for group in found.to_do:
            self._queue([tasks[one.source.path] for one in group])
        if self._batch.jobs > 1 or self._batch.cluster:
            # The longest first, or at the end all would wait for it.
            self._waiting = deque(sorted(self._waiting, key=lambda task: -task.source.size))
        return self._waiting

    def sweep(self) -> None:
        """Remove what workers that were killed left half written, in earlier runs or in this one."""
        self._sink.sweep(self._written)

    def keep(self, task: Task, outcome: Outcome) -> None:
        """Take in what became of a task: remember it, tell of it, and of those with the same content."""
        if outcome.fault is Fault.END:
            self.trouble = outcome.result.error
            return
        path = task.source.path
        twins = self._twins.pop(path, ())
        # Where it is not the content that was listed, or none could be read, that says nothing of the others.
        shared = twins if outcome.sha256 == self._digests[path] or outcome.fault is Fault.DEATH else ()
        if not shared and twins:
            self._queue(twins)
        self._reviewed += 1
        self._size += _size(task.source)
        sources = [task.source, *(twin.source for twin in shared)]
        self._size_left -= sum(map(_size, sources))
        if outcome.result.error:
            for source in sources:
                self._done(replace(outcome.result, path=source.path), (), anew=True)
            return
        edition = self._edition_of(task.source)
        entry = Entry(task.source, outcome.sha256, edition, outcome.result, outcome.reports)
        entries = [entry.for_source(source) for source in sources]
        self._journal.add(entries)
        for made in entries:
            self._done(made.result, [path for path, _ in made.reports], anew=True)

    def result(self, found: Folder, *, interrupted: bool) -> BatchResult:
        """Return the whole result, files by path."""
        files = _marked(sorted(self._results.values(), key=lambda result: result.path))
        left = len(self._sources) - len(files)
        return BatchResult((*files, *found.failures), left, found.skipped, interrupted, self.trouble)

    def _tasks(self, sources: Sequence[Source]) -> dict[str, Task]:
        anew = {source.path for source in sources}
        kept = [path for at, entry in self._journal.entries.items() if at not in anew for path, _ in entry.reports]
        paths, since = [source.path for source in sources], self._baseline is not None
        names = name_reports(paths, self._batch.formats, kept, changes=since)
        before = self._before
        return {one.path: Task(self._order, one, names[one.path], before[one.path]) for one in sources}

    def _stored(self, source: Source) -> str:
        if self._baseline is None:
            return ""
        return self._baseline.stored(source.path, lambda: _digest(self._order.folder, source))

    def _edition_of(self, source: Source) -> str:
        """Return what the reports on a contract depend on, with the stored review that it is held against."""
        if self._baseline is None:
            return self._edition
        said = f"{self._edition} {self._baseline.digest} {self._before.get(source.path, '')}"
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()

    def _queue(self, tasks: Sequence[Task]) -> None:
        """Let the first of ``tasks``, which have the same content, be reviewed, and the others wait for it."""
        self._twins[tasks[0].source.path] = tuple(tasks[1:])
        self._waiting.append(tasks[0])

    def _done(self, result: FileResult, reports: Iterable[str], *, anew: bool) -> None:
        if result.report:
            first = self._first.setdefault(result.report, result.path)
            result = replace(result, same_as=first if first != result.path else "")
        self._results[result.path] = result
        self._listener.tell(
            Step(
                result,
                tuple(path for path in reports if not path.startswith(f"{OWN}/")),
                anew,
                len(self._results),
                len(self._sources),
                self._reviewed,
                self._size,
                self._size_left,
            )
        )


def _order(batch: Batch, own: OwnRules | None) -> Order:
    # The processes share the processors already: each recognises one page at a time.
    options = replace(batch.options, reading=replace(batch.options.reading, threads=1))
    return Order(
        folder=_absolute(batch.folder),  # workers of a cluster may be at home in another folder
        name=shown(batch.folder),
        out=_absolute(batch.out),
        options=options,
        language=batch.language,
        program=edition.program(),
        rules=own if batch.cluster not in (None, LOCAL) else None,
        findings=has_table(),
        baseline=_absolute(batch.baseline) if batch.baseline is not None else None,
    )


def _baseline(batch: Batch) -> Baseline | None:
    if batch.baseline is None:
        return None
    place = _absolute(batch.baseline)
    if place == _absolute(batch.out):
        raise PlaceError(f"{shown(batch.out)}: these are the reports to compare with: choose another place with -o")
    return open_baseline(place)


def _absolute(place: str) -> str:
    return place if is_url(place) else str(Path(place).absolute())


def _digest(folder: str, source: Source) -> str:
    try:
        with fetched(folder, source.path) as file:
            return digest_of(file)
    except ReadError:
        return ""  # the review will say what is wrong with it


def _size(source: Source) -> int:
    return max(0, source.size)


def _marked(results: Sequence[FileResult]) -> tuple[FileResult, ...]:
    """Return ``results`` with those marked that share the report of one before."""
    first: dict[str, str] = {}
    for result in results:
        if result.report:
            first.setdefault(result.report, result.path)
    return tuple(
        replace(result, same_as=first[result.report] if result.report and first[result.report] != result.path else "")
        for result in results
    )
