"""Aliases, sides, and marking the mentions: miniature contracts in both languages."""

from __future__ import annotations

import re

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
from contractscan.parties.lexicon import load_lexicon
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


# names and aliases in the preambles that people write

PREAMBLES = {
    "a title page runs into the text": (
        "SALES AGREEMENT between Pebble Works, LLC and Tall Oak Page 1 of 9\n"
        'This Agreement is between Tall Oak (the "Company") and Pebble Works, LLC (the "Contractor").',
        [("Tall Oak", {"Company"}), ("Pebble Works, LLC", {"Pebble Works, LLC", "Contractor"})],
    ),
    "a title without full stop": (
        'SERVICES BETWEEN KELP FUND AND REEF CAPITAL, LLC This Agreement ("Agreement") is by and between KELP FUND, '
        'a trust (the "Fund"), and REEF CAPITAL, LLC, a company (the "Keeper").',
        [("KELP FUND", {"Fund"}), ("REEF CAPITAL, LLC", {"REEF CAPITAL, LLC", "Keeper"})],
    ),
    "a description without comma": (
        'AGREEMENT between Moss Data, LLC a Corporation under the laws of Maine ("Moss") and Fern Media Ltd. with an '
        'office at 5 Hill Road ("Fern").',
        [("Moss Data, LLC", {"Moss Data, LLC", "Moss"}), ("Fern Media Ltd.", {"Fern Media Ltd.", "Fern"})],
    ),
    "three parties, one of them a person": (
        'AGREEMENT by and among BIRCH, INC. (the "Company" or "Birch"), ANNA B. LINDEN ("Linden") and LINDEN TALKS, '
        'INC. ("Linden Talks"), as of June 1.',
        [
            ("BIRCH, INC.", {"BIRCH, INC.", "Company", "Birch"}),
            ("ANNA B. LINDEN", {"Linden"}),
            ("LINDEN TALKS, INC.", {"LINDEN TALKS, INC.", "Linden Talks"}),
        ],
    ),
    "no conjunction between the parties": (
        'This Amendment, entered into by and between Plum Foods, LLC ("Plum") Cherry Drinks Corporation ("Cherry"), '
        "amends the first one.",
        [
            ("Plum Foods, LLC", {"Plum Foods, LLC", "Plum"}),
            ("Cherry Drinks Corporation", {"Cherry Drinks Corporation", "Cherry"}),
        ],
    ),
    "an address with a bracket, a country with a short form": (
        'AGREEMENT between Wren GmbH, Lindenstr. 4, Halle (Saale) ("Wren"), and Lark Ltd., a company of the '
        'Republic of Nowhere ("RON"), hereinafter called "Lark".',
        [("Wren GmbH", {"Wren GmbH", "Wren"}), ("Lark Ltd.", {"Lark Ltd.", "Lark"})],
    ),
    "a group of two": (
        'AGREEMENT among Dawn Goods, Inc. ("Dawn"), Dusk Goods, Inc. ("Dusk" and together with Dawn, the "Sun '
        'Sellers") and Night Media LLC ("Night").',
        [
            ("Dawn Goods, Inc.", {"Dawn Goods, Inc.", "Dawn", "Dusk Goods, Inc.", "Dusk", "Sun Sellers"}),
            ("Night Media LLC", {"Night Media LLC", "Night"}),
        ],
    ),
    "the parties together are not a group": (
        'AGREEMENT between Dawn Inc. ("Dawn") and Night Media LLC ("Night" and together with Dawn, the "Parties").',
        [("Dawn Inc.", {"Dawn Inc.", "Dawn"}), ("Night Media LLC", {"Night Media LLC", "Night"})],
    ),
    "a role in front of the name": (
        'AGREEMENT by and between Stone Cards, L.L.C., a company ("Stone"), and its Reseller, Schoolbell, Inc., a '
        'Delaware corporation ("Schoolbell").',
        [
            ("Stone Cards, L.L.C.", {"Stone Cards, L.L.C.", "Stone"}),
            ("Schoolbell, Inc.", {"Schoolbell, Inc.", "Schoolbell", "Reseller"}),
        ],
    ),
    "a blank for a party": (
        'AGREEMENT between Vole Systems, Inc. ("Vole") with offices in Reno and ____________, a ______ corporation '
        '("Licensee").',
        [("Vole Systems, Inc.", {"Vole Systems, Inc.", "Vole"}), ("", {"Licensee"})],
    ),
    "a name with AND in it": (
        'AGREEMENT between EAST PIPE COMPANY ("Carrier") and NORTHTOWN GAS AND ELECTRIC COMPANY, a utility, '
        'hereinafter referred to as "Shipper."',
        [
            ("EAST PIPE COMPANY", {"EAST PIPE COMPANY", "Carrier"}),
            ("NORTHTOWN GAS AND ELECTRIC COMPANY", {"NORTHTOWN GAS AND ELECTRIC COMPANY", "Shipper"}),
        ],
    ),
    "no preamble, only brackets": (
        'Hosting terms, effective on signing. OTTER CORPORATION ("Otter"), 4 Pond Lane, and HERON CORPORATION '
        '("Heron"), 7 Lake Way, with reference to the facts below.\n'
        "Gross revenue is shared between Otter and Heron (gross of tax).",
        [("OTTER CORPORATION", {"OTTER CORPORATION", "Otter"}), ("HERON CORPORATION", {"HERON CORPORATION", "Heron"})],
    ),
    "a form that runs on": (
        "Party A (Shipper): Swift Freight Co., Ltd. Address: 12 Long Road\n"
        "Party B (Carrier): Hill Trucks Ltd. Address: 3 Short Road",
        [
            ("Swift Freight Co., Ltd.", {"Party A", "Shipper", "Swift Freight Co., Ltd."}),
            ("Hill Trucks Ltd.", {"Party B", "Carrier", "Hill Trucks Ltd."}),
        ],
    ),
    "a form with the roles in small letters": (
        "Party A (the service provider): Swift Freight Co., Ltd.\nParty B (brand side): Hill Pans Ltd.",
        [
            ("Swift Freight Co., Ltd.", {"Party A", "Service Provider", "Swift Freight Co., Ltd."}),
            ("Hill Pans Ltd.", {"Party B", "Brand Side", "Hill Pans Ltd."}),
        ],
    ),
    "a form with the letters behind the names": (
        "Client: Hill Pans Ltd. (Party A)\n"
        "Service Provider: Swift Sales Co., Ltd. (hereinafter referred to as Party B)",
        [
            ("Hill Pans Ltd.", {"Party A", "Client", "Hill Pans Ltd."}),
            ("Swift Sales Co., Ltd.", {"Party B", "Service Provider", "Swift Sales Co., Ltd."}),
        ],
    ),
    "a form with the role behind the name": (
        "Party A: Swift Sales Co., Ltd. (service provider)\nParty B: Hill Pans Ltd. (the client)",
        [
            ("Swift Sales Co., Ltd.", {"Party A", "Service Provider", "Swift Sales Co., Ltd."}),
            ("Hill Pans Ltd.", {"Party B", "Client", "Hill Pans Ltd."}),
        ],
    ),
    "a bracket behind a label that names no role": (
        "Party A (registered in Leeds): Swift Freight Co., Ltd.\nParty B: Hill Trucks Ltd.",
        [
            ("Swift Freight Co., Ltd.", {"Party A", "Swift Freight Co., Ltd."}),
            ("Hill Trucks Ltd.", {"Party B", "Hill Trucks Ltd."}),
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), PREAMBLES.values(), ids=PREAMBLES.keys())
def test_a_preamble_gives_each_party_its_name_and_its_aliases(text: str, expected: list[tuple[str, set[str]]]) -> None:
    parties = parties_of(text)
    found = [(p.name, set(p.aliases)) for p in (parties.brand, parties.partner, *parties.others)]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "sentence",
    [
        'Support is given between the hours of nine and five ("Working Hours"), in the Year 2030 ("Year").',
        'Each shop of Tern registered with us is a party to it (each an "Affiliate"; the "Affiliates").',
        'Tern sells cups (the "Products") in Peru (the "Territory") under this form (the "Confirmation").',
        'A note is due between Tern and a bank (the "Demand Note"), filed with the office (the "SEC").',
        "The network of radio towers (RAN) is built by others. It costs ten (10) dollars (gross).",
    ],
)
def test_what_is_defined_after_the_parties_is_no_party(sentence: str) -> None:
    parties = parties_of(f'AGREEMENT between Tern Ltd. ("Tern") and Gull LLC ("Gull").\n1. Terms. {sentence}')
    names = [set(p.aliases) for p in (parties.brand, parties.partner, *parties.others)]
    assert names == [{"Tern Ltd.", "Tern"}, {"Gull LLC", "Gull"}]


