"""Chinese definitions of the parties: 甲方（委托方）：…公司（以下简称“…”）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from contractscan.parties.candidate import HEAD, Candidate
from contractscan.parties.lexicon import Lexicon

_NAME = r"(?:[\u4e00-\u9fffA-Za-z0-9·&.'-]|\([\u4e00-\u9fff]{2,8}\)){2,40}"
_HOLE = r"\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\n]{1,60}\}"
_LABEL = re.compile(
    rf"""^[ \t>*#|]{{0,8}}(?P<letter>[甲乙丙丁戊])[^\S\n]{{0,10}}方\**
    (?:[^\S\n]{{0,4}}/?[^\S\n]{{0,3}}Party\s+[A-E])?
    [^\S\n]{{0,4}}(?:\((?P<role>[^()\n]{{1,30}})\))?
    (?:[^\S\n]{{0,4}}/?[^\S\n]{{0,3}}Party\s+[A-E])?[^\S\n]{{0,3}}(?:\((?P<en_role>[A-Z][^()\n]{{1,30}})\))?\**
    [^\S\n]{{0,4}}(?P<colon>:|$|(?=_)|(?<=\))(?=\s|$))[^\S\n]{{0,60}}_*[^\S\n]?
    (?:\((?P<late_role>[^()\n]{{1,24}})\)|(?P<hole>{_HOLE})|(?P<name>{_NAME}))?""",
    re.VERBOSE | re.MULTILINE,
)
_ROLE_LABEL = re.compile(
    rf"^[ \t>*#|]{{0,8}}(?P<role>[\u4e00-\u9fff]{{2,8}})[^\S\n]{{0,4}}"
    rf"(?:\((?P<party>[^()\n]{{1,20}})\))?[^\S\n]{{0,4}}:"
    rf"[^\S\n]{{0,40}}_*(?:(?P<hole>{_HOLE})|(?P<name>{_NAME}))?",
    re.MULTILINE,
)
_ROLE = re.compile(r"[^,，/、\s]{2,12}")
_SHORT = re.compile(
    r"\((?:[^()\n]{0,12}[,，])?(?:以下|下)?(?:文|均|又)?(?:简|统|合|并)?称(?:为|作|:)?\s?\"?(?P<alias>[^\"()\n,。;]{1,40}?)\s{0,2}\"?"
    r"(?:\s?(?:或|/|、)\s?\"(?P<second>[^\"()\n]{1,30})\")?\s?\)"
)
_SHORT_AFTER = re.compile(
    rf"(?P<name>{_HOLE}|(?:(?:{_HOLE})?\s{{0,2}}{_NAME}(?:公司|法人|平台|集团|中心|工作室|商行|厂|团队)))\s{{0,4}}$"
)
_ORGANISATION = re.compile(r"(?:公司|厂|店|中心|工作室|合作社|集团|商行|事务所|企业|经营部|法人|研究院|协会)$")
# 乙方作为甲方代理商: a role that a sentence gives to a labelled party.
_ACTS_AS = re.compile(
    r"(?P<who>[甲乙丙])方\s{0,3}作为(?P<other>[甲乙丙]方)?的?[^\S\n]?(?P<role>[\u4e00-\u9fff]{2,8}?)(?=[,，。;；、:\s])"
)
# The title may begin with the name of a party: 星河平台商家入驻协议.
_TITLE_NAME = re.compile(
    r"^[^\S\n]{0,8}[\"《]?(?P<name>[\u4e00-\u9fff]{3,8}?)\"?(?:代理|推广|加盟|经销|分销|入驻|招商|合作|服务|商家)[\u4e00-\u9fff]{0,14}(?:协议|合同)(?:书)?》?\s*$",
    re.MULTILINE,
)
# 以下简称"…" with or without brackets, for the shop or branch that a party runs.
_RUNS = re.compile(r"(?P<who>[甲乙丙])方(?:经营|开设|设立|开办|运营)(?P<what>[^。;；,，\n甲乙丙]{2,20})")
_CALLED = re.compile(
    r"(?P<what>[\u4e00-\u9fff()]{2,20}):?[,，]?\(?以下简?称\s?(?:为|作)?\s?\"(?P<alias>[^\"\n]{2,12})\""
)
_LONGEST_CALLED: Final = 24  # characters on either side of the 以下
_SHORT_COMPANY = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}公司|(?<=[由向与和经对])[\u4e00-\u9fff]{2,4}?公司"
)
_TITLE: Final = 400
_PLAIN_ROLE: Final = 3  # the weight of words that can hardly mean anybody but a party
_NOT_A_ROLE = re.compile(r"签|章|公司|盖|以下|下称|简称|填|个人|单位|代表人|地址|电话|^委托代理")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_A_NAME = re.compile(r"签[字名章]|盖章|邮箱|电话|地\s?址|账[号户]|名称|代表|日期|传真|邮编|编号|^[甲乙丙丁戊]方")
_BEFORE_COMPANY = re.compile(r"[与和由向]|是指|指|使用")
_DEFINES = re.compile(r"是|指|系|即|包括|通过|提供")


def defined_in_chinese(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Return the parties that are labelled (甲方：…, 委托方：…) or given a short name (以下简称“…”)."""
    letters: dict[str, Candidate] = {}
    spans: list[tuple[int, int, Candidate]] = []
    for match in _LABEL.finditer(text, 0, HEAD):
        letter = match["letter"] + "方"
        candidate = letters.setdefault(
            letter, Candidate(match.start("letter"), aliases={letter: match.start("letter")})
        )
        for group in ("role", "late_role"):
            if match[group] and not _NOT_A_ROLE.search(match[group]):
                for part in _ROLE.finditer(match[group]):
                    if not lexicon.not_party_zh.search(part[0]):
                        candidate.call(part[0], match.start(group) + part.start())
        if match["en_role"]:
            candidate.call(match["en_role"], match.start("en_role"))
        _take_name(candidate, match)
        spans.append((match.start(), _line_end(text, match.end()), candidate))
    for match in _ROLE_LABEL.finditer(text, 0, HEAD):
        role, party = match["role"], match["party"] or ""
        if not lexicon.role_of(role) or _NOT_A_ROLE.search(role) or lexicon.not_party_zh.search(role):
            continue
        if party[:2] in {"甲方", "乙方", "丙方"}:
            candidate = letters.setdefault(party[:2], Candidate(match.start("role")))
            candidate.call(party[:2], match.start("party"))
        elif (match["name"] or match["hole"] or not match["party"]) and not _DEFINES.match(match["name"] or ""):
            candidate = letters.setdefault(role, Candidate(match.start("role")))
        else:
            continue
        candidate.call(role, match.start("role"))
        _take_name(candidate, match)
        spans.append((match.start(), _line_end(text, match.end()), candidate))
    found = list(letters.values())
    _short_names(text, lexicon, spans, found)
    _in_sentences(text, lexicon, letters)
    return found


