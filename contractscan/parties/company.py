"""Company names in English text: where a name begins, where it ends, and the short forms made of it."""

from __future__ import annotations

import re
from typing import Final

# What only ends a name ("Inc."), and what may also stand in the middle of one ("Trust Company of …").
_STRONG = (
    r"(?:Inc|INC|Incorporated|INCORPORATED|LLC|L\.L\.C|Ltd|LTD|Limited|LIMITED|Corp|CORP|GmbH|GMBH|L\.P|LP|LLP|PLC|plc"
    r"|N\.A|S\.A\.S|S\.p\.A|S\.A|B\.V|AG|Pte|Pty|KG)"
)
SUFFIX: Final = rf"(?:{_STRONG}|Corporation|CORPORATION|Company|COMPANY|Co|Bank|Trust)"
COMPANY: Final = re.compile(
    rf"(?:[A-Z0-9]|[a-z]{{1,2}}[A-Z0-9]|[a-z]{{2,20}}\.com\b)[\w&.'-]{{0,30}}"
    rf"(?:,? {{1,3}}[A-Z0-9&][\w&.'-]{{0,30}}){{0,6}}?"
    rf",? {{1,3}}{SUFFIX}\b\.?(?:,? {_STRONG}\b\.?){{0,2}}"
)
_ENDS = re.compile(
    r",\s+(?!(?:inc|llc|ltd|plc|and)\b)[a-z]"
    r"|\s+(?:having|with|whose|located|organi[sz]ed|acting|is|being|represented|c/o|formerly|on behalf|on the other"
    r"|and its|through its|named (?:on|in)|of \d{1,6}|of [A-Z]\w+ House|hereinafter)\b"
    r"|\s+an? (?:\w+ ){0,2}(?:[Cc]orporation|company|limited|partnership)\b"
    r"|,\s+(?:[A-Z]\w+ ){1,2}(?:corporation|company|limited liability|partnership)\b"
    rf"|,\s+\d|\((?![A-Z][A-Za-z.]{{1,20}}\) ?{SUFFIX}\b)|\s{{4,}}|\n|;|\b[Dd]/?[Bb]/?[Aa]\b|,\s*$"
)
_AFTER_SUFFIX = re.compile(
    rf"\b{_STRONG}\b(?!\.?(?:[\w]|\s(?:Liability|Partnership|Company)\b))[.)]?(?:,?\s{_STRONG}\b\.?){{0,2}}"
)
_LEADS = re.compile(
    r"(?:[\s,:;.*)\"-]|\(?[a-z0-9]{1,2}[).]\s|\d{1,2}\.\d{1,2}\s"
    r"|(?:on the one hand|the following parties|Parties to this agreement|WHEREAS|Whereas|and|AND|And|by|its)\b){1,8}"
)
_NO_NAME = re.compile(
    r"\b(?:Agreement|AGREEMENT|WHEREAS|Whereas|Whereof|Witnesseth|Recitals?|Exhibit|EXHIBIT|Schedules?|Appendix|Section"
    r"|Part(?:y|ies)|Undersigned|Signatory|Officer|Effective|Conditions|Address|Page|Title|Exchange Act"
    r"|hereof|thereof|this)\b"
    r"|(?:[A-Z]\w+ )?(?i:limited liability (?:company|partnership)\b)"
    r"|^(?:[Tt]he|THE|AND|Name|Introduction|INTRODUCTION)\s?$"
    r"|^(?:Tel|Fax|Attn|E-?mail)\b[.:]?$|^(?:Tel|Fax|Attn)[.:]"
)
_NAMED = re.compile(rf"\b{SUFFIX}\b|\.(?:com|net|org)\b", re.IGNORECASE)
_PROPER = re.compile(r"(?:the |The )?(?:[A-Z0-9]|[a-z]{1,2}-?[A-Z0-9])")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_STRUCK_OUT = re.compile(r"X+")
_SUFFIX = re.compile(rf"{_STRONG}\.?")
_TELLS = re.compile(r"\w{2}|&")
_TAIL = re.compile(rf"(?:,?\s+{SUFFIX}\b\.?){{1,3}}$")
_INSIDE_NAMES: Final = frozenset(
    {"of", "and", "the", "for", "de", "du", "la", "on", "at", "van", "von", "der", "di", "inc", "plc"}
)
_WORDS = re.compile(r"&|[A-Za-z][\w']*(?:-\w+)*")
_LONGEST: Final = 80
_MOST_WORDS: Final = 9


def name_in(raw: str) -> str:
    """Return the name that ``raw`` begins with, up to its company suffix; "" where it begins with none.

    ``raw`` runs from where a name may begin to a bracket or a line end: the name, then perhaps a description.
    """
    raw = raw[:300]
    lead = _LEADS.match(raw)
    name = " ".join(_ENDS.split(raw[lead.end() if lead else 0 :], maxsplit=1)[0].split())
    suffix = _AFTER_SUFFIX.search(name)
    if suffix and suffix.start() > 1:
        name = name[: suffix.end()]
    name = name.strip(" ,*")
    while name.endswith(".."):
        name = name[:-1]
    proper = _PROPER.match(name) or _NAMED.search(name)
    if not proper or not 2 < len(name) <= _LONGEST or _NO_NAME.search(name) or not _LETTERS.search(name):
        return ""
    plain = [w for w in name.split() if w.isalpha() and w.islower() and w not in _INSIDE_NAMES]
    if len(plain) > (1 if suffix else 0):
        return ""  # a sentence, not a name
    if _STRUCK_OUT.fullmatch(name) or (len(name.split()) > _MOST_WORDS and not suffix):
        return ""
    return name


def is_suffix(term: str) -> bool:
    """Tell whether ``term`` is nothing but the kind of a company ("LLC")."""
    return _SUFFIX.fullmatch(term) is not None


def is_company(name: str) -> bool:
    """Tell whether ``name`` shows by its form that it names a company ("Inc.", ".com")."""
    return _NAMED.search(name) is not None and _TELLS.search(stem(name).removeprefix("The")) is not None


def may_name(raw: str) -> bool:
    """Tell whether nothing in ``raw`` speaks against its being the beginning of a name."""
    return _NO_NAME.search(raw) is None


def stem(name: str) -> str:
    """Return ``name`` without its company suffixes."""
    return _TAIL.sub("", name)


def initials(name: str) -> str:
    """Return the initials by which a company may be called ("Blue Pan & Oak-Reno, Inc." → "BP&O")."""
    words = _WORDS.findall(stem(name))
    return "".join(w[0] for w in words if w == "&" or w[0].isupper())


def is_short_for(term: str, name: str) -> bool:
    """Tell whether ``term`` is made of ``name``: one of its words, a part of them, or letters of it in order."""
    short, full = re.sub(r"[^a-z0-9]", "", term.lower()), re.sub(r"[^a-z0-9 ]", "", name.lower())
    if len(short) < 2 or not full:
        return False
    if term.split()[0].lower() == name.split()[0].lower() and len(term.split()[0]) >= 3:
        return True
    if any(word.startswith(short[:4]) for word in full.split() if len(short) >= 3):
        return True
    if short in full.replace(" ", "") and len(short) >= 3:
        return True
    letters = "".join(w[0] for w in _WORDS.findall(name) if w != "&").lower()
    if not term.isupper() or not letters or letters[0] != short[0]:
        return False
    rest = iter(letters)
    return all(letter in rest for letter in short)
