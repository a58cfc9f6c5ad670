"""A report is there whole, or not at all."""

from pathlib import Path

import pytest

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
