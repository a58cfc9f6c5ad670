"""Set pages as pages of a PDF file: content streams, fonts, and links into the contract."""

from __future__ import annotations

from collections.abc import Sequence

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, TextStringObject

from contractscan.model import Language
from contractscan.report.pdf.colours import Rgb
from contractscan.report.pdf.flow import PAGE_HEIGHT, PAGE_WIDTH, Paragraph, Placed, Sheet, set_pages
from contractscan.report.pdf.highlight import add_link, numbers
from contractscan.report.pdf.streams import number, stream
from contractscan.report.pdf.system_fonts import Subset, chinese_font
from contractscan.report.pdf.typeset import Typesetter
from contractscan.report.texts import texts

_BAR_WIDTH = 2.5
_BOLD_STROKE = 0.022  # of the size: how much thicker a bold ideograph is drawn
_ASCENT, _DESCENT = 880, -120  # of ideographs, in 1/1000
_FOOT = 32.0
_MOST_MAPPED = 100  # in one block of a character map


def append_pages(
    writer: PdfWriter, paragraphs: Sequence[Paragraph], language: Language, contract: Sequence[PageObject] = ()
) -> None:
    """Set ``paragraphs`` and put them behind the pages of ``writer``; places lead to the pages of ``contract``."""
    typesetter = Typesetter(language, chinese_font())
    sheets = set_pages(paragraphs, lambda character, bold: typesetter.width(character, bold=bold))
    feet = [texts(language)("pdf.foot", page=i, pages=len(sheets)) for i in range(1, len(sheets) + 1)]
    for character in "".join(feet):
        typesetter.width(character, bold=False)
    font, subset = typesetter.font, None
    if font is not None and typesetter.used:
        subset = font.subset(typesetter.used)
    resources = writer._add_object(_resources(writer, subset))
    for sheet, foot in zip(sheets, feet, strict=True):
        page = writer.add_blank_page(PAGE_WIDTH, PAGE_HEIGHT)
        page[NameObject("/Resources")] = resources
        page[NameObject("/Contents")] = writer._add_object(stream(_content(sheet, foot, typesetter, subset)))
        for placed in sheet.placed:
            to = placed.words.page
            if to is not None and 0 < to <= len(contract):
                low, high = placed.y - 0.25 * placed.size, placed.y + 0.95 * placed.size
                add_link(writer, page, (placed.x, low, placed.x + placed.width, high), contract[to - 1])


def _content(sheet: Sheet, foot: str, typesetter: Typesetter, subset: Subset | None) -> bytes:
    drawn: list[str] = []
    for bar in sheet.bars:
        drawn.append(f"{_rgb(bar.colour)} rg {number(bar.x)} {number(bar.bottom)} {_BAR_WIDTH} ")
        drawn.append(f"{number(bar.top - bar.bottom)} re f")
    drawn.append("BT")
    for placed in sheet.placed:
        drawn += _shown(placed, typesetter, subset)
    drawn.append(f"0 Tr 0.45 g 1 0 0 1 54 {_FOOT} Tm")
    drawn += _text(foot, 8, typesetter, subset, bold=False)
    drawn.append("ET")
    return "\n".join(drawn).encode("ascii")


def _shown(placed: Placed, typesetter: Typesetter, subset: Subset | None) -> list[str]:
    colour = _rgb(placed.words.colour)
    return [
        f"{colour} rg {colour} RG {number(placed.size * _BOLD_STROKE)} w",
        f"1 0 0 1 {number(placed.x)} {number(placed.y)} Tm",
        *_text(placed.words.text, placed.size, typesetter, subset, bold=placed.words.bold),
    ]


def _text(text: str, size: float, typesetter: Typesetter, subset: Subset | None, *, bold: bool) -> list[str]:
    drawn: list[str] = []
    for stretch in typesetter.stretches(text, bold=bold):
        if stretch.wide:
            code = _codes(stretch.text, subset)
            drawn.append(f"{2 if bold else 0} Tr /Wide {number(size)} Tf <{code}> Tj")
        else:
            code = stretch.text.encode("cp1252", "replace").hex()
            drawn.append(f"0 Tr /{'Bold' if bold else 'Plain'} {number(size)} Tf <{code}> Tj")
    return drawn


def _codes(text: str, subset: Subset | None) -> str:
    if subset is None:
        return text.encode("utf-16-be").hex()
    return "".join(f"{subset.codes[character]:04x}" for character in text)


