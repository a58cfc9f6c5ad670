"""Walking through a part of a Word file in document order: paragraphs, tables, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

from contractscan.model import BlockKind, Cell
from contractscan.readers.docx_changes import Revision, revision_in, revision_of
from contractscan.readers.docx_check import unread
from contractscan.readers.docx_context import Context
from contractscan.readers.docx_drawings import chosen
from contractscan.readers.docx_numbering import NO_LABEL, Label
from contractscan.readers.docx_package import W, local_name, number_of, value_of
from contractscan.readers.docx_paragraph import Paragraph
from contractscan.readers.docx_runs import COMMENT_MARKS, PROPERTIES, Runs
from contractscan.readers.docx_styles import ParagraphStyle, lined_tabs, run_format
from contractscan.readers.docx_tables import TableRow, cells_of, rows_of

_IN_PARAGRAPHS = frozenset(
    {"r", "t", "hyperlink", "fldSimple", "smartTag", "oMath", "oMathPara", "drawing", "pict", "object", "ruby"}
)


@dataclass(frozen=True, slots=True)
class _Open:
    """A paragraph whose mark is deleted: what follows goes on with it, and decides how it looks."""

    content: Paragraph
    element: etree._Element


class Walk:
    """Reads the parts of one package into the writer of its context."""

    def __init__(self, context: Context, embed: Callable[[str], None]) -> None:
        """``embed`` reads what the relation of that id embeds as a document of its own, or lists it as a gap."""
        self._context = context
        self._writer = context.writer
        self._embed = embed
        self._where = ""
        self._runs = Runs(context, etree.Element("none"))
        self._late = False

    def story(self, root: etree._Element, where: str, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """Read a body, a note, a header or a footer; ``where`` is what a person calls it."""
        self._where, self._runs = where, Runs(self._context, root)
        self._blocks(root, kind, None)
        if not self._late:
            place = self._context.inside + self._context.part
            self._context.gaps += unread(root, place, self._writer.texts)

    # ------------------------------------------------------------ blocks

    def _blocks(self, container: Iterable[etree._Element], kind: BlockKind, cell: Cell | None) -> None:
        open_: _Open | None = None
        stray: Paragraph | None = None
        for child in container:
            name = local_name(child)
            if name in PROPERTIES or self._is_late():
                continue
            if name in COMMENT_MARKS:
                self._writer.mark(child, self._context.comments)
                continue
            if name in _IN_PARAGRAPHS or (name not in ("p", "tbl") and _holds_only_runs(child)):
                stray = stray or Paragraph()
                self._runs.gather_stray(child, stray)
                continue
            if stray is not None:
                self._write(stray, None, kind, cell)
                stray = None
            if name == "p":
                open_ = self._paragraph(child, kind, cell, open_)
                continue
            if not len(child) and name not in ("altChunk", "subDoc"):
                continue  # bookmarks and the like, which end no paragraph
            if open_ is not None:
                self._write(open_.content, open_.element, kind, cell)
                open_ = None
            self._block(child, name, kind, cell)
        if stray is not None:
            self._write(stray, None, kind, cell)
        if open_ is not None:
            self._write(open_.content, open_.element, kind, cell)

    def _block(self, child: etree._Element, name: str, kind: BlockKind, cell: Cell | None) -> None:
        if name == "tbl":
            self._table(child, kind, cell)
        elif name == "AlternateContent":
            self._blocks(chosen(child), kind, cell)
        elif name in ("altChunk", "subDoc"):
            self._embed(next((str(value) for key, value in child.attrib.items() if str(key).endswith("}id")), ""))
        else:
            with self._inside(revision_of(child)):
                self._blocks(child, kind, cell)

    def _is_late(self) -> bool:
        if not self._late and self._context.source.is_late():
            self._late = True
            why = "The time for reading this file was over."
            self._context.gap("time-out", why, "Allow more of it with --timeout.", where=self._context.part)
        return self._late

    @contextmanager
    def _inside(self, revision: Revision | None) -> Iterator[None]:
        """Read something that is inside of a tracked change, if there is one."""
        if revision is not None:
            self._context.revisions.append(revision)
        yield
        if revision is not None:
            self._context.revisions.pop()

    @contextmanager
    def _under(self, covered: bool) -> Iterator[None]:
        """Read something that is not shown, if ``covered``."""
        self._context.covered += covered
        yield
        self._context.covered -= covered

    # ------------------------------------------------------------ paragraphs

    def _paragraph(
        self, element: etree._Element, kind: BlockKind, cell: Cell | None, before: _Open | None
    ) -> _Open | None:
        """Read a paragraph, as the end of ``before``; return it if its own mark is deleted."""
        properties = element.find(W + "pPr")
        style = self._style(properties)
        content = before.content if before else Paragraph()
        content.tabs = lined_tabs(properties, style)
        place = self._list_place(properties, style)
        self._runs.gather(element, content, style, place[1] if place else None)
        mark = revision_in(_find(properties, "rPr"))
        content.end(mark)
        if mark is not None and mark.kind == "deletion" and not self._context.deleted:
            return _Open(content, element)
        self._write(content, element, kind, cell)
        return None

    def _write(self, content: Paragraph, element: etree._Element | None, kind: BlockKind, cell: Cell | None) -> None:
        properties = None if element is None else element.find(W + "pPr")
        style = self._style(properties) if element is not None else ParagraphStyle()
        empty = not content.written()[0].strip()
        place = self._list_place(properties, style)
        label, level = self._label(place, properties, style, empty)
        outline = number_of(_find(properties, "outlineLvl"))
        outline = style.outline if outline is None else outline
        heading = outline is not None and 0 <= outline < 9
        if style.is_contents:
            kind = BlockKind.FURNITURE  # it repeats the headings
        if level is None and heading:
            level = outline
        self._writer.paragraph(content, self._context.comments, self._where, kind, cell, label, level, heading)
        self._asides(content, kind, cell)

    def _label(
        self, place: tuple[str, int] | None, properties: etree._Element | None, style: ParagraphStyle, empty: bool
    ) -> tuple[Label, int | None]:
        """Count a paragraph of a list, and return its number and level; nobody sees that of an empty hidden one."""
        mark = _find(properties, "rPr")
        removed = revision_in(mark)
        if place is None or self._context.deleted or (empty and removed is not None and removed.kind == "deletion"):
            return NO_LABEL, None
        label = self._context.numbering.next_label(*place)
        hidden = run_format(mark).over(style.runs).hidden
        return NO_LABEL if empty and (hidden or self._context.covered) else label, place[1]

    def _list_place(self, properties: etree._Element | None, style: ParagraphStyle) -> tuple[str, int] | None:
        """Return the list and the level that a paragraph is in, ``None`` if it is in none."""
        own = _find(properties, "numPr")
        num_id = value_of(_find(own, "numId"))
        level = number_of(_find(own, "ilvl"))
        if num_id is None:
            num_id = style.num_id
        if num_id is None or num_id == "0":
            return None
        if level is None:
            level = style.num_level
        if level is None:
            level = self._context.numbering.level_of_style(num_id, style.num_style)
        return num_id, level

    def _style(self, properties: etree._Element | None) -> ParagraphStyle:
        return self._context.styles.paragraph(value_of(_find(properties, "pStyle")))

    def _asides(self, content: Paragraph, kind: BlockKind, cell: Cell | None) -> None:
        """Read the text boxes and charts that are anchored to a paragraph."""
        for aside in content.asides:
            outer = self._where, self._runs, self._context.revisions
            if aside.where and kind is not BlockKind.FURNITURE:
                self._where = aside.where
            self._context.revisions = list(aside.revisions)
            if isinstance(aside.content, list):
                for line in aside.content:
                    text = Paragraph(confidence=aside.confidence)
                    text.add(line, self._context.revision)
                    self._write(text, None, kind, cell)
            else:
                self._runs = Runs(self._context, aside.content)
                is_box = local_name(aside.content) == "txbxContent"
                self._blocks(aside.content if is_box else [aside.content], kind, cell)
            self._where, self._runs, self._context.revisions = outer

    # ------------------------------------------------------------ tables

    def _table(self, element: etree._Element, kind: BlockKind, outer: Cell | None) -> None:
        rows = rows_of(element)
        if len(rows) == 1 and rows[0].revision is None:
            cells = list(cells_of(rows[0]))
            if len(cells) == 1:  # a frame around running text
                self._blocks(cells[0].element, kind, outer)
                return
        number = self._writer.table()
        inside = kind if kind is BlockKind.FURNITURE else BlockKind.CELL
        index = 0
        for row in rows:
            with self._inside(row.revision), self._under(row.hidden):
                self._row(row, number, index, inside)
            index += not row.deleted
        self._writer.end_table()

    def _row(self, row: TableRow, table: int, index: int, kind: BlockKind) -> None:
        first = True
        if not self._context.deleted:
            self._writer.row()
        for cell in cells_of(row):
            if cell.covered and not _has_text(cell.element):
                continue
            with self._inside(cell.revision), self._under(cell.covered):
                if not self._context.deleted:
                    if not first:
                        self._writer.cell()
                    first = False
                self._blocks(cell.element, kind, Cell(table, index, cell.column))


def _find(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else element.find(W + name)


def _has_text(element: etree._Element) -> bool:
    return any((item.text or "").strip() for item in element.iter(W + "t", W + "delText"))


def _holds_only_runs(element: etree._Element) -> bool:
    """Whether what is no paragraph and has none in it has text all the same."""
    return next(element.iter(W + "p", W + "tbl", W + "altChunk", W + "subDoc"), None) is None and (
        next(element.iter(W + "r", W + "t"), None) is not None
    )
