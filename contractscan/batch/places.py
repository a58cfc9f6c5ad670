"""Folders on this machine or behind a URL: one way to speak of both."""

from __future__ import annotations

import logging
import os
import re
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Any, TypeVar
from urllib.parse import unquote

from contractscan.errors import ContractscanError

_T = TypeVar("_T")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_PART = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+://)(?P<rest>.*)", re.DOTALL)
_ARCHIVES = ("zip://", "tar://")
_SSH = ("sftp://", "ssh://")
# What the libraries log, they also raise; some would print a traceback of their own beside our message.
_TALKATIVE = ("fsspec", "s3fs", "botocore", "aiobotocore", "gcsfs", "google", "paramiko", "aiohttp", "asyncio")
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "sftp": "sftp", "ssh": "sftp"}
_CREDENTIALS = {
    "s3": "environment variables like AWS_PROFILE, or ~/.aws/credentials",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS, or gcloud auth application-default login",
    "sftp": "a key in ~/.ssh or in ssh-agent",
}
_REFUSED = re.compile(r"credential|authenti|permission|forbidden|denied|signature|access ?key|token|\b40[13]\b", re.I)
# These are answers: the place is there, and asking again would change nothing.
_ANSWERS = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, NotImplementedError)


class PlaceError(ContractscanError):
    """A folder or URL cannot be used; the message says which, and what to do."""


class PlaceLostError(PlaceError):
    """A place gives no answer any more, or lets us in no more. The run has to end."""


def is_url(place: str) -> bool:
    """Whether ``place`` names something that is reached through fsspec, not a path of this machine."""
    return _URL.match(place) is not None


def on_disk(place: str) -> Path:
    """Return the path ``place`` of this machine, so that Windows takes what is below it however deep it is."""
    if os.name != "nt":
        return Path(place)
    return Path(extended(PureWindowsPath(os.path.abspath(place))))  # noqa: PTH100 - resolve() would follow drives


def extended(path: PureWindowsPath) -> str:
    """Return an absolute path in the form that has no limit of 260 characters; "." and ".." must not be in it."""
    said = str(path)
    if said.startswith(("\\\\?\\", "\\\\.\\")):
        return said
    return "\\\\?\\UNC" + said[1:] if said.startswith("\\\\") else "\\\\?\\" + said


def shown(place: str) -> str:
    """Return ``place`` as it may be shown and stored: a URL without its password."""
    return "::".join(_split_secret(part)[0] for part in place.split("::")) if is_url(place) else place


def _split_secret(part: str) -> tuple[str, str]:
    """Return a URL without its password, and the password ("": it has none)."""
    match = _PART.fullmatch(part)
    if match is None:
        return part, ""
    host, slash, path = match["rest"].partition("/")
    user, at, server = host.rpartition("@")
    if not at and ":" in host and not host.rpartition(":")[2].isdigit() and "@" in path:
        # A "/" in a password that was not written as %2F.
        user, _, server = match["rest"].rpartition("@")
        slash = path = ""
    name, colon, secret = user.partition(":")
    if not colon:
        return part, ""
    return f"{match['scheme']}{name}@{server}{slash}{path}", secret


