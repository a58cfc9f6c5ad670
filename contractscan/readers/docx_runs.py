"""What is inside a paragraph of a Word file: runs, fields, content controls, formulas and what wraps them."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from contractscan.readers.docx_changes import Revision, revision_of
from contractscan.readers.docx_context import Context
from contractscan.readers.docx_drawings import chosen
from contractscan.readers.docx_fields import Fields
from contractscan.readers.docx_objects import Objects
from contractscan.readers.docx_package import W, is_on, local_name, value_of
from contractscan.readers.docx_paragraph import Aside, Paragraph
from contractscan.readers.docx_styles import ParagraphStyle, RunFormat
from contractscan.readers.docx_symbols import readable, symbol

COMMENT_MARKS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"})
PROPERTIES = frozenset(
    {"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sectPr", "rubyPr", "ctrlPr"}
    | {"customXmlPr", "smartTagPr"}
)
_RUN_ITEMS = frozenset(
    {"t", "delText", "tab", "ptab", "br", "cr", "sym", "noBreakHyphen", "fldChar", "instrText", "delInstrText"}
    | {"drawing", "pict", "object", "footnoteReference", "endnoteReference"}
)
_DRAWINGS = frozenset({"drawing", "pict", "object"})
_SOURCES = frozenset({"t", "tab", "ptab", "sym", "noBreakHyphen", "fldChar"})  # what text comes from
# What is between the parts of a formula when they are written in one line.
_FORMULA_SIGNS = {"den": "/", "sup": "^"}
_OPENS_BLANK = ("[", "【", "［", "<", "＜", "《", "{", "_", "＿")


class Runs:
    """Gathers paragraphs. ``fields`` are those of the story that is read now."""

    def __init__(self, context: Context, story: etree._Element) -> None:
        self.fields = Fields(story)
        self._context = context
        self._objects = Objects(context)
        self._style = ParagraphStyle()
        self._format = RunFormat()
        self._level: int | None = None
        self._form = False

    def gather(self, element: etree._Element, content: Paragraph, style: ParagraphStyle, level: int | None) -> None:
        """Append what a paragraph of this style and list level holds to ``content``."""
        self._style, self._format, self._level = style, style.runs, level
        if any(is_placeholder(control) for control in element.iterancestors(W + "sdt")):
            self._placeholder(element, content)
        else:
            self._inline(element, content)

    def gather_stray(self, element: etree._Element, content: Paragraph) -> None:
        """Append something that belongs into a paragraph, and stands in none."""
        self._style, self._format, self._level = ParagraphStyle(), RunFormat(), None
        self._inline([element], content)

    def _inline(self, element: Iterable[etree._Element], content: Paragraph) -> None:
        for child in element:
            name = local_name(child)
            if name in PROPERTIES or name == "rt":
                continue
            if name == "r":
                self._run(child, content)
            elif name in _RUN_ITEMS:
                self._item(child, content)
            elif name in COMMENT_MARKS:
                content.marks.append((content.length, child))
            elif name == "AlternateContent":
                self._inline(chosen(child), content)
            elif name == "sdt":
                self._control(child, content)
            elif name == "fldSimple":
                self._simple_field(child, content)
            elif name in ("p", "tbl"):  # no paragraph has these in it, but some programs write them
                content.asides.append(Aside(child, tuple(self._context.revisions)))
            elif name == "subDoc":
                self._objects.embedded("Another document is linked in here.")
            elif (revision := revision_of(child)) is not None:
                self._context.revisions.append(revision)
                self._inline(child, content)
                self._context.revisions.pop()
            else:
                if name in _FORMULA_SIGNS and len(child) and not str(child.tag).startswith(W):
                    self._add(_FORMULA_SIGNS[name], content)
                self._inline(child, content)

    def _run(self, run: etree._Element, content: Paragraph) -> None:
        outer = self._format
        self._format = self._context.styles.run(run.find(W + "rPr"), self._style)
        for child in run:
            self._item(child, content)
        self._format = outer

    def _item(self, child: etree._Element, content: Paragraph) -> None:
        name, before = local_name(child), content.length
        if name == "fldChar":
            if (ended := self.fields.mark(child)) is not None:
                code, data = "".join(ended.code), ended.begin.find(W + "ffData")
                self._add(self._context.unstored.shown(code, data, self._level), content)
        elif name in ("instrText", "delInstrText"):
            self.fields.add_code(child.text or "")
        elif self.fields.in_code or name in PROPERTIES:
            return
        elif name == "t":
            self._text(child, content)
        elif name == "delText":  # deleted, whatever it is inside of
            revision = self._context.revision
            content.add(child.text or "", revision if self._context.deleted else Revision("deletion"))
        elif name in _DRAWINGS:
            self.fields.saw()
            self._objects.read(child, content)
        elif name in ("tab", "ptab"):
            self.fields.saw()
            leader = value_of(child, "leader") == "underscore"
            content.add_tab(self._context.revision, lined=leader or bool(self._format.underlined))
        elif name in ("br", "cr"):
            content.add_break(self._context.revision)
        elif name == "noBreakHyphen":
            self._add("-", content)
        elif name == "sym":
            self._add(_symbol(child), content)
        elif name in ("footnoteReference", "endnoteReference"):
            self._context.notes_used.add(name.removesuffix("Reference") + "s")
        elif name not in ("rt", "softHyphen"):
            self._inline([child], content)
        if content.length > before and name in _SOURCES:
            content.sources.append((before, content.length, child))

    def _text(self, element: etree._Element, content: Paragraph) -> None:
        self._add(readable(element.text or "", self._format.font or ""), content)
        self._inline(element, content)  # which is empty, if all is well

    def _add(self, text: str, content: Paragraph) -> None:
        if text:
            self.fields.saw()
        lined = self._form or self.fields.in_form or bool(self._format.underlined)
        hidden = bool(self._format.hidden or self._context.covered)
        content.add(text, self._context.revision, lined=lined, hidden=hidden)

    def _simple_field(self, element: etree._Element, content: Paragraph) -> None:
        code = value_of(element, "instr") or ""
        before, outer = content.length, self._form
        self._form = outer or code.split()[:1] == ["FORMTEXT"]
        self._inline(element, content)
        self._form = outer
        if content.length == before and not self._context.deleted and not self.fields.in_code:
            self._add(self._context.unstored.shown(code, None, self._level), content)

    def _control(self, control: etree._Element, content: Paragraph) -> None:
        """Read a content control: as it is filled in, or as the blank that it is."""
        before = content.length
        if is_placeholder(control):
            self._placeholder(control, content)
        else:
            self._inline(control, content)
        box = control.find(f"{W}sdtPr/{{*}}checkbox")
        if box is not None and content.length == before:
            checked = box.find("{*}checked")
            states = () if checked is None else [str(value) for value in checked.attrib.values()]
            self._add("☑" if any(state in ("1", "true", "on") for state in states) else "□", content)

    def _placeholder(self, element: etree._Element, content: Paragraph) -> None:
        """Read what stands where something is to be filled in, in brackets if it does not tell itself."""
        words = "".join(item.text or "" for item in element.iter(W + "t")).strip()
        if not words:
            outer, self._form = self._form, True
            self._inline(element, content)
            self._form = outer
            return
        brackets = "" if words.startswith(_OPENS_BLANK) else "[]" if words.isascii() else "【】"
        content.add(brackets[:1], self._context.revision)
        self._inline(element, content)
        content.add(brackets[1:], self._context.revision)


def is_placeholder(control: etree._Element) -> bool:
    """Whether a content control shows what to fill in, and nothing has been."""
    return is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _symbol(element: etree._Element) -> str:
    try:
        code = int(value_of(element, "char") or "", 16)
    except ValueError:
        return ""
    return symbol(code, value_of(element, "font") or "") if 0 < code <= 0x10FFFF else ""
