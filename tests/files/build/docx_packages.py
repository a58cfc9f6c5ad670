"""Traits of Word files: who made them, and what is in the package, or missing from it."""

from __future__ import annotations

from collections.abc import Callable

from tests.files.build.wordml import (
    OFFICE,
    WORD,
    abstract,
    content_types,
    field,
    level,
    listed,
    num,
    package,
    para,
    relationships,
    row,
    run,
    story,
    style,
    styled,
    table,
    zipped,
)


def wps_made() -> bytes:
    """What WPS Office writes: styles with Chinese names, a contents list of its own, data and parts of its own."""
    own = 'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"'
    body = (
        styled("29", "代运营合同")
        + styled("WPSOffice1", "一、 服务内容\t1")
        + styled("2", "服务内容")
        + para(run("乙方负责店铺", '<w:rFonts w:hint="eastAsia"/><w:lang w:eastAsia="zh-CN"/>'), "的日常运营。")
        + f"<wpsCustomData:wrap {own}>{para('甲方提供商品资料。')}</wpsCustomData:wrap>"
        + styled("2", "费用")
        + para("服务费为每月", run("    ", '<w:u w:val="single"/>'), "元。")
    )
    heading = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>'
    return package(
        body,
        styles=style("29", "Title") + style("2", "heading 1", heading) + style("WPSOffice1", "WPSOffice手动目录 1"),
        numbering=abstract(0, level(0, "chineseCounting", "%1、 ", '<w:suff w:val="nothing"/>')) + num(1, 0),
        extra={
            "customXml/item1.xml": f"<s:customData {own} xmlns:s='http://www.wps.cn/officeDocument/2013/wpsCustomData'/>",
            "docProps/custom.xml": "<Properties><property name='KSOProductBuildVer'/></Properties>",
        },
    )


def missing_parts() -> bytes:
    """No relations at all, so that nothing tells which part has the styles, the lists and the notes."""
    return package(
        listed("The agency runs the store.")
        + para("The fee is 8 %", '<w:r><w:footnoteReference w:id="1"/></w:r>', ".")
        + para(run("For the brand only.", '<w:rStyle w:val="Gone"/>'), props='<w:pStyle w:val="Gone"/>')
        + '<w:sectPr><w:headerReference r:id="rId3"/></w:sectPr>',
        numbering=abstract(0, level(0, "decimal", "%1.")) + num(1, 0),
        footnotes=f'<w:footnote w:id="1">{para("Net of tax.")}</w:footnote>',
        header1=para("Agency agreement"),
        extra={"word/_rels/document.xml.rels": "", "_rels/.rels": ""},
    )


def lost_targets() -> bytes:
    """Relations that lead nowhere, and a damaged part."""
    return package(
        para("The fee is 8 %", '<w:r><w:footnoteReference w:id="1"/></w:r>', ".")
        + '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>',
        header1=para("Agency agreement"),
        relations=[("rId8", "footnotes", "footnotes.xml"), ("rId9", "styles", "gone/styles.xml")],
        extra={"word/header1.xml": "<w:hdr>"},
    )


def macros() -> bytes:
    return package(
        para("The agency runs the store."),
        form="docm",
        relations=[("rId5", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin")],
        extra={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 not a real one"},
    )


def template() -> bytes:
    return package(para("Template for agency agreements."), form="dotx")


def strict() -> bytes:
    """The strict variant of the format, in UTF-16, with names of parts in capitals."""
    body = (
        listed("The agency runs the store.")
        + table(row("Tier", "Rate"), row("Gold", "8 %"))
        + para("See ", field("REF a", "clause 1"), ".")
        + '<w:sectPr><w:footerReference r:id="rId2"/></w:sectPr>'
    )
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)

    def strictly(content: str) -> str:
        return content.replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )

    document = strictly(story("document", f'<w:body w:conformance="strict">{body}</w:body>'))
    related = relationships([("rId1", "numbering", "/word/Numbering.xml"), ("rId2", "footer", "footer1.xml")])
    return zipped(
        {
            "[Content_Types].xml": content_types(),
            "_rels/.rels": strictly(relationships([("rId1", "officeDocument", "word/document.xml")])),
            "word/document.xml": document.replace("UTF-8", "UTF-16", 1).encode("utf-16"),
            "word/_rels/document.xml.rels": strictly(related),
            "word/numbering.xml": strictly(story("numbering", lists)),
            "word/footer1.xml": strictly(story("ftr", para("Agency agreement"))),
        }
    )


def embedded_documents() -> bytes:
    inner = package(
        para("The annex counts by itself:") + listed("Gold: 8 %") + para("Its chart:", "<w:r><w:object/></w:r>"),
        numbering=abstract(0, level(0, "upperLetter", "%1.")) + num(1, 0),
    )
    return package(
        listed("The agency runs the store.")
        + '<w:altChunk r:id="rId7"/>'
        + listed("The brand pays the fee.")
        + '<w:altChunk r:id="rId8"/>'
        + '<w:subDoc r:id="rId9"/>',
        numbering=abstract(0, level(0, "decimal", "%1.")) + num(1, 0),
        relations=[("rId7", "aFChunk", "annex.docx"), ("rId8", "aFChunk", "terms.html")],
        extra={"word/annex.docx": inner, "word/terms.html": "<html><body>The fee is due.</body></html>"},
    )


FILES: dict[str, Callable[[], bytes]] = {
    "wps-made.docx": wps_made,
    "missing-parts.docx": missing_parts,
    "lost-targets.docx": lost_targets,
    "macros.docm": macros,
    "template.dotx": template,
    "strict.docx": strict,
    "embedded-documents.docx": embedded_documents,
}
