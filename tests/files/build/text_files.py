"""Plain text and Markdown, as people copy and save them."""

from __future__ import annotations

from collections.abc import Callable


def one_line_web_copy() -> bytes:
    """A page that was copied without its line breaks: one line of more than two thousand characters."""
    parts = ["店铺代运营协议 甲方：晨星家居有限公司 乙方：远帆网络科技有限公司 双方就网店运营达成如下协议。"]
    subjects = [
        "服务内容",
        "运营费用",
        "广告投放",
        "数据归属",
        "素材权利",
        "账号管理",
        "合同期限",
        "违约责任",
        "争议解决",
    ]
    for number, subject in zip("一二三四五六七八九", subjects, strict=True):
        parts.append(
            f"第{number}条 {subject}。"
            f"（一）关于{subject}，乙方应当每月五日以前向甲方提交书面报告，报告应当写明上月的工作、"
            f"花去的款项和下月的安排，甲方应当在三个工作日内答复；（二）甲方逾期没有答复的，视为同意乙方的安排，但涉及{subject}"
            "以外事项的除外；（三）双方对报告有不同意见的，由双方的负责人在七日内协商，协商期间乙方不得停止日常的运营工作，"
            "也不得变更店铺的登录密码；（四）协商不成的，按照第九条的约定处理，处理期间的费用由双方各自承担一半，事后多退少补。"
        )
    return "".join(parts).encode()


def gbk() -> bytes:
    """A text of Windows in Chinese."""
    return "代运营合同\r\n第一条　服务\r\n乙方负责甲方店铺的日常运营，甲方按月支付服务费３０００元。\r\n".encode("gbk")


def big5_traditional() -> bytes:
    """A text of Windows in Taiwan."""
    text = "店鋪營運契約\r\n第一條　委託事項\r\n甲方委託乙方營運其網路店鋪，乙方應於每月五日前提交報告。\r\n"
    text += "第二條　智慧財產權\r\n廣告素材之著作權歸甲方所有。\r\n"
    return text.encode("big5")


def utf16() -> bytes:
    """UTF-16 without a byte-order mark."""
    return "第一条 服务\n乙方运营甲方的店铺。\n第二条 费用\n甲方每月支付服务费。\n".encode("utf-16-le")


def mixed_width() -> bytes:
    """Letters, digits and punctuation of both widths, and indents of ideographic spaces."""
    text = "　　第１条　服务\n　　１．１ 乙方运营甲方在ＡＭＡＺＯＮ的店铺,ACoS不高于２５％.\n"
    return (text + "　　1.2　甲方每月支付￥3,000.\n").encode()


def pinyin() -> bytes:
    """Pinyin in brackets, beside and above the characters, copied along with them."""
    text = "甲(jiǎ)方(fāng)：晨星公司\n乙(yǐ)方(fāng)：远帆公司\n\n第(dì)一(yī)条(tiáo) 服(fú)务(wù)\n\n"
    return (text + "yǐ fāng yùn yíng diàn pù。\n乙方运营店铺，不bù得dé转zhuǎn让ràng本合同。\n").encode()


def spun_wording() -> bytes:
    """A template whose words a program replaced by others that mean the same."""
    lines = [
        "榜首条 协作内容",
        "甲方托付乙方运营网店，两边应按月对账。",
        "其次条 费用",
        "甲方按其次条付出服务费。",
        "第三条 期限",
    ]
    return "\n".join([*lines, "本合约为期一年。"]).encode()


def page_numbers_inside() -> bytes:
    """Text out of a PDF file: page numbers between the lines, and in the midst of sentences."""
    lines = ["第一条 运营费用", "甲方应当在收到乙方开具的发票后十个工作日内，向乙方支付上一个月的运营服务", "- 1 -"]
    lines += ["费，并承担汇款的手续费。", "第二条 报告", "乙方每月提交一次报告。", "- 2 -", "第三条 期限"]
    lines += ["本合同为期一年。", "- 3 -"]
    return "\n".join(lines).encode()


def quoted_mail() -> bytes:
    """A contract in the answer to an e-mail, with tabs for columns."""
    lines = [
        "好的，就按这个签。",
        "> 第一条 服务",
        "> 乙方运营甲方的店铺。",
        ">",
        "> > 第二条 费用",
        "> > 甲方每月付款。",
        "",
    ]
    rows = ["档位\t销售额\t提成", "一档\t10万元以下\t5%", "二档\t10万元以上\t4%", "", "1.\t乙方不得转包。"]
    return "\r\n".join(lines + rows).encode()


def markdown_template() -> bytes:
    """A template in Markdown, with what its converters leave behind."""
    return b"""---
title: template
---

# Store Operation Agreement

Party A: {{client_name}}

**Party B**: {{agency_name}}

Fees
----

1\\. Party A pays the *monthly* fee. <br>

- [x] The appointment is **exclusive**.
- [ ] The appointment is non-exclusive.
  * Sub-agents need consent.

<!-- internal: check with legal -->

```text
Party B shall keep the passwords secret.
```

| Tier | Rate |
|------|-----:|
| One  | 5 %  |
"""


def junk() -> bytes:
    """Two bytes by the name of a Word file."""
    return b"\x01\x02"


FILES: dict[str, Callable[[], bytes]] = {
    "one-line-web-copy.txt": one_line_web_copy,
    "gbk.txt": gbk,
    "big5-traditional.txt": big5_traditional,
    "utf16.txt": utf16,
    "mixed-width.txt": mixed_width,
    "pinyin.txt": pinyin,
    "spun-wording.txt": spun_wording,
    "page-numbers-inside.txt": page_numbers_inside,
    "quoted-mail.txt": quoted_mail,
    "markdown-template.markdown": markdown_template,
    "junk.docx": junk,
}
