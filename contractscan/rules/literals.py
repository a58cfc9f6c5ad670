"""The detector's names for what is in ``contractscan.literals``."""

from __future__ import annotations

from contractscan.literals import WordIndex as GramIndex
from contractscan.literals import needed

__all__ = ["GramIndex", "needed"]
