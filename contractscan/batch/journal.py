"""What a folder of reports remembers between runs: which content was reviewed, with what, and where its reports are.

One line of JSON for each contract that is done, added when it is done. A line that a kill or a full disk cut short is
passed over; at the end of a run, the latest line of each contract is all that stays. Only the parent writes here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from contractscan.batch.names import OWN
from contractscan.batch.sinks import Sink
from contractscan.batch.sources import Source, suffix_of
from contractscan.report.index import FileResult, restored
from contractscan.report.json_text import entries_of

_FILE = f"{OWN}/journal.jsonl"
_ABOUT = f"{OWN}/README.txt"
_WORDS = b"""\
contractscan batch keeps here what it has done, so that the next run reviews only what is new or changed.
This folder may be deleted: everything is then reviewed again.
"""

Key = tuple[str, str, str]
"""What makes two reviews the same: the content, the kind of file by its name, and the edition."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A contract that was reviewed: its source as it was listed then, and the sizes of its reports by path."""

    source: Source
    sha256: str
    edition: str
    result: FileResult
    reports: tuple[tuple[str, int], ...]

    @property
    def key(self) -> Key:
        """What another contract must share to need no review of its own."""
        return key_of(self.source.path, self.sha256, self.edition)

    def for_source(self, source: Source) -> Entry:
        """Return the same for a contract of the same content."""
        return replace(self, source=source, result=replace(self.result, path=source.path, same_as=""))


def key_of(path: str, sha256: str, edition: str) -> Key:
    """Return the key of a contract called ``path`` with that content."""
    return sha256, suffix_of(path), edition


class Journal:
    """The journal of one folder of reports; ``entries`` are by the contract's path."""

    def __init__(self, sink: Sink, *, fresh: bool = False) -> None:
        """Read the journal, or begin it anew. Raises ``SinkFullError`` or ``OSError`` where that cannot be written."""
        self._sink = sink
        self._written = b"" if fresh else sink.read(_FILE)
        self.entries = _entries(self._written)
        if not self._written:
            sink.write(_ABOUT, _WORDS)
            sink.replace(_FILE, b"")

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep ``entries``, in place of those of the same path."""
        added = {entry.source.path: entry for entry in entries}
        self.entries |= added
        # The line before may have been cut short: this one must not become the rest of it.
        self._sink.append(_FILE, b"".join(b"\n" + _line(entry) for entry in added.values()) + b"\n")

    def close(self) -> None:
        """Leave one line for each contract."""
        lines = b"".join(_line(entry) + b"\n" for _, entry in sorted(self.entries.items()))
        if lines != self._written:
            self._sink.replace(_FILE, lines)
            self._written = lines


def read_journal(sink: Sink) -> Mapping[str, Entry]:
    """Return what the journal of a folder of reports says, by the contract's path; nothing if there is none."""
    return _entries(sink.read(_FILE))


def _entries(written: bytes) -> dict[str, Entry]:
    entries = (entry for line in written.split(b"\n") if (entry := _parsed(line)) is not None)
    return {entry.source.path: entry for entry in entries}


def _line(entry: Entry) -> bytes:
    return json.dumps(entry, separators=(",", ":"), default=entries_of).encode()


def _parsed(line: bytes) -> Entry | None:
    """Return the entry in ``line``; ``None`` if it is cut short, or of another version of this program."""
    try:
        said = json.loads(line)
        return Entry(
            source=Source(**said["source"]),
            sha256=said["sha256"],
            edition=said["edition"],
            result=restored(said["result"]),
            reports=tuple((path, size) for path, size in said["reports"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
