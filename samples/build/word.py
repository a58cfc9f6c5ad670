"""Writes the DOCX samples: automatic numbering, ruled tables, and bytes that do not change from run to run."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from source import BilingualSource, Pair, Rows, Source, bold_parts

_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
# Article, sub-clause, item. isLgl turns the article's Chinese numeral into a figure where 1.1 repeats it.
_LEVELS = (
    ("chineseCounting", "第%1条", False, 0, 0),
    ("decimal", "%1.%2", True, 0, 0),
    ("decimal", "（%3）", False, 420, 0),
)
_ABSTRACT_ID = 77


def write_contract(source: Source, path: Path, written: datetime) -> None:
    """Write ``source`` as a DOCX whose clause numbers exist only in numbering.xml."""
    document = _new_document(source.title, source.subject, source.header, written)
    number_id = _add_numbering(document)
    _centred(document, source.title, 18)
    for block in source.blocks:
        if block.kind == "table":
            _table(document, block.rows, ruled=True)
        elif block.kind == "columns":
            _table(document, block.rows, ruled=False)
        elif block.kind == "break":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif block.kind == "annex":
            _centred(document, block.text, 13)
        else:
            paragraph = document.add_paragraph(style="Heading 1" if block.kind == "heading" else None)
            _add_runs(paragraph, block.text)
            if block.kind != "paragraph":
                _set_number(paragraph, number_id, block.level)
    _save(document, path)


def write_bilingual(source: BilingualSource, path: Path, written: datetime) -> None:
    """Write ``source`` as a DOCX with one table of two columns: Chinese left, English right."""
    document = _new_document(f"{source.title.zh} / {source.title.en}", source.subject, source.header, written)
    _pairs(document, (source.title, *source.pairs))
    document.add_paragraph()
    _pairs(document, source.signatures)
    _save(document, path)


def _pairs(document: Any, pairs: tuple[Pair, ...]) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for pair in pairs:
        for cell, text in zip(table.add_row().cells, (pair.zh, pair.en), strict=True):
            cell.paragraphs[0].add_run(text).bold = pair.heading


def _new_document(title: str, subject: str, header: str, written: datetime) -> Any:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for name in ("Normal", "Heading 1"):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), "宋体")
        style.font.size = Pt(10.5 if name == "Normal" else 12)
        style.paragraph_format.space_before = Pt(0 if name == "Normal" else 8)
        style.paragraph_format.space_after = Pt(4)
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Heading 1"].font.color.rgb = docx.shared.RGBColor(0, 0, 0)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(header).font.size = Pt(8)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    properties = document.core_properties
    properties.title, properties.subject, properties.author = title, subject, "contractscan samples"
    properties.comments = ""
    properties.created = properties.modified = written
    return document


def _add_numbering(document: Any) -> int:
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f"{'<w:isLgl/>' if legal else ''}"
        f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:firstLine="{first}"/></w:pPr></w:lvl>'
        for index, (form, text, legal, left, first) in enumerate(_LEVELS)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_ABSTRACT_ID}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering = document.part.numbering_part.element
    # The schema wants every abstractNum before the first num.
    numbering.insert(numbering.index(numbering.find(qn("w:num"))), abstract)
    return int(numbering.add_num(_ABSTRACT_ID).numId)


def _set_number(paragraph: Any, number_id: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number_id


def _centred(document: Any, text: str, size: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold = True
    run.font.size = Pt(size)


def _add_runs(paragraph: Any, text: str) -> None:
    for part, bold in bold_parts(text):
        paragraph.add_run(part).bold = bold or None


def _table(document: Any, rows: Rows, *, ruled: bool) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid" if ruled else None)
    for index, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).bold = (ruled and index == 0) or None
            paragraph.paragraph_format.keep_with_next = True
    document.add_paragraph()


def _save(document: Any, path: Path) -> None:
    """Save with fixed time stamps inside the archive: python-docx stamps each part with the time of the run."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
