"""Stand-ins for the review of one file, importable in a worker process."""

import os
import time
from pathlib import Path

from contractscan.batch import Task
from contractscan.report.index import FileResult


def by_name(task: Task) -> FileResult:
    """Do what the file's name says."""
    if "dies" in task.path:
        time.sleep(0.2)  # so that others are in flight with it
        os._exit(1)
    if "fails" in task.path:
        return FileResult(task.path, error="damaged")
    return FileResult(task.path, report=task.reports[0][1])


def leave_a_trace(task: Task) -> FileResult:
    """Write the report's path, after a while."""
    time.sleep(0.3)
    Path(task.root / f"{task.source.name}.done").touch()
    return FileResult(task.path, report=task.reports[0][1])
