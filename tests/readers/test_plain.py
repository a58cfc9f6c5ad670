"""Plain text and Markdown: the text is the file, the blocks are its paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractscan.errors import ReadError
from contractscan.model import BlockKind, Document
from contractscan.readers import boxes, plain, read

Save = Callable[[str, bytes | str], Path]


def blocks(document: Document, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind is kind]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_chinese_text_is_decoded(save: Save, encoding: str) -> None:
    text = "甲方：晨星家居有限公司\n乙方应当按月向甲方提交运营报告。\n"
    assert read(save("a.txt", text.encode(encoding))).text == text


def test_a_traditional_text_in_big5_is_decoded(save: Save) -> None:
    text = "甲方應於每月十日前支付服務費，乙方不得轉讓本合約的權利。\n"
    assert read(save("a.txt", text.encode("big5"))).text == text


def test_windows_line_ends_stay_in_the_text(save: Save) -> None:
    document = read(save("a.txt", "One party pays.\r\nThe other party works.\r\n"))
    assert document.text == "One party pays.\r\nThe other party works.\r\n"
    assert blocks(document) == ["One party pays.", "The other party works."]


def test_one_clause_per_line_stays_one_block_per_line(save: Save) -> None:
    lines = ["一、服务内容", "1、乙方负责店铺的日常运营", "2、甲方负责供货", "二、费用", "甲方每月支付固定服务费。"]
    assert blocks(read(save("a.txt", "\n".join(lines)))) == lines


def test_hard_wrapped_chinese_lines_make_one_block(save: Save) -> None:
    start = "乙方应当在每个自然月结束以后的五个工作日之内向甲方提交上一个月的运营报"
    rest = "告，并说明广告花费的去向。"
    clause = f"{start}\n{rest}"
    text = "\n".join(f"第{number}条\n{clause}" for number in "一二三四五六七八九十")
    assert blocks(read(save("a.txt", text)))[:3] == ["第一条", clause, "第二条"]


def test_wrapped_english_lines_make_one_block(save: Save) -> None:
    clause = "1. The agency keeps the books of the project open for the brand and sends\na copy of them on demand."
    assert blocks(read(save("a.txt", clause + "\n\n2. Term\n"))) == [clause, "2. Term"]


def test_a_reference_at_a_line_start_is_no_new_clause(save: Save) -> None:
    filler = "The agency shall keep full and separate books for every store that it\nruns under this contract.\n"
    clause = "The fee falls due as agreed between the two parties in advance in Section\n4.2 of this contract."
    assert clause in blocks(read(save("a.txt", filler * 9 + clause)))


def test_a_huge_line_is_split_at_wide_gaps(save: Save) -> None:
    sentence = "The agency shall run the store with the care of a good merchant and report on it. " * 15
    text = f"{sentence}   2. Fees are due monthly.   {sentence}"
    assert "2. Fees are due monthly." in blocks(read(save("a.txt", text)))


def test_rows_with_bars_become_cells(save: Save) -> None:
    document = read(save("a.md", "| Metric | Target |\n|---|---|\n| ACoS | 25 % |\n"))
    cells = [(b.cell.row, b.cell.column, document.text[b.start : b.end]) for b in document.blocks if b.cell]
    assert cells == [(0, 0, "Metric"), (0, 1, "Target"), (1, 0, "ACoS"), (1, 1, "25 %")]


def test_an_empty_cell_keeps_its_column(save: Save) -> None:
    document = read(save("a.txt", "月份 |  | 说明\n"))
    assert [block.cell.column for block in document.blocks if block.cell] == [0, 2]


def test_markdown_headings_have_a_level(save: Save) -> None:
    document = read(save("a.md", "# Agreement\n\n## Fees\n\nThe fee is due monthly.\n"))
    assert [(document.text[b.start : b.end], b.heading, b.level) for b in document.blocks] == [
        ("Agreement", True, 0),
        ("Fees", True, 1),
        ("The fee is due monthly.", False, None),
    ]


def test_page_numbers_and_what_recurs_beside_them_are_furniture(save: Save) -> None:
    pages = "".join(f"第{n}条 双方各自承担自己的费用。\n晨星家居\n- {n} -\n" for n in range(1, 5))
    document = read(save("a.txt", pages))
    assert set(blocks(document, BlockKind.FURNITURE)) == {"晨星家居", "- 1 -", "- 2 -", "- 3 -", "- 4 -"}


def test_there_are_no_boxes_without_pages(save: Save) -> None:
    assert boxes(read(save("a.txt", "A contract.")), 0, 5) == ()


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", b"ab"), ("a.txt", b"\x01\x02"), ("a.pdf", b"see above"), ("a.md", b"#")]
)
def test_junk_is_no_document(save: Save, name: str, content: bytes) -> None:
    with pytest.raises(ReadError):
        read(save(name, content))


def test_a_text_by_the_name_of_a_word_file_is_read(save: Save) -> None:
    assert read(save("a.doc", "甲方委托乙方运营其网店，合同期为一年，服务费按月支付。")).format == "text"


def test_a_clause_glued_to_the_one_before_is_a_block_of_its_own(save: Save) -> None:
    text = "乙方每月提交报告。第三条 甲方按月付款，具体见前款。第四条约定的期限内，双方不得解除合同。"
    assert blocks(read(save("a.txt", text))) == ["乙方每月提交报告。", text[9:]]


def test_a_title_above_a_page_number_ends_there(save: Save) -> None:
    document = read(save("a.txt", "店铺代运营合同\n- 1 -\n甲乙双方协商一致，订立本合同。\n"))
    assert blocks(document) == ["店铺代运营合同", "甲乙双方协商一致，订立本合同。"]


def test_pictures_in_markdown_are_told_of(save: Save) -> None:
    assert [note.kind for note in read(save("a.md", "# Fees\n\n![rates](rates.png)\n")).notes] == ["pictures"]


@given(st.text(alphabet="甲乙方一1.、。（）|#- \n\r\tab:", min_size=1, max_size=300).filter(str.strip))
def test_blocks_cover_all_words_once_and_in_order(text: str) -> None:
    document = plain.document_of(text, path="a.md", markdown=True)
    assert document.text == text
    last = 0
    for block in document.blocks:
        assert last <= block.start < block.end <= len(text)
        last = block.end
        assert text[block.start : block.end].strip() == text[block.start : block.end]
    outside = set(range(len(text))) - {i for b in document.blocks for i in range(b.start, b.end)}
    assert not {text[i] for i in outside} & set("甲乙方一、。（）ab")
