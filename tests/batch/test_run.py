"""A run over a folder, with the work done in this process by a stand-in: nothing lost, nothing twice."""

import errno
import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fsspec
import pytest

from contractscan.batch import Batch, Choice, Step, run, run_batch
from contractscan.batch.places import is_url
from contractscan.batch.sinks import open_sink
from contractscan.batch.sources import fetched
from contractscan.batch.work import Fault, Outcome, Task
from contractscan.errors import ReadError
from contractscan.options import Options
from contractscan.report.index import BatchResult, FileResult


class Here(Executor):
    """A crew that works at once, in this process."""

    deaths: tuple[type[BaseException], ...] = ()
    executor = property(lambda self: self)

    def room(self) -> int:
        return 1

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args))
        return future


class Reviewer:
    """Stands in for the review; ``reviewed`` are the paths it was given, in order. Content says what happens."""

    def __init__(self) -> None:
        self.reviewed: list[str] = []

    def __call__(self, task: Task) -> Outcome:
        path = task.source.path
        self.reviewed.append(path)
        try:
            with fetched(task.order.folder, path) as file:
                content = file.read_bytes()
        except (ReadError, OSError) as error:
            return Outcome(FileResult(path, error=str(error)), fault=Fault.FILE)
        sha256 = hashlib.sha256(content).hexdigest()
        if content == b"full":
            return Outcome(FileResult(path, error="no space left"), sha256, fault=Fault.END)
        if content.startswith(b"bad"):
            return Outcome(FileResult(path, error="damaged"), sha256, fault=Fault.FILE)
        if content == b"interrupt":
            os.kill(os.getpid(), 2)
        for _, report in task.reports:
            open_sink(task.order.out).write(report, b"report on " + content)
        sizes = tuple((report, len(content) + 10) for _, report in task.reports)
        return Outcome(FileResult(path, task.reports[0][1], high=1), sha256, sizes)


