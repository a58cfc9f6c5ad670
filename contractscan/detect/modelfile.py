"""The model file: one compressed file of arrays and plain JSON, the same bytes for the same model."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from contractscan.detect.features import BLOCKS
from contractscan.errors import ContractscanError

FORMAT = 1
Floats = NDArray[numpy.float32]


class ModelError(ContractscanError):
    """The model file is damaged, or of another version."""


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model for sentences of one language; ``n`` categories, ``v`` names of features.

    ``names`` are the names of each block of ``BLOCKS`` (they number 0 … v-1, block by block); ``weights`` is v × n
    of int8, each column to be multiplied with its ``scale`` (n); ``bias`` is n. ``join`` is for the boundary between
    two sentences of a category: (traits of boundaries + n). ``calibration`` is 2 × n: the probability of a passage is
    sigmoid(a·score + b). ``thresholds`` is 3 × 2 × n, by ``Sensitivity``: the score that a passage needs, and how far
    below it a sentence of the passage may fall. ``groups`` and ``patterns`` are the cues.
    """

    categories: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    weights: NDArray[numpy.int8]
    scale: Floats
    bias: Floats
    join: Floats
    calibration: Floats
    thresholds: Floats
    groups: Mapping[str, Sequence[str]]
    patterns: Mapping[str, Sequence[str]]

    def write(self, path: Path) -> None:
        """Write the model to ``path``."""
        plain = {
            "format": FORMAT,
            "blocks": list(BLOCKS),
            "categories": self.categories,
            "names": ["\n".join(names) for names in self.names],
            "groups": dict(self.groups),
            "patterns": dict(self.patterns),
        }
        said = numpy.frombuffer(json.dumps(plain, ensure_ascii=True).encode(), dtype=numpy.uint8)
        numpy.savez_compressed(
            path,
            plain=said,
            weights=self.weights,
            scale=self.scale,
            bias=self.bias,
            join=self.join,
            calibration=self.calibration,
            thresholds=self.thresholds,
        )


def read_model(path: Path) -> Model:
    """Read the model at ``path``. Raises ``ModelError`` where that is no model of this version."""
    try:
        with path.open("rb") as file, numpy.load(file, allow_pickle=False) as arrays:
            plain: dict[str, Any] = json.loads(arrays["plain"].tobytes())
            if plain["format"] != FORMAT or plain["blocks"] != list(BLOCKS):
                raise ModelError(f"{path}: this model was made for another version of contractscan")
            return Model(
                categories=tuple(plain["categories"]),
                names=tuple(tuple(names.split("\n")) if names else () for names in plain["names"]),
                weights=arrays["weights"],
                scale=arrays["scale"],
                bias=arrays["bias"],
                join=arrays["join"],
                calibration=arrays["calibration"],
                thresholds=arrays["thresholds"],
                groups=plain["groups"],
                patterns=plain["patterns"],
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path}: not a model of contractscan ({error})") from None
