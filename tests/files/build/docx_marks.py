"""Traits of Word files: content controls, fields, symbols, blanks and other things inside a line."""

from __future__ import annotations

from collections.abc import Callable

from tests.files.build.wordml import cell, field, package, para, row, run, style, table


def _control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


_PLACEHOLDER = "<w:showingPlcHdr/>"


def _box(checked: str, sign: str) -> str:
    return _control(run(sign) if sign else "", f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>')


def content_controls() -> bytes:
    choices = '<w:dropDownList><w:listItem w:value="m" w:displayText="每月"/></w:dropDownList>'
    return package(
        para("甲方：", _control(run("星河贸易有限公司"), "<w:text/>"))
        + para("乙方：", _control(run("单击此处输入文字。"), _PLACEHOLDER))
        + para("Store: ", _control(run("[store name]"), _PLACEHOLDER))
        + para("电话：", _control(run("     "), _PLACEHOLDER), "（必填）")
        + _control(para("结算周期为", _control(run("每月"), choices), "。") + para("以账单为准。"))
        + _control(para("Enter further terms here."), _PLACEHOLDER)
        + table(
            _control(row("类目", "佣金")),
            f"<w:tr>{cell('服装')}{_control(cell('8%'))}</w:tr>",
        )
        + para(_box("1", "☒"), " 独家 ", _box("0", "☐"), " 非独家 ", _box("1", ""), " 可续期")
        + para("签署日：", _control(run("2024年7月1日"), '<w:date w:fullDate="2024-07-01T00:00:00Z"/>')),
    )


def ruby() -> bytes:
    def above(base: str, reading: str) -> str:
        return (
            f'<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/></w:rubyPr><w:rt>{run(reading)}</w:rt>'
            f"<w:rubyBase>{run(base)}</w:rubyBase></w:ruby></w:r>"
        )

    return package(para("佣金", above("抵", "dǐ"), above("扣", "kòu"), "另行约定。"))


def check_boxes() -> bytes:
    def sign(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    def typed(font: str, letter: str) -> str:
        return run(letter, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')

    form = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
        '</w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return package(
        para(sign("Wingdings", "F0FE"), "独家 ", sign("Wingdings", "F0A8"), "非独家")
        + para(sign("Wingdings 2", "F052"), "含税 ", sign("Wingdings 2", "00A3"), "不含税")
        + para(
            typed("Wingdings", "þ"), "月结 ", typed("Wingdings", "o"), "季结 ", typed("Wingdings 2", "\uf0a3"), "年结"
        )
        + para(sign("Segoe UI Symbol", "2611"), "自动续期 ", "\uf0fc", "书面续期")
        + para(form, "可转让")
        + para("净销售额", sign("Symbol", "F0B3"), "10万元，佣金", typed("Symbol", "\uf0a3"), "8%")
        + para(run("o", '<w:rStyle w:val="Tick"/>'), "由样式决定的方框")
        + para(typed("Wingdings", "Total"), "误设字体的单词"),
        styles=style(
            "Tick", "tick", '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>', kind="character"
        ),
    )


def fields() -> bytes:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
    return package(
        para("See clause ", field(r"REF _Ref1 \r \h", "3.2"), " on page ", field("PAGEREF _Ref1", "4"), ".")
        + para("表", field(r"SEQ 表 \* ARABIC", "1"), "：", field("MERGEFIELD 客户", "«客户»"), "的费率")
        + para("Agent: ", field("FORMTEXT", "     "), " of ", field("FORMTEXT", "Leeds"))
        # a field in the code of a field: only the result of the outer one is to be seen
        + para(
            begin,
            code.format("IF "),
            field("MERGEFIELD tier", "gold"),
            code.format('= "gold" "8 %" "6 %"'),
            separate,
            run("8 %"),
            end,
            " of net sales",
        )
        + para(begin, code.format("INCLUDETEXT terms.docx"), separate, "The agency keeps the stock insured.")
        + para("The brand bears the freight.", end)
        + para(field("MACROBUTTON NoMacro [Click here and type the name]"), " signs for the brand.")
        + para("条款", field(r"EQ \o\ac(○,3)"), "与", field(r"EQ \* jc2 \o\ad(\s\up 9(yuē),约)"), "定")
        # a field that somebody forgot to end
        + para("The fee ", begin, code.format("DATE"), "is due within 30 days.")
        + para("It bears no interest."),
    )


def blank_underlines() -> bytes:
    line = '<w:u w:val="single"/>'
    stops = (
        '<w:tabs><w:tab w:val="left" w:pos="700"/><w:tab w:val="right" w:leader="underscore" w:pos="5000"/></w:tabs>'
    )
    return package(
        para(
            "服务费为人民币",
            run("      ", line),
            "元，自",
            run("    ", line),
            "年",
            run(" ", line),
            run("　 ", line),
            "月起。",
        )
        + para("乙方：", run("  远帆公司  ", line), "，电话", run("     ，", line), "邮箱见附件。")
        + para("By:", run("\t\t", line))
        + para("Name:\t\t", props=stops)
        + para("Title: ", run("      ", '<w:rStyle w:val="Line"/>'))
        + para(
            "The",
            run(" ", line),
            "Company is ",
            run("the Brand", line),
            "; words only:",
            run("   ", '<w:u w:val="words"/>'),
            ".",
        )
        + table(row("Signature", cell(para(run("          ", line))))),
        styles=style("Line", "line", f"<w:rPr>{line}</w:rPr>", kind="character"),
    )


def small_marks() -> bytes:
    """Hyphens, breaks, capitals, formulas, writing from the right, and wrappers that nobody knows."""
    power = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup>"
    share = "<m:f><m:num><m:r><m:t>net</m:t></m:r></m:num><m:den><m:r><m:t>gross</m:t></m:r></m:den></m:f>"
    later = '<x:wrap xmlns:x="urn:later"><w:r><w:t>is settled monthly</w:t></w:r></x:wrap>'
    loose = '<x:part xmlns:x="urn:later"><w:p><w:r><w:t>A paragraph in a wrapper.</w:t></w:r></w:p></x:part>'
    return package(
        para("<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>exclusive, assign</w:t><w:softHyphen/><w:t>able</w:t></w:r>")
        + para(
            '<w:r><w:t>Fees:</w:t><w:br/><w:t>monthly</w:t><w:br w:type="page"/><w:t>net</w:t></w:r>',
            "<w:r><w:cr/><w:t>30 days</w:t></w:r>",
        )
        + para(run("the brand", "<w:caps/>"), '<w:r><w:ptab w:alignment="right"/></w:r>', run("pays", "<w:smallCaps/>"))
        + para("Share: ", f"<m:oMath>{share}</m:oMath>", " of ", f"<m:oMath>{power}</m:oMath>")
        + para(
            '<w:bdo w:val="rtl"><w:r><w:t>12 %</w:t></w:r></w:bdo>',
            '<w:dir w:val="ltr"><w:r><w:t> a year</w:t></w:r></w:dir>',
        )
        + para("The account ", later, ".")
        + loose
        + run("Runs that stand ")
        + run("in no paragraph.")
        + '<w:permStart w:id="1" w:edGrp="everyone"/><w:p/><w:permEnd w:id="1"/>'
        + para("End."),
    )


FILES: dict[str, Callable[[], bytes]] = {
    "content-controls.docx": content_controls,
    "ruby.docx": ruby,
    "check-boxes.docx": check_boxes,
    "fields.docx": fields,
    "blank-underlines.docx": blank_underlines,
    "small-marks.docx": small_marks,
}
