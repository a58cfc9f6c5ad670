"""Faults of the text itself: changes and comments that are still open."""

from contractscan import structure
from contractscan.drafting import find_faults
from contractscan.model import Block, Change, Comment, Document, Finding, Span

TEXT = "第一条 服务费\n甲方按月支付服务费三万元。\n乙方按月提交报告。"
FEE = TEXT.index("三万元")
REPORT = TEXT.index("乙方")


def findings(*changes: Change, comments: tuple[Comment, ...] = ()) -> tuple[Finding, ...]:
    ends = [i for i, char in enumerate(TEXT + "\n") if char == "\n"]
    starts = [0, *(end + 1 for end in ends)]
    blocks = tuple(Block(start, end) for start, end in zip(starts, ends, strict=False))
    document = Document("a.docx", "", "docx", TEXT, blocks, changes=changes, comments=comments)
    return find_faults(document, structure.outline(document))


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
    (finding,) = find_faults(document, structure.outline(document))
    assert stated(finding)["comment"] == "全文待定"
