"""A review in words: everything a report shows, in one interface language, as plain immutable data.

All reports render the same view, so that they cannot disagree. All texts are safe to show
(``safe.visible``), but not escaped: that is for the renderer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from contractscan.categories import categories
from contractscan.model import (
    Basis,
    Block,
    Conflict,
    Finding,
    Gap,
    Language,
    Method,
    Part,
    Party,
    Proposal,
    Review,
    Risk,
    Side,
    Span,
    Status,
    Value,
    Verdict,
)
from contractscan.report.key_terms import key_terms
from contractscan.report.origin import pure_path
from contractscan.report.passages import LOOK, Cited, Passage, passages
from contractscan.report.safe import Segment, one_line, segments
from contractscan.report.texts import Texts, texts
from contractscan.report.wording import in_own_names
from contractscan.rules import DRAFTING, SILENT, RuleBook

_WORST_FIRST = {risk: rank for rank, risk in enumerate(Risk)}
_UNIT = re.compile(r"[a-z]+(?: [a-z]+)?")
_TO_THE_MINUTE = len("2026-03-02T10:00")
_PAGES = re.compile(r"pages (\d+)-(\d+)")
_LONG = 1200  # characters; of a longer quote only what stands around its decisive words is shown
_AROUND = 250
_LEGIBLE = 0.9  # below this a line read by OCR may well hold a wrong character
_ANSWERED = (Status.RISK, Status.OK, Status.INFO)


@dataclass(frozen=True, slots=True)
class Badge:
    """A mark of colour, shape and word; ``key`` is a ``Risk`` or "missing", "unread", "look", "absent"."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A value of the evidence; ``norm`` and ``source`` are "" where there is none to hold it against.

    ``name`` is the code of the value ("notice"), ``place`` where the contract has it.
    """

    label: str
    text: str
    norm: str = ""
    within: bool = True
    source: str = ""
    name: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote with its place ("3.2 Fees · p. 4") and the answer it gives; ``start:end`` is where the text has it.

    ``remark`` says what else is to be known of it (who changed it and when, that OCR is not sure of it), or is "".
    """

    answer: str
    badge: Badge
    quote: tuple[Segment, ...]
    language: Language
    place: str
    heading: str
    remark: str
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two pieces of evidence that cannot both hold."""

    label: str
    sides: tuple[Evidence, Evidence]


@dataclass(frozen=True, slots=True)
class BasisView:
    """A legal basis; ``since`` is ready to print."""

    jurisdiction: str
    cite: str
    since: str
    says: str


@dataclass(frozen=True, slots=True)
class LookView:
    """A passage that only the learned detector found: what it reads like, how likely ("82 %"), and where it stands."""

    label: str
    likely: str
    quote: tuple[Segment, ...]
    place: str
    heading: str
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """One checklist item: question, answer in words, and all that stands behind it.

    ``demanded`` says which answers the user's policy asks for, where this is none of them. ``number`` is its place in
    the checklist, from 1. ``look`` are passages that may answer it and that no rule understands.
    """

    id: str
    question: str
    answer: str
    badge: Badge
    place: str
    evidence: tuple[Evidence, ...]
    figures: tuple[FigureView, ...]
    conflicts: tuple[ConflictView, ...]
    why: str
    ask: str
    basis: tuple[BasisView, ...]
    demanded: str = ""
    number: int = 0
    family: str = ""
    status: Status = Status.INFO
    look: tuple[LookView, ...] = ()


@dataclass(frozen=True, slots=True)
class TermView:
    """A key term: what it is called, the item that tells more, and its figures (none where the contract has none).

    Figures of one label stand together.
    """

    label: str
    item: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one family."""

    id: str
    name: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items bear a badge; ``missing`` of them are missing protections."""

    badge: Badge
    count: int
    missing: int = 0


@dataclass(frozen=True, slots=True)
class SideView:
    """One side: what it is called here ("Brand"), in the contract (aliases), and its registered name."""

    label: str
    aliases: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class GapView:
    """A part that was not read: where it is, and what is the matter and what to do about it."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report. ``fine`` are answered items without risk; ``risks`` and ``fine`` are by family.

    ``look`` are items that no rule answers and the learned detector has a passage for; ``other_clauses`` are passages
    of kinds that no item asks about.
    ``contract_language`` is the main one of the contract itself. ``families`` are all of the checklist, in its order:
    id and name. ``terms`` are the key terms, ``text`` is the whole contract with the evidence in it.
    """

    language: Language
    contract_language: Language
    file_name: str
    facts: tuple[str, ...]
    sha256: str
    version: str
    verdict: str
    severity: Badge
    tallies: tuple[Tally, ...]
    sides: tuple[SideView, SideView]
    others: str
    decided: bool
    assumed_brand: str
    basis: tuple[str, ...]
    coverage: tuple[str, ...]
    gaps: tuple[GapView, ...]
    notes: tuple[str, ...]
    risks: tuple[Group, ...]
    missing: tuple[ItemView, ...]
    unread: tuple[ItemView, ...]
    fine: tuple[Group, ...]
    look: tuple[ItemView, ...]
    absent: tuple[ItemView, ...]
    other_clauses: tuple[LookView, ...]
    families: tuple[tuple[str, str], ...]
    terms: tuple[TermView, ...]
    text: tuple[Passage, ...]

    def items(self) -> Iterator[ItemView]:
        """Yield every item once: risks, missing, unread, look, fine, absent."""
        for group in self.risks:
            yield from group.items
        yield from self.missing
        yield from self.unread
        yield from self.look
        for group in self.fine:
            yield from group.items
        yield from self.absent


def build_view(review: Review, book: RuleBook, language: Language) -> ReportView:
    """Put ``review`` into words of ``language``."""
    return _view(review, book, language, passages(review.document, _cited(review, book)))


def build_views(review: Review, book: RuleBook, language: Language) -> tuple[ReportView, ReportView]:
    """Put ``review`` into words of ``language`` first, and then of the other language."""
    other: Language = "en" if language == "zh" else "zh"
    first = build_view(review, book, language)
    return first, _view(review, book, other, first.text)


def _view(review: Review, book: RuleBook, language: Language, text: tuple[Passage, ...]) -> ReportView:
    t = texts(language)
    document, parties = review.document, review.parties
    words = _Words(review, book, t, _numbers(book), [block for block in document.blocks if block.heading])
    worst = worst_risk(review)
    facts = [t("report.pages", pages=document.pages)] if document.pages else []
    if document.languages:
        names = t("report.list").join(t.code("language", code) for code in document.languages)
        facts.append(t("report.languages", languages=names))
    return ReportView(
        language=language,
        contract_language=next(iter(document.languages), language),
        file_name=one_line(pure_path(document.path).name),
        facts=tuple(facts),
        sha256=document.sha256,
        version=review.version,
        verdict=_sentence(review, worst, t),
        severity=_badge(worst, t) if worst else Badge("unread" if document.gaps else "ok", ""),
        tallies=tuple(_tallies(review, t)),
        sides=(
            _side(Side.BRAND, parties.brand, review, t),
            _side(Side.PARTNER, parties.partner, review, t),
        ),
        others=t("report.list").join(filter(None, (_party_name(party, t) for party in parties.others))),
        decided=parties.decided,
        assumed_brand=_party_name(parties.brand, t) or t("side.brand"),
        basis=tuple(dict.fromkeys(_reason(basis, t) for basis in parties.basis)),
        coverage=tuple(_part(part, t) for part in document.parts),
        gaps=tuple(_gaps(document.gaps, t)),
        notes=tuple(t.code("note", note.kind) + t("report.colon") + one_line(note.message) for note in document.notes),
        risks=_groups((v for v in review.verdicts if v.status is Status.RISK), words, worst_first=True),
        missing=tuple(words.item(v) for v in _by_risk(v for v in review.verdicts if v.status is Status.MISSING)),
        unread=tuple(words.item(v) for v in review.verdicts if v.status is Status.UNREAD),
        fine=_groups((v for v in review.verdicts if v.status in (Status.OK, Status.INFO)), words, worst_first=False),
        look=tuple(words.item(v) for v in review.verdicts if _is_to_look_at(v)),
        absent=tuple(words.item(v) for v in review.verdicts if v.status is Status.ABSENT and not v.proposals),
        other_clauses=tuple(words.look(proposal) for proposal in review.other_clauses),
        families=tuple((family, book.family_name(family, language)) for family in book.checklist.families),
        terms=tuple(_terms(words)),
        text=text,
    )


def _percent(probability: float) -> str:
    return f"{probability:.0%}"


def _is_to_look_at(verdict: Verdict) -> bool:
    return verdict.status is Status.ABSENT and bool(verdict.proposals)


def worst_risk(review: Review) -> Risk | None:
    """Return the worst of high, medium and low in a review (missing protections count), or ``None``."""
    harms = [v.risk for v in review.verdicts if v.risk in (Risk.HIGH, Risk.MEDIUM, Risk.LOW)]
    return min(harms, key=_WORST_FIRST.__getitem__, default=None)


def count_risk(review: Review, risk: Risk) -> int:
    """Return how many items of a review are of ``risk``; missing protections count at their own risk."""
    return sum(verdict.risk is risk for verdict in review.verdicts)


def count_status(review: Review, status: Status) -> int:
    """Return how many items of a review have ``status``."""
    return sum(verdict.status is status for verdict in review.verdicts)


def _sentence(review: Review, worst: Risk | None, t: Texts) -> str:
    side = t(f"side.{review.side}").lower()
    unread = bool(review.document.gaps)
    if worst is None:
        return t("verdict.none_unread" if unread else "verdict.none", side=side)
    said = t(f"verdict.{worst}", side=side)
    glue = "" if t.language == "zh" else " "
    return said + glue + t("verdict.unread") if unread else said


def _tallies(review: Review, t: Texts) -> Iterable[Tally]:
    for risk in (Risk.HIGH, Risk.MEDIUM, Risk.LOW):
        of_risk = [v for v in review.verdicts if v.risk is risk]
        yield Tally(_badge(risk, t), len(of_risk), sum(v.status is Status.MISSING for v in of_risk))
    yield Tally(_badge("missing", t), count_status(review, Status.MISSING))
    yield Tally(_badge("unread", t), count_status(review, Status.UNREAD))
    yield Tally(_badge("ok", t), count_status(review, Status.OK) + count_status(review, Status.INFO))


def _badge(key: str, t: Texts) -> Badge:
    return Badge(str(key), t(f"risk.{key}"))


def _side(side: Side, party: Party, review: Review, t: Texts) -> SideView:
    aliases = t("report.list").join(one_line(alias) for alias in party.aliases if alias != party.name)
    return SideView(t(f"side.{side}"), aliases, one_line(party.name), review.side is side)


def _party_name(party: Party, t: Texts) -> str:
    first = party.aliases[0] if party.aliases else ""
    if party.name and first:
        return one_line(f"{first} ({party.name})")
    return one_line(party.name or first)


def _reason(basis: Basis, t: Texts) -> str:
    words = one_line(basis.quote)
    # The only reason that does not come from the contract.
    return t("report.overruled", alias=words) if basis.reason == "overruled" else t("report.quote", text=words)


def _part(part: Part, t: Texts) -> str:
    where = t.code("part", one_line(part.where))
    if part.first_page is not None and part.last_page is not None:
        alone = part.first_page == part.last_page
        where = t("report.page" if alone else "report.page_range", page=part.first_page, last=part.last_page)
    if part.method is Method.TEXT:
        return where + t("report.colon") + t("coverage.text")
    return where + t("report.colon") + t("coverage.ocr", percent=f"{part.confidence or 0:.0%}")


def _gaps(gaps: Sequence[Gap], t: Texts) -> Iterator[GapView]:
    """Yield the gaps; pages in a row that have the same thing the matter are one."""
    runs: list[list[Gap]] = []
    for gap in gaps:
        if runs and _goes_on(runs[-1][-1], gap):
            runs[-1].append(gap)
        else:
            runs.append([gap])
    for run in runs:
        first, last = run[0], run[-1]
        pages = _PAGES.fullmatch(first.where)
        if len(run) > 1:
            where = t("report.page_range", page=first.page, last=last.page)
        elif pages:
            where = t("report.page_range", page=pages[1], last=pages[2])
        else:
            where = t("report.page", page=first.page) if first.page is not None else one_line(first.where)
        # Readers say it in English; in Chinese, the kind of the gap has a text of its own.
        own = t.entries.get(f"codes.gap.{first.kind}", "")
        yield GapView(where, own or one_line(f"{first.why} {first.fix}"))


def _goes_on(gap: Gap, following: Gap) -> bool:
    same = (gap.kind, gap.why, gap.fix) == (following.kind, following.why, following.fix)
    return same and gap.page is not None and following.page == gap.page + 1


def _terms(words: _Words) -> Iterator[TermView]:
    verdicts = {verdict.item: verdict for verdict in words.review.verdicts}
    for term in key_terms(words.t.language):
        if term.item in verdicts:
            by_label: dict[str, list[FigureView]] = {}
            for figure in words.figures(verdicts[term.item]):
                if not term.values or figure.name in term.values:
                    by_label.setdefault(figure.label, []).append(figure)
            yield TermView(term.label, term.item, tuple(chain.from_iterable(by_label.values())))


def _cited(review: Review, book: RuleBook) -> Iterator[Cited]:
    """Yield each piece of evidence with the item it belongs to."""
    numbers = _numbers(book)
    for verdict in review.verdicts:
        for finding in verdict.findings:
            key = str(book.risk(finding.item, finding.outcome, review.side))
            yield Cited(verdict.item, numbers[verdict.item], key, finding.start, finding.end, finding.marks)
        for proposal in verdict.proposals:
            yield Cited(verdict.item, numbers[verdict.item], LOOK, proposal.start, proposal.end, ())


def _numbers(book: RuleBook) -> Mapping[str, int]:
    """Return the number of each item: its place in the checklist, from 1."""
    return {item.id: number for number, item in enumerate(book.checklist.items, start=1)}


def _quote(finding: Finding) -> tuple[Segment, ...]:
    """Return the quote of ``finding``; of a very long one, what stands around its decisive words."""
    quote, start = finding.quote, finding.start
    if len(quote) <= _LONG:
        return segments(quote, finding.marks, start)
    pieces: list[Segment] = []
    shown = 0
    for mark in finding.marks[:4] or (Span(start, start),):
        first = max(mark.start - start - _AROUND, shown)
        last = min(max(mark.start, min(mark.end, mark.start + _LONG)) - start + _AROUND, len(quote))
        if last <= first:
            continue
        if first > shown:
            pieces.append(Segment("… ", False))
        pieces += segments(quote[first:last], finding.marks, start + first)
        shown = last
    return (*pieces, Segment(" …", False)) if shown < len(quote) else tuple(pieces)


def _by_risk(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return sorted(verdicts, key=lambda v: _WORST_FIRST[v.risk] if v.risk else len(_WORST_FIRST))


def _groups(verdicts: Iterable[Verdict], words: _Words, *, worst_first: bool) -> tuple[Group, ...]:
    by_family: dict[str, list[Verdict]] = {}
    for verdict in _by_risk(verdicts):
        by_family.setdefault(verdict.family, []).append(verdict)
    # Insertion order is already by the worst item of each family.
    families = by_family if worst_first else [f for f in words.book.checklist.families if f in by_family]
    return tuple(
        Group(
            family,
            words.book.family_name(family, words.t.language),
            tuple(words.item(v) for v in by_family[family]),
        )
        for family in families
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Puts verdicts into words; holds what that takes."""

    review: Review
    book: RuleBook
    t: Texts
    numbers: Mapping[str, int]
    headings: Sequence[Block]

    def item(self, verdict: Verdict) -> ItemView:
        t, book, item = self.t, self.book, verdict.item
        evidence = tuple(self.evidence(finding) for finding in verdict.findings)
        look = tuple(self.look(proposal) for proposal in verdict.proposals)
        outcome = verdict.findings[0].outcome if verdict.findings else SILENT
        explained = item in book.rules and verdict.status is not Status.ABSENT and verdict.status is not Status.UNREAD
        side = self.review.side
        return ItemView(
            id=item,
            question=book.question(item, t.language),
            answer=self.answer(verdict, outcome),
            badge=_badge(LOOK if _is_to_look_at(verdict) else verdict.risk or str(verdict.status), t),
            place=next(iter([*(found.place for found in evidence), *(passage.place for passage in look)]), ""),
            evidence=evidence,
            figures=tuple(self.figures(verdict)),
            conflicts=tuple(self.conflict(conflict) for conflict in verdict.conflicts),
            why=book.why(item, outcome, side, t.language) if explained else "",
            ask=in_own_names(book.ask(item, outcome, side, t.language), self.review.parties, t.language)
            if explained
            else "",
            basis=self.basis(item) if explained else (),
            demanded=self.demanded(verdict),
            number=self.numbers[item],
            family=verdict.family,
            status=verdict.status,
            look=look,
        )

    def demanded(self, verdict: Verdict) -> str:
        labels = [self.book.outcome_label(verdict.item, outcome, self.t.language) for outcome in verdict.demanded]
        return self.t("report.demanded", outcomes=self.t("report.list").join(labels)) if labels else ""

    def answer(self, verdict: Verdict, outcome: str) -> str:
        if verdict.status in _ANSWERED and verdict.findings:
            return self.book.outcome_label(verdict.item, outcome, self.t.language)
        if _is_to_look_at(verdict):
            return self.t("look.answer", percent=_percent(verdict.proposals[0].probability))
        if verdict.status is Status.UNREAD:
            return self.t("report.not_found")
        if verdict.status is Status.ABSENT:
            return self.t("report.not_there")
        return self.t("report.silent")

    def place(self, finding: Finding | Proposal) -> str:
        place = [one_line(finding.clause)] if finding.clause else []
        if finding.page is not None:
            place.append(self.t("report.page", page=finding.page))
        return " · ".join(place)

    def heading_above(self, finding: Finding) -> str:
        """Return the heading that ``finding`` stands under, where the format marks headings, else ""."""
        at = bisect_right(self.headings, finding.start, key=lambda block: block.start)
        if not at:
            return ""
        block = self.headings[at - 1]
        return self.review.document.text[block.start : block.end] if block.end <= finding.start else ""

    def evidence(self, finding: Finding) -> Evidence:
        return Evidence(
            answer=self.book.outcome_label(finding.item, finding.outcome, self.t.language),
            badge=_badge(self.book.risk(finding.item, finding.outcome, self.review.side), self.t),
            quote=_quote(finding),
            language=finding.language,
            place=self.place(finding),
            heading=one_line(finding.heading or self.heading_above(finding)),
            remark=self.remark(finding),
            start=finding.start,
            end=finding.end,
            page=finding.page,
        )

    def look(self, proposal: Proposal) -> LookView:
        return LookView(
            label=categories()[proposal.category].label(self.t.language),
            likely=_percent(proposal.probability),
            quote=segments(proposal.quote[:_LONG], (), proposal.start),
            place=self.place(proposal),
            heading=one_line(proposal.heading),
            start=proposal.start,
            end=proposal.end,
            page=proposal.page,
        )

    def remark(self, finding: Finding) -> str:
        said: list[str] = []
        if finding.legibility is not None and finding.legibility < _LEGIBLE:
            said.append(self.t("report.hardly_legible", percent=f"{finding.legibility:.0%}"))
        stated = {value.name: one_line(value.text) for value in finding.values}
        date = stated.get("date", "")[:_TO_THE_MINUTE].replace("T", " ")
        who = self.t("report.separator").join(filter(None, (stated.get("author"), date)))
        for name, text in stated.items():
            if f"remark.{name}" in self.t.entries:
                said.append(self.t(f"remark.{name}", text=text, who=who or self.t("report.nobody")))
        return " ".join(said)

    def figures(self, verdict: Verdict) -> Iterable[FigureView]:
        places = {value: self.place(finding) for finding in verdict.findings for value in finding.values}
        checked: set[Value] = set()
        for check in verdict.norms:
            checked.add(check.value)
            yield FigureView(
                self.t.code("value", check.value.name),
                one_line(check.value.text),
                _UNIT.sub(lambda unit: self.t.code("unit", unit.group()), one_line(check.norm)),
                check.within,
                one_line(self.book.norm_source(verdict.item, check.value.name, self.t.language)),
                check.value.name,
                places.get(check.value, ""),
            )
        if verdict.family == DRAFTING:  # what these values say is in the remarks
            return
        plain = dict.fromkeys(value for finding in verdict.findings for value in finding.values if value not in checked)
        seen: set[tuple[str, str]] = set()
        for value in plain:
            label, text = self.t.code("value", value.name), one_line(value.text)
            if (label, text) not in seen:
                seen.add((label, text))
                yield FigureView(label, text, name=value.name, place=places[value])

    def conflict(self, conflict: Conflict) -> ConflictView:
        sides = (self.evidence(conflict.first), self.evidence(conflict.second))
        return ConflictView(self.t.code("conflict", conflict.kind), sides)

    def basis(self, item: str) -> tuple[BasisView, ...]:
        return tuple(
            BasisView(
                legal.jurisdiction,
                legal.cite,
                self.t("report.since", date=legal.since) if legal.since else "",
                legal.says.in_language(self.t.language),
            )
            for legal in self.book.basis(item)
        )
