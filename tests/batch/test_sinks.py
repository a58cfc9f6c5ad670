"""Where reports go: whole or not at all, by path or URL, one run at a time."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from contractscan.batch import sinks
from contractscan.batch.places import PlaceError
from contractscan.batch.sinks import FolderSink, Sink, SinkFullError, UrlSink


@pytest.fixture(params=["folder", "store", "renaming"])
def sink(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    if request.param == "folder":
        yield FolderSink(tmp_path / "reports")
    else:
        if request.param == "renaming":
            monkeypatch.setattr(sinks, "_RENAMING", {"memory"})
        yield UrlSink("memory://reports")
        fsspec.filesystem("memory").store.clear()


def test_what_is_written_is_there_whole(sink: Sink) -> None:
    sink.write("供应商/a.pdf.html", b"one")
    sink.write("供应商/a.pdf.html", b"other")
    assert sink.read("供应商/a.pdf.html") == b"other"
    assert sink.sizes(["供应商/a.pdf.html", "b.html"]) == {"供应商/a.pdf.html": 5}


def test_what_is_appended_is_read_in_order_and_can_be_replaced(sink: Sink) -> None:
    sink.write("x/j", b"")
    for piece in (b"a", b"b", b"c"):
        sink.append("x/j", piece)
    assert sink.read("x/j") == b"abc"
    sink.replace("x/j", b"all")
    sink.append("x/j", b"!")
    assert sink.read("x/j") == b"all!"


def test_what_is_not_there_is_empty(sink: Sink) -> None:
    assert sink.read("x/j") == b""
    assert sink.sizes(["x/j"]) == {}


def test_another_run_of_the_past_left_pieces_that_still_count() -> None:
    UrlSink("memory://reports").append("x/j", b"a")
    try:
        assert UrlSink("memory://reports").read("x/j") == b"a"
    finally:
        fsspec.filesystem("memory").store.clear()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_full_disk_is_told_apart_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:1])
        raise OSError(code, os.strerror(code))

    (tmp_path / "a.html").write_bytes(b"before")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SinkFullError, match="make room"):
        FolderSink(tmp_path).write("a.html", b"after")
    assert (tmp_path / "a.html").read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    with (
        FolderSink(tmp_path).lock(),
        pytest.raises(PlaceError, match="another run"),
        FolderSink(tmp_path).lock(),
    ):
        pass
    with FolderSink(tmp_path).lock():
        pass


def test_the_lock_of_a_killed_run_does_not_hold(tmp_path: Path) -> None:
    killed = (
        "import os, sys; from pathlib import Path; from contractscan.batch.sinks import FolderSink\n"
        "with FolderSink(Path(sys.argv[1])).lock(): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", killed, str(tmp_path)], check=False, timeout=60)  # noqa: S603
    with FolderSink(tmp_path).lock():
        pass


def test_what_killed_runs_left_half_written_is_removed(tmp_path: Path) -> None:
    names = ("sub/.a.pdf.html.123.part", "sub/a.pdf.html", "sub/mine.part", "other/.b.html.1.part")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    FolderSink(tmp_path).sweep(["sub/a.pdf.html"])
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == set(names[1:])
