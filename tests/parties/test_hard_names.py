"""Names and aliases that contracts define carelessly, or do not define at all."""

from __future__ import annotations

import pytest

from contractscan import structure
from contractscan.model import Block, Document, Outline, Parties
from contractscan.parties import identify
from contractscan.readers import plain

TERM = " Client hereby appoints Agency for the whole term."


def parties_of(text: str) -> Parties:
    document = plain.document_of(text, path="a contract")
    return identify(document, structure.outline(document))


def names(parties: Parties) -> list[set[str]]:
    return [set(p.aliases) for p in (parties.brand, parties.partner, *parties.others)]


DEFINED = {
    "another name for the same business": (
        'AGREEMENT between Fern Hollow, Inc., d/b/a Mossy Lane of Maine ("Client"), and Otter & Sons LLC, trading as '
        'Otterly ("Agency").' + TERM,
        [{"Fern Hollow, Inc.", "Mossy Lane of Maine", "Client"}, {"Otter & Sons LLC", "Otterly", "Agency"}],
    ),
    "a British company after its address": (
        'This Agreement is made between Blue Pan plc, of 4 Hill Road, Leeds, hereinafter referred to as "Client", and '
        'Harbor Sales Ltd, of 9 Quay Street, Hull, hereinafter referred to as "Agency".' + TERM,
        [{"Blue Pan plc", "Client"}, {"Harbor Sales Ltd", "Agency"}],
    ),
    "single quotes": (
        "AGREEMENT between Blue Pan, Inc. ('Client') and Harbor Sales LLC (the ‘Agency’)." + TERM,
        [{"Blue Pan, Inc.", "Client"}, {"Harbor Sales LLC", "Agency"}],
    ),
    "the quotes of other countries": (
        "AGREEMENT between Blue Pan, Inc. («Client») and Harbor Sales LLC („Agency“)." + TERM,
        [{"Blue Pan, Inc.", "Client"}, {"Harbor Sales LLC", "Agency"}],
    ),
    "half of the quotes": (
        'AGREEMENT between BLUE PAN INC, a company (hereinafter, -Client"), and HARBOR, Inc. (hereinafter, "Agency).'
        + TERM,
        [{"BLUE PAN INC", "Client"}, {"HARBOR, Inc.", "Agency"}],
    ),
    "each a party": (
        'AGREEMENT between Blue Pan, Inc. ("Client") and Harbor Sales LLC ("Agency") (each a "Party" and together '
        'the "Parties").' + TERM,
        [{"Blue Pan, Inc.", "Client"}, {"Harbor Sales LLC", "Agency"}],
    ),
    "nobody is between anybody": (
        'Blue Pan, Inc., with an office in Reno ("Pan"), and Anna Birch, represented by nobody ("Consultant"), agree '
        "to all terms and conditions of this Agreement. Pan shall pay Consultant a fee.",
        [{"Blue Pan, Inc.", "Pan"}, {"Consultant"}],
    ),
    "an alias that is the name, though it ends like a thing": (
        'BETWEEN:\n\nBLUE PAN SYSTEMS, INC.    4 HILL ROAD    (HEREAFTER "BLUE PAN SYSTEMS")\n\nAND\n\n'
        'HARBOR LLC    9 QUAY STREET    (HEREINAFTER "HARBOR")\n\n1. PURPOSE\nThe work of HARBOR for others ends.',
        [{"BLUE PAN SYSTEMS, INC.", "BLUE PAN SYSTEMS"}, {"HARBOR LLC", "HARBOR"}],
    ),
    "we and you, one of them unnamed": (
        'These terms are between Lantern Ads Ltd. ("Lantern", "we" or "our") and the seller that signs ("you"). '
        + "You pay us a fee. We run ads for you. " * 5,
        [{"you"}, {"Lantern Ads Ltd.", "Lantern", "we", "our"}],
    ),
    "a mediator between two": (
        'AGREEMENT among Blue Pan, Inc. ("Client"), Harbor LLC ("Agency") and Kelp Bank ("Escrow Agent").' + TERM,
        [{"Blue Pan, Inc.", "Client"}, {"Harbor LLC", "Agency"}, {"Kelp Bank", "Escrow Agent"}],
    ),
}


@pytest.mark.parametrize(("text", "expected"), DEFINED.values(), ids=DEFINED.keys())
def test_a_careless_definition_gives_its_alias(text: str, expected: list[set[str]]) -> None:
    assert names(parties_of(text)) == expected


def test_a_name_broken_over_two_lines_is_one_name() -> None:
    text = f'AGREEMENT between Blue\nPan, Inc.\n("Client") and Harbor\nSales LLC (the\n"Agency").{TERM}'
    parties = identify(Document("x.txt", "", "text", text, (Block(0, len(text)),)), Outline(()))
    assert names(parties) == [{"Blue Pan, Inc.", "Client"}, {"Harbor Sales LLC", "Agency"}]


