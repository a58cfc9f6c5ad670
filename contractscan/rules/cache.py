"""Parsed rule files, kept between runs: reading YAML takes longer than reading a contract."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import platformdirs

Parsed = Mapping[str, object]


def recall(root: Path, files: Sequence[Path]) -> Parsed:
    """Return the parsed content of ``files`` by their path below ``root``; empty if nothing fitting is kept.

    Kept content fits as long as no file has changed its size or its time of change.
    """
    try:
        kept = json.loads(_place(root, files).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep(root: Path, files: Sequence[Path], parsed: Parsed) -> None:
    """Keep ``parsed`` for ``recall``; where that cannot be done, the next run parses again."""
    try:
        place = _place(root, files)
        place.parent.mkdir(parents=True, exist_ok=True)
        for old in place.parent.glob(f"{_name(root)}-*.json"):
            old.unlink(missing_ok=True)
        unfinished = place.with_suffix(f".{os.getpid()}.tmp")
        unfinished.write_text(json.dumps(parsed), encoding="utf-8")
        unfinished.replace(place)
    except (OSError, TypeError):  # a read-only home; a YAML type that JSON has not
        return


def _place(root: Path, files: Sequence[Path]) -> Path:
    stats = [(str(file.relative_to(root)), file.stat()) for file in files]
    state = json.dumps([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])
    return Path(platformdirs.user_cache_dir("contractscan")) / f"{_name(root)}-{_digest(state)}.json"


def _name(root: Path) -> str:
    return f"rules-{_digest(str(root))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
