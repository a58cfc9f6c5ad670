"""The HTML report: one file, no script, nothing loaded from anywhere."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from contractscan.report.texts import texts
from contractscan.report.view import ReportView
from contractscan.resources import data_dir

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """Return the Jinja2 environment of the shipped templates: everything escaped, nothing undefined."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(data_dir("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render_html(view: ReportView) -> str:
    """Return the report as a self-contained HTML page."""
    return environment().get_template("report.html.j2").render(view=view, t=texts(view.language))
