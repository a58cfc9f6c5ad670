"""Where a paragraph goes on in the next line, judged by the words alone.

Shared by the formats that only know visual lines (PDF, hard-wrapped text). Geometry comes from the caller
as one fact: whether the line is *full*, that is, the next line's first word would not have fitted on it.
"""

from __future__ import annotations

import re

_HAN_NUMBER = "零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾兩貳參陸0-9"

# A line that starts like this starts something new, whatever stands before it.
_STARTER = re.compile(
    rf"""\s{{0,40}}(?:
      第[ ]?[{_HAN_NUMBER} ]{{1,8}}[条章节款项编部條節項編]
    | [{_HAN_NUMBER}]{{1,4}}[ ]?[、．]
    | [（(【\[][ ]?(?:[{_HAN_NUMBER}]{{1,4}}|[a-zA-Z]|[ivxIVX]{{1,5}})[ ]?[)）】\]]
    | (?:\d{{1,3}}|[a-zA-Z]|[ivx]{{2,5}}|[IVX]{{2,5}})[)）]
    | \d{{1,3}}(?:\.\d{{1,3}}){{0,4}}\.?(?:[ \t\u3000]|(?=[^\W\d_A-Za-z]))
    | \d{{1,3}}\.(?=[A-Za-z"“])
    | (?:[A-Z]|[IVX]{{2,5}})\.[ \t]
    | (?:ARTICLE|Article|SECTION|Section|CLAUSE|Clause|EXHIBIT|Exhibit|SCHEDULE|Schedule|ANNEX|Annex|APPENDIX|Appendix)
      [ ](?:\d{{1,3}}|[IVXLA-H]{{1,5}})\b
    | (?:WHEREAS|NOW,?[ ]THEREFORE|IN[ ]WITNESS[ ]WHEREOF|RECITALS)\b
    | (?:甲|乙|丙|丁)[ \u3000]{{0,4}}方[^，。；]{{0,12}}[：:]
    | (?:Party[ ][A-D]|By|Name|Title|Date|Address|Attention|Telephone|Email)[ ]?[:：]
    | [①-⑳⑴-⒇•●■◆▪○□☐☑√·◇▶►※*][ \t\u3000]?
    | [-–—][ \t]
    | 附件|附录|附錄|附表|附：|(?:备注|備註|备註|注|註)[：:]
    )""",
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[。；！？：…;:!?.](?:[”’\"'）)」』》\]】]{0,3})$")
_WAITS_FOR_NUMBER = re.compile(
    r"(?:\b(?:sections?|articles?|clauses?|paragraphs?|exhibits?|schedules?|appendix|annex|rules?|no\.|and|or|to|of|than"
    r"|within|in|under|the)|[第至和及或与、按照据之满（(]|附件)$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\d[\d.]{0,12}(?:\([a-z0-9]{1,4}\)){0,3}[,;)]?[ ][a-z]|\d[\d.]{0,12}[)%％年月日天条款项个元万]"
)
_NAMED_REFERENCE = re.compile(
    r"(?:[A-Z][A-Za-z]{4,9}) [\dA-Z][\d.]{0,12}(?:\([A-Za-z0-9]{1,4}\)){0,3}(?:[,;.)] ?|[ ](?=[a-z]))"
    r"|(?:第|附件)[ \d一二三四五六七八九十]{1,6}(?:条|款|项|章)?(?:[第（的所约规之至、，。和或]|项下)"
)
_QUANTITY = re.compile(r"\d[\d,.]{0,12}[ ]?(?:[%％‰]|个|日|天|周|年|小时|元|万|倍|份|次)")
_LEADERS = re.compile(r"[.…·。]{4,}[ ]?[\divx]{1,4}$")
_LATIN_WORD = re.compile(
    r"[!-~\u00c0-\u024f’“”]{1,60}(?:[、，；：][!-~\u00c0-\u024f]{1,60})?"
)  # "Shop、Temu" too: few break it
_NEVER_FIRST = "，。、；：！？）》」』”’】％%,;"
_PARTY_OR_TITLE = re.compile(r"[\w（）()“”\"/ ]{1,16}[：:]")


def starts_part(line: str) -> bool:
    """Whether ``line`` opens a clause, a list item, a recital or a party's or signatory's label."""
    if line[:1].islower() and ")" not in line[:6] and "）" not in line[:6]:
        return False  # of what begins in small letters only "a)", "iv)" opens a part; this spares most lines a search
    return _STARTER.match(line) is not None


def ends_sentence(line: str) -> bool:
    """Whether ``line`` ends where a sentence (or its semicolon or colon) may end."""
    if line[-1:].isalnum():
        return False  # as most lines of a paragraph: no need to search
    return _SENTENCE_END.search(line.rstrip()[-6:]) is not None


def width(text: str) -> int:
    """Return the number of columns ``text`` takes, a character of the East Asian sets taking two."""
    if text.isascii():
        return len(text)
    # The byte count of the encoding that was made for fixed columns; what it lacks becomes "?", one column.
    return len(text.encode("gbk", "replace"))


def first_word(line: str) -> str:
    """Return what has to fit on a line before it may break: a Latin word, or one ideograph (with its punctuation)."""
    line = line.lstrip()
    match = _LATIN_WORD.match(line)
    if match:
        return match.group()
    return line[:2] if line[1:2] in "，。；：、）”》！？" else line[:1]


def continues(line: str, following: str, *, full: bool) -> bool:
    """Whether ``following`` goes on with the sentence or paragraph of ``line``."""
    line, following = line.rstrip(), following.lstrip()
    if not line or not following:
        return False
    if following[0] in _NEVER_FIRST:
        return True
    ended = ends_sentence(line) or _LEADERS.search(line[-20:]) is not None
    if starts_part(following):
        if not full or ended:
            return False
        if _QUANTITY.match(following):
            return True
        if _NAMED_REFERENCE.match(following):
            return True
        return _REFERENCE.match(following) is not None and _WAITS_FOR_NUMBER.search(line[-14:]) is not None
    if full:
        return True
    if ended:
        return False
    if following[0].islower():
        return width(line) >= 25 or line[-1] in ",-"
    return line[-1] in "，、,（(“《" and _PARTY_OR_TITLE.match(following) is None
