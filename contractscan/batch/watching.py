"""A folder that is watched: files are reviewed when they have arrived, by the same run as a batch.

It is looked at again and again: that works on every file system, network shares and URLs included, where notices of
changes do not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from contractscan.batch.pool import stopped_by_interrupts
from contractscan.batch.run import Batch, Listener, run_batch
from contractscan.batch.sources import Source, list_contracts
from contractscan.report.index import BatchResult

_SLICE = 0.2  # seconds between looks at whether the end was asked for


class Arrivals:
    """Tells files that have arrived from those that are still being copied: they are as they were at the last look."""

    def __init__(self) -> None:
        self._seen: dict[str, Source] = {}

    def settled(self, contracts: Sequence[Source]) -> tuple[Source, ...]:
        """Return those of ``contracts`` that have the size and the stamp that they had when this was last asked."""
        before, self._seen = self._seen, {source.path: source for source in contracts}
        return tuple(source for source in contracts if _is_as_before(source, before.get(source.path)))


def _is_as_before(source: Source, before: Source | None) -> bool:
    if before is None or source.size != before.size or source.size == 0:
        return False  # nobody sends an empty contract: its words are still to come
    # A stamp is not given for a file that was written a moment ago; its size has to do for that moment.
    return not source.stamp or not before.stamp or source.stamp == before.stamp


def watch_folder(batch: Batch, interval: float, listener: Listener) -> Iterator[BatchResult]:
    """Review the contracts of ``batch`` and then what arrives, changes or goes; yield the result of each run.

    The folder is looked at every ``interval`` seconds. Ctrl-C ends this: at once while nothing is done, and when the
    files in flight are done and the overview is written in the midst of a run, whose result is then the last.
    """
    arrivals = Arrivals()
    known: dict[str, Source] | None = None
    while True:
        found = list_contracts(batch.folder, batch.out, batch.choice)
        settled = {source.path: source for source in arrivals.settled(found.contracts)}
        # What was reviewed and is being written anew stays listed as it was until it is whole.
        there = [settled.get(one.path) or (known or {}).get(one.path) for one in found.contracts]
        contracts = tuple(source for source in there if source is not None)
        if not _are_the_same(contracts, known or {}):
            result = run_batch(batch, listener, replace(found, contracts=contracts))
            yield result
            if result.interrupted or result.trouble:
                return
            batch = replace(batch, fresh=False)
        known = {source.path: source for source in contracts}
        if not _wait(interval):
            return


def _are_the_same(contracts: Sequence[Source], known: Mapping[str, Source]) -> bool:
    return len(contracts) == len(known) and all(_is_as_before(one, known.get(one.path)) for one in contracts)


def _wait(seconds: float) -> bool:
    """Wait; return whether to go on."""
    with stopped_by_interrupts() as stop:
        end = time.monotonic() + seconds
        while not stop.asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))
        return not stop.asked
