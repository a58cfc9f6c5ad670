"""When two quotes are the same words in another place."""

import pytest

from contractscan.compare import fingerprint
from contractscan.compare.likeness import likeness, similarity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.2 乙方应提前九十日书面通知甲方。", "第五条 乙方应提前九十日书面通知甲方。"),
        ("（二）乙方应提前九十日\n书面通知甲方。", "乙方应提前 90 日书面通知甲方"),
        ("甲方依第七条第二款解除合同的，乙方应交还账号。", "甲方依第九条解除合同的，乙方应交还账号。"),
        ("Under Section 4.2, Agency shall return all data.", "Under Section 11, Agency shall return all data."),
        ("4.1 Agency shall return “all data”.", '(b) Agency shall\nreturn "all data".'),
        ("代運營服務由乙方提供。", "代运营服务由乙方提供。"),
        ("Notice of thirty (30) days is given.", "Notice of 30 days is given."),
    ],
)
def test_text_that_is_moved_renumbered_or_set_anew_is_the_same(one: str, other: str) -> None:
    assert fingerprint("item", "outcome", one) == fingerprint("item", "outcome", other)
    assert likeness(one).figures == likeness(other).figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("乙方应提前三十日通知。", "乙方应提前九十日通知。"),
        ("The fee is 12% of sales.", "The fee is 15 % of sales."),
        ("按每件每月人民币 3,000 元付费。", "按每件每月人民币 5,000 元付费。"),
    ],
)
def test_other_figures_are_the_same_words_with_other_figures(one: str, other: str) -> None:
    assert fingerprint("item", "outcome", one) == fingerprint("item", "outcome", other)
    assert likeness(one).figures != likeness(other).figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("数据归甲方所有。", "数据归乙方所有。"),
        ("Agency may sell the data.", "Agency may not sell the data."),
        ("提前三十日通知。", "提前三十个工作日通知。"),
        ("The fee is 5% a month.", "The fee is 5‰ a month."),
        ("依《民法典》第九百三十三条解除。", "依《民法典》第五百六十三条解除。"),
    ],
)
def test_other_words_are_told_apart(one: str, other: str) -> None:
    same_words = fingerprint("item", "outcome", one) == fingerprint("item", "outcome", other)
    assert not (same_words and likeness(one).figures == likeness(other).figures)


def test_another_answer_or_item_has_another_fingerprint() -> None:
    quote = "数据归甲方所有。"
    assert len({fingerprint("a", "x", quote), fingerprint("a", "y", quote), fingerprint("b", "x", quote)}) == 3


def test_versions_of_a_clause_are_more_alike_than_two_clauses() -> None:
    clause = "未经乙方书面同意，甲方不得自行运营店铺，也不得另行委托任何第三方。"
    version = "未经乙方同意，甲方不得自行运营店铺，亦不可委托第三方。"
    other = "甲方应于每月五日前支付服务费，逾期按日计收违约金。"
    assert similarity(clause, version) > 0.5 > similarity(clause, other)


def test_a_quote_without_an_end_is_looked_at_in_bounded_time() -> None:
    assert len(likeness("1.1" * 1_000_000).words) <= 20_000