PREAMBLE = 'AGREEMENT between {} ("Client") and {} ("Agency").' + TERM + "\n"


@pytest.mark.parametrize(
    ("client", "agency", "body", "found"),
    [
        # The first word of a name, where it acts.
        (
            "Zephyria Goods Ltd.",
            "Harbor LLC",
            "Zephyria may ask. Zephyria's marks stay. Zephyria shall pay.",
            "Zephyria",
        ),
        # An ordinary word is not the company, even at the beginning of a sentence.
        (
            "Information Goods, Inc.",
            "Harbor LLC",
            "All such information stays. Information shall not leave. Information may age. Information is kept.",
            None,
        ),
        # Nor is a word that both names begin with.
        (
            "Otter Goods, Inc.",
            "Otter Media LLC",
            "Otter shall act. Otter may act. Otter is here. Otter will act.",
            None,
        ),
    ],
)
def test_the_first_word_of_a_name_is_an_alias_where_it_acts(
    client: str, agency: str, body: str, found: str | None
) -> None:
    parties = parties_of(PREAMBLE.format(client, agency) + body)
    assert set(parties.brand.aliases) == {client, "Client"} | ({found} if found else set())
    assert set(parties.partner.aliases) == {agency, "Agency"}


def test_an_alias_in_capitals_is_used_in_common_letters() -> None:
    text = (
        'AGREEMENT between BLUE PAN, INC. ("BLUE PAN") and HARBOR SALES LLC ("NORTH HARBOR").\n'
        "From today Blue Pan appoints North Harbor as its agent. Whatever Blue Pan asks for, North Harbor "
        "shall do, and "
        "then Blue Pan pays, while North Harbor reports."
    )
    parties = parties_of(text)
    assert "Blue Pan" in parties.brand.aliases
    assert "North Harbor" in parties.partner.aliases


def test_the_letters_of_a_name_are_an_alias_of_who_has_no_other() -> None:
    text = (
        "AGREEMENT by and between Blue Pan Corporation and Harbor Works, LLC.\nBLPN will host the shop of "
        "Harbor Works. "
        "BLPN shall report. BLPN may leave. BLPN agrees to stay. Harbor Works appoints BLPN. AMZN shall not care. "
        "Signed: Blue Pan Corporation, and for Harbor Works, LLC."
    )
    parties = parties_of(text)
    assert names(parties) == [
        {"Harbor Works, LLC.", "Harbor Works"},
        {"Blue Pan Corporation", "BLPN"},
    ]


CHINESE = {
    "consignor and consignee": (
        "居间协议\n委托人：王小明\n受托人：青岛海蓝经纪有限公司\n委托人应按月支付佣金。",
        {"委托人"},
        {"受托人", "青岛海蓝经纪有限公司"},
    ),
    "merchant and platform, who are never labelled": (
        "商家服务协议\n本协议由商家与平台共同签署。\n商家应按时向平台支付技术服务费。平台为商家提供展示服务。",
        {"商家"},
        {"平台"},
    ),
    "the short name stands in the label of the next line": (
        "推广协议\n甲方（以下简称“品牌方”）：合肥禾田食品有限公司\n乙方（以下简称“服务商”）：杭州拾光电商有限公司\n"
        "品牌方应向服务商支付服务费。",
        {"甲方", "品牌方", "合肥禾田食品有限公司"},
        {"乙方", "服务商", "杭州拾光电商有限公司"},
    ),
    "the first party is the agency, and only short names act": (
        "推广合作协议\n甲方：长沙橘洲传媒有限公司（以下简称“橘洲”）\n乙方：湘潭红豆农业有限公司（以下简称“红豆农业”）\n"
        "红豆农业委托橘洲推广其产品，并应向橘洲支付推广服务费。",
        {"乙方", "红豆农业", "湘潭红豆农业有限公司"},
        {"甲方", "橘洲", "长沙橘洲传媒有限公司"},
    ),
    "a consultant": (
        "顾问协议\n聘请方：合肥禾田食品有限公司\n顾问：周大川\n聘请方聘请顾问提供咨询。",
        {"聘请方", "合肥禾田食品有限公司"},
        {"顾问"},
    ),
    "you and we": (
        "推广服务条款\n欢迎使用我们的服务。" + "您应当保管账号。我们为您提供推广服务。您应向我们支付服务费。" * 4,
        {"您"},
        {"我们"},
    ),
}


@pytest.mark.parametrize(("text", "brand", "partner"), CHINESE.values(), ids=CHINESE.keys())
def test_chinese_names_of_both_sides(text: str, brand: set[str], partner: set[str]) -> None:
    parties = parties_of(text)
    assert parties.decided
    assert names(parties) == [brand, partner]
