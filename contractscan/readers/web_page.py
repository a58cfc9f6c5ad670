"""Walking through a page: what a browser would show becomes text and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from contractscan.model import Block, BlockKind, Cell, Gap, Note
from contractscan.readers import glued
from contractscan.readers.paragraphs import ends_sentence, starts_part
from contractscan.readers.web_lists import NumberedList

_NEVER_SHOWN: Final = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "meta",
        "link",
        "noscript",
        "template",
        "datalist",
        "rt",
        "rp",
        "xml",
        "colgroup",
    }
    | {"audio", "video", "object", "applet", "canvas", "noframes", "button"}
)
_BLOCKS: Final = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "center",
        "form",
        "fieldset",
        "legend",
        "pre",
        "address",
        "figure",
        "ul",
        "dl",
    }
    | {"figcaption", "blockquote", "dt", "dd", "body", "html", "nav", "header", "footer", "aside", "caption", "details"}
    | {"summary", "hr", "dir", "menu", "listing", "plaintext", "xmp", "tbody", "thead", "tfoot", "optgroup", "hgroup"}
)
_BOILERPLATE: Final = frozenset({"nav", "header", "footer", "aside"})
_STRUCK: Final = frozenset({"del", "s", "strike"})
_TAG_VALUES: Final = {"write": "property", "out": "value", "property": "value", "text": "name", "message": "key"}
_NOT_SHOWN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}(?:hidden|collapse)|mso-hide\s{0,4}:\s{0,4}all", re.IGNORECASE
)
_LINE_THROUGH = re.compile(r"text-decoration[\w-]{0,5}\s{0,4}:[^;]{0,40}line-through", re.IGNORECASE)
_LENGTH = re.compile(r"\s{0,4}(\d{1,5})(?:\.\d{1,4})?\s{0,4}(?:px)?\s{0,4}")
_STYLE_LENGTH = re.compile(r"(?<![\w-])(width|height)\s{0,4}:\s{0,4}(\d{1,5})(?:\.\d{1,4})?px", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r" {2,}")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LABEL = re.compile(r"[\w（）()/ ]{1,16}[：:]")
_SOFT: Final = "\x1f"  # a line break of the source, which a browser shows as a space
_BLANK: Final = "____"
_INPUTS: Final = frozenset({"text", "number", "date", "datetime-local", "month", "tel", "email", "url", ""})

_LONGEST_BOILERPLATE: Final = 1000  # characters; a longer header or footer holds more than links
_LONGEST_CELL: Final = 400  # a table with a longer cell is a layout of prose
_SMALLEST_PICTURE: Final = 200  # pixels, each way: a smaller one is no page of a contract
_SMALLEST_DATA: Final = 40_000  # characters of a picture that is in the page itself
_MOST_SPANNED: Final = 100
_QUOTED: Final = 60


@dataclass(slots=True)
class _Table:
    """A table of data while it is read; ``taken`` is, for each column, the row down to which it is."""

    index: int
    row: int = -1
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)

    def place(self, rows: int, columns: int) -> Cell:
        """Return the place of the next cell, which spans ``rows`` and ``columns``."""
        self.row = max(self.row, 0)
        while self.taken.get(self.column, -1) >= self.row:
            self.column += 1
        cell = Cell(self.index, self.row, self.column)
        self.taken |= dict.fromkeys(range(self.column, self.column + columns), self.row + rows - 1)
        self.column += columns
        return cell


class Page:
    """The text of a page, as it is put together; ``walk`` once for each part, then ask for the results."""

    def __init__(self, *, shows_hidden: bool) -> None:
        """``shows_hidden`` reads what the page hides, too."""
        self.blocks: list[Block] = []
        self.gaps: list[Gap] = []
        self.hidden_characters = 0
        self.characters = 0
        self._shows_hidden = shows_hidden
        self._out: list[str] = []
        self._buffer: list[str] = []
        self._hidden: list[str] = []
        self._struck: list[str] = []
        self._unsized = 0
        self._boilerplate = 0
        self._pre = 0
        self._heading: int | None = None
        self._tables: list[_Table | None] = []
        self._table_count = 0
        self._cells: list[Cell | None] = []
        self._lists: list[NumberedList | None] = []
        self._number = ""

    def text(self) -> str:
        """Return the text that the blocks refer to."""
        return "".join(self._out)

    def notes(self) -> Iterator[Note]:
        """Yield what was left out, and hides no text of the contract."""
        left_out = (("hidden-text", "hidden", self._hidden), ("struck-out-text", "struck out", self._struck))
        for kind, what, texts in left_out:
            if texts:
                start = texts[0][:_QUOTED]
                yield Note(
                    kind, f"{sum(map(len, texts))} characters are {what} and were left out; they begin “{start}”."
                )
        if self._unsized:
            yield Note("pictures", f"{self._unsized} pictures of unknown size were not looked at.")

    def walk(self, root: etree._Element) -> None:
        """Read a page; elements are taken one by one, so that nesting may be as deep as it likes."""
        entered: list[bool] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag.lower() if isinstance(element.tag, str) else ""
            if event == "start":
                entered.append(self._enters(element, tag))
                if entered[-1]:
                    self._open(element, tag)
                    self._say(element.text)
                else:
                    walker.skip_subtree()
                continue
            if entered.pop():
                self._close(tag)
            if element is not root:
                self._say(element.tail)
        self._flush()

    # ------------------------------------------------------------ elements

    def _enters(self, element: etree._Element, tag: str) -> bool:
        """Whether to go into an element; what stands for itself (a field, a picture) is read here."""
        style = element.get("style", "")
        hidden = element.get("hidden") is not None or (tag == "dialog" and element.get("open") is None)
        if (hidden or _NOT_SHOWN.search(style)) and not self._shows_hidden:
            self._leave_out(element, self._hidden)
            self.hidden_characters += len(self._hidden[-1]) if self._hidden else 0
            return False
        if tag in _STRUCK or _LINE_THROUGH.search(style):
            self._leave_out(element, self._struck)
            return False
        if tag in _NEVER_SHOWN or not tag:
            return False
        if tag == "br":
            self._buffer.append("\n")
        elif tag in ("img", "image"):
            self._picture(element, style)
        elif tag in ("iframe", "frame", "embed"):
            self._frame(element)
        elif tag in ("input", "textarea", "select"):
            self._buffer.append(_field(element, tag))
        elif tag == "u" and not (words := _said(element)).strip(" \t\r\n\f\xa0\u3000_") and words:
            self._buffer.append(_BLANK if len(words) > 1 else " ")
        elif ":" in tag and (attribute := _TAG_VALUES.get(tag.rsplit(":", 1)[1])) and element.get(attribute):
            name = str(element.get(attribute))
            self._buffer.append(name if name.startswith(("${", "#{", "%{")) else f"{{{{{name}}}}}")
        else:
            return True
        return False

    def _leave_out(self, element: etree._Element, into: list[str]) -> None:
        words = " ".join(
            text.strip()
            for part in element.iter()
            if isinstance(part.tag, str) and part.tag not in _NEVER_SHOWN
            for text in (part.text or "", (part.tail or "") if part is not element else "")
            if text.strip()
        )
        if any(char.isalnum() for char in words):
            into.append(words)

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS or tag in ("ol", "li", "table", "tr", "td", "th") or _is_heading(tag):
            self._flush()
        if tag in _BOILERPLATE:
            self._boilerplate += _is_boilerplate(element)
            self._cells.append(None)
        elif tag in ("pre", "xmp", "listing", "plaintext"):
            self._pre += 1
        elif _is_heading(tag):
            self._heading = int(tag[1]) - 1
        elif tag in ("ol", "ul", "menu", "dir"):
            self._lists.append(NumberedList(element) if tag == "ol" else None)
        elif tag == "li":
            numbered = self._lists[-1] if self._lists else None
            self._number = numbered.next(element) if numbered else ""
        elif tag == "table":
            self._open_table(element)
        elif tag == "tr" and self._tables and (table := self._tables[-1]):
            table.row, table.column = table.row + 1, 0
        elif tag in ("td", "th"):
            table = self._tables[-1] if self._tables else None
            self._cells.append(table.place(_span(element, "rowspan"), _span(element, "colspan")) if table else None)

    def _close(self, tag: str) -> None:
        if tag in _BLOCKS or tag in ("ol", "li", "table", "tr", "td", "th") or _is_heading(tag):
            self._flush()
        if tag in _BOILERPLATE:
            self._boilerplate = max(0, self._boilerplate - 1)
            self._cells.pop()
        elif tag in ("pre", "xmp", "listing", "plaintext"):
            self._pre -= 1
        elif _is_heading(tag):
            self._heading = None
        elif tag in ("ol", "ul", "menu", "dir"):
            self._lists.pop()
        elif tag == "li":
            self._number = ""
        elif tag == "table":
            self._tables.pop()
        elif tag in ("td", "th"):
            self._cells.pop()

    def _open_table(self, element: etree._Element) -> None:
        if _is_layout(element):
            self._tables.append(None)
            return
        self._tables.append(_Table(self._table_count))
        self._table_count += 1

    def _picture(self, element: etree._Element, style: str) -> None:
        sizes = {name.lower(): int(number) for name, number in _STYLE_LENGTH.findall(style)}
        for name in ("width", "height"):
            if match := _LENGTH.fullmatch(element.get(name, "")):
                sizes.setdefault(name, int(match[1]))
        source = element.get("src", "")
        small = any(size < _SMALLEST_PICTURE for size in sizes.values())
        large = len(sizes) == 2 or (source.startswith("data:") and len(source) >= _SMALLEST_DATA)
        if small or (source.startswith("data:") and not large):
            return
        if large and not element.get("alt", "").strip():
            where = source.rsplit("/", 1)[-1][:_QUOTED] if not source.startswith("data:") else "picture in the page"
            self.gaps.append(
                Gap("image", where, "A large picture may hold text.", "Save the page as PDF, with its pictures.")
            )
        elif not large and not self._boilerplate:
            self._unsized += 1

    def _frame(self, element: etree._Element) -> None:
        source = element.get("src", "").strip()
        size = _LENGTH.fullmatch(element.get("height", ""))
        if source and not source.startswith(("about:", "javascript:")) and not (size and int(size[1]) < 2):
            fix = "Open the page in a browser and save it as PDF."
            self.gaps.append(Gap("frame", source[:_QUOTED], "Another page is shown inside this one.", fix))

    # ------------------------------------------------------------ text

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            self._buffer.append(text.replace("\r\n", "\n").replace("\r", "\n"))
        else:
            self._buffer.append(_SPACE.sub(lambda match: _SOFT if "\n" in match[0] or "\r" in match[0] else " ", text))

    def _flush(self) -> None:
        """End the paragraph, which may turn out to be several."""
        if not self._buffer:
            return
        source = "".join(self._buffer)
        self._buffer.clear()
        paragraph = ""
        for line in (shown for hard in source.split("\n") for shown in _shown(hard)):
            if paragraph and line and _goes_on(paragraph, line):
                paragraph += f"\n{line}"
                continue
            self._emit(paragraph)
            paragraph = line
        self._emit(paragraph)

    def _emit(self, paragraph: str) -> None:
        if not paragraph:
            return
        number, self._number = self._number, ""
        if number and starts_part(paragraph):  # it brings its own
            number = ""
        if number:
            paragraph = f"{number}{paragraph}" if number.endswith("、") else f"{number} {paragraph}"
        cell = self._cells[-1] if self._cells else None
        if self.blocks:
            last = self.blocks[-1].cell
            beside = cell and last and (cell.table, cell.row) == (last.table, last.row) and cell != last
            self._out.append(" | " if beside else "\n")
            self.characters += len(self._out[-1])
        kind = BlockKind.FURNITURE if self._boilerplate else BlockKind.CELL if cell else BlockKind.PARAGRAPH
        level = self._heading if self._heading is not None else len(self._lists) - 1 if self._lists else None
        for first, last_char in glued.parts(paragraph, 0, len(paragraph)):
            start = self.characters
            self.blocks.append(
                Block(
                    start + first,
                    start + last_char,
                    kind=kind,
                    cell=cell,
                    number=number,
                    level=level,
                    heading=self._heading is not None,
                )
            )
            number = ""
        self._out.append(paragraph)
        self.characters += len(paragraph)


def _shown(line: str) -> Iterator[str]:
    """Yield a line as a browser shows it; a line break of the source counts where a clause begins behind it."""
    shown = ""
    for part in line.split(_SOFT):
        words = part.strip(" ")
        if shown and ends_sentence(shown) and starts_part(words):
            yield _clean(shown)
            shown = part
        elif shown and words and not (_WIDE.match(shown[-1]) and _WIDE.match(words)):
            shown = f"{shown} {part}"
        else:
            shown += part
    yield _clean(shown)


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text).replace("\xa0", " ").strip()


def _goes_on(paragraph: str, line: str) -> bool:
    """Whether a line behind ``<br>`` belongs to the paragraph."""
    return not (starts_part(line) or ends_sentence(paragraph) or _LABEL.match(line))


def _is_heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"


def _said(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _words(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _is_boilerplate(element: etree._Element) -> bool:
    """Whether a header, footer or side bar is one of the site, and not of the contract."""
    if element.tag == "nav":
        return True
    if any(above.tag in ("article", "main") for above in element.iterancestors()):
        return False
    linked = sum(_words(link) for link in element.iter("a"))
    words = _words(element)
    return words <= _LONGEST_BOILERPLATE or linked * 2 > words


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only arranges the page."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return True
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    return all(len(row) < 2 for row in rows) or any(_words(cell) > _LONGEST_CELL for row in rows for cell in row)


def _span(element: etree._Element, name: str) -> int:
    value = element.get(name, "").strip()
    return min(max(int(value), 1), _MOST_SPANNED) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _field(element: etree._Element, tag: str) -> str:
    """Return what a field of a form shows."""
    if tag == "textarea":
        return _said(element).strip() or _BLANK
    if tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return "、".join(_said(option).strip() for option in chosen) or _BLANK
    kind = element.get("type", "").strip().lower()
    if kind in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "□"
    if kind in _INPUTS:
        return element.get("value", "").strip() or _BLANK
    return ""
