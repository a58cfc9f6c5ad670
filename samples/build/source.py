"""Reads the sample sources: a small Markdown-like notation for numbered contracts.

A front matter of YAML between ``---`` lines, then one block per line::

    # Heading            a clause; its number is made by the writer
    - text               a sub-clause of the clause
      - text             an item of the sub-clause
    | a | b |            a row of a ruled table (the first row is its head)
    || a | b             a row without rules (signatures)
    ## Heading           an unnumbered heading (recitals, annexes)
    ---                  a page break
    text                 a paragraph

``**…**`` is bold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

BlockKind = Literal["heading", "item", "table", "columns", "annex", "break", "paragraph"]
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block: ``level`` is 1 or 2 for an item, ``rows`` is filled for a table or columns."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A contract as written; ``file`` is the name of the sample, ``header`` its running head."""

    file: str
    language: Literal["zh", "en"]
    title: str
    subject: str
    header: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a bilingual contract."""

    zh: str
    en: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class BilingualSource:
    """A bilingual contract, row by row."""

    file: str
    title: Pair
    subject: str
    header: str
    pairs: tuple[Pair, ...]
    signatures: tuple[Pair, ...]


def read_source(path: Path) -> Source:
    """Return the contract in ``path``. Raises ``ValueError`` where the front matter is missing."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return Source(blocks=_blocks(body), **yaml.safe_load(front))


def read_bilingual(path: Path) -> BilingualSource:
    """Return the bilingual contract in ``path``."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    pairs = _pairs(data["preamble"])
    for article in data["articles"]:
        pairs += [*_pairs([article["heading"]], heading=True), *_pairs(article["rows"])]
    return BilingualSource(
        file=data["file"],
        title=_pairs([data["title"]], heading=True)[0],
        subject=data["subject"],
        header=data["header"],
        pairs=tuple(pairs),
        signatures=tuple(_pairs(data["signatures"])),
    )


def bold_parts(text: str) -> list[tuple[str, bool]]:
    """Return ``text`` cut at ``**`` as (part, is bold), empty parts left out."""
    return [(part, index % 2 == 1) for index, part in enumerate(text.split("**")) if part]


def chinese_number(number: int) -> str:
    """Return ``number`` (1 to 99) in Chinese counting numerals."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")


def _pairs(rows: list[list[str]], *, heading: bool = False) -> list[Pair]:
    return [Pair(zh, en, heading) for zh, en in rows]


def _blocks(body: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for line in filter(str.strip, body.splitlines()):
        block = _block(line)
        last = blocks[-1] if blocks else None
        if last and block.rows and last.kind == block.kind:
            blocks[-1] = Block(block.kind, rows=last.rows + block.rows)
        else:
            blocks.append(block)
    return tuple(blocks)


def _block(line: str) -> Block:
    if line == "---":
        return Block("break")
    if line.startswith("|| "):
        return Block("columns", rows=(_cells(line[3:]),))
    if line.startswith("|"):
        return Block("table", rows=(_cells(line.strip("|")),))
    if match := re.match(r"(#{1,2}|(?: {2})?-) (.*)", line):
        mark, text = match.groups()
        if mark.startswith("#"):
            return Block("heading" if mark == "#" else "annex", text)
        return Block("item", text, level=len(mark) // 2 + 1)
    return Block("paragraph", line)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))
