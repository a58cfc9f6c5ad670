"""English definitions of the parties: Acme Inc. ("Distributor"), hereinafter called "Agency", Party A: …."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from contractscan.parties.candidate import HEAD, Candidate
from contractscan.parties.company import COMPANY, is_company, is_short_for, is_suffix, may_name, name_in, stem
from contractscan.parties.lexicon import Lexicon

_LABEL = re.compile(
    r"(?:^|(?<=  ))[ \t>*#|]{0,8}(?P<label>Party [A-E]|[A-Z][A-Za-z]{2,14}(?: (?:[A-Z][a-z]{2,14}|party))?)"
    r"(?: ?\((?P<role>[A-Za-z][\w -]{1,30})\))?"
    r"[ \t]{0,4}:[ \t]{0,40}(?P<name>[A-Z0-9][^\n:;]{2,80})?",
    re.MULTILINE,
)
# Behind the name of a party on its line: (hereinafter referred to as the operator).
_CALLED = re.compile(
    r"(?:\b(?:hereinafter:|(?:referred to|called|known)(?: as)?)(?: the)? |, ?as the |\((?:the )?)"
    r"(?P<role>[a-z][a-z ]{3,30})(?=[),.;]|\s*$)",
    re.MULTILINE,
)
# Behind the name of a form: "Client: Acme Ltd. (Party A)".
_LETTERED = re.compile(r"[^\n]{0,120}?\((?:hereinafter[^()\n]{0,30} )?\"?(?P<letter>Party [A-E])\"?\)")
_BETWEEN = re.compile(
    r"\b(?:by and between|by and among|between|among|entered into by|parties (?:hereto |to this \w+ )?are)\b:?",
    re.IGNORECASE,
)
_REGION_END = re.compile(
    r"\bWHEREAS\b|\bWhereas\b|\bRECITALS?\b|\bRecitals?\b(?! below)|\bW\s?I\s?T\s?N\s?E\s?S\s?S"
    r"|\bNOW,? THEREFORE|\bagree as follows"
    r"|\bBACKGROUND\b|\bBackground\b|\bP(?:RELIMINARY|reliminary) S(?:TATEMENT|tatement)|TABLE OF CONTENTS|^\s*1\.\s",
    re.MULTILINE,
)
_CLOSING = re.compile(
    r"agrees? as follows|agree to (?:all|the) (?:\w+ ){0,2}(?:terms|following)|hereby (?:enter|agree)"
    r"|,? each,? an? \"?Party\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(
    r"\(([^()\n]{1,200})\)?(?=[\s,.;:)\n]|$)"
    r"|\bhereinafter,? (?:called|referred to as|known as)?,? (?:the )?(\"[^\"\n]{2,40}\")"
)
_QUOTED = re.compile(r"\"\s?([^\"\n]{2,48}?)[,.]?\s?\"|(?<!\w)'([A-Za-z][^'\"\n]{1,38}?)'(?!\w)")
# ("Agency), (hereinafter -Agency"): one of the quotes fell out.
_HALF_QUOTED = re.compile(r"(?:^|[\s(,])(?:\"|-(?=[A-Z][^\"]*\"))\s?([A-Z][\w&.' -]{1,38}?)[,.]?\s?\"?\s*$")
_DOING_BUSINESS = re.compile(
    r"\b(?:[Dd]/?[Bb]/?[Aa]|[Dd]oing [Bb]usiness [Aa]s|[Tt]rading [Aa]s)\b[.:,]? {1,3}\"?"
    r"(?P<name>[A-Z0-9][\w&.'-]{1,30}(?: (?:of )?[A-Z0-9&][\w&.'-]{0,30}){0,4})"
)
_UNQUOTED = re.compile(
    r"(?P<lead>(?:(?:the|hereinafter|hereafter|herein|referred|called|known|to|as|collectively|sometimes|also"
    r"|individually|,) ?){0,6})(?P<term>[A-Z0-9][\w&.'-]{1,24}(?: [A-Z][\w&.'-]{1,20}){0,2})\s*$"
)
# Where inside a stretch of a preamble another party may begin.
_STARTS = re.compile(
    r"(?:^|(?<=[;\n])|\b(?:[Aa][Nn][Dd]|[Bb]etween)\b)[\s,;.:-]{0,8}(?:\(?[a-z0-9]{1,2}[).]\s+)?"
    r"(?:(?:[Aa][Nn][Dd]|its|by)\b[\s,:-]{1,4}){0,2}(?:\(?[a-z0-9]{1,2}[).]\s+)?"
    r"(?:on the (?:one|other) hand,? )?(?:the )?(?=[A-Z0-9]|[a-z]{1,2}-?[A-Z0-9]|[a-z]{2,20}\.com\b|[\[_<{*])",
)
_UNNAMED = re.compile(r"[\[\]_<>{}* X.-]{3,}|.{0,40}\b(?:undersigned|individuals?|persons?|entit(?:y|ies))\b")
# A description that is about somebody else: what the bracket behind it defines is not the party.
_SOMEBODY_ELSE = re.compile(r"\b(?:behalf of|services of|trustee of|agent for|services for)\s+(?:the )?[A-Z]")
_OF_ANOTHER = re.compile(r"\b(?:of|by|with)\s+(?:the )?(?=[A-Z])")
_DESCRIPTION = re.compile(
    r"[ ,]{0,3}(?:an? (?:[A-Z][a-z]+ ){0,3}[a-z ]{0,24}(?:corporation|company|partnership|trust|bank)[ ,]{0,3})?"
)
_SENTENCE = re.compile(r"\.\s+(?:This|The|In|If|Any|Each|All|Such|For|Both|It|As|Capitalized|On|Pursuant)\s+\w")
_MEANS_A_CLASS = re.compile(r"\beach,? an?\b|\beach of\b|\bany such\b|\bsuch\b")
_GROUP = re.compile(r"\bcollectively\b|\btogether with\b|\bjointly\b", re.IGNORECASE)
_PARTIES_TOGETHER = re.compile(r"\"\s?Part(?:y|ies)[,.]?\s?\"")
_Term = tuple[str, int]  # an alias, and the offset of its definition
_MOST_PREAMBLES: Final = 20
_LONGEST_STRETCH: Final = 900
_OPENING: Final = 4000
_MENTIONS_OF_A_PARTY: Final = 3
_LETTERS = re.compile(r"[A-Za-z].*[A-Za-z]")
_PROPER = re.compile(r"[A-Z0-9]|[a-z]{1,2}-?[A-Z0-9]")


def labelled_in_english(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return the parties of a form ("Party A: …", "Client: …")."""
    found: dict[str, Candidate] = {}
    for match in _LABEL.finditer(text, 0, HEAD):
        label = match["label"]
        if not label.startswith("Party ") and (label.lower() not in lexicon.roles or not match["name"]):
            continue
        candidate = found.setdefault(label, Candidate(match.start("label"), aliases={label: match.start("label")}))
        line_end = text.find("\n", match.end())
        for role in (match, _CALLED.search(text, match.end("label"), line_end if line_end >= 0 else len(text))):
            if role and role["role"]:
                _call_by_role(candidate, role["role"], role.start("role"), lexicon)
        if match["name"] and not candidate.name:
            candidate.name = name_in(match["name"])
            if is_company(candidate.name):
                candidate.call(candidate.name, match.start("name"))
            if lettered := _LETTERED.match(text, match.start("name")):
                candidate.call(lettered["letter"], lettered.start("letter"))
    return list(found.values())


