"""A watched folder as a user has it: files arrive, slowly and at once, and Ctrl-C ends it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from tests.end_to_end.test_batch import batch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sends signals to processes as Linux does")

CONTRACT = "代运营合同\n甲方（委托方）：某某公司\n乙方（服务方）：某某公司\n第一条 运营数据归乙方所有。\n"


class Watching:
    """A watch under way; what it says of each contract is in ``said``."""

    def __init__(self, folder: Path, out: Path) -> None:
        options = ["-f", "json", "--jobs", "1", "--interval", "1.5"]
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "contractscan", "watch", str(folder), "-o", str(out), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.said: Queue[dict[str, Any]] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.put(json.loads(line))

    def next(self) -> dict[str, Any]:
        """What is said next of a contract that was reviewed anew."""
        while True:
            told = self.said.get(timeout=60)
            if told["reviewed"]:
                return told

    def so_far(self) -> Iterator[dict[str, Any]]:
        """What was said and not yet heard."""
        while not self.said.empty():
            yield self.said.get_nowait()

    def end(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        errors = self.process.communicate(timeout=60)[1]
        return self.process.returncode, errors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "收件"
    made.mkdir()
    return made


@pytest.fixture
def watching(folder: Path, tmp_path: Path) -> Iterator[Watching]:
    made = Watching(folder, tmp_path / "out")
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.communicate()


def test_contracts_are_reviewed_as_they_arrive_and_as_a_batch_would(
    watching: Watching, folder: Path, tmp_path: Path
) -> None:
    (folder / "甲.txt").write_text(CONTRACT, encoding="utf-8")
    assert watching.next()["path"] == "甲.txt"
    with (folder / "慢.txt").open("w", encoding="utf-8") as slow:
        words = f"{CONTRACT}第二条 合同期一年。\n"
        for at in range(0, len(words), 5):  # more pieces than looks, and each sooner than the next look
            slow.write(words[at : at + 5])
            slow.flush()
            time.sleep(0.3)
            assert all(told["path"] != "慢.txt" for told in watching.so_far())
    assert watching.next()["path"] == "慢.txt"
    code, errors = watching.end()
    assert (code, "Traceback" in errors) == (0, False)
    batch(folder, tmp_path / "batch")
    for name in ("甲.txt.contractscan.json", "慢.txt.contractscan.json", "index.jsonl"):
        watched, whole = ((tmp_path / out / name).read_bytes() for out in ("out", "batch"))
        assert watched == whole, name


def test_ctrl_c_while_nothing_arrives_ends_it_quietly(watching: Watching, tmp_path: Path) -> None:
    assert watching.process.stderr is not None
    assert "Ctrl-C" in watching.process.stderr.readline()
    time.sleep(1)
    begun = time.monotonic()
    code, errors = watching.end()
    assert (code, errors) == (0, "")
    assert time.monotonic() - begun < 10
    assert not (tmp_path / "out" / "index.html").exists()
