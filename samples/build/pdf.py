"""Writes the PDF samples with reportlab: typed numbers, running head, page count, ruled tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from source import Block, Source, bold_parts, chinese_number

_CHINESE_FONT = "STSong-Light"
_MARGIN = 2.3 * cm
_FRAME_PADDING = 12  # reportlab's own, left and right together


def write_contract(source: Source, path: Path) -> None:
    """Write ``source`` to ``path``. It is laid out twice, as the page count stands in the foot of each page."""
    pages = _lay_out(source, path, 0)
    _lay_out(source, path, pages)


def _lay_out(source: Source, path: Path, pages: int) -> int:
    document = SimpleDocTemplate(
        str(path),
        pagesize=A4 if source.language == "zh" else LETTER,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=source.title,
        subject=source.subject,
        author="contractscan samples",
        invariant=1,  # a fixed date and identifier
    )
    furniture = _furniture(source, pages)
    document.build(_story(source, document.width - _FRAME_PADDING), onFirstPage=furniture, onLaterPages=furniture)
    return int(document.page)


def _furniture(source: Source, pages: int) -> Callable[[Any, Any], None]:
    def draw(canvas: Any, document: Any) -> None:
        width, height = document.pagesize
        chinese = source.language == "zh"
        foot = f"第 {document.page} 页　共 {pages} 页" if chinese else f"Page {document.page} of {pages}"
        canvas.saveState()
        canvas.setFont(_fonts(source)[0], 8)
        canvas.drawCentredString(width / 2, height - 1.3 * cm, source.header)
        canvas.setLineWidth(0.4)
        canvas.line(_MARGIN, height - 1.5 * cm, width - _MARGIN, height - 1.5 * cm)
        canvas.drawCentredString(width / 2, 1.3 * cm, foot)
        canvas.restoreState()

    return draw


def _fonts(source: Source) -> tuple[str, str]:
    """Return the plain and the bold font; the Chinese one is named, not embedded, and has no bold of its own."""
    if source.language == "en":
        return "Times-Roman", "Times-Bold"
    pdfmetrics.registerFont(UnicodeCIDFont(_CHINESE_FONT))
    return _CHINESE_FONT, _CHINESE_FONT


def _styles(source: Source) -> dict[str, ParagraphStyle]:
    plain, bold = _fonts(source)
    chinese = source.language == "zh"
    body = ParagraphStyle(
        "body",
        fontName=plain,
        fontSize=10.5,
        leading=16 if chinese else 13.5,
        spaceAfter=4 if chinese else 6,
        wordWrap="CJK" if chinese else None,
        alignment=TA_JUSTIFY,
    )
    return {
        "paragraph": body,
        "item1": body,
        "item2": ParagraphStyle("item2", body, leftIndent=18),
        "cell": ParagraphStyle("cell", body, fontSize=10, leading=13, spaceAfter=0, alignment=0),
        "head": ParagraphStyle("head", body, fontName=bold, fontSize=10, leading=13, spaceAfter=0, alignment=0),
        "heading": ParagraphStyle("heading", body, fontName=bold, fontSize=11.5, spaceBefore=8, keepWithNext=1),
        "annex": ParagraphStyle(
            "annex", body, fontName=bold, fontSize=12, spaceBefore=10, spaceAfter=8, alignment=TA_CENTER, keepWithNext=1
        ),
        "title": ParagraphStyle(
            "title", body, fontName=bold, fontSize=16, leading=22, spaceAfter=12, alignment=TA_CENTER
        ),
    }


def _story(source: Source, width: float) -> list[Any]:
    styles = _styles(source)
    story: list[Any] = [Paragraph(escape(source.title), styles["title"])]
    for block, number in _numbered(source):
        if block.kind == "break":
            story.append(PageBreak())
        elif block.rows:
            story.append(_table(block, styles, width))
        else:
            name = f"item{block.level}" if block.kind == "item" else block.kind
            text = "".join(f"<b>{escape(p)}</b>" if bold else escape(p) for p, bold in bold_parts(block.text))
            story.append(Paragraph(f"{number}{text}", styles[name]))
    return story


def _numbered(source: Source) -> list[tuple[Block, str]]:
    """Return each block with its number as printed: 第一条 / 1.1 / （1） in Chinese, 1. / 1.1 / (a) in English."""
    chinese = source.language == "zh"
    clause = sub = item = 0
    numbered = []
    for block in source.blocks:
        number = ""
        if block.kind == "heading":
            clause, sub = clause + 1, 0
            number = f"第{chinese_number(clause)}条　" if chinese else f"{clause}. "
        elif block.level == 1:
            sub, item = sub + 1, 0
            number = f"{clause}.{sub} "
        elif block.level == 2:
            item += 1
            number = f"（{item}）" if chinese else f"({chr(ord('a') + item - 1)}) "
        numbered.append((block, number))
    return numbered


def _table(block: Block, styles: dict[str, ParagraphStyle], width: float) -> Any:
    ruled = block.kind == "table"
    cells = [
        [Paragraph(escape(text), styles["head" if ruled and index == 0 else "cell"]) for text in row]
        for index, row in enumerate(block.rows)
    ]
    rules = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)]
    style = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *(rules if ruled else [])])
    table = Table(cells, colWidths=[width / len(cells[0])] * len(cells[0]), style=style)
    return KeepTogether([Spacer(1, 4), table, Spacer(1, 8)])
