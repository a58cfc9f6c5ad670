"""The overview of a run: a page, a workbook, lines of JSON and, where pyarrow is installed, a table of all findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from contractscan.batch import edition
from contractscan.batch.names import INDEX, OWN, findings_of
from contractscan.batch.sinks import Sink
from contractscan.model import Language
from contractscan.report.files import encoded
from contractscan.report.index import BatchResult

WORKBOOK, LINES, FINDINGS = "index.xlsx", "index.jsonl", "findings.parquet"
_MADE_FROM = f"{OWN}/overview.sha256"


def has_table() -> bool:
    """Whether a table of all findings can be made here, so that workers have to keep those of each contract."""
    return find_spec("pyarrow") is not None


def write_overview(sink: Sink, result: BatchResult, rules: Path | None, language: Language | None) -> None:
    """Write the overview of ``result``; nothing, where that which stands there already is of the same.

    ``rules`` is the user's own folder. Raises ``OSError``, ``PlaceError``, and ``RuleError`` where it cannot be read.
    """
    files = (INDEX, WORKBOOK, LINES, *((FINDINGS,) if has_table() else ()))
    made_from = hashlib.sha256(repr((result, language, edition.program(), files)).encode("utf-8", "backslashreplace"))
    said = made_from.hexdigest().encode()
    if sink.read(_MADE_FROM) == said and len(sink.sizes(files)) == len(files):
        return
    # Half of an overview must not pass for the whole of it.
    sink.replace(_MADE_FROM, b"")
    from contractscan.report.index.page import language_of, render_index
    from contractscan.report.index.tables import render_lines, render_overview
    from contractscan.rules import load_rules

    book = load_rules(own=rules)
    sink.write(INDEX, encoded(render_index(result, book, language)))
    sink.write(LINES, encoded(render_lines(result)))
    sink.write(WORKBOOK, render_overview(result, book, language or language_of(result)))
    if FINDINGS in files:
        from contractscan.report.findings import render_parquet

        sink.write(FINDINGS, render_parquet(_findings(sink, result)))
    sink.replace(_MADE_FROM, said)


def _findings(sink: Sink, result: BatchResult) -> Iterator[bytes]:
    """Yield the findings of each contract, of several with the same content once."""
    for rows in sink.read_each(findings_of(file.report) for file in result.ranked if not file.same_as):
        yield from rows.splitlines()
