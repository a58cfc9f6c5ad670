"""Stand-ins for the work on one contract, importable in a worker process."""

from __future__ import annotations

import ctypes
import hashlib
import os
import time
from pathlib import Path

from contractscan.batch.sources import Source
from contractscan.batch.work import Fault, Order, Outcome, Task
from contractscan.options import Options
from contractscan.report.index import FileResult
from contractscan.watch import time_limit


def order(folder: Path) -> Order:
    return Order(str(folder), str(folder), str(folder), Options(), "en", "")


def tasks(folder: Path, *names: str) -> list[Task]:
    return [Task(order(folder), Source(name), (("html", f"{name}.html"),)) for name in names]


def done(task: Task) -> Outcome:
    return Outcome(FileResult(task.source.path, report=task.reports[0][1]), "0" * 64)


def by_name(task: Task) -> Outcome:
    """Do what the file's name says, and leave a trace of each attempt."""
    name = task.source.path
    with (Path(task.order.out) / f"{name}.attempts").open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    if "segfault" in name:
        time.sleep(0.1)  # so that others are in flight with it
        ctypes.string_at(0)
    if "exits" in name:
        os._exit(1)
    if "hangs" in name:
        with time_limit(0.2, name, grace=0.2):
            _hang_in_c()
    if "memory" in name:
        return Outcome(FileResult(name, error="there was not enough memory"), fault=Fault.DEATH)
    if "once" in name and len(attempts(task)) == 1:
        os.kill(os.getpid(), 9)
    if "full" in name:
        return Outcome(FileResult(name, error="no space"), fault=Fault.END)
    if "fails" in name:
        return Outcome(FileResult(name, error="damaged"), fault=Fault.FILE)
    if "slow" in name:
        time.sleep(0.3)
    return done(task)


def attempts(task: Task) -> list[str]:
    return (Path(task.order.out) / f"{task.source.path}.attempts").read_text(encoding="utf-8").split()


def _hang_in_c() -> None:
    """Work in library code that no signal gets out of, as a parser may."""
    hashlib.pbkdf2_hmac("sha256", b"", b"", 1_000_000_000)
