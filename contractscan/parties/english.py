"""English definitions of the parties: Acme Inc. ("Distributor"), hereinafter called "Agency", Party A: …."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from contractscan.parties.candidate import HEAD, Candidate
from contractscan.parties.lexicon import Lexicon

_LABEL = re.compile(
    r"(?:^|(?<=  ))[ \t>*#|]{0,8}(?P<label>Party [A-E]|[A-Z][A-Za-z]{2,14}(?: [A-Z][a-z]{2,14})?)"
    r"(?: ?\((?P<role>[A-Z][\w -]{1,30})\))?"
    r"[ \t]{0,4}:[ \t]{0,40}(?P<name>[A-Z0-9][^\n:;]{2,80})?",
    re.MULTILINE,
)
_BETWEEN = re.compile(r"\b(?:by and between|by and among|between|among)\b:?", re.IGNORECASE)
_REGION_END = re.compile(
    r"\bWHEREAS\b|\bRECITALS?\b|\bW\s?I\s?T\s?N\s?E\s?S\s?S|\bNOW,? THEREFORE|\bagree as follows|\bWhereas\b"
    r"|\bBACKGROUND\b|TABLE OF CONTENTS|^\s*1\.\s",
    re.MULTILINE,
)
_BRACKETS = re.compile(
    r"\(([^()\n]{1,200})\)?(?=[\s,.;)\n]|$)"
    r"|\bhereinafter,? (?:called|referred to as|known as)?,? (?:the )?(\"[^\"\n]{2,40}\")"
)
_QUOTED = re.compile(r"\"\s?([^\"\n]{2,48}?)[,.]?\s?\"")
_UNQUOTED = re.compile(
    r"(?:(?:the|hereinafter|hereafter|herein|referred|called|known|to|as|collectively|sometimes|also|individually|,) ?)"
    r"{0,6}([A-Z0-9][\w&.'-]{1,24}(?: [A-Z][\w&.'-]{1,20}){0,2})\s*$"
)
_NEXT_PARTY = re.compile(
    r"(?:\b[Aa][Nn][Dd]\b|;|\n)\s+(?:between\s+)?(?:-\s*and\s*-\s*)?(?:the\s+|its\s+)?"
    r"(?=[A-Z0-9\[_<{*]|(?:the )?(?:company|individual|person)\b)"
)
_MOST_PREAMBLES: Final = 20
_SUFFIX = (
    r"(?:Inc|INC|LLC|L\.L\.C|Ltd|LTD|Limited|LIMITED|Corp|CORP|Corporation|CORPORATION|Company|COMPANY|Co|GmbH|L\.P"
    r"|LP|LLP|PLC|plc|N\.A|S\.A|B\.V|AG|Pte|Bank|Trust)"
)
_COMPANY = re.compile(rf"[A-Z0-9][\w&.'-]{{0,30}}(?:,? [A-Z0-9&][\w&.'-]{{0,30}}){{0,6}}?,? {_SUFFIX}\b\.?")
_NAME_ENDS = re.compile(
    r",\s+(?:an?|the|having|with|whose|located|organi[sz]ed|incorporated|its|acting|on behalf|individually)\b"
    r"|,\s+(?:as|through|by|but)\b"
    r"|\s+(?:having|with its|whose|located|organi[sz]ed|an? (?:\w+ )?[Cc]orporation|is\b|being\b|represented|of \d)"
    r"|,\s+\d|\(|\s{2,}|\n|;|\bd/b/a\b|,\s*$"
)
_NAMED = re.compile(rf"\b{_SUFFIX}\b|\.(?:com|net|org)\b")
_PROPER = re.compile(r"[A-Z0-9]|[a-z]{1,2}-?[A-Z]")
_TAIL = re.compile(rf",?\s+{_SUFFIX}\b\.?$")


def labelled_in_english(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return the parties of a form ("Party A: …", "Client: …")."""
    found: dict[str, Candidate] = {}
    for match in _LABEL.finditer(text, 0, HEAD):
        label = match["label"]
        if not label.startswith("Party ") and (label.lower() not in lexicon.roles or not match["name"]):
            continue
        candidate = found.setdefault(label, Candidate(match.start("label"), aliases={label: match.start("label")}))
        if match["role"]:
            candidate.call(match["role"], match.start("role"))
        if match["name"] and not candidate.name:
            name = _NAME_ENDS.split(match["name"])[0].strip(" ,_")
            candidate.name = name
            if re.search(rf"\b{_SUFFIX}\b", name):
                candidate.call(name, match.start("name"))
    return list(found.values())


