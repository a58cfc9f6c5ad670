"""Faults of the text itself: blanks, figures, references, names, dates, languages, and changes still open."""

from dataclasses import replace

import pytest

from contractscan import parties, structure
from contractscan.drafting import find_faults
from contractscan.drafting.amounts import amount_faults
from contractscan.drafting.source import Source, places
from contractscan.model import Block, Change, Comment, Document, Finding, Language, Outline, Parties, Party, Span
from contractscan.readers import plain

NOBODY = Parties(Party("", ()), Party("", ()))

TEXT = "第一条 服务费\n甲方按月支付服务费三万元。\n乙方按月提交报告。"
FEE = TEXT.index("三万元")
REPORT = TEXT.index("乙方")


def findings(*changes: Change, comments: tuple[Comment, ...] = ()) -> tuple[Finding, ...]:
    ends = [i for i, char in enumerate(TEXT + "\n") if char == "\n"]
    starts = [0, *(end + 1 for end in ends)]
    blocks = tuple(Block(start, end) for start, end in zip(starts, ends, strict=False))
    document = Document("a.docx", "", "docx", TEXT, blocks, changes=changes, comments=comments)
    return find_faults(document, structure.outline(document), NOBODY)


def stated(finding: Finding) -> dict[str, str]:
    return {value.name: value.text for value in finding.values}


def test_a_clean_contract_has_no_finding() -> None:
    assert findings() == ()


def test_an_insertion_is_quoted_in_its_paragraph_with_who_and_when() -> None:
    (finding,) = findings(Change("insertion", "王敏", "2026-03-02T10:00:00Z", "三万元", FEE, FEE + 3))
    assert (finding.item, finding.outcome, finding.clause) == ("unaccepted-changes", "found", "第一条")
    assert finding.quote == TEXT[finding.start : finding.end] == "甲方按月支付服务费三万元。"
    assert finding.marks == (Span(FEE, FEE + 3),)
    assert stated(finding) == {"insertion": "三万元", "author": "王敏", "date": "2026-03-02T10:00:00Z"}


def test_a_deletion_is_shown_where_it_stood() -> None:
    (finding,) = findings(Change("deletion", "", "", "及周报", REPORT + 4, REPORT + 4))
    assert finding.quote == "乙方按月提交报告。"
    assert finding.marks == ()
    assert stated(finding) == {"deletion": "及周报"}


def test_changes_and_comments_come_in_the_order_of_their_places() -> None:
    change = Change("insertion", "王敏", "", "乙方", REPORT, REPORT + 2)
    comment = Comment("李雷", "", "含税吗？", FEE, FEE + 3)
    assert [finding.values[0].name for finding in findings(change, comments=(comment,))] == ["comment", "insertion"]


def test_a_comment_on_nothing_is_a_finding_all_the_same() -> None:
    document = Document("a.docx", "", "docx", "", (), comments=(Comment("李雷", "", "全文待定", 0, 0),))
    (finding,) = find_faults(document, structure.outline(document), NOBODY)
    assert stated(finding)["comment"] == "全文待定"


# ---------------------------------------------------------------- the text itself


def faults(text: str, item: str, languages: tuple[Language, ...] = ("zh",)) -> list[str]:
    """Return what is said of each fault of ``item`` in ``text``, as "kind: words"."""
    document = replace(plain.document_of(text, path="x"), languages=languages)
    outline = structure.outline(document)
    found = find_faults(document, outline, parties.identify(document, outline))
    return [f"{value.name}: {value.text}" for finding in found if finding.item == item for value in finding.values]


SIDES = "甲方（品牌方）：东湖公司\n乙方（代运营方）：西湖公司\n"


