"""Units: the sentences of a contract, each in the context that gives it its meaning.

A sentence of a contract often stands on what precedes it: the lead-in of a list ("乙方不得：", "Agency shall
not:"), the subject of the sentence before, a heading that names the bound party ("乙方的义务"). A unit carries
these words in front of its own, so that a pattern sees them, while the evidence stays the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from contractscan import structure
from contractscan.match.everyday import in_law
from contractscan.model import Block, BlockKind, Clause, Document, Language, Outline, Parties, Span
from contractscan.nlp import Pipelines, Sentence
from contractscan.parties import BRAND, MENTION, PARTNER, mark
from contractscan.text import NOTHING_FOLDED, Folded, fold, language_of, lowered, passages

# A longer "sentence" is no sentence but running text without punctuation; matching stays bounded by cutting it.
_MAX_SENTENCE = 2500
_MAX_LEAD = 400
# A table whose cells are longer than this is a layout of prose, not of figures.
_MAX_ROW_CELL = 120

_WORD = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]{2}")
_ITEM = re.compile(
    r"\s*(?:[(（](?:[a-z]{1,4}|\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|\d{1,2}[)）、.](?!\d))\s*", re.IGNORECASE
)
_FIRST_ITEM = re.compile(r"[(（①](?:(?<=①)|[AaIi1一][)）])")  # it begins with a class, so that the search is quick
_DROPPED_SUBJECT = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){1,3}[、.]?\s*|[(（]?[\d一二三四五六七八九十]{0,3}[)）、.]\s*)?(?:并且|并|且|同时|此外|亦|也|还)?"
    r"(?:不得|不应|不可|应当|应该|应|须|必须|需要|需|有权|可以|可|保证|承诺|负责|不能|禁止|严禁|未经|无权|无须|同意)"
)
# What stands before a party that is not the subject: the party that the heading names does it to that one, or for it
# ("1. 按时向甲方提交月报" under "乙方的义务"). 由甲方承担, 归甲方所有 and 如甲方 … have a subject of their own.
_BEFORE_OBJECT: Mapping[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:[向为给对与同从按]|接受|配合|协助|服从|遵守|执行|按照|根据|依照|通知|告知|维护|保守|尊重|提供|交付|返还|退还|赔偿"
        r"|支付|使用|销售|推广)$"
    ),
    "en": re.compile(
        r"\s*(?:\(?\w{1,4}[).]|\d+(?:\.\d+)*\.?)?\s*"
        r"(?:To |Not |Shall |Will |Must |May |(?!(?:the|any|all|each|no|such|if|when|where|upon|in|as|its?)\b)[a-z]+ )"
    ),
}
_DEFINES: Mapping[Language, str] = {"zh": "指", "en": '"'}  # without it, there is no definition
_DEFINITION: Mapping[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:[(（]?[\d.一二三四五六七八九十]{0,6}[)）、.]?\s*)?(?:本(?:协议|合同)(?:所称|中的?))?"
        r"[\"'《]?[^,。;:]{1,24}[\"'》]?,?(?:系指|是指|意指|指的是|指:|指(?!定|导|标|示|派|令|明))"
    ),
    "en": re.compile(
        r"(?:\(?[\w.]{1,6}[).]?\s+)?\"[^\"]{1,80}\"\s*(?:\([^)]{1,40}\)\s*)?"
        r"(?:shall\s+)?(?:means?|refers? to|has the meaning|is defined)",
        re.IGNORECASE,
    ),
}
_RECITAL: Mapping[Language, re.Pattern[str]] = {
    "zh": re.compile(r"(?:[\d一二三四五六七八九十(（)）、.]{0,4})鉴于"),
    "en": re.compile(r"(?:\(?\w{1,2}[).]?\s+)?WHEREAS\b", re.IGNORECASE),
}
_NUMBER_PREFIX = re.compile(
    r"(?:(?i:article|section|clause) [\divxlcIVXLC.]+|第[\d一二三四五六七八九十百]+[条章节款]|[\d.]+"
    r"|[(（]?[\w一二三四五六七八九十]{1,4}[)）、.])\s*"
)
_HEADING_END = ".:。 "
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_NO_LEAD: tuple[Folded, frozenset[str]] = (NOTHING_FOLDED, frozenset())


class UnitKind(StrEnum):
    """What a unit does in the contract; only clauses bind."""

    CLAUSE = "clause"
    HEADING = "heading"
    DEFINITION = "definition"
    RECITAL = "recital"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (or a row of a table) in its context.

    ``text`` is folded, has its parties marked and is in the words of law (``lowered``: the same in lower case, every
    character in its place; ``said``: in lower case with the sentence's own words, be they everyday ones); the first
    ``lead`` characters of each are carried from elsewhere and are not evidence. ``start``/``end`` are the sentence's
    range in the document. ``concepts`` are those of the sentence and its lead-in, ``heading_concepts`` those of the
    headings above it; ``heading`` is their text.
    """

    text: Folded
    lowered: str
    said: str
    lead: int
    start: int
    end: int
    language: Language
    kind: UnitKind
    concepts: frozenset[str]
    heading: str
    heading_concepts: frozenset[str]
    clause: Clause | None
    block: int


