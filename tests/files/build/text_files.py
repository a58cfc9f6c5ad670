"""Plain text, Markdown and HTML, as people copy and save them."""

from __future__ import annotations

from collections.abc import Callable

FILES: dict[str, Callable[[], bytes]] = {}
