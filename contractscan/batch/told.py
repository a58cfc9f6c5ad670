"""What a user hears of a batch while it runs: a line of JSON for each contract, and how far it is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict

from contractscan.batch.run import Step
from contractscan.model import Language
from contractscan.report.progress import BatchProgress, Standing


class Teller:
    """Tells of each step: on the terminal, if stderr is one, and by ``emit``, if it is given, as a line of JSON."""

    def __init__(self, language: Language, emit: Callable[[str], None] | None) -> None:
        self._emit = emit
        self._progress = BatchProgress(language)
        self._risky = self._failed = 0
        self._begun = time.monotonic()

    def __enter__(self) -> Teller:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, total: int) -> None:
        """Tell how many contracts there are."""
        self._progress.show_total(total)

    def tell(self, step: Step) -> None:
        """Tell of a contract that is done."""
        self._risky += step.result.high > 0
        self._failed += step.result.error != ""
        if self._emit is not None:
            self._emit(line(step))
        self._progress.show(self._standing(step))

    def _standing(self, step: Step) -> Standing:
        passed = time.monotonic() - self._begun
        rate = step.reviewed / passed if step.reviewed and passed else None
        # Files differ more in size than in what a byte of them takes.
        left = passed * step.size_left / step.size if step.size else None
        return Standing(step.done, step.total, self._risky, self._failed, rate, left, step.result.path)


def line(step: Step) -> str:
    """Return ``step`` as a line of JSON: the result, the paths of its reports, and whether it was made in this run."""
    said = asdict(step.result) | {"reports": step.reports, "reviewed": step.anew}
    return json.dumps(said, separators=(", ", ": ")) + "\n"
