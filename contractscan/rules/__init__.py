"""Rules as data: their schema, how they are loaded, and how a pattern is expanded."""

from contractscan.rules.book import DRAFTING, SILENT, RuleBook
from contractscan.rules.load import load_rules

__all__ = ["DRAFTING", "SILENT", "RuleBook", "load_rules"]
