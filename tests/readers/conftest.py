"""Builders for small files, made when a test asks for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from contractscan.readers import ocr_cache

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{_RELATION}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of WordprocessingML."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx_bytes(body: str, **parts: str) -> bytes:
    """A DOCX package; ``parts`` are further parts by kind ("numbering", "styles", "footnotes", "header", …)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="r1" Type="{_RELATION}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>")
        relations = "".join(
            f'<Relationship Id="{kind}" Type="{_RELATION}/{kind}" Target="{kind}.xml"/>' for kind in parts
        )
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
        roots = {"header": "hdr", "footer": "ftr"}
        for kind, content in parts.items():
            root = roots.get(kind, kind)
            archive.writestr(f"word/{kind}.xml", f"<w:{root} {_NAMESPACES}>{content}</w:{root}>")
    return buffer.getvalue()


def pdf_bytes(pages: Sequence[Callable[..., None]]) -> bytes:
    """A PDF; each page is drawn by a function that gets a reportlab canvas (origin at the bottom left)."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=True)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write_lines(
    lines: Sequence[str], *, top: float = 760, left: float = 72, leading: float = 14, font: str = "Helvetica"
) -> Callable[..., None]:
    """A page with these lines from the top down."""

    def draw(canvas: object) -> None:
        canvas.setFont(font, 10)  # type: ignore[attr-defined]
        for i, line in enumerate(lines):
            canvas.drawString(left, top - i * leading, line)  # type: ignore[attr-defined]

    return draw


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Write a file into a folder of the test's own, and return its path."""

    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture(autouse=True, scope="session")
def no_readings_of_earlier_runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """OCR keeps what it reads; tests keep it to themselves."""
    kept = tmp_path_factory.mktemp("ocr")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr_cache, "folder", lambda: kept)
        yield
