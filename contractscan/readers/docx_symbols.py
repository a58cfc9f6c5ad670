"""Characters of the symbol fonts (Wingdings and its kin): the ticked and the empty boxes of a contract."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PRIVATE = 0xF000  # where a symbol font has its 256 characters, when they are not taken for letters
_FIRST = 0x20
_LAST_ASCII = 0x7E


def symbol(code: int, font: str = "") -> str:
    """Return the sign for ``code`` (with or without the private-use offset) in a font of that name.

    A private-use character of a font that is no symbol font is taken as Wingdings, the most frequent of them.
    What no table knows is returned as it stands, for it may be a letter.
    """
    private = _PRIVATE <= code <= _PRIVATE + 0xFF
    low = code - _PRIVATE if private else code
    table = _tables().get(_key(font), _tables()["wingdings"] if private else {})
    if low in table:
        return table[low]
    if private and _key(font) == "symbol" and _FIRST <= low <= _LAST_ASCII:
        return chr(low)  # digits and punctuation stand where they do in ASCII
    return chr(code) if _FIRST <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"


def readable(text: str, font: str) -> str:
    """Return the text of a run as it is seen in ``font``: private-use characters, and all of a symbol font, as signs.

    Letters are left alone where a run in a symbol font has others than its table knows.
    """
    table = _tables().get(_key(font))
    if table and all(char.isspace() or ord(char) in table for char in text):
        return "".join(char if char.isspace() else table[ord(char)] for char in text)
    if any(_PRIVATE <= ord(char) <= _PRIVATE + 0xFF for char in text):
        return "".join(symbol(ord(char), font) if _PRIVATE <= ord(char) <= _PRIVATE + 0xFF else char for char in text)
    return text


def _key(font: str) -> str:
    return font.lower().replace(" ", "")


@cache
def _tables() -> dict[str, dict[int, str]]:
    tables: dict[str, dict[int, str]] = {}
    for line in (Path(__file__).parent / "symbol_fonts.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            font, _, signs = line.partition(": ")
            tables.setdefault(font, {}).update({int(sign[:2], 16): sign[2:] for sign in signs.split(" ")})
    return tables
