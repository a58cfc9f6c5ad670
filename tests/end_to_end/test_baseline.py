"""A batch that is held against an earlier one: only what is new is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CONTRACT = """代运营合同
甲方（委托方）：杭州示例贸易有限公司
乙方（服务方）：宁波样本运营有限公司
第一条 甲方委托乙方运营亚马逊店铺第 {number} 号。
第二条 运营数据归{owner}所有。
第三条 任何一方可以随时解除本合同，但应提前三十日书面通知对方。
第四条 合作期内，甲方不得另行委托任何第三方运营店铺。
"""


def batch(folder: Path, out: Path, *options: object) -> subprocess.CompletedProcess[str]:
    said = ["batch", folder, "-o", out, "-f", "html", "-f", "json", "--jobs", "1", *options]
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "contractscan", *map(str, said)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


def told(out: Path) -> dict[str, dict[str, Any]]:
    records = map(json.loads, (out / "index.jsonl").read_text(encoding="utf-8").splitlines())
    return {record["path"]: record for record in records}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An earlier batch over three contracts, and the folder as it is now: one changed, one moved, one new."""
    root = tmp_path_factory.mktemp("baseline")
    folder = root / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(CONTRACT.format(number=number, owner="甲方"), encoding="utf-8")
    assert batch(folder, root / "old", "--fail-on", "never").returncode == 0
    (folder / "1.txt").write_text(CONTRACT.format(number=1, owner="乙方"), encoding="utf-8")
    (folder / "2.txt").rename(folder / "改名.txt")
    (folder / "新.txt").write_text(CONTRACT.format(number=9, owner="甲方"), encoding="utf-8")
    return root


def test_only_what_is_new_is_told_and_a_second_run_tells_the_same(before: Path) -> None:
    ran = batch(before / "in", before / "new", "--baseline", before / "old")
    assert ran.returncode == 1, ran.stderr
    found = told(before / "new")
    assert set(found) == {"1.txt", "新.txt"}
    assert [answer["item"] for answer in found["1.txt"]["answers"]] == ["data-ownership"]
    assert (found["1.txt"]["since"], found["1.txt"]["high"]) == ("changed", 1)
    assert found["新.txt"]["since"] == "new"
    assert "exclusive-appointment" in [answer["item"] for answer in found["新.txt"]["answers"]]
    page = (before / "new" / found["1.txt"]["changes"]).read_text(encoding="utf-8")
    assert "data-ownership" in page
    overview = (before / "new" / "index.html").read_text(encoding="utf-8")
    assert found["1.txt"]["changes"] in overview
    assert "2 份没有变化" in overview
    again = batch(before / "in", before / "new", "--baseline", before / "old")
    lines = [json.loads(line) for line in again.stdout.splitlines()]
    assert [line["reviewed"] for line in lines] == [False] * 4
    assert told(before / "new") == found


def test_where_nothing_is_new_nothing_fails(before: Path) -> None:
    (before / "same").mkdir()
    (before / "same" / "0.txt").write_bytes((before / "in" / "0.txt").read_bytes())
    ran = batch(before / "same", before / "same-out", "--baseline", before / "old")
    assert (ran.returncode, told(before / "same-out")) == (0, {})
    assert "1 with nothing new" in ran.stderr


@pytest.mark.parametrize(
    ("place", "reason"), [("in", "not the folder of an earlier batch"), ("out", "to compare with")]
)
def test_a_baseline_that_cannot_be_used_is_refused(before: Path, tmp_path: Path, place: str, reason: str) -> None:
    out = tmp_path / "out"
    baseline = out if place == "out" else before / place
    ran = batch(before / "in", out, "--baseline", baseline)
    assert ran.returncode == 2
    assert reason in ran.stderr


def test_a_baseline_for_the_other_side_is_said_for_each_contract(before: Path, tmp_path: Path) -> None:
    ran = batch(before / "in", tmp_path / "out", "--baseline", before / "old", "--party", "partner")
    assert ran.returncode == 2
    assert "run this batch with --party" in ran.stderr
