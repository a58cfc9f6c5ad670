"""PDF files: where words stand on the page, and in which order they are to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.files.build.pdf_drawing import SONG, Draw, at, cells, page, pdf_bytes, rules, write_lines

_EN_LEFT = [
    "1. The agency runs the store of the brand on",
    "the marketplace and keeps it in good standing,",
    "and it answers each message of a buyer within",
    "one day of its receipt.",
    "2. The brand delivers the goods to the store at",
    "its own cost and in time for every campaign that",
    "both sides have agreed on.",
]
_EN_RIGHT = [
    "3. The fee is nine percent of the net sales of",
    "each month and is paid on the tenth day of the",
    "month that follows it.",
    "4. Either side may end this agreement on sixty",
    "days of notice to the other, which has to be",
    "given in writing and signed by an officer of",
    "the side that gives it.",
]


def _side_by_side(left: list[str], right: list[str], x: float, *, top: float = 700) -> Draw:
    """Two columns whose lines are written in turn, as the text layer of a scan has them."""

    def draw(canvas: Any) -> None:
        for i in range(max(len(left), len(right))):
            for column, lines in ((72.0, left), (x, right)):
                if i < len(lines):
                    canvas.setFont("Helvetica" if lines[i].isascii() else SONG, 10)
                    canvas.drawString(column, top - i * 14, lines[i])

    return draw


def two_columns() -> bytes:
    title = at(150, 760, "Store Operation Agreement", size=14)
    return pdf_bytes([page(title, _side_by_side(_EN_LEFT, _EN_RIGHT, 315))])


_ZH = [
    ["第一条  乙方受甲方委托运营甲方在亚马逊平台的", "店铺，并应在每月五日前提交上月的经营报告。"],
    ["第二条  甲方应于每月十日前按净销售额的百分之", "九向乙方支付服务费。"],
    ["第三条  任何一方均可提前六十日书面通知对方终", "止本合同，已经开始的活动应当履行完毕。"],
]
_EN = [
    [
        "1. Party B runs the Amazon store of Party A and",
        "hands in a report on each month by the fifth",
        "day of the next.",
    ],
    ["2. Party A pays a service fee of nine percent of", "the net sales by the tenth day of each month."],
    [
        "3. Either party may end this contract on sixty",
        "days of notice in writing; campaigns that have",
        "begun are carried through.",
    ],
]


def bilingual_columns_plain() -> bytes:
    rows = [[zh, en] for zh, en in zip(_ZH, _EN, strict=True)]
    return pdf_bytes(
        [page(at(150, 760, "联合营销合同 Co-Marketing Contract", font=SONG, size=14), cells(rows, [72, 320], gap=8))]
    )


def bilingual_columns_ruled() -> bytes:
    """A row per paragraph; the second row goes on after the page break."""
    first = page(
        cells([[_ZH[0], _EN[0]]], [76, 324], top=690),
        cells([[_ZH[1][:1], _EN[1][:1]]], [76, 324], top=640),
        rules([72, 320, 560], [705, 655, 630]),
    )
    second = page(
        cells([[_ZH[1][1:], _EN[1][1:]]], [76, 324], top=750),
        cells([[_ZH[2], _EN[2]]], [76, 324], top=720),
        rules([72, 320, 560], [765, 740, 685]),
    )
    return pdf_bytes([first, second])


def running_heads() -> bytes:
    """A sentence goes on over the page, between a foot and a head."""

    def around(number: int) -> Draw:
        return page(
            at(72, 810, "Harbour & Field - Agency Agreement"),
            at(440, 810, "Confidential"),
            at(270, 30, f"Page {number} of 3"),
            at(72, 30, "CF-2031-07"),
        )

    body = [
        ["1. Accounts", "The agency pays back all sums that it has received for advertising and has not yet"],
        ["spent when this agreement ends, within ten days.", "2. Term", "The term is one year."],
        ["3. Law", "This agreement is governed by the law of the seat of the brand."],
    ]
    return pdf_bytes([page(around(i), write_lines(body[i - 1])) for i in (1, 2, 3)])


def hyphenation() -> bytes:
    lines = [
        "1. The agency has a non-exclusive right to use the trade-",
        "marks of the brand for the adver-",
        "tising that the brand has seen. This obliga-",
        "tion ends with the agreement, and a third-",
        "party seller takes no right from it.",
    ]
    return pdf_bytes([write_lines(lines)])


def rotated_page() -> bytes:
    """Pages that are displayed turned by 90, 180 and 270 degrees, their words upright to the reader."""

    def turned(degrees: int, number: int) -> Draw:
        def draw(canvas: Any) -> None:
            canvas.setPageRotation(degrees)
            moves = {90: (842, 0), 180: (595, 842), 270: (0, 595)}  # the page is laid down before it is turned
            canvas.translate(*moves[degrees])
            canvas.rotate(degrees)
            write_lines(
                [
                    f"{number}. Annex {number} lists the goods that the agency may sell at",
                    "a lower price in the week of the sale.",
                ],
                top=400,
            )(canvas)

        return draw

    return pdf_bytes([turned(degrees, i) for i, degrees in enumerate((90, 180, 270), 1)])


def turned_text() -> bytes:
    """An upright page whose table is turned by 90 degrees, with a side note that is turned on an upright page."""

    def table(canvas: Any) -> None:
        canvas.translate(595, 0)
        canvas.rotate(90)
        cells(
            [["Market", "Target"], ["Germany", "ROAS of 4"], ["France", "ROAS of 3"]], [104, 254], top=480, leading=20
        )(canvas)
        rules([100, 250, 400], [495, 475, 455, 435])(canvas)

    def side(canvas: Any) -> None:
        write_lines(["1. The agency keeps the stock of the store above", "the level of Annex 2."])(canvas)
        canvas.translate(40, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Annex 2 is part of this agreement.")

    return pdf_bytes([table, side])


def ruled_table() -> bytes:
    rows = [["Growth", "Share"], ["over 30 %", "8 %"], [["10 % to 30 %, both", "included"], "10 %"]]
    return pdf_bytes(
        [
            page(
                at(72, 740, "1. The share of the agency is:"),
                cells(rows, [76, 226], top=700, gap=6),
                rules([72, 222, 372], [714, 694, 674, 640]),
                at(72, 610, "2. It is paid each month."),
            )
        ]
    )


def merged_cells() -> bytes:
    def grid(canvas: Any) -> None:
        for x0, x1, y in ((72, 372, 714), (172, 372, 694), (72, 372, 674), (72, 372, 654)):
            canvas.line(x0, y, x1, y)
        for x, y0, y1 in ((72, 714, 654), (172, 714, 654), (272, 694, 654), (372, 714, 654)):
            canvas.line(x, y0, x, y1)

    words = [at(76, 690, "Market"), at(176, 700, "Targets of the first year")]
    words += [
        at(176, 680, "ROAS"),
        at(276, 680, "ACoS"),
        at(76, 660, "Germany"),
        at(176, 660, "4.0"),
        at(276, 660, "25 %"),
    ]
    return pdf_bytes([page(grid, *words)])


def unruled_table() -> bytes:
    rows = [
        ["Service", "Term", "Fee"],
        ["Listing of goods", "within ten days", "USD 400"],
        [["Advertising on the home", "page of the store"], "each week", "8 % of spend"],
        ["Reports", "by the fifth day", "none"],
    ]
    return pdf_bytes(
        [
            page(
                write_lines(
                    [
                        "1. The agency does the following for the brand and is paid as the table says,",
                        "each fee being net of tax.",
                    ],
                    top=760,
                ),
                cells(rows, [72, 230, 360], top=710),
                at(72, 610, "2. All other work is free of charge."),
            )
        ]
    )


def signature_columns() -> bytes:
    rows = [
        ["甲方（盖章）：", "乙方（盖章）："],
        ["法定代表人：", "法定代表人："],
        ["日期：    年  月  日", "日期：    年  月  日"],
    ]
    return pdf_bytes(
        [page(at(72, 740, "第九条  本合同自双方盖章之日起生效。", font=SONG), cells(rows, [72, 320], leading=20))]
    )


def contents() -> bytes:
    entries = [("1. Services", 1), ("2. Fees and payment", 3), ("3. Term", 5), ("4. Notices", 8)]
    lines = [
        part
        for i, (title, number) in enumerate(entries)
        for part in (at(72, 700 - i * 16, title), at(500, 700 - i * 16, str(number)))
    ]
    return pdf_bytes([page(at(250, 760, "Contents"), *lines), at(72, 760, "1. Services")])


def full_width() -> bytes:
    """Full-width letters and digits, in a CID font without an embedded file."""
    lines = ["第１条　乙方运营甲方在Ａｍａｚｏｎ的店铺，", "服务费为净销售额的９％。"]
    return pdf_bytes([write_lines(lines, font=SONG)])


def blanks() -> bytes:
    """Blanks to be filled in, which are no columns."""
    parts = [at(72, 700, "一、服务费为净销售额的", font=SONG), at(260, 700, "％，按月支付。", font=SONG)]
    parts += [at(72, 680, "二、保证金为销售额的", font=SONG), at(260, 680, "％，一次付清。", font=SONG)]
    parts += [
        at(72, 660, "三、合同期限自", font=SONG),
        at(260, 660, "年", font=SONG),
        at(300, 660, "月", font=SONG),
        at(340, 660, "日起。", font=SONG),
    ]
    return pdf_bytes([page(*parts)])


FILES: dict[str, Callable[[], bytes]] = {
    "two-columns.pdf": two_columns,
    "bilingual-columns-plain.pdf": bilingual_columns_plain,
    "bilingual-columns-ruled.pdf": bilingual_columns_ruled,
    "running-heads.pdf": running_heads,
    "hyphenation.pdf": hyphenation,
    "rotated-page.pdf": rotated_page,
    "turned-text.pdf": turned_text,
    "ruled-table.pdf": ruled_table,
    "merged-cells.pdf": merged_cells,
    "unruled-table.pdf": unruled_table,
    "signature-columns.pdf": signature_columns,
    "contents.pdf": contents,
    "full-width.pdf": full_width,
    "blanks.pdf": blanks,
}
