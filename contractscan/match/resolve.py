"""From the party captured in a match to the side that it is."""

from __future__ import annotations

import re

from contractscan.parties import BOTH, BRAND, MENTION, OTHER, PARTNER, ROLE
from contractscan.rules.schema import Resolved

_REACH = 12  # the longest joint of two mentions, and then some
_SIDES: dict[str, Resolved] = {BRAND: "brand", PARTNER: "partner", BOTH: "both", ROLE: "both"}
_STOPS = ",;:."
_OWNS = re.compile(r"'s?\b|\s?的(?!,)")
_PAIR = f"[{BRAND}{PARTNER}]"
_NOT_AFTER = "".join(f"(?<!{word} )" for word in ("with", "from", "between", "to", "of", "in", "for"))
# "乙方与甲方客户": with the other side's people, not together with the other side.
_NOT_BEFORE = "(?!的?(?:客户|员工|人员|用户|供应商|店铺|竞争|雇员|买家))"
# "The account is held by Client, and Agency has no access": the comma ends what is held.
_JOINT = r"和|与|及|以及|、|或者?| and |(?<!\bby .), and |,? or (?:by )?"
_JOINED = re.compile(rf"{_NOT_AFTER}{_PAIR}(?:{_JOINT}){_PAIR}{_NOT_BEFORE}")


def resolve(text: str, at: int) -> Resolved | None:
    """Return the side of the party mention at ``text[at]``; ``None`` where it cannot be told.

    "甲方和乙方" is both sides; "对方" / "the other party" is the one that is not the subject before it;
    a role that either side may take (守约方, the receiving party) is both.
    """
    mention = text[at]
    if mention == OTHER:
        return _other(text, at)
    for pair in _JOINED.finditer(text, max(0, at - _REACH), at + _REACH):
        if pair.start() <= at < pair.end() and text[pair.start()] != text[pair.end() - 1]:
            return "both"
    return _SIDES.get(mention)


def _other(text: str, at: int) -> Resolved | None:
    subject = _subject_before(text, at)
    if subject is None:
        return None
    if subject == BRAND:
        return "partner"
    if subject == PARTNER:
        return "brand"
    return "both"


def _subject_before(text: str, at: int) -> str | None:
    """Return the mention that acts before ``text[at]``: the first one of the nearest clause that has one.

    Whose things are meant ("Client's data", 甲方的资料) does not act, unless nobody else is mentioned.
    """
    before = [match for match in MENTION.finditer(text, 0, at) if match[0] != OTHER]
    acting = [match for match in before if not _OWNS.match(text, match.end())] or before
    if not acting:
        return None
    last = acting[-1].start()
    clause = max(text.rfind(stop, 0, last) for stop in _STOPS)
    return next(match[0] for match in acting if match.start() > clause)
