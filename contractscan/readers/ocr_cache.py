"""What was recognised, kept between runs under the digest of the picture: reading one page takes seconds."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

import platformdirs
from pydantic import TypeAdapter

from contractscan.readers.ocr_engine import Pixels, identity
from contractscan.readers.ocr_page import PageReading

MOST_BYTES = 200 * 1024 * 1024
"""The size of all that is kept; beyond it the oldest goes."""

_REVISION = 2  # of ``ocr_page``: another one reads differently
_kept = TypeAdapter(PageReading)


def folder() -> Path:
    """Return where readings are kept."""
    return Path(platformdirs.user_cache_dir("contractscan")) / "ocr"


def key_of(pixels: Pixels, scale: float) -> str:
    """Return what a reading of this picture is kept under."""
    state = json.dumps([_REVISION, identity(), pixels.shape, scale])
    return hashlib.sha256(state.encode() + pixels.tobytes()).hexdigest()


def recall(key: str) -> PageReading | None:
    """Return what is kept under ``key``, ``None`` if there is nothing, or nothing whole."""
    try:
        return _kept.validate_json((folder() / f"{key}.json").read_bytes())
    except (OSError, ValueError):
        return None


def keep(key: str, reading: PageReading) -> None:
    """Keep a reading for ``recall``; where that cannot be done, the next run reads the picture again."""
    try:
        place = folder()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = place / f"{key}.{os.getpid()}.tmp"
        unfinished.write_bytes(_kept.dump_json(reading))
        unfinished.replace(place / f"{key}.json")
    except OSError:  # a read-only home, a full disk
        return


def trim() -> None:
    """Remove the oldest readings where all of them are larger than ``MOST_BYTES``."""
    with suppress(OSError):
        kept = sorted(((file.stat().st_mtime, file.stat().st_size, file) for file in folder().iterdir()), reverse=True)
        total = 0
        for _, size, file in kept:
            total += size
            if total > MOST_BYTES:
                file.unlink(missing_ok=True)