def _in_sentences(text: str, lexicon: Lexicon, letters: dict[str, Candidate]) -> None:
    """Add what the sentences call a labelled party: its role, its name in the title, the shop that it runs."""
    if not letters:
        return
    taken = {alias for candidate in letters.values() for alias in candidate.aliases}

    def call(letter: str, alias: str, at: int) -> None:
        if letter in letters and alias not in taken and not lexicon.not_party_zh.search(alias):
            letters[letter].call(alias, at)
            taken.add(alias)

    for match in _ACTS_AS.finditer(text, 0, HEAD):
        role, letter = lexicon.role_in(match["role"]), match["who"] + "方"
        known = letter in letters and any(alias.endswith(role) for alias in letters[letter].aliases)
        if role and not known and match["other"] != letter and lexicon.roles[role].weight >= _PLAIN_ROLE:
            call(letter, role, match.end("role") - len(role))
    if title := _TITLE_NAME.search(text, 0, _TITLE):
        name = title["name"]
        owners = [letter for letter in letters if f"{letter}{name}" in text]
        if (
            len(owners) == 1
            and not lexicon.role_of(name)
            and re.search(rf"{re.escape(name)}(?:有权|应当?|不承担|可以|将|承诺)", text)
        ):
            call(owners[0], name, title.start("name"))
    runs = {match["what"]: match["who"] + "方" for match in _RUNS.finditer(text, 0, HEAD)}
    for match in _called(text) if runs else ():
        owner = {letter for what, letter in runs.items() if what[:4] == match["what"][:4] or match["what"] in what}
        if len(owner) == 1 and lexicon.role_in(match["alias"]):
            call(owner.pop(), match["alias"], match.start("alias"))
    for match in _short_companies(text) if any(c.name for c in letters.values()) else ():
        core = match[0].removesuffix("公司")
        owners = [letter for letter, c in letters.items() if c.name.startswith(core, 2) or c.name.startswith(core)]
        if len(owners) == 1 and not lexicon.place_or_trade.fullmatch(core):
            call(owners[0], match[0], match.start())


