"""Matching: the sentences of a contract in their context, and what the rules find in them."""

from contractscan.match.engine import Engine, Matches, Try
from contractscan.match.units import Unit, UnitKind, units

__all__ = ["Engine", "Matches", "Try", "Unit", "UnitKind", "units"]
