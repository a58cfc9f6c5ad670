"""Whatever the bytes, the outcome is a consistent document or a ``ReadError``, and text is not lost without a word.

``benchmarks/fuzz.py`` does the same by the thousand.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractscan.errors import ReadError
from contractscan.model import Document
from contractscan.readers import Ocr, ReadOptions, read
from tests.files.build.catalogue import FILES
from tests.files.build.hostile_files import FILES as HOSTILE

from .conftest import docx_bytes, paragraph
from .damage import CONVERTED, case, faults, lost_text, mutators_for, seeds, truncate, whole

_CASES = 250
_OPTIONS = ReadOptions(ocr=Ocr.NEVER, timeout=10)
_SAMPLES = Path("samples")


@cache
def corpus() -> list[tuple[str, bytes]]:
    samples = [(path.name, path.read_bytes()) for path in sorted(_SAMPLES.glob("*.*")) if path.suffix != ".md"]
    # Building those that LibreOffice converts needs LibreOffice.
    names = [name for name in sorted(FILES) if name not in HOSTILE and Path(name).suffix not in CONVERTED]
    return samples + [(name, FILES[name]()) for name in names]


@pytest.mark.parametrize("part", range(4))
def test_a_damaged_file_is_read_or_refused(part: int, tmp_path: Path, in_checkout: Path) -> None:
    documents = 0
    for seed in seeds(f"part {part}", _CASES // 4):
        made = case(corpus(), seed)
        path = tmp_path / f"contract{Path(made.name).suffix}"
        path.write_bytes(made.content)
        try:
            document = read(path, _OPTIONS)
        except ReadError:
            continue
        told = f"{seed}: {made.name}, {made.mutator}"
        assert faults(document) == [], told
        original = whole(made.name, made.original, tmp_path, _OPTIONS) if made.shows and not document.gaps else None
        assert original is None or lost_text(original, document) == "", told
        documents += 1
    assert documents, "the damage is so heavy that nothing is left to test"


def test_the_same_seed_makes_the_same_damage(in_checkout: Path) -> None:
    assert case(corpus(), "again") == case(corpus(), "again")
    assert case(corpus(), "again") != case(corpus(), "other")


def test_lost_text_is_noticed() -> None:
    before = Document("a.txt", "", "text", "The agency runs the store. The brand pays five percent.", ())
    after = Document("a.txt", "", "text", "The agency runs the store.", ())
    assert lost_text(before, after)
    assert not lost_text(before, before)
    assert not lost_text(after, before)


def test_each_format_has_ways_to_be_damaged() -> None:
    assert len({truncate} | set(mutators_for(b"a"))) < len(set(mutators_for(b"%PDF-1.7")))
    assert len(set(mutators_for(b"a"))) < len(set(mutators_for(b"PK\x03\x04")))


# ---------------------------------------------------------------- any text, in any arrangement

_PIECES = st.sampled_from(
    ["第一条 费用", "1.", "1.1 Fees", "(a)", "甲方：", "甲方应付款。", "a | b", "| c |", "# Fees", "---", "第 2 页",
     "The agency reports", "and pays,", "-", "\t", "   ", "", "\f", "\u3000", "\u200b", "①", "☑ 是 □ 否", "___", "&"]
)  # fmt: skip
_TEXTS = st.lists(_PIECES | st.text(max_size=12), min_size=1, max_size=40)


def outcome(path: Path, content: bytes) -> Document | None:
    path.write_bytes(content)
    try:
        return read(path, _OPTIONS)
    except ReadError:
        return None


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@given(pieces=_TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_is_consistent(name: str, pieces: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    text = "\n".join(pieces)
    path = tmp_path_factory.getbasetemp() / name
    document = outcome(path, text.encode("utf-8", "replace"))
    assert document is None or faults(document) == []


@given(pieces=_TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_word_file_is_consistent(pieces: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    body = "".join(paragraph(escaped(piece)) for piece in pieces)
    cells = "".join(f"<w:tc>{paragraph(escaped(piece))}</w:tc>" for piece in pieces)
    content = docx_bytes(f"{body}<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>")
    document = outcome(tmp_path_factory.getbasetemp() / "a.docx", content)
    assert document is None or faults(document) == []


def escaped(text: str) -> str:
    """Text as XML can hold it."""
    kept = "".join(char for char in text if char >= " " and char not in "\ufffe\uffff" and not char.isspace())
    return kept.encode("utf-8", "ignore").decode().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
