"""DOCX files, walked in document order, so that no text hides from the reader."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from contractscan.errors import ReadError
from contractscan.model import BlockKind, Comment, Document, Gap, Note
from contractscan.readers.docx_context import Context
from contractscan.readers.docx_origins import Origin, origins_of
from contractscan.readers.docx_package import Package, PartError, W, value_of
from contractscan.readers.docx_walk import Walk
from contractscan.readers.docx_writer import Writer
from contractscan.readers.source import Source
from contractscan.text import languages_of

_FIX = "Open it in Word or WPS and save it again."
_DEEPEST = 3  # documents inside documents


def read(source: Source) -> Document:
    """Read a DOCX file. Raises ``ReadError`` if it is damaged or encrypted, or holds no text and no pictures."""
    path = source.path
    package = Package(path, source.data)
    file = _File(source, Writer())
    file.read_all(package)
    text = file.writer.text()
    gaps = tuple(dict.fromkeys(file.gaps))
    if not text and not gaps:
        raise ReadError(path, "there is no text in this DOCX file.", "Check that it is the right file.")
    return Document(
        path=path,
        sha256=source.sha256,
        format="docx",
        text=text,
        blocks=tuple(file.writer.blocks),
        languages=languages_of(text),
        parts=file.writer.parts(),
        gaps=gaps,
        notes=tuple(file.notes(package)),
        changes=tuple(sorted(file.writer.changes, key=lambda change: (change.start, change.end))),
        comments=tuple(sorted(file.comments(), key=lambda comment: (comment.start, comment.end))),
    )


def trace(source: Source) -> tuple[str, tuple[Origin, ...]]:
    """Return the text of a DOCX file, and where in its main part that comes from. Raises ``ReadError`` as ``read``."""
    writer = Writer(traced=True)
    file = _File(source, writer)
    file.read_all(Package(source.path, source.data))
    return writer.text(), tuple(origins_of(writer.traces or (), file.main)) if file.main is not None else ()


class _File:
    """One file with the documents embedded in it, all read into one text."""

    def __init__(self, source: Source, writer: Writer) -> None:
        self.writer = writer
        self.gaps: list[Gap] = []
        self.main: etree._Element | None = None
        """The root of the main part."""
        self._source = source
        self._contexts: list[Context] = []

    def read_all(self, package: Package) -> None:
        """Read the file itself. Raises ``ReadError`` if its main part is unreadable."""
        try:
            self.read(package)
        except PartError as error:
            raise ReadError(self._source.path, f"this DOCX file is damaged: {error}.", _FIX) from error

    def read(self, package: Package, inside: str = "", depth: int = 0) -> None:
        """Read a package; ``inside`` is where it is embedded. Raises ``PartError`` if its main part is unreadable."""
        main = package.main_part()
        root = package.xml(main)
        if not inside:
            self.main = root
        body = root.find(W + "body")
        if body is None:
            raise PartError(f"{main} has no document in it")
        context = Context(self._source, package, self.writer, self.gaps, main, inside)
        self._contexts.append(context)
        walk = Walk(context, lambda key: self._embed(context, key, depth + 1))
        walk.story(body, "embedded documents" if inside else "document")
        for kind in ("footnotes", "endnotes"):
            _read_notes(context, walk, kind)
        for part in _furniture_parts(context, body):
            if (story := context.load(part)) is not None:
                context.enter(part)
                walk.story(story, "headers and footers", BlockKind.FURNITURE)

    def comments(self) -> Iterator[Comment]:
        """Yield the comments of all documents read."""
        for context in self._contexts:
            yield from context.comments.comments(self.writer.text())

    def notes(self, package: Package) -> Iterator[Note]:
        """Yield what the user should know about hidden text and macros."""
        if self.writer.hidden:
            yield Note("hidden-text", f"{self.writer.hidden} characters are formatted as hidden; they were read.")
        if any(name.lower().endswith("vbaproject.bin") for name in package.names("")):
            yield Note("macros", "This file holds macros (programs); they were not run, and are no text.")

    def _embed(self, context: Context, key: str, depth: int) -> None:
        """Read the Word file that a relation embeds; anything else, and what is nested too deep, is a gap."""
        relation = context.related(key)
        part, relations = context.part, context.relations
        try:
            if relation is None or depth > _DEEPEST:
                raise PartError("there is no such part")
            data = context.package.data(relation.target)
            if not data.startswith(b"PK"):
                raise PartError("another format")
            self.read(Package(self._source.path, data), f"{context.inside}{relation.target}: ", depth)
        except (PartError, ReadError):
            context.gap("embedded-object", "A whole document is embedded here.", "Paste it into the contract as text.")
        context.part, context.relations = part, relations


def _read_notes(context: Context, walk: Walk, kind: str) -> None:
    """Read the footnotes or endnotes, without the separators that Word keeps among them."""
    part = next((item.target for item in context.main_relations.values() if item.kind == kind and item.target), "")
    if not context.package.has(part) and kind not in context.notes_used:
        return
    root = context.load(part or f"word/{kind}.xml")
    if root is None:
        return
    context.enter(part)
    for note in root.iterfind(W + kind.removesuffix("s")):
        if value_of(note, "type") in (None, "normal"):
            walk.story(note, kind)


def _furniture_parts(context: Context, body: etree._Element) -> list[str]:
    """Return the parts with running heads and feet that a section refers to; all there are if that cannot be told."""
    furniture = {key: item.target for key, item in context.main_relations.items() if item.kind in ("header", "footer")}
    references = body.iter(W + "headerReference", W + "footerReference")
    keys = [str(value) for item in references for name, value in item.attrib.items() if str(name).endswith("}id")]
    if not context.is_related:
        keys = sorted(furniture)
    return list(dict.fromkeys(furniture[key] for key in keys if furniture.get(key)))
