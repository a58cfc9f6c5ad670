"""The annotated Word file: comments at the right words, and all else as it was."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from word_reading import (
    W,
    commented,
    comments_of,
    evidence_at,
    is_within,
    item_at,
    normal,
    open_bytes,
    parts,
    root_of,
    view_of,
    without,
)

from contractscan.errors import ReadError
from contractscan.model import BlockKind, Document
from contractscan.readers import read
from contractscan.report.view import Badge, ConflictView, GapView, ReportView, build_view
from contractscan.report.word import annotate
from contractscan.review import Options, book_for, review_file
from tests.files.build.docx_layout import footnotes, text_boxes_alternate
from tests.files.build.docx_packages import strict
from tests.files.build.docx_revisions import comments, tracked_changes
from tests.files.build.wordml import cell, package, para, row, run, story, table, zipped

FILES = Path(__file__).parents[1] / "files"
SAMPLES = Path(__file__).parents[2] / "samples"
# What the reader refuses; and what Word does not open, for it does not tell what its parts are.
_NO_WORD_FILE = {
    "entities.docx", "junk.docx", "nested-controls.docx", "nested-tables-10.docx", "nested-tables-1000.docx",
    "overlapping.docx", "size-lie.docx", "zip-bomb.docx",
}  # fmt: skip
WORD_FILES = [
    path
    for path in sorted((*FILES.glob("*.docx"), *FILES.glob("*.docm"), *FILES.glob("*.dotx"), *SAMPLES.glob("*.docx")))
    if path.name not in _NO_WORD_FILE
]
# Where the reader adds signs of its own: brackets, blanks, what a field shows. A comment cannot begin inside of them.
OWN_SIGNS = {
    "blank-underlines.docx",
    "content-controls.docx",
    "fields.docx",
    "numbers-without-text.docx",
    "small-marks.docx",
}
CHANGING = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}


@pytest.fixture
def marked(tmp_path: Path) -> Callable[..., str]:
    """Comment on ``words`` of a file, and return what the comment encloses."""

    def mark(data: bytes, words: str) -> str:
        document = open_bytes(data, tmp_path)
        start = document.text.index(words)
        view = view_of([item_at(document, (start, start + len(words)))])
        made = annotate(data, document, view, redline=False)
        key = next(key for key, said in comments_of(made).items() if "问题 item" in said)
        return commented(made)[key]

    return mark


def slices(document: Document) -> list[tuple[int, int]]:
    """Each block, and the inside of each."""
    found = []
    for block in document.blocks:
        start = block.start + len(block.number) + 1 if block.number else block.start
        found += [(start, block.end), (start + 1, block.end - 1)]
    return [(start, end) for start, end in found if document.text[start:end].strip()]


# ---------------------------------------------------------------- at the right words


@pytest.mark.parametrize(
    "body",
    [
        para("甲方不得自行运营店铺，也不得另行委托。其余不限。"),
        para("　 期内，甲方不得自行运营店铺，也不得另行委托。"),
        para("甲方不得自行", run("运营店铺", "<w:b/>"), "，也不得另行委托。", "其余不限。"),
        table(row("合作期限", "甲方不得自行运营店铺，也不得另行委托。")),
        para("期内，", f'<w:ins w:id="4" w:author="Lin">{run("甲方不得自行运营店铺，")}</w:ins>', "也不得另行委托。"),
        para(f'<w:hyperlink w:anchor="a">{run("甲方不得自行运营店铺，也不得")}</w:hyperlink>', "另行委托。"),
        para(f"<w:sdt><w:sdtContent>{run('期内，甲方不得自行运营')}</w:sdtContent></w:sdt>", "店铺，也不得另行委托。"),
        para(
            "甲方不得自行",
            '<w:del w:id="5"><w:r><w:delText>管理</w:delText></w:r></w:del>',
            "运营店铺，也不得另行委托。",
        ),
        para("<w:r><w:t>一、甲方不得自行</w:t><w:noBreakHyphen/><w:t>运营店铺，也不得另行委托。</w:t></w:r>").replace(
            "<w:noBreakHyphen/>", ""
        ),
        para("<w:r><w:t><![CDATA[甲方不得自行运营店铺，也不得另行委托。]]></w:t></w:r>"),
        para("<w:r><w:t>甲方不得自行运营&#24215;铺，也不得另行委托。&amp;</w:t></w:r>"),
    ],
)
def test_a_comment_encloses_the_words_it_is_about(body: str, marked: Callable[..., str]) -> None:
    words = "甲方不得自行运营店铺，也不得另行委托。"
    assert marked(package(body), words) == words


def test_a_comment_may_go_over_paragraphs_and_cells(marked: Callable[..., str]) -> None:
    assert marked(package(para("甲方应当", "付款：") + para("按月。")), "付款：\n按月") == "付款：按月"
    assert (
        marked(package(table(row("佣金", "百分之十", "每月"), columns=3)), "佣金 | 百分之十 | 每月")
        == "佣金百分之十每月"
    )


def test_words_at_a_cut_keep_their_spaces(tmp_path: Path) -> None:
    data = package(para("<w:r><w:t>The fee is due monthly in advance.</w:t></w:r>"))
    document = open_bytes(data, tmp_path)
    start = document.text.index("due")
    made = annotate(data, document, view_of([item_at(document, (start, start + 11))]), redline=False)
    pieces = list(root_of(made).iter(W + "t"))
    assert [text.text for text in pieces] == ["The fee is ", "due monthly", " in advance."]
    assert {text.get("{http://www.w3.org/XML/1998/namespace}space") for text in pieces} == {"preserve"}


def test_a_cut_run_looks_as_before(tmp_path: Path) -> None:
    change = '<w:rPrChange w:id="7" w:author="Lin"><w:rPr/></w:rPrChange>'
    data = package(para(run("费用按月支付给乙方。", f'<w:b/><w:sz w:val="30"/>{change}')))
    document = open_bytes(data, tmp_path)
    made = annotate(data, document, view_of([item_at(document, (2, 6))]), redline=False)
    runs = [run for run in root_of(made).iter(W + "r") if run.find(W + "t") is not None]
    assert len(runs) == 3
    assert all(run.find(f"{W}rPr/{W}b") is not None for run in runs)
    changes = [item.get(W + "id") for item in root_of(made).iter(W + "rPrChange")]
    assert len(set(changes)) == 3, "each a change of its own"


@pytest.mark.parametrize(
    ("build", "words", "near"),
    [
        (footnotes, "Coupons are not deducted.", "footnoteReference"),
        (footnotes, "At the rate of the day", "endnoteReference"),
        (text_boxes_alternate, "提交仲裁", "AlternateContent"),
        (text_boxes_alternate, "乙方：远帆", "drawing"),
    ],
)
def test_where_word_allows_no_comment_it_stands_at_the_nearest_place_with_the_words(
    build: Callable[[], bytes], words: str, near: str, tmp_path: Path
) -> None:
    data = build()
    document = open_bytes(data, tmp_path)
    start = document.text.index(words)
    made = annotate(data, document, view_of([item_at(document, (start, start + len(words)))]), redline=False)
    key, said = next((key, said) for key, said in comments_of(made).items() if "问题 item" in said)
    assert f"所指原文：{words}" in said
    start_mark = next(mark for mark in root_of(made).iter(W + "commentRangeStart") if mark.get(W + "id") == key)
    assert not any(start_mark.iterancestors(W + "txbxContent"))
    following = start_mark.getnext()
    assert following is not None
    assert [item for item in following if str(item.tag).endswith(near)]


def test_a_comment_stays_out_of_what_word_fills_in_from_data(tmp_path: Path) -> None:
    bound = "<w:sdt><w:sdtPr><w:dataBinding w:xpath='/a'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    data = package(para("费用为", bound.format(run("百分之十")), "。"))
    document = open_bytes(data, tmp_path)
    made = annotate(data, document, view_of([item_at(document, (4, 6))]), redline=False)
    assert not [mark for mark in root_of(made).iter(W + "commentRangeStart") if any(mark.iterancestors(W + "sdt"))]


def test_the_sign_of_a_comment_is_no_part_of_somebody_elses_insertion(tmp_path: Path) -> None:
    data = package(para("期内，", f'<w:ins w:id="4" w:author="Lin">{run("甲方不得自行运营。")}</w:ins>'))
    document = open_bytes(data, tmp_path)
    made = annotate(data, document, view_of([item_at(document, (3, 9))]), redline=False)
    assert list(root_of(made).iter(W + "commentReference"))
    assert not [sign for sign in root_of(made).iter(W + "commentReference") if any(sign.iterancestors(W + "ins"))]


# ---------------------------------------------------------------- in every file that the reader knows


@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: path.name)
def test_any_words_of_any_file_take_a_comment_and_nothing_else_changes(path: Path, tmp_path: Path) -> None:
    data, document = path.read_bytes(), read(path)
    wanted = slices(document)
    items = [item_at(document, place, key=str(number)) for number, place in enumerate(wanted)]
    made = annotate(data, document, view_of(items), redline=False)
    again = open_bytes(made, tmp_path)
    assert (contents(again), again.changes) == (contents(document), document.changes)
    ours = [comment for comment in again.comments if comment.author == "contractscan"]
    assert len(ours) == len(wanted) + 1, "one for each, and the opening one"
    assert [comment for comment in again.comments if comment not in ours] == list(document.comments)
    for comment in ours:
        if "问题" in comment.text and "所指原文" not in comment.text:
            place = wanted[int(comment.text.split("问题 ")[1].split("？")[0])]
            enclosed, meant = (letters(document.text[slice(*span)]) for span in ((comment.start, comment.end), place))
            assert enclosed == meant or (path.name in OWN_SIGNS and (enclosed in meant or meant in enclosed))
    assert without(made, comments_of(made)) == normal(root_of(data))
    before, after = parts(data), parts(made)
    assert list(after)[: len(before)] == list(before)
    assert {name for name in after if after[name] != before.get(name)} <= CHANGING
    assert all(is_within(before[name], after[name]) for name in before)


def contents(document: Document) -> list[tuple[str, str, BlockKind]]:
    """What is in a document, without its running heads: one without relations has them only by guesswork."""
    blocks = [block for block in document.blocks if block.kind is not BlockKind.FURNITURE]
    return [(document.text[block.start : block.end], block.number, block.kind) for block in blocks]


def letters(text: str) -> str:
    """A passage without what the file does not hold as text: spaces at its ends, and between its cells."""
    return "".join(text.split()).strip("|")


@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: path.name)
def test_rejecting_what_was_inserted_leaves_the_file_as_it_was(path: Path) -> None:
    data, document = path.read_bytes(), read(path)
    ask = "建议改为：“费用须经甲方书面同意。”"
    items = [item_at(document, place, key=str(number), ask=ask) for number, place in enumerate(slices(document))]
    made = annotate(data, document, view_of(items), redline=True)
    assert "费用须经甲方书面同意。" in inserted(made)
    assert without(made, comments_of(made)) == normal(root_of(data))


# ---------------------------------------------------------------- comments that are there, ids, names


def test_comments_and_changes_that_are_there_stay(tmp_path: Path) -> None:
    for data in (comments(), tracked_changes()):
        document = open_bytes(data, tmp_path)
        made = annotate(data, document, view_of([item_at(document, place) for place in slices(document)]), redline=True)
        again = open_bytes(made, tmp_path)
        others = [comment for comment in again.comments if comment.author != "contractscan"]
        assert [(comment.author, comment.text) for comment in others] == [
            (comment.author, comment.text) for comment in document.comments
        ]
        assert [change for change in again.changes if change.author != "contractscan"] or not document.changes
        keys = [item.get(W + "id") for item in root_of(made, "word/comments.xml").iter(W + "comment")]
        marks = [item.get(W + "id") for item in root_of(made).iter(W + "commentRangeStart")]
        assert len(keys) == len(set(keys))
        assert len(marks) == len(set(marks))


def test_a_file_with_other_prefixes_and_the_strict_vocabulary_is_understood(tmp_path: Path) -> None:
    data = strict()
    document = open_bytes(data, tmp_path)
    made = annotate(data, document, view_of([item_at(document, slices(document)[0])]), redline=False)
    assert b"purl.oclc.org/ooxml/wordprocessingml/main" in parts(made)["word/comments.xml"]
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in parts(made)["word/_rels/document.xml.rels"]
    space = W[1:-1]
    for start, p in ((f'<document xmlns="{space}">', ""), (f'<x:document xmlns:x="{space}">', "x:")):
        words = f"<{p}body><{p}p><{p}r><{p}t>甲方不得自行运营店铺。</{p}t></{p}r></{p}p></{p}body></{p}document>"
        made_by_hand = parts(package(para("x"))) | {"word/document.xml": (start + words).encode()}
        data = zipped(made_by_hand)
        document = open_bytes(data, tmp_path)
        made = annotate(data, document, view_of([item_at(document, (2, 6))]), redline=True)
        assert "不得自行" in commented(made).values()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16-be"])
def test_a_part_in_another_encoding_stays_in_it(encoding: str, tmp_path: Path) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    text = story("document", f"<w:body>{para('甲方不得自行运营店铺。')}</w:body>").split("\n", 1)[1]
    inside = parts(package(para("x"))) | {"word/document.xml": mark + text.encode(encoding)}
    data = zipped(inside)
    document = open_bytes(data, tmp_path)
    made = annotate(data, document, view_of([item_at(document, (2, 6))]), redline=False)
    assert parts(made)["word/document.xml"].startswith(inside["word/document.xml"][:40])
    assert "不得自行" in commented(made).values()


def test_a_package_without_relations_or_with_an_empty_comments_part_takes_comments(tmp_path: Path) -> None:
    empty = story("comments", "").replace("></w:comments>", "/>")
    for data in (
        package(para("甲方付款。"), extra={"word/_rels/document.xml.rels": ""}),
        zipped(parts(package(para("甲方付款。"), comments="")) | {"word/comments.xml": empty}),
    ):
        document = open_bytes(data, tmp_path)
        made = annotate(data, document, view_of([item_at(document, (0, 4))]), redline=False)
        assert "甲方付款" in commented(made).values()
        assert [c.text for c in docx.Document(io.BytesIO(made)).comments if "问题 item" in c.text]


# ---------------------------------------------------------------- what the comments say


def whole(path: Path) -> tuple[bytes, Document, ReportView]:
    review = review_file(path)
    return path.read_bytes(), review.document, build_view(review, book_for(review, Options()), "zh")


def test_each_risk_of_a_sample_has_a_comment_with_why_and_what_to_ask() -> None:
    data, document, view = whole(SAMPLES / "predatory-代运营合同.docx")
    said = list(comments_of(annotate(data, document, view, redline=False)).values())
    for item in (item for group in view.risks for item in group.items):
        full = [text for text in said if item.question in text and item.why in text and item.ask in text]
        assert len(full) == 1, item.id
        assert f"[{item.badge.label}]" in full[0]
        assert item.answer in full[0]


def test_missing_protections_are_in_one_comment_at_the_end() -> None:
    data, document, view = whole(SAMPLES / "predatory-代运营合同.docx")
    made = annotate(data, document, view, redline=False)
    key, said = next((key, said) for key, said in comments_of(made).items() if "缺失的保护" in said)
    assert view.missing
    assert all(item.question in said and item.ask in said for item in view.missing)
    signs = [sign.get(W + "id") for sign in root_of(made).iter(W + "commentReference")]
    assert signs[-1] == key


def test_the_first_comment_gives_the_verdict_and_says_what_was_not_read(tmp_path: Path) -> None:
    data = package(para("合同") + para("甲方付款。"))
    document = open_bytes(data, tmp_path)
    view = view_of([], gaps=(GapView("第 3 页", "是图片"),), decided=False)
    said = next(iter(comments_of(annotate(data, document, view, redline=False)).values()))
    assert view.verdict in said
    assert "第 3 页：是图片" in said
    assert "--brand" in said
    assert "不构成法律意见" in said


def test_a_further_place_that_harms_gets_a_short_comment_and_others_none(tmp_path: Path) -> None:
    data = package(para("甲方付款。") + para("乙方免责。") + para("双方守约。") + table(row("独家。", "Exclusive.")))
    document = open_bytes(data, tmp_path)
    places = [(document.text.index(words), document.text.index(words) + 5) for words in ("甲方", "乙方", "双方")]
    item = item_at(document, *places)
    fine = replace(item.evidence[2], badge=Badge("ok", "无碍"))
    item = replace(item, evidence=(*item.evidence[:2], fine))
    row_start = document.text.index("独家")
    pair = item_at(document, (row_start, row_start + 3), (row_start + 6, row_start + 16), key="pair")
    made = annotate(data, document, view_of([item, pair]), redline=False)
    texts = list(comments_of(made).values())
    assert [("原因" in text) for text in texts if "问题 item" in text] == [True, False]
    assert len([text for text in texts if "问题 pair" in text]) == 1, "the other language beside it needs none"


def test_both_sides_of_a_contradiction_are_marked(tmp_path: Path) -> None:
    data = package(para("通知期三十日。") + para("通知期六十日。"))
    document = open_bytes(data, tmp_path)
    sides = (evidence_at(document, 0, 7), evidence_at(document, 8, 15))
    item = replace(item_at(document, (0, 7)), conflicts=(ConflictView("两处数值不一致", sides),))
    made = annotate(data, document, view_of([item]), redline=False)
    assert sorted(commented(made).values()) == ["通知期三十日。", "通知期三十日。", "通知期六十日。"]


# ---------------------------------------------------------------- proposed wording


def inserted(made: bytes) -> list[str]:
    return [
        "".join(text.text or "" for text in mark.iter(W + "t"))
        for mark in root_of(made).iter(W + "ins")
        if mark.get(W + "author") == "contractscan" and len(mark)
    ]


def test_wording_goes_after_the_paragraph_of_the_evidence_as_a_tracked_change(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:jc w:val="both"/>'
    data = package(para("甲方付款。", props=numbered) + para("乙方收款。"))
    document = open_bytes(data, tmp_path)
    start = document.text.index("甲方")
    view = view_of([item_at(document, (start, start + 4), ask="建议改为：“甲方验收后付款。”")])
    made = annotate(data, document, view, redline=True)
    assert inserted(made) == ["甲方验收后付款。"]
    assert "甲方验收后付款。\n乙方收款。" in open_bytes(made, tmp_path).text
    paragraph = list(root_of(made).iter(W + "p"))[1]
    assert paragraph.find(f"{W}pPr/{W}rPr/{W}ins") is not None, "its mark is inserted as well"
    assert [item.get(W + "val") for item in paragraph.iter(W + "numId")] == ["0"], "it takes no number from the others"
    assert paragraph.find(f"{W}pPr/{W}jc") is not None
    assert inserted(annotate(data, document, view, redline=False)) == []


def test_in_a_cell_the_wording_goes_to_the_end_of_the_paragraph(tmp_path: Path) -> None:
    data = package(table(row(cell("甲方付款。"), "x")) + para("完。"))
    document = open_bytes(data, tmp_path)
    made = annotate(data, document, view_of([item_at(document, (0, 4), ask="改为：“甲方验收后付款。”")]), redline=True)
    assert len(list(root_of(made).iter(W + "p"))) == len(list(root_of(data).iter(W + "p")))
    assert inserted(made) == ["甲方验收后付款。"]


def test_advice_that_quotes_no_wording_and_faults_of_the_drafting_insert_nothing(tmp_path: Path) -> None:
    data = package(para("甲方付款。") + para("完。"))
    document = open_bytes(data, tmp_path)
    advice = view_of([item_at(document, (0, 4), ask="请与对方确认。")])
    fault = view_of([item_at(document, (0, 4), ask="请改为一致：“以大写为准。”")], family="drafting")
    for view in (advice, fault):
        assert inserted(annotate(data, document, view, redline=True)) == []


# ---------------------------------------------------------------- reproducible, safe, and honest about failure


def test_the_same_review_gives_the_same_bytes_and_a_date_is_the_callers(tmp_path: Path) -> None:
    data = package(para("甲方付款。") + para("完。"))
    document = open_bytes(data, tmp_path)
    view = view_of([item_at(document, (0, 4), ask="改为：“甲方验收后付款。”")])
    made = annotate(data, document, view, redline=True)
    assert made == annotate(tmp_path / Path(document.path).name, document, view, redline=True)
    assert b"w:date" not in parts(made)["word/comments.xml"]
    dated = annotate(data, document, view, redline=True, date=datetime(2026, 3, 2, 10, tzinfo=UTC))
    assert b'w:date="2026-03-02T10:00:00Z"' in parts(dated)["word/comments.xml"]
    assert b'w:date="2026-03-02T10:00:00Z"' in parts(dated)["word/document.xml"]


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    hostile = (
        '<w:fldSimple w:instr="DDEAUTO cmd"/>]]>&boom; {=1+1} \x00\x1b\x0b\ud800\ufffe\uffff\u202e"\'\r\n\t'
        + "长" * 9000
    )
    data = package(para("甲方付款。") + para("完。"))
    document = open_bytes(data, tmp_path)
    item = replace(item_at(document, (0, 4), ask=f"改为：“{hostile}”"), question=hostile, why=hostile, answer=hostile)
    view = view_of([item], verdict=hostile, gaps=(GapView(hostile, hostile),))
    made = annotate(data, document, view, redline=True)
    for part in ("word/comments.xml", "word/document.xml"):
        names = {str(element.tag).rpartition("}")[2] for element in root_of(made, part).iter()}
        assert not names & {"fldSimple", "fldChar", "instrText", "hyperlink", "object", "drawing"}
        assert "\u202e" not in parts(made)[part].decode()
    assert b"External" not in parts(made)["word/_rels/document.xml.rels"]
    assert "<w:fldSimple" in max(comments_of(made).values(), key=len)


def test_a_file_that_is_not_the_one_reviewed_is_refused(tmp_path: Path) -> None:
    data = package(para("甲方付款。"))
    document = open_bytes(data, tmp_path)
    with pytest.raises(ReadError, match="changed"):
        annotate(package(para("甲方不付款。")), document, view_of([]), redline=False)
    with pytest.raises(ReadError, match="DOCX"):
        annotate(data, replace(document, format="pdf"), view_of([]), redline=False)
    with pytest.raises(ReadError, match="cannot be opened"):
        annotate(tmp_path / "gone.docx", document, view_of([]), redline=False)


def test_a_damaged_comments_part_is_not_written_over(tmp_path: Path) -> None:
    data = zipped(parts(package(para("甲方付款。"), comments="")) | {"word/comments.xml": b"<w:comments"})
    document = open_bytes(data, tmp_path)
    with pytest.raises(ReadError, match="nothing can be added"):
        annotate(data, document, view_of([]), redline=False)
