"""The traits corpus: each file under ``tests/files`` reads as the YAML file beside it says.

An expectation lists all blocks in order (a plain string is a paragraph) with any of their provenance, and the kinds of
all gaps and notes; what it leaves out of a block is not compared. ``legible`` files are read by OCR: there the whole
text is compared, and ``legible`` is the highest share of wrong characters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from pydantic import ConfigDict, TypeAdapter

from contractscan.errors import ReadError
from contractscan.model import Block, BlockKind, Document
from contractscan.readers import Ocr, ReadOptions, read
from contractscan.readers.office import find_libreoffice
from tests.files.build.catalogue import FILES
from tests.readers.errors_in import share_of_wrong_characters

FOLDER = Path("tests/files")


@dataclass(frozen=True)
class Expected:
    """What a file must read as; see the module's docstring."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    trait: str
    blocks: list[str | dict[str, Any]] = field(default_factory=list)
    error: str = ""
    format: str = ""
    pages: int | None = None
    password: str | None = None
    ocr: Ocr = Ocr.NEVER
    needs: Literal["", "ocr", "libreoffice"] = ""
    legible: float | None = None
    gaps: list[str | dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: list[dict[str, Any]] | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)


def expected_of(name: str) -> Expected:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return TypeAdapter(Expected).validate_python(yaml.load(text, Loader=yaml.CSafeLoader))


def shown(document: Document, block: Block, keys: set[str]) -> dict[str, Any]:
    """Return a block as an expectation writes it, with the keys that the expectation has."""
    cell = block.cell and [block.cell.table, block.cell.row, block.cell.column]
    every = {
        "text": document.text[block.start : block.end], "kind": block.kind.value, "page": block.page, "cell": cell,
        "number": block.number, "level": block.level, "heading": block.heading,
    }  # fmt: skip
    return {key: every[key] for key in keys}


def as_mapping(block: str | dict[str, Any]) -> dict[str, Any]:
    if isinstance(block, str):
        return {"text": block, "kind": BlockKind.PARAGRAPH.value}
    return {"kind": BlockKind.CELL.value if "cell" in block else BlockKind.PARAGRAPH.value} | block


def pick(item: object, keys: dict[str, Any]) -> dict[str, Any]:
    return {key: getattr(item, key) for key in keys}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_trait_is_read_as_written(name: str, in_checkout: Path) -> None:
    expected = expected_of(name)
    if expected.needs == "ocr" and find_spec("rapidocr") is None:
        pytest.skip("needs the OCR extra: pip install -e '.[ocr]'")
    if expected.needs == "libreoffice" and find_libreoffice() is None:
        pytest.skip("needs LibreOffice, which is not installed here")
    options = ReadOptions(ocr=expected.ocr, password=expected.password)
    if expected.error:
        with pytest.raises(ReadError, match=expected.error):
            read(FOLDER / name, options)
        return
    document = read(FOLDER / name, options)
    wanted = [as_mapping(block) for block in expected.blocks]
    if expected.legible is None:
        found = [shown(document, block, set(want)) for block, want in zip(document.blocks, wanted, strict=False)] + [
            shown(document, block, {"text", "kind", "cell"}) for block in document.blocks[len(wanted) :]
        ]
        assert found == wanted
    else:
        text = "\n".join(want["text"] for want in wanted)
        assert share_of_wrong_characters(text, document.text) <= expected.legible
    gaps = [{"kind": gap} if isinstance(gap, str) else gap for gap in expected.gaps]
    assert [pick(gap, want) for gap, want in zip(document.gaps, gaps, strict=False)] == gaps
    assert len(document.gaps) == len(gaps)
    assert [note.kind for note in document.notes] == expected.notes
    if expected.format:
        assert document.format == expected.format
    if expected.pages is not None:
        assert document.pages == expected.pages
    if expected.parts is not None:
        assert [pick(part, want) for part, want in zip(document.parts, expected.parts, strict=True)] == expected.parts
    assert [pick(c, w) for c, w in zip(document.changes, expected.changes, strict=True)] == expected.changes
    assert [pick(c, w) for c, w in zip(document.comments, expected.comments, strict=True)] == expected.comments


def test_every_file_has_a_builder_and_an_expectation(in_checkout: Path) -> None:
    built = {path.name for path in FOLDER.iterdir() if path.is_file() and path.suffix not in (".yaml", ".md", ".py")}
    assert built == set(FILES) == {path.name.removesuffix(".yaml") for path in FOLDER.glob("*.yaml")}
