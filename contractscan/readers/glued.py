"""Paragraphs that were glued together: where a clause begins in the midst of a line.

A page that was copied without its line breaks is one line of many thousand characters; pasted paragraphs stand one
behind the other (…。第三条 …). They are cut only where a clause clearly begins: a number right after a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractscan.readers.paragraphs import ends_sentence, starts_part
from contractscan.writing import plain_writing

# A copied web page is one line of many thousand characters; a paragraph of a contract hardly ever has two thousand.
HUGE = 2000

_N = "一二三四五六七八九十百零〇"
_NOT_A_REFERENCE = r"(?![的所之和及与或至中第款项,，。;；]|规定|约定|项下|、?第)"
_ARTICLE = rf"第[ ]?(?:[{_N}]{{1,6}}|\d{{1,3}})[ ]?[条章]{_NOT_A_REFERENCE}"
_AFTER_STOP = rf"(?<=[。；;！？.”\"）)])[ \t\u3000\xa0]{{0,20}}(?={_ARTICLE})"
_ITEM = (
    rf"[（(](?:[{_N}]{{1,3}}|\d{{1,2}})[)）]|[{_N}]{{1,3}}、|\d{{1,2}}[、．]|\d{{1,2}}\.(?=[^\W\d_A-Za-z])"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=[ \t\u3000\xa0]?[^\W\d_A-Za-z])"
    r"|\d{1,2}\.(?:\d{1,2}\.?)?[ ](?=[A-Z])|(?:Article|ARTICLE|Section|SECTION)[ ]\d{1,2}\b(?=[.: ][ ]?[A-Z])"
)
_ARTICLES = re.compile(_AFTER_STOP)
_ITEMS = re.compile(rf"(?<=[。；;：:！？.])[ \t\u3000\xa0]{{0,20}}(?={_ITEM})")
_SPACED_ARTICLE = re.compile(rf"[ \t\u3000\xa0]{{1,20}}(?={_ARTICLE}[ \t\u3000\xa0【])")
_WIDE_GAP = re.compile(r"[ \t\u3000\xa0]{3,}")


def parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of ``text[start:end]``, a line, that are paragraphs of their own."""
    plain = plain_writing(text)
    cuts = {match.span() for match in _ARTICLES.finditer(plain, start, end)}
    if end - start > HUGE:
        for pattern in (_ITEMS, _SPACED_ARTICLE):
            cuts |= {match.span() for match in pattern.finditer(plain, start, end)}
        cuts |= {gap.span() for gap in _WIDE_GAP.finditer(plain, start, end) if _divides(plain, gap, start)}
    at = start
    for first, last in sorted(cuts):
        if first > at and last >= at:
            yield at, first
            at = last
    if at < end:
        yield at, end


def _divides(text: str, gap: re.Match[str], start: int) -> bool:
    """Whether a wide gap divides paragraphs; it may also be a blank to fill in."""
    before, after = text[max(start, gap.start() - 10) : gap.start()], text[gap.end() : gap.end() + 60]
    if starts_part(after) or ends_sentence(before):
        return True
    return before[-1:].isascii() and before[-1:] not in ",(-" and (after[:1].isupper() or after[:1] in '"“[')
