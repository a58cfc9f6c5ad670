"""Older office formats: found out by content, turned into DOCX by LibreOffice, and nothing is left behind."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from contractscan.errors import ReadError
from contractscan.readers import ReadOptions, office, read

Save = Callable[[str, bytes | str], Path]
RTF = rb"{\rtf1\ansi The agency runs the store.\par}"

# Stands in for LibreOffice: writes its arguments and what it was given, starts a child of its own, and never ends.
STUB = """#!{python}
import pathlib, subprocess, sys, time
work = pathlib.Path(sys.argv[-1]).parent
pathlib.Path({log!r}).write_text("\\n".join(sys.argv[1:]))
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path({log!r} + ".child").write_text(str(child.pid))
{then}
"""


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a stand-in for LibreOffice in its place; return where it writes its arguments."""

    def place(then: str) -> Path:
        log = tmp_path / "log"
        command = tmp_path / "soffice"
        command.write_text(STUB.format(python=sys.executable, log=str(log), then=then))
        command.chmod(0o755)
        monkeypatch.setattr(office, "find_libreoffice", lambda: str(command))
        return log

    return place


def is_running(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_without_libreoffice_the_error_says_what_to_do(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_libreoffice", lambda: None)
    with pytest.raises(ReadError, match="LibreOffice") as caught:
        read(save("a.rtf", RTF))
    assert ".docx" in caught.value.fix


def test_libreoffice_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / ("soffice.bat" if sys.platform == "win32" else "soffice")
    command.write_text("")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.find_libreoffice() == str(command)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
def test_what_takes_too_long_is_ended_with_its_children(save: Save, stub: Callable[[str], Path]) -> None:
    log = stub("time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(ReadError, match="had not finished"):
        read(save("a.rtf", RTF), ReadOptions(timeout=1.5))
    assert time.monotonic() - started < 10
    child = int(log.with_suffix(".child").read_text())
    deadline = time.monotonic() + 5
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)


def test_the_file_is_given_a_name_and_a_profile_of_our_own(save: Save, stub: Callable[[str], Path]) -> None:
    log = stub("child.kill()")
    with pytest.raises(ReadError, match="could not read"):
        read(save("--convert-to=x;$(a) 合同.rtf", RTF))
    arguments = log.read_text().splitlines()
    work = Path(arguments[-1]).parent
    assert Path(arguments[-1]).name == "contract.rtf"
    assert f"-env:UserInstallation={(work / 'profile').as_uri()}" in arguments
    assert not work.exists()
