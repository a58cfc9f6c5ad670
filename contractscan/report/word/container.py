"""The zip container of a Word file, written anew with some parts replaced and all others as they were."""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contractscan.readers.docx_package import Package, PartError, Relation
from contractscan.report.word.characters import escaped
from contractscan.report.word.markup import Markup, at_end_of

_NO_DATE = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_KINDS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def rewritten(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file with ``parts`` in place of those of the same name, or after all others.

    Order, names and dates of the others stay, and what they hold.
    """
    buffer = io.BytesIO()
    left = dict(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        new.comment = old.comment
        date = _NO_DATE
        for info in old.infolist():
            name = _plain(info.filename)
            replaced = next((part for part in parts if _plain(part) == name), None)
            content = old.read(info) if replaced is None else parts[replaced]
            if replaced is not None:
                left.pop(replaced, None)
                date = max(date, info.date_time)
            new.writestr(copy.copy(info), content)
        for part, content in left.items():
            info = zipfile.ZipInfo(part, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return buffer.getvalue()


def undated(data: bytes) -> bytes:
    """Return a zip file without the dates of its parts, so that the same content is the same file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            info.date_time = _NO_DATE
            new.writestr(info, content)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class CommentsPart:
    """The comments of a package: the name of their part, whether it is there, and what else is to change for it."""

    name: str
    exists: bool
    others: Mapping[str, bytes]


def comments_part(package: Package, main: str, *, strict: bool) -> CommentsPart:
    """Return where the comments of a package are, or are to be. Raises ``PartError`` if it is damaged."""
    related = next((item.target for item in package.relations(main).values() if item.kind == "comments"), "")
    if related and package.has(related):
        return CommentsPart(related, True, {})
    folder = posixpath.dirname(main)
    name = related or posixpath.join(folder, "comments.xml")
    count = 0
    while package.has(name):
        count += 1
        name = posixpath.join(folder, f"comments{count}.xml")
    others: dict[str, bytes] = {}
    if not related:
        others |= _with_relation(package, main, name, strict=strict)
    return CommentsPart(name, False, others | _with_type(package, name))


def _with_relation(package: Package, main: str, target: str, *, strict: bool) -> dict[str, bytes]:
    folder, base = posixpath.split(main)
    part = posixpath.join(folder, "_rels", f"{base}.rels")
    kinds = _STRICT_KINDS if strict else _KINDS
    if package.has(part):
        markup = Markup(package.data(part))
        keys = {item.get("Id", "").lower() for item in package.xml(part)}
        relations = {}
    else:
        # The reader takes a document without relations to be related to what is beside it; so it has to stay.
        markup = Markup(f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_RELATIONS}"/>'.encode())
        relations = package.usual_relations(main)
        keys = {key.lower() for key in relations}
    new = next(key for number in range(1, len(keys) + 2) if (key := f"rIdContractscan{number}").lower() not in keys)
    content = [
        f' Id="{escaped(key)}" Type="{kinds}/{item.kind}" Target="{escaped(near)}"/>'
        for key, item in (*relations.items(), (new, Relation("comments", target)))
        for near in (posixpath.relpath(item.target, folder or "."),)
    ]
    return {part: _with_children(markup, "Relationship", content)}


def _with_type(package: Package, part: str) -> dict[str, bytes]:
    if not package.has(_TYPES):
        raise PartError(f"{_TYPES} is missing from the file")
    data = package.data(_TYPES)
    content = f' PartName="/{escaped(part)}" ContentType="{_COMMENTS_TYPE}"/>'
    listed = {item.get("PartName", "").lower() for item in package.xml(_TYPES)}
    return {} if f"/{part}".lower() in listed else {_TYPES: _with_children(Markup(data), "Override", [content])}


def _with_children(markup: Markup, name: str, contents: Sequence[str]) -> bytes:
    """Return a part with further elements, of a ``name`` in its own vocabulary, at its end."""
    root = markup.elements[0]
    prefix, colon, _ = root.tag.rpartition(b":")
    added = b"".join(b"<" + prefix + colon + name.encode() + content.encode() for content in contents)
    return markup.with_insertions(list(at_end_of(root, added)))


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
