"""What Markdown marks in a line: headings, items, fences, front matter, comments, tags of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from contractscan.readers.text_lines import Role, TextLine

_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"=+|-+")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[\w+. -]{0,40}")
_BULLET = re.compile(r"[-*+][ \t]+(?=\S)")
_TAGS = re.compile(r"(?:</?[a-zA-Z][a-zA-Z0-9-]{0,20}(?:\s[^<>]{0,1000})?/?>\s*)+")
_PICTURE = re.compile(r"!\[[^\]\n]{0,400}\]\([^()\n]{1,2000}\)|<img\b", re.IGNORECASE)
_DEEPEST = 8


def annotated(text: str, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield ``lines`` as what Markdown makes of them; ``start`` moves behind the marks of headings and items."""
    front = _end_of_front_matter(text, lines)
    in_comment = False
    for number, line in enumerate(lines):
        content = text[line.start : line.end]
        if number < front:
            yield replace(line, role=Role.FURNITURE)
        elif in_comment or content.startswith("<!--"):
            in_comment = "-->" not in content
            yield replace(line, role=Role.FURNITURE)
        elif _FENCE.fullmatch(content) or _TAGS.fullmatch(content) or _is_underline(text, lines, number):
            yield replace(line, role=Role.MARK)
        elif heading := _HEADING.match(content):
            yield replace(line, start=line.start + heading.end(), role=Role.HEADING, level=len(heading[1]) - 1)
        elif bullet := _BULLET.match(content):
            yield replace(line, start=line.start + bullet.end(), level=_indent(text, line.start), fresh=True)
        elif number + 1 < len(lines) and _is_underline(text, lines, number + 1):
            following = text[lines[number + 1].start]
            yield replace(line, role=Role.HEADING, level=0 if following == "=" else 1)
        else:
            yield line


def pictures(text: str) -> int:
    """Return how many pictures the text shows, none of which is in it."""
    return len(_PICTURE.findall(text))


def _end_of_front_matter(text: str, lines: Sequence[TextLine]) -> int:
    """Return how many of the first lines are front matter: settings between two lines of three hyphens."""
    if not lines or lines[0].start > 1 or text[lines[0].start : lines[0].end] != "---":
        return 0
    for number, line in enumerate(lines[1:60], start=2):
        if text[line.start : line.end] in ("---", "..."):
            return number
    return 0


def _is_underline(text: str, lines: Sequence[TextLine], number: int) -> bool:
    """Whether the line underlines the one above it, which makes that a heading."""
    line = lines[number]
    if number == 0 or line.gap_before or not lines[number - 1].gap_before:
        return False
    above = text[lines[number - 1].start : lines[number - 1].end]
    return _UNDERLINE.fullmatch(text, line.start, line.end) is not None and above[0] not in "|#->*"


def _indent(text: str, start: int) -> int:
    line = text.rfind("\n", 0, start) + 1
    return min(len(text[line:start].expandtabs(4)) // 2, _DEEPEST)
