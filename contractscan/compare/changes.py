"""From two reviews to what changed between them: the answers, their quotes and figures, the parties, the coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contractscan.assess import FIRM, HOURS, beyond
from contractscan.compare.likeness import fingerprint, likeness, similarity
from contractscan.model import Finding, Gap, Parties, Review, Risk, Side, Status, Value, Verdict
from contractscan.rules import RuleBook
from contractscan.rules.schema import Norm

_HARM = {Risk.HIGH: 3, Risk.MEDIUM: 2, Risk.LOW: 1}
_ALIKE = 0.5  # quotes that share half of their pairs of words are two versions of one clause
_MOST = 200  # quotes of one item that are held against each other


class Direction(StrEnum):
    """What a change means for the chosen side, what calls for action first.

    ``unclear``: one of the versions was not read where the answer may stand. ``neutral``: neither better nor worse,
    or nobody can tell from the rules alone.
    """

    WORSE = "worse"
    UNCLEAR = "unclear"
    NEUTRAL = "neutral"
    BETTER = "better"


class Change(StrEnum):
    """What became of a quote: it appeared, is gone, answers otherwise, names other figures, or has other words."""

    APPEARED = "appeared"
    GONE = "gone"
    ANSWER = "answer"
    FIGURE = "figure"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with the rule book that it was made with; ``digest`` is that of the book as it was then."""

    review: Review
    book: RuleBook
    digest: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that is not what it was; ``None`` where the version has none of that name."""

    name: str
    old: Value | None
    new: Value | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """What became of one quote; ``old`` is ``None`` where it appeared, ``new`` where it is gone."""

    change: Change
    old: Finding | None
    new: Finding | None
    direction: Direction
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item whose answer, quotes or figures are not what they were; quotes that say the same are left out."""

    item: str
    family: str
    old: Verdict
    new: Verdict
    direction: Direction
    quotes: tuple[QuoteChange, ...]

    @property
    def is_answer(self) -> bool:
        """Whether the answer itself changed, and not only the words or figures behind it."""
        return _answer(self.old) != _answer(self.new)


@dataclass(frozen=True, slots=True)
class PartyChange:
    """What changed about the parties.

    ``swapped`` are names that stand for one side in the old version and for the other in the new one. ``names`` are
    sides whose company is another. ``undecided`` are versions whose words do not tell the sides.
    """

    swapped: tuple[str, ...]
    names: tuple[Side, ...]
    undecided: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.swapped or self.names)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The parts that only one version was not read in; ``complete`` says whether each was read in full, old first."""

    appeared: tuple[Gap, ...]
    gone: tuple[Gap, ...]
    complete: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one review to another, for the same side.

    ``items`` are the changed ones, worst first; ``same`` counts the others. ``dropped`` and ``added`` are questions
    that only the old or the new review asked. ``same_rules`` is false where answers may differ because the rules do.
    """

    old: Review
    new: Review
    side: Side
    items: tuple[ItemChange, ...]
    same: int
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    parties: PartyChange
    coverage: Coverage
    same_rules: bool

    def count(self, direction: Direction) -> int:
        """Return how many items changed in ``direction``."""
        return sum(change.direction is direction for change in self.items)

    @property
    def is_worse(self) -> bool:
        """Whether anything is worse for the side, or the roles of the parties are swapped."""
        return bool(self.parties.swapped) or self.count(Direction.WORSE) > 0

    @property
    def is_changed(self) -> bool:
        """Whether anything changed at all."""
        coverage = self.coverage
        return bool(self.items or self.parties or coverage.appeared or coverage.gone or self.dropped or self.added)


def compare(old: Reviewed, new: Reviewed) -> Comparison:
    """Return what changed from ``old`` to ``new``. Raises ``ValueError`` where they are not for the same side."""
    if old.review.side is not new.review.side:
        raise ValueError(f"the old review is for the {old.review.side}, the new one for the {new.review.side}")
    before = {verdict.item: verdict for verdict in old.review.verdicts}
    after = {verdict.item: verdict for verdict in new.review.verdicts}
    asked = [item for item in after if item in before]
    changes = [
        change for item in asked if (change := _item(before[item], after[item], old.book, new.book, new.review.side))
    ]
    order = {direction: place for place, direction in enumerate(Direction)}
    changes.sort(key=lambda change: (order[change.direction], -max(_harm(change.old.risk), _harm(change.new.risk))))
    return Comparison(
        old=old.review,
        new=new.review,
        side=new.review.side,
        items=tuple(changes),
        same=len(asked) - len(changes),
        dropped=tuple(item for item in before if item not in after),
        added=tuple(item for item in after if item not in before),
        parties=_parties(old.review.parties, new.review.parties),
        coverage=_coverage(old.review.document.gaps, new.review.document.gaps),
        same_rules=old.digest == new.digest,
    )


