"""A review in words: key terms, headings, long quotes."""

from dataclasses import replace

from factory import BOOK, EXCLUSIVE, document, finding, review

from contractscan.model import Block, Span
from contractscan.report.key_terms import key_terms
from contractscan.report.view import build_view, build_views
from contractscan.rules import load_rules


def test_a_very_long_quote_shows_what_stands_around_its_decisive_words() -> None:
    words = "甲方付费，" * 400 + "不得另行委托" + "，乙方服务" * 400
    at = 100 + words.index("不得")
    long = replace(finding("exclusive", "locked", words), marks=(Span(at, at + 6),))
    (shown, *_) = next(build_view(review(quote=long), BOOK, "zh").items()).evidence
    text = "".join(segment.text for segment in shown.quote)
    assert len(text) < 600
    assert [segment.text for segment in shown.quote if segment.marked] == ["不得另行委托"]
    assert text.startswith("… ")
    assert text.endswith(" …")


def test_a_quote_that_is_nothing_but_decisive_words_is_cut_as_well() -> None:
    words = "不得" * 500_000
    long = replace(finding("exclusive", "locked", words), marks=(Span(100, 100 + len(words)),))
    (shown, *_) = next(build_view(review(quote=long), BOOK, "zh").items()).evidence
    assert len("".join(segment.text for segment in shown.quote)) < 2000


def test_a_clause_without_a_heading_is_told_by_the_one_above_it() -> None:
    text = "Article 3 Appointment\n3.1 Brand shall not engage others."
    paper = replace(document(), text=text, blocks=(Block(0, 21, heading=True), Block(22, len(text))))
    quote = replace(EXCLUSIVE, heading="", start=22, end=len(text), quote=text[22:], marks=())
    made = replace(review(quote=quote), document=paper)
    assert next(build_view(made, BOOK, "en").items()).evidence[0].heading == "Article 3 Appointment"


def test_the_key_terms_name_values_that_the_rules_really_give() -> None:
    book = load_rules()
    for term in key_terms("en"):
        given = {value.name for value in book.rules[term.item].values}
        assert given.issuperset(term.values), term.label


def test_both_views_are_of_the_same_review_and_share_the_text() -> None:
    zh, en = build_views(review(), BOOK, "zh")
    assert (zh.language, en.language) == ("zh", "en")
    assert [item.id for item in zh.items()] == [item.id for item in en.items()]
    assert zh.text is en.text
