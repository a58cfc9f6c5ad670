"""Headings: deciding whether a short text is a heading, and where a run-in heading ends."""

from __future__ import annotations

import re
from typing import Final

_HAN = re.compile(r"[\u4e00-\u9fff]")
_SMALL: Final = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "per", "the", "to", "under"}
    | {"upon", "with", "without", "s"}  # "Agency's" is read as two words
)
_WORD = re.compile(r"[^\s,/&()\"“”'’\u2013\u2014-]+")
_BRACKETED = re.compile(r"【\s?([^】\n]{1,30})】")
_ZH_APART = re.compile(r"[\s。；，,;:：！？“”《》（）()、…]")
_ZH_WHOLE = re.compile(r"[^。；，,;？！?!:：\n]{1,25}[:：]?$")
_ZH_RUN_IN = re.compile(r"([\u4e00-\u9fff与及和]{2,12})(?:[:：]|\s{1,8}(?=[\u4e00-\u9fff]{2}))(?=\s{0,4}\S{4})")
_ZH_SENTENCE = re.compile(
    r"[应可将为是由已需向给把]|须(?!知)|不得|双方$|[甲乙丙]方$|以下|下列|如下|包括|仅|本(?:协议|合同)"
)
_EN_RUN_IN = re.compile(r"([A-Z\"“][^.:\n]{1,90}?)(?:[.:]|\s[-\u2013\u2014]{1,2})(?=\s|$)")
_EN_CAPS_RUN_IN = re.compile(r"((?:[A-Z][A-Z&,/'-]{1,24}\s{1,4}){1,8})(?=[A-Z][a-z]|\()")
_ABBREVIATED = re.compile(r"(?:\b(?:Inc|Ltd|Co|Corp|No|Mr|Ms|Dr|St|LLC|L\.P)|\b[A-Z])$")
_WIDE_GAP = re.compile(r"\s\s\s+")
_TITLE = re.compile(r"(?:合同|协议|协议书|备忘录|合同书|AGREEMENT|Agreement|CONTRACT|TERMS|MEMORANDUM)\W{0,12}$")
_NOT_A_HEADING = re.compile(
    r"^(?i:and|between|whereas|by and between|among|exhibit.{0,9})$|\b(?:Inc|LLC|Ltd|Corp)\b|"
    r"[\d_|/@{}<>=]|签字|盖章|签章|有限公司|年.{0,4}月|日期$"
)


def is_chinese(text: str) -> bool:
    """Return whether a heading in ``text`` would be a Chinese one."""
    return _HAN.search(text, 0, 40) is not None


def _capitalised(text: str, most_words: int) -> bool:
    words = _WORD.findall(text)
    if not 1 <= len(words) <= most_words or not words[0][0].isupper():
        return False
    return all(w[0].isupper() or w[0].isdigit() or w.lower() in _SMALL for w in words)


def heading_after_number(rest: str) -> str:
    """Return the heading at the start of ``rest`` (the clause's first line after its number), or ""."""
    rest = _WIDE_GAP.split(rest.strip().strip("*").strip())[0]
    if bracketed := _BRACKETED.match(rest):
        return bracketed[1].strip()
    if is_chinese(rest):
        if len(rest) <= 26 and _ZH_WHOLE.match(rest) and not _ZH_SENTENCE.search(rest[:-1]):
            return rest.rstrip(":：").strip()
        run_in = _ZH_RUN_IN.match(rest)
        return run_in[1] if run_in and not _ZH_SENTENCE.search(run_in[1]) else ""
    if len(rest) <= 90 and not rest.endswith((";", ",")) and _capitalised(rest.rstrip(" .:"), 12):
        return rest.rstrip(" .:")
    return run_in_heading(rest)


def run_in_heading(text: str, *, numbered: bool = True) -> str:
    """Return the English run-in heading ("Term and Termination. This …") that ``text`` starts with, or "".

    Without a number before it, what ends in a colon is a form's label rather than a heading.
    """
    match = _EN_RUN_IN.match(text)
    if match and not numbered and not match.group().endswith("."):
        return ""
    if match and not _ABBREVIATED.search(match[1]) and _capitalised(match[1], 8):
        return match[1].strip(' "“”')
    capitals = _EN_CAPS_RUN_IN.match(text) if numbered else None
    return capitals[1].strip() if capitals else ""


def is_title(text: str) -> bool:
    """Return whether a heading-like line is the title of the agreement and so heads no clause."""
    return _TITLE.search(text) is not None


def stands_alone(text: str) -> bool:
    """Return whether a whole unnumbered block reads as a heading."""
    text = text.strip().strip("*").strip()
    if not 2 <= len(text) <= 60 or "\n" in text or _NOT_A_HEADING.search(text):
        return False
    if is_chinese(text):
        return len(text) <= 14 and not _ZH_APART.search(text) and text[-1] != "方"
    if text.endswith((",", ";", ":", "?", ")")) or "," in text:
        return False
    return len(text) >= 4 and _capitalised(text.rstrip("."), 8 if text.isupper() else 6) and not text.endswith(".")
