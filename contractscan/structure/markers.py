"""Clause numbers: recognising one at a place in the text, in all the styles that contracts use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from contractscan.writing import NOTHING, plain_writing, replaced

# One character for one character, so that offsets stay: full-width forms, ideographic and no-break spaces.
# What is left out of plain writing (the pinyin in 第(dì)一(yī)条) becomes spaces.
_HALF_WIDTH: Final = {chr(i): chr(i - 0xFEE0) for i in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    f"\u3000\xa0{NOTHING}", " "
)

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "参": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

# Where a style stands in the hierarchy when it is used at all; the others stand where they first appear.
RANKS: Final = {
    "annex": 0, "部分": 1, "编": 1, "篇": 1, "part": 1, "章": 2, "article": 2, "chapter": 2, "节": 3, "条": 4,
    "section": 4, "clause": 4,
}  # fmt: skip
# Styles whose single number is the first number of a decimal below it ("Article 5" of "5.1").
WHOLE: Final = frozenset({"条", "章", "article", "section", "clause", "num.", "num、", "num", "han、", "formal、"})
# Styles that head parts of a contract and are never the items of a list.
PARTS: Final = frozenset(RANKS) | {"han、", "formal、", "heading"}


@dataclass(frozen=True, slots=True)
class Marker:
    """A clause number at ``start:end``; the clause's words begin at ``end``.

    ``readings`` are the possible (style, values), the likelier first: "(i)" is a letter or a Roman number.
    ``label`` is the number as it is cited, without the full stop or 、 after it.
    """

    readings: tuple[tuple[str, tuple[int, ...]], ...]
    number: str
    label: str
    start: int
    end: int


def half_width(text: str) -> str:
    """Return ``text`` in plain writing with full-width ASCII and wide spaces made plain, character by character."""
    return replaced(plain_writing(text), _HALF_WIDTH)


def _chinese(number: str) -> int:
    total = digit = 0
    for char in number:
        if char in "十拾百":
            total += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
        else:
            digit = digit * 10 + _DIGITS.get(char, 0)
    return total + digit


def _roman(number: str) -> int:
    values = [_ROMAN.get(c, 0) for c in number.lower()]
    if not all(values) or not _ROMAN_NUMBER.fullmatch(number.lower()):
        return 0
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _integer(number: str) -> int:
    number = "".join(number.split())
    if number.isascii():
        return int(number) if number.isdigit() else _roman(number)
    return _chinese(number) if not number.isdigit() else int(number)


_ROMAN_NUMBER = re.compile(r"c{0,3}(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_HAN = "一二三四五六七八九十百〇零两"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FORMAL = "壹贰叁参肆伍陆柒捌玖拾"
_UNITS = "Article|ARTICLE|Section|SECTION|Clause|CLAUSE|Chapter|CHAPTER|Part|PART"
_ANNEXES = "Schedule|SCHEDULE|Exhibit|EXHIBIT|Annex|ANNEX|Appendix|APPENDIX|Attachment|ATTACHMENT"
_CIRCLED = r"\u2460-\u2473"
_PATTERN = re.compile(
    rf"""
      第\s{{0,8}}(?P<zh>[{_HAN}{_FORMAL}]{{1,6}}|\d{{1,3}})\s{{0,9}}(?P<zh_unit>部分|编|篇|章|节|条)
      (?!之[一二三四五六七八九十])(?P<zh_after>\s{{0,8}}[:、.]?\s{{0,8}})
    | (?P<annex>附件|附表|附录)\s?(?P<annex_no>[一二三四五六七八九十]{{1,3}}|\d{{1,2}})(?=[\s:、.《(]|$|[^\W\d])[:、.]?
    | (?P<unit>{_UNITS})\s{{1,3}}
      (?P<unit_no>\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}|[IVXLC]{{1,6}})(?=[\s.:)\u2013\u2014-]|$)[.:)]?
    | (?P<en_annex>{_ANNEXES})\s{{1,3}}
      (?P<en_annex_no>[A-Z]{{1,2}}(?:-?\d{{1,2}})?|\d{{1,2}}(?:\.\d{{1,3}})?|[IVX]{{1,5}})(?=[\s.:\u2013\u2014-]|$)[.:]?
    | (?P<decimal>(?:\d{{1,3}}|[{_HAN}]{{1,4}}(?=\.\d))(?:\s?\.\d{{1,3}}){{1,4}})(?![\d%‰]|\.\d)[.、):]?
    | \(\s?(?P<paren>\d{{1,3}}|[{_HAN}]{{1,4}}|[ivxlc]{{1,6}}|[IVXLC]{{1,6}}|[a-z]{{1,2}}|[A-Z])\s?\)[、.]?
    | (?P<circled>[{_CIRCLED}])
    | (?P<plain>\d{{1,3}}|[{_HAN}]{{1,4}}|[{_FORMAL}]{{1,3}}|[{_STEMS}](?=、(?![{_STEMS}]))
       |[ivxl]{{1,5}}|[IVXL]{{1,5}}|[a-zA-Z])
      (?P<mark>\.(?!\d)|[、)])(?P<mark2>、?)
    | (?P<bare>\d{{1,2}})(?=\s{{1,8}}[A-Z][A-Z]{{2}})
    """,
    re.VERBOSE,
)
# A sentence that merely begins with a reference to another clause ("第三条所述…", "Section 3.2 shall…").
_REFERENCE_ZH = re.compile(r"[的所之和及与或至中第款项,，。;；]|规定|约定|项下")
_REFERENCE_EN = re.compile(r"\s*(?:[a-z]{2,}|\()")
_UNIT_OF_MEASURE = re.compile(r"\s{0,2}(?:[%‰元万亿倍个年月日天]|million\b|billion\b|percent\b|per\b)")
# Where a number may begin, behind a stop or at the beginning of a line: few places are worth a closer look.
_LATIN = rf"(?:[A-Za-z]|[ivxl]{{2,5}}|[IVXL]{{2,5}})[.、)]|{_UNITS}|{_ANNEXES}"
_INLINE = re.compile(
    rf"[.;:。；：\"”）)\n](?:(?<!\n)(?P<gap>\s+)(?=[\d(第一二三四五六七八九十]|{_LATIN})"
    rf"|(?<=\n)\s*(?=[\d(第附{_HAN}{_FORMAL}{_STEMS}{_CIRCLED}]|{_LATIN}))"
)


def marker_at(text: str, start: int, end: int) -> Marker | None:
    """Return the clause number that begins exactly at ``start`` of half-width ``text``, if one does."""
    match = _PATTERN.match(text, start, min(end, start + 60))
    if not match:
        return None
    readings, label = _read(match, text, end)
    readings = [r for r in readings if all(0 < v < 400 for v in r[1][:1])]
    if not readings:
        return None
    after = match.end()
    while after < end and text[after].isspace():
        after += 1
    return Marker(tuple(readings), match.group().strip(), label, start, after)


def _read(match: re.Match[str], text: str, end: int) -> tuple[list[tuple[str, tuple[int, ...]]], str]:
    """Return the readings of a raw match and its label; no readings if it is a reference or a quantity."""
    group = match.groupdict()
    if unit := group["zh_unit"]:
        if not group["zh_after"] and _REFERENCE_ZH.match(text, match.end(), end):
            return [], ""
        return [(unit, (_integer(group["zh"]),))], f"第{''.join(group['zh'].split())}{unit}"
    if group["annex"] or group["en_annex"]:
        line = text.find("\n", match.end(), end)
        rest = text[match.end() : end if line < 0 else line].strip()
        if len(rest) > 60 or rest.endswith(("。", ".", ";", "；", "，", ",")) or _REFERENCE_EN.match(rest):
            return [], ""
        if rest[:1] and _REFERENCE_ZH.match(rest):
            return [], ""
        return [("annex", (1,))], match.group().rstrip(" .:、")
    if unit := group["unit"]:
        if _REFERENCE_EN.match(text, match.end(), end) or text[match.end() : match.end() + 1] == ",":
            return [], ""
        number = group["unit_no"]
        label = f"{unit.capitalize()} {number}"
        if "." in number:
            return [("decimal", tuple(int(n) for n in number.split(".")))], label
        return [(unit.lower(), (_integer(number),))], label
    if decimal := group["decimal"]:
        if decimal.count(".") == 1 and _UNIT_OF_MEASURE.match(text, match.end(), end):
            return [], ""
        label = "".join(decimal.split())
        # The first part is Chinese where a program counts "第四条" and goes on with "四.1" below it.
        return [("decimal", tuple(_integer(n) for n in label.split(".")))], label
    if circled := group["circled"]:
        return [("circled", (ord(circled) - 0x245F,))], circled
    if bare := group["bare"]:
        return [("num", (int(bare),))], bare
    if paren := group["paren"]:
        return _letters(paren, "()"), f"({paren})"
    return _letters(group["plain"], group["mark"]), group["plain"]


def _letters(body: str, mark: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the readings of a number, Chinese number, letter or Roman number with its punctuation."""
    if body.isdigit():
        return [("num" + mark, (int(body),))]
    if body in _STEMS:
        return [("stem、", (_STEMS.index(body) + 1,))]
    if not body.isascii():
        return [(("formal" if body[0] in _FORMAL else "han") + ("、" if mark in ".、" else mark), (_chinese(body),))]
    case = "upper" if body.isupper() else "lower"
    readings: list[tuple[str, tuple[int, ...]]] = []
    if len(body) == 1 or body[0] == body[1:]:
        readings.append((f"{case}{mark}", (ord(body[0].lower()) - 96 + 26 * (len(body) - 1),)))
    if roman := _roman(body):
        readings.insert(0 if roman == 1 else len(readings), (f"roman-{case}{mark}", (roman,)))
    return readings


def inline_places(text: str, start: int, end: int) -> list[tuple[int, bool]]:
    """Return where inside a block a number might begin: (offset, whether a wide gap or a new line precedes it)."""
    places: list[tuple[int, bool]] = []
    for match in _INLINE.finditer(text, max(0, start - 1), end):  # a stop before it counts
        place, gap = match.end(), max(start, match.start("gap" if match["gap"] else 0))
        if gap < place:
            places.append((place, place - gap > 1 or text[gap] == "\n"))
    return places
