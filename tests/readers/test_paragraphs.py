"""Where a paragraph goes on in the next line."""

from __future__ import annotations

import pytest

from contractscan.readers.paragraphs import continues, ends_sentence, starts_part


@pytest.mark.parametrize(
    "line",
    [
        "第三条 费用", "第 十二 条", "一、总则", "（二）付款", "1.1 服务内容", "3、甲方供货", "2. Fees", "(a) the fee",
        "iv) the rest", "Article 5", "SECTION 2", "WHEREAS the brand", "甲方：", "Party B: a company",
        "附件一", "• item", "① 数据",
    ],
)  # fmt: skip
def test_a_part_starts(line: str) -> None:
    assert starts_part(line)


@pytest.mark.parametrize(
    "line", ["甲方应当付款", "2026年7月", "the agency", "30% of the fee", "Agency will", "A fee is"]
)
def test_no_part_starts(line: str) -> None:
    assert not starts_part(line)


@pytest.mark.parametrize("line", ["到期。", "as follows:", "the end.”", "付款；", "(as agreed.)"])
def test_a_sentence_ends(line: str) -> None:
    assert ends_sentence(line)


def test_a_full_line_goes_on_unless_a_clause_begins() -> None:
    assert continues("乙方应当在收到通知之日起三", "日内答复", full=True)
    assert not continues("乙方的权利", "（一）收取费用", full=True)


def test_a_short_line_ends_the_paragraph() -> None:
    assert not continues("服务费用", "甲方按月支付服务费", full=False)


def test_closing_punctuation_never_begins_a_paragraph() -> None:
    assert continues("（以下简称“平台", "”）", full=False)


def test_a_clause_number_can_be_a_reference() -> None:
    assert continues("as set out in Section", "4.2 of this contract", full=True)
    assert continues("ends during the first year,", "Section 10.3 applies", full=True)
    assert not continues("the fee is due.", "4.2 Late payment", full=True)
