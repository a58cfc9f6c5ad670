"""The text without what hides its words: in Simplified script, without pinyin, page numbers, emphasis and tags.

Everything is done character for character, so that offsets stay: what is left out becomes zero-width spaces, which
count for nothing. Whatever reads words (folding, the clause tree, the parties) reads this form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from contractscan.resources import data_dir

NOTHING: Final = "\u200b"
"""Stands where a character is left out."""

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(rf"[\u3000-\u303f{_HAN}\uff00-\uffef]")

# Traditional characters that GB 2312 has too, so that its codec does not tell them (see scripts/make_characters.py).
_IN_BOTH: Final = frozenset("後於徵藉瞭乾夥摺")

_RARELY: Final = 100  # one Traditional character in so many: a name, and no text in that script

_MIXED: Final = 8  # characters of the rarer script; fewer are a name

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_TONE_MARK = re.compile(f"[{_TONES}{_TONES.upper()}üÜ]")
_SYLLABLE = rf"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[iuü]?[{_TONES}][iuo]?(?:ng?|r)?|[ln]ü)"
_TONELESS = r"(?:de|le|men|zi|ma|ne|ba|zhe|guo|me|ge|li|shang|tou|xia)(?![a-z])"
_PINYIN = re.compile(
    rf"(?<![A-Za-z{_TONES}]){_SYLLABLE}(?:[ '’-]{{0,3}}(?:{_SYLLABLE}|{_TONELESS}))*+(?![A-Za-z{_TONES}])",
    re.IGNORECASE,
)
_BRACKETS: Final = {"(": ")", "（": "）", "[": "]", "【": "】"}
_PASSED_OVER: Final = " \t\r\n,.;:()（）[]【】"

# Markdown's emphasis, and stars strewn between characters ("甲*方"). A blank to fill in ("___") is neither.
# Each begins with what has to be there, so that the search is quick.
_EMPHASIS = (
    re.compile(r"(\*\*(?<!\*\*\*)\*?)(?=[^\s*])[^*\n]{1,400}?(?<=\S)(\1)(?!\*)"),
    re.compile(r"(\*(?<![\w*]\*))(?=[^\s*])[^*\n]{1,400}?(?<=\S)(\*)(?![\w*])"),
    re.compile(r"(__(?<!\w__))(?=[^\s_])[^_\n]{1,400}?(?<=\S)(__)(?!\w)"),
)
_STREWN = re.compile(rf"\*(?<=[{_HAN}]\*)\*{{0,2}}(?=[{_HAN}])")

# What stands at the beginning of a line, or is all of it, when a paragraph goes on across it.
PAGE_NUMBER_LINE: Final = re.compile(
    r"[ \t]*(?:[-–—~][ \t]?\d{1,4}[ \t]?[-–—~]|第 ?\d{1,4} ?[页頁](?:[ ,，/／]{0,3}共 ?\d{1,4} ?[页頁])?"
    r"|[Pp]age \d{1,4}(?: of \d{1,4})?)[ \t]*"
)
_CROSSED = re.compile(rf"\n(?:{PAGE_NUMBER_LINE.pattern}(?=\r?\n)|[ \t]{{0,8}}(?:>[ \t]|>(?=>)){{1,20}})")

# Tags in Markdown and in copies of web pages, hard blanks, and Markdown's way to write a mark that is none.
_TAG = re.compile(
    r"</?(?:a|b|big|br|center|code|div|em|font|h[1-6]|hr|i|li|ol|p|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)"
    r"(?:\s[^<>]{0,400})?/?>|&nbsp;",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?=[-.()\[\]#*+!~>_|])")

# Other words for the same: in Simplified texts from Hong Kong and Taiwan, and by programs that replace words by
# synonyms so that a template looks new.
_OTHER_WORDS: Final = {
    "合约": "合同",
    "契约": "合同",
    "协定": "协议",
    "智慧财产权": f"知识产权{NOTHING}",
    "资讯": "信息",
}
# Those programs do it to clause numbers, too.
_SPUN = re.compile(r"(?:其次|榜首)(?=条(?![件款例])|章(?!程)|款(?!项))")
_SPUN_NUMBERS: Final = {"其次": "第二", "榜首": "第一"}


SHORT: Final = 1000
"""Characters up to which a text is one of many (a heading, a name) and no document."""


def plain_writing(source: str) -> str:
    """Return ``source`` in plain writing, of the same length; ``NOTHING`` stands for each character left out."""
    return _plain_short(source) if len(source) <= SHORT else _plain_long(source)


def _plain(source: str) -> str:
    text = source
    if not text.isascii():
        if _is_traditional(text):
            text = _in_simplified(text)
        for word, usual in _OTHER_WORDS.items():
            text = text.replace(word, usual)
        if "其次" in text or "榜首" in text:
            text = _SPUN.sub(lambda match: _SPUN_NUMBERS[match[0]], text)
        if _TONE_MARK.search(text):
            text = _without(text, _pinyin(text))
    if _CROSSED.search(text):
        text = _without(text, [(match.start() + 1, match.end()) for match in _CROSSED.finditer(text)])
    if "<" in text or "&nbsp;" in text:
        text = _without(text, [match.span() for match in _TAG.finditer(text)])
    if "\\" in text:
        text = _without(text, [match.span() for match in _ESCAPE.finditer(text)])
    if "*" in text or "__" in text:
        for pattern in _EMPHASIS:
            text = _without(text, [match.span(i) for match in pattern.finditer(text) for i in (1, 2)])
        text = _without(text, [match.span() for match in _STREWN.finditer(text)])
    return text


# The same document is asked for again and again, passage by passage; the names and headings in between must not
# drive it out.
_plain_long = lru_cache(maxsize=8)(_plain)
_plain_short = lru_cache(maxsize=2048)(_plain)


def characters(text: str) -> frozenset[str]:
    """Return the characters that occur in ``text``."""
    return frozenset(text) if len(text) <= SHORT else _characters_long(text)


_characters_long = lru_cache(maxsize=4)(frozenset[str])


def replaced(text: str, other: Mapping[str, str]) -> str:
    """Return ``text`` with ``other`` characters for some: for the few that occur, quicker than ``str.translate``.

    What replaces a character must not be replaced itself.
    """
    for char in characters(text) & other.keys():
        text = text.replace(char, other[char])
    return text


def mixed_scripts(text: str) -> int | None:
    """Return where the rarer script first shows in a text that mixes Traditional and Simplified; ``None`` in others.

    A name or a quotation in the other script is no mixture.
    """
    if text.isascii() or not _is_traditional(text):
        return None
    to_simplified, _, _ = _tables()
    simplified = {ord(new) for new in to_simplified.values()} - set(to_simplified)
    places: tuple[list[int], list[int]] = ([], [])
    for at, char in enumerate(text):
        if ord(char) in to_simplified:
            places[0].append(at)
        elif ord(char) in simplified:
            places[1].append(at)
    rarer = min(places, key=len)
    return rarer[0] if len(rarer) >= _MIXED and len(rarer) * 20 >= len(places[0]) + len(places[1]) else None


def _is_traditional(text: str) -> bool:
    """Whether some character may be a Traditional one; to know that the table is not needed."""
    present = characters(text)
    if not _IN_BOTH.isdisjoint(present):
        return True
    try:
        "".join(char for char in present if "\u4e00" <= char <= "\u9fff").encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _in_simplified(text: str) -> str:
    """Return ``text`` in Simplified characters; a text that has more than a rare one in its terms of art, too."""
    single, words, pattern = _tables()
    simplified = text.translate(single)
    changed = sum(old != new for old, new in zip(text, simplified, strict=True))
    if changed * _RARELY < len(text):
        return simplified
    return pattern.sub(lambda match: words[match[0]].ljust(len(match[0]), NOTHING), simplified)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[int, str], dict[str, str], re.Pattern[str]]:
    characters = {ord(pair[0]): pair[1] for line in _data("characters.txt") for pair in line.split()}
    words = dict(line.split() for line in _data("words.txt"))
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return characters, words, re.compile("|".join(map(re.escape, longest_first)))


def _data(name: str) -> list[str]:
    lines = (data_dir("clauses") / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _pinyin(text: str) -> list[tuple[int, int]]:
    """Return where pinyin stands beside Chinese characters, with its brackets."""
    found = []
    for match in _PINYIN.finditer(text):
        start, end = match.span()
        if not _TONE_MARK.search(match[0]):
            continue
        while start > 0 and _BRACKETS.get(text[start - 1]) == text[end : end + 1] != "":
            start, end = start - 1, end + 1
        before, after = text[max(0, start - 8) : start].rstrip(_PASSED_OVER), text[end : end + 8].lstrip(_PASSED_OVER)
        if _CJK.match(before[-1:]) or _CJK.match(after[:1]):
            found.append((start, end))
    return found


def _without(text: str, ranges: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in sorted(ranges):
        pieces += (text[at:start], NOTHING * (end - start))
        at = end
    return "".join((*pieces, text[at:])) if ranges else text
