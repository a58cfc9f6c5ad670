"""The guard against silent loss: what a story shows, found without regard to its structure."""

from __future__ import annotations

from collections.abc import Container, Iterator

from lxml import etree

from contractscan.model import Gap
from contractscan.readers.docx_changes import revision_in, revision_of
from contractscan.readers.docx_drawings import chosen
from contractscan.readers.docx_fields import Fields
from contractscan.readers.docx_package import W, local_name
from contractscan.readers.docx_runs import PROPERTIES

_SNIPPET = 30
_CODE = 400  # the longest that a field's code has a reason to be


def unread(story: etree._Element, part: str, written: Container[etree._Element]) -> Iterator[Gap]:
    """Yield a gap if text that is to be seen in a story was not ``written``.

    Text is to be seen unless it is deleted, a reading above its character, in the variant of an alternative that
    was not chosen, or a field's code; but a field whose code goes on for sentences is text that somebody lost.
    """
    shown, in_code = _Seen(), _Seen()
    for text, is_code in _texts(story, Fields(story), False):
        if text not in written:
            (in_code if is_code else shown).add(text.text or "")
    if in_code.count > _CODE:
        shown.add(in_code.first, in_code.count)
    if shown.count:
        yield Gap(
            "unread-part",
            part,
            f"{shown.count} characters could not be put in their place; they begin “{shown.first}”.",
            "Open the file in Word or WPS, save it again, and compare the text.",
        )


class _Seen:
    def __init__(self) -> None:
        self.count = 0
        self.first = ""

    def add(self, text: str, count: int | None = None) -> None:
        self.count += sum(not char.isspace() for char in text) if count is None else count
        self.first = self.first or text.strip()[:_SNIPPET]


def _texts(container: etree._Element, fields: Fields, deleted: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the elements with text that is not deleted, with whether they are in a field's code."""
    for child in container:
        name = local_name(child)
        if name in PROPERTIES or name == "rt":
            continue
        if name == "AlternateContent":
            yield from _texts(chosen(child), fields, deleted)
        elif name == "fldChar":
            fields.mark(child)
        elif name == "t":
            if not deleted and _is_word_text(child):
                yield child, fields.in_code
            yield from _texts(child, fields, deleted)
        elif name == "txbxContent":
            yield from _texts(child, Fields(child), deleted)
        else:
            yield from _texts(child, fields, deleted or _is_deleted(child, name))


def _is_word_text(element: etree._Element) -> bool:
    # Text of drawings ("a:t") is read by way of their shapes and parts.
    return bool((element.text or "").strip()) and "drawingml" not in str(element.tag)


def _is_deleted(element: etree._Element, name: str) -> bool:
    properties = element.find(f"{W}{name}Pr") if name in ("tr", "tc") else None
    revision = revision_of(element) if properties is None else revision_in(properties)
    return revision is not None and revision.kind == "deletion"
