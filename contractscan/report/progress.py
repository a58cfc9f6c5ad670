"""A progress bar for work that takes long enough to want one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


class ProgressBar:
    """A bar on stderr that appears with the first report, and is gone when its block ends."""

    def __init__(self, description: str) -> None:
        self._description = description
        self._progress: Progress | None = None

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def show(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` are done."""
        if self._progress is None:
            self._progress = self._begin()
        self._progress.update(self._progress.task_ids[0], completed=done, total=total)

    def _begin(self) -> Progress:
        # Most files are read at once, and need no bar, nor the time to import one.
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        from contractscan.report.terminal import Screen

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        progress = Progress(*columns, console=Screen(stderr=True), transient=True)
        progress.add_task(self._description, total=None)
        progress.start()
        return progress
