"""Batches as a user runs them, and what becomes of them: kills, full disks, a cluster, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
COUNT = 40
PARAGRAPH = "{n}.{i} 乙方应于每月第{i}日前向甲方提交第{n}号店铺的运营报告，甲方应在收到后{i}日内支付服务费。\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes by /proc")


def command(folder: Path | str, out: Path | str, *options: str) -> list[str]:
    said = ["batch", str(folder), "-o", str(out), "-f", "json", "--fail-on", "never", *options]
    return [sys.executable, "-m", "contractscan", *said]


def batch(folder: Path | str, out: Path | str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        command(folder, out, *options), capture_output=True, text=True, encoding="utf-8", timeout=180, check=False
    )


def lines(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with contracts that differ, each the work of a moment."""
    made = tmp_path / "合同"
    made.mkdir()
    for number in range(COUNT):
        clauses = "".join(PARAGRAPH.format(n=number, i=i) for i in range(1, 60))
        (made / f"{number}.txt").write_text(f"代运营合同\n甲方：某某公司\n乙方：某某公司\n{clauses}", encoding="utf-8")
    return made


class Running:
    """A batch under way."""

    def __init__(self, folder: Path, out: Path, *options: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            command(folder, out, *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def wait_for(self, count: int) -> None:
        assert self.process.stdout is not None
        for _ in range(count):
            assert self.process.stdout.readline(), self.process.communicate()

    def workers(self) -> list[int]:
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]

    def end(self) -> tuple[int, str]:
        _, errors = self.process.communicate(timeout=180)
        return self.process.returncode, errors


@pytest.fixture
def start(folder: Path, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    begun: list[Running] = []

    def give(*options: str) -> Running:
        begun.append(Running(folder, tmp_path / "out", *options))
        return begun[-1]

    yield give
    for running in begun:
        running.process.kill()
        running.process.communicate()


def is_complete(out: Path, count: int = COUNT) -> bool:
    """Whether the overview lists all contracts, and each has a whole report and nothing beside it."""
    index = (out / "index.html").read_text(encoding="utf-8")
    reports = sorted(out.rglob("*.json"))
    assert all(json.loads(report.read_bytes())["error"] is None for report in reports)
    assert not list(out.rglob("*.part"))
    return len(reports) == count and all(f">{number}.txt</a>" in index for number in range(count))


def gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False


def test_a_worker_that_is_killed_costs_nothing(start: Callable[..., Running], tmp_path: Path) -> None:
    running = start("--jobs", "2")
    running.wait_for(1)
    os.kill(running.workers()[0], signal.SIGKILL)
    code, errors = running.end()
    assert (code, "not reviewed" in errors) == (0, False), errors
    assert is_complete(tmp_path / "out")


def test_a_parent_that_is_killed_takes_its_workers_along_and_the_next_run_goes_on(
    start: Callable[..., Running], folder: Path, tmp_path: Path
) -> None:
    running = start("--jobs", "2")
    running.wait_for(5)
    workers = running.workers()
    running.process.kill()
    assert gone(workers)
    told = lines(batch(folder, tmp_path / "out"))
    assert len(told) == COUNT
    assert 0 < sum(line["reviewed"] for line in told) <= COUNT - 5
    assert is_complete(tmp_path / "out")


def test_ctrl_c_finishes_what_is_in_flight_and_writes_the_overview(
    start: Callable[..., Running], folder: Path, tmp_path: Path
) -> None:
    running = start("--jobs", "2")
    running.wait_for(3)
    os.killpg(running.process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    code, errors = running.end()
    assert code == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors
    out = tmp_path / "out"
    done = len(list(out.glob("*.json")))
    assert 3 <= done < COUNT
    assert (out / "index.html").read_text(encoding="utf-8").count(".txt</a>") == 2 * done  # also in the heat map
    assert sum(line["reviewed"] for line in lines(batch(folder, out))) == COUNT - done
    assert is_complete(out)


def test_a_second_ctrl_c_ends_at_once(start: Callable[..., Running]) -> None:
    running = start("--jobs", "1")
    running.wait_for(1)
    workers = running.workers()
    os.kill(workers[0], signal.SIGSTOP)  # so that what is in flight never finishes
    os.kill(running.process.pid, signal.SIGINT)
    time.sleep(1)
    assert running.process.poll() is None
    os.kill(running.process.pid, signal.SIGINT)
    assert running.end()[0] == 130
    assert gone(workers)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(  # noqa: S603
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)],  # noqa: S607
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small file system (the same is tested with a sink that is full)")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607


def test_a_full_disk_ends_the_run_and_the_next_goes_on(folder: Path, small_disk: Path) -> None:
    out = small_disk / "out"
    full = batch(folder, out, "--jobs", "2")
    assert full.returncode == 2
    assert "make room" in full.stderr
    assert "Traceback" not in full.stderr
    done = len(lines(full))
    assert 0 < done < COUNT
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)  # noqa: S603, S607
    told = lines(batch(folder, out))
    assert len(told) == COUNT
    assert sum(line["reviewed"] for line in told) <= COUNT - done + 1
    assert is_complete(out)


def test_what_cannot_be_read_is_listed_and_is_exit_code_2(folder: Path, tmp_path: Path) -> None:
    for path in list(folder.iterdir())[3:]:
        path.unlink()
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\nnot really")
    (folder / "gone.pdf").symlink_to("nowhere.pdf")
    result = batch(folder, tmp_path / "out")
    assert result.returncode == 2
    assert "bad.pdf: " in result.stderr
    assert "gone.pdf: there is no such file" in result.stderr
    assert sum(line["error"] == "" for line in lines(result)) == 3


def test_a_batch_is_silent_where_nobody_looks(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "contractscan", "batch", str(tmp_path / "in"), "-o", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.stdout, result.stderr.count("\n")) == ("0 reviewed, 0 with high risk\n", 1)


# ---------------------------------------------------------------- a cluster


@pytest.fixture
def cluster() -> Iterator[dict[str, Any]]:
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    process = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(ROOT / "tests" / "batch" / "local_cluster.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield json.loads(process.stdout.readline())
    process.communicate(timeout=60)


@pytest.mark.slow
def test_a_cluster_gives_the_same_reviews_as_one_job_and_as_two(
    cluster: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    made: dict[str, dict[str, bytes]] = {}
    for name, options in {
        "one": ["--jobs", "1"],
        "two": ["--jobs", "2"],
        "cluster": ["--cluster", cluster["address"]],
    }.items():
        result = batch("samples", tmp_path / name, "-f", "html", "--exclude", "build", *options)
        assert result.returncode == 0, result.stderr
        files = (path for path in (tmp_path / name).rglob("*") if path.suffix in (".html", ".json"))
        made[name] = {path.name: path.read_bytes() for path in files}
    assert len(made["one"]) == 2 * 5 + 1
    assert made["two"] == made["one"]
    assert made["cluster"] == made["one"]


@pytest.mark.slow
def test_a_worker_of_a_cluster_that_is_killed_costs_nothing(
    cluster: dict[str, Any], start: Callable[..., Running], tmp_path: Path
) -> None:
    running = start("--cluster", cluster["address"])
    running.wait_for(1)
    os.kill(cluster["pids"][0], signal.SIGKILL)
    code, errors = running.end()
    assert code == 0, errors
    assert is_complete(tmp_path / "out")


def test_no_cluster_at_the_address_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    from contractscan.batch import crew
    from contractscan.batch.places import PlaceError

    monkeypatch.setattr(crew, "_PATIENCE", 1)
    with pytest.raises(PlaceError, match="no Dask scheduler answers"):
        crew.Cluster("tcp://127.0.0.1:9", 1)