class Remote:
    """What is behind a URL: ``system`` is its fsspec file system, ``root`` the path in it, ``shown`` its name."""

    system: Any
    root: str

    def __init__(self, url: str) -> None:
        """Connect; ``zip://a.zip`` is short for ``zip://::a.zip``. Raises ``PlaceError`` where there is no way."""
        self.shown = shown(url)
        self._url = url
        self._secrets = _secrets(url)
        self._chain = url
        if url.startswith(_ARCHIVES) and "::" not in url:
            scheme, _, archive = url.partition("://")
            self._chain = f"{scheme}://::{archive}"
        try:
            self._connect()
        except PlaceError as error:
            raise PlaceError(f"{self.shown}: {error}") from None
        except Exception as error:  # each kind of place has its own library, with its own exceptions
            raise self.error("cannot be reached", error) from None

    def do(self, work: Callable[[Any], _T]) -> _T:
        """Return ``work(system)``; where that fails, it is tried once more over a new connection.

        ``work`` must bear to be done twice. Raises ``PlaceLostError`` where the place does not answer at all, and what
        ``work`` raises where it does.
        """
        try:
            return work(self.system)
        except (*_ANSWERS, ContractscanError):
            raise
        except Exception:  # as above
            self._reconnect()
            return work(self.system)

    def error(self, what: str, error: Exception) -> PlaceError:
        """Return an error that says ``what`` is the matter with this place, why, and what to do."""
        return PlaceError(f"{self.shown}: {what} ({self.reason(error)}){self._fix(error)}")

    def reason(self, error: Exception) -> str:
        """Return what ``error`` says, on one line and without a password."""
        if any(set("/?#") & set(secret) for secret in self._secrets):
            return type(error).__name__  # taken for a path, such a password is said in pieces
        said = " ".join(f"{type(error).__name__}: {error}".split())
        for secret in self._secrets:
            said = said.replace(secret, "***")
        return said

    def _connect(self) -> None:
        import fsspec

        for name in _TALKATIVE:
            logger = logging.getLogger(name)
            if not logger.handlers:
                logger.addHandler(logging.NullHandler())
        if any(scheme in self._chain for scheme in _SSH):
            from contractscan.batch import sftp

            sftp.register()
        if any(scheme in self._chain for scheme in _ARCHIVES):
            from contractscan.batch import archives

            archives.register()
        self.system, path = fsspec.core.url_to_fs(self._chain)
        self.root = path.rstrip("/") or path[:1]

    def _reconnect(self) -> None:
        """Connect anew. Raises ``PlaceLostError`` where nobody answers, or what is there may not be looked at."""
        import fsspec

        try:
            for part in self._chain.split("::"):
                scheme = part.partition("://")[0] if is_url(part) else "file"
                fsspec.get_filesystem_class(scheme).clear_instance_cache()
            self._connect()
            self.system.info(self.root)
        except _ANSWERS:
            return
        except Exception as error:  # as above
            raise PlaceLostError(f"{self.shown}: cannot be used ({self.reason(error)}){self._fix(error)}") from None

    def _fix(self, error: Exception) -> str:
        scheme = next((at for part in self._chain.split("::") if (at := part.partition("://")[0]) in _EXTRAS), "")
        extra = _EXTRAS.get(scheme, "")
        said = f"{type(error).__name__}: {error}"
        if isinstance(error, ImportError):
            return f": pip install 'contractscan[{extra}]'" if extra else ": install the library for it"
        if isinstance(error, (zipfile.BadZipFile, tarfile.ReadError)):
            return ": this is no such archive, or a damaged one"
        if isinstance(error, FileNotFoundError):
            return ": check the URL; a bucket has to be there before" if extra in ("s3", "gs") else ": check the path"
        if "known_hosts" in said or type(error).__name__ == "BadHostKeyException":
            return ": this server is not known: connect once with ssh, which adds it to ~/.ssh/known_hosts"
        if _REFUSED.search(said):
            return f": check the credentials ({_CREDENTIALS[extra]})" if extra else ": check the permissions"
        if isinstance(error, ValueError):
            return ": check the URL (in a password, write / as %2F, @ as %40 and : as %3A; a key is better)"
        return ": check the address and the network, and run this again"


def _secrets(url: str) -> tuple[str, ...]:
    """Return the passwords in a URL, as they are written and as they are meant, the longest first."""
    written = [secret for part in url.split("::") if (secret := _split_secret(part)[1])]
    return tuple(sorted({*written, *map(unquote, written)}, key=len, reverse=True))


@cache
def remote(url: str) -> Remote:
    """Return what is behind ``url``, connected once per process. Raises ``PlaceError`` where there is no way to it."""
    return Remote(url)


@dataclass(frozen=True, slots=True)
class Found:
    """The files under a folder with what their system says of them, and what it said of folders it would not list."""

    files: Mapping[str, Mapping[str, Any]]
    refused: Mapping[str, OSError]


def find(system: Any, root: str) -> Found:
    """List the files under ``root``, as they are now. Raises ``FileNotFoundError`` where it is not there."""
    from fsspec.archive import AbstractArchiveFileSystem

    system.invalidate_cache()
    if system.async_impl or isinstance(system, AbstractArchiveFileSystem):
        files: Mapping[str, Mapping[str, Any]] = system.find(root, detail=True)  # in one piece
        if not files and not system.exists(root):
            raise FileNotFoundError(root)
        return Found(files, {})
    return _walk(system, root)


def _walk(system: Any, root: str) -> Found:
    """List the files as ``find`` of fsspec does, which passes over in silence what it cannot list."""
    files: dict[str, Mapping[str, Any]] = {}
    refused: dict[str, OSError] = {}
    waiting = [root]
    while waiting:
        at = waiting.pop()
        try:
            entries = system.ls(at, detail=True)
        except (FileNotFoundError, PermissionError) as error:
            if at == root:
                raise
            if isinstance(error, PermissionError):
                refused[at] = error
            continue
        for info in entries:
            if info["type"] == "directory":
                waiting.append(info["name"])
            else:
                files[info["name"]] = info
    return Found(files, refused)


def inside(root: str, path: str) -> str:
    """Return the path of ``path`` (relative) under ``root`` in a file system."""
    return f"{root.rstrip('/')}/{path}" if root else path


def below(root: str, path: str) -> str | None:
    """Return the path below ``root`` of a ``path`` in a file system, "" for ``root`` itself; ``None`` if it is not."""
    if path.rstrip("/") == root.rstrip("/"):
        return ""
    prefix = root.rstrip("/") + "/" if root else ""
    return path[len(prefix) :].lstrip("/") if path.startswith(prefix) else None
