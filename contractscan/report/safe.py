"""Contract text made harmless for display: nothing in it may steer a terminal or reorder a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contractscan.model import Span

# C0 controls but tab and line breaks, DEL, C1; bidirectional marks and overrides; line separators; lone surrogates.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# Legal inside a JSON string, but able to steer a terminal or unable to be encoded.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
# Between two of these a line break is layout only; everywhere else it stands for a space.
_CJK = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")


def visible(text: str) -> str:
    """Replace every control character by a visible sign, so that hidden tricks are seen and do nothing.

    ASCII controls become control pictures ("␛"), all others "\ufffd". The length stays the same.
    """
    return _CONTROL.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def json_inert(raw: str) -> str:
    """Return a JSON text with what could steer a terminal, or not be encoded, written as \\uXXXX; it says the same."""
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", raw)


def one_line(text: str) -> str:
    """Return ``text`` made visible, with each run of white space reduced to one space (none between CJK)."""
    return "".join(piece for piece, _, _ in _pieces(visible(text)))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a quote; ``marked`` where the words are decisive."""

    text: str
    marked: bool


def segments(text: str, marks: Sequence[Span], start: int = 0) -> tuple[Segment, ...]:
    """Return ``text`` on one line, cut where a mark begins or ends.

    ``marks`` count from the same origin as ``start``, the offset of ``text``; parts outside of it are ignored.
    """
    text = visible(text)
    flags = bytearray(len(text))
    for mark in marks:
        first = max(mark.start - start, 0)
        last = max(min(mark.end - start, len(text)), first)
        flags[first:last] = b"\1" * (last - first)
    result: list[Segment] = []
    run: list[str] = []
    marked = False

    def add(piece: str, flag: bool) -> None:
        nonlocal marked
        if run and flag != marked:
            result.append(Segment("".join(run), marked))
            run.clear()
        marked = flag
        run.append(piece)

    for piece, at, end in _pieces(text):
        if piece == " ":  # it stands for a run of white space, and is marked if all around it is
            add(piece, bool(flags[at] and flags[end - 1]))
            continue
        while at < end:
            flag = flags[at]
            turn = flags.find(1 - flag, at, end)
            turn = end if turn < 0 else turn
            add(text[at:turn], bool(flag))
            at = turn
    if run:
        result.append(Segment("".join(run), marked))
    return tuple(result)


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of ``text`` and the spaces that stay between them, each with the range that it stands for."""
    at = 0
    for space in _SPACE.finditer(text):
        if space.start() > at:
            yield text[at : space.start()], at, space.start()
        at = space.end()
        if space.start() > 0 and at < len(text) and not (_CJK.match(text, space.start() - 1) and _CJK.match(text, at)):
            yield " ", space.start(), at
    if at < len(text):
        yield text[at:], at, len(text)
