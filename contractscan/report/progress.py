"""Progress bars for work that takes long enough to want one."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from contractscan.model import Language
from contractscan.report.safe import visible
from contractscan.report.texts import Texts, texts

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


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a batch is: contracts done, of how many, those with high risks, those that failed, and the last one.

    ``rate`` is contracts per second, ``left`` seconds; ``None`` where nothing is known yet.
    """

    done: int
    total: int
    risky: int
    failed: int
    rate: float | None
    left: float | None
    last: str


class BatchProgress:
    """How far a batch is, on stderr while it runs; silent where that is no terminal."""

    def __init__(self, language: Language) -> None:
        self._t = texts(language)
        self._progress: Progress | None = None

    def start(self) -> None:
        """Appear."""
        if not sys.stderr.isatty():
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        from contractscan.report.terminal import Screen

        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn("{task.fields[standing]}", markup=False),
        )
        self._progress = Progress(*columns, console=Screen(stderr=True), transient=True)
        self._progress.add_task(self._t("batch.progress"), total=None, standing="")
        self._progress.start()

    def show_total(self, total: int) -> None:
        """Show how many contracts there are, while none is done."""
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], total=total)

    def show(self, standing: Standing) -> None:
        """Show where the batch stands."""
        if self._progress is not None:
            self._progress.update(
                self._progress.task_ids[0],
                completed=standing.done,
                total=standing.total,
                standing=describe(standing, self._t),
            )

    def stop(self) -> None:
        """Disappear."""
        if self._progress is not None:
            self._progress.stop()


def describe(standing: Standing, t: Texts) -> str:
    """Return the rate, the time left, the counts and the last file in words."""
    said = [t("batch.risky", high=standing.risky), t("batch.failed", failed=standing.failed)]
    if standing.rate is not None:
        said.append(t("batch.rate", rate=f"{standing.rate:.1f}"))
    if standing.left is not None:
        minutes, seconds = divmod(round(standing.left), 60)
        said.append(t("batch.time_left", time=f"{minutes}:{seconds:02}"))
    return " · ".join([*said, visible(PurePosixPath(standing.last).name)])
