"""The wording that a report proposes, in the contract's own names for its parties."""

from __future__ import annotations

import re

from contractscan.report.texts import texts
from contractscan.report.view import ReportView

# Advice reads: what to do, then the wording in the quotation marks of its language.
_QUOTED = {"zh": re.compile("“([^”]+)”"), "en": re.compile('"([^"]+)"')}
# What the rule packs call the two sides: the brand first.
_SIDES = {"zh": ("甲方", "乙方"), "en": ("Client", "Agency")}


def in_own_names(text: str, view: ReportView) -> str:
    """Return ``text`` with the names of the sides in it replaced by what this contract calls them.

    The brand is 甲方 or Client in all advice, and may be 乙方 or Party B in the contract.
    """
    names = {name: _alias(view, index, name) for index, name in enumerate(_SIDES[view.language])}
    pattern = "|".join(names) if view.language == "zh" else rf"\b(?:{'|'.join(names)})\b"
    return re.sub(pattern, lambda match: names[match[0]], text)


def _alias(view: ReportView, side: int, name: str) -> str:
    aliases = [alias for alias in view.sides[side].aliases.split(texts(view.language)("report.list")) if alias]
    if name in aliases:
        return name
    in_script = [alias for alias in aliases if alias.isascii() == (view.language == "en")]
    return (in_script or [name])[0]


def wording_in(ask: str, view: ReportView) -> str:
    """Return the wording that advice quotes, "" if it quotes none."""
    quoted = _QUOTED[view.language].search(ask)
    return in_own_names(quoted[1].strip(), view) if quoted else ""