@pytest.mark.parametrize(
    "line",
    [
        "服务费为人民币______元。",
        "合作期自    年  月  日起。",
        "提成比例为   %。",
        "客户名称：{{ client_name }}",
        "指定账户为【】。",
        "本协议由[insert name of client]签署。",
        "项目经理由××公司指派。",
        "The fee is to be determined.",
        "结算方式：□月结 □季结",
        "Marketplaces: [ ] US [ ] DE",
    ],
)
def test_what_was_left_to_be_filled_in_is_found(line: str) -> None:
    assert len(faults(f"一、总则\n{line}\n", "blanks")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "服务费为人民币三万元。",
        "签署日期：    年  月  日",
        "By: ____________   Name: ____________",
        "价格为[***]元。",
        "结算方式：☑月结 □季结",
        "合作期自2026年1月1日起。",
        "每年 10 月 1 日前结算。",
        "双方于同年 同月 结算。",
    ],
)
def test_what_is_no_blank_is_let_be(line: str) -> None:
    assert faults(f"一、总则\n{line}\n", "blanks") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("托管费为人民币贰万元整（¥26,000.00）。", "words"),
        ("Notice of thirty (60) days is required.", "words"),
        ("The fee is $5,000,00.", "malformed"),
        ("预算由甲方承担百分之四十五，乙方承担百分之六十。", "shares"),
        ("月销售额0-50万元的，提成5%；60-100万元的，提成4%。", "tiers"),
        ("本合同一式两份。\n本合同正本一式四份。", "copies"),
        ("签约后三日内支付总价的30%；\n上线后支付总价的30%；\n验收后支付余款30%。", "instalments"),
        ("A deposit of 40% of the price is due now, and the balance of 50% of the price on delivery.", "instalments"),
    ],
)
def test_figures_that_disagree_are_found(line: str, said: str) -> None:
    found = faults(SIDES + line, "amount-mismatch", ("en",) if line.isascii() else ("zh",))
    assert [entry.split(":")[0] for entry in found] == [said]


@pytest.mark.parametrize(
    "line",
    [
        "托管费为人民币贰万陆仟元整（¥26,000.00）。",
        "Notice of sixty (60) days is required.",
        "The fee is $5,000.00, or 1,250,000 points.",
        "预算由甲方承担百分之四十，乙方承担百分之六十。",
        "甲方支付30%作为预付款，乙方承担10%的违约金。",
        "月销售额0-50万元的，提成5%；50-100万元的，提成4%；100万元以上的，提成3%。",
        "本合同一式两份，附件一式两份。",
        "签约后三日内支付总价的30%；\n上线后支付总价的30%；\n验收后支付余款40%。",
        "签约后支付总价的30%，税率为6%，余款验收后付清。",
    ],
)
def test_figures_that_agree_are_let_be(line: str) -> None:
    assert faults(SIDES + line, "amount-mismatch", ("en",) if line.isascii() else ("zh",)) == []


CLAUSES = "".join(f"第{n}条 事项{n}\n双方按约定办理第{n}项。\n" for n in "一二三四五")


def test_a_reference_to_a_clause_that_is_not_there() -> None:
    assert faults(CLAUSES + "特别安排按第十二条执行。", "dangling-reference") == ["clause: 第十二条执行"]


@pytest.mark.parametrize(
    "line",
    [
        "按第三条办理。",
        "依《民法典》第五百八十五条调整。",
        "根据著作权法第十九条的规定办理。",
        "见附件一。\n附件一 费率表\n5%",
        "违反合同的，另行协商。",
        "费率以《类目费率表》为准。\n附件 类目费率表\n5%",
        "配送按平台发布的《配送标准》执行。",
    ],
)
def test_a_reference_that_leads_somewhere_is_let_be(line: str) -> None:
    assert faults(CLAUSES + line, "dangling-reference") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("费率见附件二。", "annex: 附件二"),
        ("As set out in Exhibit B.", "annex: Exhibit B"),
        ("各类目的费率以《类目费率表》为准。", "annex: 类目费率表"),
        ("THE WARRANTY IN SECTION 9.4 STANDS.", "clause: SECTION 9.4"),
        ("As defined in 9.4 below.", "clause: in 9.4 below"),
    ],
)
def test_an_annex_that_is_not_there(line: str, said: str) -> None:
    assert faults(CLAUSES + line, "dangling-reference") == [said]


