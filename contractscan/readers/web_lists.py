"""The numbers of ordered lists in HTML."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from contractscan.readers.docx_number_formats import format_number

_STYLE = re.compile(r"list-style(?:-type)?\s{0,4}:\s{0,4}([a-z-]{3,40})", re.IGNORECASE)
_TYPES: Final = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
# The styles of CSS as WordprocessingML calls them, and what stands behind the number.
_FORMATS: Final = {
    "decimal": ("decimal", "."),
    "decimal-leading-zero": ("decimalZero", "."),
    "lower-alpha": ("lowerLetter", "."),
    "lower-latin": ("lowerLetter", "."),
    "upper-alpha": ("upperLetter", "."),
    "upper-latin": ("upperLetter", "."),
    "lower-roman": ("lowerRoman", "."),
    "upper-roman": ("upperRoman", "."),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "cjk-decimal": ("chineseCounting", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("chineseLegalSimplified", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
}
_NO_NUMBERS: Final = frozenset({"none", "disc", "circle", "square"})


class NumberedList:
    """An ``<ol>``, which counts its items."""

    def __init__(self, element: etree._Element) -> None:
        items = sum(1 for child in element if child.tag == "li")
        self._step = -1 if element.get("reversed") is not None else 1
        self._style = _style_of(element, "decimal")
        start = _integer(element.get("start"))
        first = start if start is not None else items if self._step < 0 else 1
        self._last = first - self._step

    def next(self, item: etree._Element) -> str:
        """Return the number of the next item, "" where the list shows none."""
        value = _integer(item.get("value"))
        self._last = value if value is not None else self._last + self._step
        style = _style_of(item, self._style)
        if style in _NO_NUMBERS:
            return ""
        kind, behind = _FORMATS.get(style, _FORMATS["decimal"])
        return f"{format_number(self._last, kind)}{behind}"


def _style_of(element: etree._Element, inherited: str) -> str:
    if match := _STYLE.search(element.get("style", "")):
        style = match[1].lower()
        if style in _FORMATS or style in _NO_NUMBERS:
            return style
    return _TYPES.get(element.get("type", ""), inherited)


def _integer(value: str | None) -> int | None:
    return int(value) if value is not None and re.fullmatch(r"\s{0,4}-?\d{1,5}\s{0,4}", value, re.ASCII) else None