def test_a_text_that_defines_nobody_has_no_party() -> None:
    terms = 'Every shop that joins (each an "Affiliate") is listed by the Affiliate desk. Affiliate links stay. '
    assert parties_of(terms * 5) == Parties(Party("", ()), Party("", ()))


def test_the_initials_of_a_company_are_an_alias_where_the_text_uses_them() -> None:
    preamble = 'AGREEMENT between Wide River Trust Corp. ("Wide") and Stone, Pine & Walnut-Ohio, Inc. ("Agency").\n'
    used = parties_of(preamble + "SP&W sells policies. SP&W reports. Wide pays SP&W a commission.")
    assert "SP&W" in used.partner.aliases
    assert "SP&W" not in parties_of(preamble + "Agency sells policies. A&SP&W is a song.").partner.aliases


CHINESE_NAMES = {
    "a role in a sentence": (
        "推广协议\n甲方：\n乙方：\n就乙方为甲方推广课程事宜达成协议。\n乙方 作为甲方推广代理商，应当守法。",
        {"甲方"},
        {"乙方", "代理商"},
    ),
    "the name in the title": (
        "星桥优选代理推广服务协议\n甲方：\n乙方：\n就乙方为甲方星桥优选推广事宜达成协议。\n星桥优选有权解除本协议。",
        {"甲方", "星桥优选"},
        {"乙方"},
    ),
    "the shop that a party runs, and a short company name": (
        "经营合同\n甲方：无锡银杏茶业有限公司\n乙方：\n甲方授权乙方经营银杏茶香生活馆事宜。\n"
        "银杏茶香生活馆：以下简称“社区生活馆”，系指乙方的门店。\n乙方应与银杏公司核对账目，由北京公司见证。",
        {"甲方", "无锡银杏茶业有限公司", "银杏公司"},
        {"乙方", "社区生活馆"},
    ),
    "a label is no name": (
        "服务合同\n甲方（委托方）：电子邮箱\n乙方（服务方）：电子邮箱\n双方约定如下。",
        {"甲方", "委托方"},
        {"乙方", "服务方"},
    ),
    "terms that speak to whoever uses the service": (
        "店铺托管协议\n本协议由杭州晨帆网络科技有限公司（以下简称“我们”）与使用本服务的卖家（以下简称“您”或“客户”）订立。\n"
        "我们为您运营店铺。您应按月向我们支付服务费。",
        {"您", "客户"},
        {"杭州晨帆网络科技有限公司", "我们"},
    ),
}


