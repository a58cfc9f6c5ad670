"""The reader tells which element of a Word file each piece of its text comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contractscan.errors import ReadError
from contractscan.readers import origins, read
from contractscan.readers.docx_package import Package, W
from tests.files.build.docx_layout import footnotes
from tests.files.build.docx_lists import FILES as LISTS
from tests.files.build.docx_revisions import tracked_changes
from tests.files.build.wordml import field, package, para, run, table

Save = Callable[[str, bytes | str], Path]


@pytest.mark.parametrize(
    "data",
    [
        package(
            para("  甲方", "付款。 ")
            + table("<w:tr/>")
            + para("<w:r><w:t>&lt;乙方&gt;</w:t><w:tab/><w:t>收款</w:t></w:r>")
        ),
        package(para(field("PAGE", "3"), "页", run("按 月", "<w:u/>"))),
        tracked_changes(),
        *(build() for build in LISTS.values()),
    ],
)
def test_the_text_of_an_element_stands_where_its_origin_says(data: bytes, save: Save) -> None:
    document = read(save("a.docx", data))
    elements = list(Package("a.docx", data).xml("word/document.xml").iter())
    found = origins(document, data)
    assert found
    for origin in found:
        element = elements[origin.element]
        if element.tag == W + "t":
            own = (element.text or "")[origin.offset :][: origin.end - origin.start]
            assert document.text[origin.start : origin.end] == own
    covered = {at for origin in found for at in range(origin.start, origin.end)}
    for block in document.blocks:
        bare = range(block.start, block.end)
        uncovered = "".join(document.text[at] for at in bare if at not in covered)
        assert uncovered.strip() == block.number.strip(), "only what no element says has no origin"


def test_text_of_a_note_comes_from_what_refers_to_it(save: Save) -> None:
    data = footnotes()
    document = read(save("a.docx", data))
    elements = list(Package("a.docx", data).xml("word/document.xml").iter())
    at = document.text.index("Coupons")
    origin = next(origin for origin in origins(document, data) if origin.start <= at < origin.end)
    assert not origin.exact
    assert elements[origin.element].tag == W + "footnoteReference"
    assert elements[origin.element].get(W + "id") == "3"


def test_what_a_second_reading_gives_otherwise_has_no_origin(save: Save) -> None:
    data = package(para("甲方付款。") + para("乙方收款。"))
    document = read(save("a.docx", data))
    other = replace(document, text="甲方付款。\n丙方收款。")
    assert [document.text[o.start : o.end] for o in origins(document, data)] == ["甲方付款。", "乙方收款。"]
    assert [document.text[o.start : o.end] for o in origins(other, data)] == ["甲方付款。"]


def test_a_file_that_cannot_be_read_again_is_an_error(save: Save) -> None:
    document = read(save("a.docx", package(para("甲方付款。"))))
    with pytest.raises(ReadError):
        origins(document, b"PK gone")
