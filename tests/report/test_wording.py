"""Wording to propose: without the advice around it, and in the names that the contract gives to its parties."""

from dataclasses import replace

import pytest
from factory import BOOK, PARTIES, review

from contractscan.model import Language, Parties, Party
from contractscan.report.html import render_html
from contractscan.report.view import build_view
from contractscan.report.wording import in_own_names, wording_in
from contractscan.rules import load_rules


def parties(brand: tuple[str, ...], partner: tuple[str, ...]) -> Parties:
    return replace(PARTIES, brand=Party("", brand), partner=Party("", partner))


def test_wording_is_without_the_advice_around_it() -> None:
    assert wording_in("建议改为：“数据归甲方所有。”不接受时再议。", "zh") == "数据归甲方所有。"
    assert wording_in("请律师确认。", "zh") == ""
    assert wording_in("删去“独家”，改为：“乙方为甲方提供非独家服务。”", "zh") == "乙方为甲方提供非独家服务。"


def test_where_the_brand_is_party_b_the_names_change_places() -> None:
    turned = parties(("乙方", "品牌方"), ("甲方", "服务商"))
    assert in_own_names("“数据归甲方所有，乙方不得使用。”", turned, "zh") == "“数据归乙方所有，甲方不得使用。”"
    english = parties(("Party B", "乙方"), ("Provider",))
    said = in_own_names("Agency shall pay Client; Clients may not.", english, "en")
    assert said == "Provider shall pay Party B; Clients may not."


def test_the_page_speaks_in_the_contracts_own_names() -> None:
    named = replace(review(), parties=parties(("乙方",), ("甲方",)))
    turned = render_html(build_view(named, BOOK, "zh"))
    assert "店铺产生的全部数据归乙方所有。" in turned
    assert "店铺产生的全部数据归甲方所有。" not in turned


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nearly_every_request_of_the_rules_has_wording_in_it(language: Language) -> None:
    asks = [
        said.in_language(language)
        for rule in load_rules().rules.values()
        for sides in rule.ask.values()
        for said in (sides.brand, sides.partner)
        if said
    ]
    assert sum(not wording_in(ask, language) for ask in asks) <= len(asks) / 50