@pytest.mark.parametrize(("text", "brand", "partner"), CHINESE_NAMES.values(), ids=CHINESE_NAMES.keys())
def test_what_chinese_sentences_call_a_party(text: str, brand: set[str], partner: set[str]) -> None:
    parties = parties_of(text)
    assert (set(parties.brand.aliases), set(parties.partner.aliases)) == (brand, partner)


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        # A licensee or an affiliate pays too: money does not outweigh a role.
        (
            'AGREEMENT between Alder Inc. ("Alder") and Rowan LLC ("Marketing Affiliate").\n'
            "Marketing Affiliate shall pay to Alder, as compensation for leads, five dollars.",
            "Alder",
        ),
        # Justified lines leave double spaces behind.
        (
            'AGREEMENT between Alder Inc. ("Alder") and Rowan LLC ("Rowan").\n'
            "Rowan  wishes  Alder  to act as  its  exclusive  distributor.  Rowan  hereby   appoints   Alder.",
            "Rowan",
        ),
        # Who supplies goods for resale is the brand, although the reseller pays it.
        (
            'AGREEMENT between Alder Inc. ("Alder") and its Reseller, Rowan LLC ("Rowan").\n'
            "Alder will provide Rowan for resale gift cards. Rowan authorizes Alder to debit its account. "
            "Rowan shall pay Alder a fee.",
            "Alder",
        ),
    ],
)
def test_sides_of_those_who_resell_or_pay_for_rights(text: str, brand: str) -> None:
    parties = parties_of(text)
    assert parties.decided
    assert brand in parties.brand.aliases


