"""Where a contract came from, by what its review says: a path of this system or of another, or a URL."""

from __future__ import annotations

import re
from pathlib import PurePath, PurePosixPath, PureWindowsPath

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def is_url(path: str) -> bool:
    """Whether ``path`` is a URL, as a batch by URL has it."""
    return _URL.match(path) is not None


def pure_path(path: str) -> PurePath:
    """Return ``path`` as of the system that it is of: a review may be rendered elsewhere than it was made."""
    if is_url(path):
        return PurePosixPath(path)
    return PureWindowsPath(path) if _WINDOWS.match(path) else PurePath(path)
