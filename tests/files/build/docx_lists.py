"""Traits of Word files: automatic numbers."""

from __future__ import annotations

from collections.abc import Callable

from tests.files.build.wordml import (
    abstract,
    cell,
    field,
    level,
    listed,
    num,
    num_pr,
    package,
    para,
    row,
    run,
    style,
    styled,
    table,
)

_LEGAL = (level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)"))
_RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def chinese_numbering() -> bytes:
    levels = (
        level(0, "chineseCountingThousand", "第%1条", '<w:suff w:val="space"/>'),
        level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="nothing"/>'),
        level(2, "decimal", "%3、"),
        level(3, "decimalEnclosedCircleChinese", "%4", '<w:suff w:val="nothing"/>'),
    )
    return package(
        listed("合作范围")
        + listed("乙方负责甲方店铺的日常运营：", 1)
        + listed("商品上架与页面优化；", 2)
        + listed("广告投放，包括：", 2)
        + listed("站内广告；", 3)
        + listed("站外引流。", 3)
        + listed("乙方不得转委托。", 1)
        + listed("服务费")
        + listed("基础服务费按月支付。", 1)
        + listed("分成按季度结算。", 1)
        + "".join(listed(f"备用条款第{i}项") for i in range(3, 11))
        + listed("争议解决"),
        numbering=abstract(0, *levels) + num(1, 0),
    )


def multilevel_numbering() -> bytes:
    levels = (
        level(0, "upperRoman", "Article %1.", '<w:suff w:val="space"/>'),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerLetter", "(%3)"),
        level(3, "lowerRoman", "(%4)", '<w:lvlRestart w:val="0"/>'),
    )
    return package(
        listed("Services")
        + listed("The agency runs the store.", 1)
        + listed("The agency reports:", 1)
        + listed("each week on traffic;", 2)
        + listed("orders;", 3)
        + listed("returns;", 3)
        + listed("each month on sales.", 2)
        + listed("refunds;", 3)
        + listed("Fees")
        + listed("The fee is 8 % of net sales.", 1)
        + listed("without deduction", 2)
        + table(row("Tier", "Rate"), row("Gold", "8 %"))
        + para("The list goes on after the table.")
        + listed("The fee is due within 30 days.", 1),
        numbering=abstract(0, *levels) + num(1, 0),
    )


def restart_override() -> bytes:
    odd = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/>'
        '<w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
    )
    padded = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="No. %1"/></w:lvl>'
    )
    return package(
        listed("Listing pages")
        + listed("Advertising")
        + para("The parties share the cost as follows:")
        + listed("one half each for coupons", num=2)
        + listed("the brand for samples", num=2)
        + para("Further duties:")
        + listed("Customer service")
        + listed("Returns", num=4)
        + listed("starts below a level that has no number yet", 1, num=3)
        + listed("the level above counts as one", num=3)
        + listed("first", num=5)
        + listed("second", num=5),
        numbering=abstract(0, *_LEGAL)
        + abstract(1, *_LEGAL)
        + abstract(2, padded)
        + num(1, 0)
        + num(2, 0, _RESTART)
        + num(3, 1)
        + num(4, 0, odd)
        + num(5, 2),
    )


def style_numbering() -> bytes:
    linked = (
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Top"/>'),
        level(1, "decimal", "%2.", '<w:pStyle w:val="Sub"/>'),
    )
    lists = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>{}</w:pPr>'
    return package(
        styled("Top", "授权")
        + styled("Sub", "甲方授权乙方使用其商标。")
        + styled("Heir", "授权不可转让。")
        + para("本段不编号。", props='<w:pStyle w:val="Sub"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + styled("Top", "保密")
        + para("双方保守商业秘密。", props=f'<w:pStyle w:val="Plain"/>{num_pr(2, 1)}')
        + styled("Sub", "保密期为两年。"),
        styles=style("Top", "heading 1", lists.format('<w:outlineLvl w:val="0"/>'))
        + style("Sub", "clause", lists.format(""))
        + style("Heir", "clause, kept", based="Sub")
        + style("Plain", "Normal")
        + '<w:style w:type="numbering" w:styleId="Legal"><w:name w:val="Legal"/></w:style>',
        numbering=abstract(0, *linked, more='<w:styleLink w:val="Legal"/>')
        + abstract(1, more='<w:numStyleLink w:val="Legal"/>')
        + num(1, 0)
        + num(2, 1),
    )


def numbers_without_text() -> bytes:
    """A column of numbers, a list of tick boxes, and paragraphs that are hidden or deleted."""
    deleted = '<w:rPr><w:del w:id="1" w:author="Wang" w:date="2024-03-01T09:00:00Z"/></w:rPr>'
    gone = (
        '<w:del w:id="2" w:author="Wang" w:date="2024-03-01T09:00:00Z"><w:r><w:delText>退货</w:delText></w:r></w:del>'
    )
    boxes = abstract(1, level(0, "bullet", "\uf0a8", after='<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'))
    return package(
        table(
            row(cell(listed("")), cell("商品上架")),
            row(cell(listed("")), cell("广告投放")),
            row(cell(listed("")), "客服"),
        )
        + listed("独家合作", num=2)
        + listed("非独家合作", num=2)
        + listed("补货", num=3)
        + para(gone, props=num_pr(3) + deleted)
        + para(props=f"{num_pr(3)}<w:rPr><w:vanish/></w:rPr>")
        + listed("盘点", num=3)
        + para("费用由", field("LISTNUM"), " 甲方与", field("LISTNUM"), " 乙方分担。")
        + para(field(r"AUTONUM \* CHINESENUM3 \s 、"), run("附则")),
        numbering=abstract(0, level(0, "decimal", "%1"))
        + boxes
        + abstract(2, level(0, "decimal", "%1."))
        + num(1, 0)
        + num(2, 1)
        + num(3, 2),
    )


FILES: dict[str, Callable[[], bytes]] = {
    "chinese-numbering.docx": chinese_numbering,
    "multilevel-numbering.docx": multilevel_numbering,
    "restart-override.docx": restart_override,
    "style-numbering.docx": style_numbering,
    "numbers-without-text.docx": numbers_without_text,
}
