"""Folders on this machine or behind a URL: one way to speak of both."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from contractscan.errors import ContractscanError

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_ARCHIVES = ("zip://", "tar://")


class PlaceError(ContractscanError):
    """A folder or URL cannot be used; the message says which, and what to do."""


def is_url(place: str) -> bool:
    """Whether ``place`` names something that is reached through fsspec, not a path of this machine."""
    return _URL.match(place) is not None


@cache
def file_system(url: str) -> tuple[Any, str]:
    """Return the fsspec file system of ``url``, and the path of ``url`` in it; connected once per process.

    ``zip://a.zip`` is short for ``zip://::a.zip``. Raises ``PlaceError`` where there is no way to it.
    """
    import fsspec

    chain = url
    if url.startswith(_ARCHIVES) and "::" not in url:
        scheme, _, archive = url.partition("://")
        chain = f"{scheme}://::{archive}"
    try:
        system, path = fsspec.core.url_to_fs(chain)
    except Exception as error:  # each kind of place has its own library, with its own exceptions
        raise PlaceError(f"{url}: cannot be reached ({type(error).__name__}: {error})") from error
    return system, path.rstrip("/")


def inside(root: str, path: str) -> str:
    """Return the path of ``path`` (relative) under ``root`` in a file system."""
    return f"{root}/{path}" if root else path
