"""The HTML report: one file in both languages, which loads nothing and runs no script but its own."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from contractscan.report.overview import by_family, overview
from contractscan.report.texts import Texts, texts
from contractscan.report.view import ReportView
from contractscan.report.wording import wording_in
from contractscan.resources import data_dir

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_RUNNING_ON = re.compile(r"[^\s\u2e80-\uffef]{200}")
_SCRIPT = "script."  # the prefix of the texts that the page itself puts in


@cache
def environment() -> Environment:
    """Return the Jinja2 environment of the shipped templates: everything escaped, nothing undefined.

    ``style`` and ``script`` go into the page as they are, and so does the file that ``asset`` names; ``hash`` is what
    the page's policy calls such a text; ``breakable`` text may break anywhere; ``own_names`` and ``wording`` are those
    of ``contractscan.report.wording``.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(data_dir("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Files of our own: what is inside them is code, not text to escape.
    made.globals["asset"] = lambda name: Markup(_asset(name))  # noqa: S704
    made.globals["style"] = Markup(_asset("style.css"))  # noqa: S704
    made.globals["script"] = Markup(_asset("report.js"))  # noqa: S704
    made.filters["hash"] = _hash
    made.filters["breakable"] = _breakable
    made.filters["wording"] = wording_in
    return made


def render_html(*views: ReportView) -> str:
    """Return the report as a self-contained HTML page.

    The page begins in the language of the first view, and can switch to that of the second.
    """
    pages = []
    for view in views:
        groups = by_family(view)
        pages.append((view, texts(view.language), groups, overview(groups)))
    data = {
        "sha256": views[0].sha256,
        "file": views[0].file_name,
        "texts": {view.language: _script_texts(texts(view.language)) for view in views},
    }
    return environment().get_template("report.html.j2").render(pages=pages, t=pages[0][1], data=data)


def _script_texts(t: Texts) -> dict[str, str]:
    return {key.removeprefix(_SCRIPT): text for key, text in t.entries.items() if key.startswith(_SCRIPT)}


def _asset(name: str) -> str:
    return (data_dir("templates") / name).read_text(encoding="utf-8")


def _breakable(text: str) -> Markup:
    """Return ``text`` escaped, with leave to break where it runs on: a browser takes minutes over an unbroken line."""
    from markupsafe import Markup

    pieces: list[str] = []
    at = 0
    for run in _RUNNING_ON.finditer(text):
        pieces.append(text[at : run.end()])
        at = run.end()
    return Markup("<wbr>").join((*pieces, text[at:]))


def _hash(text: str) -> str:
    """Return the source expression that allows ``text`` in a Content-Security-Policy."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
