"""Traits of Word files: tables, boxes, drawings, notes, heads and feet."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from tests.files.build.scan_files import screenshot_png
from tests.files.build.wordml import cell, package, para, row, run, table

_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006"


def merged_cells() -> bytes:
    return package(
        table(
            row(cell("费用标准", props='<w:gridSpan w:val="3"/>')),
            row(cell("站内", props='<w:vMerge w:val="restart"/>'), "基础服务费", "每月8000元"),
            row(cell(para(), props="<w:vMerge/>"), "销售分成", "5%"),
            row("站外", cell("按项目", "另行报价", props='<w:gridSpan w:val="2"/>')),
            row("", "合计", "以账单为准", props='<w:gridBefore w:val="0"/>'),
            columns=3,
        )
        + table(row(cell(para("特别提示："), para("逾期付款须付违约金。"))))
        + para("以上均含税。"),
    )


def nested_tables() -> bytes:
    rates = table(row("Gold", "8 %"), row("Silver", "6 %"))
    return package(
        para("The rates are:")
        + table(
            row("Item", "Terms", "Paid by"),
            row("Commission", cell(para("By tier:"), rates, para("net of returns.")), "Brand"),
            row("Setup", "USD 500", cell(table(row("Brand")), para())),
            columns=3,
        )
        + table(row("Term", "one year")),
    )


def bilingual_table() -> bytes:
    return package(
        table(
            row("第一条 服务", "1. Services"),
            row(
                cell("乙方为甲方提供代运营服务。", "服务包括广告投放。"),
                cell("The Agency operates the stores of the Brand.", "The services include advertising."),
            ),
            row("第二条 费用", "2. Fees"),
            row(cell("佣金为净销售额的8%。"), cell("The commission is 8 % of net sales.", "It is due each month.")),
        ),
    )


def _shape(text: str) -> str:
    """A text box as Word writes it: once in DrawingML, and once more in VML for those who cannot read it."""
    content = f"<w:txbxContent>{para(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        f'<wp:extent cx="3600000" cy="720000"/><wp:docPr id="1" name="box"/><a:graphic><a:graphicData uri="{_SHAPE}">'
        f"<wps:wsp><wps:txbx>{content}"
        "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:283pt;height:57pt"><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )


_UNKNOWN = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="x9"><x:box xmlns:x="urn:later"/></mc:Choice><mc:Fallback><w:pict>'
    '<v:rect style="width:90pt;height:40pt"><v:textbox><w:txbxContent>'
    f"{para('仅限中国大陆以外的站点。')}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def text_boxes_alternate() -> bytes:
    group = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="3600000" cy="720000"/><a:graphic><a:graphicData uri="x">'
        + "<wpg:wgp>"
        + "".join(
            f"<wps:wsp><wps:txbx><w:txbxContent>{para(text)}</w:txbxContent></wps:txbx></wps:wsp>"
            for text in ("甲方：星河贸易", "乙方：远帆代运营")
        )
        + "</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    return package(
        para("本合同自签字之日起生效。", _shape("争议提交仲裁。"))
        + para("适用范围见下框。", _UNKNOWN)
        + para(group)
        + para("以下无正文。"),
    )


def vml_text_box() -> bytes:
    art = '<w:r><w:pict><v:shape style="width:200pt;height:60pt"><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'
    box = (
        '<w:r><w:pict><v:group><v:shape style="width:200pt;height:60pt"><v:textbox><w:txbxContent>'
        f"{para('The agency bears the cost of returns.')}{table(row('Returns', '2 %'))}"
        "</w:txbxContent></v:textbox></v:shape></v:group></w:pict></w:r>"
    )
    return package(para("Costs of returns:", box) + para(art) + para("End of the terms."))


def text_out_of_place() -> bytes:
    """A paragraph in a row, outside of all cells: Word drops it without a word."""
    lost = para("Penalty: 20 %.")
    return package(para("The rates:") + table(row("Returns", "2 %"), f"<w:tr>{lost}</w:tr>") + para("End."))


def charts_and_diagrams() -> bytes:
    def points(tag: str, *values: str) -> str:
        inner = "".join(f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(values))
        return f"<c:{tag}><c:strRef><c:strCache>{inner}</c:strCache></c:strRef></c:{tag}>"

    chart = (
        f'<c:chartSpace xmlns:c="{_DRAWINGML}/chart" xmlns:a="{_DRAWINGML}/main"><c:chart><c:title><c:tx><c:rich><a:p>'
        "<a:r><a:t>Commission by tier</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser>"
        f"{points('tx', 'Rate in %')}{points('cat', 'Gold', 'Silver')}{points('val', '8', '6')}"
        "</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    diagram = (
        f'<dgm:dataModel xmlns:dgm="{_DRAWINGML}/diagram" xmlns:a="{_DRAWINGML}/main"><dgm:ptLst>'
        + "".join(
            f'<dgm:pt modelId="{i}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
            for i, text in enumerate(("Order", "Delivery", "Settlement"))
        )
        + "</dgm:ptLst></dgm:dataModel>"
    )
    frame = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="x">{}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    return package(
        para("The tiers:", frame.format('<c:chart r:id="rId7"/>'))
        + para("The steps:", frame.format('<dgm:relIds r:dm="rId8" r:lo="rId99"/>'))
        + para("A chart that is lost:", frame.format('<c:chart r:id="rId9"/>'))
        + para(
            "A sheet:",
            '<w:r><w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="rId10"/></w:object></w:r>',
        ),
        relations=[
            ("rId7", "chart", "charts/chart1.xml"),
            ("rId8", "diagramData", "diagrams/data1.xml"),
            ("rId9", "chart", "charts/gone.xml"),
        ],
        extra={"word/charts/chart1.xml": chart, "word/diagrams/data1.xml": diagram},
    )


def _white_png(side: int) -> bytes:
    """A white square of one bit per pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff" * ((side + 7) // 8) for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def large_picture() -> bytes:
    def picture(centimetres: int) -> str:
        side = centimetres * 360_000
        return (
            f'<w:r><w:drawing><wp:inline><wp:extent cx="{side}" cy="{side}"/><wp:docPr id="1" name="p"/><a:graphic>'
            f'<a:graphicData uri="{_DRAWINGML}/picture"><pic:pic><pic:blipFill><a:blip r:embed="rId7"/></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:ext cx="{side}" cy="{side}"/></a:xfrm></pic:spPr></pic:pic></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r>"
        )

    return package(
        para("盖章页：", picture(15)) + para("印章：", picture(4)),
        relations=[("rId7", "image", "media/image1.png")],
        extra={"word/media/image1.png": _white_png(64)},
    )


