"""The review of one file, end to end: read, structure, bind parties, match, assess."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import contractscan
from contractscan import parties, readers, structure
from contractscan.assess import assess, facts_asked
from contractscan.drafting import find_faults
from contractscan.errors import ContractscanError
from contractscan.match import Engine, units
from contractscan.model import Document, Outline, Parties, Review, Side
from contractscan.readers import Progress, ReadOptions
from contractscan.rules import RuleBook, load_rules

_AFTER_READING = 120.0  # seconds; a contract of 300 pages takes a tenth of it


@dataclass(frozen=True, slots=True)
class Options:
    """How to review: ``side`` is "brand", "partner" or an alias of the contract (``None``: the brand).

    ``brand`` overrules the contract: the party with this alias is the brand. ``reading`` is how to read the file.
    """

    side: str | None = None
    brand: str | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)

    def seconds(self) -> float:
        """Return how long the whole work on one file may take, so that no file can hold up the rest for ever."""
        return self.reading.timeout + _AFTER_READING


class PartyError(ContractscanError):
    """The party that the user named is not one of the contract's."""


@cache
def shipped_rules() -> RuleBook:
    """Return the rules that ship with contractscan, loaded once per process."""
    return load_rules()


@cache
def _shipped_engine() -> Engine:
    return Engine(shipped_rules())


def review_file(path: Path, options: Options = Options(), progress: Progress | None = None) -> Review:
    """Review the contract at ``path`` with the shipped rules; ``progress`` is told how many pages are read.

    Raises ``ReadError`` where the file cannot be read, ``PartyError`` where ``options`` name no party of it.
    """
    return review_document(readers.read(path, options.reading, progress), options)


def review_document(document: Document, options: Options = Options()) -> Review:
    """Review a document that was already read."""
    outline = structure.outline(document)
    sides = parties.identify(document, outline)
    try:
        # Who asks about an agreement that does not tell the sides is, as a rule, the seller.
        brand = options.brand or (options.side if not sides.decided and options.side not in list(Side) else None)
        if brand is not None:
            sides = parties.with_brand(sides, brand)
        side = _side(sides, options.side)
    except ValueError as error:
        raise PartyError(f"{document.path}: {error}") from None
    return _review(document, outline, sides, side)


def _side(sides: Parties, named: str | None) -> Side:
    if named is None or named in list(Side):
        return Side(named or Side.BRAND)
    side = parties.side_of(sides, named)
    if side is None:
        known = ", ".join((*sides.brand.aliases, *sides.partner.aliases)) or "none"
        raise ValueError(f"no party is called {named!r} here; the contract's own names are: {known}")
    return side


def _review(document: Document, outline: Outline, sides: Parties, side: Side) -> Review:
    book, engine = shipped_rules(), _shipped_engine()
    found = units(document, outline, sides, engine.pipelines)
    matches = engine.match(document, found)
    facts = engine.holding_facts(found, facts_asked(matches.findings, book))
    findings = (*matches.findings, *find_faults(document, outline))
    verdicts = assess(document, findings, facts, book, side)
    return Review(document, sides, side, verdicts, matches.drops, contractscan.__version__)
