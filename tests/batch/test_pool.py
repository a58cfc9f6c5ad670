"""Tasks over worker processes: one that dies takes no other along, and none is lost."""

import os
import signal
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
import workers

from contractscan.batch.crew import Processes
from contractscan.batch.pool import Stop, run_tasks
from contractscan.batch.work import Outcome, Task

JOBS = 2


@pytest.fixture(scope="module")
def crew() -> Iterator[Processes]:
    made = Processes(JOBS)
    yield made
    made.dismiss()


class Run:
    """Runs tasks and keeps their outcomes, in the order in which they came."""

    def __init__(self, crew: Processes, folder: Path) -> None:
        self.stop = Stop()
        self.stop_after = 0
        self.outcomes: list[Outcome] = []
        self.left: deque[Task] = deque()
        self._crew = crew
        self._folder = folder

    def __call__(self, *names: str) -> dict[str, str]:
        """Return the errors by name."""
        self.left = deque(workers.tasks(self._folder, *names))
        run_tasks(self.left, workers.by_name, self._crew, self._keep, self.stop)
        return {outcome.result.path: outcome.result.error for outcome in self.outcomes}

    def _keep(self, _: Task, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        if len(self.outcomes) == self.stop_after:
            self.stop.ask()

    def attempts(self, name: str) -> list[str]:
        return workers.attempts(workers.tasks(self._folder, name)[0])


@pytest.fixture
def run(crew: Processes, tmp_path: Path) -> Run:
    return Run(crew, tmp_path)


@pytest.mark.parametrize("death", ["segfault", "exits", "hangs"])
def test_a_file_that_takes_its_worker_down_is_tried_alone_and_costs_no_other(run: Run, death: str) -> None:
    errors = run("a", f"{death}.pdf", "b", "fails", "c")
    assert {name for name, error in errors.items() if error} == {f"{death}.pdf", "fails"}
    assert "died, twice" in errors[f"{death}.pdf"]
    assert len(run.outcomes) == 5
    assert run.outcomes[-1].result.path == f"{death}.pdf"
    assert len(run.attempts(f"{death}.pdf")) == 2
    assert {name: len(run.attempts(name)) for name in "abc"} == {"a": 1, "b": 1, "c": 1}


def test_a_worker_that_was_killed_by_chance_costs_nothing(run: Run) -> None:
    assert run("a", "once.pdf", "b") == {"a": "", "once.pdf": "", "b": ""}
    assert len(run.attempts("once.pdf")) == 2


def test_a_worker_that_died_while_it_had_nothing_to_do_is_replaced(run: Run) -> None:
    run("a")
    os.kill(int(run.attempts("a")[0]), signal.SIGKILL)
    assert run("b", "c", "d") == {"a": "", "b": "", "c": "", "d": ""}


def test_a_file_that_lacks_memory_is_tried_alone(run: Run) -> None:
    assert run("memory.pdf", "a") == {"memory.pdf": "there was not enough memory", "a": ""}
    assert len(run.attempts("memory.pdf")) == 2


def test_a_stop_keeps_what_is_in_flight_and_begins_no_more(run: Run) -> None:
    run.stop_after = 1
    errors = run(*(f"slow{number}" for number in range(6)))
    assert 1 <= len(errors) <= JOBS
    assert len(errors) + len(run.left) == 6
    assert all(run.attempts(name) for name in errors)


def test_where_no_other_can_fare_better_no_more_are_begun(run: Run) -> None:
    errors = run("full", *(f"slow{number}" for number in range(6)))
    assert errors["full"] == "no space"
    assert len(run.left) >= 4


def test_workers_are_kept_from_task_to_task(run: Run) -> None:
    names = [f"{number}" for number in range(8)]
    run(*names)
    assert len({run.attempts(name)[0] for name in names}) <= JOBS
