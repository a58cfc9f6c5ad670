"""A folder of contracts, reviewed in parallel: reports on each, and what the overview needs.

``run`` holds the listing (``sources``) against what was done before (``journal``, ``survey``) and gives the rest as
tasks (``work``) to an executor (``crew``), a few at a time (``pool``). Workers get paths, write the reports (``sinks``)
and hand back plain values; a file that fails, or that takes its worker down with it, is a result like any other.
"""

from __future__ import annotations

from contractscan.batch.run import Batch, Step, run_batch
from contractscan.batch.sources import Choice
from contractscan.batch.watching import watch_folder

__all__ = ["Batch", "Choice", "Step", "run_batch", "watch_folder"]
