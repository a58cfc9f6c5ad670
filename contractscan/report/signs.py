"""The shapes that stand for each mark beside its colour and its word, worst first."""

from __future__ import annotations

SHAPES = {
    "high": "▲",
    "medium": "◆",
    "low": "●",
    "info": "□",
    "ok": "✓",
    "missing": "◌",
    "unread": "?",
    "look": "◎",
    "absent": "–",
}
"""By the key of a badge. The order is that of severity."""
WORST_FIRST = {key: rank for rank, key in enumerate(SHAPES)}
