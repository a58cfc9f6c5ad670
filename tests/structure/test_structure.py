"""The clause tree, from numbers and headings in all the styles that contracts use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractscan.model import Block, BlockKind, Document
from contractscan.structure import ancestors, clause_at, lead_in, outline


def document(text: str) -> Document:
    """Return a document with one block per line."""
    blocks = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    return Document("x.txt", "", "text", text, tuple(blocks))


def paths(text: str) -> list[str]:
    return [clause.path for clause in outline(document(text)).clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "第一条 保密\n（一）甲方保密。\n（二）乙方保密。\n第二条 期限",
            ["第一条", "第一条（一）", "第一条（二）", "第二条"],
        ),
        ("第一章 总则\n第1条 目的\n第二章 费用\n第2条 付款", ["第一章", "第1条", "第二章", "第2条"]),
        ("一、费用\n1、月费。\n2、提成。\n二、期限\n1、一年。", ["一", "一、1", "一、2", "二", "二、1"]),
        ("壹、总则\n一、甲方出资。\n贰、期限", ["壹", "壹、一", "贰"]),
        ("1. Fees\n1.1 The fee is due.\n1.2 Tax is extra.\n2. Term", ["1", "1.1", "1.2", "2"]),
        (
            "3. Access\n3.2 Agency shall not:\n(a) sell it;\n(b) copy it.\n3.3 Logs are kept.",
            ["3", "3.2", "3.2(a)", "3.2(b)", "3.3"],
        ),
        (
            "ARTICLE V\nTERM\nSection 5.1 Start. It starts now.\n(i) first;\n(ii) second.",
            ["Article V", "Section 5.1", "Section 5.1(i)", "Section 5.1(ii)"],
        ),
        ("Article 5 Fees\n(b) none.", ["Article 5", "Article 5(b)"]),
        ("A. GENERAL\n1. We agree on it.\n2. We work on it.\nB. OTHER", ["A", "A.1", "A.2", "B"]),
        ("第三条 付款\n3.1 甲方付款。\n①转账；\n②支票。\n3.2 乙方开票。", ["第三条", "3.1", "3.1①", "3.1②", "3.2"]),
        (
            "第四条 竞业\n四.1 甲方不经营。\n四.2 乙方经营。\n第五条 期限\n五.1 一年。",
            ["第四条", "四.1", "四.2", "第五条", "五.1"],
        ),
        ("1) one thing\n2) another thing", ["1", "2"]),
        ("第一条 费用\n附件一：价目表\n1. 价目如下。", ["第一条", "附件一", "附件一 1"]),
        ("Exhibit A\nSchedule B Price List", ["Schedule B"]),
        ("1. One.\nSchedule B Price List\n1. Price is ten.", ["1", "Schedule B", "Schedule B 1"]),
        ("3. 第三条 保密\n4. 第四条 期限", ["第三条", "第四条"]),
        ("第壹條 服務\n甲、商品上架。\n乙、廣告投放。\n第貳條 費用", ["第壹條", "第壹條 甲", "第壹條 乙", "第貳條"]),
        ("甲、乙双方协商一致。\n一、费用\n二、期限", ["一", "二"]),
        ("榜首条 服务\n其次条 费用\n依其次条的约定付款。\n第三条 期限", ["榜首条", "其次条", "第三条"]),
        ("第(dì)一(yī)条(tiáo) 服务\n第(dì)二(èr)条(tiáo) 费用", ["第一条", "第二条"]),
        ("**第一条** 服务\n**第二条** 费用", ["第一条", "第二条"]),
        ("2.1 (a) Agency reports weekly.\n(b) Client answers.", ["2.1", "2.1(a)", "2.1(b)"]),
    ],
)
def test_every_numbering_style_gives_the_path_a_reader_would_cite(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


def test_letter_i_after_h_is_a_letter_and_alone_a_roman_number() -> None:
    letters = "\n".join(f"({c}) item {c}." for c in "abcdefghij")
    assert [c.level for c in outline(document(f"1. Words\n{letters}")).clauses] == [0] + [1] * 10
    assert paths("(a) upper:\n(i) lower;\n(ii) lowest.\n(b) next.") == ["(a)", "(a)(i)", "(a)(ii)", "(b)"]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("第三条 保密", ["保密"]),
        ("第三条 保密 乙方对本合同的内容保密，不得泄露。", ["保密"]),
        ("1.【适用的范围】", ["适用的范围"]),
        ("5. TERM AND TERMINATION", ["TERM AND TERMINATION"]),
        ("5. Term and Termination. It runs for one year.", ["Term and Termination"]),
        ("5. Agency shall keep books.", [""]),
        ("三、乙方应当每月报告。", [""]),
        ("RECORDS\n4. Agency keeps books.\nRISK\n5. Client bears risk.", ["RECORDS", "", "RISK", ""]),
        ("违约责任\n乙方违约的，应当赔偿甲方的损失。", ["违约责任"]),
        ("ARTICLE II\nGENERAL TERMS\n2.01 Start. It starts now.", ["GENERAL TERMS", "Start"]),
        ("Governing Law. The law of Nevada governs this agreement in all respects.", ["Governing Law"]),
        ("店铺代运营合同\n甲方委托乙方运营店铺。", []),
    ],
)
def test_headings(text: str, headings: list[str]) -> None:
    assert [clause.heading for clause in outline(document(text)).clauses] == headings


@pytest.mark.parametrize(
    "text",
    [
        "第三条所述的期限届满后，本协议终止。",
        "第五条约定的费用由甲方承担。",
        "Section 3.2 shall not apply to it.",
        "3.5% of the price is due.",
        "第一条 保密..............................3",
        "2026年3月1日起算。",
        "a line of plain words without any number",
    ],
)
def test_references_quantities_and_contents_lines_open_no_clause(text: str) -> None:
    assert outline(document(text)).clauses == ()


def test_numbers_inside_a_block_open_clauses_only_where_they_continue_the_numbering() -> None:
    text = "1. Fees. The fee is ten. 2. Term. It runs for 3. 5 days later it ends. 3. Law. Nevada law governs."
    assert paths(text) == ["1", "2", "3"]


def test_a_clause_ends_where_the_next_of_its_level_begins() -> None:
    text = "1. Fees\n1.1 The fee.\n1.2 The tax.\n2. Term"
    tree = outline(document(text))
    assert [text[c.start : c.end].strip() for c in tree.clauses] == [
        "1. Fees\n1.1 The fee.\n1.2 The tax.", "1.1 The fee.", "1.2 The tax.", "2. Term",
    ]  # fmt: skip


def test_clause_at_is_the_innermost_and_ancestors_are_outermost_first() -> None:
    text = "preamble words here\n1. Fees\n1.1 The fee:\n(a) ten euro.\n2. Term"
    tree = outline(document(text))
    inner = clause_at(tree, text.index("ten"))
    assert inner is not None
    assert inner.path == "1.1(a)"
    assert [c.path for c in ancestors(tree, inner)] == ["1", "1.1"]
    assert clause_at(tree, 0) is None
    after = clause_at(tree, len(text) - 1)
    assert after is not None
    assert after.path == "2"


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        (
            "2.1 乙方每周报告。在合作期内，乙方不得：\n（1）出售数据；\n（2）复制数据。",
            "2.1（2）",
            "在合作期内，乙方不得：",
        ),
        ("4. Agency is paid. Agency shall not:\n(a) sell it;\n(b) copy it.", "4(b)", "Agency shall not:"),
        ("乙方承诺如下：\n(1) 不出售数据；\n(2) 不复制数据。", "(2)", "乙方承诺如下："),
        ("4. Agency is paid.\n(a) It reports.\n(b) It sells.", "4(b)", None),
        ("双方达成如下协议：\n一、保密\n二、期限", "二", None),
    ],
)
def test_lead_in_is_the_sentence_that_announces_the_list(text: str, path: str, words: str | None) -> None:
    doc = document(text)
    tree = outline(doc)
    clause = next(c for c in tree.clauses if c.path == path)
    span = lead_in(doc, tree, clause)
    assert (doc.text[span.start : span.end] if span else None) == words


def test_furniture_and_bare_table_cells_are_no_clauses() -> None:
    text = "1. running head\n2. 5"
    blocks = (Block(0, 15, kind=BlockKind.FURNITURE), Block(16, 20, kind=BlockKind.CELL))
    assert outline(Document("x", "", "text", text, blocks)).clauses == ()


def test_levels_of_automatic_numbers_keep_equal_styles_apart() -> None:
    lines = [("1. Fees", 0), ("1. monthly fee", 1), ("2. commission", 1), ("2. Term", 0)]
    text = "\n".join(line for line, _ in lines)
    blocks, at = [], 0
    for line, level in lines:
        blocks.append(Block(at, at + len(line), number=line[:2], level=level))
        at += len(line) + 1
    tree = outline(Document("x", "", "docx", text, tuple(blocks)))
    assert [(c.path, c.level) for c in tree.clauses] == [("1", 0), ("1.1", 1), ("1.2", 1), ("2", 0)]


_PIECES = st.sampled_from(
    ["第一条", "第", "条", "1.", "1.1", "（一）", "(a)", "(i)", "(iv)", "A.", "附件一", "Exhibit B",
     "Section 2.1", "①", "壹、", "一、", " ", "\n", "保密", "shall not:", "：", "。", "TERM", "Term. ",
     "9999", "x", "\x00", "\ue000", "㈠", "²", "٣"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join)))
def test_outline_never_raises_and_nests_properly(text: str) -> None:
    doc = document(text)
    tree = outline(doc)
    for clause in tree.clauses:
        lead_in(doc, tree, clause)
        assert 0 <= clause.start <= clause.end <= len(text)
        if clause.parent is not None:
            parent = tree.clauses[clause.parent]
            assert parent.index < clause.index
            assert parent.start <= clause.start <= clause.end <= parent.end
            assert parent.level == clause.level - 1
    for offset in range(0, len(text), 7):
        found = clause_at(tree, offset)
        assert found is None or found.start <= offset < found.end
