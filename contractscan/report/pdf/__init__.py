"""The user's own PDF with the evidence highlighted, and a memo in PDF for every other kind of file."""

from __future__ import annotations

from contractscan.report.pdf.marking import annotate
from contractscan.report.pdf.memo_file import memo

__all__ = ["annotate", "memo"]
