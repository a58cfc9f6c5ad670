"""Web pages: what a browser would show, and nothing that it would not."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from contractscan.errors import ReadError
from contractscan.model import BlockKind, Document
from contractscan.readers import read

Save = Callable[[str, bytes | str], Path]


def page(body: str) -> str:
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


def shown(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is not BlockKind.FURNITURE]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p>甲方<b>应当</b>\n  付款。</p>", ["甲方应当付款。"]),
        ("<p>The fee\n is due.</p>", ["The fee is due."]),
        ("<p>乙方提交报告。\n第二条 甲方付款。</p>", ["乙方提交报告。", "第二条 甲方付款。"]),
        ("甲方付款<br>给乙方", ["甲方付款\n给乙方"]),
        ("甲方付款。<br>乙方报告。", ["甲方付款。", "乙方报告。"]),
        ("<p>乙方报告。第三条 期限为一年。</p>", ["乙方报告。", "第三条 期限为一年。"]),
        ("<p>sales &lt; 5 &amp; &#20013;&hellip;</p>", ["sales < 5 & 中…"]),
        ("<p>活动金额<u>&nbsp;&nbsp;</u>元</p>", ["活动金额____元"]),
        ("<div>期限<div>费用</div>报告</div>", ["期限", "费用", "报告"]),
        ("<p>甲方<script>1<2</script><style>p{}</style><!-- x -->付款</p>", ["甲方付款"]),
        ("<details><summary>条款</summary>甲方付款</details>", ["条款", "甲方付款"]),
        ("<p>[[name]] ${rate} {{x}} <%= y %> <%= a.b(1) %>abc</p>", ["[[name]] ${rate} {{x}} {{y}} {{…}}abc"]),
        ("{% if a %}<p>Party A pays.</p>{% endif %}<#if b>Yes</#if>", ["Party A pays.", "Yes"]),
        ("<p>Fee <?php echo $fee; ?> is due</p><?php unclosed", ["Fee {{fee}} is due"]),
    ],
)
def test_a_page_is_read_as_it_is_shown(save: Save, body: str, blocks: list[str]) -> None:
    assert shown(read(save("a.html", page(body)))) == blocks


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("gb18030", '<meta charset="gb2312">'),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'),
        ("gb18030", ""),
        ("big5", "<meta charset=Big5>"),
        ("utf-8", '<meta charset="gb2312">'),
        ("utf-8-sig", ""),
        ("utf-16", ""),
    ],
)
def test_a_page_is_decoded_whatever_it_says(save: Save, encoding: str, head: str) -> None:
    text = (
        "甲方同意支付合同的全部款項，乙方不得轉讓。"
        if encoding == "big5"
        else "甲方同意支付合同的全部款项，乙方不得转让。"
    )
    content = f"<html><head>{head}</head><body>{text}</body></html>".encode(encoding)
    assert shown(read(save("a.html", content))) == [text]


def test_a_long_header_is_part_of_the_contract_and_a_short_one_is_not(save: Save) -> None:
    clause = "<p>" + "The agency keeps the books of the store open for the brand. " * 20 + "</p>"
    document = read(save("a.html", page(f"<header>{clause}</header><header>Shop</header><p>Fees are due.</p>")))
    assert [block.kind for block in document.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.FURNITURE,
        BlockKind.PARAGRAPH,
    ]


def test_a_page_that_hides_most_of_its_text_is_read_in_full(save: Save) -> None:
    hidden = "<div style='display:none'><p>Party A pays the fee every month.</p></div>"
    document = read(save("a.html", page(f"<p>Click here</p>{hidden}")))
    assert shown(document) == ["Click here", "Party A pays the fee every month."]
    assert [note.kind for note in document.notes] == ["hidden-text"]


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ('<img src="a.png" width="800" height="1100">', "image"),
        ('<img src="a.png" style="width:800px;height:1100px">', "image"),
        ('<iframe src="terms.html"></iframe>', "frame"),
        ("<script>load()</script>", "script"),
        ("<div>" * 3000 + "lost", "depth"),
    ],
)
def test_what_is_not_read_is_a_gap(save: Save, element: str, kind: str) -> None:
    document = read(save("a.html", page(f"<p>Party A pays.</p>{element}")))
    assert [gap.kind for gap in document.gaps] == [kind]


@pytest.mark.parametrize(
    "element",
    ['<img src="a.png" width="80" height="30">', '<img src="a.png" width="800" height="1100" alt="Store">'],
)
def test_small_and_described_pictures_are_no_gap(save: Save, element: str) -> None:
    document = read(save("a.html", page(f"<p>Party A pays.</p>{element}")))
    assert document.gaps == document.notes == ()


def test_pictures_of_unknown_size_are_told_of(save: Save) -> None:
    assert [note.kind for note in read(save("a.html", page("<p>Party A pays.</p><img src=a.png>"))).notes] == [
        "pictures"
    ]


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<img src=a.png>", "<!-- only a remark -->"])
def test_a_page_without_text_is_an_error(save: Save, body: str) -> None:
    with pytest.raises(ReadError, match="no text"):
        read(save("a.html", page(body)))


@pytest.mark.parametrize(
    "body",
    ["<%" * 100_000, "<p a=" * 50_000, "<td colspan=999 rowspan=999>x" * 3000, "&" * 100_000, "<table><tr><td>" * 700],
    ids=["code", "attributes", "spans", "entities", "tables"],
)
def test_a_page_made_to_cost_time_costs_little(save: Save, body: str) -> None:
    started = time.monotonic()
    read(save("a.html", page(f"<p>Party A pays.</p><table>{body}")))
    assert time.monotonic() - started < 5
