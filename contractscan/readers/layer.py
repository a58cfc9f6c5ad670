"""Whether a page's text layer can be believed: characters that mean something, and words that are words."""

from __future__ import annotations

import re

# A word, or marks one after the other that are neither punctuation nor a line to fill in.
_TOKEN = re.compile(r"\w+(?:['’]\w+)?|(?:(?![.,;:!?\"'()\[\]_*/-])[!-~]){2,}")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_PLAIN = re.compile(r"[A-Z]?[a-z]*[aeiouy][a-z]*(?:['’][a-z]+)?|[A-Z]{1,20}|[a-z]|\d+|_+")
_FREQUENT_THREES = ("the", "ion", "and", "ing", "ent")  # the most frequent ones first
_THREES_SHARE = 0.02  # of the characters; in English twice as much. A quick look that spares most pages the long one
_JUDGED = 40  # words or ideographs: fewer tell nothing
_WORDS_SHARE, _COMMON_SHARE = 0.7, 0.8


def is_nonsense(text: str) -> bool:
    """Whether most of a longer text are no words: what bad OCR, or a font with wrong codes, leaves behind.

    A Latin word is plain if it has a vowel and its capitals where they belong; an ideograph is common if it is among
    the few thousand most frequent ones of Simplified, Traditional or Japanese writing. Other scripts are not judged.
    """
    if (text.isascii() or not _HAN.search(text)) and _looks_english(text):
        return False
    han = _HAN.findall(text)
    if len(han) >= _JUDGED and sum(map(_is_common, han)) < _COMMON_SHARE * len(han):
        return True
    tokens = [token for token in _TOKEN.findall(_HAN.sub(" ", text)) if token.isascii()]
    plain = sum(1 for token in tokens if _PLAIN.fullmatch(token))
    return len(tokens) >= _JUDGED and plain < _WORDS_SHARE * len(tokens)


def _looks_english(text: str) -> bool:
    found, enough = 0, _THREES_SHARE * len(text)
    for three in _FREQUENT_THREES:
        found += text.count(three)
        if found > enough:
            return True
    return False


def _is_common(char: str) -> bool:
    return any(_lead(char, codec) in leads for codec, leads in _FREQUENT)


def _lead(char: str, codec: str) -> int:
    try:
        return char.encode(codec)[0]
    except UnicodeEncodeError:
        return -1


# The first levels of the national character sets, by the first byte of a character's code.
_FREQUENT = (
    ("gb2312", range(0xB0, 0xD8)),
    ("big5", range(0xA4, 0xC7)),
    ("euc_jp", range(0xB0, 0xD0)),
)
