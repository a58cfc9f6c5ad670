"""How often Python looks for objects that hold each other and nobody else holds."""

from __future__ import annotations

import gc

# Python's own 700 suit programs that make such objects all the time. A review makes hardly any, and many that live as
# long as it does: looking at them over and over cost a tenth of its time.
_NEW_OBJECTS = 20_000


def collect_rarely() -> None:
    """Look only after many new objects. For processes of our own: who uses this as a library decides for himself."""
    gc.set_threshold(_NEW_OBJECTS)