def test_a_number_that_is_left_out() -> None:
    text = "第一条 总则\n甲。\n第二条 费用\n乙。\n第三条 期限\n丙。\n第五条 争议\n丁。\n第六条 其他\n戊。\n"
    assert faults(text, "dangling-reference") == ["numbering: 第三条 → 第五条"]


def test_a_party_that_the_contract_never_introduced() -> None:
    assert faults(SIDES + "买方应于收到发票后付款。", "defined-terms") == ["stranger: 买方"]
    assert faults(SIDES + "购买人（以下简称“买方”）另行签约。买方应付款。", "defined-terms") == []


def test_a_duty_towards_oneself() -> None:
    english = 'This Agreement is between Lake Ltd. ("Client") and Hill Inc. ("Agency").\n'
    text = english + "Agency shall indemnify and hold harmless Agency against all claims."
    assert faults(text, "defined-terms", ("en",)) == ["twice: Agency shall indemnify and hold harmless Agency"]
    text = english + "Agency shall indemnify and hold harmless Client against all claims."
    assert faults(text, "defined-terms", ("en",)) == []


def test_a_term_in_capitals_that_nothing_defines() -> None:
    text = "During the Launch Window the fee is halved. After the Launch Window it is due in full."
    assert faults(text, "defined-terms", ("en",)) == ["undefined: Launch Window"]
    assert faults(f'The first month (the "Launch Window") is free. {text}', "defined-terms", ("en",)) == []


def test_a_text_in_two_scripts() -> None:
    simplified = "乙方应当负责店铺运营与广告投放，并按月结算。" * 3
    traditional = "雙方應當遵守約定，並保護對方的經營數據與帳號資料。"
    assert faults(SIDES + simplified + traditional, "defined-terms") == ["scripts: 雙"]
    assert faults(SIDES + simplified * 10 + "臺灣某某公司", "defined-terms") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("合作期自2026年12月15日起至2026年12月14日止。", ["order: 2026-12-15 → 2026-12-14"]),
        ("The term runs from May 1, 2026 to April 30, 2025.", ["order: 2026-05-01 → 2025-04-30"]),
        ("合作期自2026年2月30日起算。", ["no_such_day: 2026年2月30日"]),
        ("合作期自2026年12月15日起至2027年12月14日止。", []),
        ("本协议于2026年5月1日签订，替代2025年1月1日的协议。", []),
    ],
)
def test_dates_in_order(line: str, said: list[str]) -> None:
    assert faults(line, "date-order", ("en",) if line.isascii() else ("zh",)) == said


def test_two_languages_that_name_different_figures() -> None:
    text = """1. 任何一方可以提前三十日书面通知解除本协议。
1. Either party may terminate this Agreement on sixty (60) days' notice.
"""
    assert faults(text, "bilingual-conflict", ("zh", "en")) == ["figures: 三十日 / sixty (60) days"]
    same = text.replace("sixty (60)", "thirty (30)")
    assert faults(same, "bilingual-conflict", ("zh", "en")) == []


def test_a_passage_is_looked_at_once_however_many_words_stand_in_it() -> None:
    text = "Now 5% and 6%.\nThen.\nLater 7%."
    source = _source(text)
    touched = list(source.touched(places(text, "%", "Now")))
    assert [text[passage.start : passage.end] for passage in touched] == ["Now 5% and 6%.", "Later 7%."]
    assert [source.block_before(passage) for passage in touched] == [-1, 1]


def test_two_steps_of_a_scale_far_from_each_other_are_two_scales() -> None:
    near, far = ("1-10%\n" + "Other words.\n" * between + "20-30%" for between in (3, 4))
    assert [len(list(amount_faults(_source(text)))) for text in (near, far)] == [1, 0]


def _source(text: str) -> Source:
    starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
    blocks = tuple(Block(start, start + len(text[start:].split("\n")[0])) for start in starts)
    return Source(Document("a.txt", "", "text", text, blocks), Outline(()), NOBODY)
