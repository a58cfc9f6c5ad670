"""Fields of a Word file: which text is a field's code and which its result, and what is shown without a result."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from contractscan.readers.docx_number_formats import format_number
from contractscan.readers.docx_numbering import Numbering
from contractscan.readers.docx_package import W, is_on, number_of, value_of
from contractscan.readers.docx_symbols import symbol

_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_FORMATS = {
    "roman": "lowerRoman", "ROMAN": "upperRoman", "Roman": "upperRoman", "alphabetic": "lowerLetter",
    "ALPHABETIC": "upperLetter", "CHINESENUM1": "ideographDigital", "CHINESENUM2": "chineseLegalSimplified",
    "CHINESENUM3": "chineseCounting",
}  # fmt: skip
# The switches of an EQ field, with how they are set: what is drawn are the arguments between the brackets.
_EQUATION_SWITCH = re.compile(r"\\(?:\*\s*\S+|[a-z]{1,2}(?:\s*\d{1,4}(?![\d(]))?)", re.IGNORECASE)


@dataclass(slots=True)
class Field:
    """A field that is open, or just ended."""

    begin: etree._Element
    code: list[str] = field(default_factory=list)
    in_code: bool = True
    shows: bool = False
    """Whether its stored result has something to see."""
    is_form: bool = False
    """Whether it is a form's field to write in; known once its code is over."""


class Fields:
    """The fields that are open while a story goes by."""

    def __init__(self, story: etree._Element) -> None:
        """Look for the marks that begin a field and have no end: these are to be left out of account."""
        self._open: list[Field] = []
        self._codes = 0  # how many of them are still in their code
        self._unclosed = unclosed_fields(story)

    @property
    def in_code(self) -> bool:
        """Whether what goes by now is a field's code, which nobody sees."""
        return self._codes > 0

    @property
    def in_form(self) -> bool:
        """Whether what goes by is what somebody filled into a form's field, or left blank."""
        return bool(self._open) and self._open[-1].is_form and not self._open[-1].in_code

    def add_code(self, text: str) -> None:
        """Take a piece of a field's code."""
        if self._open and self._open[-1].in_code:
            self._open[-1].code.append(text)

    def saw(self) -> None:
        """Note that a result has something to see."""
        if self._open and not self._open[-1].in_code:
            self._open[-1].shows = True

    def mark(self, element: etree._Element) -> Field | None:
        """Take a ``w:fldChar``; return the field that it ends, if its code is to be shown for want of a result."""
        kind = value_of(element, "fldCharType")
        if kind == "begin" and element not in self._unclosed:
            self._open.append(Field(element))
            self._codes += 1
        elif kind == "separate" and self._open and self._open[-1].in_code:
            self._open[-1].in_code = False
            self._open[-1].is_form = "".join(self._open[-1].code).split(maxsplit=1)[:1] == ["FORMTEXT"]
            self._codes -= 1
        elif kind == "end" and self._open:
            ended = self._open.pop()
            self._codes -= ended.in_code
            if ended.shows:
                self.saw()  # what a result inside of a result shows
            elif not self.in_code:
                return ended
        return None


def unclosed_fields(story: etree._Element) -> set[etree._Element]:
    """Return the marks that begin a field which has no end (in the same text box, or outside all of them)."""
    stacks: dict[etree._Element, list[etree._Element]] = {}
    for mark in story.iter(W + "fldChar"):
        container = next(mark.iterancestors(W + "txbxContent"), story)
        stack = stacks.setdefault(container, [])
        kind = value_of(mark, "fldCharType")
        if kind == "begin":
            stack.append(mark)
        elif kind == "end" and stack:
            stack.pop()
    return {mark for stack in stacks.values() for mark in stack}


class Unstored:
    """What fields show whose results no file stores, because Word works them out anew each time."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, int] = {}

    def shown(self, code: str, data: etree._Element | None, level: int | None) -> str:
        """Return what a field shows. ``level`` is the list level of its paragraph, ``data`` its ``w:ffData``."""
        words = [quoted or plain for quoted, plain in _WORDS.findall(code)]
        command = words[0].upper() if words else ""
        if command in ("FORMCHECKBOX", "FORMDROPDOWN") or (not command and data is not None):
            return _form_field(data)
        if command == "LISTNUM":
            return self._listnum(words, level)
        if command in ("AUTONUM", "AUTONUMLGL", "AUTONUMOUT"):
            return self._autonum(command, words)
        if command in ("MACROBUTTON", "GOTOBUTTON"):
            return code.split(maxsplit=2)[2].strip() if len(words) > 2 else ""
        if command == "SYMBOL" and len(words) > 1:
            return _symbol(words)
        if command == "EQ":
            return _equation(code.split(maxsplit=1)[1] if len(words) > 1 else "")
        return ""

    def _listnum(self, words: list[str], level: int | None) -> str:
        switches = _switches(words)
        name = words[1] if len(words) > 1 and not words[1].startswith("\\") else "NumberDefault"
        own = _number(switches.get("l"))
        depth = own - 1 if own is not None else 0 if level is None else level + 1
        return self._numbering.next_in_text(name, depth, _number(switches.get("s")))

    def _autonum(self, command: str, words: list[str]) -> str:
        count = self._counts[command] = self._counts.get(command, 0) + 1
        switches = _switches(words)
        end = "" if "\\e" in words else switches.get("s", ".")
        return format_number(count, _FORMATS.get(switches.get("*", ""), "decimal")) + end


def _switches(words: list[str]) -> dict[str, str]:
    return {word[1:]: after for word, after in pairwise(words) if word.startswith("\\")}


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 6 else None


def _symbol(words: list[str]) -> str:
    try:
        code = int(words[1], 0)
    except ValueError:
        return words[1][:1]
    return symbol(code, _switches(words).get("f", ""))


def _equation(code: str) -> str:
    """Return the words of an EQ field: a character in a circle, a fraction, a reading above its character."""
    if r"\up" in code and r"\o" in code:  # a reading: only the character is the text
        code = re.sub(r"\\s\\up\s*\d{0,4}\s*\([^()]*\)[,;]?", "", code)
    ring = re.fullmatch(r"\s*\\o(?:\\a[clr])?\s*\(\s*[○◯〇]\s*[,;](.*)\)\s*", code, re.IGNORECASE)
    if ring and not _EQUATION_SWITCH.search(ring[1]):
        inside = ring[1].strip()
        return format_number(int(inside), "decimalEnclosedCircle") if inside.isdecimal() else f"({inside})"
    between = "/" if code.lstrip().lower().startswith(r"\f") else ""
    words = _EQUATION_SWITCH.sub("", code).replace("(", "").replace(")", "")
    return between.join(word.strip() for word in re.split("[,;]", words) if word.strip())


def _form_field(data: etree._Element | None) -> str:
    """Return what a form field shows that has no text of its own: a check box, or the choice of a list."""
    if data is None:
        return ""
    box = data.find(W + "checkBox")
    if box is not None:
        checked = box.find(W + "checked")
        return "☑" if is_on(checked if checked is not None else box.find(W + "default")) else "□"
    choices = data.find(W + "ddList")
    if choices is None:
        return ""
    entries = [value_of(entry) or "" for entry in choices.iterfind(W + "listEntry")]
    chosen = number_of(choices.find(W + "result")) or number_of(choices.find(W + "default")) or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""