@dataclass(frozen=True, slots=True)
class _Passage:
    """A block, or a row of short table cells, folded and marked; ``folded`` is ``said`` in the words of law."""

    block: int
    language: Language
    said: Folded
    folded: Folded
    heading: bool


@dataclass(frozen=True, slots=True)
class _Above:
    """The headings above and of a clause, outermost first, and their concepts.

    ``titles`` is what a sentence says that is the innermost of them; ``subject`` is the one party that it names
    ("乙方的义务"), "" if there is none.
    """

    headings: str = ""
    concepts: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    subject: str = ""


_NOTHING_ABOVE = _Above()


def units(document: Document, outline: Outline, parties: Parties, pipelines: Pipelines) -> tuple[Unit, ...]:
    """Split ``document`` into units, in document order."""
    all_passages = list(_passages(document, parties))
    reading = _Reading(document, outline, parties, pipelines)
    sentences = reading.read_all([(passage.language, passage.folded.text) for passage in all_passages])
    found: list[Unit] = []
    for passage, parts in zip(all_passages, sentences, strict=True):
        found += _passage_units(passage, parts, reading)
    return tuple(found)


class _Reading:
    """What the units of one document share: its clauses, and the concepts of headings and lead-ins."""

    def __init__(self, document: Document, outline: Outline, parties: Parties, pipelines: Pipelines) -> None:
        self.outline = outline
        self._pipelines = pipelines
        spans = [structure.lead_in(document, outline, clause) for clause in outline.clauses]
        leads = {span: _folded_lead(document, parties, span) for span in spans if span is not None}
        headings = {c.heading: mark(fold(c.heading), parties).text for c in outline.clauses if c.heading}
        known = self._concepts({*headings.values(), *(lead.text for lead in leads.values())})
        self._leads = [(leads[span], known[leads[span].text]) if span is not None else _NO_LEAD for span in spans]
        self._above = _above(outline, headings, known)

    def read_all(self, texts: list[tuple[Language, str]]) -> list[tuple[Sentence, ...]]:
        """Return the sentences of each text."""
        results: list[tuple[Sentence, ...]] = [()] * len(texts)
        for language in _LANGUAGES:
            chosen = [i for i, (of, _) in enumerate(texts) if of == language]
            if chosen:
                for i, sentences in zip(
                    chosen, self._pipelines.read(language, (texts[i][1] for i in chosen)), strict=True
                ):
                    results[i] = sentences
        return results

    def above(self, clause: Clause | None) -> _Above:
        """Return the headings above and of ``clause``."""
        return self._above[clause.index] if clause is not None else _NOTHING_ABOVE

    def lead_in(self, clause: Clause) -> tuple[Folded, frozenset[str]]:
        """Return the marked lead-in of the list that ``clause`` is an item of (empty if none)."""
        return self._leads[clause.index]

    def _concepts(self, texts: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return the concepts of each text; all texts of a language are read at once."""
        by_language: dict[Language, list[str]] = {language: [] for language in _LANGUAGES}
        for text in sorted(texts):
            by_language[language_of(text)].append(text)
        return {
            text: concepts
            for language, chosen in by_language.items()
            if chosen
            for text, concepts in zip(chosen, self._pipelines.concepts(language, chosen), strict=True)
        }


def _folded_lead(document: Document, parties: Parties, span: Span) -> Folded:
    start = max(span.start, span.end - _MAX_LEAD)
    said = mark(fold(document.text, start, span.end), parties)
    return in_law(said, language_of(document.text[start : span.end]))


def _above(outline: Outline, marked: Mapping[str, str], known: Mapping[str, frozenset[str]]) -> list[_Above]:
    """Return for each clause the headings above it and its own, as ``marked``, with the concepts of all of them."""
    result: list[_Above] = []
    for clause in outline.clauses:
        above = result[clause.parent] if clause.parent is not None else _NOTHING_ABOVE
        if clause.heading:
            text = marked[clause.heading]
            headings = f"{above.headings} / {text}" if above.headings else text
            innermost = headings.rsplit(" / ", 1)[-1]
            title = innermost.rstrip(_HEADING_END)
            above = _Above(
                headings,
                above.concepts | known[text],
                titles=(title, _unnumbered(title)) if title else (),
                subject=_only_party(innermost),
            )
        result.append(above)
    return result


def _only_party(heading: str) -> str:
    named = {char for char in (BRAND, PARTNER) if char in heading}
    return named.pop() if len(named) == 1 else ""


def _passages(document: Document, parties: Parties) -> Iterator[_Passage]:
    """Yield paragraphs and cells as they are, and rows of short cells as one passage."""
    numbered = [(i, block) for i, block in enumerate(document.blocks) if block.kind is not BlockKind.FURNITURE]
    for row, group in groupby(numbered, key=lambda pair: _row(pair[0], pair[1])):
        blocks = list(group)
        if row[0] and len(blocks) > 1 and _is_figures(document, [block for _, block in blocks]):
            start, end = blocks[0][1].start, blocks[-1][1].end
            language = language_of(document.text[start:end])
            said = mark(fold(document.text, start, end), parties)
            yield _Passage(blocks[0][0], language, said, in_law(said, language), heading=False)
        else:
            for i, block in blocks:
                for start, end, language in passages(document.text, block.start, block.end):
                    said = mark(fold(document.text, start, end), parties)
                    yield _Passage(i, language, said, in_law(said, language), block.heading)


def _row(index: int, block: Block) -> tuple[bool, int, int]:
    return (True, block.cell.table, block.cell.row) if block.cell else (False, index, 0)


def _is_figures(document: Document, row: Iterable[Block]) -> bool:
    """Tell a row of figures from a row that says one thing in two languages, side by side."""
    texts = [document.text[block.start : block.end] for block in row]
    said = {language_of(text) for text in texts if len(_WORD.findall(text)) >= 2}
    return all(len(text) <= _MAX_ROW_CELL for text in texts) and (len(texts) > 2 or len(said) < 2)


def _passage_units(passage: _Passage, sentences: Iterable[Sentence], reading: _Reading) -> Iterator[Unit]:
    inline_lead = NOTHING_FOLDED
    inline_concepts: frozenset[str] = frozenset()
    subject = NOTHING_FOLDED
    for sentence in (part for whole in sentences for part in _bounded(whole)):
        own = passage.folded.slice(sentence.start, sentence.end)
        if not own.text:
            continue
        start, end = own.source(0, len(own.text))
        clause = structure.clause_at(reading.outline, start)
        above = reading.above(clause)
        mention = MENTION.search(own.text)
        is_item = _ITEM.match(own.text) is not None
        lead, lead_concepts = _NO_LEAD
        if is_item and inline_lead.text:
            lead, lead_concepts = inline_lead, inline_concepts
        elif clause is not None and start - clause.start < 40:
            lead, lead_concepts = reading.lead_in(clause)
        if not MENTION.search(lead.text):
            if mention is None or _DROPPED_SUBJECT.match(own.text):
                lead = (subject if subject.text else _subject_at(start, above)) + lead
            elif above.subject and _is_about_the_other(own.text, above.subject, passage.language):
                lead = _subject_at(start, above) + lead
        kind = _kind(own.text, passage, above)
        text = lead + own
        said = small = lowered(text.text)
        if passage.said is not passage.folded:
            said = lowered(lead.text + passage.said.standing_for(start, end).text)
        yield Unit(
            text=text,
            lowered=small,
            said=said,
            lead=len(lead.text),
            start=start,
            end=end,
            language=passage.language,
            kind=kind,
            concepts=sentence.concepts | lead_concepts,
            heading=above.headings,
            heading_concepts=above.concepts,
            clause=clause,
            block=passage.block,
        )
        if mention and kind is not UnitKind.HEADING:
            subject = own.slice(mention.start(), mention.start() + 1)
        if own.text.endswith(":"):
            inline_lead, inline_concepts = (
                own.slice(max(0, len(own.text) - _MAX_LEAD), len(own.text)),
                sentence.concepts,
            )
        elif not is_item:
            first_item = _FIRST_ITEM.search(own.text)
            inline_lead, inline_concepts = _NO_LEAD
            if first_item and 0 < first_item.start() <= _MAX_LEAD:
                inline_lead, inline_concepts = own.slice(0, first_item.start()), sentence.concepts


def _bounded(sentence: Sentence) -> Iterator[Sentence]:
    for start in range(sentence.start, sentence.end, _MAX_SENTENCE):
        yield Sentence(start, min(start + _MAX_SENTENCE, sentence.end), sentence.concepts)


def _subject_at(position: int, above: _Above) -> Folded:
    """Return the one party that the innermost heading names as a subject for what stands at ``position``."""
    return Folded(above.subject, (0,), (position,), (position + 1,)) if above.subject else NOTHING_FOLDED


def _is_about_the_other(text: str, subject: str, language: Language) -> bool:
    """Tell whether ``text`` names only the party that is not the ``subject`` of the heading, and not as its own."""
    named = {match[0] for match in MENTION.finditer(text)}
    first = MENTION.search(text)
    if first is None or named != {BRAND if subject == PARTNER else PARTNER}:
        return False
    before = text[: first.start()]
    pattern = _BEFORE_OBJECT[language]
    return (pattern.search(before) if language == "zh" else pattern.match(before)) is not None


def _kind(text: str, passage: _Passage, above: _Above) -> UnitKind:
    if passage.heading:
        return UnitKind.HEADING
    if above.titles and _unnumbered(text).rstrip(_HEADING_END) in above.titles:
        return UnitKind.HEADING
    if _DEFINES[passage.language] in text and _DEFINITION[passage.language].match(text):
        return UnitKind.DEFINITION
    if _RECITAL[passage.language].match(text):
        return UnitKind.RECITAL
    return UnitKind.CLAUSE


def _unnumbered(text: str) -> str:
    number = _NUMBER_PREFIX.match(text)
    return text[number.end() :] if number else text