def _call_by_role(candidate: Candidate, role: str, at: int, lexicon: Lexicon) -> None:
    """Add a role as an alias; in small letters only a role that shows a side, and as a defined term is written."""
    if role[0].isupper():
        candidate.call(role, at)
    elif lexicon.role_of(role := role.strip().removeprefix("the ")):
        candidate.call(role.title(), at)


def defined_in_english(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return the parties of the first preamble that defines two of them, or else the best that there is."""
    best: list[Candidate] = []
    for start, end in _regions(text):
        found = _preamble(text, start, end, lexicon)
        if len(found) > len(best):
            best = found
        if len(best) >= 2:
            return best
    return best


def _regions(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that may be preambles, the likeliest first."""
    for match in islice(_BETWEEN.finditer(text, 0, HEAD), _MOST_PREAMBLES):
        end = _REGION_END.search(text, match.end(), match.end() + 3500)
        yield match.end(), end.start() if end else min(len(text), match.end() + 1500)
    closing = _CLOSING.search(text, 0, _OPENING)
    if closing:
        yield text.rfind("\n", 0, closing.start()) + 1, closing.start()


def _preamble(text: str, start: int, end: int, lexicon: Lexicon) -> list[Candidate]:
    """Return the parties that the brackets of ``text[start:end]`` define, bracket by bracket."""
    found: list[Candidate] = []
    at = start
    for match in _BRACKETS.finditer(text, start, end):
        again = list(_BETWEEN.finditer(text, at, match.start()))
        if again and found:
            break  # another agreement, or the preamble behind a title page, which says it all again
        at = again[-1].end() if again else at
        stretch = text[at : match.start()]
        if _is_over(stretch, match[0], found):
            break
        begin = _party_start(stretch, first=not found)
        name = name_in(stretch[begin:]) if begin is not None else found[-1].name if found else ""
        terms = _terms(match, text, lexicon, name)
        if not terms:
            continue
        if begin is None and not found:
            if not _UNNAMED.match(stretch.lstrip(" ,:;\n")[:200]):
                break
            begin = 0
        if begin is None and (other := _another_party(stretch, terms, found[-1], lexicon)):
            begin, name = other
        if begin is not None:
            name, terms = _roles_apart(name, terms, at + begin, text, lexicon)
        group = _summed_up(match, terms, found)
        if not group and (begin is None or _is_about_another(stretch[begin + len(name) :], terms, name)):
            terms = [t for t in terms if _is_own(t[0], name, lexicon)]
        if not terms:
            continue
        if any(term in candidate.aliases for candidate in found[:-1] for term, _ in terms):
            break  # the preamble after a title page says it all again
        if begin is not None:
            if not found and (before := _unbracketed(stretch[:begin], at)):
                found.append(before)
                group = [before] if _GROUP.search(match[0]) else []
            _add(found, name, at + begin, text)
            if trade := _DOING_BUSINESS.search(stretch, begin):
                found[-1].call(trade["name"].rstrip("."), at + trade.start("name"))
        if group:
            _join(found, [*group, found[-1]] if begin is not None else group, terms)
        else:
            _call(found[-1], terms)
        at = match.end()
    if len(found) == 1 and (begin := _party_start(text[at:end][:200], first=False)) is not None:
        name = name_in(text[at + begin : end])
        if is_company(name):
            _add(found, name, at + begin, text)
    return found


def _is_over(stretch: str, bracket: str, found: list[Candidate]) -> bool:
    """Tell whether a preamble has ended before ``bracket``, with what stands in ``stretch`` before it."""
    if _SENTENCE.search(stretch) or len(stretch) > _LONGEST_STRETCH:
        return True
    return len(found) >= 2 and (_ends_here(stretch) or _PARTIES_TOGETHER.search(bracket) is not None)


def _roles_apart(name: str, terms: list[_Term], start: int, text: str, lexicon: Lexicon) -> tuple[str, list[_Term]]:
    """Return name and terms, where a role word leads the name ("Reseller, Acme, Inc.") or stands for it."""
    role, comma, rest = name.partition(", ")
    if comma and role.lower() in lexicon.roles and is_company(rest):
        return rest, [(role, max(start, text.find(role, start))), *terms]
    if lexicon.role_of(name) and not is_company(name):
        pronouns = [t for t in terms if t[0].lower() in lexicon.you + lexicon.we]
        return "", [(name, max(start, text.find(name, start))), *pronouns]
    return name, terms


def _summed_up(match: re.Match[str], terms: list[_Term], found: list[Candidate]) -> list[Candidate]:
    """Return the parties that a bracket sums up under one of ``terms``: ``(together with Acme, the "Sellers")``."""
    group = _GROUP.search(match[0])
    if not group or not any(at > match.start() + group.start() for _, at in terms):
        return []
    return [c for c in found if any(_mentions(match[0], alias) for alias in c.aliases)]


def _call(candidate: Candidate, terms: list[_Term]) -> None:
    for term, at in terms:
        candidate.call(term, at)


def _mentions(text: str, alias: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", text) is not None


def _add(found: list[Candidate], name: str, near: int, text: str) -> None:
    start = max(near, text.find(name.split()[0], near)) if name else near
    found.append(Candidate(start, name=name))
    if is_company(name):
        found[-1].call(name, start)


def _is_about_another(description: str, terms: list[_Term], name: str) -> bool:
    """Tell whether a bracket behind ``description`` names somebody else: a parent company, a client, a country."""
    for other in _OF_ANOTHER.finditer(description):
        body = description[other.end() :][:80]
        if any(is_short_for(term, body) and not is_short_for(term, name) for term, _ in terms):
            return True
    return _SOMEBODY_ELSE.search(description) is not None


def _is_own(term: str, name: str, lexicon: Lexicon) -> bool:
    """Tell whether ``term`` by its form belongs to the party called ``name``: a role, a part of the name, "we"."""
    return bool(lexicon.role_of(term)) or is_short_for(term, name) or term.lower() in lexicon.you + lexicon.we


def _another_party(stretch: str, terms: list[_Term], last: Candidate, lexicon: Lexicon) -> tuple[int, str] | None:
    """Return a party behind "and" that nothing but its bracket shows: its short name, or a second role.

    Nobody is given two roles in two brackets, so the second one is another party's; nor is anybody "we" and "you".
    """
    if _speaks(terms, lexicon.you) and _speaks(last.aliases, lexicon.we):
        return len(stretch), ""
    if _speaks(terms, lexicon.we) and _speaks(last.aliases, lexicon.you):
        return len(stretch), ""
    if any(re.search(rf"\b(?:and|AND)\b[^.;]{{0,60}}\b{re.escape(term)}\b", stretch) for term, _ in terms):
        return len(stretch), ""
    taken = any(lexicon.role_of(alias) for alias in last.aliases)
    for match in reversed(list(_STARTS.finditer(stretch))):
        name = name_in(stretch[match.end() :])
        if not name or not match[0].strip(" ,;\n"):
            continue
        if any(
            (is_short_for(term, name) and not is_short_for(term, last.name))
            or (taken and lexicon.role_of(term) is not None and len(name.split()) >= 2)
            for term, _ in terms
        ):
            return match.end(), name
    if taken and all(lexicon.role_of(term) for term, _ in terms):
        return len(stretch), ""
    return None


def _speaks(aliases: Iterable[str | _Term], pronouns: tuple[str, ...]) -> bool:
    return any((a if isinstance(a, str) else a[0]).lower() in pronouns for a in aliases)


def _ends_here(stretch: str) -> bool:
    """Tell whether a full stop closes the list of the parties at the beginning of ``stretch``."""
    closed = re.match(r"\s*\.(?!\s*(?:\(?[a-z0-9]{1,2}\)|and\b|AND\b|And\b))", stretch)
    return closed is not None or re.search(r"\n\s*\d{1,2}\.\s", stretch) is not None


def _party_start(stretch: str, *, first: bool) -> int | None:
    """Return where in ``stretch`` the name of the party begins that the bracket behind it is about."""
    best: int | None = None
    for match in _STARTS.finditer(stretch):
        at = match.end()
        before = stretch[: match.start()]
        rest = stretch[at:]
        company = COMPANY.match(rest) is not None
        if match.start() == 0:
            fits = first or company or _only_a_name(rest) or "and" in match[0].lower()
        else:  # "and" inside a name or an address begins nothing, unless a company follows
            apart = re.search(r"[,;)\n]\s*$", before) is not None
            inside = best is not None and name_in(stretch[best:]) and not apart and not is_company(before[best:])
            blank = re.match(r"[\[_<{*]{3}", rest) is not None
            fits = (
                blank
                or (company and not inside)
                or (apart and not re.match(r"\d", rest) and (best is None or not first))
            )
        named = name_in(rest) or _UNNAMED.match(rest) or (first and match.start() == 0 and may_name(rest[:40]))
        if fits and (best is None or company) and named:
            best = at
    return best


def _only_a_name(rest: str) -> bool:
    return re.fullmatch(r"(?:[A-Z][\w&.'-]{0,25},? (?:of )?){1,7}\s*", rest) is not None


def _unbracketed(stretch: str, at: int) -> Candidate | None:
    """Return the company that a preamble names before the first one with a bracket: it has no other alias."""
    start = _STARTS.match(stretch)
    name = name_in(stretch[start.end() :]) if start else ""
    if start is None or not is_company(name):
        return None
    return Candidate(at + start.end(), name=name, aliases={name: at + start.end()})


def _join(found: list[Candidate], group: list[Candidate], terms: list[_Term]) -> None:
    """Make one party of those that a bracket sums up: ``(A and B together, the "Sellers")``."""
    head, *others = group
    for other in others:
        for alias, at in other.aliases.items():
            head.call(alias, at)
        found.remove(other)
    _call(head, terms)


def _terms(match: re.Match[str], text: str, lexicon: Lexicon, name: str) -> list[_Term]:
    """Return the aliases that one bracket defines, with their offsets."""
    group = 1 if match[1] is not None else 2
    quoted = [
        ((m[1] or m[2]).strip(), match.start(group) + m.start(m.lastindex or 1)) for m in _QUOTED.finditer(match[group])
    ]
    if not quoted and match[group].count('"') == 1 and (half := _HALF_QUOTED.search(match[group])):
        quoted = [(half[1].strip(), match.start(group) + half.start(1))]
    if not quoted and group == 1 and text.startswith(")", match.end() - 1):
        bare = _UNQUOTED.match(match[1])
        follows = text[match.end() : match.end() + 12].lstrip()
        if bare and not (re.match(r"[A-Z]\w", follows) and not follows.startswith("AND")):
            term = bare["term"]
            if bare["lead"].strip() or lexicon.role_of(term) or is_short_for(term, name):
                quoted = [(term, match.start(1) + bare.start("term"))]
    terms = []
    for term, at in quoted:
        if term[:4].lower() == "the " and term[4:5].isupper():
            term, at = term[4:], at + 4
        spelled = term.lower() in lexicon.you + lexicon.we or _PROPER.match(term) or term.lower() in name.lower()
        defined = lexicon.not_party_en.search(term) is not None and not _is_name(term, name)
        if spelled and not defined and len(term) <= 40 and not is_suffix(term) and _LETTERS.search(term):
            terms.append((term, at))
    return terms


def _is_name(term: str, name: str) -> bool:
    """Tell whether ``term`` is the name of the party itself, or its letters, whatever else such a word may mean."""
    if " " in term and term.lower() == stem(name).lower():
        return True
    return re.fullmatch(r"[A-Z]{2,5}", term) is not None and is_short_for(term, name)


def companies_defined(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return the companies that stand right before a bracket near the beginning: ``Acme Inc. ("Acme")``."""
    found: list[Candidate] = []
    for match in _BRACKETS.finditer(text, 0, _OPENING):
        name = ""
        if re.search(r"\"[a-z]+ [a-z]", match[0]):
            continue  # "the entrusted party": not called by a name of its own
        for company in COMPANY.finditer(text, max(0, match.start() - 120), match.start()):
            if _DESCRIPTION.fullmatch(text, company.end(), match.start()):
                name = name_in(company[0])
        terms = _terms(match, text, lexicon, name) if name and is_company(name) else []
        terms = [t for t in terms if lexicon.role_of(t[0]) or is_short_for(t[0], name)]
        if not terms or any(term in c.aliases for c in found for term, _ in terms):
            continue
        start = text.rfind(name.split()[0], 0, match.start())
        found.append(Candidate(start, name=name, aliases={name: start} | dict(terms)))
    return found


def defined_by_role(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return who is defined by a role or a pronoun in the opening: ``(the "Agent" or "you")``."""
    found: list[Candidate] = []
    pronouns = {w for w in (*lexicon.you, *lexicon.we) if w.isascii()}
    for match in re.finditer(r"(?P<before>\"[A-Z][^\"\n]{1,30}\" )?\(([^()\n]{2,120})\)", text[:HEAD]):
        terms = [(m[1].strip(), match.start(2) + m.start(1)) for m in _QUOTED.finditer(match[2]) if m[1]]
        spoken = any(t.lower() in pronouns for t, _ in terms)
        roles = [t for t, _ in terms if t.lower() in lexicon.roles and t.lower() not in lexicon.too_common]
        if not spoken and (
            not roles
            or match.start() > _OPENING
            or _MEANS_A_CLASS.search(match[2])
            or text.count(roles[0]) < _MENTIONS_OF_A_PARTY
        ):
            continue
        candidate = Candidate(match.start())
        if match["before"]:
            candidate.call(match["before"].strip(' "'), match.start())
        companies = list(COMPANY.finditer(text, max(0, match.start() - 80), match.start()))
        if companies and ")" not in text[companies[-1].end() : match.start()]:
            candidate.name = name_in(companies[-1][0])
            if candidate.name:
                candidate.call(candidate.name, companies[-1].start())
        for term, at in terms:
            if not lexicon.not_party_en.search(term) and (_PROPER.match(term) or term.lower() in pronouns):
                candidate.call(term, at)
        found.append(candidate)
    return found


def companies_named(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return the first two companies named (more than once), each with the short form that the text uses for it."""
    names: dict[str, int] = {}
    captions: dict[str, str] = {}
    between = _BETWEEN.search(text, 0, HEAD)
    start = between.end() if between else 0
    lower = text.lower()
    for match in COMPANY.finditer(text, start, min(start + 1500, HEAD)):
        name = name_in(match[0])
        first, _, rest = name.partition(" ")
        if first.lower() in lexicon.roles and len(rest.split()) >= 2 and is_company(rest):
            name = rest  # a caption ran into the name
            captions[name] = first
        if re.fullmatch(r"\w+ (?i:company)\.?", name):
            continue  # "Manufacturing Company": a kind of company
        if not is_company(name) or lexicon.not_company.search(name) or lower.count(stem(name).lower()) < 2:
            continue
        if not any(name.lower() in known.lower() or known.lower() in name.lower() for known in names):
            names[name] = match.start()
        if len(names) == 2:
            break
    found = []
    for name, at in names.items():
        candidate = Candidate(at, name=name, aliases={name: at})
        if name in captions:
            candidate.call(captions[name], at)
        words = stem(name).split()
        for form in (" ".join(words), words[0] if words else ""):
            alone = (
                rf"\b{re.escape(form)}\b(?! {re.escape(words[1])}\b)"
                if form != stem(name)
                else rf"\b{re.escape(form)}\b"
            )
            if len(form) > 3 and not form.isdigit() and len(re.findall(alone, text)) > _MENTIONS_OF_A_PARTY:
                candidate.call(form, at)
                break
        found.append(candidate)
    return found
