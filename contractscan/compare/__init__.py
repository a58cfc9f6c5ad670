"""Two versions of a contract: which answers changed, and for whom. Pure.

``likeness`` says when two quotes are the same words in another place, ``changes`` compares two reviews, and ``words``
finds the words in which two quotes differ.
"""

from __future__ import annotations

from contractscan.compare.changes import (
    Change,
    Comparison,
    Coverage,
    Direction,
    Figure,
    ItemChange,
    PartyChange,
    QuoteChange,
    Reviewed,
    compare,
)
from contractscan.compare.likeness import fingerprint
from contractscan.compare.words import Piece, differing_words

__all__ = [
    "Change",
    "Comparison",
    "Coverage",
    "Direction",
    "Figure",
    "ItemChange",
    "PartyChange",
    "Piece",
    "QuoteChange",
    "Reviewed",
    "compare",
    "differing_words",
    "fingerprint",
]
