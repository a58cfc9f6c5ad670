"""Output that cannot be half there: files that are whole or absent, and pipes whose reader has left."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def encoded(text: str) -> bytes:
    """Return ``text`` in UTF-8; a lone surrogate, which UTF-8 has not, becomes its escape."""
    return text.encode("utf-8", "backslashreplace")


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` by way of a temporary file in the same folder.

    An interruption or an error leaves ``path`` as it was. Raises ``OSError`` if the folder cannot be written.
    """
    part = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def close_stdout() -> None:
    """Turn stdout into a sink after its reader has left (``head``, ``less``), so that nothing trips over it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
