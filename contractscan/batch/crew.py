"""Who does the work: processes of this machine, or the workers of a Dask cluster. Both are executors."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

from contractscan.batch.places import PlaceError
from contractscan.memory import collect_rarely

_P = ParamSpec("_P")
_T = TypeVar("_T")
_EXTRA = 2  # tasks given to each worker of a cluster, so that it need not wait for the next
_PATIENCE = 30  # seconds for a cluster to answer
LOCAL = "local"


class Crew(Protocol):
    """An executor, with what ``pool`` has to know of it."""

    @property
    def executor(self) -> Executor:
        """Whom to give the tasks."""

    @property
    def deaths(self) -> tuple[type[BaseException], ...]:
        """The exceptions of a task whose worker died."""

    def room(self) -> int:
        """How many tasks may be in its hands at a time."""

    def dismiss(self, *, at_once: bool = False) -> None:
        """Let go of the workers, ``at_once`` without waiting for what they do."""


class Processes(Executor):
    """So many worker processes, each a pool of its own: one that dies costs nobody else a task, and is replaced.

    A worker loads rules and models with its first task, and keeps them.
    """

    deaths: tuple[type[BaseException], ...] = (BrokenProcessPool,)

    def __init__(self, jobs: int) -> None:
        self._pools: list[ProcessPoolExecutor | None] = [None] * jobs
        self._busy: dict[int, Future[Any]] = {}

    @property
    def executor(self) -> Executor:
        """Itself."""
        return self

    def room(self) -> int:
        """One task for each process, so that Ctrl-C has little to wait for."""
        return len(self._pools)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Give a task to a process that has nothing to do; there must be one."""
        free = next(at for at in range(len(self._pools)) if at not in self._busy or self._busy[at].done())
        try:
            return self._submit(free, fn, *args, **kwargs)
        except BrokenProcessPool:  # it died while it had nothing to do
            return self._submit(free, fn, *args, **kwargs)

    def _submit(self, at: int, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        before = self._busy.get(at)
        if before is not None and isinstance(before.exception(), BrokenProcessPool):
            self._drop(at)
        pool = self._pools[at]
        try:
            if pool is None:
                # Spawned on every system: a forked child would inherit the threads and locks of the parent.
                pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
                self._pools[at] = pool
                with _interrupts_held_off():
                    future = pool.submit(fn, *args, **kwargs)
            else:
                future = pool.submit(fn, *args, **kwargs)
        except BrokenProcessPool:
            self._drop(at)
            raise
        self._busy[at] = future
        return future

    def _drop(self, at: int) -> None:
        pool, self._pools[at] = self._pools[at], None
        self._busy.pop(at, None)
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def dismiss(self, *, at_once: bool = False) -> None:
        """End the processes."""
        if at_once:
            for pool in self._pools:
                # There is no public way to end a pool that is at work before Python 3.14.
                for process in list((getattr(pool, "_processes", None) or {}).values()):
                    process.kill()
        self.shutdown(wait=True)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes when they are done."""
        for pool in self._pools:
            if pool is not None:
                pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._pools = [None] * len(self._pools)
        self._busy.clear()


def _begin() -> None:
    """Prepare a worker process."""
    collect_rarely()
    # Ctrl-C reaches the whole process group; the parent alone decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        with suppress(OSError):  # where memory runs out, a worker is to go, whose file can be tried again
            Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent is gone: nobody would ever give it another task, or take its result."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Cluster:
    """The workers of a Dask cluster: that at an address, or one made on this machine for the while ("local")."""

    def __init__(self, address: str, jobs: int) -> None:
        """Connect. Raises ``PlaceError`` where Dask is not installed, or nobody answers at the address."""
        try:
            dask: Any = import_module("dask")
            distributed: Any = import_module("distributed")
        except ImportError:
            raise PlaceError("--cluster needs Dask: pip install 'contractscan[cluster]'") from None
        self.deaths: tuple[type[BaseException], ...] = (distributed.KilledWorker,)
        self._own: Any = None
        try:
            if address == LOCAL:
                # What kills a worker is tried again here, alone, and not at once on the next worker.
                with _interrupts_held_off(), dask.config.set({"distributed.scheduler.allowed-failures": 0}):
                    self._own = distributed.LocalCluster(
                        n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs="CRITICAL"
                    )
            self._client = distributed.Client(self._own or address, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            raise PlaceError(f"{address}: no Dask scheduler answers there ({error})") from error
        self._executor: Executor = self._client.get_executor(pure=False, retries=0)

    @property
    def executor(self) -> Executor:
        """Dask's own executor."""
        return self._executor

    def room(self) -> int:
        """A task for each thread of its workers, and another to go on with; the cluster may grow and shrink."""
        return max(1, _EXTRA * int(sum(self._client.nthreads().values())))

    def dismiss(self, *, at_once: bool = False) -> None:
        """Leave the cluster; one that was made for the while is taken down."""
        self._executor.shutdown(wait=not at_once)
        self._client.close()
        if self._own is not None:
            self._own.close()


@contextmanager
def _interrupts_held_off() -> Iterator[None]:
    """Ignore Ctrl-C while a worker is started, so that it inherits that: its initializer comes too late."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
