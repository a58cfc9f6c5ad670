"""The interface texts: both languages, the same blanks, none unused and none missing."""

import re
from dataclasses import replace

import pytest
from factory import document, harmless

from contractscan.model import Language, Risk, Side, Status
from contractscan.report.texts import language_for, texts
from contractscan.resources import data_dir

KEYS = sorted(texts("en").entries)


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_the_same_blanks(key: str) -> None:
    zh, en = texts("zh").entries[key], texts("en").entries[key]
    assert zh
    assert en or key.startswith("codes.gap.")  # where English has the reader's own words
    assert sorted(re.findall(r"\{\w+\}", zh)) == sorted(re.findall(r"\{\w+\}", en))


def test_every_risk_status_and_side_has_a_name() -> None:
    for code in (*Risk, *(status for status in Status if status is not Status.RISK)):
        assert f"risk.{code}" in KEYS
    assert all(f"side.{side}" in KEYS for side in Side)


def test_no_text_is_left_unused() -> None:
    templates = data_dir("templates")
    sources = [*templates.glob("*.j2"), *(templates.parent / "contractscan").rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    script = (templates / "report.js").read_text(encoding="utf-8")
    computed = ("risk.", "side.", "verdict.", "remark.", "codes.", "diff.")
    assert [
        key
        for key in KEYS
        if not key.startswith(computed)
        and f'"{key}"' not in code
        and f"'{key}'" not in code
        and not (key.startswith("script.") and f'"{key.removeprefix("script.")}"' in script)
    ] == []


def test_the_page_says_nothing_that_has_no_text() -> None:
    script = (data_dir("templates") / "report.js").read_text(encoding="utf-8")
    said = re.findall(r'say\("(\w+)"', script)
    assert said
    assert [name for name in said if f"script.{name}" not in KEYS] == []


def test_an_unknown_code_is_shown_as_itself() -> None:
    assert texts("zh").code("gap", "never-heard-of") == "never-heard-of"


def test_the_report_speaks_the_language_of_the_contract() -> None:
    expected: list[tuple[tuple[Language, ...], Language]] = [(("zh", "en"), "zh"), (("en",), "en"), ((), "en")]
    for languages, language in expected:
        assert language_for(replace(harmless(), document=document(languages=languages))) == language