def defined_in_english(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return the parties of the first preamble that defines two of them, or else the best that there is."""
    best: list[Candidate] = []
    for match in islice(_BETWEEN.finditer(text, 0, HEAD), _MOST_PREAMBLES):
        end = _REGION_END.search(text, match.end(), match.end() + 3500)
        found = _preamble(text, match.end(), end.start() if end else min(len(text), match.end() + 1500), lexicon)
        if len(found) > len(best):
            best = found
        if len(best) >= 2:
            return best
    first_end = re.search(r"agree as follows", text[:HEAD])
    if len(best) < 2 and first_end:
        start = text.rfind("\n", 0, first_end.start()) + 1
        found = _preamble(text, start, first_end.start(), lexicon)
        best = found if len(found) > len(best) else best
    return best


def _preamble(text: str, start: int, end: int, lexicon: Lexicon) -> list[Candidate]:
    found: list[Candidate] = []
    at = start
    for match in _BRACKETS.finditer(text, start, end):
        terms = _terms(match, text, lexicon)
        if not terms:
            continue
        if any(term in candidate.aliases for candidate in found[:-1] for term, _ in terms):
            break  # the preamble after a title page says it all again
        segment = text[at : match.start()]
        splits = list(_NEXT_PARTY.finditer(segment))
        if not found or splits:
            split = next((s for s in reversed(splits) if _COMPANY.match(segment, s.end())), None)
            if split is None and splits and found:
                split = splits[0]
            begin = at + (split.end() if split else 0)
            name = _NAME_ENDS.split(text[begin : match.start()].lstrip(" ,:;.*\n"))[0].strip(" ,*")
            candidate = Candidate(begin, name=name[:80])
            if 3 <= len(name) <= 80 and _NAMED.search(name):
                candidate.call(name, begin + max(0, text[begin : match.start()].find(name)))
            found.append(candidate)
        for term, place in terms:
            found[-1].call(term, place)
        at = match.end()
    return found


def _terms(match: re.Match[str], text: str, lexicon: Lexicon) -> list[tuple[str, int]]:
    """Return the aliases that one bracket defines, with their offsets."""
    group = 1 if match[1] is not None else 2
    quoted = [(m[1].strip(), match.start(group) + m.start(1)) for m in _QUOTED.finditer(match[group])]
    if not quoted and group == 1 and not text.startswith(")", match.end() - 1):
        return []
    if not quoted and group == 1:
        bare = _UNQUOTED.match(match[1])
        follows = text[match.end() : match.end() + 12].lstrip()
        if bare and not re.match(rf"[A-Z]\w|{_SUFFIX}\b", follows) and not re.fullmatch(r"[\d.,]+", bare[1]):
            quoted = [(bare[1], match.start(1) + bare.start(1))]
    return [
        (term, at)
        for term, at in quoted
        if not lexicon.not_party_en.search(term) and len(term) <= 40 and re.search(r"[A-Za-z]{2}", term)
    ]


def defined_by_role(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return who is defined by a role or a pronoun anywhere in the head: ``(the "Agent" or "you")``."""
    found: list[Candidate] = []
    pronouns = {w for w in (*lexicon.you, *lexicon.we) if w.isascii()}
    for match in re.finditer(r"(?P<before>\"[A-Z][^\"\n]{1,30}\" )?\(([^()\n]{2,120})\)", text[:HEAD]):
        terms = [(m[1].strip(), match.start(2) + m.start(1)) for m in _QUOTED.finditer(match[2])]
        if not any(t.lower() in pronouns or t.lower() in lexicon.roles for t, _ in terms):
            continue
        candidate = Candidate(match.start())
        if match["before"]:
            candidate.call(match["before"].strip(' "'), match.start())
        companies = list(_COMPANY.finditer(text, max(0, match.start() - 80), match.start()))
        if companies and ")" not in text[companies[-1].end() : match.start()]:
            candidate.name = companies[-1][0].strip(" ,")
            candidate.call(candidate.name, companies[-1].start())
        for term, at in terms:
            if not lexicon.not_party_en.search(term) and (_PROPER.match(term) or term.lower() in pronouns):
                candidate.call(term, at)
        found.append(candidate)
    return found


def companies_named(text: str) -> list[Candidate]:
    """Return the first two companies named, each with the short form that the text uses for it."""
    names: dict[str, int] = {}
    between = _BETWEEN.search(text, 0, HEAD)
    start = between.end() if between else 0
    for match in _COMPANY.finditer(text, start, min(start + 1500, HEAD)):
        name = match[0].strip(" ,")
        if not any(name.lower() in known.lower() or known.lower() in name.lower() for known in names):
            names[name] = match.start()
        if len(names) == 2:
            break
    found = []
    for name, at in names.items():
        candidate = Candidate(at, name=name, aliases={name: at})
        short = _TAIL.sub("", name)
        for form in (short, short.split()[0] if short.split() else ""):
            if len(form) > 3 and len(re.findall(rf"\b{re.escape(form)}\b", text)) > 3:
                candidate.call(form, at)
                break
        found.append(candidate)
    return found
