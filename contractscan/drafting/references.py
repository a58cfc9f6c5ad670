"""References that lead nowhere: to a clause or an annex that is not there; and numbers that are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from contractscan.drafting.fault import Fault, remark
from contractscan.drafting.source import Source, pattern
from contractscan.model import Clause, Span
from contractscan.structure import number_of
from contractscan.values.numerals import parse_chinese

_ITEM = "dangling-reference"
_ENOUGH = 4  # with fewer clauses than this, their numbers were hardly recognised
_LONGEST_LINE = 80


def dangling_references(source: Source) -> Iterator[Fault]:
    """Yield references to clauses and annexes that the document does not have, and gaps in its numbers."""
    numbers = {number for clause in source.outline.clauses if (number := number_of(clause)) is not None}
    tops = {number[0] for number in numbers}
    if len(tops) >= _ENOUGH:
        above = {number[:length] for number in numbers for length in range(1, len(number))}
        yield from _clauses(source, numbers | above, tops)
        yield from _left_out(source)
    yield from _annexes(source)
    yield from _documents(source)


def _clauses(source: Source, numbers: set[tuple[int, ...]], tops: set[int]) -> Iterator[Fault]:
    seen: set[tuple[int, ...]] = set()
    for style in ("zh", "zh_decimal", "en", "en_bare"):
        for match in source.matches("references", style):
            number = _parsed(match["number"])
            if number is None or number in seen or _exists(number, numbers, tops):
                continue
            if _is_elsewhere(source.plain, match, style[:2]):
                continue
            seen.add(number)
            place = Span(match.start("number"), match.end("number"))
            yield Fault(_ITEM, (place,), (remark("clause", match[0].strip(), place),), 0.8)


def _exists(number: tuple[int, ...], numbers: set[tuple[int, ...]], tops: set[int]) -> bool:
    """Whether the clause is there; what cannot be told is taken to be. ``numbers`` has all, and those above them."""
    if len(number) == 1:
        return number[0] in tops or number[0] <= max(tops)  # a number that was not recognised is no fault
    if number in numbers:
        return True
    last = len(number) - 1
    siblings = {known[last] for known in numbers if len(known) > last and known[:last] == number[:last]}
    if number[0] > max(tops):
        return False
    return not siblings or number[-1] <= max(siblings)


def _parsed(text: str) -> tuple[int, ...] | None:
    if text.replace(".", "").isdigit():
        return tuple(int(part) for part in text.split("."))
    value = parse_chinese(text)
    return (int(value),) if value else None


def _is_elsewhere(text: str, match: re.Match[str], language: str) -> bool:
    """Whether the reference is to a law or to another contract."""
    before = text[max(0, match.start() - 60) : match.start()]
    after = text[match.end() : match.end() + 110]
    if language == "en":
        here = pattern("references", "elsewhere", "en_after").search(after)
        return bool(here or pattern("references", "elsewhere", "en_before").search(before))
    return pattern("references", "elsewhere", "zh").search(before + match.groupdict().get("before", "")) is not None


def _left_out(source: Source) -> Iterator[Fault]:
    """Yield where the numbers of clauses jump; many such places are numbers that were not recognised."""
    by_parent: dict[int | None, list[Clause]] = {}
    for clause in source.outline.clauses:
        by_parent.setdefault(clause.parent, []).append(clause)
    jumps = [pair for siblings in by_parent.values() for pair in pairwise(siblings) if _jumps(source, *pair)]
    if len(jumps) == 1:
        ((before, after),) = jumps
        place = Span(after.start, after.start + len(after.number))
        yield Fault(_ITEM, (place,), (remark("numbering", f"{before.number} → {after.number}", place),), 0.6)


def _jumps(source: Source, before: Clause, after: Clause) -> bool:
    one, other = number_of(before), number_of(after)
    if not one or not other or len(one) != len(other) or one[:-1] != other[:-1] or other[-1] - one[-1] != 2:
        return False
    same_style = before.number.strip("0123456789. ") == after.number.strip("0123456789. ")
    formal = before.number[:1] == after.number[:1] == "第"
    return (same_style or formal) and not _stands(source, before, after)


def _stands(source: Source, before: Clause, after: Clause) -> bool:
    """Whether the number between two clauses begins a line all the same (and was not taken for one)."""
    between = re.sub(r"\d+(?=\D*$)", lambda last: str(int(last[0]) + 1), before.number)
    if between == before.number:  # 第三条: hard to tell apart from a reference
        return False
    return (
        re.search(rf"^\s*{re.escape(between)}(?!\d)", source.plain[before.start : after.start], re.MULTILINE)
        is not None
    )


def _annexes(source: Source) -> Iterator[Fault]:
    text = source.plain
    found = source.matches("references", "annex_heads")
    heads = {_key(match["number"] or "1") for match in found if _heads(text, match)}
    if not heads:
        bare = next(source.matches("references", "annex_bare"), None)
        if bare:
            place = Span(bare.start("name"), bare.end("name"))
            yield Fault(_ITEM, (place,), (remark("annex", bare[0], place),), 0.6)
    seen: set[str] = set()
    for language in ("zh", "en"):
        for match in source.matches("references", "annexes", language):
            key = _key(match["number"])
            if key in heads or key in seen or (language == "en" and _is_elsewhere(text, match, language)):
                continue
            seen.add(key)
            place = Span(match.start("name"), match.end("name"))
            yield Fault(_ITEM, (place,), (remark("annex", match["name"].replace("\n", ""), place),), 0.8)


def _documents(source: Source) -> Iterator[Fault]:
    """Yield forms and lists that the contract leans on, if no line of it bears their name."""
    text = source.plain
    seen: set[str] = set()
    for match in source.matches("references", "documents"):
        name = match["name"]
        before = text[max(0, match.start("name") - 20) : match.start("name") - 1]
        if name in seen or pattern("references", "document_elsewhere").search(before):
            continue
        seen.add(name)
        heading = rf"^[\s#*【\[（(《]*(?:附件|附表|附录)?[\s\d一二三四五六七八九十]*[:：、.]?\s*《?{re.escape(name)}"
        if re.search(heading, text, re.MULTILINE) is None:
            place = Span(match.start("name"), match.end("name"))
            yield Fault(_ITEM, (place,), (remark("annex", name, place),), 0.6)


def _heads(text: str, match: re.Match[str]) -> bool:
    """Whether the line begins an annex, and is no sentence that begins with its name."""
    end = text.find("\n", match.end())
    rest = text[match.end() : end if end >= 0 else len(text)]
    return len(rest) <= _LONGEST_LINE and not pattern("references", "annex_sentence").match(rest)


def _key(number: str) -> str:
    value = parse_chinese(number)
    return str(int(value)) if value else number.upper()
