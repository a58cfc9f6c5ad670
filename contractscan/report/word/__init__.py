"""Word files: the user's own with comments in its margin, or a memo on what is no Word file."""

from contractscan.report.word.annotate import annotate
from contractscan.report.word.memo import memo

__all__ = ["annotate", "memo"]
