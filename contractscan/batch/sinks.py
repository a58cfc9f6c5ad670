"""Where reports go: a folder of this machine, or a URL. A file there is whole or absent."""

from __future__ import annotations

import errno
import os
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from contractscan.batch.names import OWN
from contractscan.batch.places import PlaceError, file_system, inside, is_url
from contractscan.report.files import write_atomically

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS))
_LEFTOVER = re.compile(r"\..+\.\d+\.part")
_RENAMING = frozenset(("sftp", "ssh"))  # where a file appears bit by bit; object stores show it when it is whole


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
    return UrlSink(out) if is_url(out) else FolderSink(Path(out))


class FolderSink:
    """A folder of this machine; made when it is written to."""

    def __init__(self, root: Path) -> None:
        self._root = root

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
                    f"{self._root}: another run is writing here: wait for it, or choose another folder with -o"
                ) from None
        with held:
            yield


class UrlSink:
    """A place behind a URL. Nobody can hold it: that no two runs write there is up to the user."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._system, self._root = file_system(url)
        self._made: set[str] = set()
        self._run = uuid.uuid4().hex[:8]
        self._pieces = 0

    def write(self, path: str, content: bytes) -> None:
        """Put a file in one go."""
        full = inside(self._root, path)
        protocols = self._system.protocol
        with self._told(path):
            self._make_folder(full)
            if _RENAMING.isdisjoint((protocols,) if isinstance(protocols, str) else protocols):
                self._system.pipe_file(full, content)
            else:
                part = f"{full}.{self._run}.part"
                self._system.pipe_file(part, content)
                self._system.mv(part, full)

    def append(self, path: str, content: bytes) -> None:
        """Put the piece beside the file: most of these places cannot add to one."""
        self._pieces += 1
        self.write(f"{path}.{self._run}.{self._pieces:08d}", content)

    def read(self, path: str) -> bytes:
        """Return a file and the pieces beside it."""
        with self._told(path):
            whole, pieces = self._parts(path)
            return b"".join(self._system.cat_file(name) for name in (*whole, *pieces))

    def replace(self, path: str, content: bytes) -> None:
        """Write a file anew, and then remove the pieces that are now part of it."""
        with self._told(path):
            _, pieces = self._parts(path)
            self.write(path, content)
            if pieces:
                self._system.rm(pieces)

    def sizes(self, paths: Iterable[str]) -> Mapping[str, int]:
        """Return the sizes of the files that are there, from one listing of the place."""
        with self._told(""):
            self._system.invalidate_cache()
            found = self._system.find(self._root, detail=True) if self._system.exists(self._root) else {}
        known = {name[len(self._root) :].lstrip("/"): info.get("size") for name, info in found.items()}
        return {path: size for path in paths if isinstance(size := known.get(path), int)}

    def sweep(self, paths: Iterable[str]) -> None:
        """Nothing is left half written under a name of its own."""

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold nothing."""
        yield

    def _parts(self, path: str) -> tuple[list[str], list[str]]:
        """Return the file at ``path``, if it is there, and its pieces in their order, as this system names them."""
        folder, _, file = inside(self._root, path).rpartition("/")
        self._system.invalidate_cache()
        if not self._system.exists(folder):
            return [], []
        names = {name.rpartition("/")[2]: name for name in self._system.ls(folder, detail=False)}
        pieces = [full for name, full in sorted(names.items()) if name.startswith(f"{file}.")]
        return [names[file]] if file in names else [], pieces

    def _make_folder(self, full: str) -> None:
        folder = full.rpartition("/")[0]
        if folder and folder not in self._made:
            self._system.makedirs(folder, exist_ok=True)
            self._made.add(folder)

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            with _told_when_full(path):
                yield
        except (OSError, PlaceError):
            raise
        except Exception as error:  # the libraries for places have exceptions of their own
            raise PlaceError(f"{self._url}: {path}: {type(error).__name__}: {error}") from error


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