def scanned_annex() -> bytes:
    side = 15 * 360_000
    drawing = (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{side}" cy="{side}"/><wp:docPr id="1" name="p"/><a:graphic>'
        f'<a:graphicData uri="{_DRAWINGML}/picture"><pic:pic><pic:blipFill><a:blip r:embed="rId7"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    return package(
        para("附件一 结算办法") + para("", drawing) + para("（以下无正文）"),
        relations=[("rId7", "image", "media/image1.png")],
        extra={"word/media/image1.png": screenshot_png()},
    )


def headers_footers() -> bytes:
    def section(*kinds: str) -> str:
        refs = "".join(
            f'<w:{name.rstrip("0123456789")}Reference w:type="{kind}" r:id="{name}"/>'
            for name, kind in (pair.split(":") for pair in kinds)
        )
        return f"<w:sectPr>{refs}<w:titlePg/></w:sectPr>"

    return package(
        para("乙方按月收取服务费。", props=section("header1:default", "header2:first", "footer1:default"))
        + para("合同期限为一年。")
        + section("header3:even"),
        header1=para("代运营合同 2024-07"),
        header2=para("保密"),
        header3=para("双方留存"),
        header9=para("没有一页用到的页眉"),
        footer1=para("第", '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>', "页"),
    )


def footnotes() -> bytes:
    def note(key: int, kind: str, content: str, more: str = "") -> str:
        return f'<w:{kind} w:id="{key}"{more}>{content}</w:{kind}>'

    def mark(key: int, kind: str = "footnote") -> str:
        return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{key}"/></w:r>'

    lead = "<w:r><w:footnoteRef/></w:r>"
    return package(
        para("The fee", mark(2), " is 8 % of net sales", mark(3), ".") + para("Sales are in USD.", mark(1, "endnote")),
        footnotes=note(0, "footnote", para(run("---")), ' w:type="separator"')
        + note(1, "footnote", para(run("---")), ' w:type="continuationSeparator"')
        + note(2, "footnote", para(lead, " Without value added tax."))
        + note(3, "footnote", para(lead, " Sales less returns.") + para("Coupons are not deducted.")),
        endnotes=note(1, "endnote", para("<w:r><w:endnoteRef/></w:r>", " At the rate of the day of settlement.")),
    )


FILES: dict[str, Callable[[], bytes]] = {
    "merged-cells.docx": merged_cells,
    "nested-tables.docx": nested_tables,
    "bilingual-table.docx": bilingual_table,
    "text-boxes-alternate.docx": text_boxes_alternate,
    "vml-text-box.docx": vml_text_box,
    "text-out-of-place.docx": text_out_of_place,
    "charts-and-diagrams.docx": charts_and_diagrams,
    "large-picture.docx": large_picture,
    "scanned-annex.docx": scanned_annex,
    "headers-footers.docx": headers_footers,
    "footnotes.docx": footnotes,
}
