"""DOCX files, walked in document order, so that no text hides from the reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from contractscan.errors import ReadError
from contractscan.model import Block, BlockKind, Cell, Document, Gap, Method, Note, Part
from contractscan.readers.docx_numbering import Numbering
from contractscan.readers.docx_package import Package, PartError, W, is_on, local_name, number_of, value_of
from contractscan.readers.source import Source
from contractscan.text import languages_of

_EMU_PER_CM = 360_000
_PAGE_SCAN = 8 * _EMU_PER_CM
_POINT = 12_700
_VML_SIZE = re.compile(r"(width|height):\s{0,3}(\d{1,5}(?:\.\d{1,4})?)(pt|in|cm|mm)?")
_VML_UNITS = {"pt": _POINT, "in": 914_400, "cm": _EMU_PER_CM, "mm": _EMU_PER_CM // 10, None: _POINT}

_HEADING_NAME = re.compile(r"(?:heading|标题|標題|überschrift|titre)\s?([1-9])", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc\s?[1-9]|目录\s?[1-9]?", re.IGNORECASE)

# Boxes and marks of the symbol fonts (Wingdings, Wingdings 2, Symbol), by code and, where they differ, by font.
_SYMBOLS = {0x6F: "□", 0xA8: "□", 0x71: "□", 0x72: "□", 0xFE: "☑", 0xFD: "☒", 0xFC: "√", 0xFB: "×", 0x6E: "■",
            0x6C: "●", 0xA7: "▪", 0xB7: "•", 0xD8: "▶", 0x76: "◆"}  # fmt: skip
_SYMBOLS_2 = {0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□", 0x30: "□", 0x50: "√", 0x4F: "×", 0x97: "●"}
_PRIVATE = {0xF000 + code: sign for code, sign in _SYMBOLS.items()}

_TRANSPARENT = frozenset(
    [
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
        "oMath",
        "oMathPara",
        "ruby",
        "rubyBase",
    ]
)
_DELETED = frozenset({"del", "moveFrom"})
_PICTURES = frozenset({"drawing", "pict", "object"})


def read(source: Source) -> Document:
    """Read a DOCX file. Raises ``ReadError`` if it is damaged or encrypted, or holds no text and no pictures."""
    path = source.path
    package = Package(path, source.data)
    main = package.main_part()
    try:
        root = package.xml(main)
    except PartError as error:
        raise ReadError(
            path, f"this DOCX file is damaged: {error}.", "Open it in Word or WPS and save it again."
        ) from error
    body = root.find(W + "body")
    if body is None:
        raise ReadError(path, "this DOCX file has no document in it.", "Open it in Word or WPS and save it again.")
    walk = _Walk(package, main)
    walk.story(body, main, BlockKind.PARAGRAPH)
    for kind, part in walk.notes_parts():
        walk.story_of_notes(kind, part)
    for part in walk.furniture_parts():
        if (story := walk.load(part)) is not None:
            walk.story(story, part, BlockKind.FURNITURE)
    text = walk.writer.text()
    gaps = tuple(dict.fromkeys(walk.gaps))
    if not text and not gaps:
        raise ReadError(path, "there is no text in this DOCX file.", "Check that it is the right file.")
    return Document(
        path=path,
        sha256=source.sha256,
        format="docx",
        text=text,
        blocks=tuple(walk.writer.blocks),
        languages=languages_of(text),
        parts=(Part("document", Method.TEXT, len(text)),),
        gaps=gaps,
        notes=tuple(walk.notes()),
    )


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style with what it inherits."""

    name: str
    num_id: str | None
    num_level: int | None
    num_style: str
    """The style of the chain that carries the numbering: a list links its levels to it."""
    outline: int | None


class _Writer:
    """Puts the text together; separators come between blocks, never after the last one."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._pending = ""
        self._row_has_text = False

    def text(self) -> str:
        return "".join(self._parts)

    def block(
        self,
        text: str,
        kind: BlockKind,
        cell: Cell | None = None,
        number: str = "",
        level: int | None = None,
        heading: bool = False,
    ) -> None:
        if self._pending and self._length:
            self._append(self._pending)
        start = self._length
        self._append(text)
        self.blocks.append(Block(start, self._length, None, kind, cell, number, level, heading))
        self._pending = "\n"
        self._row_has_text = True

    def row(self) -> None:
        """Begin a table row."""
        self._pending, self._row_has_text = "\n", False

    def cell(self) -> None:
        """Begin a further cell of the row."""
        if self._row_has_text and self._pending == "\n":
            self._pending = " | "
        else:
            self._pending += " | "

    def end_table(self) -> None:
        """Go back to running text."""
        self._pending = "\n"

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


@dataclass(slots=True)
class _Paragraph:
    """The content of one paragraph while it is gathered."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


