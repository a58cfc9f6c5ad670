"""What a file is, judged by its content; the name only tells Markdown, and pages without a head, from plain text."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from contractscan.errors import ReadError
from contractscan.readers import ole


class Format(StrEnum):
    """The formats that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    IMAGE = "image"
    OFFICE = "office"  # .doc, .wps, .odt, .rtf: what LibreOffice turns into DOCX


_AS_DOCX = "Open it in Word or WPS and save it as .docx."
_AS_JPEG = "Save the picture as JPEG or PNG."
_OTHER = "Give a contract as PDF, Word, OpenDocument, web page, picture or text."
_WITHOUT = "Open it with the password and save a copy without one."

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"MZ", "this is a program, not a contract.", _OTHER),
    (b"\x7fELF", "this is a program, not a contract.", _OTHER),
    (b"7z\xbc\xaf\x27\x1c", "this is a 7z archive.", "Unpack it and give the contract inside."),
    (b"Rar!\x1a\x07", "this is a RAR archive.", "Unpack it and give the contract inside."),
    (b"\x1f\x8b", "this is a gzip archive.", "Unpack it and give the contract inside."),
    (b"%!PS", "this is a PostScript file.", "Convert it to PDF."),
)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
# What the root of an OLE2 file holds, and what the file is then; a document may hold the others' parts inside.
_OLE: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "this Office file is protected by a password.", _WITHOUT),
    ("PowerPoint Document", "this is a presentation (.ppt).", "Export it as PDF."),
    ("Workbook", "this is a spreadsheet (.xls).", "Print the contract in it as PDF."),
    ("Book", "this is a spreadsheet (.xls).", "Print the contract in it as PDF."),
    ("__properties_version1.0", "this is an e-mail of Outlook (.msg).", "Save its attachment, or its text, as a file."),
    ("VisioDocument", "this is a Visio drawing.", "Export it as PDF."),
    ("FileHeader", "this is a Hangul document (.hwp).", _AS_DOCX),
)
_WORD = "WordDocument"
_WORKS = frozenset({"MatOST", "CONTENTS", "MM"})
_ENCRYPTED = 0x0100  # of the flags at offset 10 of a WordDocument stream

_TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".csv", ".log", ".eml")
_MARKDOWN_SUFFIXES = (".md", ".markdown")
_WEB_SUFFIXES = (
    ".html",
    ".htm",
    ".xhtml",
    ".shtml",
    ".jsp",
    ".jspx",
    ".asp",
    ".aspx",
    ".php",
    ".ftl",
    ".vm",
    ".vue",
    ".mht",
    ".mhtml",
)
_BEFORE_MARKUP = re.compile(
    r"(?:\s{1,400}|<!--.{0,4000}?-->|<%.{0,4000}?%>|<\?php.{0,4000}?\?>|<\?xml[^>]{0,400}\?>){1,40}", re.DOTALL
)
_PAGE = re.compile(r"<(?:!doctype html|html|head|body|%@)\b", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"<(?:title|meta|link|style|script|div|p|table|center|font|span|h[1-6]|article|section|main|form|ul|ol|dl|pre)\b[^<]{0,400}>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</[a-z][a-z0-9]{0,10}>|<(?:p|br|div|td)\b[^<]{0,400}>", re.IGNORECASE)
_OFFICE_XML = re.compile(
    r"<office:document\b[^>]{0,20000}?opendocument\.text|<w:wordDocument\b|<pkg:package\b", re.IGNORECASE
)
_MIME = re.compile(r"(?:[\w-]{1,40}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n){0,20}){0,40}?mime-version:", re.IGNORECASE)
_WEB_PART = re.compile(r"content-type:\s{0,4}(?:text/html|multipart/related)", re.IGNORECASE)


