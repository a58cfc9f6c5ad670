"""Whatever the bytes, the outcome is a document or a ``ReadError``."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contractscan.errors import ReadError
from contractscan.model import Document
from contractscan.readers import read

from .conftest import docx_bytes, paragraph, pdf_bytes, write_lines
from .test_pdf import ruled_table

_CASES = 70


def _samples() -> dict[str, bytes]:
    numbered = paragraph("Fees", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    return {
        "docx": docx_bytes(numbered + paragraph("甲方按月支付服务费。"), numbering=numbering),
        "pdf": pdf_bytes([write_lines(["1. The agency runs the store."]), ruled_table([["a", "b"], ["c", "d"]])]),
        "gbk": "甲方按月支付服务费，乙方按月提交报告。\n".encode("gb18030") * 5,
    }


def _damaged(content: bytes, chance: random.Random) -> Iterator[bytes]:
    for _ in range(_CASES):
        damaged = bytearray(content)
        if chance.random() < 0.3:
            del damaged[chance.randrange(len(damaged)) :]
        for _ in range(chance.randrange(1, 12)):
            if damaged:
                damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.2 and damaged:
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randrange(1, 40)] = chance.randbytes(8)
        yield bytes(damaged)


@pytest.mark.parametrize("kind", ["docx", "pdf", "gbk"])
def test_a_damaged_file_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"contract.{kind}"
    read_count = 0
    for content in _damaged(_samples()[kind], random.Random(f"damage {kind}")):  # noqa: S311
        path.write_bytes(content)
        try:
            document = read(path)
        except ReadError:
            continue
        assert isinstance(document, Document)
        assert all(0 <= block.start < block.end <= len(document.text) for block in document.blocks)
        document.text.encode()
        read_count += 1
    assert read_count, "the damage is so heavy that nothing is left to test"


def test_odd_values_inside_a_docx_are_borne(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        for i in range(3)
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride></w:num>'
    )
    numbered = "".join(
        paragraph("Fees", f'<w:numPr><w:ilvl w:val="{i % 3}"/><w:numId w:val="1"/></w:numPr>') for i in range(6)
    )
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="1"/></w:tcPr>{numbered}</w:tc>'
    chance = random.Random("odd values")  # noqa: S311
    odd = ["-1", "0", "9999999999999", "", "x", "1.5", "%%9", "\U0001f600", "8"]

    def damaged(xml: str) -> str:
        return re.sub(r'"\d"', lambda match: f'"{chance.choice(odd)}"' if chance.random() < 0.3 else match[0], xml)

    path = tmp_path / "a.docx"
    for _ in range(_CASES):
        body = damaged(f"<w:tbl><w:tr>{cell}{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>{numbered}")
        path.write_bytes(docx_bytes(body, numbering=damaged(numbering)))
        assert "Fees" in read(path).text