def test_one_passing_sentence_decides_nothing() -> None:
    preamble = 'AGREEMENT between Alder Inc. ("Alder") and Rowan LLC ("Rowan").\n'
    assert not parties_of(preamble + "On exit Rowan shall pay Alder the fees of the escrow.").decided
    twice = preamble + "Rowan shall pay Alder monthly fees. Alder shall provide design services to Rowan."
    assert parties_of(twice).decided


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
        ("Neither Party A nor Party B may assign it.", "<2> may not assign it."),
        ("If either Party A or Party B leaves", "If <2> leaves"),
        ("The two parties agree.", "<2> agree."),
        ("Either party may tell the other party.", "<2> may tell <O>."),
        ("The parties agree.", "<2> agree."),
        ("The Receiving Party returns it.", "<R> returns it."),
        ("no third party may rely on it", "no third party may rely on it"),
        ("give any third party a right", "give any third party a right"),
        ("甲方与乙方均应保密。", "<2>均应保密。"),
        ("甲方、乙方及丙方", "<2>及<3>"),
        ("乙方和甲方双方确认。", "<2>确认。"),
        ("甲方与乙方的对手合作。", "<B>与<P>的对手合作。"),
        ("Client and Agency shall each insure.", "<2> shall each insure."),
        ("either Client or Agency", "<2>"),
        ("between Client and Agency.", "between <B> and <P>."),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("客户名单归客户所有。", "客户名单归<B>所有。"),
        ("Customer lists belong to Customer.", "Customer lists belong to <B>."),
    ],
)
def test_a_party_called_customer_is_not_everybody_who_buys(text: str, expected: str) -> None:
    assert marked(text, Parties(Party("", ("客户", "Customer")), Party("", ("我们",)))) == expected


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


@pytest.mark.parametrize("text", ["推广方案由双方确认", "服务方式与运营方针", "委托方法另行约定", "品牌方面的要求"])
def test_a_role_word_inside_another_word_is_no_mention(text: str) -> None:
    sides = Parties(Party("", ("品牌方", "委托方")), Party("", ("推广方", "服务方", "运营方")), decided=True)
    assert not {BRAND, PARTNER} & set(mark(fold(text), sides).text)


def test_a_role_word_before_a_verb_is_a_mention() -> None:
    sides = Parties(Party("", ("委托方",)), Party("", ("推广方",)), decided=True)
    assert mark(fold("推广方向委托方法定代表人报告"), sides).text == f"{PARTNER}向{BRAND}法定代表人报告"


@pytest.mark.parametrize("written", ["Birkenhof Handel", "BIRKENHOF HANDEL", "the Birkenhof Handel", "BirkenhofHandel"])
def test_a_name_is_a_mention_in_capitals_and_without_its_blanks(written: str) -> None:
    sides = Parties(Party("", ("Birkenhof Handel",)), Party("", ("Agency",)), decided=True)
    assert mark(fold(f"by {written}."), sides).text == f"by {BRAND}."


def test_no_clue_in_english_goes_on_beyond_its_sentence() -> None:
    regexes = [regex for clue in load_lexicon().clues for regex in clue.regexes["en"]]
    beyond = re.compile(r"[.;。；\n]|\\[.sSDWn]|\[\^")  # what could match the end of a sentence
    assert regexes
    assert not [regex for regex in regexes if beyond.search(regex)]
