"""Drafting faults: what is wrong with the text itself, whatever it says. Pure; the words are in ``drafting.yaml``."""

from __future__ import annotations

from contractscan.drafting.amounts import amount_faults
from contractscan.drafting.blanks import blanks
from contractscan.drafting.changes import unaccepted_changes
from contractscan.drafting.dates import date_faults
from contractscan.drafting.fault import Fault, finding_of
from contractscan.drafting.instalments import instalment_faults
from contractscan.drafting.languages import language_faults
from contractscan.drafting.names import name_faults
from contractscan.drafting.references import dangling_references
from contractscan.drafting.source import Source
from contractscan.model import Document, Finding, Outline, Parties

__all__ = ["Fault", "find_faults", "finding_of"]

_CHECKS = (
    blanks,
    amount_faults,
    instalment_faults,
    dangling_references,
    name_faults,
    date_faults,
    language_faults,
    unaccepted_changes,
)


def find_faults(document: Document, outline: Outline, parties: Parties) -> tuple[Finding, ...]:
    """Return the findings of the family "drafting": check by check, each in the order of the places."""
    source = Source(document, outline, parties)
    return tuple(finding_of(fault, document, outline) for check in _CHECKS for fault in check(source))
