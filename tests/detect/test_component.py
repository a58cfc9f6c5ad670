"""The detector inside a spaCy pipeline."""

from __future__ import annotations

import pytest
import spacy

import contractscan.detect.component  # noqa: F401  # an installed package is found by its entry point
from tests.detect.agreement import TEXT


def test_passages_are_spans_with_scores() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("contractscan_clauses", config={"key": "clauses", "sensitivity": "thorough"})
    doc = nlp(TEXT)
    group = doc.spans["clauses"]
    scores = group.attrs["scores"]
    assert len(group) == len(scores) > 0
    assert all(0 < score < 1 for score in scores)
    law = [span.text for span in group if span.label_ == "Governing Law"]
    assert any("laws of the State of Ohio" in text for text in law)


def test_an_unknown_sensitivity_is_refused() -> None:
    with pytest.raises(ValueError, match="eager"):
        spacy.blank("en").add_pipe("contractscan_clauses", config={"sensitivity": "eager"})
