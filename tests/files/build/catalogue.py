"""All files by name, each with the function that makes its bytes."""

from __future__ import annotations

from collections.abc import Callable

from tests.files.build import docx_files, hostile_files, office_files, pdf_files, scan_files, text_files, web_files

FILES: dict[str, Callable[[], bytes]] = (
    docx_files.FILES
    | pdf_files.FILES
    | scan_files.FILES
    | text_files.FILES
    | web_files.FILES
    | office_files.FILES
    | hostile_files.FILES
)