# ---------------------------------------------------------------- one item


def _item(old: Verdict, new: Verdict, old_book: RuleBook, new_book: RuleBook, side: Side) -> ItemChange | None:
    became = (_quote(*pair, old_book, new_book, side) for pair in _paired(old.findings, new.findings))
    quotes = tuple(quote for quote in became if quote is not None)
    if not quotes and _answer(old) == _answer(new):
        return None
    return ItemChange(new.item, new.family, old, new, _direction(old, new, quotes), quotes)


def _answer(verdict: Verdict) -> tuple[object, ...]:
    return verdict.status, verdict.risk, verdict.findings[0].outcome if verdict.findings else None


def _direction(old: Verdict, new: Verdict, quotes: Sequence[QuoteChange]) -> Direction:
    if Status.UNREAD in (old.status, new.status) and old.status is not new.status:
        return Direction.UNCLEAR
    if _harm(old.risk) != _harm(new.risk):
        return Direction.WORSE if _harm(new.risk) > _harm(old.risk) else Direction.BETTER
    if _answer(old) != _answer(new):
        return Direction.NEUTRAL
    told = {quote.direction for quote in quotes} - {Direction.NEUTRAL}
    return told.pop() if len(told) == 1 else Direction.NEUTRAL


def _harm(risk: Risk | None) -> int:
    return _HARM.get(risk, 0) if risk else 0


# ---------------------------------------------------------------- its quotes


