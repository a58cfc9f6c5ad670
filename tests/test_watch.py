"""Whatever the work on a file is busy with, it ends soon after its limit."""

from __future__ import annotations

import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from textwrap import dedent

import pytest

from contractscan.watch import TimeLimitError, time_limit

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no timer signals on Windows")


def in_python() -> None:
    while True:
        pass


def in_a_regular_expression() -> None:
    re.match(r"(a|a)*b", "a" * 40)


def asleep() -> None:
    time.sleep(20)


def under_a_broad_except() -> None:
    while True:
        with suppress(Exception):  # as the readers do around libraries
            in_python()


def in_a_destructor() -> None:
    class Slow:
        def __del__(self) -> None:
            time.sleep(20)

    Slow()
    in_python()


@posix
@pytest.mark.parametrize("work", [in_python, in_a_regular_expression, asleep, under_a_broad_except])
def test_work_that_does_not_end_is_given_up(work: object) -> None:
    began = time.monotonic()
    with (
        pytest.raises(TimeLimitError, match=r"contract\.pdf: .* longer than 0\.1 seconds"),
        time_limit(0.1, "contract.pdf"),
    ):
        work()  # type: ignore[operator]
    assert time.monotonic() - began < 2


@posix
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_error_that_is_swallowed_on_its_way_comes_again() -> None:
    with pytest.raises(TimeLimitError), time_limit(0.1, "contract.pdf"):
        in_a_destructor()


def run_alone(work: str) -> subprocess.CompletedProcess[str]:
    code = f"""
        import collections, hashlib, itertools, threading
        from contractscan.watch import time_limit
        def review():
            with time_limit(0.2, "contract.pdf", grace=0.3):
                {work}
        """
    run = "review()" if "thread" not in work else "t = threading.Thread(target=review); t.start(); t.join()"
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{dedent(code)}\n{run}"], capture_output=True, text=True, timeout=20
    )


@pytest.mark.parametrize(
    "work",
    [
        pytest.param("hashlib.pbkdf2_hmac('sha256', b'', b'', 10**9)", id="a library that lets other threads run"),
        pytest.param("while True: thread = 1", id="outside the main thread"),
    ],
)
def test_the_process_ends_where_no_error_can_be_raised(work: str) -> None:
    done = run_alone(work)
    assert done.returncode == 2
    assert done.stderr == (
        "contractscan: contract.pdf: the work on this file took longer than 0.2 seconds and was given up.\n"
    )


@posix
def test_a_library_that_lets_nothing_else_run_is_ended_by_the_system() -> None:
    done = run_alone("collections.deque(itertools.repeat(0), maxlen=0)")
    assert done.returncode == -signal.SIGVTALRM


def test_work_that_ends_in_time_is_left_alone() -> None:
    with time_limit(0.05, "contract.pdf", grace=0.05):
        result = "done"
    time.sleep(0.2)
    assert result == "done"
    assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


def test_other_errors_pass_through() -> None:
    with pytest.raises(KeyError), time_limit(5, "contract.pdf"):
        raise KeyError


@posix
def test_an_outer_limit_is_not_taken_for_the_inner_one() -> None:
    with pytest.raises(TimeLimitError, match="folder"), time_limit(0.1, "folder"), time_limit(5, "contract.pdf"):
        in_python()


@posix
def test_after_an_inner_limit_the_outer_one_still_holds() -> None:
    with pytest.raises(TimeLimitError, match="folder"), time_limit(0.3, "folder"):
        with pytest.raises(TimeLimitError, match="contract"), time_limit(0.1, "contract.pdf"):
            in_python()
        in_python()


@pytest.fixture
def alarms() -> Iterator[list[int]]:
    """The timer signals that reach somebody else's handler."""
    seen: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _: seen.append(number))
    yield seen
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@posix
def test_who_used_the_timer_before_gets_it_back(alarms: list[int]) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    with time_limit(5, "contract.pdf"):
        time.sleep(0.2)
    time.sleep(0.1)
    assert alarms == [signal.SIGALRM]
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_the_error_survives_a_worker_process() -> None:
    error = pickle.loads(pickle.dumps(TimeLimitError("contract.pdf", 3.0)))  # noqa: S301
    assert (error.path, error.seconds) == ("contract.pdf", 3.0)