def _rgb(colour: Rgb) -> str:
    return " ".join(map(number, colour))


def _resources(writer: PdfWriter, subset: Subset | None) -> DictionaryObject:
    fonts = {
        NameObject("/Plain"): _helvetica("/Helvetica"),
        NameObject("/Bold"): _helvetica("/Helvetica-Bold"),
        NameObject("/Wide"): _standard() if subset is None else _embedded(writer, subset),
    }
    return DictionaryObject({NameObject("/Font"): DictionaryObject(fonts)})


def _helvetica(name: str) -> DictionaryObject:
    return _names(Type="Font", Subtype="Type1", BaseFont=name[1:], Encoding="WinAnsiEncoding")


def _standard() -> DictionaryObject:
    """Return a font that is not embedded: every program that shows Chinese has one to put in its place."""
    descriptor = _descriptor("STSong-Light")
    kin = _names(Type="Font", Subtype="CIDFontType0", BaseFont="STSong-Light")
    kin[NameObject("/CIDSystemInfo")] = _system("GB1", 4)
    kin[NameObject("/FontDescriptor")] = descriptor
    kin[NameObject("/DW")] = NumberObject(1000)
    font = _names(Type="Font", Subtype="Type0", BaseFont="STSong-Light-UniGB-UTF16-H", Encoding="UniGB-UTF16-H")
    font[NameObject("/DescendantFonts")] = ArrayObject([kin])
    return font


def _embedded(writer: PdfWriter, subset: Subset) -> IndirectObject:
    name = "AAAAAA+Chinese"  # six letters tell that it is a subset
    descriptor = _descriptor(name)
    program = stream(subset.program)
    if subset.is_cff:
        program[NameObject("/Subtype")] = NameObject("/CIDFontType0C")
        descriptor[NameObject("/FontFile3")] = writer._add_object(program)
    else:
        program[NameObject("/Length1")] = NumberObject(len(subset.program))
        descriptor[NameObject("/FontFile2")] = writer._add_object(program)
    kin = _names(Type="Font", Subtype="CIDFontType0" if subset.is_cff else "CIDFontType2", BaseFont=name)
    kin[NameObject("/CIDSystemInfo")] = _system("Identity", 0)
    kin[NameObject("/FontDescriptor")] = writer._add_object(descriptor)
    kin[NameObject("/DW")] = NumberObject(1000)
    if not subset.is_cff:
        kin[NameObject("/CIDToGIDMap")] = NameObject("/Identity")
    widths = ArrayObject()
    for character, code in subset.codes.items():
        if round(subset.widths[character]) != 1000:
            widths.extend([NumberObject(code), numbers([subset.widths[character]])])
    kin[NameObject("/W")] = widths
    font = _names(Type="Font", Subtype="Type0", BaseFont=name, Encoding="Identity-H")
    font[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(kin)])
    font[NameObject("/ToUnicode")] = writer._add_object(stream(_to_unicode(subset)))
    return writer._add_object(font)


def _to_unicode(subset: Subset) -> bytes:
    pairs = sorted((code, character) for character, code in subset.codes.items())
    rows = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Contract def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    for at in range(0, len(pairs), _MOST_MAPPED):
        block = pairs[at : at + _MOST_MAPPED]
        rows.append(f"{len(block)} beginbfchar")
        rows += [f"<{code:04x}> <{character.encode('utf-16-be').hex()}>" for code, character in block]
        rows.append("endbfchar")
    rows.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(rows).encode("ascii")


def _descriptor(name: str) -> DictionaryObject:
    descriptor = _names(Type="FontDescriptor", FontName=name)
    figures = {"Flags": 4, "ItalicAngle": 0, "Ascent": _ASCENT, "Descent": _DESCENT, "CapHeight": 730, "StemV": 80}
    for key, value in figures.items():
        descriptor[NameObject(f"/{key}")] = NumberObject(value)
    descriptor[NameObject("/FontBBox")] = ArrayObject(map(NumberObject, (-200, -300, 1200, 1000)))
    return descriptor


def _system(ordering: str, supplement: int) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Registry"): TextStringObject("Adobe"),
            NameObject("/Ordering"): TextStringObject(ordering),
            NameObject("/Supplement"): NumberObject(supplement),
        }
    )


def _names(**entries: str) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in entries.items()})
