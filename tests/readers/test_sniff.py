"""What a file is, told by its content."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from contractscan.errors import ReadError
from contractscan.readers import ole
from contractscan.readers.sniff import Format, sniff


def compound_file(*streams: str, word_flags: int = 0) -> bytes:
    """An OLE2 file with these empty streams in its root; "WordDocument" gets a head with ``word_flags``."""
    sector = 512
    count = 1 + len(streams)
    directory_sectors = -(-count // 4)
    table = [0xFFFFFFFD] + [2 + i for i in range(directory_sectors - 1)] + [0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = bytearray(sector)
    header[:8] = ole.MAGIC
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    entries = bytearray(directory_sectors * sector)
    content = 1 + directory_sectors
    for at, name in enumerate(("Root Entry", *streams)):
        encoded = name.encode("utf-16-le") + b"\0\0"
        entries[at * 128 : at * 128 + len(encoded)] = encoded
        struct.pack_into("<H", entries, at * 128 + 64, len(encoded))
        right = at + 1 if 0 < at < count - 1 else 0xFFFFFFFF
        struct.pack_into("<III", entries, at * 128 + 68, 0xFFFFFFFF, right, 1 if at == 0 else 0xFFFFFFFF)
        struct.pack_into("<II", entries, at * 128 + 116, content, 4096)
    head = bytearray(4096)
    struct.pack_into("<H", head, 10, word_flags)
    return bytes(header) + struct.pack("<128I", *table) + bytes(entries) + bytes(head)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.doc", compound_file("WordDocument", "1Table"), Format.OFFICE),
        ("a.wps", compound_file("CONTENTS", "SPELLING"), Format.OFFICE),
        ("a.doc", b"{\\rtf1 text}", Format.OFFICE),
        ("a.xml", b'<?xml version="1.0"?><w:wordDocument xmlns:w="x">', Format.OFFICE),
        ("a.doc", b"<html><body>text</body></html>", Format.HTML),
        ("a.txt", "<!DOCTYPE html><p>甲方".encode("utf-16"), Format.HTML),
        ("a.html", "甲方应当付款。<br>乙方".encode(), Format.HTML),
        ("a.vue", b"<template><div>text</div></template>", Format.HTML),
        ("a.jsp", b'<!-- made by hand -->\n<%@page language="java"%>text', Format.HTML),
        ("a.mht", b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n", Format.HTML),
        ("a.md", b'<div align="center">\n\n# Agreement', Format.MARKDOWN),
        ("a.md", b"<!DOCTYPE html><html>", Format.HTML),
        ("a.txt", "如果 a < b，甲方应当付款。".encode(), Format.TEXT),
    ],
)
def test_the_format_is_told_by_the_content(name: str, content: bytes, found: Format) -> None:
    assert sniff(name, content) is found


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (compound_file("Workbook"), "spreadsheet"),
        (compound_file("Book"), "spreadsheet"),
        (compound_file("PowerPoint Document", "Workbook"), "presentation"),
        (compound_file("__properties_version1.0"), "e-mail"),
        (compound_file("EncryptionInfo", "EncryptedPackage"), "password"),
        (compound_file("WordDocument", word_flags=0x0100), "password"),
        (compound_file("Anything"), "no text document"),
        (compound_file("WordDocument")[:600], "no text document"),
        (b"<?xml version='1.0'?><order/>", "XML"),
    ],
)
def test_what_is_no_contract_is_named(content: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        sniff("contract.doc", content)
    assert caught.value.fix


def test_a_damaged_package_is_named(in_checkout: Path) -> None:
    content = Path("tests/files/open-document.odt").read_bytes().replace(b"manifest:media-type", b"manifest:media-tyqe")
    with pytest.raises(ReadError, match="damaged"):
        sniff("contract.odt", content)


def test_a_directory_that_goes_in_circles_is_read_once() -> None:
    content = bytearray(compound_file("WordDocument", "Data"))
    struct.pack_into("<I", content, 512 + 4, 1)  # the directory's sector is its own successor
    struct.pack_into("<I", content, 1024 + 128 + 72, 1)  # and its entry its own neighbour
    assert "WordDocument" in ole.top_streams(bytes(content))
