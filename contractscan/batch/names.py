"""What the reports on each contract are called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from contractscan.report.outputs import OUTPUTS

INDEX = "index.html"
OWN = ".contractscan"
"""The folder, among the reports, of what a batch keeps for the next run."""
FINDINGS = f"{OWN}/findings"
"""The folder of the findings of each contract, from which the table of all of them is made."""
CHANGES = "changes"
"""What the page is called, among the formats, that says what changed since an earlier batch."""
_PAGE = "html"
_LONGEST = 200  # bytes of a name before its ending; file systems allow 255
# Reports are sent on and kept on shares: their names are such that every system takes them. On Windows what follows
# a ":" is a stream hidden in the file, names lose dots and spaces at their end, and some mean devices.
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³]|conin\$|conout\$)(?=\s*(\.|$))", re.IGNORECASE)

Reports = tuple[tuple[str, str], ...]
"""Formats, and the paths of the reports in them; the overview leads to the first."""


def name_reports(
    contracts: Sequence[str], formats: Sequence[str], taken: Iterable[str] = (), *, changes: bool = False
) -> Mapping[str, Reports]:
    """Name the reports of each contract (paths with "/"), a page first: its own path with an ending added.

    No name is one of ``taken``, and they are unique where letter case and the way accents are written are ignored, and
    such that Windows takes them. A page is known for a report by what
    it says; anything else has to say so in its name, or the next batch over this folder would take it for a contract.
    With ``changes`` the last is the page that says what changed since an earlier batch.
    """
    ordered = sorted(dict.fromkeys(formats), key=lambda name: name != _PAGE)
    endings = {name: ("" if name == _PAGE else ".contractscan") + OUTPUTS[name].suffix for name in ordered}
    endings |= {CHANGES: ".changes.html"} if changes else {}
    used = {INDEX, *map(_folded, taken)}
    stems = {contract: _stem(contract) for contract in contracts}
    for stem in stems.values():
        used.update(_folded(parent.as_posix()) for parent in PurePosixPath(stem).parents)
    names: dict[str, Reports] = {}
    for contract, wanted in stems.items():
        stem, number = wanted, 2
        while not used.isdisjoint(_folded(stem + ending) for ending in endings.values()):
            stem, number = f"{wanted}~{number}", number + 1
        names[contract] = tuple((name, stem + ending) for name, ending in endings.items())
        used.update(_folded(path) for _, path in names[contract])
    return names


def _folded(path: str) -> str:
    """Return what two paths share that are one file on some system."""
    return unicodedata.normalize("NFC", path.casefold())


def _stem(contract: str) -> str:
    """Return ``contract`` as a path that stays below the folder of the reports, of names that every system takes.

    Archives and object stores may hold names like "../a.pdf", or of any length.
    """
    parts = [part for part in contract.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(_shortened(_allowed(part)) for part in parts) or "contract"


def _allowed(name: str) -> str:
    allowed = _FORBIDDEN.sub("_", name)
    allowed = allowed.rstrip(". ") or "_"
    return f"_{allowed}" if _DEVICE.match(allowed) else allowed


def _shortened(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    if len(raw) <= _LONGEST:
        return name
    return f"{raw[:_LONGEST].decode('utf-8', 'ignore')}~{hashlib.sha256(raw).hexdigest()[:8]}"


def findings_of(report: str) -> str:
    """Return where the findings of the contract are kept that ``report``, the first of its reports, is on."""
    return f"{FINDINGS}/{report}.jsonl"
