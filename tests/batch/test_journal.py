"""What is remembered between runs, through kills, full disks and other versions."""

from pathlib import Path

import pytest

from contractscan.batch.journal import Entry, Journal
from contractscan.batch.sinks import FolderSink
from contractscan.batch.sources import Source
from contractscan.model import Side
from contractscan.report.index import FileResult


def entry(path: str, sha256: str = "A") -> Entry:
    result = FileResult(path, f"{path}.html", high=2, side=Side.PARTNER, brand="甲方")
    return Entry(Source(path, 5, "1"), sha256, "now", result, ((f"{path}.html", 9),))


@pytest.fixture
def sink(tmp_path: Path) -> FolderSink:
    return FolderSink(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".contractscan" / "journal.jsonl"


def test_what_was_added_is_there_in_the_next_run_even_after_a_kill(sink: FolderSink) -> None:
    Journal(sink).add([entry("a"), entry("合同\udcff")])
    assert Journal(sink).entries == {"a": entry("a"), "合同\udcff": entry("合同\udcff")}


def test_the_latest_line_of_a_contract_holds(sink: FolderSink) -> None:
    journal = Journal(sink)
    journal.add([entry("a", "A")])
    journal.add([entry("a", "B")])
    assert Journal(sink).entries == {"a": entry("a", "B")}


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_line_that_was_cut_short_costs_that_line_only(sink: FolderSink, file: Path, cut: int) -> None:
    journal = Journal(sink)
    journal.add([entry("a")])
    journal.add([entry("b")])
    file.write_bytes(file.read_bytes()[:-cut])
    after = Journal(sink)
    assert set(after.entries) == ({"a", "b"} if cut == 1 else {"a"})
    after.add([entry("c")])
    assert "c" in Journal(sink).entries


@pytest.mark.parametrize("line", [b"\xff\xfe", b"[]", b"{}", b'{"source": {"path": "x", "colour": 1}}', b"null"])
def test_lines_of_other_versions_are_passed_over(sink: FolderSink, file: Path, line: bytes) -> None:
    Journal(sink).add([entry("a")])
    file.write_bytes(line + b"\n" + file.read_bytes())
    assert set(Journal(sink).entries) == {"a"}


def test_at_the_end_one_line_for_each_contract_stays(sink: FolderSink, file: Path) -> None:
    journal = Journal(sink)
    for sha256 in "ABC":
        journal.add([entry("b", sha256), entry("a", sha256)])
    journal.close()
    assert len(file.read_bytes().splitlines()) == 2
    assert Journal(sink).entries == {"a": entry("a", "C"), "b": entry("b", "C")}


def test_where_nothing_has_changed_nothing_is_written(sink: FolderSink, file: Path) -> None:
    journal = Journal(sink)
    journal.add([entry("a")])
    journal.close()
    before = file.stat().st_mtime_ns
    Journal(sink).close()
    assert file.stat().st_mtime_ns == before


def test_a_fresh_journal_forgets(sink: FolderSink) -> None:
    Journal(sink).add([entry("a")])
    assert Journal(sink, fresh=True).entries == {}
    assert Journal(sink).entries == {}
