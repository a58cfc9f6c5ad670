"""A sentence carries the context that gives it its meaning."""

from __future__ import annotations

import pytest

from contractscan import structure
from contractscan.match import Unit, UnitKind, units
from contractscan.model import Parties, Party
from contractscan.nlp import Pipelines
from contractscan.parties import BOTH, BRAND, MENTION, PARTNER, ROLE
from contractscan.readers import plain
from contractscan.rules.schema import Terms

SIDES = Parties(Party("", ("甲方", "Client")), Party("", ("乙方", "Agency")), decided=True)
B, P = BRAND, PARTNER
PIPELINES = Pipelines(
    {"data": Terms(zh=("数据",), en=("data",)), "keeping": Terms(zh=("保密",), en=("confidentiality",))}
)


def read(text: str) -> list[Unit]:
    document = plain.document_of(text, path="a contract")
    return list(units(document, structure.outline(document), SIDES, PIPELINES))


def words(unit: Unit) -> str:
    return unit.text.text


def test_an_item_carries_the_lead_in_of_its_list() -> None:
    found = read("5.2 乙方不得：\n（1）为其他客户提供服务；\n（2）自营同类商品。")
    assert words(found[-1]).startswith(f"5.2{P}不得:")
    assert words(found[-1])[found[-1].lead :] == "(2)自营同类商品。"


def test_an_item_inside_a_sentence_carries_its_lead_in_too() -> None:
    found = read("Agency shall not: (a) use the data for others; or (b) sell it.")
    assert [words(unit)[unit.lead :] for unit in found][-1] == "(b) sell it."
    assert words(found[-1]).startswith(f"{P} shall not:")


def test_a_dropped_chinese_subject_is_that_of_the_sentence_before() -> None:
    first, second = read("乙方应妥善保管数据。不得将甲方数据用于其他客户。")
    assert words(first).startswith(P)
    assert words(second) == f"{P}不得将{B}数据用于其他客户。"
    assert second.lead == 1


def test_a_subject_may_come_from_the_heading() -> None:
    found = read("第四条 乙方的义务\n4.1 不得泄露数据。")
    assert words(found[-1]).startswith(P)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        # a list on lines of its own, and one inside a sentence
        ("乙方不得：\n(1) 为他人代理；\n(2) 自营同类商品。", [P, P, P]),
        ("乙方不得：（1）为他人代理；（2）自营同类商品。", [P, P, P]),
        ("5. Agency shall not:\n(a) act for others;\n(b) sell such goods itself.", [P, P, P]),
        ("Agency shall not: (a) act for others; (b) sell such goods itself.", [P, P, P]),
        # a heading that names one party
        ("第四条 乙方的义务\n1. 按时提交月报。\n2. 不得转委托。", [P, P, P]),
        ("三、甲方权利与义务\n1、有权监督乙方的工作。\n四、乙方权利与义务\n1、有权收取费用。", [B, B, P, P]),
        ("3.1 乙方的义务\n3.1.1 不得为甲方的对手运营店铺。", [P, P]),
        ("第三条 双方的义务\n3.1 甲方的义务\n(1) 按时付款。\n3.2 乙方的义务\n(1) 提交月报。", [BOTH, B, B, P, P]),
        ("ARTICLE 4. OBLIGATIONS OF AGENCY\n4.1 To report monthly.\n4.2 Client shall help.", [P, P, B]),
        ("4. Agency's Obligations\n4.1 To report monthly.", [P, P]),
        # under it, the party that something is done to or for is not the subject
        ("第四条 乙方的义务\n1. 按时向甲方提交月报。\n2. 配合甲方的检查。\n3. 未经甲方同意，不得转包。", [P, P, P, P]),
        ("ARTICLE 4. OBLIGATIONS OF AGENCY\n4.1 To pay Client on time.\n(a) report to Client monthly.", [P, P, P]),
        # but a party that acts, or that a thing is for, stays what it is
        ("第四条 乙方的义务\n1. 费用由甲方承担。\n2. 如甲方逾期，可以停止服务。\n3. 甲方应予配合。", [P, B, B, B]),
        ("ARTICLE 4. OBLIGATIONS OF AGENCY\n4.1 The fees are paid by Client.\n4.2 Client shall help.", [P, B, B]),
        # the subject of the sentence before
        ("双方应当保密。不得向第三方披露。", [BOTH, BOTH]),
        ("乙方应妥善保管数据，其不得转交他人。", [P]),
        ("Agency keeps the data. It shall not sell it.", [P, P]),
        # passive voice
        ("服务费由甲方支付。数据应当由乙方返还给甲方。", [B, P]),
        ("The fee shall be paid by Client. All data shall be returned by Agency to Client.", [B, P]),
        # roles that either may take
        ("任何一方不得向第三方披露。守约方有权解除合同。", [BOTH, ROLE]),
    ],
)
def test_each_unit_begins_with_whom_it_binds(text: str, bound: list[str]) -> None:
    firsts = [MENTION.search(words(unit)) for unit in read(text)]
    assert [first[0] if first else "" for first in firsts] == bound


def test_the_evidence_is_the_sentence_alone() -> None:
    text = "5.2 乙方不得：\n（1）为其他客户提供服务；\n（2）自营同类商品。"
    unit = read(text)[-1]
    assert text[unit.start : unit.end] == "（2）自营同类商品。"


def test_a_sentence_is_put_as_the_law_has_it_and_kept_as_it_is_said() -> None:
    first, second = read("Client keeps the prices secret. Agency may walk away at any time.")
    assert (words(first), first.said) == (f"{B} shall keep the prices confidential.", f"{B} keeps the prices secret.")
    assert (words(second), second.said) == (
        f"{P} may terminate this agreement at any time.",
        f"{P} may walk away at any time.",
    )


def test_concepts_of_sentence_and_heading_are_kept_apart() -> None:
    unit = read("第八条 保密\n8.1 甲方的数据归甲方所有。")[-1]
    assert unit.concepts == {"data"}
    assert unit.heading_concepts == {"keeping"}


def test_headings_definitions_and_recitals_are_told_from_clauses() -> None:
    kinds = {
        UnitKind.HEADING: "第三条 数据归属\n3.1 数据归甲方所有。",
        UnitKind.DEFINITION: "“店铺数据”指店铺产生的全部数据。",
        UnitKind.RECITAL: "鉴于甲方拥有店铺数据，双方约定如下。",
        UnitKind.CLAUSE: "店铺数据归甲方所有。",
    }
    assert {kind: read(text)[0].kind for kind, text in kinds.items()} == {kind: kind for kind in kinds}
    english = {
        UnitKind.DEFINITION: '"Client Data" means all data of the store.',
        UnitKind.RECITAL: "WHEREAS, Client owns the data;",
        UnitKind.CLAUSE: "Client owns the data.",
    }
    assert {kind: read(text)[0].kind for kind, text in english.items()} == {kind: kind for kind in english}


def test_a_row_of_figures_is_one_unit() -> None:
    found = read("指标 | 要求 | 周期\n订单缺陷率 | ≤1% | 按月")
    assert words(found[-1]).replace(" ", "") == "订单缺陷率|≤1%|按月"


def test_a_row_in_two_languages_is_two_units() -> None:
    found = read("第三条 相互独家 | Article 3 Mutual Exclusivity\n店铺数据归甲方所有。 | The data belong to Client.")
    assert [unit.language for unit in found] == ["zh", "en", "zh", "en"]


def test_running_text_without_punctuation_is_cut() -> None:
    found = read("data " * 2000)
    assert max(len(words(unit)) for unit in found) < 3000
    assert sum(words(unit).count("data") for unit in found) == 2000
