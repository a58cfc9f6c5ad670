"""A rule book and reviews made by hand, so that the reports are tested without the engine."""

from __future__ import annotations

from dataclasses import replace

from contractscan.model import (
    Basis,
    Conflict,
    Document,
    Finding,
    Gap,
    Language,
    Method,
    NormCheck,
    Note,
    Part,
    Parties,
    Party,
    Proposal,
    Review,
    Risk,
    Side,
    Span,
    Status,
    Value,
    Verdict,
)
from contractscan.rules import RuleBook
from contractscan.rules.schema import BySide, Checklist, Item, Legal, Norm, Outcome, Rule, Stance, Text

_HIGH = Stance(brand=Risk.HIGH, partner=Risk.OK)
_MEDIUM = Stance(brand=Risk.MEDIUM, partner=Risk.OK)
_OK = Stance(brand=Risk.OK, partner=Risk.INFO)

_ITEMS = (
    Item(
        "exclusive",
        "restrictions",
        Text(
            zh="品牌方是否只能用这一家服务商（独家、唯一，不得自营或另行委托）？",
            en="Must the brand use this partner alone (exclusive, sole, no other appointment)?",
        ),
        {"locked": Outcome(Text(zh="品牌方被锁定", en="The brand is locked in"), _HIGH)},
    ),
    Item(
        "notice",
        "exit",
        Text(zh="任意解除须提前多久通知？", en="How much notice does a termination at will need?"),
        {
            "long": Outcome(Text(zh="通知期过长", en="A long notice"), _MEDIUM),
            "short": Outcome(Text(zh="通知期合理", en="A fair notice"), _OK),
        },
    ),
    Item(
        "data",
        "data",
        Text(zh="店铺、销售、广告与客户数据归谁所有？", en="Who owns the store, sales, advertising and customer data?"),
        {"brand": Outcome(Text(zh="归品牌方", en="The brand"), _OK)},
        silent=Outcome(Text(zh="没有约定", en="Not stated"), _HIGH),
    ),
    Item(
        "law",
        "general",
        Text(zh="适用何地法律？", en="Which law governs?"),
        {"stated": Outcome(Text(zh="已约定", en="Stated"), _OK)},
    ),
    Item(
        "suit",
        "general",
        Text(zh="是否承诺不起诉？", en="Is there a promise not to sue?"),
        {"any": Outcome(Text(zh="有", en="Yes"), _HIGH)},
    ),
)


def _rule(item: str, outcome: str, why: Text, ask: Text) -> Rule:
    says = Text(zh="委托人可以随时解除。", en="A principal may end a mandate at any time.")
    return Rule(
        schema=1,
        item=item,
        revision=1,
        about=(),
        outcomes=(),
        why={outcome: BySide(brand=why)},
        ask={outcome: BySide(brand=ask)},
        examples=(),
        basis=(Legal("CN", "《民法典》第九百三十三条", "2021-01-01", says),),
    )


BOOK = RuleBook(
    checklist=Checklist(
        1,
        {
            "restrictions": Text(zh="竞业与排他", en="Restrictions"),
            "data": Text(zh="数据与账号", en="Data and access"),
            "exit": Text(zh="期限与退出", en="Term and exit"),
            "general": Text(zh="一般条款", en="General terms"),
        },
        _ITEMS,
    ),
    rules={
        "exclusive": _rule(
            "exclusive",
            "locked",
            Text(zh="只能用一家服务商，做得不好也换不了。", en="With one partner only, a poor one cannot be replaced."),
            Text(zh="本合作为非独家合作。", en="This appointment is not exclusive."),
        ),
        "data": _rule(
            "data",
            "silent",
            Text(zh="不约定数据归属，退出时带不走。", en="Without a clause on data, none of it leaves with you."),
            Text(zh="店铺产生的全部数据归甲方所有。", en="All data of the store belongs to the Client."),
        ),
    },
    files={},
    concepts={},
    facts={},
    norms={"notice": {"notice": Norm("days", Text("行业惯例，2025", "industry practice, 2025"), max=60)}},
)


