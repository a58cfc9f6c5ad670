"""Aliases, sides, and marking the mentions: miniature contracts in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractscan.model import Block, Document, Outline, Parties, Party, Side
from contractscan.parties import (
    BOTH,
    BRAND,
    MENTION,
    OTHER,
    PARTNER,
    ROLE,
    THIRD,
    identify,
    mark,
    side_of,
    with_brand,
)
from contractscan.text import fold


def parties_of(text: str) -> Parties:
    blocks = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    return identify(Document("x.txt", "", "text", text, tuple(blocks)), Outline(()))


CONTRACTS = {
    "role in brackets": (
        "店铺运营合同\n甲方（委托方）：宁海蓝鲸家居有限公司\n乙方（服务方）：杭州远帆电商有限公司\n双方约定如下。",
        {"甲方", "委托方", "宁海蓝鲸家居有限公司"},
        {"乙方", "服务方", "杭州远帆电商有限公司"},
    ),
    "the first party is the operator": (
        "托管协议\n甲方（代运营方）：深圳飞鱼科技有限公司\n乙方（店铺方）：台州山野用品有限公司\n乙方应向甲方支付托管费。",
        {"乙方", "店铺方"},
        {"甲方", "代运营方"},
    ),
    "nothing but the sentences": (
        "合作协议\n甲方：张三\n乙方：李四\n就乙方为甲方推广产品事宜达成协议。\n甲方应按月向乙方支付服务费。",
        {"甲方"},
        {"乙方"},
    ),
    "sentences that turn it round": (
        "合作协议\n甲　方：\n乙　方：\n乙方委托甲方运营其店铺，甲方为乙方提供推广服务，乙方向甲方支付佣金。",
        {"乙方"},
        {"甲方"},
    ),
    "short company names": (
        "协议\n委托方：厦门小贝用品有限公司（以下称“小贝公司”）\n"
        "受托方：广州大帆商贸有限公司（下称“大帆公司”）\n小贝公司委托大帆公司运营。",
        {"委托方", "小贝公司", "厦门小贝用品有限公司"},
        {"受托方", "大帆公司", "广州大帆商贸有限公司"},
    ),
    "platform joined by merchants": (
        "平台入驻合同\n甲方：\n乙方：\n乙方入驻甲方平台销售商品，甲方负责平台的运营。",
        {"乙方"},
        {"甲方"},
    ),
    "terms addressed to 您": (
        "速推推广服务协议\n本协议由您与速推运营团队所属公司（以下称为“速推”）订立。您可以注册为速推用户。"
        + "您应当提供素材。速推向您提供推广服务。" * 8,
        {"您", "用户"},
        {"速推"},
    ),
    "bilingual": (
        "甲方：中山恒光锁具有限公司\nParty A: Zhongshan Hengguang Lock Co., Ltd.\n"
        "乙方：北极咨询有限公司\nParty B: Arctic Consulting Ltd.\n"
        "乙方为甲方店铺提供推广服务。\nParty B shall provide promotion services to Party A.",
        {"甲方", "Party A", "Zhongshan Hengguang Lock Co., Ltd."},
        {"乙方", "Party B"},
    ),
    "english preamble": (
        'Deal (the "Agreement") of May 1, 2026 (the "Effective Date") between '
        'Blue Pan, Inc., a Nevada corporation ("Client"), and Harbor Sales LLC, with offices in '
        'Reno (hereinafter "Agency").\nClient appoints Agency.',
        {"Blue Pan, Inc.", "Client"},
        {"Harbor Sales LLC", "Agency"},
    ),
    "the distributor is named first": (
        'DISTRIBUTION AGREEMENT by and between Northwind Trading GmbH ("Distributor") and Alpine Tools AG '
        '(the "Company"). Distributor shall purchase the products from the Company and resell them.',
        {"Alpine Tools AG", "Company"},
        {"Northwind Trading GmbH", "Distributor"},
    ),
    "two names for one party, and an acronym": (
        'AGREEMENT between Orbit Labs, Inc. ("Orbit Labs" or "OLI") and Meadow Media Corp. (MMC). '
        "OLI hereby engages MMC to promote OLI products. OLI shall pay MMC a monthly fee.",
        {"Orbit Labs, Inc.", "Orbit Labs", "OLI"},
        {"Meadow Media Corp.", "MMC"},
    ),
    "passive voice": (
        'AGREEMENT between Dune Media Corp. ("Dune") and Cliff Goods Inc. ("Cliff"). Dune is hereby appointed by Cliff '
        "to sell its goods. Commissions payable to Dune are ten percent.",
        {"Cliff"},
        {"Dune"},
    ),
    "you and we": (
        'These terms govern the program of Lantern Ads Ltd. ("Lantern", "we", "us"). The merchant that joins is the '
        '"Participant" ("you").\nWe run campaigns on our platform for your listings. You pay us a fee.',
        {"Participant", "you"},
        {"Lantern", "we", "us"},
    ),
}


@pytest.mark.parametrize(("text", "brand", "partner"), CONTRACTS.values(), ids=CONTRACTS.keys())
def test_sides_come_from_the_contracts_own_words(text: str, brand: set[str], partner: set[str]) -> None:
    parties = parties_of(text)
    assert parties.decided
    assert brand <= set(parties.brand.aliases)
    assert partner <= set(parties.partner.aliases)
    for basis in parties.basis:
        assert basis.quote == text[basis.start : basis.end] != ""


@pytest.mark.parametrize(("text", "brand", "partner"), CONTRACTS.values(), ids=CONTRACTS.keys())
def test_defined_terms_are_no_aliases(text: str, brand: set[str], partner: set[str]) -> None:
    parties = parties_of(text)
    aliases = {*parties.brand.aliases, *parties.partner.aliases, *(a for p in parties.others for a in p.aliases)}
    assert not aliases & {"Agreement", "Effective Date", "协议", "合同", "本协议", "Services", "Products"}


def test_without_evidence_the_first_named_party_is_assumed_to_be_the_brand() -> None:
    parties = parties_of("备忘录\n甲　方：王五\n乙　方：赵六\n双方友好合作。")
    assert not parties.decided
    assert (parties.brand.aliases, parties.partner.aliases) == (("甲方",), ("乙方",))
    assert [(b.reason, b.quote) for b in parties.basis] == [("assumed-first-party", "甲　方")]


def test_a_third_party_to_the_contract_is_kept_apart() -> None:
    parties = parties_of("甲方（委托方）：\n乙方（服务方）：\n丙方（见证人）：\n甲方委托乙方推广，丙方见证。")
    assert parties.brand.aliases[0] == "甲方"
    assert parties.partner.aliases[0] == "乙方"
    assert [p.aliases[0] for p in parties.others] == ["丙方"]


def test_an_empty_document_has_no_parties() -> None:
    assert parties_of("") == Parties(Party("", ()), Party("", ()))


# overruling

SIDES = Parties(
    Party("Blue Pan, Inc.", ("Client", "甲方", "Party A")),
    Party("Harbor Sales LLC", ("Agency", "乙方", "Party B")),
    others=(Party("", ("Guarantor", "丙方")),),
)


def test_with_brand_swaps_the_sides_and_says_so() -> None:
    swapped = with_brand(SIDES, "agency")
    assert (swapped.brand, swapped.partner) == (SIDES.partner, SIDES.brand)
    assert swapped.decided
    assert swapped.basis[0].reason == "overruled"
    assert with_brand(SIDES, "Client").brand == SIDES.brand
    assert with_brand(SIDES, "丙方").brand.aliases == ("Guarantor", "丙方")


def test_with_brand_lists_the_names_it_knows() -> None:
    with pytest.raises(ValueError, match="Client, 甲方, Party A, Agency"):
        with_brand(SIDES, "Seller")


@pytest.mark.parametrize(
    ("alias", "side"),
    [("Client", Side.BRAND), ("party b", Side.PARTNER), ("Blue Pan, Inc.", Side.BRAND), ("丙方", None), ("", None)],
)
def test_side_of(alias: str, side: Side | None) -> None:
    assert side_of(SIDES, alias) is side


# marking


def marked(text: str, parties: Parties = SIDES) -> str:
    names = {BRAND: "B", PARTNER: "P", BOTH: "2", OTHER: "O", ROLE: "R", THIRD: "3"}
    return MENTION.sub(lambda m: f"<{names[m[0]]}>", mark(fold(text), parties).text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲方不得委托他人。", "<B>不得委托他人。"),
        ("甲乙双方均可解除。", "<2>均可解除。"),
        ("任何一方可以通知对方。", "<2>可以通知<O>。"),
        ("违约方应赔偿守约方。", "<R>应赔偿<R>。"),
        ("乙方不得向第三方披露。", "<P>不得向第三方披露。"),
        ("丙方承担保证责任。", "<3>承担保证责任。"),
        ("应当通知Client并由Agency处理。", "应当通知<B>并由<P>处理。"),
        ("以其他方式针对方案的各方面，另一方面", "以其他方式针对方案的各方面,另一方面"),
        ("品牌方承担广告费。", "<B>承担广告费。"),
        ("The Client's Account stays with the Client.", "<B>'s Account stays with <B>."),
        ("AGENCY shall report.", "<P> shall report."),
        ("Client Data and Agency Tools", "<B> Data and <P> Tools"),
        ("the agency relationship is not exclusive", "the agency relationship is not exclusive"),
        ("Client may engage another Agency.", "<B> may engage another Agency."),
        ("a Competing Agency", "a Competing Agency"),
        ("a government agency", "a government agency"),
        ("the Advertising Agency Network", "the Advertising Agency Network"),
        ("this Agency Agreement", "this Agency Agreement"),
        ("ClientSide is software", "ClientSide is software"),
        ("party a pays Party B", "<B> pays <P>"),
        ("Neither party shall assign it.", "<2> shall not assign it."),
        ("Neither Client nor Agency may assign it.", "<2> may not assign it."),
        ("Either party may tell the other party.", "<2> may tell <O>."),
        ("The parties agree.", "<2> agree."),
        ("The Receiving Party returns it.", "<R> returns it."),
        ("no third party may rely on it", "no third party may rely on it"),
    ],
)
def test_each_mention_becomes_one_character(text: str, expected: str) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You keep your listings.", "<B> keep <B>'s listings."),
        ("We charge you US$10 in the US.", "<P> charge <B> US$10 in the US."),
        ("Our share is paid to us.", "<P>'s share is paid to <P>."),
        ("youth and weather", "youth and weather"),
    ],
)
def test_pronouns_of_platform_terms(text: str, expected: str) -> None:
    assert marked(text, Parties(Party("", ("Participant", "you")), Party("", ("we", "us")))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平台可以通知商家。", "<P>可以通知<B>。"),
        ("第三方平台和亚马逊平台不受影响。", "第三方平台和亚马逊平台不受影响。"),
        ("其他商家不受影响。", "其他商家不受影响。"),
    ],
)
def test_common_nouns_as_names_are_not_found_in_other_peoples_names(text: str, expected: str) -> None:
    assert marked(text, Parties(Party("", ("商家",)), Party("", ("平台",)))) == expected


def test_a_replacement_stands_for_the_whole_mention() -> None:
    source = "So  the Client’s fee"
    folded = mark(fold(source), SIDES)
    at = folded.text.index(BRAND)
    start, end = folded.source(at, at + 1)
    assert source[start:end] == "the Client"


def test_private_use_characters_of_the_document_are_no_mentions() -> None:
    assert not MENTION.search(mark(fold("\ue000 and \ue001"), SIDES).text)


_PIECES = st.sampled_from(
    ["甲方", "乙方", "（以下简称“", "”）", "：", "甲方（委托方）：", "\n", " ", "委托", "between ",
     " and ", '("', '")', "Client", "Agency", "Acme, Inc.", "neither party shall", "the other party",
     "{{ name }}", "您", "you", "我们", "入驻", "平台", "\ue000", "\ue010", "\x00", "_"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join)))
def test_identify_and_mark_never_raise_and_keep_offsets_in_order(text: str) -> None:
    parties = parties_of(text)
    for basis in parties.basis:
        assert 0 <= basis.start <= basis.end <= len(text)
    folded = mark(fold(text), parties)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
