"""PDF files: what lies over the words or hides them, and what a file carries besides."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf

from tests.files.build.pdf_drawing import SONG, at, page, pdf_bytes, rules, write_lines

_CLAUSE = "1. The agency reports to the brand each month."


def _edited(content: bytes, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Change a finished file."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(buffer, static_id=True)
    return buffer.getvalue()


def _annotated(content: bytes, *annotations: dict[str, Any]) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Annots = pdf.make_indirect(
            pikepdf.Array(
                [pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, **one)) for one in annotations]
            )
        )

    return _edited(content, edit)


def form_fields() -> bytes:
    def fields(canvas: Any) -> None:
        form = canvas.acroForm
        form.textfield(name="rate", value="12", x=200, y=696, width=30, height=14, fontSize=10, borderWidth=0)
        form.choice(
            name="market",
            value="Germany",
            options=["Germany", "France"],
            x=160,
            y=666,
            width=90,
            height=14,
            fontSize=10,
        )
        form.checkbox(name="ads", checked=True, x=72, y=638, size=10)
        form.checkbox(name="photos", checked=False, x=72, y=618, size=10)
        form.radio(name="law", value="sz", selected=True, x=72, y=598, size=10)
        form.radio(name="law", value="hk", selected=False, x=200, y=598, size=10)
        form.textfield(
            name="notes",
            value="Goods are sent by sea.\nReturns go to Reno.",
            x=72,
            y=540,
            width=300,
            height=28,
            fontSize=10,
            fieldFlags="multiline",
        )
        form.textfield(name="empty", value="", x=160, y=516, width=90, height=14, fontSize=10)

    words = [
        at(72, 700, "1. The commission is"),
        at(235, 700, "% of the net sales of each month."),
        at(72, 670, "2. The market is"),
        at(88, 640, "Advertising"),
        at(88, 620, "Photographs"),
        at(88, 600, "Law of Shenzhen"),
        at(216, 600, "Law of Hong Kong"),
        at(72, 575, "3. Other terms:"),
        at(72, 520, "4. Remarks:"),
    ]
    return pdf_bytes([page(*words, fields)])


def annotations() -> bytes:
    words = write_lines([_CLAUSE, "2. The brand pays within ten days.", "3. The agency may not sell to others."])
    quad = [84, 756, 225, 756, 84, 744, 225, 744]
    common = {"M": "D:20310704093000+08'00'", "T": "Li Na"}
    return _annotated(
        pdf_bytes([words]),
        {
            "Subtype": pikepdf.Name.FreeText,
            "Rect": [72, 690, 300, 704],
            "Contents": "4. The store name stays with the brand.",
        },
        {"Subtype": pikepdf.Name.Text, "Rect": [30, 756, 48, 774], "Contents": "Which month is the first?", **common},
        {
            "Subtype": pikepdf.Name.Highlight,
            "Rect": [84, 744, 225, 756],
            "QuadPoints": quad,
            "Contents": "Make it thirty days.",
            **common,
        },
        {
            "Subtype": pikepdf.Name.StrikeOut,
            "Rect": [84, 730, 235, 742],
            "QuadPoints": [84, 742, 235, 742, 84, 730, 235, 730],
        },
        {"Subtype": pikepdf.Name.Link, "Rect": [72, 600, 100, 610]},
    )


def struck_lines() -> bytes:
    """Changes that were printed: what was deleted is struck through, what was added is underlined."""

    def lines(canvas: Any) -> None:
        canvas.line(72, 703, 270, 703)
        canvas.line(72, 684, 270, 684)

    return pdf_bytes(
        [
            page(
                at(72, 700, "1. The agency may sell to others in the year."),
                at(72, 686, "1. The agency sells to nobody else in the year."),
                lines,
            )
        ]
    )


def signed() -> bytes:
    """Signature fields, one of them signed, are no gap."""
    content = pdf_bytes([write_lines([_CLAUSE, "", "", "Signed by both sides:"])])

    def edit(pdf: pikepdf.Pdf) -> None:
        value = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Sig,
                Filter=pikepdf.Name("/Adobe.PPKLite"),
                SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
                Contents=pikepdf.String(b"0" * 16),
                ByteRange=[0, 1, 2, 3],
                Name="Li Na",
            )
        )
        fields = []
        for i, more in enumerate(({"V": value}, {})):
            fields.append(
                pdf.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot,
                        Subtype=pikepdf.Name.Widget,
                        FT=pikepdf.Name.Sig,
                        T=f"Signature{i}",
                        Rect=[72 + 200 * i, 660, 240 + 200 * i, 700],
                        F=4,
                        **more,
                    )
                )
            )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array(fields))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields), SigFlags=3)

    return _edited(content, edit)


def encrypted() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(
        buffer, pagesize=(595, 842), invariant=True, encrypt=StandardEncryption("secret", "owner", strength=128)
    )
    page(
        write_lines([_CLAUSE, "2. The fees are these:"]),
        rules([72, 172, 272], [720, 700, 680]),
        at(76, 706, "Reports"),
        at(176, 706, "USD 40"),
        at(76, 686, "Listings"),
        at(176, 686, "USD 90"),
    )(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def watermark() -> bytes:
    def across(words: str, font: str) -> Callable[[Any], None]:
        def draw(canvas: Any) -> None:
            canvas.saveState()
            canvas.setFont(font, 60)
            canvas.setFillGray(0.85)
            canvas.translate(150, 250)
            canvas.rotate(45)
            canvas.drawString(0, 0, words)
            canvas.restoreState()

        return draw

    first = ["1. The agency keeps all papers of the brand in a safe place, and when this agreement"]
    return pdf_bytes(
        [
            page(across("CONFIDENTIAL", "Helvetica"), write_lines(first, top=500)),
            page(write_lines(["ends it gives them back."], top=760), across("样本", SONG)),
        ]
    )


def upright_watermark() -> bytes:
    """A pale word in large letters behind the text of each page."""

    def sample(canvas: Any) -> None:
        canvas.saveState()
        canvas.setFillGray(0.85)
        canvas.setFont("Helvetica", 70)
        canvas.drawString(160, 672, "SAMPLE")
        canvas.restoreState()

    first = ["1. The agency runs the store with all the care that", "a good trader takes in his own affairs."]
    second = ["2. The brand answers each question of the agency", "within two days of its receipt."]
    pages = [page(sample, write_lines(lines, top=710)) for lines in (first, second)]
    return pdf_bytes(pages)


def doubled_bold() -> bytes:
    """A bold face that the font lacks: the words are drawn twice, a little apart."""
    parts = [at(72 + shift, 700, "Article 5  Exclusive agency") for shift in (0, 0.4)]
    parts += [at(72 + shift, 680, "第五条  独家代理", font=SONG) for shift in (0, 0.4)]
    return pdf_bytes([page(*parts, at(72, 660, "The agency is the only one in Germany."))])


def white_text() -> bytes:
    """White words on white, and white words on a dark heading, which are seen."""

    def draw(canvas: Any) -> None:
        write_lines([_CLAUSE])(canvas)
        canvas.rect(72, 690, 300, 18, fill=1)
        canvas.setFillGray(1)
        at(76, 695, "Fees of the second year")(canvas)
        at(72, 650, "2. The brand waives all claims.")(canvas)
        canvas.setFillGray(0)

    return pdf_bytes([draw])


def hidden_layer() -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Draft"))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(OFF=[group], Order=[group]))
        first = pdf.pages[0]
        first.Resources.Properties = pikepdf.Dictionary(Draft=group)
        first.contents_add(
            pdf.make_stream(b"/OC /Draft BDC BT /F1 10 Tf 72 700 Td (2. The fee is forty percent.) Tj ET EMC")
        )

    return _edited(pdf_bytes([write_lines([_CLAUSE])]), edit)


def outside_page() -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = pikepdf.Array([0, 300, 595, 842])

    return _edited(pdf_bytes([page(write_lines([_CLAUSE]), at(72, 100, "2. The fee is forty percent."))]), edit)


def attachment() -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        for name, content in (("contract.docx", b"PK"), ("invoice.xml", b"<a/>")):
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name, creation_date="", mod_date="")

    return _edited(pdf_bytes([write_lines(["This portfolio holds the agreement."])]), edit)


def dynamic_form() -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        xfa = pikepdf.Array([pikepdf.String("template"), pdf.make_stream(b"<template/>")])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=xfa)
        pdf.Root.NeedsRendering = True

    return _edited(
        pdf_bytes(
            [write_lines(["Please wait...", "If this message is not replaced, your viewer may not show this form."])]
        ),
        edit,
    )


def codes_in_part() -> bytes:
    """A heading in a font that does not tell its characters, over clauses in one that does."""

    def edit(pdf: pikepdf.Pdf) -> None:
        system = pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0)
        name = pikepdf.Name("/ABCDEF+Unknown")
        flags = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=4)
        inner = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=system,
            FontDescriptor=pdf.make_indirect(flags),
            DW=600,
        )
        outer = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(inner)],
        )
        first = pdf.pages[0]
        first.Resources.Font["/Odd"] = pdf.make_indirect(outer)
        codes = "".join(f"{ord(char) - 29:04X}" for char in "1. The fee is nine percent of the sales.")
        first.contents_add(pdf.make_stream(f"BT /Odd 10 Tf 72 780 Td <{codes}> Tj ET".encode()))

    lines = [
        "2. The agency reports to the brand each month.",
        "",
        "",
        "3. The brand pays within ten days of the report.",
    ]
    return _edited(pdf_bytes([write_lines(lines)]), edit)


FILES: dict[str, Callable[[], bytes]] = {
    "form-fields.pdf": form_fields,
    "annotations.pdf": annotations,
    "struck-lines.pdf": struck_lines,
    "signed.pdf": signed,
    "encrypted.pdf": encrypted,
    "watermark.pdf": watermark,
    "upright-watermark.pdf": upright_watermark,
    "doubled-bold.pdf": doubled_bold,
    "white-text.pdf": white_text,
    "hidden-layer.pdf": hidden_layer,
    "outside-page.pdf": outside_page,
    "attachment.pdf": attachment,
    "codes-in-part.pdf": codes_in_part,
    "dynamic-form.pdf": dynamic_form,
}
