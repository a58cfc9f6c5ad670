"""Contracts in which the side of a party does not follow from its place, or from one word."""

from __future__ import annotations

import pytest

from contractscan import structure
from contractscan.model import Parties
from contractscan.parties import identify
from contractscan.readers import plain


def parties_of(text: str) -> Parties:
    document = plain.document_of(text, path="a contract")
    return identify(document, structure.outline(document))


OTTER = 'Fast Otter LLC ("Otter")'
PAN = 'Blue Pan, Inc. ("Pan")'
TOLD = {
    # A sponsor pays for promotion, whatever marks the two let each other use.
    "a sponsor by name": (
        f'TEAM SPONSORSHIP AGREEMENT between {OTTER} and Blue Pan, Inc. ("Sponsor"). Otter grants Sponsor a license to '
        "use its marks, and Sponsor grants Otter one. Sponsor shall pay Otter a fee.",
        "Sponsor",
        "Otter",
    ),
    "a sponsor by deed": (
        f"SPONSORSHIP AGREEMENT between {OTTER} and {PAN}. Pan desires to be a sponsor of the team. Otter "
        "will designate "
        "Pan as an official sponsor.",
        "Pan",
        "Otter",
    ),
    "a vendor of sponsorship": (
        f'SPONSORSHIP AGREEMENT between Fast Otter LLC ("Vendor") and {PAN}. Vendor shall show the logo. Pan shall pay '
        "Vendor a fee.",
        "Pan",
        "Vendor",
    ),
    # Who lends a name is paid for it; who makes the goods is the brand.
    "the licensor of a name": (
        'ENDORSEMENT AGREEMENT between Birch Talks, Inc. ("Licensor") and Blue Pan, Inc. ("Company"). '
        "Company desires to "
        "obtain the right to use the name of Anna Birch. Licensor grants to Company the right to use it.",
        "Company",
        "Licensor",
    ),
    "a name that is lent without a role": (
        f'ENDORSEMENT AGREEMENT between Anna Birch ("Birch") and {PAN}. Pan desires to obtain the rights to '
        "use the name "
        "of the athlete. Birch grants to Pan the right and license to use it on its products.",
        "Pan",
        "Birch",
    ),
    "a licensor of goods": (
        'DISTRIBUTION AGREEMENT between Harbor LLC ("Licensee") and Blue Pan, Inc. ("Licensor"). Licensor '
        "grants Licensee "
        "the right to market and sell its goods.",
        "Licensor",
        "Licensee",
    ),
    # The same word, two sides.
    "a vendor of services": (
        f'MASTER SERVICES AGREEMENT between Harbor LLC ("Vendor") and {PAN}. Vendor shall provide design '
        "services to Pan.",
        "Pan",
        "Vendor",
    ),
    "a vendor of goods": (
        'DISTRIBUTOR AGREEMENT between Harbor LLC ("Harbor") and Blue Pan, Inc. ("Vendor"). Harbor shall buy '
        "the goods "
        "that it sells from Vendor.",
        "Vendor",
        "Harbor",
    ),
    "a franchise that speaks to you": (
        'FRANCHISE AGREEMENT between Blue Pan, Inc. ("we" or "us") and the person who signs ("you" or "Franchisee"). '
        + "You shall run the shop. We train you. " * 6,
        "we",
        "you",
    ),
    "a host that needs a licence": (
        f"LICENSE AND HOSTING AGREEMENT between {OTTER} and {PAN}. Pan is the owner of software. Otter wishes "
        "to obtain a "
        "license to host it, and Pan wishes to grant Otter such a license.",
        "Pan",
        "Otter",
    ),
    "a placement that is paid": (
        f"CO-BRANDING AGREEMENT between {OTTER} and {PAN}. Otter grants Pan a license to use its marks. Pan "
        "shall pay to "
        "Otter a placement fee. Pan desires to receive promotions on the site.",
        "Pan",
        "Otter",
    ),
    # Passive voice.
    "what is provided and paid": (
        f"AGREEMENT between {OTTER} and {PAN}. The services are provided by Otter to Pan. All fees are "
        "payable by Pan to "
        "Otter within ten days.",
        "Pan",
        "Otter",
    ),
    "what is wished for": (
        f"AGREEMENT between {OTTER} and {PAN}. Pan desires Otter to provide certain help with its shop.",
        "Pan",
        "Otter",
    ),
    "invoices for services": (
        f"AGREEMENT between {OTTER} and {PAN}. Otter delivers the Services that are ordered to Pan. Otter "
        "shall invoice Pan "
        "for the Services each month.",
        "Pan",
        "Otter",
    ),
    # A role that the contract gives weighs more than a service that the brand renders.
    "an affiliate that is served": (
        f'AGREEMENT between {PAN} and Fast Otter LLC ("Marketing Affiliate"). Pan shall provide hosting services to '
        "Marketing Affiliate.",
        "Pan",
        "Marketing Affiliate",
    ),
    "a shipper named second": (
        'AGREEMENT between Otter Lines LLC ("Carrier") and Blue Pan, Inc. ("Shipper"). The goods are carried by road.',
        "Shipper",
        "Carrier",
    ),
    "许可方 named second": (
        "商标许可合同\n甲方（被许可方）：无锡小满玩具有限公司\n乙方（许可方）：苏州青竹文创有限公司\n",
        "乙方",
        "甲方",
    ),
    "经销商 named first": (
        "产品经销合同\n甲方（经销商）：蚌埠三江商贸有限公司\n乙方（供货方）：合肥禾田食品有限公司\n甲方向乙方支付货款。",
        "乙方",
        "甲方",
    ),
    "供应商 of services": (
        "技术服务合同\n甲方：合肥禾田食品有限公司\n乙方（供应商）：杭州拾光科技有限公司\n乙方为甲方提供系统维护服务。",
        "甲方",
        "乙方",
    ),
    "达人 who is paid": (
        "达人带货合作协议\n甲方：合肥禾田食品有限公司\n乙方（达人）：李小满\n甲方应向乙方支付佣金。",
        "甲方",
        "乙方",
    ),
    "代言人": (
        "形象代言合同\n甲方（代言人）：李小满\n乙方：合肥禾田食品有限公司\n甲方授权乙方使用其肖像。",
        "乙方",
        "甲方",
    ),
    "赞助商 named second": (
        "赛事赞助协议\n甲方（主办方）：青岛帆船协会\n乙方（赞助商）：合肥禾田食品有限公司\n甲方授权乙方使用赛事标识。",
        "乙方",
        "甲方",
    ),
    "passive voice in Chinese": (
        "合作协议\n甲方：杭州拾光电商有限公司\n乙方：合肥禾田食品有限公司\n服务费由乙方支付给甲方。"
        "乙方的店铺由甲方负责运营。",
        "乙方",
        "甲方",
    ),
    # Translated from Chinese: the role before the letter, and who does what.
    "an entrusting party": (
        "Entrusting party (Party B): Ningshi Lamp Co., Ltd.\nEntrusted party (Party A): Haiyun Trading Co., Ltd.\n"
        "1. Both parties shall keep this contract secret.",
        "Party B",
        "Party A",
    ),
    "who supplies the goods, and who runs the shop": (
        "Party A: Haiyun Trading Co., Ltd.\nParty B: Ningshi Lamp Co., Ltd.\n"
        "1. Party B is responsible for supplying the products. Party A is in charge of store operation and promotion.",
        "Party B",
        "Party A",
    ),
    "who grants the right to run a shop": (
        "Party A: Haiyun Trading Co., Ltd.\nParty B: Ningshi Lamp Co., Ltd.\n"
        "1. Party B grants Party A the exclusive right of operating the shop.",
        "Party B",
        "Party A",
    ),
}


