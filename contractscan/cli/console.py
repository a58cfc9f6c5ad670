"""What the command line says: bytes to stdout, as they are, and nothing that could steer a terminal."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def emit(content: str) -> None:
    """Write ``content`` to stdout as UTF-8, byte for byte, whatever the console's own encoding and line ends."""
    emit_bytes(content.encode("utf-8", "surrogatepass"))


def emit_bytes(content: bytes) -> None:
    """Write ``content`` to stdout; a reader who has left is no error."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        from contractscan.report.files import close_stdout

        close_stdout()


def printable(text: str) -> str:
    """Return ``text`` with nothing in it that could steer a terminal."""
    from contractscan.report.safe import visible

    return visible(text)
