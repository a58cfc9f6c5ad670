"""Older office formats."""

from __future__ import annotations

from collections.abc import Callable

FILES: dict[str, Callable[[], bytes]] = {}
