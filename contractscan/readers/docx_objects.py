"""Drawings and objects in a Word file: read where they hold text, listed as gaps where that cannot be told."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from contractscan.readers.docx_context import Context
from contractscan.readers.docx_drawings import (
    descendants,
    is_page_sized,
    lines_of_chart,
    lines_of_diagram,
    lines_of_shape,
    relation_ids,
)
from contractscan.readers.docx_package import PartError, local_name
from contractscan.readers.docx_paragraph import Aside, Paragraph

_TEXT_BOXES = "text boxes"
_CHARTS = "charts and diagrams"
_PICTURES = "pictures"


class Objects:
    """Reads the drawings of one file; what they say goes beside the paragraph that they are anchored to."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self, drawing: etree._Element, content: Paragraph) -> None:
        """Read a ``w:drawing``, ``w:pict`` or ``w:object``."""
        items = [drawing, *descendants(drawing)]
        names = {local_name(item) for item in items}
        revisions = tuple(self._context.revisions)
        of_page_size = is_page_sized(drawing) and not names & {"OLEObject", "control"}
        for item in items:
            name = local_name(item)
            if name == "txbxContent":
                content.asides.append(Aside(item, revisions, _TEXT_BOXES))
            elif self._context.deleted:
                continue
            elif name in ("textpath", "txBody"):
                content.asides.append(Aside(lines_of_shape(item), revisions, _TEXT_BOXES))
            elif name == "chart":
                self._related(item, lines_of_chart, content)
            elif name == "relIds":
                self._related(item, lines_of_diagram, content)
            elif name in ("OLEObject", "control"):
                self.embedded("An embedded object may hold text.")
            elif name in ("blip", "imagedata") and of_page_size:
                self._picture(relation_ids(item), content)

    def embedded(self, why: str) -> None:
        """List something that has text in a form which is not read."""
        self._context.gap("embedded-object", why, "Give it as a file of its own, or paste it in as text.")

    def _picture(self, keys: list[str], content: Paragraph) -> None:
        """Read a picture that is as large as a page scan by OCR; where that cannot be done it is a gap."""
        data = self._media(keys)
        if data is None:
            why = "A picture as large as a page scan is linked to, and not in the file."
            self._context.gap("image", why, "Put the picture itself into the file.")
            return
        # Few contracts hold a scan, and importing what reads it takes a fifth of a second.
        from contractscan.readers.ocr import read_picture
        from contractscan.readers.ocr_engine import INSTALL

        picture = read_picture(data, self._context.source)
        if picture is None:
            why = "A picture as large as a page scan may hold text."
            self._context.gap("image", why, f"Install the OCR extra ({INSTALL}), or give the text of the picture.")
            return
        if not picture.is_legible:
            why = f"The text recognised in a picture is no more than {picture.confidence:.0%} sure."
            self._context.gap("illegible", why, "Read the picture yourself, or scan it again at 300 dpi.")
        if picture.paragraphs:
            revisions = tuple(self._context.revisions)
            content.asides.append(Aside(list(picture.paragraphs), revisions, _PICTURES, picture.confidence))

    def _media(self, keys: list[str]) -> bytes | None:
        """Return the bytes of the first of these relations that the file itself holds."""
        for key in keys:
            relation = self._context.related(key)
            try:
                if relation is not None:
                    return self._context.package.data(relation.target)
            except PartError:
                continue
        return None

    def _related(
        self, item: etree._Element, lines_of: Callable[[etree._Element], list[str]], content: Paragraph
    ) -> None:
        """Read the part of a chart or a diagram."""
        for key in relation_ids(item):
            relation = self._context.related(key)
            if relation is None:
                continue
            try:
                lines = lines_of(self._context.package.xml(relation.target))
            except PartError:
                continue
            if lines:
                content.asides.append(Aside(lines, tuple(self._context.revisions), _CHARTS))
                return
        self.embedded("A chart or a diagram may hold text.")
