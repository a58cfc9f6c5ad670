"""A pattern of an author finds the same whatever case a text is in, except where it heeds capitals."""

from __future__ import annotations

import pytest

from contractscan.rules.patterns import expand
from contractscan.rules.schema import Terms
from contractscan.text import lowered

CONCEPTS = {"metric": Terms(zh=("ACoS",), en=("ACoS", "Buy Box"))}


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("non-compete", "A Non-Compete applies", "Non-Compete"),
        (r"\bUSD \d+", "pays usd 500", "usd 500"),
        (r"\W{metric}\W", "the BUY BOX.", " BUY BOX."),
        (r"[A-Z]{3}\S", "in CNY.", "CNY."),
        (r"(?P<value>Term) and (?P=value)", "TERM AND TERM", "TERM AND TERM"),
        (r"(?-i:[A-Z])\w+ may", "the agency may, and so Tidemark May", "Tidemark May"),
        (r"(?-i:[A-Z])\w+ may", "the agency may", None),
        ("stanbul", "in İSTANBUL", "STANBUL"),
    ],
)
def test_a_pattern_is_searched_for_in_any_case(pattern: str, text: str, found: str | None) -> None:
    match = expand(pattern, "en", CONCEPTS).search(text, lowered(text))
    assert (match and text[match.start() : match.end()]) == found


@pytest.mark.parametrize("text", ["", "Fee of USD 5", "İİ Straße ΑΣ ŉ", "品牌方 Ａ"])
def test_lower_case_keeps_every_character_in_its_place(text: str) -> None:
    assert len(lowered(text)) == len(text)
