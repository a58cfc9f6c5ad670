"""Damages files in thousands of ways, reads each, and counts what becomes of them.

    python benchmarks/fuzz.py [--count 5000] [--seed N] [--jobs 2] [--keep FOLDER] [FILE...]

Without files it takes those of ``tests/files`` and ``samples``, but for what LibreOffice reads. Each case is read in a
worker process; a crash, or no end in time, is blamed on its case, which is saved to the folder. So is a case whose
document is inconsistent, or that lost text without a gap although the damage shows. The exit code is 1 if there is any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from contractscan.errors import ReadError  # noqa: E402
from contractscan.readers import Ocr, ReadOptions, read  # noqa: E402
from tests.files.build.hostile_files import FILES as HOSTILE  # noqa: E402
from tests.readers.damage import CONVERTED, Case, case, faults, lost_text, seeds, whole  # noqa: E402

SECONDS = 30.0  # a case that takes longer hangs
OPTIONS = ReadOptions(ocr=Ocr.NEVER, timeout=20)
SLOWEST = 5


@dataclass(frozen=True)
class Outcome:
    """What became of one case: ``kind`` is "document", "error", "unnoticed", "fault", "crash" or "hang"."""

    kind: str
    detail: str
    seconds: float


@dataclass
class Tally:
    """What became of all cases so far."""

    kinds: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    bad: list[tuple[str, Case, Outcome]] = field(default_factory=list)
    times: list[tuple[float, str]] = field(default_factory=list)

    def add(self, seed: str, files: Sequence[tuple[str, bytes]], outcome: Outcome) -> None:
        """Count one case."""
        made = case(files, seed)
        self.kinds[outcome.kind] += 1
        self.times.append((outcome.seconds, f"{seed}: {made.name}, {made.mutator}"))
        if outcome.kind == "error":
            self.errors[outcome.detail] += 1
        elif outcome.kind != "document":
            self.bad.append((seed, made, outcome))


def main() -> int:
    """Run the fuzzing; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", default="fuzz")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    options = parser.parse_args()
    files = [(str(path), path.read_bytes()) for path in options.files or corpus()]
    tally = Tally()
    for number, (seed, outcome) in enumerate(run(files, seeds(options.seed, options.count), options.jobs), 1):
        tally.add(seed, files, outcome)
        if number % 500 == 0:
            print(f"{number}: {dict(tally.kinds)}", file=sys.stderr)
    report(tally, options.keep)
    return 1 if tally.bad else 0


def corpus() -> list[Path]:
    """Return the small files of all formats; those that are hostile as they are have tests of their own."""
    found = [*(ROOT / "tests/files").iterdir(), *(ROOT / "samples").iterdir()]
    without = CONVERTED | {".yaml", ".py"}
    return sorted(path for path in found if path.is_file() and path.suffix not in without and path.name not in HOSTILE)


def report(tally: Tally, keep: Path) -> None:
    """Print the counts, and save the cases that failed."""
    for kind in ("document", "error", "unnoticed", "fault", "crash", "hang"):
        print(f"{kind:10} {tally.kinds[kind]:6}")
    for reason, count in tally.errors.most_common():
        print(f"  {count:6} {reason}")
    for seconds, what in sorted(tally.times, reverse=True)[:SLOWEST]:
        print(f"  {seconds:6.2f} s {what}")
    for seed, made, outcome in tally.bad:
        keep.mkdir(parents=True, exist_ok=True)
        target = keep / f"{outcome.kind}-{seed.replace(' ', '-')}{Path(made.name).suffix}"
        target.write_bytes(made.content)
        print(f"{outcome.kind}: {target} ({made.name}, {made.mutator}): {outcome.detail}")


# ---------------------------------------------------------------- the workers


@dataclass
class Worker:
    """A process that reads cases, and the one that it is at."""

    process: BaseProcess
    pipe: Connection
    seed: str = ""
    began: float = 0.0

    def give(self, seed: str) -> None:
        """Have it read the case of ``seed``."""
        self.seed, self.began = seed, time.monotonic()
        self.pipe.send(seed)


def run(files: Sequence[tuple[str, bytes]], todo: Sequence[str], jobs: int) -> Iterator[tuple[str, Outcome]]:
    """Yield the outcome of each seed, as it comes."""
    waiting = list(reversed(todo))
    workers = [_start(files) for _ in range(jobs)]
    while True:
        for worker in workers:
            if not worker.seed and waiting:
                worker.give(waiting.pop())
        busy = [worker for worker in workers if worker.seed]
        if not busy:
            break
        ready = wait([worker.pipe for worker in busy], timeout=1.0)
        for worker in busy:
            spent = time.monotonic() - worker.began
            outcome: Outcome | None = None
            if worker.pipe in ready:
                try:
                    outcome = worker.pipe.recv()
                except EOFError:
                    worker.process.join()
                    outcome = Outcome("crash", f"the process ended with code {worker.process.exitcode}", spent)
            elif spent > SECONDS:
                outcome = Outcome("hang", f"no end after {spent:.0f} seconds", spent)
            if outcome is None:
                continue
            yield worker.seed, outcome
            worker.seed = ""
            if outcome.kind in ("crash", "hang"):
                worker.process.kill()
                workers[workers.index(worker)] = _start(files)
    for worker in workers:
        worker.process.kill()


def _start(files: Sequence[tuple[str, bytes]]) -> Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, files), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


def _work(pipe: Connection, files: Sequence[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        while True:
            made = case(files, pipe.recv())
            path = Path(folder) / f"contract{Path(made.name).suffix}"
            path.write_bytes(made.content)
            warnings.simplefilter("ignore")  # libraries warn of damage
            began = time.monotonic()
            kind, detail = judge(made, path, Path(folder))
            pipe.send(Outcome(kind, detail, time.monotonic() - began))


def judge(made: Case, path: Path, folder: Path) -> tuple[str, str]:
    """Read a case and say what became of it."""
    try:
        document = read(path, OPTIONS)
    except ReadError as error:
        return "error", error.reason
    except BaseException as error:
        return "crash", f"{type(error).__name__}: {error}"
    if wrong := faults(document):
        return "fault", wrong[0]
    original = whole(made.name, made.original, folder, OPTIONS)
    if made.shows and original and not document.gaps and (lost := lost_text(original, document)):
        return "unnoticed", f"lost {lost!r}"
    return "document", ""


if __name__ == "__main__":
    sys.exit(main())
