"""Where contracts come from: listing those of a folder or URL, and fetching one."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from contractscan.batch.places import PlaceError, Remote, below, find, inside, is_url, on_disk, remote, shown
from contractscan.errors import ContractscanError, ReadError
from contractscan.readers.limits import FILE_BYTES, MEGABYTE
from contractscan.report.index import FileResult
from contractscan.report.targets import is_named_as_report

# Contracts come as these. What cannot be read on this machine (old office formats without LibreOffice, pictures
# without the OCR extra) is tried all the same: it is listed with what to do about it, not passed over in silence.
SUFFIXES = frozenset(
    (
        *(".pdf", ".docx", ".docm", ".dotx", ".doc", ".wps", ".odt", ".fodt", ".rtf"),
        *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mht", ".mhtml"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
    )
)
_PAGES = frozenset((".html", ".htm"))
_OWN_REPORT = b'<meta name="generator" content="contractscan">'
_SEPARATOR = os.sep  # of paths as the user writes them
_DAMAGED = (zipfile.BadZipFile, zlib.error)
_HEAD = 1024  # bytes of a page that say whose it is
_SETTLED = 2_000_000_000  # nanoseconds; within them a file may change again and keep its time of change
# What file systems say of a file that changes with its content; zip archives give a CRC, object stores a tag.
_STAMPS = ("ETag", "etag", "md5Hash", "content_md5", "CRC", "checksum", "mtime", "LastModified", "updated", "created")


@dataclass(frozen=True, slots=True)
class Source:
    """A contract: its path below the folder (with "/"), its size in bytes, and a stamp that a change would change.

    ``size`` is -1 and ``stamp`` "" where they are not known, or not to be relied on.
    """

    path: str
    size: int = -1
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds: contracts by path, suffixes passed over, and what cannot be listed or opened at all."""

    contracts: tuple[Source, ...]
    skipped: tuple[tuple[str, int], ...]
    failures: tuple[FileResult, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files of a folder are wanted, by patterns like ``*.pdf``, ``2025/*`` or ``drafts``.

    A pattern with "/" is held against the whole path below the folder, any other against the file's name and the name
    of each folder above it. ``*`` stands for anything, "/" included; letter case does not matter. Without ``include``
    all are wanted, but for those that ``exclude`` names.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def wants(self, path: str) -> bool:
        """Whether the file at ``path`` is wanted."""
        return (not self.include or _meets(path, self.include)) and not _meets(path, self.exclude)


def _meets(path: str, patterns: Sequence[str]) -> bool:
    folded = path.casefold()
    parts = folded.split("/")
    for pattern in patterns:
        wanted = pattern.casefold().replace(_SEPARATOR, "/").removeprefix("./").rstrip("/")
        tried = [folded, *("/".join(parts[:end]) for end in range(1, len(parts)))] if "/" in wanted else parts
        if any(fnmatchcase(name, wanted) for name in tried):
            return True
    return False


def list_contracts(folder: str, out: str, choice: Choice = Choice()) -> Folder:
    """List the wanted contracts under ``folder``, a path or URL, in the order of their paths.

    Hidden files, lock files of office programs ("~$…"), earlier reports and what is under ``out`` are left out; other
    files are counted by suffix. Links to folders are not followed. Raises ``PlaceError`` where a URL cannot be listed.
    """
    listing = _Listing(choice)
    if is_url(folder):
        _list_url(folder, out, listing)
    else:
        _list_folder(on_disk(folder), on_disk(out).resolve() if not is_url(out) else None, listing)
    return Folder(
        tuple(sorted(listing.contracts, key=lambda source: source.path)),
        tuple(sorted(listing.skipped.items())),
        tuple(listing.failures),
    )


class _Listing:
    """A folder's list in the making."""

    def __init__(self, choice: Choice) -> None:
        self.contracts: list[Source] = []
        self.skipped: Counter[str] = Counter()
        self.failures: list[FileResult] = []
        self._choice = choice

    def takes(self, path: str) -> bool:
        """Whether the file at ``path`` is a wanted contract by its name; counts it if it is of another kind."""
        name = path.rpartition("/")[2]
        if name.startswith((".", "~$")) or is_named_as_report(name) or not self._choice.wants(path):
            return False
        suffix = suffix_of(path)
        if suffix not in SUFFIXES:
            self.skipped[suffix] += 1
        return suffix in SUFFIXES


def suffix_of(path: str) -> str:
    """Return the suffix of the file at ``path`` in small letters; it takes part in telling what a file is."""
    return PurePosixPath(path).suffix.lower()


def _list_folder(folder: Path, own: Path | None, listing: _Listing) -> None:
    begun = time.time_ns()
    waiting: list[tuple[str, str]] = [(str(folder), "")]
    while waiting:
        at, prefix = waiting.pop()
        in_own = own is not None and Path(at).resolve() == own
        try:
            with os.scandir(at) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            listing.failures.append(
                FileResult(prefix.rstrip("/") or ".", error=f"cannot list this folder: {error.strerror}")
            )
            continue
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and (own is None or Path(entry.path).resolve() != own):
                    waiting.append((entry.path, path + "/"))
            elif not entry.is_dir():
                _add_file(entry, path, begun, listing, counted=not in_own)


def _add_file(entry: os.DirEntry[str], path: str, begun: int, listing: _Listing, *, counted: bool) -> None:
    before = listing.skipped.copy() if not counted else None
    taken = listing.takes(path)
    if before is not None:
        listing.skipped = before  # beside the reports lie files of this program, which nobody missed
    if not taken or (suffix_of(path) in _PAGES and _is_own_report(Path(entry.path))):
        return
    try:
        state = entry.stat()
    except OSError:
        listing.contracts.append(Source(path))  # reading it will say what is wrong
        return
    if not stat.S_ISREG(state.st_mode):
        listing.failures.append(FileResult(path, error="this is not a plain file, and was not opened."))
        return
    settled = state.st_mtime_ns < begun - _SETTLED
    listing.contracts.append(Source(path, state.st_size, str(state.st_mtime_ns) if settled else ""))


def _is_own_report(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _OWN_REPORT in file.read(_HEAD)
    except OSError:
        return False  # what cannot be opened is tried, and then listed as a failure


def _list_url(folder: str, out: str, listing: _Listing) -> None:
    place = remote(folder)
    root = place.root
    try:
        found = place.do(lambda system: find(system, root))
    except PlaceError:
        raise
    except Exception as error:
        raise place.error("cannot be listed", error) from error
    if list(found.files) == [root]:
        raise PlaceError(f"{place.shown}: this is a file: name its folder, and the file with --include")
    own = below(root, remote(out).root) if is_url(out) and remote(out).system == place.system else None
    for at, refusal in found.refused.items():
        reason = f"cannot list this folder: {refusal.strerror or place.reason(refusal)}"
        listing.failures.append(FileResult(below(root, at) or at, error=reason))
    for full, info in found.files.items():
        path = below(root, full) or full
        if any(_is_hidden(part) for part in path.split("/")[:-1]) or (own and path.startswith(own + "/")):
            continue
        if not listing.takes(path):
            continue
        if info.get("type") == "link":
            info = place.do(partial(_target, link=info))
            if info.get("type") == "directory":
                continue
        if suffix_of(path) in _PAGES and _is_own_page(place, full):
            continue
        size = info.get("size")
        stamp = next((f"{key}:{info[key]}" for key in _STAMPS if info.get(key)), "")
        listing.contracts.append(Source(path, size if isinstance(size, int) else -1, stamp))


def _target(system: Any, link: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what ``link`` leads to, or ``link`` where that is nothing, which reading it will say."""
    try:
        led: Mapping[str, Any] = system.info(link["name"])
    except FileNotFoundError:
        return link
    return led


def _is_hidden(folder: str) -> bool:
    return folder.startswith(".") and folder not in (".", "..")  # stores may hold names like "../a.pdf"


def _is_own_page(place: Remote, path: str) -> bool:
    try:
        return place.do(lambda system: _OWN_REPORT in system.cat_file(path, start=0, end=_HEAD))
    except PlaceError:
        raise
    except Exception:  # as for a file of this machine
        return False


@contextmanager
def fetched(folder: str, path: str) -> Iterator[Path]:
    """Give the contract ``path`` of ``folder`` as a file of this machine; behind a URL, as a copy for the while.

    Raises ``ReadError`` where it cannot be fetched, or is larger than what is read, and ``PlaceLostError`` where
    nothing can be fetched any more.
    """
    if not is_url(folder):
        yield on_disk(folder) / path
        return
    place = remote(folder)
    with tempfile.TemporaryDirectory(prefix="contractscan-") as own:
        copy = Path(own) / f"contract{suffix_of(path)}"
        try:
            size = place.do(lambda system: _copy(system, inside(place.root, path), copy))
        except ContractscanError:
            raise
        except _DAMAGED as error:
            raise ReadError(path, f"this file is damaged in the archive ({error}).", "Pack it again.") from error
        except FileNotFoundError as error:
            raise ReadError(path, "there is no such file.", "Check the name and the folder.") from error
        except Exception as error:  # the libraries for places have exceptions of their own
            raise ReadError(path, f"the file cannot be fetched ({place.reason(error)}).") from error
        if size > FILE_BYTES:
            reason = f"this file is larger than {FILE_BYTES // MEGABYTE} MB."
            raise ReadError(path, reason, "Split it, or save it without its pictures.")
        yield copy


def _copy(system: Any, full: str, copy: Path) -> int:
    """Copy a file, but no more of it than what is read and a bit; return how many bytes that was."""
    size = 0
    with system.open(full, "rb") as remote_file, copy.open("wb") as file:
        while size <= FILE_BYTES and (piece := remote_file.read(min(MEGABYTE, FILE_BYTES + 1 - size))):
            size += file.write(piece)
        # Of a file that ends before it should, the checksum is not looked at.
        if isinstance(remote_file, zipfile.ZipExtFile) and size < getattr(remote_file, "size", 0):
            raise zipfile.BadZipFile("it ends too early")
    return size


def digest_of(file: Path) -> str:
    """Return the SHA-256 of ``file`` in hexadecimal, "" if it cannot be opened or is larger than what is read."""
    try:
        if file.stat().st_size > FILE_BYTES:
            return ""
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def name_of(folder: str, path: str) -> str:
    """Return what the contract ``path`` of ``folder`` is called in its review: without a password."""
    return f"{shown(folder).rstrip('/')}/{path}" if is_url(folder) else str(Path(folder) / path)
