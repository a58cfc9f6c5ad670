"""Contract text that bites, for tests of every format."""

from __future__ import annotations

from dataclasses import replace

from factory import LONG, NOTICE, document, finding, proposal, review

from contractscan.model import Basis, Conflict, Gap, NormCheck, Note, Parties, Party, Review, Side, Status, Verdict

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) **b** `c` | # h"
TEMPLATE = "{{ 1234*4321 }} {% raw %} ${1234*4321} <%= 1234*4321 %> {0} {x}"
FORMULA = '=cmd|\' /C calc\'!A0;=1+1 +1 -1 @SUM(1) \t=HYPERLINK("http://x.example","y")'
LINKS = "http://evil.example https://evil.example www.evil.example a@evil.example @everyone #12"
CONTROL = "\x1b[31mred\x1b]0;t\x07\x9b0m \u202eevil\u202c \u2066x\u2069 \u200bz \ufeff \x00 \ud800 \u2028"
EVERYTHING = " ".join((FORMULA, MARKUP, TEMPLATE, LINKS, CONTROL))
STARTS = ("=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "'=1")
FORBIDDEN = frozenset(
    {*map(chr, range(9)), *map(chr, range(11, 13)), *map(chr, range(14, 32)), *map(chr, range(0x7F, 0xA0))}
    | set(
        "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ud800"
    )
)
"""Characters that no report but the JSON's escapes may hold."""


def hostile_review(text: str = EVERYTHING) -> Review:
    """A review in which everything that a contract can say is ``text``."""
    value = replace(NOTICE, text=text, value=text, unit="days", start=100, end=103)
    quoted = finding("exclusive", "locked", text, text[:4], clause=text, heading=text, values=(value,))
    checked = replace(LONG, clause=text, values=(replace(value, value=90.0),))
    other = replace(quoted, item="notice", outcome="short")
    party = Party(text, (text,))
    made = review()
    return replace(
        made,
        document=replace(
            document(path=text.replace("/", "∕")),
            text="正文" + "x" * 98 + text + "\n" * 50,
            gaps=(Gap("image", text, text, text), Gap(text[:20], text, text, text)),
            notes=(Note(text[:20], text),),
        ),
        parties=Parties(party, party, (party,), True, (Basis("role-word", text, 0, 2),)),
        side=Side.BRAND,
        verdicts=(
            replace(made.verdicts[0], findings=(quoted, replace(quoted, start=101, end=101 + len(text)))),
            Verdict("data", "data", Status.UNREAD, None),
            replace(
                made.verdicts[2],
                findings=(checked, other),
                conflicts=(Conflict("value", checked, other),),
                norms=(NormCheck(checked.values[0], "≤ 60 days", False),),
            ),
            made.verdicts[3],
            replace(made.verdicts[4], proposals=(replace(proposal("suit", quote=text), clause=text, heading=text),)),
        ),
        other_clauses=(replace(proposal(None, quote=text), clause=text, heading=text),),
    )
