"""One contract in every format that people send it in: the review finds the same."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from contractscan.readers.office import find_libreoffice
from contractscan.review import review_file

SAMPLES = {"predatory": "predatory-代运营合同.docx", "bilingual": "bilingual-agreement.docx"}


def answers(path: Path) -> set[tuple[str, str]]:
    verdicts = review_file(path).verdicts
    found = {(verdict.item, finding.outcome) for verdict in verdicts for finding in verdict.findings}
    return found | {(verdict.item, str(verdict.status)) for verdict in verdicts}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("formats")
    for stem, sample in SAMPLES.items():
        (made / f"{stem}.docx").write_bytes((Path("samples") / sample).read_bytes())
    return made


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, set[tuple[str, str]]]:
    return {stem: answers(folder / f"{stem}.docx") for stem in SAMPLES}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["pdf", "doc", "odt", "rtf", "html", "txt:Text"])
def test_a_converted_contract_is_reviewed_alike(
    suffix: str, folder: Path, expected: dict[str, set[tuple[str, str]]]
) -> None:
    libreoffice = find_libreoffice()
    if libreoffice is None:
        pytest.skip("needs LibreOffice, which is not installed here, to convert the samples")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{stem}.docx") for stem in SAMPLES]
    command = [libreoffice, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own command
    for stem in SAMPLES:
        assert answers(folder / f"{stem}.{suffix.partition(':')[0]}") == expected[stem]
