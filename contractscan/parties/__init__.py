"""Who is brand and who is partner: the aliases of each contract, the sides, and marking the mentions."""

from __future__ import annotations

from dataclasses import replace

from contractscan.model import Basis, Document, Outline, Parties, Party, Side
from contractscan.parties.lexicon import load_lexicon
from contractscan.parties.mentions import BOTH, BRAND, MENTION, OTHER, PARTNER, ROLE, THIRD, mark
from contractscan.writing import plain_writing

__all__ = [
    "BOTH",
    "BRAND",
    "MENTION",
    "OTHER",
    "PARTNER",
    "ROLE",
    "THIRD",
    "identify",
    "mark",
    "side_of",
    "with_brand",
]


def identify(document: Document, outline: Outline) -> Parties:
    """Return the parties of ``document`` and their sides, with the contract's words for it. Never raises."""
    from contractscan.parties.candidate import plain  # the expressions behind these take longer to compile
    from contractscan.parties.naming import find_parties  # than all other users of this package have time for
    from contractscan.parties.sides import decide

    lexicon = load_lexicon()
    text = plain(document)
    found = decide(text, document.text, find_parties(text, lexicon), lexicon)
    written = plain_writing(document.text)
    return found if written == document.text else _as_written(found, written, document.text)


def _as_written(found: Parties, plain: str, text: str) -> Parties:
    """Return ``found``, whose names are in ``plain`` writing, with the names as the document's ``text`` has them."""

    def original(name: str) -> str:
        at = plain.find(name)
        return text[at : at + len(name)] if name and at >= 0 else name

    def restore(party: Party) -> Party:
        return Party(original(party.name), tuple(original(alias) for alias in party.aliases))

    return replace(
        found,
        brand=restore(found.brand),
        partner=restore(found.partner),
        others=tuple(restore(other) for other in found.others),
    )


def side_of(parties: Parties, alias: str) -> Side | None:
    """Return the side of the party called ``alias`` (letter case aside), ``None`` for other parties and words."""
    for side, party in ((Side.BRAND, parties.brand), (Side.PARTNER, parties.partner)):
        if _called(party, alias):
            return side
    return None


def with_brand(parties: Parties, alias: str) -> Parties:
    """Return ``parties`` with the party called ``alias`` as the brand, because the user says so.

    Raises ``ValueError``, listing the known aliases, if nobody is called that.
    """
    said = Basis("overruled", alias, 0, 0)
    if _called(parties.brand, alias):
        return replace(parties, decided=True, basis=(said,))
    if _called(parties.partner, alias):
        return replace(parties, brand=parties.partner, partner=parties.brand, decided=True, basis=(said,))
    for i, party in enumerate(parties.others):
        if _called(party, alias):
            others = (parties.brand, *parties.others[:i], *parties.others[i + 1 :])
            return replace(parties, brand=party, others=others, decided=True, basis=(said,))
    known = [a for party in (parties.brand, parties.partner, *parties.others) for a in party.aliases]
    raise ValueError(f"no party is called {alias!r}; this contract knows: {', '.join(known) or 'no party names'}")


def _called(party: Party, alias: str) -> bool:
    wanted = plain_writing(alias.strip()).lower()
    return bool(wanted) and wanted in {plain_writing(a).lower() for a in (*party.aliases, party.name)}
