"""Where reports go: a folder of this machine, or a URL. A file there is whole or absent."""

from __future__ import annotations

import errno
import os
import re
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from contractscan.batch.names import OWN
from contractscan.batch.places import PlaceError, below, find, inside, is_url, on_disk, remote
from contractscan.report.files import write_atomically

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS))
_LEFTOVER = re.compile(r"\..+\.\d+\.part")
_PIECE = r"\.[0-9a-f]{24}\.[0-9]{8}"  # after the name of a file that was appended to: the run, and a number
_PART = re.compile(r".+\.[0-9a-f]{24}\.part")
_RENAMING = frozenset(("sftp", "ssh", "file", "local"))  # where a file appears bit by bit; in a store it is whole
# Their folders are no more than parts of names; asked for one, they would go and make a bucket.
_STORES = frozenset(("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "oss"))
_MANY = 64  # files that are asked for at a time


class SinkFullError(PlaceError):
    """Nothing more can be written: no space, over quota, or read only. The run has to end."""


class Sink(Protocol):
    """A place for reports; paths are relative, with "/". All methods raise ``OSError`` or ``PlaceError``."""

    def write(self, path: str, content: bytes) -> None:
        """Write a file whole, in place of what was there."""

    def append(self, path: str, content: bytes) -> None:
        """Add to a file, in one piece."""

    def read(self, path: str) -> bytes:
        """Return a file with all that was appended to it; empty if there is none."""

    def read_each(self, paths: Iterable[str]) -> Iterator[bytes]:
        """Yield files that were written, and not appended to, in their order; empty ones for those not there."""

    def replace(self, path: str, content: bytes) -> None:
        """Write a file that was appended to anew, whole."""

    def sizes(self, paths: Iterable[str]) -> Mapping[str, int]:
        """Return the size in bytes of each file that is there."""

    def sweep(self, paths: Iterable[str]) -> None:
        """Remove what killed runs left half written beside ``paths``."""

    def lock(self) -> Any:
        """Return a context in which no other run writes here, as far as the place allows that."""


@cache
def open_sink(out: str) -> Sink:
    """Return the sink at ``out``, a folder or URL."""
    return UrlSink(out) if is_url(out) else FolderSink(on_disk(out), out)


class FolderSink:
    """A folder of this machine; made when it is written to."""

    def __init__(self, root: Path, shown: str = "") -> None:
        """Take the folder at ``root``, which is called ``shown`` where that is not its path."""
        self._root = root
        self._shown = shown or str(root)

    def write(self, path: str, content: bytes) -> None:
        """Write a file by way of a temporary one beside it."""
        target = self._root / path
        with _told_when_full(target):
            try:
                write_atomically(target, content)
            except FileNotFoundError:
                target.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(target, content)

    def append(self, path: str, content: bytes) -> None:
        """Add to a file; a kill, or a full disk, may leave a part of the last piece."""
        target = self._root / path
        with _told_when_full(target), target.open("ab") as file:
            file.write(content)

    def read(self, path: str) -> bytes:
        """Return a file; empty if there is none."""
        try:
            return (self._root / path).read_bytes()
        except FileNotFoundError:
            return b""

    def read_each(self, paths: Iterable[str]) -> Iterator[bytes]:
        """Yield the files."""
        return map(self.read, paths)

    def replace(self, path: str, content: bytes) -> None:
        """Write a file anew."""
        self.write(path, content)

    def sizes(self, paths: Iterable[str]) -> Mapping[str, int]:
        """Return the sizes of the files that are there."""
        found: dict[str, int] = {}
        for path in paths:
            try:
                found[path] = (self._root / path).stat().st_size
            except OSError:  # not there, or not to be had
                continue
        return found

    def sweep(self, paths: Iterable[str]) -> None:
        """Remove the temporary files of killed runs."""
        for folder in {(self._root / path).parent for path in paths} | {self._root, self._root / OWN}:
            if folder.is_dir():
                for entry in list(os.scandir(folder)):
                    if _LEFTOVER.fullmatch(entry.name):
                        Path(entry.path).unlink(missing_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder; the system lets go of it when this process ends, however it ends."""
        from filelock import FileLock, Timeout

        own = self._root / OWN
        with _told_when_full(own):
            own.mkdir(parents=True, exist_ok=True)
            try:
                held = FileLock(own / "lock").acquire(timeout=0)
            except Timeout:
                raise PlaceError(
                    f"{self._shown}: another run is writing here: wait for it, or choose another folder with -o"
                ) from None
        with held:
            yield


class UrlSink:
    """A place behind a URL. Nobody can hold it: that no two runs write there is up to the user."""

    def __init__(self, url: str) -> None:
        self._place = remote(url)
        self._made: set[str] = set()
        self._run = f"{time.time_ns():016x}{uuid.uuid4().hex[:8]}"  # the later run comes later in their order
        self._pieces = 0

    def write(self, path: str, content: bytes) -> None:
        """Put a file in one go."""
        full = inside(self._place.root, path)
        with self._told(path):
            self._place.do(lambda system: self._put(system, full, content))

    def append(self, path: str, content: bytes) -> None:
        """Put the piece beside the file: most of these places cannot add to one."""
        self._pieces += 1
        self.write(f"{path}.{self._run}.{self._pieces:08d}", content)

    def read(self, path: str) -> bytes:
        """Return a file and the pieces beside it."""
        with self._told(path):
            whole, pieces = self._parts(path)
        return b"".join(self._each((*whole, *pieces)))

    def read_each(self, paths: Iterable[str]) -> Iterator[bytes]:
        """Yield the files, many asked for at a time."""
        return self._each(inside(self._place.root, path) for path in paths)

    def replace(self, path: str, content: bytes) -> None:
        """Write a file anew, and then remove the pieces that are now part of it."""
        with self._told(path):
            _, pieces = self._parts(path)
            self.write(path, content)
            if pieces:
                self._place.do(lambda system: _remove(system, pieces))

    def sizes(self, paths: Iterable[str]) -> Mapping[str, int]:
        """Return the sizes of the files that are there, from one listing of the place."""
        root = self._place.root
        with self._told(""):
            found = self._place.do(lambda system: _found(system, root))
        known = {below(root, name): info.get("size") for name, info in found.items()}
        return {path: size for path in paths if isinstance(size := known.get(path), int)}

    def sweep(self, paths: Iterable[str]) -> None:
        """Remove what killed runs have not renamed yet."""
        if not _is_any(self._place.system, _RENAMING):
            return
        folders = {inside(self._place.root, path).rpartition("/")[0] for path in paths}
        folders |= {self._place.root, inside(self._place.root, OWN)}
        with self._told(""):
            for folder in sorted(folders):
                names = self._names(folder)
                left = [full for name, full in names.items() if _PART.fullmatch(name)]
                if left:
                    self._place.do(partial(_remove, names=left))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold nothing."""
        yield

    def _each(self, names: Iterable[str]) -> Iterator[bytes]:
        waiting = iter(names)
        while wanted := list(islice(waiting, _MANY)):
            with self._told(""):
                found = self._place.do(partial(_contents, names=wanted))
            yield from found

    def _parts(self, path: str) -> tuple[list[str], list[str]]:
        """Return the file at ``path``, if it is there, and its pieces in their order, as this system names them."""
        folder, _, file = inside(self._place.root, path).rpartition("/")
        names = self._names(folder)
        piece = re.compile(re.escape(file) + _PIECE)
        pieces = [full for name, full in sorted(names.items()) if piece.fullmatch(name)]
        return [names[file]] if file in names else [], pieces

    def _names(self, folder: str) -> dict[str, str]:
        """Return what is in a folder, by name."""

        def listed(system: Any) -> list[str]:
            system.invalidate_cache()
            try:
                return list(system.ls(folder, detail=False))
            except (FileNotFoundError, NotADirectoryError):
                return []

        return {name.rstrip("/").rpartition("/")[2]: name for name in self._place.do(listed)}

    def _put(self, system: Any, full: str, content: bytes) -> None:
        folder = full.rpartition("/")[0]
        if folder and folder not in self._made and not _is_any(system, _STORES):
            system.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        if not _is_any(system, _RENAMING):
            system.pipe_file(full, content)
            return
        part = f"{full}.{self._run}.part"
        system.pipe_file(part, content)
        system.mv(part, full)

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        at = inside(self._place.shown, path)
        try:
            with _told_when_full(at):
                yield
        except PlaceError:
            raise
        except Exception as error:  # the libraries for places have exceptions of their own
            raise self._place.error(f"{path or 'what is there'} cannot be read or written", error) from error


def _is_any(system: Any, protocols: frozenset[str]) -> bool:
    own = system.protocol
    return not protocols.isdisjoint((own,) if isinstance(own, str) else own)


def _found(system: Any, root: str) -> Mapping[str, Mapping[str, Any]]:
    try:
        return find(system, root).files
    except FileNotFoundError:
        return {}


def _contents(system: Any, names: Sequence[str]) -> list[bytes]:
    contents: list[bytes] = []
    # The plainer ``cat`` takes "[1]" in a name for a pattern.
    for one in system.cat_ranges(names, None, None, on_error="return"):
        if isinstance(one, Exception) and not isinstance(one, FileNotFoundError):
            raise one
        contents.append(b"" if isinstance(one, FileNotFoundError) else one)
    return contents


def _remove(system: Any, names: Sequence[str]) -> None:
    for name in names:
        with suppress(FileNotFoundError):  # it may be the second try
            system.rm_file(name)


@contextmanager
def _told_when_full(path: object) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise SinkFullError(
                f"{path}: cannot be written ({error.strerror}): make room, and run this again"
            ) from error
        raise
