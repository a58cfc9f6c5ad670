"""Pictures of pages, and PDF files made of them."""

from __future__ import annotations

from collections.abc import Callable

FILES: dict[str, Callable[[], bytes]] = {}
