"""Word files as another program sees them: with lxml alone, and none of our own reading."""

from __future__ import annotations

import copy
import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from factory import BOOK, review
from lxml import etree

from contractscan.model import Document, Language
from contractscan.readers import read
from contractscan.report.safe import Segment
from contractscan.report.view import Badge, Evidence, Group, ItemView, ReportView, build_view

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MARKS = (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")


def open_bytes(data: bytes, folder: Path) -> Document:
    """The document that the reader makes of a file."""
    path = folder / f"{hashlib.sha256(data).hexdigest()[:12]}.docx"
    path.write_bytes(data)
    return read(path)


def evidence_at(document: Document, start: int, end: int, language: Language = "zh") -> Evidence:
    quote = (Segment(document.text[start:end], True),)
    return Evidence("答案", Badge("high", "高风险"), quote, language, "第三条", "", "", start, end, None)


def item_at(document: Document, *places: tuple[int, int], key: str = "item", ask: str = "") -> ItemView:
    """An item at high risk whose evidence stands at ``places``."""
    evidence = tuple(evidence_at(document, *place) for place in places)
    return ItemView(key, f"问题 {key}？", "答案", Badge("high", "高风险"), "第三条", evidence, (), (), "原因", ask, ())


def view_of(items: Iterable[ItemView], *, family: str = "restrictions", **more: object) -> ReportView:
    """A report in which nothing but ``items`` is at risk, and nothing is missing."""
    view = build_view(review(), BOOK, "zh")
    return replace(view, risks=(Group(family, "类别", tuple(items)),), missing=(), **more)  # type: ignore[arg-type]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def root_of(data: bytes, part: str = "word/document.xml") -> etree._Element:
    content = parts(data)[part]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16").replace('encoding="UTF-16"', "").encode()
    return etree.fromstring(content.replace(_STRICT, W[1:-1].encode()))


def comments_of(data: bytes, author: str = "contractscan") -> dict[str, str]:
    """What the comments of an author say, a line for each paragraph, by their ids."""
    return {
        item.get(W + "id", ""): "\n".join(
            "".join(text.text or "" for text in line.iter(W + "t")) for line in item.iter(W + "p")
        )
        for item in root_of(data, "word/comments.xml").iter(W + "comment")
        if item.get(W + "author") == author
    }


def commented(data: bytes) -> dict[str, str]:
    """The words between the marks of each comment, without those that are deleted."""
    open_: list[str] = []
    words: dict[str, str] = {}
    for element in root_of(data).iter():
        key = element.get(W + "id", "")
        if element.tag == W + "commentRangeStart":
            open_.append(key)
            words[key] = ""
        elif element.tag == W + "commentRangeEnd":
            open_.remove(key)
        elif element.tag in (W + "t", W + "tab") and not any(element.iterancestors(W + "del", W + "tabs")):
            for each in open_:
                words[each] += element.text or ("\t" if element.tag == W + "tab" else "")
    assert not open_, "a comment that does not end"
    return words


def without(data: bytes, keys: Iterable[str]) -> bytes:
    """The main part without the marks of these comments and without what contractscan inserted, in normal form."""
    root = root_of(data)
    keys = set(keys)
    for mark in list(root.iter(W + "ins")):
        parent = mark.getparent()
        if mark.get(W + "author") == "contractscan" and parent is not None:
            if parent.tag == W + "rPr":
                paragraph = next(mark.iterancestors(W + "p"))
                paragraph.getparent().remove(paragraph)  # type: ignore[union-attr]
            else:
                parent.remove(mark)
    for mark in list(root.iter(*_MARKS)):
        parent = mark.getparent()
        if mark.get(W + "id") in keys and parent is not None:
            parent.remove(mark)
            if parent.tag == W + "r" and not len(parent) and (above := parent.getparent()) is not None:
                above.remove(parent)
    return normal(root)


def normal(root: etree._Element) -> bytes:
    """XML in a form in which it makes no difference how text is cut into runs."""
    root = copy.deepcopy(root)
    for text in root.iter(W + "t"):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
    for run in list(root.iter(W + "r")):
        before = run.getprevious()
        if (
            before is None
            or before.tag != W + "r"
            or dict(before.attrib) != dict(run.attrib)
            or _look(before) != _look(run)
        ):
            continue
        above = run.getparent()
        assert above is not None
        above.remove(run)
        before.extend(child for child in run if child.tag != W + "rPr")
        run.tag = "gone"
        # What comes after is to find the joined run before it.
    for run in root.iter(W + "r"):
        for text in run.findall(W + "t"):
            before = text.getprevious()
            if before is not None and before.tag == W + "t":
                before.text = (before.text or "") + (text.text or "")
                run.remove(text)
    return etree.tostring(root, method="c14n")


def _look(run: etree._Element) -> bytes:
    properties = run.find(W + "rPr")
    if properties is None:
        return b""
    properties = copy.deepcopy(properties)
    for change in properties.iter(W + "rPrChange"):
        change.attrib.pop(W + "id", None)
    properties.tail = None
    return etree.tostring(properties, method="c14n")


def is_within(old: bytes, new: bytes) -> bool:
    """Whether ``new`` holds all bytes of ``old``, in their order."""
    rest = iter(new)
    return all(byte in rest for byte in old)
