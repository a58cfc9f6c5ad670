"""Tables of a Word file: their rows and cells, whatever wraps them, with the grid columns of the cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from contractscan.readers.docx_changes import Revision, revision_in
from contractscan.readers.docx_drawings import chosen
from contractscan.readers.docx_package import W, is_on, local_name, number_of, value_of
from contractscan.readers.docx_runs import PROPERTIES


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell at a grid column (from 0). ``covered``: it goes on with the cell above or before it, and is not seen."""

    element: etree._Element
    column: int
    covered: bool
    revision: Revision | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with what it consists of, cells and marks between them. ``hidden`` rows are not seen."""

    element: etree._Element
    hidden: bool
    revision: Revision | None

    @property
    def deleted(self) -> bool:
        """Whether the row is deleted by a tracked change."""
        return self.revision is not None and self.revision.kind == "deletion"


def rows_of(table: etree._Element) -> list[TableRow]:
    """Return the rows of a table."""
    rows: list[TableRow] = []
    for element in _unwrapped(table, W + "tr"):
        properties = element.find(W + "trPr")
        hidden = properties is not None and is_on(properties.find(W + "hidden"))
        rows.append(TableRow(element, hidden, revision_in(properties)))
    return rows


def cells_of(row: TableRow) -> Iterator[TableCell]:
    """Yield the cells of a row."""
    head = row.element.find(W + "trPr")
    column = (None if head is None else number_of(head.find(W + "gridBefore"))) or 0
    for element in _unwrapped(row.element, W + "tc"):
        properties = element.find(W + "tcPr")
        span = None
        covered = False
        if properties is not None:
            span = number_of(properties.find(W + "gridSpan"))
            merges = (properties.find(W + "vMerge"), properties.find(W + "hMerge"))
            covered = any(merge is not None and value_of(merge) != "restart" for merge in merges)
        yield TableCell(element, column, covered, revision_in(properties))
        column += max(1, span or 1)


def _unwrapped(container: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Yield the elements of a kind in a container, out of content controls and the like."""
    for child in container:
        if child.tag == wanted:
            yield child
        elif local_name(child) == "AlternateContent":
            yield from _unwrapped(chosen(child), wanted)
        elif local_name(child) not in PROPERTIES:
            yield from _unwrapped(child, wanted)
