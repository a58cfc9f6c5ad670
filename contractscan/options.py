"""How a contract is reviewed, as the user wants it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from contractscan.model import Sensitivity
from contractscan.policy import Policy
from contractscan.readers.source import ReadOptions

_AFTER_READING = 120.0  # seconds; a contract of 300 pages takes a tenth of it


@dataclass(frozen=True, slots=True)
class Options:
    """How to review: ``side`` is "brand", "partner" or an alias of the contract (``None``: the policy's, or the brand).

    ``brand`` overrules the contract: the party with this alias is the brand. ``reading`` is how to read the file.
    ``rules`` is a folder with rules of the user's own, ``policy`` what the user's policy says. ``sensitivity`` is how
    readily the learned detector proposes a passage.
    """

    side: str | None = None
    brand: str | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)
    rules: Path | None = None
    policy: Policy = field(default_factory=Policy)
    sensitivity: Sensitivity = Sensitivity.BALANCED

    def seconds(self) -> float:
        """Return how long the whole work on one file may take, so that no file can hold up the rest for ever."""
        return self.reading.timeout + _AFTER_READING
