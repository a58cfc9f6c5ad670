"""The overview of a batch: as a page to search, a workbook, lines of JSON, and findings for analysis."""

from __future__ import annotations

from contractscan.report.index.results import Answer, BatchResult, FileResult, Quantity, Since, restored, summarize

__all__ = ["Answer", "BatchResult", "FileResult", "Quantity", "Since", "restored", "summarize"]
