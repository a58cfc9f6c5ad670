"""Which files are read, and what is said about the others."""

from __future__ import annotations

import hashlib
import io
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from contractscan.errors import ReadError
from contractscan.readers import read

from .conftest import docx_bytes, paragraph

Save = Callable[[str, bytes | str], Path]


def zip_of(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n", "no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "picture"),
        (OLE, "no text document"),
        (zip_of("a.txt"), "zip archive"),
        (zip_of("[Content_Types].xml", "xl/workbook.xml"), "spreadsheet"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"MZ" + bytes(100), "program"),
        (b"<!DOCTYPE html><html>", "no text"),
        (b"<?xml version='1.0'?><invoice><total>12</total></invoice>", "XML"),
        (bytes(range(256)) * 4, "no text|not a text"),
        (b"%PDF-1.7\nnothing", "damaged"),
    ],
)
def test_what_cannot_be_read_is_named(save: Save, content: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        read(save("contract.bin", content))
    assert caught.value.fix


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read(tmp_path / "nothing.pdf")
    with pytest.raises(ReadError, match="folder"):
        read(tmp_path)


def test_an_impossible_name_is_an_error_of_ours() -> None:
    with pytest.raises(ReadError):
        read("a\0b")


def test_the_content_decides_and_not_the_extension(save: Save) -> None:
    content = docx_bytes(paragraph("The agency runs the store."))
    document = read(save("contract.txt", content))
    assert (document.format, document.text) == ("docx", "The agency runs the store.")
    assert document.sha256 == hashlib.sha256(content).hexdigest()


def test_the_languages_are_told(save: Save) -> None:
    assert read(save("a.txt", "甲方委托乙方运营店铺。")).languages == ("zh",)


def test_a_read_error_survives_a_worker_process(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "nothing.pdf")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


def test_the_libraries_are_imported_only_when_needed() -> None:
    code = "import sys, contractscan.readers; print({'pypdfium2', 'pdfplumber', 'lxml', 'docx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "set()"
