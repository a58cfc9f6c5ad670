"""A report is there whole, or not at all."""

from pathlib import Path

import pytest

from contractscan.report import files
from contractscan.report.files import write_atomically


def test_it_replaces_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "报告.html"
    write_atomically(target, b"old")
    write_atomically(target, "新\n".encode())
    assert target.read_bytes() == "新\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_an_interruption_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "r.html"
    target.write_text("old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, b"new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Be on a system where a file that is open cannot be replaced; the first says how often it is."""
    monkeypatch.setattr(files, "_HOLDS_OPEN_FILES", True)
    monkeypatch.setattr(files, "_WAITS", (0.0, 0.0))
    left = [0]
    replace = Path.replace

    def refuses(part: Path, path: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "Access is denied", str(part))
        return replace(part, path)

    monkeypatch.setattr(Path, "replace", refuses)
    return left


def test_a_file_that_is_held_open_for_a_moment_is_replaced_then(tmp_path: Path, tries: list[int]) -> None:
    tries[0] = 2
    write_atomically(tmp_path / "index.xlsx", b"new")
    assert (tmp_path / "index.xlsx").read_bytes() == b"new"


def test_a_file_that_stays_open_stays_as_it_was_and_the_error_says_what_to_do(tmp_path: Path, tries: list[int]) -> None:
    (tmp_path / "index.xlsx").write_bytes(b"old")
    tries[0] = 3
    with pytest.raises(PermissionError, match=r"open in another program.*close it there.*index\.xlsx"):
        write_atomically(tmp_path / "index.xlsx", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("index.xlsx", b"old")]
