"""What a user hears of a batch while it runs."""

import json

import pytest

from contractscan.batch import Step
from contractscan.batch.told import Teller
from contractscan.report.index import FileResult
from contractscan.report.progress import Standing, describe
from contractscan.report.texts import texts


def step(path: str, done: int = 1, *, error: str = "") -> Step:
    result = FileResult(path, "" if error else f"{path}.html", high=0 if error else 2, error=error)
    return Step(result, (f"{path}.html",), True, done, 4, done, 100 * done, 400 - 100 * done)


def test_each_contract_is_one_line_of_json_as_soon_as_it_is_done() -> None:
    lines: list[str] = []
    with Teller("en", lines.append) as teller:
        teller.tell(step("合同\u202e\n.pdf"))
        assert len(lines) == 1
        teller.tell(step("b.pdf", error="damaged"))
    assert all(line.isascii() and line.endswith("\n") and line.count("\n") == 1 for line in lines)
    said = [json.loads(line) for line in lines]
    assert [(line["path"], line["high"], line["error"], line["reviewed"]) for line in said] == [
        ("合同\u202e\n.pdf", 2, "", True),
        ("b.pdf", 0, "damaged", True),
    ]


def test_the_standing_says_rate_time_left_counts_and_the_last_file() -> None:
    said = describe(Standing(3, 9, 2, 1, 1.26, 125.0, "2025/[red]合同\x1b.pdf"), texts("en"))
    assert said == "2 with high risk · 1 failed · 1.3 per second · 2:05 left · [red]合同␛.pdf"


def test_what_is_not_known_yet_is_not_said() -> None:
    said = describe(Standing(3, 9, 0, 0, None, None, "a.pdf"), texts("zh"))
    assert "每秒" not in said
    assert "剩余" not in said


def test_where_stderr_is_no_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with Teller("en", None) as teller:
        teller.tell(step("a.pdf"))
    assert capsys.readouterr() == ("", "")
