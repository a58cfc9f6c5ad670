"""Somebody who may be a party, and the form of the text in which parties are looked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from contractscan.model import BlockKind, Document
from contractscan.writing import NOTHING, plain_writing, replaced

HEAD: Final = 12_000  # parties are named before this; what comes later is left to the defined terms
_NARROW: Final = {chr(i): chr(i - 0xFEE0) for i in range(0xFF01, 0xFF5F)} | {
    "\u3000": " ", "\xa0": " ", NOTHING: " ", "\u2018": "'", "\u2019": "'",
    "\u201c": '"', "\u201d": '"', "\u300c": '"', "\u300d": '"',
    "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u300e": '"', "\u300f": '"',
}  # fmt: skip


@dataclass(slots=True)
class Candidate:
    """Somebody who may be a party; ``aliases`` maps each alias to the offset of its definition."""

    start: int
    name: str = ""
    aliases: dict[str, int] = field(default_factory=dict)

    def call(self, alias: str, at: int) -> None:
        """Add an alias (spaces and blanks at its ends aside)."""
        alias = alias.strip(" _\t'\"")
        if alias:
            self.aliases.setdefault(alias, at)


def plain(document: Document) -> str:
    """Return the text in plain writing, with half-width punctuation and one block per line, character for character.

    Running heads and feet are blanked, line breaks inside a block become spaces.
    """
    out: list[str] = []
    at = 0
    text = replaced(plain_writing(document.text), _NARROW)
    for block in document.blocks:
        out.append("\n" * (block.start - at))
        body = text[block.start : block.end]
        if block.kind is BlockKind.FURNITURE:
            out.append("\n" * len(body))
        else:
            out.append(body.replace("\n", " ").replace("\r", " ") if "\n" in body or "\r" in body else body)
        at = block.end
    out.append("\n" * (len(text) - at))
    return "".join(out)
