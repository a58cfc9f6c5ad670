"""An earlier batch to hold a new one against: which stored review belongs to a contract, and what is new since."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from contractscan.batch.journal import Entry, read_journal
from contractscan.batch.places import PlaceError, shown
from contractscan.batch.sinks import open_sink
from contractscan.errors import StoredReviewError

if TYPE_CHECKING:
    from contractscan.compare import Comparison, Reviewed
    from contractscan.model import Review

_JSON = ".contractscan.json"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The stored reviews of the batch whose reports are at ``place``: their paths there, by contract and by content.

    ``digest`` is the SHA-256 of what it is made from.
    """

    place: str
    digest: str
    by_path: Mapping[str, str]
    by_content: Mapping[str, str]

    def stored(self, path: str, digest: Callable[[], str]) -> str:
        """Return the stored review of the contract at ``path``, else of one with its content; "" if there is none.

        ``digest`` gives the SHA-256 of the content, and is asked only where that matters.
        """
        return self.by_path.get(path) or self.by_content.get(digest(), "")


def open_baseline(place: str) -> Baseline:
    """Return the baseline at ``place``, a folder or URL. Raises ``PlaceError`` where there are no stored reviews."""
    entries = read_journal(open_sink(place))
    if not entries:
        raise PlaceError(f"{shown(place)}: this is not the folder of an earlier batch: nothing says what was reviewed")
    stored = {path: _stored(entry) for path, entry in entries.items() if _stored(entry)}
    if not stored:
        raise PlaceError(f"{shown(place)}: no reviews are stored there: run that batch with --format json")
    made_from = hashlib.sha256(repr(sorted((p, entries[p].sha256, entries[p].edition) for p in stored)).encode())
    content = {entries[path].sha256: report for path, report in stored.items()}
    return Baseline(place, made_from.hexdigest(), stored, content)


def _stored(entry: Entry) -> str:
    return next((path for path, _ in entry.reports if path.endswith(_JSON)), "")


def load_baseline(place: str, path: str, own_rules: Path | None) -> Reviewed:
    """Return the review stored at ``path`` of ``place``. Raises ``StoredReviewError`` where it cannot be used."""
    from contractscan.compare import Reviewed
    from contractscan.report.stored import book_of, parse_review
    from contractscan.rules import load_rules

    stored = parse_review(open_sink(place).read(path), f"{shown(place)}/{path}")
    return Reviewed(stored.review, book_of(stored, load_rules(own=own_rules)), stored.rules.digest)


def compared(old: Reviewed, new: Reviewed, path: str) -> Comparison:
    """Return what changed. Raises ``StoredReviewError`` where the review stored at ``path`` is for the other side."""
    from contractscan.compare import compare

    try:
        return compare(old, new)
    except ValueError as error:
        raise StoredReviewError(path, f"{error}: run this batch with --party, as that of the baseline") from None


def only_new(review: Review, found: Comparison) -> Review:
    """Return ``review`` with the answers and gaps that are not in the old one, or not as they were there.

    What is only better is not new; where the parties have changed places, everything is.
    """
    from contractscan.compare import Direction

    if found.parties.swapped:
        return review
    new = {*found.added, *(change.item for change in found.items if change.direction is not Direction.BETTER)}
    return replace(
        review,
        document=replace(review.document, gaps=found.coverage.appeared),
        verdicts=tuple(verdict for verdict in review.verdicts if verdict.item in new),
    )
