"""Dataclasses as JSON: the same as the standard library writes of the same content, but sooner."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractscan.report.json_text import indented, on_one_line


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Leaf:
    words: str
    colour: Colour = Colour.RED


@dataclass(frozen=True)
class Branch:
    leaves: tuple[Leaf, ...]
    by_colour: dict[Colour, int]
    nothing: None = None


TREE = Branch((Leaf('一\n"two"'), Leaf("")), {Colour.RED: 3})
PLAIN: Any = {
    "leaves": [{"words": '一\n"two"', "colour": "red"}, {"words": "", "colour": "red"}],
    "by_colour": {"red": 3},
    "nothing": None,
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def test_dataclasses_and_enumerations_are_mappings_and_texts() -> None:
    assert indented(TREE) == json.dumps(PLAIN, ensure_ascii=False, indent=2)
    assert on_one_line(TREE) == json.dumps(PLAIN, ensure_ascii=False, separators=(",", ":"))


@given(values)
def test_both_ways_say_what_the_standard_library_says(value: object) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=2)
    assert on_one_line(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_a_margin_stands_before_all_lines_but_the_first() -> None:
    assert indented((1, 2), "    ") == "[\n      1,\n      2\n    ]"


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_numbers_that_json_has_not_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        indented((number,))
    with pytest.raises(ValueError, match="not JSON compliant"):
        on_one_line((number,))
