"""A pattern is skipped only where it could not have matched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractscan.literals import WordIndex, needed
from contractscan.rules import load_rules
from contractscan.rules.lint import LANGUAGES, cases
from contractscan.rules.patterns import expand


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("automatically renew", [{"automatically renew"}]),
        (r"\bevergreen\b", [{"evergreen"}]),
        ("renew(s|ed|al)?", [{"renew"}]),
        ("auto-?renew", [{"renew"}, {"auto"}]),
        ("(续约|续签){gap}(通知|书面)", [{"续约", "续签"}, {"通知", "书面"}]),
        ("(renew|extend)s? for", [{"extend", "renew"}, {" for"}]),
        ("{concept}{gap}归{holder}", [{"归"}, {"B", "P"}]),
        ("{concept}{gap}{holder}?", []),
        ("a|{concept}", []),
        ("(?<!not )exclusive(?! of)", [{"exclusive"}]),
        ("(?P<x>own|hold)ing", [{"ing"}, {"own", "hold"}]),
        ("x+y*z", [{"x"}, {"z"}]),
        (r"sub\-account", [{"sub-account"}]),
        ("[Aa]gency", [{"gency"}, {"a"}]),
        ("[a-c]gency", [{"gency"}]),
        ("[^;]agency", [{"agency"}]),
        ("[≥>]?x", [{"x"}]),
        ("(a|b|)c", [{"c"}]),
        ("d{0,3}e", [{"e"}]),
        ("(?P<x>own|hold)s?,(it|(?P=x)) pays", [{" pays"}, {"own", "hold"}, {","}]),
        ("", []),
    ],
)
def test_words_that_must_be_there(pattern: str, sets: list[set[str]]) -> None:
    assert list(needed(pattern, {"holder": "BP"})) == sets


@given(
    st.recursive(
        st.sampled_from(["ab", "c", "d?", "[xy]", ".", "e+", "f*", r"\bg", "h{2}", "i{0,2}"]),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map("".join),
            st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
            inner.map(lambda pattern: f"(?:{pattern})?"),
        ),
        max_leaves=6,
    ),
    st.data(),
)
def test_whatever_matches_holds_one_of_the_words(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    assert all(any(word in text.lower() for word in words) for words in needed(pattern, {}))
    index = WordIndex()
    index.add(needed(pattern, {}), 1)
    assert index.called(text.lower()) == 1


@given(st.lists(st.text("甲乙约8-", min_size=1, max_size=6), min_size=1, max_size=8), st.text("甲乙约8-", max_size=20))
def test_an_index_calls_for_the_patterns_whose_words_are_there(words: list[str], text: str) -> None:
    index = WordIndex()
    for place, word in enumerate(words):
        index.add([frozenset({word})], 1 << place)
    assert index.called(text) == sum(1 << place for place, word in enumerate(words) if word in text)


def test_an_index_does_not_ask_for_words_that_stand_everywhere() -> None:
    index = WordIndex()
    index.add([frozenset({"renew", "the "})], 1)
    index.add([frozenset({"the "}), frozenset({"renew"})], 2)
    assert index.called("neither") == 1
    assert index.called("renewed") == 3


def test_an_index_calls_for_a_pattern_only_where_its_concepts_are_known() -> None:
    index = WordIndex()
    index.add([frozenset({"renew"})], 1, ["term", "notice"])
    assert index.called("renewed", ["term"]) == 0
    assert index.called("renewed", ["term", "notice", "fee"]) == 1
    assert index.called("ended", ["term", "notice"]) == 0


def test_no_shipped_example_is_lost() -> None:
    book = load_rules()
    for rule in book.rules.values():
        texts = {language: [c.text for c in cases(rule) if c.language == language] for language in LANGUAGES}
        for outcome in rule.outcomes:
            for language in LANGUAGES:
                captures = frozenset(outcome.id) if isinstance(outcome.id, dict) else frozenset[str]()
                for pattern in outcome.in_language(language):
                    ready = expand(pattern, language, book.concepts, captures)
                    regex = re.compile(ready.regex, re.IGNORECASE)
                    for text in texts[language]:
                        if regex.search(text):
                            assert all(any(w in text.lower() for w in words) for words in ready.literals), (
                                pattern,
                                text,
                            )
