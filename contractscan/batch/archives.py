"""Archives as fsspec has them, but with Chinese names where they are, and within bounds: strangers send them.

A name in a zip is either marked as UTF-8, or in whatever the computer used that packed it: on Windows in China GBK, of
which zip libraries make cp437, as the format has it. Names may also lead anywhere ("../", "C:\\", "/"), and a small
file may unpack to gigabytes. Tar archives are rarer here: theirs are names in UTF-8.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from contractscan.batch.places import PlaceError
from contractscan.errors import ReadError
from contractscan.readers.limits import FILE_BYTES, MEGABYTE, PACKING_RATIO, RATIO_FREE_BYTES

_MEMBERS = 100_000
_TAR_BYTES = 16 << 30  # to list one that is packed, all of it has to be unpacked
_TAR_SUFFIXES = {".tgz": "gzip", ".tbz2": "bz2", ".txz": "xz"}
_LEVELS = 32  # folders within folders
_UTF8 = 0x800
_LOCKED = 0x1
_UNICODE_PATH = 0x7075  # a field of Info-ZIP, WinRAR and others: the name once more, in UTF-8
_DRIVE = re.compile(r"\A[A-Za-z]:")
_UNPACKED = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))  # of others Python unpacks any amount in one piece
_METHODS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz", 98: "PPMd"}
_UNPACK = "Unpack the archive, and give its folder."


@cache
def register() -> None:
    """Let fsspec use them for ``zip://`` and ``tar://``."""
    import fsspec
    from fsspec.implementations.tar import TarFileSystem
    from fsspec.implementations.zip import ZipFileSystem

    class Zip(ZipFileSystem):  # type: ignore[misc]  # fsspec has no types
        """A zip archive whose members have names that a folder could have, no two the same."""

        zip: zipfile.ZipFile
        mode: str

        def __init__(self, *args: Any, **said: Any) -> None:
            super().__init__(*args, **said)
            if self.mode == "r":
                rename_members(self.zip)

        def _open(self, path: str, mode: str = "rb", **said: Any) -> Any:
            member = self.zip.NameToInfo.get(self._strip_protocol(path)) if self.mode == "r" else None
            if member is not None:
                check_member(member)
            return super()._open(path, mode, **said)

    class Tar(TarFileSystem):  # type: ignore[misc]  # as above
        """A tar archive, packed or not, with names below its root; of two with one name the later counts, as in tar."""

        index: dict[str, tuple[dict[str, Any], int, str]] | None

        def __init__(
            self,
            fo: str = "",
            target_options: dict[str, Any] | None = None,
            target_protocol: str | None = None,
            **said: Any,
        ) -> None:
            packed = _TAR_SUFFIXES.get(PurePosixPath(fo).suffix.lower(), "infer")
            self.of = fsspec.open(fo, protocol=target_protocol, compression=packed, **(target_options or {}))
            super().__init__(_Bounded(self.of.open()), **said)

        def _index(self) -> None:
            super()._index()
            found = {_tidied(name): about for name, about in (self.index or {}).items()}
            self.index = {name: ({**about, "name": name}, at, was) for name, (about, at, was) in found.items()}

    fsspec.register_implementation("zip", Zip, clobber=True)
    fsspec.register_implementation("tar", Tar, clobber=True)


class _Bounded:
    """A file that is read from its beginning to its end, which must not be too far away."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        content: bytes = self._file.read(size)
        return content

    def tell(self) -> int:
        return int(self._file.tell())

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go there, which for a packed file is to unpack all that lies between. Raises ``PlaceError`` if too much."""
        if whence == 0 and offset > _TAR_BYTES:
            raise PlaceError(f"this archive unpacks to more than {_TAR_BYTES >> 30} GB: unpack it, and give its folder")
        return int(self._file.seek(offset, whence))

    def close(self) -> None:
        self._file.close()


def check_member(member: zipfile.ZipInfo) -> None:
    """Raise ``ReadError`` where a member is not to be unpacked: locked, too large, or packed too tightly."""
    name = member.filename
    if member.flag_bits & _LOCKED:
        raise ReadError(name, "this file is locked with a password in the archive.", _UNPACK)
    if member.compress_type not in _UNPACKED:
        kind = _METHODS.get(member.compress_type, f"method {member.compress_type}")
        raise ReadError(name, f"this file is packed in a way that is not read ({kind}).", _UNPACK)
    if member.file_size > FILE_BYTES:
        reason = f"this file is larger than {FILE_BYTES // MEGABYTE} MB."
        raise ReadError(name, reason, "Split it, or save it without its pictures.")
    if member.file_size > max(RATIO_FREE_BYTES, PACKING_RATIO * member.compress_size):
        raise ReadError(name, f"this file unpacks to more than {PACKING_RATIO} times its size.", _UNPACK)


def rename_members(archive: zipfile.ZipFile) -> None:
    """Give the files in ``archive`` the names that they were given, below its root, and numbers where two are the same.

    Raises ``PlaceError`` where they are too many.
    """
    members = [member for member in archive.filelist if not member.orig_filename.endswith(("/", "\\"))]
    if len(members) > _MEMBERS:
        raise PlaceError(f"this archive holds more than {_MEMBERS} files: unpack it, and give its folder")
    names = [_tidied(name) for name in _names(members)]
    archive.filelist[:] = members
    archive.NameToInfo.clear()
    for member, wanted in zip(members, names, strict=True):
        stem, dot, suffix = wanted.rpartition(".") if "." in wanted.rpartition("/")[2] else (wanted, "", "")
        name, number = wanted, 2
        while name in archive.NameToInfo:
            name, number = f"{stem}~{number}{dot}{suffix}", number + 1
        # The name that it had stays with it as orig_filename, which opening it compares.
        member.filename = name
        archive.NameToInfo[name] = member


def _names(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return what the files were called where they were packed."""
    said = [_unicode_path(member) for member in members]
    raw = [
        member.orig_filename.encode("cp437") if not name and not member.flag_bits & _UTF8 else b""
        for member, name in zip(members, said, strict=True)
    ]
    encoding = _encoding([name for name in raw if not name.isascii()])
    return [
        name or (unmarked.decode(encoding) if unmarked else member.orig_filename)
        for member, name, unmarked in zip(members, said, raw, strict=True)
    ]


def _encoding(names: Sequence[bytes]) -> str:
    """Return what ``names``, all from one computer, are written in; cp437 where nothing else makes sense."""
    for encoding in ("utf-8", "gb18030"):
        try:
            letters = [letter for name in names for letter in name.decode(encoding) if not letter.isascii()]
        except UnicodeDecodeError:
            continue
        # "Müller" in cp437 is valid GBK too, but of characters that nobody has in a name.
        if encoding == "utf-8" or 2 * sum(map(_is_common, letters)) > len(letters):
            return encoding
    return "cp437"


def _is_common(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _unicode_path(member: zipfile.ZipInfo) -> str:
    """Return the name that a member has besides its name, in UTF-8; "" if it has none, or one of another name."""
    if member.flag_bits & _UTF8:
        return ""
    extra, at = member.extra, 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            (check,) = struct.unpack_from("<L", field, 1)
            if check == zlib.crc32(member.orig_filename.encode("cp437")):
                return field[5:].decode("utf-8", "replace")
    return ""


def _tidied(name: str) -> str:
    """Return a name as a path below a root, with "/"."""
    plain = _DRIVE.sub("", name.partition("\0")[0].replace("\\", "/"))
    parts = [part for part in plain.split("/") if part not in ("", ".", "..")]
    return "/".join(parts[-_LEVELS:]) or "unnamed"
