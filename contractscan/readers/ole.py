"""The directory of an OLE2 compound file: what an old office file, a message or an installer holds."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY: Final = 128
_NONE: Final = 0xFFFFFFFA  # this and above are no sectors
_SMALL: Final = 4096  # a shorter stream lies in another place, which nothing here asks for
_MOST_ENTRIES: Final = 20_000


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    left: int
    right: int
    child: int
    sector: int
    size: int


def top_streams(data: bytes) -> Mapping[str, bytes]:
    """Return the entries of the root storage by name, each with the first bytes of its content (b"" of a short one).

    Never raises: of a damaged directory it returns what can be read.
    """
    try:
        return _top_streams(data)
    except (struct.error, IndexError):
        return {}


def _top_streams(data: bytes) -> Mapping[str, bytes]:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return {}
    size = 1 << shift
    entries = _entries(data, size)
    found: dict[str, bytes] = {}
    waiting, seen = [entries[0].child], set[int]()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen:
            continue
        seen.add(at)
        entry = entries[at]
        start = (entry.sector + 1) * size
        found[entry.name] = data[start : start + 64] if entry.size >= _SMALL and entry.sector < _NONE else b""
        waiting += [entry.left, entry.right]
    return found


def _entries(data: bytes, size: int) -> list[_Entry]:
    """Return the entries of the directory, which the allocation table chains sector by sector."""
    tables = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _NONE]
    per_table = size // 4
    entries: list[_Entry] = []
    sector = struct.unpack_from("<I", data, 48)[0]
    while sector < _NONE and len(entries) < _MOST_ENTRIES:
        start = (sector + 1) * size
        for at in range(start, start + size, _ENTRY):
            if at + _ENTRY > len(data):
                return entries
            length = min(struct.unpack_from("<H", data, at + 64)[0], 64)
            name = data[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
            entries.append(
                _Entry(name, *struct.unpack_from("<III", data, at + 68), *struct.unpack_from("<II", data, at + 116))
            )
        table = sector // per_table
        if table >= len(tables):
            return entries
        sector = struct.unpack_from("<I", data, (tables[table] + 1) * size + 4 * (sector % per_table))[0]
    return entries