def sniff(path: str, data: bytes) -> Format:
    """Return the format of ``data``. Raises ``ReadError`` saying what to do if it is none that can be read."""
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(ole.MAGIC):
        return _sniff_ole(path, data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_zip(path, data)
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return Format.IMAGE
    if data[:2] == b"BM" and b"\x00" in data[:16]:
        return Format.IMAGE
    for magic, reason, fix in _MAGIC:
        if data.startswith(magic):
            raise ReadError(path, reason, fix)
    if data[4:8] == b"ftyp":
        raise ReadError(path, "this is a picture (HEIC) or a film.", _AS_JPEG)
    return _sniff_text(path, data)


def _sniff_ole(path: str, data: bytes) -> Format:
    streams = ole.top_streams(data)
    if _WORD in streams:
        flags = int.from_bytes(streams[_WORD][10:12], "little")
        if flags & _ENCRYPTED:
            raise ReadError(path, "this Word file is protected by a password.", _WITHOUT)
        return Format.OFFICE
    for name, reason, fix in _OLE:
        if name in streams:
            raise ReadError(path, reason, fix)
    if not _WORKS.isdisjoint(streams):
        return Format.OFFICE
    raise ReadError(path, "this is an old Office file, but no text document.", _AS_DOCX)


def _sniff_text(path: str, data: bytes) -> Format:
    """Tell kinds of text apart by how it begins."""
    name = path.lower()
    if data.lstrip()[:5] == b"{\\rtf":
        return Format.OFFICE
    head = _head(data)
    if _MIME.match(head.lstrip()) and _WEB_PART.search(head):
        return Format.HTML
    skipped = _BEFORE_MARKUP.match(head)
    start = skipped.end() if skipped else 0
    if _PAGE.match(head, start) or (skipped and "<%" in skipped[0]):
        return Format.HTML
    if name.endswith(_MARKDOWN_SUFFIXES):
        return Format.MARKDOWN
    if _OFFICE_XML.search(head):
        return Format.OFFICE
    if _FRAGMENT.match(head, start) or (name.endswith(_WEB_SUFFIXES) and _TAG.search(head)):
        return Format.HTML
    if head.lstrip().startswith("<?xml"):
        raise ReadError(
            path, "this is an XML file.", "Open it in the program that made it and save it as PDF or .docx."
        )
    return Format.TEXT


def _head(data: bytes) -> str:
    """Return the beginning of a text well enough to find markup in it, whatever its encoding."""
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _sniff_zip(path: str, data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except Exception as error:  # zipfile meets damaged input with many kinds of exception
        raise ReadError(
            path, "this file is damaged: its zip directory cannot be read.", "Get a fresh copy of it."
        ) from error
    if "word/document.xml" in names or ("_rels/.rels" in names and any(name.startswith("word/") for name in names)):
        return Format.DOCX
    if any(name.startswith("xl/") for name in names):
        raise ReadError(path, "this is a spreadsheet.", _OTHER)
    if any(name.startswith("ppt/") for name in names):
        raise ReadError(path, "this is a presentation.", "Export it as PDF.")
    if "content.xml" in names:
        return _sniff_open_document(path, data)
    if "[Content_Types].xml" in names:
        raise ReadError(path, "this Office file has no document in it.", _AS_DOCX)
    raise ReadError(path, "this is a zip archive.", "Unpack it and give the contract inside.")


def _sniff_open_document(path: str, data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = _beginning(archive, "mimetype").decode("ascii", "replace")
            manifest = _beginning(archive, "META-INF/manifest.xml")
    except Exception as error:  # as above
        raise ReadError(path, "this OpenDocument file is damaged.", "Get a fresh copy of it.") from error
    if b"encryption-data" in manifest:
        raise ReadError(path, "this OpenDocument file is protected by a password.", _WITHOUT)
    if "spreadsheet" in kind:
        raise ReadError(path, "this is a spreadsheet.", _OTHER)
    if "presentation" in kind or "graphics" in kind:
        raise ReadError(path, "this is a presentation or a drawing.", "Export it as PDF.")
    return Format.OFFICE


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(100_000)
