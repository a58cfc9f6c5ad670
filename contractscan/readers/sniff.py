"""What a file is, judged by its first bytes; the name only tells Markdown from plain text."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from contractscan.errors import ReadError


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
_AS_PDF = "Put the picture into a PDF (and install the OCR extra: pip install 'contractscan[ocr]')."
_OTHER = "Give a contract as PDF, DOCX, text or Markdown."

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "this is a picture (PNG).", _AS_PDF),
    (b"\xff\xd8\xff", "this is a picture (JPEG).", _AS_PDF),
    (b"GIF8", "this is a picture (GIF).", _AS_PDF),
    (b"II*\x00", "this is a picture (TIFF).", _AS_PDF),
    (b"MM\x00*", "this is a picture (TIFF).", _AS_PDF),
    (b"{\\rtf", "this is a Rich Text file.", _AS_DOCX),
    (b"MZ", "this is a program, not a contract.", _OTHER),
    (b"\x7fELF", "this is a program, not a contract.", _OTHER),
    (b"7z\xbc\xaf\x27\x1c", "this is a 7z archive.", "Unpack it and give the contract inside."),
    (b"Rar!\x1a\x07", "this is a RAR archive.", "Unpack it and give the contract inside."),
    (b"\x1f\x8b", "this is a gzip archive.", "Unpack it and give the contract inside."),
    (b"%!PS", "this is a PostScript file.", "Convert it to PDF."),
)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"\s{0,200}(?:<!doctype html|<html|<%@|<\?xml|<head)", re.IGNORECASE)


def sniff(path: str, data: bytes) -> Format:
    """Return the format of ``data``. Raises ``ReadError`` saying what to do if it is none that can be read."""
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(_OLE2):
        raise _ole_error(path, data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_zip(path, data)
    for magic, reason, fix in _MAGIC:
        if data.startswith(magic):
            raise ReadError(path, reason, fix)
    if (data[:2] == b"BM" and b"\x00" in data[:16]) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise ReadError(path, "this is a picture.", _AS_PDF)
    if data[4:8] == b"ftyp":
        raise ReadError(path, "this is a picture or a film.", _AS_PDF)
    if _HTML.match(data[:1024].removeprefix(b"\xef\xbb\xbf")):
        raise ReadError(
            path,
            "this is a web page or an XML file.",
            "Open it in a browser and save it as PDF, or copy its text into a .txt.",
        )
    if path.lower().endswith((".md", ".markdown")):
        return Format.MARKDOWN
    return Format.TEXT


def _ole_error(path: str, data: bytes) -> ReadError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ReadError(
            path,
            "this Office file is protected by a password.",
            "Open it with the password and save a copy without one.",
        )
    return ReadError(path, "this is an old binary Office or WPS file (.doc, .xls, .wps).", _AS_DOCX)


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
        raise ReadError(path, "this is an OpenDocument file.", "Save it as .docx.")
    if "[Content_Types].xml" in names:
        raise ReadError(path, "this Office file has no document in it.", _AS_DOCX)
    raise ReadError(path, "this is a zip archive.", "Unpack it and give the contract inside.")
