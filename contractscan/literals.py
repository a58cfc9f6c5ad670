"""The letters without which a pattern cannot match: a cheap test before an expensive one.

Compiling a rule book's expressions takes longer than reading a contract with them. Most never match: the words
they are about are not in the text. ``needed`` finds the words that must be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

_ELEMENT = re.compile(
    r"""(?P<placeholder>\{(?P<name>[a-z][a-z_]*)(?::\d+)?\})
      | (?P<repeat>[?*+]\??|\{\d*,?\d*\}\??)
      | (?P<aside>\(\?(?:=|!|<=|<!))
      | (?P<again>\(\?P=\w+\))
      | (?P<open>\((?:\?(?:P<\w+>|[aiLmsux-]*:))?)
      | (?P<close>\))
      | (?P<or>\|)
      | (?P<class>\[\^?\]?(?:[^\]\\]|\\.)*\])
      | \\(?P<code>[AbBdDsSwWZ\d])
      | (?P<run>[^\\\[\](){}|?*+.^$]+)
      | \\?(?P<literal>.)""",
    re.VERBOSE | re.DOTALL,
)
_ANY_CHARACTER = frozenset(".^$")
# A blank, "of", " in ": they stand nearly everywhere.
_COMMON = re.compile(" ?(?:[a-z ]{0,2}|the|and|for|any|all|not|may) ?")
_FEW_CHARACTERS = re.compile(r"\[([^\]\\^[-]{1,8})\]")  # a class without ranges


@dataclass(slots=True)
class _Alternative:
    """One branch of a group while it is read: the word being spelled, and the sets of words found so far."""

    run: str = ""
    found: list[frozenset[str]] = field(default_factory=list)
    last: list[frozenset[str]] = field(default_factory=list)  # of the group just closed, which a repeat may drop

    def settle(self) -> None:
        """End the word being spelled."""
        self.found += self.last
        if self.run:
            self.found.append(frozenset({self.run}))
        self.run, self.last = "", []

    def sets(self) -> list[frozenset[str]]:
        """Return the sets of words of each of which one must be there, the most telling first.

        Most telling is the longest shortest word, then the fewest words.
        """
        self.settle()
        return sorted(self.found, key=lambda words: (-min(map(len, words)), len(words)))


@dataclass(slots=True)
class _Group:
    """A group while it is read; ``aside`` for a look-around, whose words need not be there."""

    aside: bool
    done: list[list[frozenset[str]]] = field(default_factory=list)
    current: _Alternative = field(default_factory=_Alternative)

    def next(self) -> None:
        """Begin the next alternative."""
        self.done.append(self.current.sets())
        self.current = _Alternative()

    def sets(self) -> list[frozenset[str]]:
        """Return sets of words of each of which any match of the group holds one."""
        self.next()
        if self.aside or not all(self.done):
            return []
        if len(self.done) == 1:
            return self.done[0]
        return [frozenset(word for sets in self.done for word in sets[0])]


def needed(pattern: str, mentions: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    """Return sets of lower-case words: of each set, one word stands in every match of ``pattern``.

    ``pattern`` is an author's pattern with its placeholders; ``mentions`` are the characters of which the
    placeholder of that name matches one. Other placeholders are passed over.
    """
    groups = [_Group(aside=False)]
    for match in _ELEMENT.finditer(pattern):
        here = groups[-1].current
        kind, text = match.lastgroup, match[0]
        if kind == "placeholder":
            here.settle()
            here.last = [frozenset(mentions[match["name"]])] if match["name"] in mentions else []
        elif kind == "repeat":
            _repeat(here, optional=text[0] in "?*" or text.startswith(("{0", "{,")))
        elif kind in ("open", "aside"):
            here.settle()
            groups.append(_Group(aside=kind == "aside"))
        elif kind == "again":
            here.settle()
            here.last = []  # what a group matched before
        elif kind == "close" and len(groups) > 1:
            sets = groups.pop().sets()
            groups[-1].current.settle()
            groups[-1].current.last = sets
        elif kind == "or":
            groups[-1].next()
        elif kind == "class":
            here.settle()
            few = _FEW_CHARACTERS.fullmatch(text)
            here.last = [frozenset(few[1].lower())] if few else []
        elif kind == "run" or (kind == "literal" and text not in _ANY_CHARACTER):
            if here.last:
                here.settle()
            here.run += match[kind].lower()
        else:
            here.settle()
    return tuple(groups[0].sets())


def _repeat(here: _Alternative, *, optional: bool) -> None:
    """Apply a repeat to what stands before it: a letter or a group may turn out not to be needed."""
    if here.last:
        here.last = [] if optional else here.last
    elif here.run and optional:
        here.run = here.run[:-1]
    here.settle()


class WordIndex:
    """Tells which of many patterns can match a text, without asking each of them.

    A text calls for the patterns of which it holds a word of each set that they need; of a pattern, the ``SETS`` most
    telling sets are entered. None that nearly every text meets is: to note each place of "the" costs more than it
    saves. All words are sought in one pass (Aho-Corasick), so the time for a text hardly grows with the number of
    patterns.
    """

    SETS = 5

    def __init__(self) -> None:
        self._bits: list[dict[str, int]] = [{} for _ in range(self.SETS)]
        self._names: list[dict[str, int]] = [{} for _ in range(self.SETS)]
        self._without = [0] * self.SETS  # the patterns that have no such set
        self._width = 0  # bits that tell all patterns
        self._automaton: AhoCorasick | None = None
        self._begin = 0
        self._bits_by_place: tuple[int, ...] = ()
        self._bits_by_name: dict[str, int] = {}

    def add(self, literals: Sequence[frozenset[str]], bits: int, names: Iterable[str] = ()) -> None:
        """Enter a pattern; ``literals`` are what ``needed`` gives for it, ``bits`` what ``called`` shall tell.

        All ``names`` must be among what is known of a text; each is a set of its own.
        """
        telling = [words for words in literals if not any(map(_COMMON.fullmatch, words))]
        sets: list[tuple[list[dict[str, int]], Iterable[str]]] = [(self._names, (name,)) for name in names]
        sets += [(self._bits, words) for words in telling]
        for at in range(self.SETS):
            if at < len(sets):
                entered, words = sets[at]
                for word in words:
                    entered[at][word] = entered[at].get(word, 0) | bits
            else:
                self._without[at] |= bits
        self._width = max(self._width, bits.bit_length())
        self._automaton = None  # of the words so far

    def called(self, text: str, names: Iterable[str] = ()) -> int:
        """Return the bits of all patterns that can match ``text`` (in lower case), in one number.

        ``names`` are what is known of the text: the concepts that it speaks of.
        """
        automaton = self._automaton or self._ready()
        found = self._begin
        for name in names:
            found |= self._bits_by_name.get(name, 0)
        for place in {place for place, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}:
            found |= self._bits_by_place[place]
        result = found
        for _ in range(1, self.SETS):
            found >>= self._width
            result &= found
        return result

    def _ready(self) -> AhoCorasick:
        """Prepare for all that was entered: in one number, the bits of the first sets, then of the second ones, …"""
        words = dict.fromkeys(word for known in self._bits for word in known)
        self._begin = self._packed(self._without)
        self._bits_by_place = tuple(self._packed([known.get(word, 0) for known in self._bits]) for word in words)
        names = {name for known in self._names for name in known}
        self._bits_by_name = {name: self._packed([known.get(name, 0) for known in self._names]) for name in names}
        self._automaton = AhoCorasick(words, store_patterns=False)
        return self._automaton

    def _packed(self, by_set: Sequence[int]) -> int:
        return sum(bits << at * self._width for at, bits in enumerate(by_set))
