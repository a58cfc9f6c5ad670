"""Web pages, templates of web pages (JSP, PHP, Vue …), and pages saved with their pictures (MHTML)."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from typing import Final

from lxml import etree

from contractscan.errors import ReadError
from contractscan.model import Document, Gap, Method, Note, Part
from contractscan.readers.decoding import decode
from contractscan.readers.limits import MEGABYTE, XML_BYTES, XML_TAGS
from contractscan.readers.source import Source
from contractscan.readers.web_page import Page
from contractscan.text import languages_of

_AS_PDF: Final = "Open it in a browser and save it as PDF."
_MIME = re.compile(rb"\s{0,8}[\w-]{1,40}:[^\n]{0,998}\n")
_CHARSET = re.compile(
    rb"charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w-]{2,20})|encoding\s{0,4}=\s{0,4}[\"']([\w-]{2,20})", re.IGNORECASE
)
# What pages say they are in, and what they are in: the wider encoding of the same family.
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_SAID_OF_EVERYTHING: Final = frozenset({"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252"})
_MOST_UNDECODED: Final = 0.01
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

# Code of templates. What it would print is a blank to fill in: <%= name %> is shown as {{name}}.
_PRINTS = re.compile(r"<%=|<\?=|<\?php\s{1,8}echo\b")
_OPENS_CODE = re.compile(r"<%|<\?")
_DIRECTIVE = re.compile(r"\{%[^{}\n]{0,500}%\}|\{#[^{}\n]{0,500}#\}|</?[#@][A-Za-z.]{1,40}(?:\s[^<>]{0,400})?/?>")
_NAME = re.compile(r"\$?([A-Za-z_\u4e00-\u9fff][\w.\->]{0,60})(?:\(\))?\s{0,4}")

_FEWEST_LETTERS: Final = 4
_LITTLE: Final = 60  # characters: less than this beside a script, and the script makes the page


def read(source: Source) -> Document:
    """Read a web page. Raises ``ReadError`` if it has no text, or is no text at all."""
    pages = _pages(source)
    if sum(len(page) for page in pages) > XML_BYTES or sum(page.count("<") for page in pages) > XML_TAGS:
        raise ReadError(source.path, f"this page is larger than {XML_BYTES // MEGABYTE} MB.", _AS_PDF)
    undecoded = sum(page.count("\ufffd") for page in pages)
    page = _walked(pages, shows_hidden=False)
    read_hidden = page.hidden_characters > page.characters
    if read_hidden:
        page = _walked(pages, shows_hidden=True)
    text = page.text()
    if sum(char.isalnum() for char in text) < _FEWEST_LETTERS:
        raise ReadError(source.path, "there is no text in this page; a program or pictures may show it.", _AS_PDF)
    gaps = list(page.gaps)
    if undecoded:
        gaps.append(
            Gap("undecodable", "the page", f"{undecoded} characters are damaged.", "Save the page anew as UTF-8.")
        )
    if len(text) < _LITTLE and any("<script" in source_text.lower() for source_text in pages):
        gaps.append(Gap("script", "the page", "A program in the page may show more text than the file holds.", _AS_PDF))
    notes = list(page.notes())
    if read_hidden:
        notes.append(Note("hidden-text", "Most of the page is hidden until something is clicked; that was read too."))
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="html",
        text=text,
        blocks=tuple(page.blocks),
        languages=languages_of(text),
        parts=(Part("page", Method.TEXT, len(text)),),
        gaps=tuple(gaps),
        notes=tuple(notes),
    )


def _walked(pages: list[str], *, shows_hidden: bool) -> Page:
    page = Page(shows_hidden=shows_hidden)
    for source in pages:
        # huge_tree: without it the parser drops what is nested deeper than 256 elements, and says nothing.
        parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
        root = etree.fromstring(source, parser) if source.strip() else None
        if root is not None:
            page.walk(root)
        if any("depth" in error.message for error in parser.error_log):
            page.gaps.append(
                Gap("depth", "the page", "Elements are nested too deeply, and left out from there.", _AS_PDF)
            )
    return page


def _pages(source: Source) -> list[str]:
    """Return the HTML of the file, without code: one text, or several in an MHTML file with frames."""
    if not _MIME.match(source.data):
        return [_without_code(_decoded(source, source.data, ""))]
    message = email.message_from_bytes(source.data.lstrip(), policy=email.policy.compat32)
    pages = []
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                pages.append(_without_code(_decoded(source, content, str(part.get_content_charset() or ""))))
    if not pages:
        raise ReadError(source.path, "there is no page in this web archive.", _AS_PDF)
    return pages


def _decoded(source: Source, data: bytes, said: str) -> str:
    if found := _CHARSET.search(data[:8192]):
        said = said or (found[1] or found[2]).decode("ascii", "replace")
    said = _WIDER.get(said.lower(), said.lower())
    if said in _SAID_OF_EVERYTHING or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        said = ""
    for encoding in ("utf-8", said):
        try:
            if encoding and encoding != "utf-16":
                return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    text = decode(data)
    if text is None and said:
        try:
            text = data.decode(said, "replace")
        except LookupError:
            text = None
    if text is None or text.count("\ufffd") > len(text) * _MOST_UNDECODED:
        raise ReadError(source.path, "this page is not in a known encoding.", _AS_PDF)
    return text


def _without_code(page: str) -> str:
    """Return ``page`` without the code of a template; code that is not closed goes to the end."""
    pieces = []
    at = 0
    while code := _OPENS_CODE.search(page, at):
        pieces.append(page[at : code.start()])
        end = page.find("%>" if code[0] == "<%" else "?>", code.end())
        end = len(page) if end < 0 else end
        if prints := _PRINTS.match(page, code.start()):
            pieces.append(f"{{{{{_shown(page[prints.end() : end])}}}}}")
        at = end + 2
    pieces.append(page[at:])
    return _CONTROL.sub("", _DIRECTIVE.sub("", "".join(pieces).removeprefix("\ufeff")))


def _shown(expression: str) -> str:
    """Return the name that an expression of a template prints, "…" where it is no name."""
    name = _NAME.fullmatch(expression.strip(" \t\r\n;"))
    return name[1] if name else "…"
