"""The detector: units and the rules' findings → proposals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import yaml

from contractscan.categories import categories
from contractscan.detect.cues import Cues
from contractscan.detect.features import describe, symbols_for
from contractscan.detect.modelfile import Model, read_model
from contractscan.detect.passages import boundaries, join_logits, runs
from contractscan.detect.scoring import Scorer
from contractscan.detect.words import Symbols
from contractscan.match import Unit
from contractscan.model import Finding, Proposal, Sensitivity
from contractscan.resources import data_dir

_LANGUAGE = "en"
_DIGITS = 3  # no calibration is finer
_MOST = 0.999  # for nothing that is learned is certain
MODEL = "clauses-en.npz"


class Detector:
    """A model made ready to propose. ``items`` is the checklist item that asks about a category, if any."""

    def __init__(self, model: Model, items: Mapping[str, str | None]) -> None:
        self._model = model
        self._items = items
        self._cues = Cues(model.groups, model.patterns)
        self._symbols = symbols_for(self._cues)
        self._scorer = Scorer(model, self._symbols)

    def propose(
        self,
        units: Sequence[Unit],
        findings: Iterable[Finding] = (),
        sensitivity: Sensitivity = Sensitivity.BALANCED,
    ) -> tuple[Proposal, ...]:
        """Return the proposals for a document made of ``units``, in the order of their places.

        ``findings`` are what the rules found in it, which the model takes into account.
        """
        own = [unit for unit in units if unit.language == _LANGUAGE]
        if not own:
            return ()
        model = self._model
        scores = self._scorer(describe(own, findings, self._cues, Symbols(base=self._symbols)))
        joins = join_logits(boundaries(own), model.join)
        level = list(Sensitivity).index(sensitivity)
        found = []
        for at, category in enumerate(model.categories):
            threshold, slack = model.thresholds[level, :, at].tolist()
            slope, shift = model.calibration[:, at].tolist()
            for first, end in runs(scores[:, at], joins[:, at], threshold, slack):
                best = float(scores[first:end, at].max())
                found.append(
                    Proposal(
                        category,
                        self._items.get(category),
                        min(round(1 / (1 + exp(-(slope * best + shift))), _DIGITS), _MOST),
                        min(unit.start for unit in own[first:end]),
                        max(unit.end for unit in own[first:end]),
                    )
                )
        return tuple(sorted(found, key=lambda proposal: (proposal.start, proposal.end, proposal.category)))


def read_cues(path: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Read the groups of terms and the patterns of a cues file."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    groups = {name: [term.strip() for term in terms.split(",")] for name, terms in content["groups"].items()}
    return groups, content["patterns"]


@cache
def detector() -> Detector:
    """Return the detector that ships with contractscan, loaded once per process."""
    items = {name: category.item for name, category in categories().items()}
    return Detector(read_model(data_dir("models") / MODEL), items)
