"""What is done already, and what is to be done: the listing of a folder held against its journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from contractscan.batch.journal import Entry, Key, key_of
from contractscan.batch.sources import Source

Digest = Callable[[Source], str]
"""Gives the SHA-256 of a source's content, "" if it cannot be read; fetches the whole of it."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A contract to be reviewed, with the SHA-256 of its content where that had to be known ("": it had not)."""

    source: Source
    sha256: str


@dataclass(frozen=True, slots=True)
class Survey:
    """The contracts that are ``done``, and those ``to_do``, in groups of the same content."""

    done: tuple[Entry, ...]
    to_do: tuple[tuple[Pending, ...], ...]


def survey(
    sources: Sequence[Source],
    known: Mapping[str, Entry],
    edition: Callable[[Source], str],
    is_whole: Callable[[Entry], bool],
    digest: Digest,
) -> Survey:
    """Hold ``sources`` against the entries ``known`` by path; a contract is done if its content is, in its edition.

    ``is_whole`` says whether the reports of an entry are still there. Content is read only where it can matter: where
    a contract is not as it was when it was reviewed, and has the size of another, or of one that was reviewed.
    """
    by_key: dict[Key, Entry] = {}
    for entry in known.values():
        if entry.edition == edition(entry.source) and entry.key not in by_key and is_whole(entry):
            by_key[entry.key] = entry
    sizes = Counter(source.size for source in sources)
    sizes.update({entry.source.size for entry in known.values()})
    done: list[Entry] = []
    groups: dict[Key, list[Pending]] = {}
    for source in sources:
        sha256 = _remembered(source, known.get(source.path))
        if not sha256 and (source.size < 0 or sizes[source.size] > 1):
            sha256 = digest(source)
        key = key_of(source.path, sha256 or f"unknown {source.path}", edition(source))
        if key in by_key:
            done.append(by_key[key].for_source(source))
        else:
            groups.setdefault(key, []).append(Pending(source, sha256))
    return Survey(tuple(done), tuple(map(tuple, groups.values())))


def _remembered(source: Source, entry: Entry | None) -> str:
    """Return the digest of a source that has not changed since ``entry``, "" if it may have."""
    if entry is None or not source.stamp or (source.size, source.stamp) != (entry.source.size, entry.source.stamp):
        return ""
    return entry.sha256
