"""A review memo in Word, for a contract that is no Word file itself."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from contractscan.report.safe import Segment
from contractscan.report.texts import Texts, texts
from contractscan.report.view import Evidence, Group, ItemView, ReportView
from contractscan.report.word.characters import legal
from contractscan.report.word.container import undated

_LATIN, _CHINESE = "Calibri", "Microsoft YaHei"
_COLOURS = {
    "high": RGBColor(0xB4, 0x23, 0x18),
    "medium": RGBColor(0x9A, 0x5B, 0x00),
    "low": RGBColor(0x1D, 0x4E, 0x89),
    "missing": RGBColor(0x6B, 0x2F, 0x8A),
}
_GREY = RGBColor(0x55, 0x55, 0x55)
_LONGEST_QUOTE = 1200  # characters; one line of a megabyte is no quote
# python-docx dates its template; a memo says when it was made only where the caller does.
_NO_DATE = datetime(1980, 1, 1)


def memo(view: ReportView) -> bytes:
    """Return a review memo as a DOCX file (A4); the same view gives the same bytes."""
    t = texts(view.language)
    document = _blank(view, t)
    page = _Page(document, view, t)
    page.head()
    page.unread()
    page.groups(t("report.risks"), view.risks)
    page.missing()
    page.open_questions()
    page.fine()
    page.foot()
    buffer = io.BytesIO()
    document.save(buffer)
    return undated(buffer.getvalue())


def _blank(view: ReportView, t: Texts) -> WordDocument:
    """Return an empty memo: paper, fonts, page numbers."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11)):
        style = document.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", _CHINESE)):
            fonts.set(qn(f"w:{script}"), font)
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x1F, 0x29, 0x37)
            style.paragraph_format.keep_with_next = True
    footer = document.styles["Footer"]
    footer.font.size, footer.font.color.rgb = Pt(9), _GREY
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    properties = document.core_properties
    properties.author, properties.comments = "contractscan", ""
    properties.title = legal(f"{t('word.memo')} {view.file_name}")[:255]
    properties.created = properties.modified = _NO_DATE
    _page_numbers(section.footer.paragraphs[0], t)
    return document


def _page_numbers(paragraph: Paragraph, t: Texts) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    marked = t("word.number", page="\0PAGE\0", pages="\0NUMPAGES\0")
    for index, piece in enumerate(marked.split("\0")):
        run = paragraph.add_run("" if index % 2 else piece)
        if index % 2:
            for kind, code in (("begin", ""), ("", piece), ("end", "")):
                element = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    element.set(qn("w:fldCharType"), kind)
                else:
                    element.text = code
                run._r.append(element)


