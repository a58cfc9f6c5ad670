"""The words in which two quotes differ; Chinese has no spaces between them, so there each character is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

# Numbers are one word, in figures or in Chinese, so that 三十 against 九十 reads as a whole.
_TOKEN = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*|[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+"
    r"|[^\W\d_\u2e80-\u9fff\uf900-\uffef]+|\s+|.",
    re.DOTALL,
)
_MOST = 600  # words between the first and the last difference that are looked at one by one
_ISLAND = 2  # characters that stay the same between two changes, and would only break them up


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a quote; ``changed`` where the other quote has other words, or none."""

    text: str
    changed: bool


def differing_words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both quotes in pieces, those that the other has not being marked."""
    first, second = _TOKEN.findall(old), _TOKEN.findall(new)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
    rest = min(len(first), len(second)) - head
    backwards = zip(reversed(first), reversed(second), strict=False)
    tail = min(rest, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], backwards)))
    middle = first[head : len(first) - tail], second[head : len(second) - tail]
    changes = list(_changes(*middle))
    return (
        _pieces(first, [(head + a, head + b) for a, b, _, _ in changes]),
        _pieces(second, [(head + c, head + d) for _, _, c, d in changes]),
    )


def _changes(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges that differ; short islands between two of them are swallowed."""
    if max(len(first), len(second)) > _MOST:
        yield 0, len(first), 0, len(second)
        return
    waiting: tuple[int, int, int, int] | None = None
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if waiting and len("".join(first[waiting[1] : a]).strip()) < _ISLAND:
            waiting = (waiting[0], b, waiting[2], d)
            continue
        if waiting:
            yield waiting
        waiting = (a, b, c, d)
    if waiting:
        yield waiting


def _pieces(tokens: Sequence[str], changed: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for start, end in (*changed, (len(tokens), len(tokens))):
        for text, mark in (("".join(tokens[at:start]), False), ("".join(tokens[start:end]), True)):
            if text:
                pieces.append(Piece(text, mark))
        at = end
    return tuple(pieces)
