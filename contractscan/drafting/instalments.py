"""A price paid in parts that do not make the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractscan.drafting.fault import Fault, remark
from contractscan.drafting.source import Source, pattern
from contractscan.model import Span

_ITEM = "amount-mismatch"
_KEY = ("amounts", "instalments")
_PERCENT = re.compile(r"(?P<number>\d(?<![\d.]\d)\d{0,2}(?:\.\d+)?)\s?[%％]")
_REACH = 40  # characters on either side of a percentage that tell what it is a part of
_APART = 240  # characters from one part to the next
_WHOLE = 100.0
_PART = 50.0  # parts that make less are shares of a fee that is itself a percentage (3% now and 7% later)


def instalment_faults(source: Source) -> Iterator[Fault]:
    """Yield the parts of a price, from the first payment to the last, whose percentages do not make a hundred."""
    run: list[re.Match[str]] = []
    for match in _PERCENT.finditer(source.plain):
        if not _is_paid(source, match):
            continue
        if _says(source, match, "first") and not (run and _says(source, match, "last")):
            run = [match]
        elif run and match.start() - run[-1].end() <= _APART:
            run.append(match)
            if _says(source, match, "last"):
                yield from _not_whole(run)
                run = []
        else:
            run = []


def _not_whole(run: list[re.Match[str]]) -> Iterator[Fault]:
    total = sum(float(match["number"]) for match in run)
    if total > _PART and abs(total - _WHOLE) > 0.005:
        places = tuple(Span(*match.span()) for match in run)
        said = f"{' + '.join(match[0] for match in run)} = {total:g} %"
        yield Fault(_ITEM, places, (remark("instalments", said, places[-1]),), 0.7)


def _is_paid(source: Source, match: re.Match[str]) -> bool:
    around = _around(source, match)
    return bool(pattern(*_KEY, "paid").search(around)) and not pattern(*_KEY, "other").search(around)


def _says(source: Source, match: re.Match[str], which: str) -> bool:
    return pattern(*_KEY, which).search(_around(source, match)) is not None


def _around(source: Source, match: re.Match[str]) -> str:
    """Return the words of the sentence that belong to a percentage.

    What follows the percentage before it up to a comma is that one's (首期款 in 55%作为首期款，中期支付40%).
    """
    text = source.plain
    before = re.split(r"[。；;\n]", text[max(0, match.start() - _REACH) : match.start()])[-1]
    *others, own = re.split(r"[%％]", before)
    if others:
        own = re.split(r"[，,、]", own, maxsplit=1)[-1]
    after = re.split(r"[。；;\n]|\d\s?[%％]", text[match.end() : match.end() + _REACH])[0]
    return own + match[0] + after
