"""Folding makes writings alike and never loses a position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractscan.text import fold, language_of, languages_of, monolingual

CONTRACT_TEXT = st.text(
    alphabet=st.sampled_from("甲乙方不得，。；：（）１２％ \n\t\u3000“”‘’—ABcd12%(),.;-\u200b\xa0ﬁ①"), max_size=60
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("乙方 不得：（１）\n为其他  客户", "乙方不得:(1)为其他客户"),
        ("ACoS 不高于 ２５％", "ACoS不高于25%"),
        ("the  “Agency”\nshall", 'the "Agency" shall'),
        ("  leading and trailing \n", "leading and trailing"),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
        ("ﬁrst—second", "first-second"),
        ("甲方、乙方。", "甲方、乙方。"),
        ("", ""),
    ],
)
def test_writings_fold_alike(written: str, folded: str) -> None:
    assert fold(written).text == folded


@given(CONTRACT_TEXT)
def test_every_folded_character_knows_its_source(source: str) -> None:
    folded = fold(source)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(source) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)
    assert fold(folded.text).text == folded.text


@given(CONTRACT_TEXT, st.data())
def test_the_source_of_a_slice_folds_to_the_slice(source: str, data: st.DataObject) -> None:
    folded = fold(source)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.source(start, end)
    again = fold(source, first, last).text
    # A ligature or a circled digit folds to several characters, which share one source character.
    assert folded.text[start:end].strip() in again


def test_a_range_is_folded_with_offsets_into_the_whole() -> None:
    source = "第一条 甲方\n第二条 乙方"
    folded = fold(source, 7)
    assert folded.text == "第二条乙方"
    assert folded.source(3, 5) == (11, 13)


def test_replacements_stand_for_the_whole_range_they_replace() -> None:
    folded = fold("the  Agency shall").replace([(4, 10, "X")])
    assert folded.text == "the X shall"
    assert folded.source(4, 5) == (5, 11)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("站内广告 ACoS 不高于 25%", "zh"),
        ("Party A 甲方", "zh"),
        ("The Agency (代理) shall report", "en"),
        ("TikTok Shop 店铺由乙方运营", "zh"),
        ("123", "en"),
    ],
)
def test_language_of_a_passage(text: str, language: str) -> None:
    assert language_of(text) == language


def test_languages_of_a_document_need_a_real_share() -> None:
    assert languages_of("甲方委托乙方运营其亚马逊店铺，ACoS 不高于 25%。") == ("zh",)
    assert set(languages_of("甲方委托乙方运营店铺。Party A engages Party B to operate the store.")) == {"zh", "en"}
    assert languages_of("12 %") == ()


BOTH = (
    "1.1 店铺数据归甲方所有，乙方不得使用。 The store data belongs to Party A, and Party B shall not use it for others."
)


def test_a_paragraph_that_says_it_twice_is_two_passages() -> None:
    assert [BOTH[start:end] for start, end in monolingual(BOTH, 0, len(BOTH))] == [BOTH[:22], BOTH[22:]]


@pytest.mark.parametrize(
    "text",
    [
        "乙方应在 TikTok Shop、Amazon Ads 及 Walmart Connect 平台运营 LANJA HOME 店铺，ACoS 不高于 25%。",
        "Zhongshan Hengyue Smart Lock Co., Ltd. (中山市恒钥智能锁具有限公司) engages the Agency to run its store.",
        "店铺数据归甲方所有。",
        "",
    ],
)
def test_a_name_in_the_other_script_makes_no_passage(text: str) -> None:
    assert list(monolingual(text, 0, len(text))) == [(0, len(text))]


@given(st.text(alphabet=st.sampled_from("甲乙数据。；. ;ab cd\n"), max_size=80))
def test_passages_cover_the_text(text: str) -> None:
    ranges = list(monolingual(text, 0, len(text)))
    assert "".join(text[start:end] for start, end in ranges) == text
