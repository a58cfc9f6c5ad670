"""What all parts of one Word file share while it is read: its styles and lists, what was written, what was not."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from contractscan.model import Gap
from contractscan.readers.docx_changes import Comments, Revision, in_force
from contractscan.readers.docx_fields import Unstored
from contractscan.readers.docx_numbering import Numbering
from contractscan.readers.docx_package import Package, PartError, Relation
from contractscan.readers.docx_styles import Styles
from contractscan.readers.docx_writer import Writer
from contractscan.readers.source import Source

_SAVE_AGAIN = "Open the file in Word or WPS and save it again."


class Context:
    """One package on its way through the reader. ``part`` is what is read now, with its ``relations``.

    ``revisions`` are the tracked changes that what goes by is inside of, the outermost first; ``covered`` counts the
    cells and rows around it that are not shown; ``notes_used`` are the kinds of notes that were referred to.
    """

    def __init__(
        self, source: Source, package: Package, writer: Writer, gaps: list[Gap], main: str, inside: str
    ) -> None:
        """``inside`` says where the package is embedded, "" for the file itself."""
        self.source, self.package, self.writer, self.gaps, self.inside = source, package, writer, gaps, inside
        self.notes_used: set[str] = set()
        self._objects: Counter[str] = Counter()
        self.part = main
        self.relations: dict[str, Relation] = {}
        self.revisions: list[Revision] = []
        self.covered = 0
        self.enter(main)
        self.is_related = bool(self.relations)
        """Whether the document says itself which parts it is related to."""
        if not self.is_related:
            self.relations = package.usual_relations(main)
        self.main_relations = self.relations
        self.styles = Styles(self._load_kind("styles"))
        self.numbering = Numbering(self._load_kind("numbering"))
        self.comments = Comments(self._load_kind("comments"))
        self.unstored = Unstored(self.numbering)

    def enter(self, part: str) -> None:
        """Begin with a part."""
        self.part, self.relations, self.revisions, self.covered = part, {}, [], 0
        try:
            self.relations = self.package.relations(part)
        except PartError as error:
            self.gap("damaged-part", f"{error}.", _SAVE_AGAIN, where=part)

    @property
    def revision(self) -> Revision | None:
        """The tracked change that decides what becomes of what goes by."""
        return in_force(self.revisions)

    @property
    def deleted(self) -> bool:
        """Whether what goes by is deleted."""
        revision = self.revision
        return revision is not None and revision.kind == "deletion"

    def load(self, part: str) -> etree._Element | None:
        """Return the root of a part; ``None``, and a gap, if it is missing or damaged."""
        try:
            return self.package.xml(part)
        except PartError as error:
            self.gap("damaged-part", f"{error}.", _SAVE_AGAIN, where=part)
            return None

    def _load_kind(self, kind: str) -> etree._Element | None:
        # A missing one hides no text: Word goes on without it, and so do we.
        for relation in self.relations.values():
            if relation.kind == kind and self.package.has(relation.target):
                return self.load(relation.target)
        return None

    def related(self, key: str) -> Relation | None:
        """Return a relation of the part that is read now, ``None`` if there is none or it leads out of the file."""
        relation = self.relations.get(key)
        return relation if relation is not None and relation.target else None

    def gap(self, kind: str, why: str, fix: str, where: str = "") -> None:
        """List something that was not read; by itself it is a picture or an object of the part that is read now."""
        if not where:
            self._objects[self.part] += 1
            where = f"{self.part}, picture or object {self._objects[self.part]}"
        self.gaps.append(Gap(kind, self.inside + where, why, fix))