def _paired(old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[tuple[Finding | None, Finding | None]]:
    """Yield each quote with what became of it: the same words, else the same figures, else the most alike."""
    left, right = list(old), list(new)
    for same in (_exactly, _but_for_figures):
        waiting: dict[object, list[Finding]] = {}
        for finding in left:
            waiting.setdefault(same(finding), []).append(finding)
        unmatched: list[Finding] = []
        for finding in right:
            if partners := waiting.get(same(finding)):
                partner = partners.pop(0)
                left = [other for other in left if other is not partner]
                yield partner, finding
            else:
                unmatched.append(finding)
        right = unmatched
    for before, after in _most_alike(left[:_MOST], right[:_MOST]):
        left = [other for other in left if other is not before]
        right = [other for other in right if other is not after]
        yield before, after
    yield from ((finding, None) for finding in left)
    yield from ((None, finding) for finding in right)


def _exactly(finding: Finding) -> object:
    return _but_for_figures(finding), likeness(finding.quote).figures


def _but_for_figures(finding: Finding) -> object:
    return fingerprint(finding.item, finding.outcome, finding.quote)


def _most_alike(old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """Yield pairs that are two versions of one clause, the most alike first; the same answer counts for more."""
    scored = [
        (alike + (before.outcome == after.outcome), -i, -j)
        for i, before in enumerate(old)
        for j, after in enumerate(new)
        if (alike := similarity(before.quote, after.quote)) >= _ALIKE
    ]
    taken: set[int] = set()
    given: set[int] = set()
    for _, i, j in sorted(scored, reverse=True):
        if i not in taken and j not in given:
            taken.add(i)
            given.add(j)
            yield old[-i], new[-j]


def _quote(
    old: Finding | None, new: Finding | None, old_book: RuleBook, new_book: RuleBook, side: Side
) -> QuoteChange | None:
    """Return what became of a quote, ``None`` where it says the same."""
    if new is None:
        assert old is not None  # noqa: S101 - one of the two is there
        return QuoteChange(Change.GONE, old, None, _unless_harmless(Direction.BETTER, old, old_book, side))
    if old is None:
        return QuoteChange(Change.APPEARED, None, new, _unless_harmless(Direction.WORSE, new, new_book, side))
    figures = tuple(_figures(old, new, new_book))
    if old.outcome != new.outcome:
        before = _harm(old_book.risk(old.item, old.outcome, side))
        after = _harm(new_book.risk(new.item, new.outcome, side))
        direction = Direction.NEUTRAL
        if before != after and min(old.confidence, new.confidence) >= FIRM:
            direction = Direction.WORSE if after > before else Direction.BETTER
        return QuoteChange(Change.ANSWER, old, new, direction, figures)
    was, now = likeness(old.quote), likeness(new.quote)
    if figures or was.figures != now.figures:
        told = {figure.direction for figure in figures} - {Direction.NEUTRAL}
        return QuoteChange(Change.FIGURE, old, new, told.pop() if len(told) == 1 else Direction.NEUTRAL, figures)
    if "".join(was.words.split()) != "".join(now.words.split()):
        return QuoteChange(Change.WORDING, old, new, Direction.NEUTRAL)
    return None


def _unless_harmless(direction: Direction, finding: Finding, book: RuleBook, side: Side) -> Direction:
    """Return ``direction`` for a firm finding that harms ``side``; whether another one matters, nobody can tell."""
    harmful = _harm(book.risk(finding.item, finding.outcome, side)) and finding.confidence >= FIRM
    return direction if harmful else Direction.NEUTRAL


def _figures(old: Finding, new: Finding, book: RuleBook) -> Iterator[Figure]:
    """Yield the quantities that differ, by name and in their order; words differ with the wording."""
    for name in dict.fromkeys(value.name for value in (*old.values, *new.values)):
        was, now = ([v for v in f.values if v.name == name and not isinstance(v.value, str)] for f in (old, new))
        for at in range(max(len(was), len(now))):
            before = was[at] if at < len(was) else None
            after = now[at] if at < len(now) else None
            if _quantity(before) != _quantity(after):
                yield Figure(name, before, after, _nearer(book.norms.get(new.item, {}).get(name), before, after))


def _quantity(value: Value | None) -> object:
    if value is None or isinstance(value.value, str):
        return None
    if value.unit in HOURS:
        return round(value.value * HOURS[value.unit], 3), "hours", value.comparator
    return value.value, value.unit, value.comparator


def _nearer(norm: Norm | None, old: Value | None, new: Value | None) -> Direction:
    """Return whether a value went away from ``norm`` (worse) or to it (better); without one nobody can tell."""
    was, now = (beyond(value, norm) if value and norm else None for value in (old, new))
    if was is None or now is None or was == now:
        return Direction.NEUTRAL
    return Direction.WORSE if now > was else Direction.BETTER


# ---------------------------------------------------------------- parties and coverage


def _parties(old: Parties, new: Parties) -> PartyChange:
    was, now = _sides(old), _sides(new)
    swapped = tuple(name for key, (side, name) in now.items() if was.get(key, (side, ""))[0] is not side)
    names = tuple(
        side
        for side, before, after in ((Side.BRAND, old.brand, new.brand), (Side.PARTNER, old.partner, new.partner))
        if before.name and after.name and _plain(before.name) != _plain(after.name)
    )
    undecided = tuple(which for which, parties in (("old", old), ("new", new)) if not parties.decided)
    return PartyChange(swapped, names, undecided)


def _sides(parties: Parties) -> dict[str, tuple[Side, str]]:
    """Return which side each name of the contract stands for, and how it is written; a name of both is left out."""
    brand, partner = (
        {_plain(name): name for name in (p.name, *p.aliases) if name} for p in (parties.brand, parties.partner)
    )
    return {
        **{key: (Side.BRAND, name) for key, name in brand.items() if key not in partner},
        **{key: (Side.PARTNER, name) for key, name in partner.items() if key not in brand},
    }


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _coverage(old: Iterable[Gap], new: Iterable[Gap]) -> Coverage:
    old, new = tuple(old), tuple(new)
    return Coverage(_only(new, old), _only(old, new), (not old, not new))


def _only(some: Iterable[Gap], others: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return the gaps of ``some`` that have no like among ``others``; the place may be another."""
    left = Counter((gap.kind, gap.why) for gap in others)
    found: list[Gap] = []
    for gap in some:
        key = (gap.kind, gap.why)
        if left[key]:
            left[key] -= 1
        else:
            found.append(gap)
    return tuple(found)
