"""A comparison of two versions of a contract, for the terminal, as a page, and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contractscan.compare import Comparison, Reviewed
from contractscan.model import Language
from contractscan.report.files import encoded

if TYPE_CHECKING:
    from rich.text import Text


def render(form: str, comparison: Comparison, old: Reviewed, new: Reviewed, language: Language) -> bytes:
    """Return ``comparison`` of ``old`` and ``new`` as "text" (plain), "html" or "json"."""
    if form == "json":
        from contractscan.report.compared.wire import comparison_json

        return encoded(comparison_json(comparison, language))
    if form == "html":
        from contractscan.report.compared.page import render_comparison_page
        from contractscan.report.compared.view import build_comparison_view

        return encoded(render_comparison_page(build_comparison_view(comparison, old, new, language)))
    from contractscan.report.terminal import PLAIN_WIDTH

    return encoded(styled(comparison, old, new, language, PLAIN_WIDTH).plain + "\n")


def styled(comparison: Comparison, old: Reviewed, new: Reviewed, language: Language, width: int) -> Text:
    """Return ``comparison`` for a terminal that is ``width`` cells wide."""
    from contractscan.report.compared.terminal import render_comparison
    from contractscan.report.compared.view import build_comparison_view

    return render_comparison(build_comparison_view(comparison, old, new, language), width)
