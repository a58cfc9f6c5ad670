"""A review in words: key terms, wording to propose, long quotes."""

from dataclasses import replace

import pytest
from factory import BOOK, EXCLUSIVE, document, finding, review

from contractscan.model import Block, Span
from contractscan.report.key_terms import key_terms
from contractscan.report.view import build_view, build_views
from contractscan.rules import load_rules


def test_wording_to_propose_is_without_the_advice_around_it() -> None:
    asked = BOOK.rules["exclusive"].ask["locked"].brand
    assert asked
    items = {item.id: item for item in build_view(review(), BOOK, "en").items()}
    assert items["exclusive"].ask == asked.en
    assert items["exclusive"].wording == ""  # nothing in it is put in quotation marks


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nearly_every_request_of_the_rules_has_wording_in_it(language: str) -> None:
    from contractscan.report.view import wording

    book = load_rules()
    asks = [
        said.in_language(language)  # type: ignore[arg-type]
        for rule in book.rules.values()
        for sides in rule.ask.values()
        for said in (sides.brand, sides.partner)
        if said
    ]
    bare = [ask for ask in asks if not wording(ask)]
    assert len(bare) <= len(asks) / 50
    assert not [ask for ask in asks if wording(ask) == ask]


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
