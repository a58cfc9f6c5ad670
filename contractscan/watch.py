"""A limit on the time that the work on one file may take, whatever that work is busy with.

The caller wraps the whole review of one file, report and all::

    with time_limit(seconds, path):
        review = review_file(path, options)

and catches ``TimeLimitError`` as it catches any ``ContractscanError``. ``seconds`` must be longer than
``ReadOptions.timeout``: that one comes first, leaves the pages that were not reached as gaps, and the review goes on
with what was read. This one is for what should not happen at all, and gives no review.

Three things end the work, each where the one before cannot:

1. On POSIX, in the main thread, a timer signal raises ``TimeLimitError`` out of Python code and regular expressions.
2. ``grace`` seconds later a thread writes one line to standard error and ends the process with exit code 2: library
   code in C did not come back (and on Windows, or outside the main thread, there is no timer signal). A batch sees
   a worker die, and reports its file.
3. On POSIX, in the main thread, the kernel ends a process that has worked ``grace`` seconds more and lets no other
   thread run.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import AbstractContextManager
from types import FrameType, TracebackType

from contractscan.errors import ContractscanError

_REPEAT = 1.0  # seconds: an exception that a destructor or a callback swallowed is raised again
_EXIT_CODE = 2


class TimeLimitError(ContractscanError):
    """The work on one file took too long and was given up. ``path`` is the file, ``seconds`` the limit."""

    def __init__(self, path: str, seconds: float) -> None:
        super().__init__(_message(path, seconds))
        self.path = path
        self.seconds = seconds

    def __reduce__(self) -> tuple[type[TimeLimitError], tuple[str, float]]:
        """Survive the trip back from a worker process."""
        return type(self), (self.path, self.seconds)


def time_limit(seconds: float, path: str, grace: float = 10.0) -> AbstractContextManager[None]:
    """Bound the time of what is done inside to ``seconds`` of wall time; see the module for how, and what follows.

    Limits may be nested; each ends the work inside itself only. Raises ``TimeLimitError`` when the time is over.
    """
    return _Limit(path, seconds, grace)


class _TimeIsOver(BaseException):
    """Raised by the timer signal; no ``except Exception`` on the way out may take it for damage in a file."""

    def __init__(self, limit: _Limit) -> None:
        super().__init__()
        self.limit = limit


class _Limit:
    """One limit, to be entered once. ``deadline`` is a time of ``time.monotonic``."""

    def __init__(self, path: str, seconds: float, grace: float) -> None:
        self.grace = grace
        self.deadline = 0.0
        self._path = path
        self._seconds = seconds
        self._lock = threading.Lock()
        self._left = False
        self._watchdog = threading.Timer(seconds + grace, self._end_process)
        self._watchdog.daemon = True
        self._by_signal = False

    def __enter__(self) -> None:
        self.deadline = time.monotonic() + self._seconds
        self._watchdog.start()
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            self._by_signal = True
            _signals.enter(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if sys.platform != "win32" and self._by_signal:
            _signals.leave(self)
        with self._lock:
            self._left = True
        self._watchdog.cancel()
        if isinstance(error, _TimeIsOver) and error.limit is self:
            raise TimeLimitError(self._path, self._seconds) from None

    def _end_process(self) -> None:
        """End the process, in the watchdog's thread, unless the work is done after all."""
        with self._lock:
            if not self._left:
                line = f"contractscan: {_message(self._path, self._seconds)}\n"
                os.write(2, line.encode("utf-8", "replace"))
                os._exit(_EXIT_CODE)


def _message(path: str, seconds: float) -> str:
    return f"{path}: the work on this file took longer than {seconds:g} seconds and was given up."


if sys.platform != "win32":

    class _Signals:
        """The timer signals, while any limit is in force; who used them before gets them back."""

        def __init__(self) -> None:
            self._limits: list[_Limit] = []
            self._handler: signal._HANDLER = None
            self._timers: tuple[tuple[float, float], tuple[float, float]] = ((0.0, 0.0), (0.0, 0.0))
            self._began = 0.0

        def enter(self, limit: _Limit) -> None:
            if not self._limits:
                self._began = time.monotonic()
                self._timers = signal.getitimer(signal.ITIMER_REAL), signal.getitimer(signal.ITIMER_VIRTUAL)
                self._handler = signal.signal(signal.SIGALRM, self._raise)
            self._limits.append(limit)
            self._arm()

        def leave(self, limit: _Limit) -> None:
            self._limits.remove(limit)
            if self._limits:
                self._arm()
                return
            (left, every), virtual = self._timers
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.setitimer(signal.ITIMER_VIRTUAL, *virtual)
            signal.signal(signal.SIGALRM, signal.SIG_DFL if self._handler is None else self._handler)
            if left:
                left -= time.monotonic() - self._began
                signal.setitimer(signal.ITIMER_REAL, max(0.001, left), every)

        def _arm(self) -> None:
            left = max(0.001, min(limit.deadline for limit in self._limits) - time.monotonic())
            signal.setitimer(signal.ITIMER_REAL, left, _REPEAT)
            if signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL:
                # It counts the time of all processors together, so that where all are busy it must wait the longer.
                last = left + 2 * max(limit.grace for limit in self._limits)
                signal.setitimer(signal.ITIMER_VIRTUAL, last * (os.cpu_count() or 1))

        def _raise(self, number: int, frame: FrameType | None) -> None:
            now = time.monotonic()
            over = next((limit for limit in self._limits if limit.deadline <= now), None)
            while frame is not None:
                if frame.f_globals is globals():
                    return  # a limit is being entered or left; the signal comes again
                frame = frame.f_back
            if over is not None:
                raise _TimeIsOver(over)

    _signals = _Signals()
