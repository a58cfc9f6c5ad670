"""The user's policy: strict to read, and what it changes in a review."""

from __future__ import annotations

from pathlib import Path

import pytest

from contractscan.errors import PolicyError
from contractscan.model import Review, Risk, Side, Status, Verdict
from contractscan.policy import Policy, apply, load_policy
from contractscan.readers import plain
from contractscan.review import Options, book_for, review_document, rules_with

CONTRACT = """代运营合同
甲方（品牌方）：东湖公司
乙方（代运营方）：西湖公司
1. 合同期内，甲方不得在Temu等平台开展同样的活动。
2. 乙方应将店铺ODR控制在1%以下。
3. 店铺产生的全部数据归乙方所有。
"""
BOOK = rules_with()


def policy(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "contractscan.toml"
    path.write_text(text, encoding="utf-8")
    return load_policy(path, BOOK)


def review(policy: Policy) -> Review:
    return review_document(plain.document_of(CONTRACT, path="合同.txt"), Options(policy=policy))


def verdict(policy: Policy, item: str) -> Verdict:
    return next(verdict for verdict in review(policy).verdicts if verdict.item == item)


def test_a_policy_that_names_only_a_side_leaves_the_rules_as_they_are() -> None:
    assert apply(Policy(party="partner"), BOOK, Side.PARTNER) is BOOK


def test_an_item_left_out_is_not_asked(tmp_path: Path) -> None:
    items = {verdict.item for verdict in review(policy(tmp_path, 'ignore = ["non-compete"]')).verdicts}
    assert "non-compete" not in items
    assert "data-ownership" in items


def test_the_party_of_the_policy_is_reviewed_unless_another_is_named(tmp_path: Path) -> None:
    said = policy(tmp_path, 'party = "乙方"')
    assert review(said).side is Side.PARTNER
    document = plain.document_of(CONTRACT, path="合同.txt")
    assert review_document(document, Options(side="brand", policy=said)).side is Side.BRAND


def test_a_severity_is_for_the_side_under_review(tmp_path: Path) -> None:
    said = policy(tmp_path, '[severity.non-compete]\nbinds-brand = "low"')
    assert verdict(said, "non-compete").risk is Risk.LOW
    book = apply(said, BOOK, Side.BRAND)
    assert book.risk("non-compete", "binds-brand", Side.BRAND) is Risk.LOW
    assert book.risk("non-compete", "binds-brand", Side.PARTNER) is BOOK.risk(
        "non-compete", "binds-brand", Side.PARTNER
    )


def test_a_norm_takes_the_place_of_the_shipped_one_and_keeps_its_unit(tmp_path: Path) -> None:
    shipped = verdict(Policy(), "kpi-targets").norms
    assert [(check.norm, check.within) for check in shipped] == [("≤ 1 %", True)]
    said = policy(tmp_path, "[norms.kpi-targets]\nodr = {max = 0.5}")
    own = verdict(said, "kpi-targets").norms
    assert [(check.norm, check.within) for check in own] == [("≤ 0.5 %", False)]
    assert "政策" in book_for(review(said), Options(policy=said)).norm_source("kpi-targets", "odr", "zh")


def test_what_must_be_answered_is_missed_in_earnest(tmp_path: Path) -> None:
    assert verdict(Policy(), "renewal").status is Status.ABSENT
    missing = verdict(policy(tmp_path, 'require = ["renewal"]'), "renewal")
    assert (missing.status, missing.risk) == (Status.MISSING, Risk.HIGH)


@pytest.mark.parametrize(("demand", "demanded"), [("brand", ("brand",)), ("brand|shared", ("brand", "shared"))])
def test_an_answer_that_must_be_and_is_another_is_a_high_risk(
    tmp_path: Path, demand: str, demanded: tuple[str, ...]
) -> None:
    found = verdict(policy(tmp_path, f'require = ["data-ownership={demand}"]'), "data-ownership")
    assert (found.risk, found.demanded) == (Risk.HIGH, demanded)


def test_an_answer_that_must_be_and_is_changes_nothing(tmp_path: Path) -> None:
    asked = verdict(policy(tmp_path, 'require = ["data-ownership=partner"]'), "data-ownership")
    assert asked == verdict(Policy(), "data-ownership")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("party = [", "not valid TOML"),
        ("partei = 'x'", "partei: unknown key"),
        ("file = 'x'", "file: unknown key"),
        ("ignore = 'renewal'", "ignore: "),
        ("ignore = ['renewel']", "no item is called 'renewel'; did you mean 'renewal'"),
        ("[severity.renewal]\nautomatic = 'awful'", "severity.renewal.automatic: "),
        (
            "[severity.renewal]\nautomatik = 'low'",
            "no outcome of renewal is called 'automatik'; did you mean 'automatic'",
        ),
        ("[severity.renewals]\nautomatic = 'low'", "severity: no item is called 'renewals'"),
        ("[norms.renewal]\nnotice = {}", "norms.renewal.notice: give max, min, or both"),
        ("[norms.renewal]\nfoo = {max = 1}", "norms.renewal.foo: give its unit"),
        ("[norms.renewal]\nnotice = {maximum = 1}", "norms.renewal.notice.maximum: unknown key"),
        ("require = ['insurances']", "no item is called 'insurances'"),
        ("require = ['renewal=never']", "no outcome of renewal is called 'never'"),
        ("require = ['renewal']\nignore = ['renewal']", "also under ignore"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PolicyError, match=r"contractscan\.toml") as raised:
        policy(tmp_path, text)
    assert message in str(raised.value)


def test_a_policy_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        load_policy(tmp_path / "no.toml", BOOK)
