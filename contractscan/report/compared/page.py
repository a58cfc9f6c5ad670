"""A comparison as a page: old and new beside each other, the words that differ marked; no script."""

from __future__ import annotations

from contractscan.report.compared.view import ComparisonView
from contractscan.report.html import environment
from contractscan.report.texts import texts


def render_comparison_page(view: ComparisonView) -> str:
    """Return the comparison as a self-contained HTML page."""
    return environment().get_template("compare.html.j2").render(view=view, t=texts(view.language))
