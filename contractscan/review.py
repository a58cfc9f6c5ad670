"""The review of one file, end to end: read, structure, bind parties, match, assess."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import contractscan
from contractscan import parties, policy, readers, structure
from contractscan.assess import assess, facts_asked
from contractscan.detect import detector
from contractscan.drafting import find_faults
from contractscan.errors import ContractscanError, RuleError
from contractscan.match import Engine, Try, Unit, units
from contractscan.model import Document, Finding, Outline, Parties, Proposal, Review, Sensitivity, Side
from contractscan.options import Options
from contractscan.provenance import page_of
from contractscan.readers import Progress
from contractscan.rules import RuleBook, load_rules
from contractscan.rules.lint import lint

_DEFAULT = Options()
# A passage is shown from this probability on: less is noise to whoever did not ask for everything.
_WORTH_A_LOOK = {Sensitivity.STRICT: 0.5, Sensitivity.BALANCED: 0.25, Sensitivity.THOROUGH: 0.0}


class PartyError(ContractscanError):
    """The party that the user named is not one of the contract's."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one item came by its answer: the units looked at closely, and every match in them, dropped or not."""

    item: str
    review: Review
    near: tuple[Unit, ...]
    tries: tuple[Try, ...]


@cache
def rules_with(own: Path | None = None) -> RuleBook:
    """Return the rules that ship with contractscan, with those of the folder ``own``; loaded once per process.

    Raises ``RuleError`` where a rule of the user's own cannot be used.
    """
    book = load_rules(own=own)
    for item, file in book.files.items():
        if own is not None and file.is_relative_to(own):
            for problem, fatal in lint(book.rules[item], book):
                if fatal:
                    raise RuleError(f"{file}: {problem}")
    return book


@cache
def _engine_with(own: Path | None) -> Engine:
    return Engine(rules_with(own))


def book_for(review: Review, options: Options) -> RuleBook:
    """Return the rule book as the user's policy wants it read for the side of ``review``."""
    return policy.apply(options.policy, rules_with(options.rules), review.side)


def review_file(path: Path, options: Options = _DEFAULT, progress: Progress | None = None) -> Review:
    """Review the contract at ``path``; ``progress`` is told how many pages are read.

    Raises ``ReadError`` where the file cannot be read, ``PartyError`` where ``options`` name no party of it,
    ``RuleError`` where a rule of the user's own cannot be used.
    """
    return review_document(readers.read(path, options.reading, progress), options)


def review_document(document: Document, options: Options = _DEFAULT) -> Review:
    """Review a document that was already read."""
    outline, sides, side = _told(document, options)
    found = units(document, outline, sides, _engine_with(options.rules).pipelines)
    return _review(document, outline, sides, side, found, options)


def explain_file(path: Path, item: str, options: Options = _DEFAULT, progress: Progress | None = None) -> Explanation:
    """Review the contract at ``path`` and tell how ``item`` came by its answer. Raises as ``review_file`` does."""
    document = readers.read(path, options.reading, progress)
    outline, sides, side = _told(document, options)
    engine = _engine_with(options.rules)
    found = units(document, outline, sides, engine.pipelines)
    review = _review(document, outline, sides, side, found, options)
    return Explanation(item, review, *engine.explain(found, item))


def _told(document: Document, options: Options) -> tuple[Outline, Parties, Side]:
    """Return the outline of ``document``, its parties, and the side to review it for."""
    outline = structure.outline(document)
    sides = parties.identify(document, outline)
    wanted = options.side or options.policy.party
    try:
        # Who asks about an agreement that does not tell the sides is, as a rule, the seller.
        brand = options.brand or (wanted if not sides.decided and wanted not in list(Side) else None)
        if brand is not None:
            sides = parties.with_brand(sides, brand)
        side = _side(sides, wanted)
    except ValueError as error:
        raise PartyError(f"{document.path}: {error}") from None
    return outline, sides, side


def _side(sides: Parties, named: str | None) -> Side:
    if named is None or named in list(Side):
        return Side(named or Side.BRAND)
    side = parties.side_of(sides, named)
    if side is None:
        known = ", ".join((*sides.brand.aliases, *sides.partner.aliases)) or "none"
        raise ValueError(f"no party is called {named!r} here; the contract's own names are: {known}")
    return side


def _review(
    document: Document, outline: Outline, sides: Parties, side: Side, found: tuple[Unit, ...], options: Options
) -> Review:
    book = policy.apply(options.policy, rules_with(options.rules), side)
    engine = _engine_with(options.rules)
    matches = engine.match(document, found)
    facts = engine.holding_facts(found, facts_asked(matches.findings, book))
    findings = (*matches.findings, *find_faults(document, outline, sides))
    proposals = _proposals(document, outline, found, matches.findings, options.sensitivity)
    verdicts = assess(document, findings, facts, book, side, proposals)
    others = tuple(proposal for proposal in proposals if proposal.item is None)
    return Review(document, sides, side, verdicts, matches.drops, contractscan.__version__, others)


def _proposals(
    document: Document,
    outline: Outline,
    found: tuple[Unit, ...],
    findings: tuple[Finding, ...],
    sensitivity: Sensitivity,
) -> tuple[Proposal, ...]:
    """Return the learned detector's proposals, each with its words and its place."""
    placed: list[Proposal] = []
    for proposal in detector().propose(found, findings, sensitivity):
        if proposal.probability < _WORTH_A_LOOK[sensitivity]:
            continue
        clause = structure.clause_at(outline, proposal.start)
        placed.append(
            replace(
                proposal,
                quote=document.text[proposal.start : proposal.end],
                page=page_of(document, proposal.start),
                clause=clause.path if clause else "",
                heading=clause.heading if clause else "",
            )
        )
    return tuple(placed)
