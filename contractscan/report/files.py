"""Output that cannot be half there: files that are whole or absent, and pipes whose reader has left."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_HOLDS_OPEN_FILES = os.name == "nt"
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds; a virus scanner looks at what was written, and lets go of it


def encoded(text: str) -> bytes:
    """Return ``text`` in UTF-8; a lone surrogate, which UTF-8 has not, becomes its escape."""
    return text.encode("utf-8", "backslashreplace")


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` by way of a temporary file in the same folder.

    An interruption or an error leaves ``path`` as it was. Raises ``OSError`` if the folder cannot be written, or
    another program holds the file open, which on Windows keeps it from being replaced.
    """
    part = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        _replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _replace(part: Path, path: Path) -> None:
    if not _HOLDS_OPEN_FILES:
        part.replace(path)
        return
    for seconds in (*_WAITS, None):
        try:
            part.replace(path)
        except PermissionError as error:
            if seconds is None:
                reason = "it is open in another program, or write-protected: close it there, and run this again"
                raise PermissionError(error.errno, reason, str(path)) from error
            time.sleep(seconds)
        else:
            return


def close_stdout() -> None:
    """Turn stdout into a sink after its reader has left (``head``, ``less``), so that nothing trips over it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