def finding(item: str, outcome: str, quote: str, *marks: str, **more: object) -> Finding:
    """A finding whose quote begins at offset 100; ``marks`` are words of the quote."""
    spans = tuple(Span(100 + quote.index(word), 100 + quote.index(word) + len(word)) for word in marks)
    made = Finding(
        item, outcome, 100, 100 + len(quote), quote, spans, 2, "第三条（二）", "合作方式", "zh", 0.9, f"{item}@1"
    )
    return replace(made, **more)  # type: ignore[arg-type]


EXCLUSIVE = finding(
    "exclusive",
    "locked",
    "合作期内，甲方不得自行运营店铺，\n也不得另行委托任何第三方运营。",
    "不得自行运营",
    "不得另行委托",
)
NOTICE = Value("notice", "九十日", 90.0, "days", 104, 107, ">=")
LONG = finding(
    "notice", "long", "甲方解除本合同的，应提前九十日书面通知。", "九十日", page=5, clause="第八条", values=(NOTICE,)
)
SHORT = finding(
    "notice",
    "short",
    "Either party may leave on thirty days’ notice.",
    "thirty days",
    language="en",
    clause="9.1",
    page=6,
)
LAW = finding("law", "stated", "本合同适用中华人民共和国法律。", page=7, clause="第十二条", heading="")

PARTIES = Parties(
    Party("杭州示例贸易有限公司", ("甲方", "委托方")),
    Party("", ("乙方",)),
    decided=True,
    basis=(Basis("role-word", "甲方（委托方）", 3, 10),),
)


def document(path: str = "代运营合同.pdf", languages: tuple[Language, ...] = ("zh", "en")) -> Document:
    parts = (Part("pages 1-7", Method.TEXT, 5000, None, 1, 7), Part("page 8", Method.OCR, 400, 0.934, 8, 8))
    return Document(path, "ab" * 32, "pdf", "正文", (), pages=8, languages=languages, parts=parts)


def review(
    *, unread: bool = False, decided: bool = True, quote: Finding = EXCLUSIVE, side: Side = Side.BRAND
) -> Review:
    """One item of every status that can stand together; ``unread`` turns the missing one into an open one."""
    paper = document()
    silent = Verdict("data", "data", Status.MISSING, Risk.HIGH)
    if unread:
        gap = Gap("scanned-page", "page 3", "The page is a picture.", "Install the ocr extra.", 3)
        paper = replace(paper, gaps=(gap,))
        silent = Verdict("data", "data", Status.UNREAD, None)
    return Review(
        replace(paper, notes=(Note("hidden-text", "The file has 20 hidden characters."),)),
        replace(PARTIES, decided=decided),
        side,
        (
            Verdict("exclusive", "restrictions", Status.RISK, Risk.HIGH, (quote, replace(quote, page=4))),
            silent,
            Verdict(
                "notice",
                "exit",
                Status.RISK,
                Risk.MEDIUM,
                (LONG, SHORT),
                (Conflict("language", LONG, SHORT),),
                (NormCheck(NOTICE, "≤ 60 days", False),),
            ),
            Verdict("law", "general", Status.INFO, Risk.INFO, (LAW,)),
            Verdict("suit", "general", Status.ABSENT, None),
        ),
        version="0.1.0",
    )


def proposal(
    item: str | None, category: str = "Covenant Not To Sue", quote: str = "It shall not challenge."
) -> Proposal:
    """A passage that only the learned detector found."""
    return Proposal(category, item, 0.74, 100, 100 + len(quote), quote, 3, "10.2", "No challenge")


def to_look_at() -> Review:
    """A review in which one item has a proposal and no answer, and a clause is of a kind that no item asks about."""
    made = review()
    verdicts = tuple(replace(v, proposals=(proposal("suit"),)) if v.item == "suit" else v for v in made.verdicts)
    return replace(made, verdicts=verdicts, other_clauses=(proposal(None, "Volume Restriction", "At most 10 seats."),))


def harmless() -> Review:
    """A review in which nothing is at risk, missing or unread."""
    return Review(
        document(), PARTIES, Side.BRAND, (Verdict("law", "general", Status.INFO, Risk.INFO, (LAW,)),), version="0.1.0"
    )
