"""The annotated file in another program: LibreOffice finds the comments at the words they are about."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from contractscan.readers import read
from contractscan.readers.office import find_libreoffice
from contractscan.report.view import build_view
from contractscan.report.word import annotate
from contractscan.report.word.remarks import remarks
from contractscan.review import Options, book_for, review_file

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def annotations(odt: Path) -> list[str]:
    """The words between the marks of each comment of contractscan, in a file of LibreOffice's own format."""
    with zipfile.ZipFile(odt) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    words: dict[str, str] = {}
    open_: list[str] = []

    def walk(element: etree._Element) -> None:
        name = element.get(OFFICE + "name", "")
        if element.tag == TEXT + "tracked-changes":
            return
        if element.tag == OFFICE + "annotation":
            if element.findtext(CREATOR) == "contractscan":
                open_.append(name)
                words[name] = ""
        elif element.tag == OFFICE + "annotation-end" and name in open_:
            open_.remove(name)
        else:
            add(element.text or (" " if element.tag == TEXT + "s" else ""))
            for child in element:
                walk(child)
        add(element.tail or "")

    def add(text: str) -> None:
        for name in open_:
            words[name] += text

    walk(root)
    assert not open_
    return list(words.values())


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["predatory-代运营合同.docx", "bilingual-agreement.docx"])
def test_libreoffice_finds_each_comment_at_its_words(sample: str, tmp_path: Path) -> None:
    libreoffice = find_libreoffice()
    if libreoffice is None:
        pytest.skip("LibreOffice is not installed")
    path = Path("samples") / sample
    review = review_file(path)
    document = review.document
    view = build_view(review, book_for(review, Options()), "zh")
    (tmp_path / "annotated.docx").write_bytes(annotate(path, document, view, redline=True))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [libreoffice, "--headless", profile, "--convert-to", "odt", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "annotated.docx")], check=True, capture_output=True, timeout=180)  # noqa: S603
    found = sorted(map(letters, annotations(tmp_path / "annotated.odt")))
    numbers = {block.start: len(block.number) for block in document.blocks}
    wanted = [
        letters(document.text[remark.start + numbers.get(remark.start, 0) : remark.end])
        for remark in remarks(view, document)
    ]
    assert len(wanted) > 5
    for words in wanted:
        found.remove(words)
    assert len(found) <= 2, "the opening comment, and the one at the end"
    assert read(tmp_path / "annotated.odt").comments
