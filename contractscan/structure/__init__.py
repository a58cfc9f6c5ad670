"""The clause tree: which clause a place in the contract belongs to, and how a reader would cite it."""

from __future__ import annotations

from contractscan.structure.tree import ancestors, clause_at, lead_in, number_of, outline

__all__ = ["ancestors", "clause_at", "lead_in", "number_of", "outline"]
