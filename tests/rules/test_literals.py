"""A pattern is skipped only where it could not have matched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractscan.rules import load_rules
from contractscan.rules.literals import needed
from contractscan.rules.patterns import expand
from contractscan.selftest import LANGUAGES, cases


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("automatically renew", {"automatically renew"}),
        (r"\bevergreen\b", {"evergreen"}),
        ("renew(s|ed|al)?", {"renew"}),
        ("auto-?renew", {"renew"}),
        ("(续约|续签){gap}(通知|书面)", {"续约", "续签"}),
        ("(renew|extend)s? for", {"extend", "renew"}),
        ("{concept}{gap}归{holder}", {"归"}),
        ("{concept}{gap}{holder}", set()),
        ("a|{concept}", set()),
        ("(?<!not )exclusive(?! of)", {"exclusive"}),
        ("(?P<x>own|hold)ing", {"ing"}),
        ("x+y*z", {"x"}),
        (r"sub\-account", {"sub-account"}),
        ("[Aa]gency", {"gency"}),
        ("(a|b|)c", {"c"}),
        ("d{0,3}e", {"e"}),
        ("", set()),
    ],
)
def test_words_that_must_be_there(pattern: str, words: set[str]) -> None:
    assert needed(pattern) == words


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
    words = needed(pattern)
    assert not words or any(word in text.lower() for word in words)


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
                        if regex.search(text) and ready.literals:
                            assert any(word in text.lower() for word in ready.literals), (pattern, text)
