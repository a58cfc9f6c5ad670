"""The lines of a text file, and what each is: words, a heading, furniture, or a mark that holds no words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
# "> " before what an e-mail quotes, several times where it quotes a quotation.
_QUOTED = re.compile(r"\s{0,8}(?:>(?:[ \t]|(?=>)|$)){1,20}[ \t]{0,8}")


class Role(StrEnum):
    """What a line is."""

    WORDS = "words"
    HEADING = "heading"
    FURNITURE = "furniture"
    MARK = "mark"  # a rule, a fence, a tag: no words


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line, or what of it is words, at ``start:end``; ``level`` is that of a heading or of an item of a list."""

    start: int
    end: int
    gap_before: bool
    """Whether a blank line (or the start of the file) stands before it."""
    role: Role = Role.WORDS
    level: int | None = None
    fresh: bool = False
    """Whether a paragraph begins here whatever the words say."""


def lines_of(text: str) -> list[TextLine]:
    """Return the lines of ``text`` that are not blank, without their indents and quotation marks of e-mails."""
    lines: list[TextLine] = []
    last_end = 0
    blank = False
    for match in _LINE.finditer(text):
        quoted = _QUOTED.match(match[0])
        first = match.start() + (quoted.end() if quoted else 0)
        content = text[first : match.end()]
        stripped = content.strip()
        if not stripped:
            blank = blank or quoted is not None
            continue
        start = first + len(content) - len(content.lstrip())
        breaks = text.count("\n", last_end, start) or text.count("\r", last_end, start)
        gap = not lines or blank or breaks > 1 or text.count("\f", last_end, start) > 0
        lines.append(TextLine(start, start + len(stripped), gap))
        last_end, blank = lines[-1].end, False
    return lines
