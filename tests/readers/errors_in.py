"""How far a recognised text is from the true one."""

from __future__ import annotations

import unicodedata


def share_of_wrong_characters(true: str, found: str) -> float:
    """Return the character error rate: the edit distance as a share of the true text, without regard to white space.

    Half and full width count as the same character, as they do when contracts are matched.
    """
    a, b = _plain(true), _plain(found)
    previous = list(range(len(b) + 1))
    for i, char in enumerate(a, 1):
        current = [i]
        for j, other in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (char != other)))
        previous = current
    return previous[-1] / max(1, len(a))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
