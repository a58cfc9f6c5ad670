"""Wording to propose: without the advice around it, and in the names that the contract gives to its parties."""

from dataclasses import replace

import pytest
from factory import BOOK, PARTIES, review

from contractscan.model import Language, Party
from contractscan.report.html import render_html
from contractscan.report.view import ReportView, build_view
from contractscan.report.wording import in_own_names, wording_in
from contractscan.rules import load_rules


def view(language: Language, brand: tuple[str, ...], partner: tuple[str, ...]) -> ReportView:
    parties = replace(PARTIES, brand=Party("", brand), partner=Party("", partner))
    return build_view(replace(review(), parties=parties), BOOK, language)


def test_wording_is_without_the_advice_around_it() -> None:
    usual = view("zh", ("甲方",), ("乙方",))
    assert wording_in("建议改为：“数据归甲方所有。”不接受时再议。", usual) == "数据归甲方所有。"
    assert wording_in("请律师确认。", usual) == ""
    assert wording_in("删去“独家”，改为：“乙方为甲方提供非独家服务。”", usual) == "乙方为甲方提供非独家服务。"


def test_where_the_brand_is_party_b_the_names_change_places() -> None:
    turned = view("zh", ("乙方", "品牌方"), ("甲方", "服务商"))
    assert wording_in("建议改为：“数据归甲方所有，乙方不得使用。”", turned) == "数据归乙方所有，甲方不得使用。"
    english = view("en", ("Party B", "乙方"), ("Provider",))
    assert (
        in_own_names("Agency shall pay Client; Clients may not.", english)
        == "Provider shall pay Party B; Clients may not."
    )


def test_the_page_speaks_in_the_contracts_own_names() -> None:
    turned = render_html(view("zh", ("乙方",), ("甲方",)))
    assert "店铺产生的全部数据归乙方所有。" in turned
    assert "店铺产生的全部数据归甲方所有。" not in turned


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nearly_every_request_of_the_rules_has_wording_in_it(language: Language) -> None:
    seen = view(language, ("甲方",), ("乙方",))
    asks = [
        said.in_language(language)
        for rule in load_rules().rules.values()
        for sides in rule.ask.values()
        for said in (sides.brand, sides.partner)
        if said
    ]
    assert sum(not wording_in(ask, seen) for ask in asks) <= len(asks) / 50
