"""What a reader gets: the bytes of one file, and how the user wants them read."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

TIMEOUT = 300.0  # seconds
Progress = Callable[[int, int], None]
"""Called with how many pages are done, and of how many."""


class Ocr(StrEnum):
    """When to recognise text in pictures of pages."""

    AUTO = "auto"  # where a page has no usable text layer
    NEVER = "never"
    ALWAYS = "always"  # every page, whatever its text layer says


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file.

    ``password`` opens an encrypted file. After ``timeout`` seconds no further page is begun: those left are gaps.
    ``threads`` is how many pages the OCR works on at a time (0: one per processor).
    """

    ocr: Ocr = Ocr.AUTO
    password: str | None = None
    timeout: float = TIMEOUT
    threads: int = 0


def _silent(done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file on its way through a reader. ``deadline`` is a time of ``time.monotonic``."""

    path: str
    data: bytes
    sha256: str
    options: ReadOptions
    deadline: float
    progress: Progress = _silent

    def is_late(self) -> bool:
        """Whether the time for reading this file is over."""
        return time.monotonic() > self.deadline
