"""How long the review of a contract's text takes, against spaCy tokenising the same text, in the same run.

    python benchmarks/review.py [--folder FOLDER] [--runs N]

Reads every contract in the folder (default: samples/), reviews each N times and prints, by language, the median over
the contracts of the ratio to each of three ways to tokenise its text with ``spacy.blank``: with a tokenizer that was
made for it, with one that has read the other contracts before, and with that one a second time, when it knows every
word. Then what twice the rules cost (every rule is there a second time, under another item's name), and what the
learned detector costs, as ratios to a review with the rules that ship and without the detector. Reading the files is
no part of any of this. Times are of the processor.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from unittest import mock

import spacy

from contractscan import review
from contractscan.errors import ReadError
from contractscan.match import Engine
from contractscan.model import Document
from contractscan.parties import mentions
from contractscan.readers import read
from contractscan.rules import RuleBook
from contractscan.rules.book import DRAFTING
from contractscan.rules.schema import Checklist

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
WAYS = ("fresh tokenizer", "first pass", "warm")
TWICE = "twice the rules"
LEARNED = "with the detector"

T = TypeVar("T")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=SAMPLES)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    for language, documents in sorted(by_language(options.folder).items()):
        twice = doubled(review.rules_with())
        engine = Engine(twice)
        for document in documents:  # compiles what the contracts call for, once in a process
            review.review_document(document)
            seconds_twice(document, twice, engine)
        runs = [dict(measured(language, documents, twice, engine, run)) for run in range(1, options.runs + 1)]
        print(f"{language}: {len(documents)} contracts, {sum(len(d.text) for d in documents)} characters")
        for name in runs[0]:
            # The best run of each contract: whatever else the machine does only makes it slower.
            times = [min(run[name][i] for run in runs) for i in range(len(documents))]
            print(f"  {name:<18}{statistics.median(times) * 1000:8.1f} ms")
        for name in (*WAYS, TWICE, LEARNED):
            print(f"  {label(name):<32}{median_ratio(runs, name, len(documents)):6.2f}")


def by_language(folder: Path) -> Mapping[str, list[Document]]:
    """Return the contracts in ``folder`` by their main language."""
    found: dict[str, list[Document]] = defaultdict(list)
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            document = read(path)
        except ReadError:
            continue
        if document.languages and path.name != "README.md":
            found[document.languages[0]].append(document)
    return found


def measured(
    language: str, documents: list[Document], twice: RuleBook, engine: Engine, run: int
) -> Iterator[tuple[str, list[float]]]:
    """Yield what is measured, with the seconds that each of ``documents`` takes in this run."""
    times: dict[str, list[float]] = defaultdict(list)
    known = spacy.blank(language)
    for document in documents:
        text = document.text
        times["fresh tokenizer"].append(seconds(spacy.blank(language), text))
        times["first pass"].append(seconds(known, text))
        times["warm"].append(seconds(known, text))
        with mock.patch.object(review, "_proposals", lambda *_: ()):
            times["review"].append(seconds(review.review_document, unseen(document, 3 * run)))
            times[TWICE].append(seconds_twice(unseen(document, 3 * run + 1), twice, engine))
        times[LEARNED].append(seconds(review.review_document, unseen(document, 3 * run + 2)))
    yield from times.items()


def median_ratio(runs: list[dict[str, list[float]]], name: str, count: int) -> float:
    """Return the median over the contracts of the ratio, itself the median over the runs."""

    def ratio(run: dict[str, list[float]], i: int) -> float:
        return run[name][i] / run["review"][i] if name in (TWICE, LEARNED) else run["review"][i] / run[name][i]

    return statistics.median(statistics.median(ratio(run, i) for run in runs) for i in range(count))


def label(name: str) -> str:
    """Return how the ratio for ``name`` is printed."""
    return f"{name}, to without" if name in (TWICE, LEARNED) else f"review to spaCy, {name}"


def seconds(work: Callable[[T], object], given: T) -> float:
    """Return the processor time of ``work(given)``."""
    start = time.process_time()
    work(given)
    return time.process_time() - start


def unseen(document: Document, blanks: int) -> Document:
    """Return the document as one that this process has not met: nothing kept from the last review fits it."""
    re.purge()
    mentions._matcher.cache_clear()
    return replace(document, text=document.text + " " * blanks)


def seconds_twice(document: Document, twice: RuleBook, engine: Engine) -> float:
    """Return the processor time of a review with the rules of ``twice``, made ready in ``engine``."""
    with mock.patch.multiple(review, rules_with=lambda own=None: twice, _engine_with=lambda own: engine):
        return seconds(review.review_document, document)


def doubled(book: RuleBook) -> RuleBook:
    """Return ``book`` with every rule that has patterns there a second time, its words and concepts as they are."""
    names = {rule.item: f"{rule.item}-again" for rule in book.pattern_rules}
    items = [replace(item, id=names[item.id]) for item in book.checklist.items if item.id in names]
    assert all(item.family != DRAFTING for item in items)  # noqa: S101 - these have no patterns to double
    return replace(
        book,
        checklist=Checklist(1, book.checklist.families, (*book.checklist.items, *items)),
        rules={**book.rules, **{new: replace(book.rules[old], item=new) for old, new in names.items()}},
        files={**book.files, **{new: book.files[old] for old, new in names.items()}},
        norms={**book.norms, **{new: book.norms[old] for old, new in names.items() if old in book.norms}},
    )


if __name__ == "__main__":
    main()
