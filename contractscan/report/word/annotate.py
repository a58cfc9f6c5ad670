"""The user's own Word file with the review in its margin; all else in it stays as it is."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from contractscan import readers
from contractscan.errors import ReadError
from contractscan.model import Document
from contractscan.readers.docx_package import Package, PartError
from contractscan.report.texts import texts
from contractscan.report.view import ReportView
from contractscan.report.word.comments_part import Line, Note, extended, new_part
from contractscan.report.word.container import comments_part, rewritten
from contractscan.report.word.edits import Edits, Signature, names_in
from contractscan.report.word.markup import Markup
from contractscan.report.word.places import Anchor, Places
from contractscan.report.word.remarks import closing, opening, proposals, remarks

_AUTHOR, _INITIALS = "contractscan", "CS"
_ID = re.compile(rb"\bid=[\"'](-?\d{1,10})[\"']")
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_FIX = "Open it in Word or WPS and save it again."


def annotate(
    source: bytes | Path, document: Document, view: ReportView, *, redline: bool, date: datetime | None = None
) -> bytes:
    """Return the DOCX file ``source``, which ``document`` was read from, with the risks of ``view`` as comments.

    Missing protections are in one comment at the end. With ``redline``, the wording that the advice proposes is
    inserted after the paragraph of the evidence as a tracked change. Comments and changes bear ``date``; without one
    the same input gives the same bytes at any time.

    Raises ``ReadError`` where ``source`` is not what was read, or nothing can be put into it.
    """
    data = source if isinstance(source, bytes) else _load(source)
    if document.format != "docx":
        raise ReadError(document.path, "only Word files (DOCX) take comments.", "Ask for a memo in place of it.")
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise ReadError(document.path, "the file has changed since it was reviewed.", "Review it again.")
    stated = "" if date is None else date.strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        return _annotated(data, document, view, Signature(_AUTHOR, _INITIALS, stated), redline=redline)
    except PartError as error:
        raise ReadError(document.path, f"nothing can be added to this file: {error}.", _FIX) from error


def _load(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(str(path), f"the file cannot be opened ({error}).", "Check that it is still there.") from error


def _annotated(data: bytes, document: Document, view: ReportView, signature: Signature, *, redline: bool) -> bytes:
    package = Package(document.path, data)
    main = package.main_part()
    markup = Markup(package.data(main))
    space = markup.elements[0].space
    part = comments_part(package, main, strict=space == _STRICT)
    present = package.data(part.name) if part.exists else b""
    free = _free_ids(markup.data, present)
    edits = Edits(markup, names_in(markup), free, signature)
    places = Places(markup, readers.origins(document, data))
    notes = list(_notes(edits, places, document, view))
    if redline:
        _propose(edits, places, document, view)
    added = extended(Markup(present), notes, signature) if part.exists else new_part(space, notes, signature)
    return rewritten(data, {**part.others, main: edits.result(), part.name: added})


def _free_ids(*parts: bytes) -> Iterator[int]:
    """Return ids that none of these parts has."""
    taken = {int(number) for part in parts for number in _ID.findall(part)}
    return (number for number in itertools.count(1) if number not in taken)


def _notes(edits: Edits, places: Places, document: Document, view: ReportView) -> Iterator[Note]:
    """Put the signs of all comments into the part; yield what the comments say."""
    last: list[Note] = []
    first = next((block for block in document.blocks if document.text[block.start : block.end].strip()), None)
    top = None if first is None else places.anchor(first.start, first.end)
    yield from _placed(edits, top, opening(view), last)
    words_meant = texts(view.language)("word.words") + texts(view.language)("report.colon")
    for remark in remarks(view, document):
        anchor = places.anchor(remark.start, remark.end)
        exact = anchor is not None and anchor.exact
        quoted = () if exact else (Line(words_meant, remark.quote),)
        yield from _placed(edits, anchor, (remark.lines[0], *quoted, *remark.lines[1:]), last)
    if lines := closing(view):
        last.append(Note(next(edits.free), lines))
    if last:
        edits.comments_at_end(_last_paragraph(edits.markup), [note.key for note in last])
        yield from last


def _propose(edits: Edits, places: Places, document: Document, view: ReportView) -> None:
    """Put all wording that is proposed into the part; the same twice in one place is once enough."""
    inserted: set[tuple[int, str]] = set()
    for proposal in proposals(view, document):
        anchor = places.anchor(proposal.start, proposal.end)
        if anchor is not None and (anchor.paragraph, proposal.wording) not in inserted:
            inserted.add((anchor.paragraph, proposal.wording))
            edits.wording(anchor, proposal.wording)


def _placed(edits: Edits, anchor: Anchor | None, lines: tuple[Line, ...], last: list[Note]) -> Iterator[Note]:
    """Yield a comment at its place; what has none goes to the ``last`` ones, at the end."""
    note = Note(next(edits.free), lines)
    if anchor is None:
        last.append(note)
        return
    edits.comment(anchor, note.key)
    yield note


def _last_paragraph(markup: Markup) -> int:
    """Return the last paragraph that a comment can stand in. Raises ``PartError`` if there is none."""
    for number in reversed(range(len(markup.elements))):
        element = markup.elements[number]
        if element.name == "p" and element.space == markup.elements[0].space:
            names = [markup.elements[outer].name for outer in markup.path(number)]
            if "txbxContent" not in names and names.count("p") == 1:
                return number
    raise PartError("there is no paragraph in it")
