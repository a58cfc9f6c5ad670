"""The zip container of a DOCX file, opened with care: contracts come from strangers."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

from contractscan.errors import ReadError
from contractscan.readers.limits import (
    MEGABYTE,
    PACKAGE_PARTS,
    PACKING_RATIO,
    RATIO_FREE_BYTES,
    UNPACKED_BYTES,
    XML_BYTES,
    XML_DEPTH,
    XML_TAGS,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

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


# What a part of the usual name is to the document.
_KINDS = frozenset({"styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer"})


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
        if reason := _over_limit(members):
            raise ReadError(path, f"this DOCX file {reason}.", "Open it in Word or WPS and save it again.")
        if any(member.flag_bits & 1 for member in members):
            raise ReadError(path, "this DOCX file is encrypted.", "Save a copy without a password.")
        # Names of parts know no capitals; and some programs on Windows write them with backslashes.
        self._names = {_plain(member.filename): member.filename for member in members}

    def main_part(self) -> str:
        """Return the name of the part that holds the document."""
        try:
            relations = self.relations("")
        except PartError:
            relations = {}
        for relation in relations.values():
            if relation.kind == "officeDocument" and self.has(relation.target):
                return relation.target
        return "word/document.xml"

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return _plain(name) in self._names

    def names(self, beginning: str) -> list[str]:
        """Return the names of all parts that begin so, in order."""
        return sorted(name for plain, name in self._names.items() if plain.startswith(_plain(beginning)))

    def data(self, name: str) -> bytes:
        """Return the bytes of a part. Raises ``PartError`` if it is missing or damaged."""
        try:
            return self._zip.read(self._names[_plain(name)])  # no more than the size that the directory gives
        except KeyError as error:
            raise PartError(f"{name} is missing from the file") from error
        except Exception as error:  # zipfile, as above
            raise PartError(f"{name} cannot be unpacked ({type(error).__name__})") from error

    def xml(self, name: str) -> etree._Element:
        """Return the root of an XML part. Raises ``PartError`` if it is missing or damaged."""
        actual = self._names.get(_plain(name))
        if actual is not None and self._zip.getinfo(actual).file_size > XML_BYTES:
            raise PartError(f"{name} unpacks to more than {XML_BYTES // MEGABYTE} MB")
        content = self.data(name)
        encoding = None
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            content, encoding = content.decode("utf-16", "replace").encode(), "utf-8"
        if content.count(b"<") + content.count(b"=") > XML_TAGS:
            raise PartError(f"{name} has more than {XML_TAGS} tags and attributes")
        for strict, transitional in _STRICT:
            content = content.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            encoding=encoding,
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if "depth" in str(error):
                raise PartError(f"{name} is nested more than {XML_DEPTH} levels deep") from error
            raise PartError(f"{name} is not well-formed XML") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise PartError(f"{name} defines entities of its own, which no Word file does")
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part ("" for the package itself) by their ids; empty if it has none.

        Raises ``PartError`` if they are damaged.
        """
        folder, _, base = part.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(name):
            return {}
        root = self.xml(name)
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

    def usual_relations(self, part: str) -> dict[str, Relation]:
        """Return what a document without (readable) relations is related to: the parts beside it, by their names."""
        folder = part.rpartition("/")[0]
        relations: dict[str, Relation] = {}
        for name in self.names(f"{folder}/"):
            stem = _plain(name).removeprefix(_plain(f"{folder}/")).removesuffix(".xml")
            kind = stem.rstrip("0123456789")
            if kind in _KINDS:
                relations[stem] = Relation(kind, name)
        return relations


def _plain(name: str) -> str:
    """Return a part's name as it is compared."""
    return name.replace("\\", "/").lstrip("/").lower()


def _over_limit(members: list[zipfile.ZipInfo]) -> str:
    """Return what is unreasonable about the sizes of a package's parts, "" if nothing is."""
    if len(members) > PACKAGE_PARTS:
        return f"has more than {PACKAGE_PARTS} parts"
    if sum(member.file_size for member in members) > UNPACKED_BYTES:
        return f"unpacks to more than {UNPACKED_BYTES // MEGABYTE} MB"
    for member in members:
        if member.file_size > max(RATIO_FREE_BYTES, PACKING_RATIO * member.compress_size):
            return f"has a part that unpacks to more than {PACKING_RATIO} times its size"
    return ""


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
