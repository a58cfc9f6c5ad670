"""Folding makes writings alike and never loses a position."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractscan.text import fold, language_of, languages_of, monolingual
from contractscan.writing import plain_writing

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
        ("乙方應於終止後返還帳號", "乙方应于终止后返还账号"),
        ("著作權歸甲方；著作权归甲方", "著作权归甲方;著作权归甲方"),
        ("乙方之智慧財產權及營業秘密", "乙方之知识产权及商业秘密"),
        ("甲(jiǎ)方(fāng)应付款", "甲方应付款"),
        ("甲jiǎ方fāng wǒ men de 约定", "甲方约定"),
        ("Café店与 Nestlé 雀巢", "Café店与Nestlé雀巢"),
        ("乙方**不得**转让 *全部* 权利", "乙方不得转让全部权利"),
        ("甲*方*不得", "甲方不得"),
        ("The Agency **shall not** use 3*4 __boxes__", "The Agency shall not use 3*4 boxes"),
        ("金额__元，电话138****1234", "金额__元,电话138****1234"),
        ("其次条 费用；榜首条；其次条件成就", "第二条费用;第一条;其次条件成就"),
        ("支付服务\n- 11 -\n费", "支付服务费"),
        ("> 甲方\n> 应付款", ">甲方应付款"),
        ("甲方<br/>应<b>付</b>款，a < b > c", "甲方应付款,a < b > c"),
        ("1\\. Party A pays", "1. Party A pays"),
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
def test_a_slice_has_its_source_and_the_source_its_slice(source: str, data: st.DataObject) -> None:
    folded = fold(source)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.source(start, end)
    again = fold(source, first, last).text
    # A ligature or a circled digit folds to several characters, which share one source character.
    assert folded.text[start:end].strip() in again
    standing = folded.standing_for(first, last)
    assert folded.text[start:end] in standing.text
    assert all(first <= at < last for at in standing.starts)


def test_a_replaced_word_stands_where_it_stood() -> None:
    source = "使用者名單歸甲方"
    folded = fold(source)
    assert folded.text == "用户名单归甲方"
    assert source[slice(*folded.source(2, 4))] == "名單"


def test_a_rare_character_makes_no_text_traditional() -> None:
    assert fold("陈喆的档案由甲方保管，乙方不得查看其中的任何内容。" * 5).text.startswith("陈喆的档案")


@pytest.mark.parametrize(
    "text", ["甲方應付款", "第(dì)一(yī)条", "**bold** __x__ *a*", "使用者資料", "a\n- 3 -\nb &nbsp;<br>"]
)
def test_plain_writing_keeps_every_position(text: str) -> None:
    assert len(plain_writing(text)) == len(text)


@pytest.mark.parametrize("text", ["nānā" * 4000 + "z", "**a" * 9000, "*_" * 9000, "<b " * 9000, "(((" * 9000 + "ā"])
def test_plain_writing_takes_little_time_whatever_the_text(text: str) -> None:
    started = time.monotonic()
    plain_writing(text)
    assert time.monotonic() - started < 2


def test_the_table_of_characters_is_read_only_where_it_is_needed() -> None:
    code = (
        "from contractscan import text, writing; text.fold('甲方应付款，乙方 shall not'); text.fold('plain');"
        "print(writing._tables.cache_info().currsize); text.fold('應'); print(writing._tables.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == ["0", "1"]


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


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("an obliga-\ntion to report", "an obligation to report"),
        ("a promo\u2010\r\n  tional fee", "a promotional fee"),
        ("the agree\u00ad\nment", "the agreement"),
        ("a non-\nexclusive right", "a non-exclusive right"),
        ("Third-\nParty sellers", "Third-Party sellers"),
        ("within 10-\n15 days", "within 10- 15 days"),
        ("the fee -\nif any", "the fee - if any"),
        ("pay-\n\n2. Term", "pay- 2. Term"),
    ],
)
def test_a_word_divided_at_a_line_end_is_whole(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_word_made_whole_stands_for_both_its_halves() -> None:
    text = "an obliga-\ntion to report"
    folded = fold(text)
    at = folded.text.index("obligation")
    start, end = folded.source(at, at + len("obligation"))
    assert text[start:end] == "obliga-\ntion"


def test_ligatures_become_letters() -> None:
    assert fold("con\ufb01dential e\ufb00ort, o\ufb03cer").text == "confidential effort, officer"


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
