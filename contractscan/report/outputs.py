"""The formats of a report, and the one way to render a review in any of them.

What a format takes to render is imported when it is rendered: the command line knows all names without that cost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from contractscan.model import Document, Language, Review
from contractscan.readers.limits import FILE_BYTES
from contractscan.report.files import encoded

if TYPE_CHECKING:
    from contractscan.policy import Policy
    from contractscan.report.view import ReportView
    from contractscan.rules import RuleBook

_TEMPLATE_SUFFIXES = frozenset({".j2", ".jinja", ".jinja2"})


@dataclass(frozen=True)
class Job:
    """What is to be rendered: a review, the rule book with its words, and the language of the interface.

    ``policy`` is the one that ``book`` was made with; ``None`` for none. ``language`` ``None``: the contract's.
    ``own`` is the contract's file, where it is not at the document's path, and ``password`` opens it; ``redline``
    puts the wording to propose into a Word file.
    """

    review: Review
    book: RuleBook
    policy: Policy | None = None
    language: Language | None = None
    password: str | None = None
    redline: bool = False
    own: Path | None = None

    @cached_property
    def view(self) -> ReportView:
        """The review in words; made once for all formats."""
        from contractscan.report.texts import language_for
        from contractscan.report.view import build_view

        return build_view(self.review, self.book, self.language or language_for(self.review))


@dataclass(frozen=True, slots=True)
class Output:
    """A format: its name, the suffix of its files, and how a review becomes the bytes of one.

    ``streams``: on its own it goes to stdout, unless the user names a file. ``binary``: it is no text, and not for
    a terminal.
    """

    name: str
    suffix: str
    render: Callable[[Job], bytes]
    streams: bool = False
    binary: bool = False


def _text(job: Job) -> bytes:
    from contractscan.report.terminal import PLAIN_WIDTH, render_terminal

    return encoded(render_terminal(job.view, PLAIN_WIDTH).plain + "\n")


def _html(job: Job) -> bytes:
    from contractscan.report.html import render_html
    from contractscan.report.view import build_views

    return encoded(render_html(*build_views(job.review, job.book, job.view.language)))


def _xlsx(job: Job) -> bytes:
    from contractscan.report.workbook import render_workbook

    return render_workbook(job.review, job.book, job.view)


def _csv(job: Job) -> bytes:
    from contractscan.report.tables import render_csv

    return encoded(render_csv(job.review, job.book, job.view))


def _docx(job: Job) -> bytes:
    from contractscan.report import word

    own = _own_file(job, "docx")
    return word.annotate(own[0], own[1], job.view, redline=job.redline) if own else word.memo(job.view)


def _pdf(job: Job) -> bytes:
    from contractscan.report import pdf

    own = _own_file(job, "pdf")
    return pdf.annotate(own[0], own[1], job.view, job.password) if own else pdf.memo(job.view)


def _own_file(job: Job, form: str) -> tuple[Path, Document] | None:
    """Return the contract's file, and its document at that path, if it is of this format and still what was read."""
    document = job.review.document
    path = job.own or Path(document.path)
    if document.format != form or not path.is_file() or path.stat().st_size > FILE_BYTES:
        return None
    with path.open("rb") as file:
        same = hashlib.file_digest(file, "sha256").hexdigest() == document.sha256
    return (path, replace(document, path=str(path))) if same else None


def _markdown(job: Job) -> bytes:
    from contractscan.report.markdown import render_markdown

    return encoded(render_markdown(job.view))


def _json(job: Job) -> bytes:
    from contractscan.report.machine import review_json

    return encoded(review_json(job.review, job.book, job.policy))


def _sarif(job: Job) -> bytes:
    from contractscan.report.sarif import render_sarif

    return encoded(render_sarif(job.review, job.book, job.view, Path.cwd()))


_ALL = (
    Output("text", ".txt", _text, streams=True),
    Output("html", ".html", _html),
    Output("docx", ".docx", _docx, binary=True),
    Output("pdf", ".pdf", _pdf, binary=True),
    Output("xlsx", ".xlsx", _xlsx, binary=True),
    Output("csv", ".csv", _csv, streams=True),
    Output("md", ".md", _markdown, streams=True),
    Output("json", ".json", _json, streams=True),
    Output("sarif", ".sarif", _sarif, streams=True),
)
OUTPUTS: Mapping[str, Output] = {output.name: output for output in _ALL}
"""Every format by its name, in the order in which they are listed."""


def custom_output(template: Path) -> Output:
    """Return the format that the Jinja2 template of the user's own defines."""

    def render(job: Job) -> bytes:
        from contractscan.report.custom import render_custom

        return encoded(render_custom(template, job.view))

    return Output("template", suffix_of(template.name), render, streams=True)


def suffix_of(template: str) -> str:
    """Return the suffix of what a template makes: "memo.html.j2" makes ".html", "memo.j2" makes ".txt"."""
    name = PurePath(template)
    inner = PurePath(name.stem).suffix if name.suffix.lower() in _TEMPLATE_SUFFIXES else name.suffix
    return inner.lower() or ".txt"
