"""Sentences survive legal prose; concepts are named where they stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contractscan.model import Language
from contractscan.nlp import Pipelines
from contractscan.rules.schema import Terms

PIPELINES = Pipelines(
    {
        "store": Terms(zh=("店铺", "卖家账户"), en=("store", "seller account")),
        "acos": Terms(zh=("ACoS",), en=("ACoS",)),
    }
)
B, P = "\ue000", "\ue001"


def sentences(language: Language, text: str) -> list[str]:
    (found,) = PIPELINES.read(language, [text])
    return [text[sentence.start : sentence.end] for sentence in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ends. It starts.", ["It ends.", "It starts."]),
        (f"Acme Inc. and Beta Co. Ltd. sign. {B} pays.", ["Acme Inc. and Beta Co. Ltd. sign.", f"{B} pays."]),
        ("See No. 5 of the U.S. store, e.g. the A+ page.", ["See No. 5 of the U.S. store, e.g. the A+ page."]),
        ("3. Term. 3.1 It runs for 1.5 years.", ["3. Term.", "3.1 It runs for 1.5 years."]),
        (f"{P} shall not: (a) copy; or (b) sell.", [f"{P} shall not:", "(a) copy; or", "(b) sell."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
    ],
)
def test_english_sentences(text: str, expected: list[str]) -> None:
    assert sentences("en", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{B}付款。{P}开票。", [f"{B}付款。", f"{P}开票。"]),
        (f"{P}不得:(1)复制;(2)出售。", [f"{P}不得:", "(1)复制;", "(2)出售。"]),
        ("ACoS不高于25%;ODR不高于1%。", ["ACoS不高于25%;ODR不高于1%。"]),
        ('称为"店铺"。其他', ['称为"店铺"。', "其他"]),
    ],
)
def test_chinese_sentences(text: str, expected: list[str]) -> None:
    assert sentences("zh", text) == expected


def test_concepts_are_named_by_sentence() -> None:
    (found,) = PIPELINES.read("en", ["The SELLER ACCOUNT is his. Stores close. Nothing."])
    assert [sentence.concepts for sentence in found] == [{"store"}, {"store"}, frozenset()]
    (found,) = PIPELINES.read("zh", ["店铺acos不高于25%。"])
    assert found[0].concepts == {"store", "acos"}


def test_a_paragraph_of_more_than_a_megabyte_is_read() -> None:
    (found,) = PIPELINES.read("zh", ["店铺" * 510_000 + "。"])
    assert [sentence.concepts for sentence in found] == [{"store"}]


def test_a_latin_term_is_not_found_inside_a_word() -> None:
    (found,) = PIPELINES.read("zh", ["XACoSX不高于25%。"])
    assert found[0].concepts == frozenset()


@example([":(1)", ""])
@example([";", "or (a) it"])
@given(st.lists(st.text(alphabet=st.sampled_from("ab .;:。(1)店铺\ue000 A"), max_size=30), max_size=5))
def test_texts_read_together_are_read_as_if_alone(texts: list[str]) -> None:
    for language in ("zh", "en"):
        read = PIPELINES.read("zh" if language == "zh" else "en", texts)
        together = list(read)
        alone = [next(PIPELINES.read("zh" if language == "zh" else "en", [text])) for text in texts]
        assert together == alone


@given(st.text(max_size=80))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    text = text.replace("\n", " ")
    (found,) = PIPELINES.read("en", [text])
    places = [place for sentence in found for place in (sentence.start, sentence.end)]
    assert places == sorted(places)
    assert "".join(text[s.start : s.end] for s in found).replace(" ", "") == text.replace(" ", "")
