"""The character ids of a CFF font: what a PDF calls its glyphs by."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

_CHARSET, _CHARSTRINGS, _ROS = 15, 17, (12, 30)
_LAST_OPERATOR = 21
_END_OF_DECIMAL = 0xF


class UnsupportedFontError(Exception):
    """A font that cannot be embedded, or not by these means."""


def character_ids(cff: bytes) -> list[int]:
    """Return the character id of each glyph of a CID-keyed font (Adobe technical note 5176).

    Raises ``UnsupportedFontError`` if it is none, or damaged.
    """
    try:
        _, at = _index(cff, cff[2])
        (top, *_), _ = _index(cff, at)
        operators = dict(_operators(top))
        if _ROS not in operators:
            raise UnsupportedFontError("The font is not CID-keyed.")
        glyphs, _ = _index(cff, operators[_CHARSTRINGS][0])
        return [0, *_charset(cff, operators[_CHARSET][0], len(glyphs) - 1)]
    except (IndexError, KeyError, ValueError) as error:
        raise UnsupportedFontError("The font is damaged.") from error


def _charset(cff: bytes, at: int, count: int) -> list[int]:
    form, at = cff[at], at + 1
    ids: list[int] = []
    if form == 0:
        return [_word(cff, at + 2 * i) for i in range(count)]
    more = 1 if form == 1 else 2
    while len(ids) < count:
        first, left = _word(cff, at), int.from_bytes(cff[at + 2 : at + 2 + more], "big")
        ids += range(first, first + left + 1)
        at += 2 + more
    return ids[:count]


def _index(cff: bytes, at: int) -> tuple[list[bytes], int]:
    """Return the entries of an INDEX, and where it ends."""
    count, at = _word(cff, at), at + 2
    if not count:
        return [], at
    size, at = cff[at], at + 1
    offsets = [int.from_bytes(cff[at + size * i : at + size * (i + 1)], "big") for i in range(count + 1)]
    data = at + size * (count + 1) - 1
    return [cff[data + a : data + b] for a, b in itertools.pairwise(offsets)], data + offsets[-1]


def _operators(entry: bytes) -> Iterator[tuple[int | tuple[int, int], list[int]]]:
    """Yield the operators of a DICT with their operands, as far as these are whole numbers."""
    operands: list[int] = []
    at = 0
    while at < len(entry):
        byte = entry[at]
        at += 1
        if byte <= _LAST_OPERATOR:
            if byte == 12:
                yield (12, entry[at]), operands
                at += 1
            else:
                yield byte, operands
            operands = []
        elif byte == 28:
            operands.append(int.from_bytes(entry[at : at + 2], "big", signed=True))
            at += 2
        elif byte == 29:
            operands.append(int.from_bytes(entry[at : at + 4], "big", signed=True))
            at += 4
        elif byte == 30:
            while _END_OF_DECIMAL not in (entry[at] >> 4, entry[at] & 15):
                at += 1
            at += 1
            operands.append(0)
        elif byte < 247:
            operands.append(byte - 139)
        elif byte < 251:
            operands.append((byte - 247) * 256 + entry[at] + 108)
            at += 1
        else:
            operands.append(-(byte - 251) * 256 - entry[at] - 108)
            at += 1


def _word(cff: bytes, at: int) -> int:
    return cff[at] * 256 + cff[at + 1]
