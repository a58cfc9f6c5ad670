"""Tasks over an executor: a few at a time, none lost with a worker that dies, and an end that can be asked for."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from types import FrameType

from contractscan.batch.crew import Crew
from contractscan.batch.places import PlaceError
from contractscan.batch.work import Fault, Outcome, Task
from contractscan.report.index import FileResult

_GLANCE = 0.5  # seconds between looks at whether the end was asked for, and how large the crew is
_DIED = "the process that read this file died, twice (out of memory, out of time, or a defect)"


class Stop:
    """Whether the run is to end; the tasks in flight still finish."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self) -> None:
        """Ask for the end."""
        self.asked = True


def run_tasks(
    waiting: deque[Task],
    work: Callable[[Task], Outcome],
    crew: Crew,
    keep: Callable[[Task, Outcome], None],
    stop: Stop,
) -> None:
    """Run ``work`` over ``waiting`` by ``crew`` and hand each outcome to ``keep``, which may add to ``waiting``.

    No more are in flight than the crew has room for. A task whose worker died, or that lacked memory, is tried once
    more at the end, with no other beside it, and then kept as a failure. Where ``stop`` was asked for, or an outcome
    ends the run, no more are begun. Raises ``PlaceError`` where the crew itself is lost.
    """
    flying: dict[Future[Outcome], Task] = {}
    suspects: deque[Task] = deque()
    alone = False
    while True:
        if not stop.asked and not alone:
            _fill(waiting, work, crew, flying)
            alone = not flying and bool(suspects)
            if alone:
                _submit(suspects.popleft(), work, crew, flying)
        if not flying:
            return
        done, _ = wait(flying, timeout=_GLANCE, return_when=FIRST_COMPLETED)
        for future in done:
            task = flying.pop(future)
            outcome = _outcome(future, task, crew)
            if outcome.fault is Fault.DEATH and not alone:
                suspects.append(task)
                continue
            alone = False
            if outcome.fault is Fault.END:
                stop.ask()
            keep(task, outcome)


def _fill(
    waiting: deque[Task], work: Callable[[Task], Outcome], crew: Crew, flying: dict[Future[Outcome], Task]
) -> None:
    room = crew.room() if waiting else 0
    while waiting and len(flying) < room:
        _submit(waiting.popleft(), work, crew, flying)


def _submit(task: Task, work: Callable[[Task], Outcome], crew: Crew, flying: dict[Future[Outcome], Task]) -> None:
    flying[crew.executor.submit(work, task)] = task


def _outcome(future: Future[Outcome], task: Task, crew: Crew) -> Outcome:
    error = None if future.cancelled() else future.exception()
    if isinstance(error, crew.deaths):
        return Outcome(FileResult(task.source.path, error=_DIED), fault=Fault.DEATH)
    if future.cancelled() or error is not None:
        raise PlaceError(f"the workers are lost ({type(error).__name__}: {error}): run this again") from error
    return future.result()


@contextmanager
def stopped_by_interrupts() -> Iterator[Stop]:
    """Let Ctrl-C ask for the end of the run in this context, and a second one end it at once."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.ask()

    handler = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, handler)
