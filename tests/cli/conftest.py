import sys
from pathlib import Path

import pytest
from running import Ran, Run

from contractscan import cli

# The hand-made reviews are shared with the tests of the reports.
sys.path.insert(0, str(Path(__file__).parents[1] / "report"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def call(*args: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["contractscan", *map(str, args)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capfdbinary.readouterr()
        assert isinstance(stopped.value.code, int)
        return Ran(stopped.value.code, out.decode(), err.decode())

    return call