class _Walk:
    """One pass through a package. ``gaps`` and the counts fill up on the way."""

    def __init__(self, package: Package, main: str) -> None:
        self.writer = _Writer()
        self.gaps: list[Gap] = []
        self._package = package
        self._relations = package.relations(main)
        self._part = main
        self._styles = self._load_styles()
        self._numbering = Numbering(self._load_kind("numbering"))
        self._tables = 0
        self._fields: list[bool] = []
        """The open fields; true while their code, not their result, is going by."""
        self._changes: Counter[str] = Counter()
        self._authors: dict[str, None] = {}
        self._hidden = 0

    # ------------------------------------------------------------ parts

    def notes_parts(self) -> Iterator[tuple[str, str]]:
        """Yield the parts with footnotes and endnotes."""
        for relation in self._relations.values():
            if relation.kind in ("footnotes", "endnotes") and relation.target:
                yield relation.kind, relation.target

    def furniture_parts(self) -> list[str]:
        """Return the parts with running heads and feet, in the order of their names."""
        return sorted({r.target for r in self._relations.values() if r.kind in ("header", "footer") and r.target})

    def load(self, part: str) -> etree._Element | None:
        """Return the root of a part; a damaged one is a gap, a missing one is nothing."""
        if not self._package.has(part):
            return None
        try:
            return self._package.xml(part)
        except PartError as error:
            self.gaps.append(Gap("damaged-part", part, f"{error}.", "Open the file in Word or WPS and save it again."))
            return None

    def _load_kind(self, kind: str) -> etree._Element | None:
        part = next((r.target for r in self._relations.values() if r.kind == kind and r.target), None)
        return None if part is None else self.load(part)

    def _load_styles(self) -> dict[str, _Style]:
        root = self._load_kind("styles")
        if root is None:
            return {}
        raw = {value_of(item, "styleId") or "": item for item in root.iterfind(W + "style")}
        styles = {key: _style(key, raw) for key, item in raw.items() if value_of(item, "type") == "paragraph"}
        default = next((key for key in styles if value_of(raw[key], "default") in ("1", "true", "on")), None)
        return styles if default is None else styles | {"": styles[default]}

    # ------------------------------------------------------------ stories

    def story(self, root: etree._Element, part: str, kind: BlockKind) -> None:
        """Read a body, a header or a footer."""
        self._part, self._fields = part, []
        self._count_changes(root)
        self._blocks(root, kind, None)

    def story_of_notes(self, kind: str, part: str) -> None:
        """Read the footnotes or endnotes, without the separators that Word keeps among them."""
        root = self.load(part)
        if root is None:
            return
        self._part, self._fields = part, []
        self._count_changes(root)
        for note in root.iterfind(W + kind.removesuffix("s")):
            if value_of(note, "type") in (None, "normal"):
                self._blocks(note, BlockKind.PARAGRAPH, None)

    def notes(self) -> Iterator[Note]:
        """Yield what the user should know about tracked changes, comments and hidden text."""
        if self._changes:
            inserted, deleted = self._changes["in"], self._changes["out"]
            by = f" by {', '.join(self._authors)}" if self._authors else ""
            yield Note(
                "tracked-changes",
                f"{inserted} insertions and {deleted} deletions{by} are not accepted yet; "
                "they were read as if accepted.",
            )
        comments = self._load_kind("comments")
        count = 0 if comments is None else sum(1 for _ in comments.iterfind(W + "comment"))
        if count:
            yield Note("comments", f"{count} comments are in this file; they were not read as part of the contract.")
        if self._hidden:
            yield Note("hidden-text", f"{self._hidden} characters are formatted as hidden; they were read.")

    def _count_changes(self, root: etree._Element) -> None:
        for name, way in (("ins", "in"), ("moveTo", "in"), ("del", "out"), ("moveFrom", "out")):
            for change in root.iter(W + name):
                self._changes[way] += 1
                author = value_of(change, "author")
                if author:
                    self._authors[author] = None

    # ------------------------------------------------------------ blocks

    def _blocks(self, container: Iterable[etree._Element], kind: BlockKind, cell: Cell | None) -> None:
        for child in container:
            name = local_name(child)
            if name == "p":
                self._paragraph(child, kind, cell)
            elif name == "tbl":
                self._table(child, kind, cell)
            elif name == "AlternateContent":
                self._blocks(_choice(child), kind, cell)
            elif name == "altChunk":
                self._gap(
                    "embedded-object", "A whole document is embedded here.", "Paste it into the contract as text."
                )
            elif name in _TRANSPARENT:
                self._blocks(child, kind, cell)

    def _paragraph(self, element: etree._Element, kind: BlockKind, cell: Cell | None) -> None:
        content = _Paragraph()
        self._inline(element, content)
        text = "".join(content.parts).translate(_PRIVATE).strip()
        properties = element.find(W + "pPr")
        style = self._styles.get(value_of(_find(properties, "pStyle")) or "") or self._styles.get("")
        mark = _find(properties, "rPr")
        removed = not text and (_find(mark, "del") is not None or _find(mark, "moveFrom") is not None)
        number, level = ("", None) if removed else self._number(properties, style)
        outline = number_of(_find(properties, "outlineLvl"))
        if outline is None and style:
            outline = style.outline
        heading = outline is not None and 0 <= outline < 9
        if style and _CONTENTS_NAME.fullmatch(style.name):
            kind = BlockKind.FURNITURE  # a table of contents repeats the headings
        if text:
            if number:
                text = number + ("" if number[-1] in "、）．。" else " ") + text
            if level is None and heading:
                level = outline
            self.writer.block(text, kind, cell, number, level, heading)
        for box in content.boxes:
            self._blocks(box, kind, cell)

    def _number(self, properties: etree._Element | None, style: _Style | None) -> tuple[str, int | None]:
        own = _find(properties, "numPr")
        num_id = value_of(_find(own, "numId"))
        level = number_of(_find(own, "ilvl"))
        if num_id is None and style:
            num_id = style.num_id
            if num_id is not None and level is None:
                level = style.num_level
                if level is None:
                    level = self._numbering.level_of_style(num_id, style.num_style)
        if num_id is None or num_id == "0":
            return "", None
        level = level or 0
        return self._numbering.next_number(num_id, level), level

    def _table(self, element: etree._Element, kind: BlockKind, outer: Cell | None) -> None:
        rows = [list(_cells_of(row)) for row in _rows_of(element)]
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame around running text
            self._blocks(rows[0][0][1], kind, outer)
            return
        number = self._tables
        self._tables += 1
        inside = kind if kind is BlockKind.FURNITURE else BlockKind.CELL
        for i, row in enumerate(rows):
            self.writer.row()
            for j, (column, cell) in enumerate(row):
                if j:
                    self.writer.cell()
                self._blocks(cell, inside, Cell(number, i, column))
        self.writer.end_table()

    # ------------------------------------------------------------ inside a paragraph

    def _inline(self, element: Iterable[etree._Element], content: _Paragraph) -> None:
        for child in element:
            name = local_name(child)
            if name == "r" and child.tag == W + "r":
                self._run(child, content)
            elif name == "r":  # a run of a formula
                content.parts += [text.text or "" for text in child if local_name(text) == "t"]
            elif name == "AlternateContent":
                self._inline(_choice(child), content)
            elif name in _TRANSPARENT or (name not in _DELETED and not str(child.tag).startswith(W)):
                self._inline(child, content)

    def _run(self, run: etree._Element, content: _Paragraph) -> None:
        before = len(content.parts)
        for child in run:
            self._run_item(child, content)
        if is_on(_find(run.find(W + "rPr"), "vanish")):
            self._hidden += sum(len(part.strip()) for part in content.parts[before:])

    def _run_item(self, child: etree._Element, content: _Paragraph) -> None:
        name = local_name(child)
        if name == "fldChar":
            self._field(child, content)
        elif name in _PICTURES:
            self._picture(child, content)
        elif name == "AlternateContent":
            for item in _choice(child):
                self._run_item(item, content)
        elif any(self._fields):
            return
        elif name == "t":
            content.parts.append(child.text or "")
        elif name in ("tab", "ptab"):
            content.parts.append("\t")
        elif name in ("br", "cr"):
            content.parts.append("\n")
        elif name == "noBreakHyphen":
            content.parts.append("-")
        elif name == "sym":
            content.parts.append(_symbol(child))
        elif name == "ruby":
            self._inline(child, content)

    def _field(self, mark: etree._Element, content: _Paragraph) -> None:
        kind = value_of(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
            content.parts += _form_field(mark.find(W + "ffData"))
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _picture(self, element: etree._Element, content: _Paragraph) -> None:
        names = {local_name(item) for item in element.iter()}
        if "OLEObject" in names or "chart" in names or "relIds" in names:
            self._gap(
                "embedded-object", "An embedded object or diagram may hold text.", "Give it as a file of its own."
            )
        elif ("blip" in names or "imagedata" in names) and _is_page_scan(element):
            self._gap(
                "image",
                "A picture as large as a page scan may hold text.",
                "Save the document as PDF and install the OCR extra (pip install 'contractscan[ocr]').",
            )
        content.boxes += _text_boxes(element)

    def _gap(self, kind: str, why: str, fix: str) -> None:
        place = f"{self._part}, picture or object {sum(gap.where.startswith(self._part) for gap in self.gaps) + 1}"
        self.gaps.append(Gap(kind, place, why, fix))


def _find(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else element.find(W + name)


def _choice(alternate: etree._Element) -> Iterable[etree._Element]:
    """Return the variant of an ``mc:AlternateContent`` to read: the first, never two of them."""
    return next(iter(alternate), [])


def _style(key: str, raw: dict[str, etree._Element]) -> _Style:
    name = value_of(raw[key].find(W + "name")) or key
    num_id: str | None = None
    num_level: int | None = None
    num_style = key
    outline: int | None = None
    match = _HEADING_NAME.fullmatch(name)
    if match:
        outline = int(match[1]) - 1
    seen: set[str] = set()
    current = key
    while current in raw and current not in seen:
        seen.add(current)
        properties = raw[current].find(W + "pPr")
        listed = _find(properties, "numPr")
        if num_id is None and listed is not None:
            num_id = value_of(listed.find(W + "numId"))
            num_level = number_of(listed.find(W + "ilvl"))
            num_style = current
        if outline is None:
            outline = number_of(_find(properties, "outlineLvl"))
        current = value_of(raw[current].find(W + "basedOn")) or ""
    return _Style(name, num_id, num_level, num_style, outline)


def _rows_of(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == W + "tr":
            if _find(_find(child, "trPr"), "del") is None:
                yield child
        elif local_name(child) in _TRANSPARENT:
            yield from _rows_of(child)


def _cells_of(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the cells of a row with their grid columns; continued merged cells are left out."""
    column = number_of(_find(_find(row, "trPr"), "gridBefore")) or 0
    for cell in _all_cells(row):
        properties = cell.find(W + "tcPr")
        merged = _find(properties, "vMerge")
        across = _find(properties, "hMerge")
        goes_on = (merged is not None and value_of(merged) != "restart") or (
            across is not None and value_of(across) != "restart"
        )
        if not goes_on:
            yield column, cell
        column += max(1, number_of(_find(properties, "gridSpan")) or 1)


def _all_cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif local_name(child) in _TRANSPARENT:
            yield from _all_cells(child)


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        name = local_name(child)
        if name == "txbxContent":
            yield child
        elif name == "AlternateContent":
            for item in _choice(child):
                yield from _text_boxes(item)
        else:
            yield from _text_boxes(child)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(value_of(element, "char") or "", 16)
    except ValueError:
        return ""
    code = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    if (value_of(element, "font") or "").lower().replace(" ", "") == "wingdings2":
        return _SYMBOLS_2.get(code, "")
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    return chr(code) if 0xFF < code < 0xD800 else ""


def _form_field(data: etree._Element | None) -> list[str]:
    """Return what a form field shows that has no text of its own: a check box, or the choice of a list."""
    box = _find(data, "checkBox")
    if box is not None:
        checked = box.find(W + "checked")
        return ["☑" if is_on(checked if checked is not None else box.find(W + "default")) else "□"]
    choices = _find(data, "ddList")
    if choices is not None:
        entries = [value_of(entry) or "" for entry in choices.iterfind(W + "listEntry")]
        chosen = number_of(choices.find(W + "result")) or 0
        return entries[chosen : chosen + 1] if chosen >= 0 else []
    return []


def _is_page_scan(element: etree._Element) -> bool:
    """Whether a picture is displayed at more than 8 cm both ways: too large for a logo or a seal."""
    for item in element.iter():
        name = local_name(item)
        if name == "extent":
            sides = [item.get("cx", "0"), item.get("cy", "0")]
            if all(side.isdecimal() and len(side) < 12 and int(side) > _PAGE_SCAN for side in sides):
                return True
        elif name == "shape":
            sizes = {m[1]: float(m[2]) * _VML_UNITS[m[3]] for m in _VML_SIZE.finditer(item.get("style", "")[:400])}
            if len(sizes) == 2 and all(size > _PAGE_SCAN for size in sizes.values()):
                return True
    return False
