"""Running heads, feet and page numbers: lines that belong to the page, not to the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from contractscan.readers.page import PageLine

_PAGE_NUMBER = re.compile(
    r"""[-–—~·\[(（ ]{0,4}(?:
        (?:page|p\.|第)?\ ?(?:[a-z]{1,2}-)?\d{1,4}\ ?页?(?:\ ?(?:/|／|of|共|,|，)\ ?[共第]?\ ?\d{1,4}\ ?页?)?
      | [ivxl]{1,6}
      | 第\ ?[一二三四五六七八九十]{1,4}\ ?页
    )[-–—~·\])） ]{0,4}""",
    re.VERBOSE | re.IGNORECASE,
)
_LONE_NUMBER = re.compile(r"[-–— ]{0,4}(\d{1,3})[-–— ]{0,4}")
_LONGEST_NUMBER = 11  # characters
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")

_BAND = 0.16  # the part of the page's height, at the top and at the bottom, in which furniture stands
_ROWS = 4  # so many lines at the top, and at the bottom, are looked at
_SAME_PLACE = 8.0  # points
_COMPARED, _SLIPS, _NEAR = 12, 0.1, 3  # characters; the share of them that may differ; pages
_LINES_BETWEEN, _LONG_CHAIN = 15, 4


def find_furniture(pages: Sequence[Sequence[PageLine]], heights: Sequence[float]) -> frozenset[tuple[int, int]]:
    """Return ``(page, first_char)`` of the lines that are furniture.

    A line is furniture if it stands at the edge of a page and is a page number, or if the same words
    (but for their digits) stand at the same place on several pages; or if it is one of the page numbers
    of an earlier print, which count up in the midst of the pages.
    """
    candidates = [
        (line, _masked(line.text))
        for lines, height in zip(pages, heights, strict=True)
        for line in _edge_lines(lines, height)
    ]
    places: dict[str, list[tuple[int, float]]] = {}
    for line, masked in candidates:
        places.setdefault(masked, []).append((line.page, line.place.top))
    enough = 2 if len(pages) <= 4 else 3
    found = [
        line
        for line, masked in candidates
        if _PAGE_NUMBER.fullmatch(_digits(line)) or _recurs(line, masked, places, enough)
    ] + _old_page_numbers(pages)
    return frozenset((line.page, line.first_char) for line in found)


def _old_page_numbers(pages: Sequence[Sequence[PageLine]]) -> list[PageLine]:
    """Return the lines that are nothing but a number, one more each time, with a page's worth of lines between."""
    chain: list[PageLine] = []
    value, position = 0, 0
    for at, line in enumerate(line for lines in pages for line in lines):
        if len(line.text) > _LONGEST_NUMBER:
            continue
        match = _LONE_NUMBER.fullmatch(line.text)
        if not match:
            continue
        number = int(match[1])
        if not chain or (number == value + 1 and at - position >= _LINES_BETWEEN):
            chain.append(line)
            value, position = number, at
        elif len(chain) == 1:
            chain, value, position = [line], number, at
    return chain if len(chain) >= _LONG_CHAIN else []


def _edge_lines(lines: Sequence[PageLine], height: float) -> list[PageLine]:
    ordered = sorted(lines, key=lambda line: line.place.top)
    top = [line for line in ordered[:_ROWS] if line.place.bottom <= height * _BAND]
    rest = ordered[len(top) :]
    return top + [line for line in rest[-_ROWS:] if line.place.top >= height * (1 - _BAND)]


def _recurs(line: PageLine, masked: str, places: Mapping[str, Sequence[tuple[int, float]]], enough: int) -> bool:
    if not masked.strip("#. "):
        return False
    found: set[int] = set()
    for page, top in places[masked]:
        if abs(top - line.place.top) <= _SAME_PLACE:
            found.add(page)
            if len(found) >= enough:  # the head of a long document is on each of its pages
                return True
    if line.confidence is not None and len(found) < enough:
        found |= {
            page
            for other, where in places.items()
            for page, top in where
            if abs(page - line.page) <= _NEAR and abs(top - line.place.top) <= _SAME_PLACE and _alike(masked, other)
        }
    return len(found) >= enough


def _alike(words: str, other: str) -> bool:
    """Whether two lines that were recognised are the same but for a slip of the OCR."""
    if len(words) < _COMPARED or abs(len(words) - len(other)) > _SLIPS * len(words):
        return False
    matcher = SequenceMatcher(None, words, other, autojunk=False)
    return matcher.quick_ratio() >= 1 - _SLIPS and matcher.ratio() >= 1 - _SLIPS


def _digits(line: PageLine) -> str:
    """Return the line's text, with digits for the letters that the OCR takes them for."""
    return line.text if line.confidence is None else re.sub(r"\b[Il|]\b", "1", line.text)


def _masked(text: str) -> str:
    return _DIGITS.sub("#", _SPACE.sub("", text))
