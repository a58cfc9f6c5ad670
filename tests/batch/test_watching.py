"""A folder that is watched: what counts as arrived, and what a look leads to."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contractscan.batch import watching
from contractscan.batch.run import Batch, Listener, Step
from contractscan.batch.sources import Folder, Source
from contractscan.batch.watching import Arrivals, watch_folder
from contractscan.report.index import BatchResult

A, B = Source("a.pdf", 10, "1"), Source("合同.docx", 20, "1")


def test_a_file_has_arrived_when_two_looks_find_it_the_same() -> None:
    arrivals = Arrivals()
    assert arrivals.settled([A]) == ()
    assert arrivals.settled([A, B]) == (A,)
    assert arrivals.settled([A, B]) == (A, B)


@pytest.mark.parametrize("grown", [replace(A, size=11), replace(A, stamp="2")])
def test_a_file_that_is_still_being_copied_waits(grown: Source) -> None:
    arrivals = Arrivals()
    arrivals.settled([A])
    assert arrivals.settled([grown]) == ()
    assert arrivals.settled([grown]) == (grown,)


def test_an_empty_file_is_not_there_yet() -> None:
    arrivals = Arrivals()
    empty = Source("a.pdf", 0, "1")
    arrivals.settled([empty])
    assert arrivals.settled([empty]) == ()


def test_where_nothing_tells_of_changes_the_size_does() -> None:
    arrivals = Arrivals()
    arrivals.settled([Source("a.pdf", 10), Source("b.pdf", 10)])
    assert arrivals.settled([Source("a.pdf", 10), Source("b.pdf", 12)]) == (Source("a.pdf", 10),)


class Looks:
    """A folder that holds something else at every look, and a user who leaves after the last."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *looks: list[Source]) -> None:
        self.runs: list[list[str]] = []
        self.trouble = ""
        self._left = iter(looks)
        self._waits = len(looks) - 1
        monkeypatch.setattr(watching, "list_contracts", self._list)
        monkeypatch.setattr(watching, "run_batch", self._run)
        monkeypatch.setattr(watching, "_wait", self._wait)

    def _list(self, *_: object) -> Folder:
        return Folder(tuple(next(self._left)), (), ())

    def _run(self, batch: Batch, listener: Listener, listed: Folder) -> BatchResult:
        self.runs.append([source.path for source in listed.contracts])
        return BatchResult((), trouble=self.trouble)

    def _wait(self, seconds: float) -> bool:
        self._waits -= 1
        return self._waits >= 0

    def results(self) -> Iterator[BatchResult]:
        return watch_folder(Batch("in", "out"), 2, Nobody())


class Nobody:
    def begin(self, total: int) -> None:
        raise AssertionError("no run is begun here")

    def tell(self, step: Step) -> None:
        raise AssertionError("no file is reviewed here")


def test_what_arrives_changes_or_goes_leads_to_a_run_and_nothing_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = replace(A, size=11)
    looks = Looks(monkeypatch, [A], [A], [A], [A, B], [A, B], [changed, B], [changed, B], [B], [B])
    assert len(list(looks.results())) == len(looks.runs)
    assert looks.runs == [[A.path], [A.path, B.path], [A.path, B.path], [B.path]]


def test_an_empty_folder_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch, [], [], [])
    assert list(looks.results()) == []


def test_where_no_more_can_be_written_the_watch_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch, [A], [A], [A, B], [A, B])
    looks.trouble = "disk full"
    assert [result.trouble for result in looks.results()] == ["disk full"]


def test_a_file_of_this_machine_that_grows_waits_until_it_is_whole(tmp_path: Path) -> None:
    arrivals = Arrivals()
    contract = tmp_path / "a.txt"

    def look() -> list[str]:
        return [one.path for one in arrivals.settled(watching.list_contracts(str(tmp_path), "out").contracts)]

    for words in ("甲方", "甲方和乙方", "甲方和乙方。"):
        contract.write_text(words, encoding="utf-8")
        assert look() == []
    assert look() == ["a.txt"]
