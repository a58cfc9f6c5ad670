"""The wording that a report proposes, in the contract's own names for its parties."""

from __future__ import annotations

import re

from contractscan.model import Language, Parties, Party
from contractscan.report.safe import one_line

# Advice reads: what to do, then the wording in the quotation marks of its language.
_QUOTED = {"zh": re.compile("“([^”]+)”"), "en": re.compile('"([^"]+)"')}
# What the rule packs call the two sides: the brand first.
_SIDES = {"zh": ("甲方", "乙方"), "en": ("Client", "Agency")}


def in_own_names(text: str, parties: Parties, language: Language) -> str:
    """Return ``text`` with the names of the sides in it replaced by what this contract calls them.

    The brand is 甲方 or Client in all advice, and may be 乙方 or Party B in the contract.
    """
    brand, partner = _SIDES[language]
    names = {brand: _alias(parties.brand, brand), partner: _alias(parties.partner, partner)}
    pattern = "|".join(names) if language == "zh" else rf"\b(?:{'|'.join(names)})\b"
    return re.sub(pattern, lambda match: names[match[0]], text)


def _alias(party: Party, name: str) -> str:
    if name in party.aliases:
        return name
    in_script = [alias for alias in party.aliases if alias.isascii() == name.isascii() and alias != party.name]
    return one_line(in_script[0]) if in_script else name


def wording_in(ask: str, language: Language) -> str:
    """Return the wording that advice quotes (the longest piece of it), "" if it quotes none."""
    quoted: list[str] = _QUOTED[language].findall(ask)
    return max(quoted, key=len).strip() if quoted else ""