def _called(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of ``_CALLED`` in the head of ``text``, sought from the 以下 in them."""
    at, place = 0, text.find("以下", 0, HEAD)
    while place >= 0:
        match = _CALLED.search(text, max(at, place - _LONGEST_CALLED), min(place + _LONGEST_CALLED, HEAD))
        if match:
            at = match.end()
            yield match
        place = text.find("以下", max(place + 1, at), HEAD)


def _short_companies(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of ``_SHORT_COMPANY``, which end in 公司: much faster sought from there."""
    at, place = 0, text.find("公司")
    while place >= 0:
        tries = (_SHORT_COMPANY.match(text, start) for start in range(max(at, place - 4), place - 1))
        match = next((match for match in tries if match), None)
        if match:
            at = match.end()
            yield match
        place = text.find("公司", max(place + 1, at))


def _take_name(candidate: Candidate, match: re.Match[str]) -> None:
    name, hole = match["name"], match["hole"]
    if name and not candidate.name and _LETTER.search(name) and not _NOT_A_NAME.search(name):
        candidate.name = name.strip("_ ")
        if _ORGANISATION.search(candidate.name):
            candidate.call(candidate.name, match.start("name"))
    elif hole and not candidate.name:
        candidate.name = hole
        candidate.call(hole, match.start("hole"))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _short_names(text: str, lexicon: Lexicon, spans: list[tuple[int, int, Candidate]], found: list[Candidate]) -> None:
    """Read （以下简称“X”）: of the party on that line (or the line above), else of the company before it."""
    for match in _SHORT.finditer(text, 0, HEAD):
        alias = match["alias"].strip(" _'\"")
        if lexicon.not_party_zh.search(alias) and not _ORGANISATION.search(alias):
            continue
        # The nearest label before it: the next line may begin with 乙方（以下简称…）.
        owner = next((c for start, end, c in reversed(spans) if start <= match.start() <= end + 3), None)
        before = _SHORT_AFTER.search(text, max(0, match.start() - 120), match.start())
        if owner is None and alias in lexicon.you:
            owner = Candidate(match.start())  # 使用本服务的商家（以下简称“您”）: nobody's name stands there
            found.append(owner)
        if owner is None and before is None:
            continue
        if owner is None and before is not None:
            owner = next((c for c in found if alias in c.aliases), None)
            if owner is None:
                if spans:
                    continue  # the parties are labelled: another company in the text is not one of them
                name = _BEFORE_COMPANY.split(before["name"])[-1].strip()
                owner = Candidate(match.start(), name=name)
                found.append(owner)
                if _ORGANISATION.search(name):
                    owner.call(name, before.start())
        if owner is not None:
            owner.call(alias, match.start("alias"))
            if match["second"]:
                owner.call(match["second"], match.start("second"))
