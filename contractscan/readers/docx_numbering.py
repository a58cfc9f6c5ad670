"""Automatic numbers of Word paragraphs, counted as Word counts them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from contractscan.readers.docx_number_formats import format_number
from contractscan.readers.docx_package import W, is_on, number_of, value_of
from contractscan.readers.docx_symbols import symbol

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_BOXES = frozenset("□☑☒☐")
_CJK_MARKS = frozenset("、）．。：】")


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a numbered paragraph: its number, "" for a bullet, and what divides it from the text."""

    number: str
    suffix: str = "tab"

    def before(self, text: str) -> str:
        """Return the label as it is written before ``text``, with a blank where one is to be seen."""
        if not self.number or not text:
            return self.number
        if self.suffix == "nothing":  # but two words must not become one
            glued = self.number[-1].isascii() and self.number[-1].isalnum() and text[0].isascii() and text[0].isalnum()
            return self.number + (" " if glued else "")
        return self.number + ("" if self.number[-1] in _CJK_MARKS else " ")


NO_LABEL = Label("")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    restart: int | None
    legal: bool
    style: str
    suffix: str = "tab"
    font: str = ""


@dataclass(frozen=True, slots=True)
class _Num:
    abstract: str
    starts: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[int, _Level] = field(default_factory=dict)


class Numbering:
    """The lists of one document. Call ``next_label`` for every numbered paragraph, in document order."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read ``numbering.xml`` (``None`` if the document has none)."""
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._nums: dict[str, _Num] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        self._named: dict[str, dict[int, _Level]] = {}
        if root is None:
            return
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for item in root.iterfind(W + "abstractNum"):
            key = value_of(item, "abstractNumId") or ""
            self._abstract[key] = _levels(item)
            if name := value_of(item.find(W + "name")):
                self._named[name] = self._abstract[key]
            if (style := value_of(item.find(W + "styleLink"))) is not None:
                by_style[style] = key
            if (style := value_of(item.find(W + "numStyleLink"))) is not None:
                links[key] = style
        for item in root.iterfind(W + "num"):
            key = value_of(item.find(W + "abstractNumId")) or ""
            key = by_style.get(links.get(key, ""), key)
            starts: dict[int, int] = {}
            levels: dict[int, _Level] = {}
            for override in item.iterfind(W + "lvlOverride"):
                level = number_of(override, "ilvl") or 0
                if (start := number_of(override.find(W + "startOverride"))) is not None:
                    starts[level] = start
                levels |= _levels(override)
            self._nums[value_of(item, "numId") or ""] = _Num(key, starts, levels)

    def level_of_style(self, num_id: str, style: str) -> int:
        """Return the level that a list links to a paragraph style, 0 if none."""
        num = self._nums.get(num_id)
        if num is None:
            return 0
        levels = self._abstract.get(num.abstract, {}) | dict(num.levels)
        return next((number for number, level in levels.items() if level.style == style), 0)

    def next_label(self, num_id: str, level: int) -> Label:
        """Count one paragraph, and return its number as displayed ("" for bullets and unknown lists)."""
        num = self._nums.get(num_id)
        if num is None or not 0 <= level < _LEVELS:
            return NO_LABEL
        levels = self._abstract.get(num.abstract, {}) | dict(num.levels)
        if level not in levels:
            return NO_LABEL
        counters = self._counters.setdefault(num.abstract, {})
        start = num.starts.get(level) if (num_id, level) not in self._started else None
        self._started.add((num_id, level))
        return _count(counters, levels, level, start)

    def next_in_text(self, name: str, level: int, start: int | None = None) -> str:
        """Count one LISTNUM field of the list ``name``, and return its number; ``start`` begins anew there."""
        levels = _listnum_levels(name) | self._named.get(name, {})
        counters = self._counters.setdefault(f"LISTNUM {name}", {})
        return _count(counters, levels, min(max(level, 0), _LEVELS - 1), start).number


def _count(counters: dict[int, int], levels: Mapping[int, _Level], level: int, start: int | None) -> Label:
    """Count one paragraph on ``level``, anew from ``start`` if it is given, and return its label."""
    definition = levels[level]
    for higher in range(level):  # a level that was skipped counts as one
        if higher in levels:
            counters.setdefault(higher, levels[higher].start)
    if start is not None:
        counters[level] = start
    elif level in counters:
        counters[level] += 1
    else:
        counters[level] = definition.start
    for deeper in [other for other in counters if other > level]:
        restart = levels[deeper].restart if deeper in levels else None
        # w:lvlRestart is counted from 1; 0 means that the level never starts again.
        if restart is None or (restart > 0 and level < restart):
            del counters[deeper]
    if definition.format == "bullet":
        sign = symbol(ord(definition.text), definition.font) if len(definition.text) == 1 else ""
        return Label(sign if sign in _BOXES else "", definition.suffix)

    def shown(match: re.Match[str]) -> str:
        other = int(match[1]) - 1
        if other > level or other not in levels:
            return ""
        style = "decimal" if definition.legal else levels[other].format
        return format_number(counters.get(other, levels[other].start), style)

    return Label(_PLACEHOLDER.sub(shown, definition.text).strip(), definition.suffix)


def _levels(parent: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for item in parent.iterfind(W + "lvl"):
        number = number_of(item, "ilvl")
        if number is None or not 0 <= number < _LEVELS:
            continue
        start = number_of(item.find(W + "start"))
        levels[number] = _Level(
            start=0 if start is None else start,
            format=_format_of(item),
            text=value_of(item.find(W + "lvlText")) or "",
            restart=number_of(item.find(W + "lvlRestart")),
            legal=is_on(item.find(W + "isLgl")),
            style=value_of(item.find(W + "pStyle")) or "",
            suffix=value_of(item.find(W + "suff")) or "tab",
            font=value_of(item.find(f"{W}rPr/{W}rFonts"), "ascii") or "",
        )
    return levels


def _format_of(level: etree._Element) -> str:
    """Return the number format of a level. Word 2010 and later wrap the formats of their own, such as "001"."""
    for item in level.iter(W + "numFmt"):
        form = value_of(item)
        pattern = value_of(item, "format") or ""
        if form != "custom":
            return form or "decimal"
        if first := _PADDED.match(pattern):
            return f"custom {len(first[0])}"
    return "decimal"


def _listnum_levels(name: str) -> dict[int, _Level]:
    """Return the levels of one of the three lists that Word has for LISTNUM fields."""
    forms = _LISTNUM.get(name, _LISTNUM["NumberDefault"])
    return {i: _Level(1, form, text, None, False, "") for i, (form, text) in enumerate(forms)}


_PADDED = re.compile(r"0+1")
_DECIMAL_PATH = ".".join(f"%{i + 1}" for i in range(_LEVELS))
_LISTNUM = {
    "NumberDefault": [("decimal", "%1)"), ("lowerLetter", "%2)"), ("lowerRoman", "%3)"), ("decimal", "(%4)"),
                      ("lowerLetter", "(%5)"), ("lowerRoman", "(%6)"), ("decimal", "%7."), ("lowerLetter", "%8."),
                      ("lowerRoman", "%9.")],
    "OutlineDefault": [("upperRoman", "%1."), ("upperLetter", "%2."), ("decimal", "%3."), ("lowerLetter", "%4)"),
                       ("decimal", "(%5)"), ("lowerLetter", "(%6)"), ("lowerRoman", "(%7)"), ("lowerLetter", "(%8)"),
                       ("lowerRoman", "(%9)")],
    "LegalDefault": [("decimal", _DECIMAL_PATH[: 3 * i + 2] + ".") for i in range(_LEVELS)],
}  # fmt: skip
