"""Older office formats.

RTF and OpenDocument are written by hand. The binary Word format is not: LibreOffice makes it of the RTF (its version
and the time are in the bytes, so they differ from build to build), and the files that were made once are kept.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

_DATE = (2024, 1, 1, 0, 0, 0)
_LINES = ("代运营合同", "第一条 服务", "乙方运营甲方的店铺。", "第二条 费用", "甲方每月支付服务费3000元。")
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"'
)
_TEXT = "application/vnd.oasis.opendocument.text"


def _rtf(text: str) -> str:
    return "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)


def rich_text() -> bytes:
    """Rich Text with a table, and a footnote."""
    paragraphs = "".join(f"{_rtf(line)}\\par\n" for line in _LINES)
    note = "{\\footnote " + _rtf("服务费不含广告费。") + "}"
    row = "\\trowd\\cellx3000\\cellx6000\\intbl "
    table = f"{row}{_rtf('档位')}\\cell {_rtf('提成')}\\cell\\row\n{row}{_rtf('一档')}\\cell 5%\\cell\\row\n\\pard\n"
    end = f"{_rtf('第三条 期限')}{note}\\par\n{_rtf('合同期一年。')}\\par\n"
    return f"{{\\rtf1\\ansi\\ansicpg936\\deff0{{\\fonttbl{{\\f0 SimSun;}}}}\n{paragraphs}{table}{end}}}".encode()


def _open_document_body() -> str:
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in _LINES)
    items = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in ("上架", "投放"))
    row = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell>"
    cells = row.format("月费") + "<table:table-cell><text:p>3000元</text:p></table:table-cell></table:table-row>"
    table = f'<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/>{cells}</table:table>'
    return f"<office:body><office:text>{paragraphs}<text:list>{items}</text:list>{table}</office:text></office:body>"


def open_document() -> bytes:
    """An OpenDocument text, as LibreOffice and WPS save it."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TEXT}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    parts = {
        "mimetype": _TEXT,
        "content.xml": f"<office:document-content {_ODF}>{_open_document_body()}</office:document-content>",
        "META-INF/manifest.xml": manifest,
    }
    return _zip(parts)


def locked_open_document() -> bytes:
    """An OpenDocument text with a password."""
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    return _zip({"mimetype": _TEXT, "content.xml": "x", "META-INF/manifest.xml": f"<manifest>{entry}</manifest>"})


def flat_open_document() -> bytes:
    """An OpenDocument text in one XML file."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<office:document {_ODF} office:mimetype="{_TEXT}">{_open_document_body()}</office:document>'.encode()


def _zip(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), content)
    return buffer.getvalue()


def old_word() -> bytes:
    """A file of Word 97."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "contract.rtf").write_bytes(rich_text())
        command = ["soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--convert-to"]
        arguments = [*command, "doc:MS Word 97", "--outdir", folder, str(work / "contract.rtf")]
        subprocess.run(arguments, check=True, capture_output=True, timeout=120)  # noqa: S603
        return (work / "contract.doc").read_bytes()


def locked_word() -> bytes:
    """The same with the mark of a password in its head."""
    data = bytearray(old_word())
    start = next(at for at in range(512, len(data), 512) if data[at : at + 2] == b"\xec\xa5")
    data[start + 11] |= 1
    return bytes(data)


FILES: dict[str, Callable[[], bytes]] = {
    "rich-text.rtf": rich_text,
    "open-document.odt": open_document,
    "locked.odt": locked_open_document,
    "flat-document.fodt": flat_open_document,
    "old-word.doc": old_word,
    "old-word.wps": old_word,
    "locked-word.doc": locked_word,
}
