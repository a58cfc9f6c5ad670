"""The whole review as a PDF of its own, for contracts that are no PDF."""

from __future__ import annotations

import io

from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject

from contractscan.report.pdf.content import memo_text
from contractscan.report.pdf.sheets import append_pages
from contractscan.report.texts import texts
from contractscan.report.view import ReportView

_TAGS = {"zh": "zh-CN", "en": "en"}


def memo(view: ReportView) -> bytes:
    """Return the review as a PDF file: every item with its answer, quotes, places, reasons and what to ask for."""
    writer = PdfWriter()
    append_pages(writer, memo_text(view), view.language)
    title = texts(view.language)("report.title") + texts(view.language)("report.colon") + view.file_name
    writer.add_metadata({"/Title": title, "/Producer": "contractscan"})
    writer.root_object[NameObject("/Lang")] = TextStringObject(_TAGS[view.language])
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
