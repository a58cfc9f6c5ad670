"""Ruling lines to table cells, by geometry alone. Coordinates are as in ``page``."""

from __future__ import annotations

from collections.abc import Sequence

from contractscan.readers.page import Rect, Table, TableCell

_NEAR = 3.0  # points: rules nearer than this are one, and rules that meet may miss each other by as much
_MOST_RULES, _MOST_CROSSINGS = 400, 2_500  # more is a drawing


def find_tables(rules: Sequence[Rect]) -> list[Table]:
    """Return the tables that ``rules`` draw, top down; their cells have no lines yet."""
    upright = [rule for rule in rules if not _is_flat(rule)]
    if len(upright) < 3:
        return []
    down = {round((rule.x0 + rule.x1) / 2 / _NEAR) for rule in upright}
    across = {round((rule.top + rule.bottom) / 2 / _NEAR) for rule in rules if _is_flat(rule)}
    if len(down) < 3 or len(across) < 2 or max(len(down), len(across)) > _MOST_RULES:
        return []
    # A tenth of a second that most files, having no ruled table, need not pay.
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = merge_edges([_edge(rule) for rule in rules], _NEAR, _NEAR, _NEAR, _NEAR)
    crossings = edges_to_intersections(edges, _NEAR, _NEAR)
    if len(crossings) > _MOST_CROSSINGS:
        return []
    grids = [
        [Rect(*map(float, cell)) for cell in cells] for cells in cells_to_tables(intersections_to_cells(crossings))
    ]
    tables = [table_of(cells) for cells in grids]
    return sorted((table for table in tables if _is_regular(table)), key=lambda table: table.place.top)


def table_of(cells: Sequence[Rect]) -> Table:
    """Return the table that ``cells`` make; a row (or column) is where a cell begins."""
    edges = sorted({round(cell.x0) for cell in cells})
    tops = sorted({round(cell.top) for cell in cells})
    placed = [TableCell(cell, tops.index(round(cell.top)), edges.index(round(cell.x0))) for cell in cells]
    place = Rect(
        min(cell.x0 for cell in cells),
        min(cell.top for cell in cells),
        max(cell.x1 for cell in cells),
        max(cell.bottom for cell in cells),
    )
    return Table(place, tuple(sorted(placed, key=lambda cell: (cell.row, cell.column))), tuple(edges))


def _is_flat(rule: Rect) -> bool:
    return rule.x1 - rule.x0 >= rule.bottom - rule.top


def _edge(rule: Rect) -> dict[str, float | str]:
    """Return a rule as pdfplumber describes it, without thickness."""
    x0, top, x1, bottom = rule.x0, rule.top, rule.x1, rule.bottom
    if _is_flat(rule):
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    size = {"width": x1 - x0, "height": bottom - top, "x0": x0, "x1": x1, "top": top, "bottom": bottom}
    return {"orientation": "h" if _is_flat(rule) else "v", **size}


def _is_regular(table: Table) -> bool:
    """Whether the cells make rows and columns, and not the chance pattern of frames and underlining."""
    rows = table.cells[-1].row + 1
    return len(table.edges) > 1 and len(table.cells) * 5 >= rows * len(table.edges) * 2
