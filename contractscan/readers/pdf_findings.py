"""What a PDF file has beside its words: remarks, struck-out and hidden text, attached files, dynamic forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractscan.model import Comment, Gap, Line, Note
from contractscan.readers.pdf_annotations import Annotations, Remark, attached_files

_DATA_FILES = frozenset(
    {
        ".xml",
        ".json",
        ".xsl",
        ".xslt",
        ".css",
        ".js",
        ".p7s",
        ".p7m",
        ".sig",
        ".asc",
        ".cer",
        ".crt",
        ".ttf",
        ".otf",
        ".joboptions",
        ".fdf",
        ".xfdf",
        ".icc",
        ".ics",
    }
)
_LONGEST_QUOTE = 80
_WAITING = "please wait"  # what stands on the only page of a dynamic form, for programs that cannot show it
_SHORT = 1_500


@dataclass(slots=True)
class Findings:
    """Collects them page by page."""

    remarks: list[Remark] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    hidden: dict[int, int] = field(default_factory=dict)
    crossed: dict[int, list[str]] = field(default_factory=dict)

    def add(self, page: int, annotations: Annotations, hidden: int) -> None:
        """Take what lies over a page, and how many characters of it are not seen."""
        self.remarks += annotations.remarks
        self.files += annotations.files
        if annotations.crossed:
            self.crossed[page] = annotations.crossed
        if hidden + annotations.hidden:
            self.hidden[page] = hidden + annotations.hidden

    def gaps(self, pdf: pypdfium2.PdfDocument, text: str) -> Iterator[Gap]:
        """Yield what may hold contract text and was not read; ``text`` is all that was."""
        form = pdfium_c.FPDF_GetFormType(pdf.raw)
        waiting = len(text) < _SHORT and _WAITING in text.casefold()
        if form == pdfium_c.FORMTYPE_XFA_FULL or (form == pdfium_c.FORMTYPE_XFA_FOREGROUND and waiting):
            why = "This is a dynamic form (XFA), whose words only Adobe's programs can show."
            yield Gap("xfa-form", "the whole file", why, "Open it in Adobe Reader, and print it to a new PDF.")
        for name in [*attached_files(pdf), *self.files]:
            if PurePath(name).suffix.lower() not in _DATA_FILES:
                why = "A file is attached to this PDF. It was not read."
                yield Gap("attachment", name or "an attached file", why, "Save it from the PDF, and review it too.")

    def notes(self, pdf: pypdfium2.PdfDocument) -> Iterator[Note]:
        """Yield what hides no contract text."""
        names = [name for name in attached_files(pdf) + self.files if PurePath(name).suffix.lower() in _DATA_FILES]
        if names:
            yield Note("attached-data", f"Attached files that hold data, not text, were not read: {', '.join(names)}.")
        if self.hidden:
            count, pages = sum(self.hidden.values()), ", ".join(map(str, sorted(self.hidden)))
            yield Note(
                "hidden-text",
                f"{count} characters cannot be seen on the page (page {pages}): they are white, covered, or on a "
                "hidden layer; they were read.",
            )
        if self.crossed:
            pages = ", ".join(map(str, sorted(self.crossed)))
            quote = " … ".join(self.crossed[min(self.crossed)])
            if len(quote) > _LONGEST_QUOTE:
                quote = quote[: _LONGEST_QUOTE - 1] + "…"
            yield Note("struck-out-text", f"Words on page {pages} are struck out; they were read all the same: {quote}")

    def comments(self, lines: Sequence[Line]) -> tuple[Comment, ...]:
        """Return the remarks as comments on the text that ``lines`` make."""
        found: list[Comment] = []
        pages = {remark.page for remark in self.remarks}
        lines_of: dict[int, list[Line]] = {page: [] for page in pages}
        for line in lines if pages else ():
            if line.page in pages and line.first_char >= 0:
                lines_of[line.page].append(line)
        for remark in self.remarks:
            own = lines_of[remark.page]
            start = _offset(remark.first, own)
            end = _offset(remark.end - 1, own) + 1 if remark.end > remark.first else start
            found.append(Comment(remark.author, remark.date, remark.text, start, max(start, end)))
        return tuple(sorted(found, key=lambda comment: (comment.start, comment.end)))


def _offset(index: int, lines: Sequence[Line]) -> int:
    """Return the offset of a character of the layer; of the nearest one if it is in no line, 0 if there is none."""
    if not lines:
        return 0
    line = min(lines, key=lambda line: max(line.first_char - index, index - _last_char(line), 0))
    return line.start + min(max(index - line.first_char, 0), line.end - line.start - 1)


def _last_char(line: Line) -> int:
    return line.first_char + line.end - line.start - 1
