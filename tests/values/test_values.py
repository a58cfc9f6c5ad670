"""The values as the matcher takes them: offsets, words against figures, names of metrics."""

from __future__ import annotations

import pytest

from contractscan.model import Value
from contractscan.text import fold
from contractscan.values import read_thresholds, read_values, to_value
from contractscan.values.lexicon import lexicon


def test_a_value_points_into_the_source() -> None:
    source = "  违约金不超过\n人民币 ５，０００ 元 。"
    folded = fold(source)
    (quantity,) = read_values(folded)
    value = to_value(quantity, "amount", folded)
    assert value == Value("amount", "人民币5,000元", 5000.0, "CNY", value.start, value.end, "<=")
    assert source[value.start : value.end] == "人民币 ５，０００ 元"


def test_the_comparator_stands_outside_the_quantity_but_inside_the_threshold() -> None:
    folded = fold("The ACoS shall not exceed 25%.")
    (threshold,) = read_thresholds(folded)
    assert threshold.quantity.text == "25%"
    assert folded.text[threshold.start : threshold.end] == "ACoS shall not exceed 25%"


@pytest.mark.parametrize(
    ("text", "figures", "words"),
    [
        ("thirty (30) days", 30, 30),
        ("forty-five (54) days", 54, 45),
        ("三十（20）日", 20, 30),
        ("人民币贰万元整（￥30000）", 30000, 20000),
        ("￥500（大写：人民币伍仟元整）", 500, 5000),
        ("twenty percent (25%)", 25, 20),
        ("thirty days", 30, None),
    ],
)
def test_figures_decide_and_the_words_are_kept(text: str, figures: float, words: float | None) -> None:
    (quantity,) = read_values(fold(text))
    assert (quantity.value, quantity.words_value) == (figures, words)


def test_a_bound_quantity_carries_its_metric() -> None:
    (quantity,) = read_values(fold("ROAS不低于3.5"))
    assert (quantity.kind, quantity.metric, quantity.text) == ("count", "roas", "3.5")


def test_a_bare_number_alone_is_no_quantity() -> None:
    assert read_values(fold("见附件3与第4页，共12份")) == ()


@pytest.mark.parametrize("word", sorted(lexicon().metric_names))
def test_every_metric_name_is_found(word: str) -> None:
    metric = lexicon().metric_names[word]
    amount = {"percent": "90%", "count": "90", "money": "$90", "duration": "90 days"}
    kind = next(kind for kind in amount if kind in lexicon().metrics[metric].kinds)
    assert [threshold.metric for threshold in read_thresholds(fold(f"{word} ≥ {amount[kind]}"))] == [metric]


def test_every_unit_and_currency_word_is_read() -> None:
    for word, unit in lexicon().units.items():
        (quantity,) = read_values(fold(f"7 个{word}" if word in lexicon().measured else f"7 {word}"))
        assert (quantity.kind, quantity.unit) == (unit.kind, unit.unit), word
    for word, unit in lexicon().currencies_before.items():
        (quantity,) = read_values(fold(f"{word} 7"))
        assert (quantity.kind, quantity.unit) == ("money", unit.unit), word


def test_every_comparator_word_is_read() -> None:
    for word, sign in lexicon().signs_before.items():
        number = "7 days" if word in lexicon().only_duration else "7%"
        (quantity,) = read_values(fold(f"{word} {number}"))
        assert quantity.comparator == sign, word
    for word, sign in lexicon().signs_after.items():
        number = "7 days" if word in lexicon().only_duration else "7%"
        (quantity,) = read_values(fold(f"{number} {word}"))
        assert quantity.comparator == sign, word
