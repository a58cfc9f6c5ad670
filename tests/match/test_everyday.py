"""Everyday words become the words of law before a sentence is matched; what is shown stays as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contractscan.literals import WordIndex, needed
from contractscan.match.everyday import Wording, in_law
from contractscan.model import Language
from contractscan.parties import BOTH, BRAND, PARTNER
from contractscan.resources import data_dir
from contractscan.review import review_file
from contractscan.text import Folded, fold

HERE = Path(__file__).parent
SAID = yaml.safe_load((HERE / "everyday.yaml").read_text(encoding="utf-8"))
SPOKEN = yaml.safe_load((HERE / "spoken.yaml").read_text(encoding="utf-8"))
EVERYDAY = yaml.safe_load((data_dir("clauses") / "everyday.yaml").read_text(encoding="utf-8"))
MARKS: dict[Language, dict[str, str]] = {
    "zh": {"甲方": BRAND, "乙方": PARTNER, "双方": BOTH},
    "en": {"Party A": BRAND, "Client": BRAND, "Agency": PARTNER, "Either party": BOTH, "either party": BOTH},
}
MEANINGS = [(language, *pair) for language in MARKS for pair in SAID[language]["meanings"].items()]
UNCHANGED = [(language, text) for language in MARKS for text in SAID[language]["unchanged"]]
PARTS: dict[Language, tuple[str, ...]] = {"zh": ("zh",), "en": ("en", "contractions")}
ENTRIES = [(language, entry) for language, parts in PARTS.items() for part in parts for entry in EVERYDAY[part]]


def marked(text: str, language: Language) -> Folded:
    for name, mark in MARKS[language].items():
        text = text.replace(name, mark)
    return fold(text)


@pytest.mark.parametrize(("language", "said", "meant"), MEANINGS)
def test_what_is_said_becomes_what_it_means(language: Language, said: str, meant: str) -> None:
    found = in_law(marked(said, language), language)
    assert found != marked(said, language)
    assert marked(found.text, language).text == marked(meant, language).text


@pytest.mark.parametrize(("language", "text"), UNCHANGED)
def test_words_that_only_look_alike_stay(language: Language, text: str) -> None:
    folded = marked(text, language)
    assert in_law(folded, language) == folded


@pytest.mark.parametrize(("language", "entry"), ENTRIES, ids=[entry["say"] for _, entry in ENTRIES])
def test_every_entry_has_its_example(language: Language, entry: dict[str, str]) -> None:
    alone = Wording([(entry["say"], entry["mean"])])
    texts = [marked(said, language) for said in SAID[language]["meanings"]]
    assert any(alone.in_law(text) != text for text in texts)


@pytest.mark.parametrize(("language", "entry"), ENTRIES, ids=[entry["say"] for _, entry in ENTRIES])
def test_no_entry_is_tried_in_every_text(language: Language, entry: dict[str, str]) -> None:
    index = WordIndex()
    index.add(needed(entry["say"], {"party": BRAND}), 1)
    assert index.called("") == 0


@pytest.mark.parametrize("language", MARKS)
@given(data=st.data())
def test_every_place_stands_for_a_place_of_the_contract(language: Language, data: st.DataObject) -> None:
    texts = [*SAID[language]["meanings"], *SAID[language]["unchanged"]]
    text = " ".join(data.draw(st.lists(st.sampled_from(texts), max_size=4)))
    folded = marked(text, language)
    meant = in_law(folded, language)
    for start, end in zip(meant.starts, meant.ends, strict=True):
        assert 0 <= start < end <= len(text)
    assert list(meant.starts) == sorted(meant.starts)


@pytest.mark.parametrize("name", SPOKEN)
def test_a_contract_as_people_speak_is_understood(name: str, tmp_path: Path) -> None:
    path = tmp_path / "合同.txt"
    path.write_text(SPOKEN[name]["text"], encoding="utf-8")
    answers = {verdict.item: verdict.findings[0].outcome for verdict in review_file(path).verdicts if verdict.findings}
    assert {item: answers.get(item) for item in SPOKEN[name]["answers"]} == SPOKEN[name]["answers"]
