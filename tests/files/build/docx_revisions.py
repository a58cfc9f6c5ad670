"""Traits of Word files: tracked changes, comments and hidden text."""

from __future__ import annotations

from collections.abc import Callable

from tests.files.build.wordml import cell, package, para, row, run, style, table

_KEY = {"Lin": 'w:id="1" w:author="Lin Wei" w:date="2024-03-01T09:00:00Z"',
        "Chen": 'w:id="2" w:author="Chen Jie" w:date="2024-03-02T10:30:00Z"'}  # fmt: skip


def _inserted(who: str, *texts: str) -> str:
    return f"<w:ins {_KEY[who]}>{''.join(run(text) for text in texts)}</w:ins>"


def _deleted(who: str, *texts: str, tag: str = "del") -> str:
    runs = "".join(f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>' for text in texts)
    return f"<w:{tag} {_KEY[who]}>{runs}</w:{tag}>"


def _mark(who: str, kind: str) -> str:
    return f"<w:rPr><w:{kind} {_KEY[who]}/></w:rPr>"


def tracked_changes() -> bytes:
    return package(
        para("The commission is ", _deleted("Lin", "10", " %"), _inserted("Lin", "12", " %"), " of net sales.")
        + para("服务费", _inserted("Lin", "不含税"), _inserted("Chen", "（另计）"), "按月支付。")
        # one sentence that a deleted paragraph mark put together
        + para("Either party may end this agreement ", props=_mark("Chen", "del"))
        + para("on 30 days' notice.")
        + para(_deleted("Chen", "The brand may set off."), props=_mark("Chen", "del"))
        + para("The agency keeps the records.")
        + para(_inserted("Lin", "Insurance is for the brand."), props=_mark("Lin", "ins"))
        + para("Stock belongs to the brand.", props=_mark("Chen", "ins"))
        + para(
            "Notices go by ",
            f"<w:ins {_KEY['Lin']}><w:del {_KEY['Chen']}><w:r><w:delText>fax</w:delText></w:r></w:del></w:ins>",
            "mail.",
        ),
    )


def tracked_moves_and_rows() -> bytes:
    moved = "The brand approves each campaign."
    source = f'<w:moveFromRangeStart w:id="9" w:name="m1"/>{_deleted("Lin", moved, tag="moveFrom")}'
    goal = f'<w:moveToRangeStart w:id="8" w:name="m1"/><w:moveTo {_KEY["Lin"]}>{run(moved)}</w:moveTo>'
    return package(
        para(source, '<w:moveFromRangeEnd w:id="9"/>', props=_mark("Lin", "moveFrom"))
        + para("The agency plans the campaigns. ", goal, '<w:moveToRangeEnd w:id="8"/>')
        + table(
            row("Channel", "Rate"),
            row("Marketplace", "8 %"),
            row(cell(para(_deleted("Chen", "Own shop"))), cell("5 %"), props=f"<w:del {_KEY['Chen']}/>"),
            row(cell(para(_inserted("Chen", "Livestream"))), cell("12 %"), props=f"<w:ins {_KEY['Chen']}/>"),
            row("Wholesale", cell("3 %", props=f"<w:cellDel {_KEY['Lin']}/>"), cell("4 %")),
        )
        + para("Rates are net of tax."),
    )


def comments() -> bytes:
    def remark(key: int, who: str, *lines: str) -> str:
        head = f'w:id="{key}" w:author="{who}" w:date="2024-03-0{key + 1}T08:00:00Z" w:initials="X"'
        return f"<w:comment {head}>{''.join(para(line) for line in lines)}</w:comment>"

    def start(key: int) -> str:
        return f'<w:commentRangeStart w:id="{key}"/>'

    def end(key: int) -> str:
        return f'<w:commentRangeEnd w:id="{key}"/><w:r><w:commentReference w:id="{key}"/></w:r>'

    return package(
        para("佣金为净销售额的", start(0), start(1), "百分之十二", end(0), end(1), "。")
        + start(2)
        + para("乙方每月提交报告。")
        + para("甲方", "在五日内确认。", '<w:commentRangeEnd w:id="2"/>', "逾期视为确认。")
        + para("合同期一年。", '<w:r><w:commentReference w:id="3"/></w:r>'),
        comments=remark(0, "林薇", "太高，", "建议百分之十。")
        + remark(1, "陈杰", "同意。")
        + remark(2, "林薇", "报告的格式？")
        + remark(3, "陈杰", "能否续期？"),
    )


def hidden_text() -> bytes:
    vanish = "<w:rPr><w:vanish/></w:rPr>"
    return package(
        para("The fee is 8 %.", run(" Our floor is 6 %.", "<w:vanish/>"))
        + para(run("内部备注：", '<w:rStyle w:val="Secret"/>'), "服务费按季支付。")
        + para("Not for the other side.", props='<w:pStyle w:val="Note"/>')
        + para(run("Shown against its style.", '<w:vanish w:val="0"/>'), props='<w:pStyle w:val="Note"/>')
        + para("Term.", props="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
        + para("This agreement runs for one year.")
        + table(
            row(cell("Total", props='<w:vMerge w:val="restart"/>'), "100"),
            row(cell("covered", props="<w:vMerge/>"), "200"),
        ),
        styles=style("Secret", "secret", vanish, kind="character") + style("Note", "note", vanish),
    )


FILES: dict[str, Callable[[], bytes]] = {
    "tracked-changes.docx": tracked_changes,
    "tracked-moves-and-rows.docx": tracked_moves_and_rows,
    "comments.docx": comments,
    "hidden-text.docx": hidden_text,
}