class _Page:
    """Writes a view into a document, from top to bottom."""

    def __init__(self, document: WordDocument, view: ReportView, t: Texts) -> None:
        self._document, self._view, self._t = document, view, t

    def head(self) -> None:
        """Write the title, the verdict, the counts and the parties."""
        view, t = self._view, self._t
        self._document.add_heading(t("word.memo"), 0)
        self._labelled("", " · ".join((view.file_name, *view.facts)))
        self._labelled(view.verdict, "")
        counts = [(tally.badge.label, str(tally.count)) for tally in view.tallies]
        self._table((t("word.risk"), t("word.count")), counts, [tally.badge.key for tally in view.tallies])
        self._document.add_heading(t("report.parties"), 1)
        rows = [
            (
                side.label + (f" ({t('report.viewpoint')})" if side.chosen else ""),
                side.aliases or t("report.nameless"),
                side.name or t("report.nameless"),
            )
            for side in view.sides
        ]
        self._table((t("word.side"), t("word.called"), t("word.name")), rows)
        if view.others:
            self._labelled(t("report.others"), view.others)
        if not view.decided:
            self._labelled(t("report.undecided_title"), t("report.undecided", alias=view.assumed_brand))
        elif view.basis:
            self._labelled(t("report.decided"), t("report.list").join(view.basis))

    def unread(self) -> None:
        """Write what was not read, and what else is to be known of the reading."""
        view, t = self._view, self._t
        if view.gaps:
            self._document.add_heading(t("report.unread_title"), 1)
            self._labelled("", t("report.unread_hint"))
            self._list(f"{gap.where}{t('report.colon')}{gap.why}" for gap in view.gaps)
        else:
            self._labelled("", t("report.complete"))
        if view.coverage:
            self._labelled(t("report.how_read"), t("report.list").join(view.coverage))
        if view.notes:
            self._labelled(t("report.notes"), "")
            self._list(view.notes)

    def groups(self, title: str, groups: Sequence[Group]) -> None:
        """Write the items of several families in full."""
        self._document.add_heading(title, 1)
        if not groups:
            self._labelled("", self._t("report.no_risks"))
        for group in groups:
            self._document.add_heading(legal(group.name), 2)
            for item in group.items:
                self._item(item, self._t("report.ask"))

    def missing(self) -> None:
        """Write the missing protections with the wording to add."""
        if self._view.missing:
            self._document.add_heading(self._t("report.missing"), 1)
            self._labelled("", self._t("word.missing_hint"))
            for item in self._view.missing:
                self._item(item, self._t("report.add"))

    def open_questions(self) -> None:
        """Write the questions that what was read does not answer."""
        if self._view.unread:
            self._document.add_heading(self._t("report.open"), 1)
            self._labelled("", self._t("report.open_hint"))
            self._list(item.question for item in self._view.unread)

    def fine(self) -> None:
        """Write the terms that are fine, one line each."""
        items = [item for group in self._view.fine for item in group.items]
        if items:
            self._document.add_heading(self._t("report.fine"), 1)
            self._list(
                f"{item.question} → {item.answer}" + (f" · {item.place}" if item.place else "") for item in items
            )

    def foot(self) -> None:
        """Write what this is and what it is not."""
        view, t = self._view, self._t
        for text in (t("report.notice"), t("report.fingerprint", sha=view.sha256), f"contractscan {view.version}"):
            self._labelled("", text).runs[0].font.color.rgb = _GREY

    # ------------------------------------------------------------ pieces

    def _item(self, item: ItemView, ask: str) -> None:
        t = self._t
        heading = self._document.add_heading("", 3)
        heading.add_run(legal(f"[{item.badge.label}] ")).font.color.rgb = _COLOURS.get(item.badge.key, _GREY)
        heading.add_run(legal(item.question))
        self._labelled(t("word.answer"), item.answer)
        for index, evidence in enumerate(item.evidence):
            if index == 1:
                self._labelled(t("report.more_evidence"), "")
            self._quote(evidence)
        for figure in item.figures:
            if figure.norm:
                said = t("report.against_norm", label=figure.label, text=figure.text, norm=figure.norm)
                verdict = t("report.within" if figure.within else "report.outside")
                parts = filter(None, (said, verdict, figure.source))
                self._labelled(t("report.values"), t("report.separator").join(parts))
        if item.demanded:
            self._labelled("", item.demanded)
        for conflict in item.conflicts:
            self._labelled(t("report.conflict"), conflict.label)
            for evidence in conflict.sides:
                self._quote(evidence)
        if item.why:
            self._labelled(t("report.why"), item.why)
        if item.ask:
            self._labelled(ask, item.ask)
        for basis in item.basis:
            since = f" ({basis.since})" if basis.since else ""
            cited = f"{basis.jurisdiction} {basis.cite}{since}"
            self._labelled(t("report.basis"), f"{cited}{t('report.colon')}{basis.says}")

    def _quote(self, evidence: Evidence) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6)
        before, after = self._t("report.quote", text="\0").split("\0")
        paragraph.add_run(before)
        for segment in _shortened(evidence.quote):
            paragraph.add_run(legal(segment.text)).bold = segment.marked
        paragraph.add_run(after)
        place = " · ".join(filter(None, (evidence.place, evidence.heading)))
        if place:
            run = paragraph.add_run(legal(f"  {place}"))
            run.font.size, run.font.color.rgb = Pt(9), _GREY
        if evidence.remark:
            self._labelled("", evidence.remark).paragraph_format.left_indent = Cm(0.6)

    def _labelled(self, label: str, text: str) -> Paragraph:
        paragraph = self._document.add_paragraph()
        if label:
            paragraph.add_run(legal(label + (self._t("report.colon") if text else ""))).bold = True
        if text:
            paragraph.add_run(legal(text))
        return paragraph

    def _list(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._document.add_paragraph(legal(line), style="List Bullet")

    def _table(self, head: Sequence[str], rows: Sequence[Sequence[str]], badges: Sequence[str] = ()) -> None:
        table = self._document.add_table(rows=1, cols=len(head), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            cell.paragraphs[0].add_run(legal(text)).bold = True
        for index, row in enumerate(rows):
            for column, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
                run = cell.paragraphs[0].add_run(legal(text))
                if badges and column == 0:
                    run.bold, run.font.color.rgb = True, _COLOURS.get(badges[index])
        self._document.add_paragraph()


def _shortened(quote: Sequence[Segment]) -> Iterable[Segment]:
    left = _LONGEST_QUOTE
    for segment in quote:
        if left <= 0:
            return
        text = segment.text[:left]
        left -= len(segment.text)
        yield Segment(text + ("…" if left < 0 else ""), segment.marked)
