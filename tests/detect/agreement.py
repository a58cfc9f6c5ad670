"""An agreement in words of our own, as the detector meets it."""

from __future__ import annotations

from contractscan import parties, structure
from contractscan.match import Engine, Unit, units
from contractscan.model import Finding
from contractscan.readers import plain
from contractscan.readers.source import ReadOptions, Source
from contractscan.rules import load_rules

TEXT = """MARKETING AND SUPPLY AGREEMENT

This Agreement is made between Harbour Lane Inc. (the "Company") and Tidewell Services LLC (the "Agency").

1. Services. The Agency shall manage the advertising of the Company in the online store.

2. Non-Competition. During the term and for one year thereafter, the Agency shall not, directly or indirectly, market \
or sell any products that compete with the Products of the Company.

3. Insurance. The Agency shall maintain a policy of general liability insurance with limits of at least $1,000,000 \
for each claim. On request it shall show the Company the insurer's certificate of insurance.

4. Renewal. After the first year this Agreement will automatically renew for further terms of one year each, unless a \
party gives notice of non-renewal in writing sixty days or more before the current term ends.

5. Warranty. The Agency warrants that the Deliverables will be free from defects for ninety (90) days after \
delivery.

6. First refusal. If the Company receives a bona fide offer from a third party to purchase the Brand, the Agency shall \
have a right of first refusal to acquire it on the same terms.

7. Governing Law. The laws of the State of Ohio shall govern this Agreement, whatever their rules on conflict of laws.
"""


def read(text: str = TEXT) -> tuple[tuple[Unit, ...], tuple[Finding, ...]]:
    """Return the units of an agreement, and what the rules find in it."""
    document = plain.read(Source("", text.encode(), "", ReadOptions(), float("inf")), markdown=False)
    outline = structure.outline(document)
    engine = Engine(load_rules())
    parts = units(document, outline, parties.identify(document, outline), engine.pipelines)
    return parts, engine.match(document, parts).findings
