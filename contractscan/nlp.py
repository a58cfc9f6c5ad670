"""The spaCy pipelines: sentences that survive legal prose, and the concepts that occur in them.

One blank pipeline per language. Both work on folded text in which parties are marked (see ``parties.mark``), and
both use the same plain tokens: a Latin word, a number, or a single other character. Contracts mix the two
scripts in one sentence ("ACoS不高于25%"), terms are matched whole either way, and it starts in a tenth of the time
that spaCy's English tokenizer needs for its exceptions.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

# Before spaCy, which it makes load faster.
import contractscan.lean_spacy  # noqa: F401 # isort: skip
import numpy
import spacy
from spacy.attrs import IDX, LOWER, NORM, ORTH, SENT_START
from spacy.language import Language as Pipeline
from spacy.matcher import PhraseMatcher
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from contractscan.model import Language
from contractscan.rules.schema import Terms
from contractscan.text import fold_char

_TOKEN = re.compile(r"([A-Za-z\u00c0-\u024f]+|\d+|.)( ?)", re.DOTALL)
_TEXT = "contractscan_text"
_BREAK = "\n"  # between the texts of a batch; folded text has none inside
_BREAKS = re.compile(_BREAK)
_BATCH = 100_000
_INSIDE = 2**64 - 1  # spaCy's -1, "starts no sentence", as it stands in an array of unsigned numbers
# Where a sentence may end; of white space, folded text has blanks only. The look-behinds keep abbreviations whole
# ("Inc. shall", "No. 5", "U.S. marketplace"). It begins with the mark, so that the search is quick.
_END_EN = re.compile(
    r"""[.?!;:](?:
          (?<=[.?!])
          (?<!\bInc.)(?<!\bLtd.)(?<!\bCo.)(?<!\bCorp.)(?<!\bNo.)(?<!\bSec.)(?<!\bArt.)(?<!\bvs.)(?<!\be\.g.)
          (?<!\bi\.e.)(?<!\bMr.)(?<!\bMs.)(?<!\bDr.)(?<!\bU\.S.)(?<!\bEtc.)(?<!\bpp.)(?<!\b[A-Z].)(?<!\b\d.)
          (?<!\b\d\d.)["')\]]*[ ]+(?=["'(\[]*[A-Z0-9\ue000-\ue005])
        | (?<=;)[ ]*(?:and|or)?[ ]*(?=\(\w{1,4}\)[ ])
        | (?<=:)[ ]*(?=\((?:a|i|1|A)\)[ ]))""",
    re.VERBOSE,
)
_END_ZH = re.compile(
    r"[。！？!?]+[\"')）】]*|;(?=[(（]?[一二三四五六七八九十\d①-⑳]{1,3}[)）、.])|:(?=[(（]?[一1①][)）、.])"
)
_ENDS: dict[Language, re.Pattern[str]] = {"en": _END_EN, "zh": _END_ZH}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a parsed text: its range, and the names of the concepts in it."""

    start: int
    end: int
    concepts: frozenset[str]


@registry.tokenizers("contractscan_words.v1")  # type: ignore[untyped-decorator]  # spaCy's registry is untyped
def _make_words() -> Callable[[Pipeline], Words]:
    return lambda nlp: Words(nlp.vocab)


class Words(DummyTokenizer):
    """A tokenizer: Latin words, numbers, and every other character by itself."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._numbers = _Numbers(vocab.strings)

    def __call__(self, text: str) -> Doc:
        """Return ``text`` as a ``Doc`` whose ``text`` is the same, and kept in its user data."""
        pieces = _TOKEN.split(text)  # nothing between two tokens, so: "", word, space, "", word, space, …, ""
        words, spaces = list(map(self._numbers.__getitem__, pieces[1::3])), list(map(bool, pieces[2::3]))
        # A Doc puts its text together from the tokens each time it is asked for it.
        kept = {_TEXT: text}
        return Doc(self._vocab, words=words, spaces=spaces, user_data=kept)  # type: ignore[arg-type]  # words: its stub knows no numbers


class _Numbers(dict[str, int]):
    """What spaCy calls each word by: it takes words by their numbers in a fraction of the time."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, word: str) -> int:
        number = self[word] = self._strings.add(word)
        return number


@Pipeline.factory("contractscan_sentences", default_config={"language": "en"})
def _make_sentences(nlp: Pipeline, name: str, language: Language) -> SentenceBoundaries:
    return SentenceBoundaries(language)


class SentenceBoundaries:
    """A spaCy component that sets sentence starts by legal punctuation (and numbered items inside a sentence)."""

    def __init__(self, language: Language) -> None:
        self._end = _ENDS[language]

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first token at or after each boundary as a sentence start."""
        text: str = doc.user_data.get(_TEXT) or doc.text
        boundaries = numpy.array(
            [match.end() for end in (self._end, _BREAKS) for match in end.finditer(text)], dtype="uint64"
        )
        starts = numpy.full(len(doc) + 1, _INSIDE, dtype="uint64")  # and one for the boundary at the end
        starts[:1] = 1
        starts[numpy.searchsorted(doc.to_array(IDX), boundaries)] = 1
        return doc.from_array([SENT_START], starts[:-1].reshape(-1, 1))  # type: ignore[arg-type]  # its stub knows no arrays


class Pipelines:
    """Splits texts into sentences and names the concepts in each; a language's pipeline is made when first used.

    One instance serves any number of documents (about 1 MB of text a second).
    """

    def __init__(self, concepts: Mapping[str, Terms]) -> None:
        self._concepts = concepts
        self._made: dict[Language, tuple[Pipeline, _Finder]] = {}

    def read(self, language: Language, texts: Iterable[str]) -> Iterator[tuple[Sentence, ...]]:
        """Yield the sentences of each text."""
        nlp, finder = self._pipeline(language)
        for batch in _batches(texts):
            whole = _BREAK.join(batch)
            sentences = deque(_sentences(whole, nlp(whole), finder))
            start = 0
            for text in batch:
                own = []
                while sentences and sentences[0][0] < start + len(text):
                    first, last, concepts = sentences.popleft()
                    own.append(Sentence(first - start, last - start, concepts))
                yield tuple(own)
                start += len(text) + len(_BREAK)

    def concepts(self, language: Language, texts: Iterable[str]) -> Iterator[frozenset[str]]:
        """Yield the names of the concepts in each text, whatever its sentences."""
        nlp, finder = self._pipeline(language)
        for batch in _batches(texts):
            doc = nlp.make_doc(_BREAK.join(batch))
            found: list[set[int]] = [set() for _ in batch]
            ends = numpy.flatnonzero(doc.to_array(ORTH) == nlp.vocab.strings[_BREAK]).tolist()
            for group, start, _ in finder.terms(doc):
                found[bisect_left(ends, start)].add(group)
            yield from map(finder.concepts, found)

    def _pipeline(self, language: Language) -> tuple[Pipeline, _Finder]:
        if language not in self._made:
            self._made[language] = _make(language, self._concepts)
        return self._made[language]


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the texts in groups: one ``Doc`` for many texts costs a fraction of a ``Doc`` for each."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Finder:
    """Finds the terms of concepts. Terms that are those of the same concepts are a group, which is found as one."""

    def __init__(self, tokenizer: Callable[[str], Doc], vocab: Vocab, terms: Iterable[tuple[str, str]]) -> None:
        """``terms`` are pairs of a concept's name and a term."""
        named: dict[str, set[str]] = {}
        for name, term in terms:
            named.setdefault(term, set()).add(name)
        groups: dict[frozenset[str], list[Doc]] = {}
        for term, names in named.items():
            groups.setdefault(frozenset(names), []).append(tokenizer(term))
        self._matcher = PhraseMatcher(vocab, attr="LOWER")
        self._names: dict[int, frozenset[str]] = {}
        for group, docs in groups.items():
            key = " ".join(sorted(group))
            self._matcher.add(key, docs)
            self._names[vocab.strings[key]] = group

    def terms(self, doc: Doc) -> list[tuple[int, int, int]]:
        """Return the terms in ``doc``, each as its group, its first token, and the one after its last."""
        return self._matcher(doc)

    def concepts(self, groups: Iterable[int]) -> frozenset[str]:
        """Return the names of the concepts that have the terms of ``groups``."""
        return frozenset().union(*map(self._names.__getitem__, groups))


def _make(language: Language, concepts: Mapping[str, Terms]) -> tuple[Pipeline, _Finder]:
    nlp = spacy.blank(language, config={"nlp": {"tokenizer": {"@tokenizers": "contractscan_words.v1"}}})
    # Shapes, suffixes, likeness to numbers and addresses: nothing here asks for them, and each new word pays for them.
    nlp.vocab.lex_attr_getters = {LOWER: str.lower, NORM: str.lower}  # type: ignore[attr-defined]
    nlp.max_length = sys.maxsize  # a bound for parsers, of which there is none here; readers bound the text
    nlp.add_pipe("contractscan_sentences", config={"language": language})
    terms = (
        (name, phrase)
        for name, concept in concepts.items()
        for phrase in _phrases(concept.in_language(language), language)
    )
    return nlp, _Finder(nlp.tokenizer, nlp.vocab, terms)


def _sentences(text: str, doc: Doc, finder: _Finder) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield the start and end of each sentence of ``text``, and its concepts.

    ``doc`` is the parse of ``text`` (its own text is put together at each call).
    """
    # The same as doc.sents, without making an object of every token.
    begins = doc.to_array(SENT_START) == 1
    tokens = numpy.flatnonzero(begins)
    firsts, places = [*tokens.tolist(), len(doc)], [*doc.to_array(IDX)[tokens].tolist(), len(text)]
    sentences = (numpy.cumsum(begins) - 1).tolist()  # of each token
    groups: list[set[int]] = [set() for _ in firsts]
    for group, start, end in finder.terms(doc):
        sentence = sentences[start]
        if end <= firsts[sentence + 1]:
            groups[sentence].add(group)
    for (first, last), found in zip(pairwise(places), groups, strict=False):
        words = text[first:last].strip(" " + _BREAK)
        if words:
            start = text.index(words, first)
            yield start, start + len(words), finder.concepts(found)


def _phrases(terms: Iterable[str], language: Language) -> Iterator[str]:
    for term in terms:
        folded = "".join(fold_char(char) for char in term)
        yield folded
        if language == "en":
            yield folded + "s"
