"""The review memo: all of a review, on A4, in fonts that have both scripts, and inert."""

import io
from dataclasses import replace
from typing import get_args

import docx
import pytest
from docx.oxml.ns import qn
from factory import BOOK, EXCLUSIVE, review
from word_reading import W, parts, root_of

from contractscan.model import Language
from contractscan.report.texts import texts
from contractscan.report.view import GapView, build_view
from contractscan.report.word import memo


def words_of(data: bytes) -> str:
    body = root_of(data)
    return "\n".join("".join(text.text or "" for text in line.iter(W + "t")) for line in body.iter(W + "p"))


@pytest.mark.parametrize("language", get_args(Language))
def test_a_memo_tells_everything_that_the_review_found(language: Language) -> None:
    view = build_view(review(), BOOK, language)
    said = words_of(memo(view))
    assert view.verdict in said
    assert view.file_name in said
    assert view.sha256 in said
    assert texts(language)("report.notice") in said
    for side in view.sides:
        assert side.aliases in said
    risky = [item for group in view.risks for item in group.items]
    for item in (*risky, *view.missing):
        for text in (item.question, item.answer, item.badge.label, item.why, item.ask, *(b.cite for b in item.basis)):
            assert text in said
        for evidence in item.evidence:
            assert "".join(segment.text for segment in evidence.quote) in said
            assert evidence.place in said
    for item in (item for group in view.fine for item in group.items):
        assert item.question in said


def test_what_was_not_read_stands_before_the_answers_and_blocks_missing() -> None:
    view = build_view(review(unread=True), BOOK, "en")
    said = words_of(memo(view))
    gap = view.gaps[0]
    assert said.index(f"{gap.where}: {gap.why}") < said.index(view.risks[0].items[0].question)
    assert texts("en")("report.missing") not in said
    assert view.unread[0].question in said


def test_sides_that_are_not_certain_are_said_to_be_so() -> None:
    view = build_view(review(decided=False), BOOK, "zh")
    assert texts("zh")("report.undecided", alias=view.assumed_brand) in words_of(memo(view))


def test_it_is_an_a4_document_with_headings_page_numbers_and_chinese_fonts() -> None:
    view = build_view(review(), BOOK, "zh")
    document = docx.Document(io.BytesIO(memo(view)))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    levels = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3"} <= levels
    for name in ("Normal", "Heading 1", "Heading 3", "Title"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert fonts.get(qn("w:eastAsiaTheme")) is None, "which would come first"
    codes = [code.text for code in section.footer._element.iter(W + "instrText")]
    assert codes == ["PAGE", "NUMPAGES"]


def test_the_decisive_words_of_a_quote_are_bold() -> None:
    document = docx.Document(io.BytesIO(memo(build_view(review(), BOOK, "zh"))))
    bold = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold]
    assert "不得自行运营" in bold


def test_the_same_view_gives_the_same_bytes() -> None:
    view = build_view(review(), BOOK, "zh")
    assert memo(view) == memo(view)
    assert b"2013-12" not in parts(memo(view))["docProps/core.xml"], "the date of the template says nothing"


def test_hostile_text_is_only_text() -> None:
    hostile = '<w:fldSimple/>]]>&x; {=1+1} =HYPERLINK("http://x") {{ 7*7 }} \x00\x1b\x0b\ufffe\uffff\ud800\u202eyb'
    quote = replace(EXCLUSIVE, quote=hostile, end=EXCLUSIVE.start + len(hostile), heading=hostile, clause=hostile)
    view = build_view(review(quote=quote), BOOK, "zh")
    view = replace(view, file_name=hostile, verdict=hostile, gaps=(GapView(hostile, hostile),), notes=(hostile,))
    data = memo(view)
    names = {str(element.tag).rpartition("}")[2] for element in root_of(data).iter()}
    assert not names & {"fldSimple", "fldChar", "instrText", "hyperlink", "object", "drawing"}
    assert not [name for name, content in parts(data).items() if name.endswith(".rels") and b"External" in content]
    assert "\u202e" not in words_of(data)


def test_a_quote_of_a_megabyte_is_cut() -> None:
    long = replace(EXCLUSIVE, quote="甲" * 1_000_000, marks=(), end=EXCLUSIVE.start + 1_000_000)
    assert len(words_of(memo(build_view(review(quote=long), BOOK, "zh")))) < 20_000
