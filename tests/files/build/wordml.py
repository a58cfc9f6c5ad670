"""WordprocessingML by hand: small packages that Word and LibreOffice open, with the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": WORD,
        "r": OFFICE,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN_TYPES = {
    "docx": f"{_WORD_TYPE}.document.main+xml",
    "dotx": f"{_WORD_TYPE}.template.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
}
_ROOTS = {"header": "hdr", "footer": "ftr"}
_DATE = (2024, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file whose bytes depend on ``parts`` alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def package(
    body: str,
    *,
    form: str = "docx",
    relations: Iterable[tuple[str, str, str]] = (),
    extra: Mapping[str, str | bytes] | None = None,
    **stories: str,
) -> bytes:
    """A Word file. ``stories`` are parts by kind ("numbering", "styles", "footnotes", "comments", "header1", …).

    Each story has its kind as the id of its relation (a header is referred to as ``header1``). ``relations`` are
    further ones (id, kind, target), and ``extra`` further parts by name, with ``[Content_Types].xml`` and the
    relations among them where a file should have none, or other ones ("" leaves a part out).
    """
    kinds = {name: name.rstrip("0123456789") for name in stories}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    related = [(name, kind, f"{name}.xml") for name, kind in kinds.items()] + list(relations)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(form, types),
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": story("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relationships(related),
    }
    parts |= {f"word/{name}.xml": story(_ROOTS.get(kinds[name], kinds[name]), stories[name]) for name in stories}
    parts |= extra or {}
    return zipped({name: content for name, content in parts.items() if content})


def content_types(form: str = "docx", more: str = "") -> str:
    """The part that tells what the others are; ``more`` are further ``Override`` elements."""
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPES[form]}"/>{more}</Types>'
    )


def relationships(items: Iterable[tuple[str, str, str]]) -> str:
    """A part with relations; a kind is the last word of the type, or the whole of it."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{kind if "/" in kind else f"{OFFICE}/{kind}"}" Target="{target}"/>'
        for key, kind, target in items
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def story(root: str, content: str) -> str:
    """A part of WordprocessingML."""
    return f"{_HEAD}<w:{root} {_NAMESPACES}>{content}</w:{root}>"


# ---------------------------------------------------------------- inside a story


def run(text: str, properties: str = "") -> str:
    """A run of text; tabs and line breaks in ``text`` become their elements."""
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    parts = text.replace("\t", "\0\t\0").replace("\n", "\0\n\0").split("\0")
    pieces = [marks.get(part) or f'<w:t xml:space="preserve">{part}</w:t>' for part in parts if part]
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{''.join(pieces)}</w:r>"


def para(*content: str, props: str = "") -> str:
    """A paragraph of runs; what is no markup becomes a run."""
    inner = "".join(item if item.startswith("<") else run(item) for item in content)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{inner}</w:p>"


def listed(text: str, level: int = 0, num: int = 1) -> str:
    """A paragraph of a list."""
    return para(*([text] if text else []), props=num_pr(num, level))


def num_pr(num: int, level: int = 0) -> str:
    """The properties that put a paragraph into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def styled(style: str, text: str) -> str:
    """A paragraph with a style."""
    return para(text, props=f'<w:pStyle w:val="{style}"/>')


def style(key: str, name: str, properties: str = "", *, based: str = "", kind: str = "paragraph") -> str:
    """A style; ``properties`` are its ``w:pPr`` and ``w:rPr``."""
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{parent}{properties}</w:style>'


def level(index: int, form: str, text: str, more: str = "", *, start: int = 1, after: str = "") -> str:
    """A level of a list. ``more`` comes before its text (isLgl, suff …), ``after`` behind it (rPr …)."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/>{after}</w:lvl>'
    )


def abstract(key: int, *levels: str, more: str = "") -> str:
    """A definition of a list."""
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(key: int, definition: int, *overrides: str) -> str:
    """A list that follows a definition."""
    inner = f'<w:abstractNumId w:val="{definition}"/>{"".join(overrides)}'
    return f'<w:num w:numId="{key}">{inner}</w:num>'


def row(*cells: str, props: str = "") -> str:
    """A row of a table; a cell that is no markup becomes a cell with one paragraph."""
    inner = "".join(item if item.startswith("<w:tc>") else cell(item) for item in cells)
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inner}</w:tr>"


def cell(*content: str, props: str = "") -> str:
    """A cell of a table; what is no markup becomes a paragraph."""
    inner = "".join(item if item.startswith("<") else para(item) for item in content)
    return f"<w:tc>{f'<w:tcPr>{props}</w:tcPr>' if props else ''}{inner}</w:tc>"


def table(*rows: str, columns: int = 2) -> str:
    """A table with lines around its cells."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = '<w:gridCol w:w="3000"/>' * columns
    head = f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    return f"<w:tbl>{head}{''.join(rows)}</w:tbl>"


def field(code: str, *result: str) -> str:
    """A complex field with its stored result; without one, nothing but its code."""
    inner = "".join(item if item.startswith("<") else run(item) for item in result)
    separate = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{inner}' if result else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{separate}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