class Place:
    """A folder of contracts and one of reports."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.out = root / "in", root / "out"
        self.folder.mkdir()
        self.review = Reviewer()
        self.steps: list[Step] = []
        self.total = 0
        self.result = BatchResult(())

        @contextmanager
        def here(*_: object) -> Iterator[Here]:
            yield Here()

        monkeypatch.setattr(run, "_crew", here)
        monkeypatch.setattr(run, "review_task", self.review)

    def put(self, **contents: str) -> None:
        """Write contracts, with a time of change that is long past, and another for other content."""
        for name, content in contents.items():
            path = self.folder / f"{name}.txt"
            path.write_text(content, encoding="utf-8")
            changed = 1_600_000_000 + int(hashlib.sha256(content.encode()).hexdigest()[:6], 16)
            os.utime(path, (changed, changed))

    def run(self, **said: Any) -> list[str]:
        """Run the batch; return the names of the contracts that were reviewed in it."""
        self.review.reviewed.clear()
        self.steps.clear()
        self.result = run_batch(Batch(**{"folder": str(self.folder), "out": str(self.out), **said}), self)
        return [Path(path).stem for path in self.review.reviewed]

    def begin(self, total: int) -> None:
        self.total = total

    def tell(self, step: Step) -> None:
        self.steps.append(step)

    def listed(self) -> dict[str, str]:
        """Return what each report says, by the name of the contract that it is listed for."""
        return {
            Path(file.path).stem: (self.out / file.report).read_text(encoding="utf-8") for file in self.result.ranked
        }


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def test_a_second_run_reviews_nothing_and_lists_everything(place: Place) -> None:
    place.put(a="one", b="two")
    assert place.run() == ["a", "b"]
    index = (place.out / "index.html").read_bytes()
    assert place.run() == []
    assert place.listed() == {"a": "report on one", "b": "report on two"}
    assert (place.out / "index.html").read_bytes() == index


def test_a_file_added_is_the_only_one_reviewed(place: Place) -> None:
    place.put(a="one", b="two")
    place.run()
    place.put(c="six")
    assert place.run() == ["c"]
    assert len(place.listed()) == 3


def test_a_file_changed_is_reviewed_again_in_its_own_report(place: Place) -> None:
    place.put(a="one", b="two")
    place.run()
    place.put(a="six")
    assert place.run() == ["a"]
    assert place.listed() == {"a": "report on six", "b": "report on two"}
    assert len(list(place.out.glob("*.txt.html"))) == 2


def test_a_file_removed_is_listed_no_more_and_its_report_stays(place: Place) -> None:
    place.put(a="one", b="two")
    place.run()
    (place.folder / "a.txt").unlink()
    assert place.run() == []
    assert place.listed() == {"b": "report on two"}
    assert (place.out / "a.txt.html").exists()
    place.put(a="one")
    assert place.run() == []
    assert len(place.listed()) == 2


def test_a_file_renamed_is_not_reviewed_again(place: Place) -> None:
    place.put(a="one")
    place.run()
    (place.folder / "a.txt").rename(place.folder / "b.txt")
    assert place.run() == []
    assert place.listed() == {"b": "report on one"}


def test_a_new_file_under_an_old_name_does_not_write_over_the_report_of_the_renamed(place: Place) -> None:
    place.put(a="one")
    place.run()
    (place.folder / "a.txt").rename(place.folder / "b.txt")
    place.put(a="new")
    assert place.run() == ["a"]
    assert place.listed() == {"a": "report on new", "b": "report on one"}


def test_other_options_review_everything_again(place: Place) -> None:
    place.put(a="one", b="two")
    place.run()
    assert place.run(options=Options(side="partner")) == ["a", "b"]
    assert place.run(formats=("html", "json"), options=Options(side="partner")) == ["a", "b"]
    assert place.run(formats=("json", "html"), options=Options(side="partner")) == []


def test_other_rules_review_everything_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put(a="one", b="two")
    place.run()
    monkeypatch.setattr("contractscan.batch.edition.program", lambda: "other rules")
    assert place.run() == ["a", "b"]
    assert place.run() == []


def test_a_change_in_a_rule_of_ones_own_reviews_everything_again(place: Place, tmp_path: Path) -> None:
    place.put(a="one")
    own = tmp_path / "own"
    own.mkdir()
    (own / "norms.yaml").write_text("schema: 1\nnorms: {}\n", encoding="utf-8")
    assert place.run(options=Options(rules=own)) == ["a"]
    assert place.run(options=Options(rules=own)) == []
    (own / "norms.yaml").write_text("schema: 1\nnorms: {}\n# other\n", encoding="utf-8")
    assert place.run(options=Options(rules=own)) == ["a"]


def test_a_report_that_was_deleted_or_cut_short_is_made_again(place: Place) -> None:
    place.put(a="one", b="two", c="six")
    place.run()
    (place.out / "a.txt.html").unlink()
    (place.out / "b.txt.html").write_bytes(b"")
    assert place.run() == ["a", "b"]
    assert len(place.listed()) == 3


def test_fresh_reviews_everything_again(place: Place) -> None:
    place.put(a="one", b="two")
    place.run()
    assert place.run(fresh=True) == ["a", "b"]
    assert place.run() == []


def test_what_failed_is_tried_again(place: Place) -> None:
    place.put(a="bad", b="two")
    place.run()
    assert [failure.path for failure in place.result.failed] == ["a.txt"]
    assert place.run() == ["a"]
    place.put(a="one")
    place.run()
    assert (place.result.failed, len(place.listed())) == ((), 2)


def test_patterns_do_not_make_a_run_forget_the_others(place: Place) -> None:
    place.put(a="one", b="two")
    place.run()
    assert place.run(choice=Choice(include=("a*",))) == []
    assert list(place.listed()) == ["a"]
    assert place.run() == []
    assert len(place.listed()) == 2


# ---------------------------------------------------------------- duplicates


def test_the_same_content_is_reviewed_once_and_listed_under_every_name(place: Place) -> None:
    place.put(a="one", b="one", c="two", d="one")
    assert place.run() == ["a", "c"]
    assert place.listed() == {"a": "report on one", "b": "report on one", "c": "report on two", "d": "report on one"}
    assert {file.path: file.same_as for file in place.result.files} == {
        "a.txt": "",
        "b.txt": "a.txt",
        "c.txt": "",
        "d.txt": "a.txt",
    }
    assert len(list(place.out.glob("*.txt.html"))) == 2
    assert [step.result.same_as for step in place.steps if step.result.path == "d.txt"] == ["a.txt"]


def test_one_of_two_that_changes_leaves_the_report_of_the_other(place: Place) -> None:
    place.put(a="one", b="one")
    place.run()
    place.put(a="six")
    assert place.run() == ["a"]
    assert place.listed() == {"a": "report on six", "b": "report on one"}


def test_duplicates_fail_together_and_mend_together(place: Place) -> None:
    place.put(a="bad", b="bad")
    assert place.run() == ["a"]
    assert len(place.result.failed) == 2


def test_where_one_of_two_is_gone_meanwhile_the_other_is_reviewed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put(a="one", b="one")

    def gone(task: Task) -> Outcome:
        (place.folder / "a.txt").unlink(missing_ok=True)
        return place.review(task)

    monkeypatch.setattr(run, "review_task", gone)
    assert place.run() == ["a", "b"]
    assert place.listed() == {"b": "report on one"}


# ---------------------------------------------------------------- changes, kills, full disks


def test_a_file_that_changes_before_it_is_read_is_right_now_and_in_the_next_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put(a="one", b="one")

    def changing(task: Task) -> Outcome:
        if not place.review.reviewed:
            place.put(a="six")
        return place.review(task)

    monkeypatch.setattr(run, "review_task", changing)
    assert place.run() == ["a", "b"]
    assert place.listed() == {"a": "report on six", "b": "report on one"}
    assert place.run() == []
    assert place.listed() == {"a": "report on six", "b": "report on one"}


def test_a_kill_between_two_files_loses_neither(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put(a="one", b="two", c="six")

    class Kill(BaseException):
        pass

    def killed(task: Task) -> Outcome:
        if task.source.path == "b.txt":
            raise Kill
        return place.review(task)

    monkeypatch.setattr(run, "review_task", killed)
    with pytest.raises(Kill):
        place.run()
    monkeypatch.setattr(run, "review_task", place.review)
    assert place.run() == ["b", "c"]
    assert len(place.listed()) == 3


def test_what_a_killed_worker_left_half_written_is_gone_at_the_end(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put(a="one")
    left = place.out / ".a.txt.html.4711.part"

    def half(task: Task) -> Outcome:
        outcome = place.review(task)
        left.write_bytes(b"<html>")
        return outcome

    monkeypatch.setattr(run, "review_task", half)
    assert place.run() == ["a"]
    assert not left.exists()


def test_ctrl_c_finishes_the_file_in_flight_and_writes_the_index(place: Place) -> None:
    place.put(a="one", b="interrupt", c="two", d="six")
    assert place.run() == ["a", "b"]
    assert (place.result.interrupted, place.result.left) == (True, 2)
    assert "2 not reviewed" in (place.out / "index.html").read_text(encoding="utf-8")
    assert place.run() == ["c", "d"]
    assert (place.result.interrupted, place.result.left) == (False, 0)


def test_where_reports_cannot_be_written_the_run_ends_and_the_next_goes_on(place: Place) -> None:
    place.put(a="one", b="full", c="two")
    assert place.run() == ["a", "b"]
    assert (place.result.trouble, place.result.left) == ("no space left", 2)
    place.put(b="room")
    assert place.run() == ["b", "c"]
    assert len(place.listed()) == 3


def test_where_the_journal_cannot_be_written_the_run_ends_and_the_index_stays_as_it_was(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put(a="one")
    place.run()
    index = (place.out / "index.html").read_bytes()
    place.put(b="two", c="six")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("contractscan.batch.sinks.FolderSink.append", full)
        broken.setattr("contractscan.batch.sinks.FolderSink.write", full)
        broken.setattr(run, "review_task", lambda task: Outcome(FileResult(task.source.path, "x"), "0", ()))
        place.run()
    assert "No space left" in place.result.trouble
    assert (place.out / "index.html").read_bytes() == index
    assert place.run() == ["b", "c"]
    assert len(place.listed()) == 3


def test_two_runs_at_a_time_are_refused(place: Place) -> None:
    place.put(a="one")
    with open_sink(str(place.out)).lock(), pytest.raises(Exception, match="another run"):
        place.run()


# ---------------------------------------------------------------- by URL, and what is told


def test_from_a_url_to_a_url(place: Place) -> None:
    memory = fsspec.filesystem("memory")
    try:
        for name, content in {"合同 1.txt": b"one", "sub/b.txt": b"two", "sub/c.txt": b"one"}.items():
            memory.pipe_file(f"/box/{name}", content)
        where = {"folder": "memory://box", "out": "memory://box/reports"}
        assert is_url(where["out"])
        assert len(place.run(**where)) == 2
        assert memory.cat_file("/box/reports/sub/c.txt.html") == b"report on one"
        assert "合同 1.txt".encode() in memory.cat_file("/box/reports/index.html")
        assert place.run(**where) == []
        memory.pipe_file("/box/sub/d.txt", b"six")
        assert place.run(**where) == ["d"]
        assert len(place.result.ranked) == 4
    finally:
        memory.store.clear()


def test_each_contract_is_told_of_once_with_what_is_left(place: Place) -> None:
    place.put(a="one", b="four", c="four")
    place.run()
    place.put(d="sixteen")
    place.run()
    assert place.total == 4
    told = [(step.result.path, step.anew, step.done, step.reviewed, step.size_left) for step in place.steps]
    assert told == [
        ("a.txt", False, 1, 0, 7),
        ("b.txt", False, 2, 0, 7),
        ("c.txt", False, 3, 0, 7),
        ("d.txt", True, 4, 1, 0),
    ]
