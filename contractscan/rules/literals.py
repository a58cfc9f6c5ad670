"""The letters without which a pattern cannot match: a cheap test before an expensive one.

Compiling a rule book's expressions takes longer than reading a contract with them. Most never match: the words
they are about are not in the text. ``needed`` finds words of which at least one must be there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ELEMENT = re.compile(
    r"""(?P<placeholder>\{[a-z][a-z_]*(?::\d+)?\})
      | (?P<repeat>[?*+]\??|\{\d*,?\d*\}\??)
      | (?P<aside>\(\?(?:=|!|<=|<!))
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


@dataclass(slots=True)
class _Alternative:
    """One branch of a group while it is read: the word being spelled, and the sets of words found so far."""

    run: str = ""
    found: list[frozenset[str]] = field(default_factory=list)
    last: frozenset[str] | None = None  # the group just closed, which a repeat may make optional

    def settle(self) -> None:
        """End the word being spelled."""
        if self.last is not None:
            self.found.append(self.last)
        if self.run:
            self.found.append(frozenset({self.run}))
        self.run, self.last = "", None

    def best(self) -> frozenset[str] | None:
        """Return the most telling set: the longest shortest word, then the fewest words."""
        self.settle()
        return max(self.found, key=lambda words: (min(map(len, words)), -len(words)), default=None)


@dataclass(slots=True)
class _Group:
    """A group while it is read; ``aside`` for a look-around, whose words need not be there."""

    aside: bool
    done: list[frozenset[str] | None] = field(default_factory=list)
    current: _Alternative = field(default_factory=_Alternative)

    def next(self) -> None:
        """Begin the next alternative."""
        self.done.append(self.current.best())
        self.current = _Alternative()

    def words(self) -> frozenset[str] | None:
        """Return words of which any match of the group holds one; ``None`` where there are no such words."""
        self.next()
        if self.aside or None in self.done:
            return None
        return frozenset(word for words in self.done if words for word in words)


def needed(pattern: str) -> frozenset[str]:
    """Return lower-case words of which one stands in every match of ``pattern`` (empty: nothing is known).

    ``pattern`` is an author's pattern with its placeholders, which are passed over.
    """
    groups = [_Group(aside=False)]
    for match in _ELEMENT.finditer(pattern):
        here = groups[-1].current
        kind, text = match.lastgroup, match[0]
        if kind == "repeat":
            _repeat(here, optional=text[0] in "?*" or text.startswith(("{0", "{,")))
        elif kind in ("open", "aside"):
            here.settle()
            groups.append(_Group(aside=kind == "aside"))
        elif kind == "close" and len(groups) > 1:
            words = groups.pop().words()
            groups[-1].current.last = words
        elif kind == "or":
            groups[-1].next()
        elif kind == "run" or (kind == "literal" and text not in _ANY_CHARACTER):
            if here.last is not None:
                here.settle()
            here.run += match[kind].lower()
        else:
            here.settle()
    return groups[0].words() or frozenset()


def _repeat(here: _Alternative, *, optional: bool) -> None:
    """Apply a repeat to what stands before it: a letter or a group may turn out not to be needed."""
    if here.last is not None:
        here.last = None if optional else here.last
    elif here.run and optional:
        here.run = here.run[:-1]
    here.settle()
