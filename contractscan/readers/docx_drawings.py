"""Drawings of a Word file: the text in their shapes, charts and diagrams, and how large their pictures are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from contractscan.readers.docx_package import local_name

_EMU_PER_CM = 360_000
_PAGE_SCAN = 8 * _EMU_PER_CM
_POINT = 12_700
_VML_SIZE = re.compile(r"(width|height):\s{0,3}(\d{1,5}(?:\.\d{1,4})?)(pt|in|cm|mm)?")
_VML_UNITS = {"pt": _POINT, "in": 914_400, "cm": _EMU_PER_CM, "mm": _EMU_PER_CM // 10, None: _POINT}
_RELATION = re.compile(r"\{[^}]{0,200}/relationships\}(?:embed|link|id|dm)")
# What makes a variant worth reading: text, or something that is read or listed by way of a relation.
_SUBSTANCE = frozenset(
    {"chart", "relIds", "blip", "imagedata", "OLEObject", "control", "sym", "fldChar", "footnoteReference"}
)


def chosen(alternate: etree._Element) -> etree._Element:
    """Return the variant of an ``mc:AlternateContent`` to read: the first that says something, never two of them.

    One that has no variants, which is against all rules, is what holds its content itself.
    """
    variants = [variant for variant in alternate if local_name(variant) in ("Choice", "Fallback")]
    for variant in variants:
        if any(local_name(item) in _SUBSTANCE or _has_text(item) for item in variant.iter()):
            return variant
    return variants[0] if variants else alternate


def _has_text(item: etree._Element) -> bool:
    return (local_name(item) in ("t", "delText") and bool((item.text or "").strip())) or (
        local_name(item) == "textpath" and bool(item.get("string"))
    )


def descendants(drawing: etree._Element) -> Iterator[etree._Element]:
    """Yield what is in a drawing, without what its text boxes hold."""
    for child in drawing:
        if local_name(child) == "AlternateContent":
            for item in chosen(child):
                yield item
                yield from descendants(item)
            continue
        yield child
        if local_name(child) != "txbxContent":
            yield from descendants(child)


def lines_of_shape(shape: etree._Element) -> list[str]:
    """Return what a shape says that has no paragraphs of Word in it: WordArt, or a body of DrawingML."""
    name = local_name(shape)
    if name == "textpath":
        return [shape.get("string", "").strip()]
    return _paragraphs(shape) if name == "txBody" else []


def relation_ids(item: etree._Element) -> list[str]:
    """Return the ids of the relations that an element of a drawing refers to."""
    return [str(value) for name, value in item.attrib.items() if _RELATION.fullmatch(str(name)) and value]


def is_page_sized(drawing: etree._Element) -> bool:
    """Whether a drawing is displayed at more than 8 cm both ways: too large for a logo or a seal."""
    for item in (drawing, *descendants(drawing)):
        name = local_name(item)
        if name == "extent":
            sides = [item.get("cx", "0"), item.get("cy", "0")]
            if all(side.isdecimal() and len(side) < 12 and int(side) > _PAGE_SCAN for side in sides):
                return True
        elif name in ("shape", "rect"):
            sizes = {m[1]: float(m[2]) * _VML_UNITS[m[3]] for m in _VML_SIZE.finditer(item.get("style", "")[:400])}
            if len(sizes) == 2 and all(size > _PAGE_SCAN for size in sizes.values()):
                return True
    return False


def lines_of_diagram(root: etree._Element) -> list[str]:
    """Return the texts of a SmartArt diagram (its data part), in the order of its points."""
    return _paragraphs(root)


def lines_of_chart(root: etree._Element) -> list[str]:
    """Return what a chart says: its titles, and for each series the name with its categories and values."""
    lines = _paragraphs(root)
    for series in root.iter("{*}ser"):
        names, labels, values = (
            [(item.text or "").strip() for part in parts for item in series.iterfind(f"{part}//{{*}}v")]
            for parts in (["{*}tx"], ["{*}cat", "{*}xVal"], ["{*}val", "{*}yVal"])
        )
        labels += [""] * (len(values) - len(labels))
        values += [""] * (len(labels) - len(values))
        points = "; ".join(f"{label} {value}".strip() for label, value in zip(labels, values, strict=True))
        line = ": ".join(part for part in (" ".join(names), points) if part)
        if line:
            lines.append(line)
    return lines


def _paragraphs(root: etree._Element) -> list[str]:
    """Return the paragraphs of DrawingML in an element."""
    found: list[str] = []
    for paragraph in root.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}p", "{http://purl.oclc.org/ooxml/drawingml/main}p"
    ):
        text = "".join(
            (item.text or "") if local_name(item) == "t" else "\n" for item in paragraph.iter("{*}t", "{*}br")
        )
        if text.strip():
            found.append(text.strip())
    return found
