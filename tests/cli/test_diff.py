"""The command that compares two versions: what it takes, where it writes, and its exit codes."""

import json
from pathlib import Path

import pytest
from running import Run

SAMPLE = """代运营合同
甲方（委托方）：杭州示例贸易有限公司
乙方（服务方）：宁波示例运营有限公司
第一条 甲方委托乙方运营亚马逊店铺。
第二条 运营数据归{owner}所有。
第三条 任何一方可以随时解除本合同，但应提前{days}日书面通知对方。
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return written(tmp_path / "旧版.txt", owner="甲方", days="三十")


def written(path: Path, **blanks: str) -> Path:
    path.write_text(SAMPLE.format(**blanks), encoding="utf-8")
    return path


def test_a_worse_answer_is_exit_code_1(run: Run, old: Path) -> None:
    new = written(old.with_name("新版.txt"), owner="乙方", days="三十")
    ran = run("diff", old, new)
    assert ran.code == 1
    assert "data-ownership" in ran.out
    assert run("diff", old, new, "--fail-on", "never").code == 0
    assert run("diff", new, old).code == 0, "what is better does not fail"
    assert run("diff", new, old, "--fail-on", "any").code == 1


def test_the_same_contract_is_exit_code_0_whatever_fails(run: Run, old: Path) -> None:
    same = written(old.with_name("又一份.txt"), owner="甲方", days="30")
    assert run("diff", old, same, "--fail-on", "any").code == 0


def test_a_notice_of_thirty_days_that_becomes_ninety_is_seen(run: Run, old: Path) -> None:
    new = written(old.with_name("新版.txt"), owner="甲方", days="九十")
    tree = json.loads(run("diff", old, new, "-f", "json").out)
    figures = [figure for item in tree["items"] for quote in item["quotes"] for figure in quote["figures"]]
    assert [(f["name"], f["old"]["value"], f["new"]["value"], f["direction"]) for f in figures] == [
        ("notice", 30.0, 90.0, "worse")
    ]


def test_stored_reviews_are_compared_like_contracts(run: Run, old: Path, tmp_path: Path) -> None:
    new = written(tmp_path / "新版.txt", owner="乙方", days="九十")
    stored = tmp_path / "旧版.json"
    run("review", old, "-f", "json", "-o", stored)
    both = run("diff", old, new, "-f", "json")
    mixed = run("diff", stored, new, "-f", "json")
    assert both.out == mixed.out


def test_a_contract_is_reviewed_for_the_side_that_the_stored_review_is_for(run: Run, old: Path, tmp_path: Path) -> None:
    stored = tmp_path / "旧版.json"
    run("review", old, "-f", "json", "-o", stored, "--party", "partner")
    tree = json.loads(run("diff", stored, old, "-f", "json").out)
    assert (tree["side"], tree["items"]) == ("partner", [])
    ran = run("diff", stored, old, "--party", "brand")
    assert ran.code == 2
    assert "the old review is for the partner, the new one for the brand" in ran.err


def test_the_page_goes_to_a_file_and_never_onto_a_contract(run: Run, old: Path, tmp_path: Path) -> None:
    new = written(tmp_path / "新版.txt", owner="乙方", days="三十")
    before = old.read_bytes()
    assert run("diff", old, new, "-f", "html", "-o", old).code == 2
    assert old.read_bytes() == before
    page = tmp_path / "changes.html"
    assert run("diff", old, new, "-f", "html", "-o", page).out == ""
    assert "<del>甲方</del>" in page.read_text(encoding="utf-8") or "<del>甲</del>" in page.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_is_exit_code_2(run: Run, old: Path) -> None:
    assert run("diff", old, old.with_name("nowhere.txt")).code == 2


def test_the_schema_of_a_comparison_is_printed(run: Run) -> None:
    assert json.loads(run("schema", "diff").out)["$id"] == "urn:contractscan:schema:comparison:1"
