"""The detector as a spaCy component: ``nlp.add_pipe("contractscan_clauses")``.

It labels passages of a whole agreement: every passage is a span of ``doc.spans[key]`` with its category as the label,
and ``doc.spans[key].attrs["scores"]`` holds their probabilities, in the same order.
"""

from __future__ import annotations

import math

# Before spaCy, which it makes load faster.
import contractscan.lean_spacy  # noqa: F401 # isort: skip
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from contractscan import parties, structure
from contractscan.detect.detector import detector
from contractscan.match import Engine, units
from contractscan.model import Sensitivity
from contractscan.readers import plain
from contractscan.readers.source import ReadOptions, Source
from contractscan.rules import load_rules


class ClauseProposer:
    """A spaCy component that proposes passages; ``key`` is where in ``doc.spans`` they go."""

    def __init__(self, key: str, sensitivity: Sensitivity) -> None:
        self._key = key
        self._sensitivity = sensitivity
        self._engine = Engine(load_rules())
        self._detector = detector()

    def __call__(self, doc: Doc) -> Doc:
        """Add the proposals for the agreement that ``doc`` holds. Raises ``ReadError`` where it holds no text."""
        source = Source("", doc.text.encode(), "", ReadOptions(), math.inf)
        document = plain.read(source, markdown=False)
        outline = structure.outline(document)
        parts = units(document, outline, parties.identify(document, outline), self._engine.pipelines)
        findings = self._engine.match(document, parts).findings
        spans, scores = [], []
        for proposal in self._detector.propose(parts, findings, self._sensitivity):
            span = doc.char_span(proposal.start, proposal.end, label=proposal.category, alignment_mode="expand")
            if span is not None:
                spans.append(span)
                scores.append(proposal.probability)
        doc.spans[self._key] = SpanGroup(doc, name=self._key, spans=spans, attrs={"scores": scores})
        return doc


@Language.factory("contractscan_clauses", default_config={"key": "contractscan", "sensitivity": "balanced"})
def make_clauses(nlp: Language, name: str, key: str, sensitivity: str) -> ClauseProposer:
    """Make the component. Raises ``ValueError`` for an unknown sensitivity."""
    return ClauseProposer(key, Sensitivity(sensitivity))
