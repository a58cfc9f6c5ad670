"""Traits of Word files."""

from __future__ import annotations

from collections.abc import Callable

from tests.files.build import docx_layout, docx_lists, docx_marks, docx_packages, docx_revisions

FILES: dict[str, Callable[[], bytes]] = (
    docx_lists.FILES | docx_revisions.FILES | docx_layout.FILES | docx_marks.FILES | docx_packages.FILES
)
