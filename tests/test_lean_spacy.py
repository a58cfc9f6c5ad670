"""spaCy is imported without its command line, and nobody notices."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> str:
    return subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_command_line_is_not_imported() -> None:
    assert (
        run("import contractscan.nlp, sys; print('spacy.cli' in sys.modules, 'typer' in sys.modules)") == "False False"
    )


def test_whoever_asks_for_it_gets_the_real_one() -> None:
    code = "import contractscan.nlp, spacy.cli; print(spacy.cli.download.__module__, spacy.cli.info.__module__)"
    assert run(code) == "spacy.cli.download spacy.cli.info"


def test_spacy_info_still_works() -> None:
    code = "import contractscan.nlp, spacy; print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)"
    assert run(code) == "True"


def test_a_spacy_that_is_there_already_is_left_alone() -> None:
    code = "import spacy; real = spacy.info; import contractscan.nlp; print(spacy.info is real)"
    assert run(code) == "True"
