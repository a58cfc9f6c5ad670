"""The zip container of a DOCX file, opened with care: contracts come from strangers."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

from contractscan.errors import ReadError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_MOST_BYTES = 200 * 1024 * 1024
_MOST_PARTS = 5000
_HIGHEST_RATIO = 400  # XML packs to a fifth, runs of blanks to a hundredth
_SMALL = 4 * 1024 * 1024

# The strict variant of the format uses other namespaces for the same vocabulary.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class PartError(Exception):
    """A part of the package cannot be read."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: the last word of its type ("footnotes") and the part it leads to ("" if outside)."""

    kind: str
    target: str


class Package:
    """The parts of a DOCX file. Raises ``ReadError`` if it is damaged, encrypted or a zip bomb."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # zipfile meets damaged input with many kinds of exception
            raise ReadError(path, "this DOCX file is damaged.", "Open it in Word or WPS and save it again.") from error
        members = self._zip.infolist()
        total = sum(member.file_size for member in members)
        swollen = any(
            member.file_size > _SMALL and member.file_size > _HIGHEST_RATIO * max(1, member.compress_size)
            for member in members
        )
        if len(members) > _MOST_PARTS or total > _MOST_BYTES or swollen:
            raise ReadError(path, "this DOCX file unpacks to an unreasonable size.", "Save it again without its media.")
        if any(member.flag_bits & 1 for member in members):
            raise ReadError(path, "this DOCX file is encrypted.", "Save a copy without a password.")
        self._names = {member.filename for member in members}

    def main_part(self) -> str:
        """Return the name of the part that holds the document."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self._names:
                return relation.target
        return "word/document.xml"

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._names

    def xml(self, name: str) -> etree._Element:
        """Return the root of an XML part. Raises ``PartError`` if it is missing or damaged."""
        try:
            with self._zip.open(name) as part:
                content = part.read(_MOST_BYTES)
        except Exception as error:  # as above
            raise PartError(f"{name} cannot be unpacked ({type(error).__name__})") from error
        for strict, transitional in _STRICT:
            content = content.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise PartError(f"{name} is not well-formed XML") from error

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part ("" for the package itself) by their ids; empty if it has none."""
        folder, _, base = part.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(name):
            return {}
        try:
            root = self.xml(name)
        except PartError:
            return {}
        relations: dict[str, Relation] = {}
        for item in root:
            target = item.get("Target", "")
            if item.get("TargetMode") == "External":
                target = ""
            elif target.startswith("/"):
                target = target.lstrip("/")
            else:
                target = posixpath.normpath(posixpath.join(folder, target))
            relations[item.get("Id", "")] = Relation(item.get("Type", "").rpartition("/")[2], target)
        return relations


def local_name(element: etree._Element) -> str:
    """Return the tag of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value_of(element: etree._Element | None, attribute: str = "val") -> str | None:
    """Return a ``w:`` attribute of an element, ``None`` if either is missing."""
    return None if element is None else element.get(W + attribute)


def number_of(element: etree._Element | None, attribute: str = "val") -> int | None:
    """Return a ``w:`` attribute as a whole number, ``None`` if it is missing or none (a sane one, that is)."""
    text = value_of(element, attribute)
    try:
        number = int(text or "")
    except ValueError:
        return None
    return number if -1_000_000 < number < 1_000_000 else None


def is_on(element: etree._Element | None) -> bool:
    """Whether a toggle property is there and not switched off."""
    return element is not None and value_of(element) not in ("0", "false", "off", "none")
