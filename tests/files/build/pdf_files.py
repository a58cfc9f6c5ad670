"""Traits of PDF files."""

from __future__ import annotations

from collections.abc import Callable

from tests.files.build import pdf_layout, pdf_overlays

FILES: dict[str, Callable[[], bytes]] = pdf_layout.FILES | pdf_overlays.FILES