@pytest.mark.parametrize(("text", "brand", "partner"), TOLD.values(), ids=TOLD.keys())
def test_the_contract_tells_who_is_who(text: str, brand: str, partner: str) -> None:
    parties = parties_of(text)
    assert parties.decided
    assert brand in parties.brand.aliases
    assert partner in parties.partner.aliases


@pytest.mark.parametrize(
    "body",
    [
        "Otter's products and Pan's products are shown side by side. Each of them bears its own costs.",
        "Otter's website shows Pan's store. Pan's store shows Otter's website, and Otter's website shows the store.",
        "Otter shall identify and name Pan in what it prints. Pan will designate Otter as a friend.",
        "The representative of Pan calls Otter's representative once a month. Pan's representative keeps minutes.",
        "Otter agrees to use products that are safe. Otter shall brand its cups. Pan may sell other products.",
    ],
)
def test_what_both_may_say_decides_nothing(body: str) -> None:
    parties = parties_of(f"AGREEMENT between {OTTER} and {PAN}. {body}")
    assert not parties.decided
    assert "Otter" in parties.brand.aliases


def test_the_name_of_a_company_is_no_role() -> None:
    text = (
        'LICENSE between Blue Pan Inc. ("Pan") and Carrier Works Corp. ("Carrier"). The parties share what they know.'
    )
    assert not parties_of(text).decided


def test_a_sponsor_that_vouches_is_not_one_that_pays() -> None:
    text = (
        'MERCHANT SPONSORSHIP AGREEMENT between Kelp Bank, N.A. ("Bank") and Blue Pan, Inc. ("Pan"). Bank\'s '
        "sponsorship "
        "of Pan ends on notice, and by then Pan has found another one."
    )
    assert not parties_of(text).decided


def test_three_sides_keep_the_third_apart() -> None:
    text = (
        "三方合作协议\n甲方（代运营方）：杭州拾光电商有限公司\n乙方（平台方）：上海云集网络有限公司\n"
        "丙方（品牌方）：合肥禾田食品有限公司\n丙方委托甲方运营店铺。"
    )
    parties = parties_of(text)
    assert parties.decided
    assert parties.brand.aliases[0] == "丙方"
    assert parties.partner.aliases[0] == "甲方"
    assert [p.aliases[0] for p in parties.others] == ["乙方"]
