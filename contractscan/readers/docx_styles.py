"""Styles of a Word file: what a paragraph or a run has by way of its styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from contractscan.readers.docx_package import W, is_on, number_of, value_of

_HEADING_NAME = re.compile(r"(?:heading|标题|標題|überschrift|titre)\s?([1-9])", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc\s?[1-9]|(?:wpsoffice手动)?目录\s?[1-9]?", re.IGNORECASE)
_NOT_BLANK = frozenset({"none", "words"})  # "words" leaves spaces without a line


@dataclass(frozen=True, slots=True)
class RunFormat:
    """What matters of how characters look; ``None`` where nothing is said."""

    hidden: bool | None = None
    underlined: bool | None = None
    font: str | None = None

    def over(self, base: RunFormat) -> RunFormat:
        """Return this format, and that of ``base`` where this one says nothing."""
        return RunFormat(
            base.hidden if self.hidden is None else self.hidden,
            base.underlined if self.underlined is None else self.underlined,
            base.font if self.font is None else self.font,
        )


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style with what it inherits."""

    name: str = ""
    num_id: str | None = None
    num_level: int | None = None
    num_style: str = ""
    """The style of the chain that carries the numbering: a list links its levels to it."""
    outline: int | None = None
    tabs: tuple[etree._Element, ...] = ()
    """The ``w:tab`` stops, those of the base styles first."""
    runs: RunFormat = RunFormat()

    @property
    def is_contents(self) -> bool:
        """Whether its paragraphs are lines of a table of contents."""
        return _CONTENTS_NAME.fullmatch(self.name) is not None


class Styles:
    """The styles of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read ``styles.xml`` (``None`` if the document has none)."""
        self._raw: dict[str, etree._Element] = {}
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._characters: dict[str, RunFormat] = {}
        self._default = ""
        for item in () if root is None else root.iterfind(W + "style"):
            key = value_of(item, "styleId") or ""
            self._raw[key] = item
            if value_of(item, "type") == "paragraph" and value_of(item, "default") in ("1", "true", "on"):
                self._default = self._default or key

    def paragraph(self, key: str | None) -> ParagraphStyle:
        """Return a paragraph style; the default one for an unknown key."""
        if key not in self._raw:
            key = self._default
        if key not in self._paragraphs:
            self._paragraphs[key] = self._resolve(key)
        return self._paragraphs[key]

    def run(self, properties: etree._Element | None, style: ParagraphStyle) -> RunFormat:
        """Return the format of a run with these ``w:rPr`` in a paragraph of this style."""
        if properties is None:
            return style.runs
        named = RunFormat()
        key = value_of(properties.find(W + "rStyle"))
        if key is not None:
            named = self._character(key)
            if named.hidden is not None and style.runs.hidden:
                # Hidden twice over, by two kinds of style, is shown: that is how toggles work (ECMA-376 17.7.3).
                named = RunFormat(not named.hidden, named.underlined, named.font)
        return run_format(properties).over(named).over(style.runs)

    def _character(self, key: str) -> RunFormat:
        if key not in self._characters:
            found = RunFormat()
            for item in self._chain(key):
                found = found.over(run_format(item.find(W + "rPr")))
            self._characters[key] = found
        return self._characters[key]

    def _chain(self, key: str) -> Iterator[etree._Element]:
        """Yield a style and those it is based on, each once."""
        seen: set[str] = set()
        while key in self._raw and key not in seen:
            seen.add(key)
            yield self._raw[key]
            key = value_of(self._raw[key].find(W + "basedOn")) or ""

    def _resolve(self, key: str) -> ParagraphStyle:
        name = num_style = ""
        num_id: str | None = None
        num_level: int | None = None
        outline: int | None = None
        tabs: list[etree._Element] = []
        runs = RunFormat()
        for item in self._chain(key):
            properties = item.find(W + "pPr")
            if not name:
                name = value_of(item.find(W + "name")) or key
                match = _HEADING_NAME.fullmatch(name)
                outline = int(match[1]) - 1 if match else None
            listed = None if properties is None else properties.find(W + "numPr")
            if num_id is None and listed is not None:
                num_id = value_of(listed.find(W + "numId"))
                num_level = number_of(listed.find(W + "ilvl"))
                num_style = value_of(item, "styleId") or ""
            if properties is not None:
                if outline is None:
                    outline = number_of(properties.find(W + "outlineLvl"))
                tabs[:0] = properties.iterfind(f"{W}tabs/{W}tab")
            runs = runs.over(run_format(item.find(W + "rPr")))
        return ParagraphStyle(name, num_id, num_level, num_style, outline, tuple(tabs), runs)


def run_format(properties: etree._Element | None) -> RunFormat:
    """Return what ``w:rPr`` says itself."""
    if properties is None:
        return RunFormat()
    hidden = properties.find(W + "vanish")
    line = properties.find(W + "u")
    fonts = properties.find(W + "rFonts")
    font = None
    if fonts is not None and value_of(fonts, "asciiTheme") is None:
        font = value_of(fonts, "ascii") or value_of(fonts, "hAnsi")
    return RunFormat(
        None if hidden is None else is_on(hidden),
        None if line is None else (value_of(line) or "none") not in _NOT_BLANK,
        font,
    )


def lined_tabs(properties: etree._Element | None, style: ParagraphStyle) -> list[bool]:
    """Return for each tab stop of a paragraph, from the left, whether the way to it is drawn as a line to write on."""
    stops: dict[int, bool] = {}
    own = () if properties is None else properties.iterfind(f"{W}tabs/{W}tab")
    for stop in (*style.tabs, *own):
        place = number_of(stop, "pos")
        if place is None:
            continue
        if value_of(stop) == "clear":
            stops.pop(place, None)
        elif value_of(stop) != "bar":
            stops[place] = value_of(stop, "leader") in ("underscore", "heavy")
    return [stops[place] for place in sorted(stops)]
