"""Pictures of pages, and PDF files made of them."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_WIDTH, _HEIGHT = 380, 210  # points
_DPI = 150
_THEN = time.gmtime(0)

AGENCY = (
    "1. Agency Services",
    "1.1 The Agency runs the Store on the marketplace and answers",
    "each buyer within twenty-four hours.",
    "1.2 The Agency may not sell goods of a competitor of the Brand",
    "during the term of this Agreement.",
    "2. Fees",
    "2.1 The Brand pays a commission of 6% of the net sales of each",
    "calendar month.",
)
OPERATION = (
    "第一条 委托内容",
    "1.1 甲方委托乙方运营其跨境店铺，乙方按月提交运营报告。",
    "1.2 未经甲方书面同意，乙方不得将委托事项转交第三方。",
    "第二条 服务费",
    "2.1 甲方每月支付服务费人民币8,000元，另按净销售额的5%支",
    "付提成。",
    "2.2 逾期付款的，每逾期一日按应付金额的0.05%支付违约金。",
)


def _page(
    lines: Sequence[str],
    *,
    width: int = _WIDTH,
    height: int = _HEIGHT,
    left: int = 24,
    top: int = 28,
    leading: int = 20,
) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for i, line in enumerate(lines):
            canvas.setFont("Helvetica" if line.isascii() else "STSong-Light", 11)
            canvas.drawString(left, height - top - i * leading, line)

    return draw


def _pdf(*pages: Callable[[Canvas], None], height: int = _HEIGHT) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_WIDTH, height), invariant=True)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _picture(*draws: Callable[[Canvas], None], height: int = _HEIGHT) -> Image.Image:
    with pypdfium2.PdfDocument(_pdf(_together(*draws), height=height)) as document:
        return document[0].render(scale=_DPI / 72).to_pil().convert("RGB")


def _scan(*pictures: Image.Image) -> bytes:
    """A PDF of nothing but pictures, in black and white as fax machines make it."""
    buffer = io.BytesIO()
    first, *others = (picture.convert("L").point(lambda level: 255 * (level > 150), "1") for picture in pictures)
    first.save(buffer, "PDF", save_all=True, append_images=others, resolution=_DPI, creationDate=_THEN, modDate=_THEN)
    return buffer.getvalue()


def _placed(picture: Image.Image, y: float = 0, height: float = _HEIGHT) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        buffer = io.BytesIO()
        picture.convert("L").save(buffer, "JPEG", quality=60)
        buffer.seek(0)
        canvas.drawImage(ImageReader(buffer), 0, y, _WIDTH, height)

    return draw


def _layer(lines: Sequence[str], **places: int) -> Callable[[Canvas], None]:
    """The same lines, not to be seen: what OCR programs put over a scan."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas._code.append("3 Tr")
        _page(lines, **places)(canvas)
        canvas.restoreState()

    return draw


def _together(*draws: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for each in draws:
            each(canvas)

    return draw


def scanned_page() -> bytes:
    return _scan(_picture(_page(AGENCY)))


def scanned_turned() -> bytes:
    return _scan(_picture(_page(OPERATION)).rotate(1, Image.Resampling.BICUBIC, fillcolor="white"))


def scanned_upside_down() -> bytes:
    return _scan(_picture(_page(AGENCY)).rotate(180))


def scanned_sideways() -> bytes:
    return _scan(_picture(_page(OPERATION)).rotate(90, expand=True))


def scanned_and_typed() -> bytes:
    """The first page typed, the second scanned, the third a scan of an empty page."""
    empty = Image.new("L", (400, 220), 236)
    return _pdf(_page(AGENCY[:5]), _placed(_picture(_page(AGENCY[5:]))), _placed(empty))


def codes_for_characters() -> bytes:
    codes = ["(cid:17)(cid:43)(cid:8)(cid:91)(cid:22)(cid:40)" for _ in AGENCY]
    return _pdf(_together(_placed(_picture(_page(AGENCY))), _layer(codes)))


def private_use_layer() -> bytes:
    codes = ["".join(chr(0xE000 + ord(char) % 97) for char in line) for line in OPERATION]
    return _pdf(_together(_placed(_picture(_page(OPERATION))), _layer(codes)))


def nonsense_layer() -> bytes:
    """A scan with the layer of an OCR program that took Chinese for Latin letters."""
    nonsense = (
        "fE,k tffi r+l 8 ffi^ lH#x",
        "1.1 EF h &tt Z*i=A+ E4 E*J$ffi, Z* &HrEk*EjW{&^ IR#z",
        "1.2 *t& EFhTTEtrl#, Z*TF+4q #IWH$f# X=h^ ft+Jl",
        "fE-_f^& fltK# jH&rx =trF",
        "2.1 EFh4H i1+llR#HAFft8,000iL, *& /4*ffi* MAt5%i xq#L",
        "1+#IL ^tfK rH&j",
        "2.2 iHFA1+\\W4tI, 44iHFA-H &ffi1+*W#JO.05%i1+ iB#J* kH^f",
    )
    return _pdf(_together(_placed(_picture(_page(OPERATION))), _layer(nonsense)))


def scan_with_layer() -> bytes:
    """The layer reads "Agency" where the picture has the same; it is good, and is what is read."""
    return _pdf(_together(_placed(_picture(_page(AGENCY))), _layer(AGENCY)))


def stamped_scan() -> bytes:
    """What a signing service writes at the edge is all of the layer."""
    stamp = ["Signing envelope 7C41-99AF-20D3, page 1 of 1, completed 2031-02-03"]
    return _pdf(_together(_placed(_picture(_page(AGENCY))), _page(stamp, top=10)))


def form_on_scan() -> bytes:
    """Somebody typed into a scanned page."""
    blank = (
        "Services agreement between the Brand and",
        "",
        "1. The Agency keeps the password of the Store secret and",
        "gives it back when this Agreement ends.",
        "2. Each party may end this Agreement with a notice of",
        "thirty days.",
    )
    typed = ["", "Lantern Quay Housewares Limited, Harbour Road 12, Newport"]
    return _pdf(_together(_placed(_picture(_page(blank))), _page(typed)))


def picture_in_page() -> bytes:
    """A clause of a typed page is a picture."""
    shown = _picture(_page(OPERATION[3:], height=100, top=20), height=100)
    lines = [*OPERATION[:3]]
    after = ["第三条 合同期限", "3.1 合同期限为一年，自双方签署之日起算。"]
    return _pdf(
        _together(_page(lines, height=300), _placed(shown, 110, 100), _page(after, height=300, top=230)),
        height=300,
    )


def sealed_scan() -> bytes:
    """A red seal is put over the last lines."""
    page = _picture(_page(OPERATION))
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    draw.ellipse((430, 190, 610, 370), outline=(224, 48, 48), width=8)
    draw.regular_polygon((520, 280, 34), 5, fill=(224, 48, 48))
    buffer = io.BytesIO()
    sealed = Image.fromarray(np.minimum(np.asarray(page), np.asarray(ink)))
    sealed.save(buffer, "PDF", resolution=_DPI, quality=60, creationDate=_THEN, modDate=_THEN)
    return buffer.getvalue()


def photo_jpg() -> bytes:
    """A page as a phone takes it: shaded, not quite straight, and turned by a note in the file only."""
    page = _picture(_page(AGENCY)).convert("L")
    width, height = page.size
    corners = (-12, -8, 6, height + 10, width + 14, height - 4, width - 10, 6)
    page = page.transform(page.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255)
    shade = np.linspace(0.95, 0.6, width)[None, :]
    page = Image.fromarray((np.asarray(page) * shade).astype(np.uint8)).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=50, exif=exif)
    return buffer.getvalue()


def screenshot_png() -> bytes:
    """Few colours, and a background that is not there."""
    page = _picture(_page(OPERATION))
    clear = page.convert("RGBA")
    clear.putalpha(page.convert("L").point(lambda level: 255 - level))
    buffer = io.BytesIO()
    clear.quantize(16, Image.Quantize.FASTOCTREE).save(buffer, "PNG")
    return buffer.getvalue()


def fax_tif() -> bytes:
    """Two pages with half as many dots down as across."""
    pages = [_picture(_page(AGENCY[:5])), _picture(_page(AGENCY[5:]))]
    flat = [
        page.convert("L").resize((page.width, page.height // 2)).point(lambda level: 255 * (level > 170), "1")
        for page in pages
    ]
    buffer = io.BytesIO()
    flat[0].save(buffer, "TIFF", save_all=True, append_images=flat[1:], compression="group4", dpi=(_DPI, _DPI // 2))
    return buffer.getvalue()


def two_columns_webp() -> bytes:
    """Two columns of running text: the left one is read to its end first."""
    left = [
        "1. Orders. The Agency sends each", "order to the warehouse on the day", "it comes in, and tells the Brand",
        "of orders that it cannot fill.", "2. Prices. The Brand alone sets",
    ]  # fmt: skip
    right = [
        "the prices of its goods, and the", "Agency may advise it on them.", "3. Returns. The Agency books each",
        "return within three days and pays", "the buyer back.",
    ]  # fmt: skip
    buffer = io.BytesIO()
    _picture(_page(left, left=14), _page(right, left=206)).save(buffer, "WEBP", quality=40)
    return buffer.getvalue()


def ruled_table_bmp() -> bytes:
    """A scan of a table with ruling lines."""
    rows = (("Monthly net sales", "Commission"), ("up to $20,000", "8%"), ("more than $20,000", "6%"))

    def draw(canvas: Canvas) -> None:
        _page(["Schedule of commissions"], height=130)(canvas)
        for i, row in enumerate(rows):
            _page([row[0]], height=130, left=30, top=54 + 22 * i)(canvas)
            _page([row[1]], height=130, left=205, top=54 + 22 * i)(canvas)
        for i in range(len(rows) + 1):
            canvas.line(24, 92 - 22 * i, 340, 92 - 22 * i)
        for x in (24, 199, 340):
            canvas.line(x, 92, x, 26)

    buffer = io.BytesIO()
    page = _picture(draw, height=130).rotate(-1, Image.Resampling.BICUBIC, fillcolor="white")
    page.convert("L").point(lambda level: 255 * (level > 170), "1").save(buffer, "BMP", dpi=(_DPI, _DPI))
    return buffer.getvalue()


def per_mille_tif() -> bytes:
    """Per mille beside percent: signs that are easily taken for each other."""
    lines = ("5.1 逾期付款的，每日按应付金额的1‰支付违约金。", "5.2 提成比例为净销售额的8%，税率为6%。")
    buffer = io.BytesIO()
    page = _picture(_page(lines, height=80), height=80).convert("L").point(lambda level: 255 * (level > 160), "1")
    page.save(buffer, "TIFF", compression="group4", dpi=(_DPI, _DPI))
    return buffer.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "codes-for-characters.pdf": codes_for_characters,
    "fax.tif": fax_tif,
    "form-on-scan.pdf": form_on_scan,
    "nonsense-layer.pdf": nonsense_layer,
    "per-mille.tif": per_mille_tif,
    "photo.jpg": photo_jpg,
    "picture-in-page.pdf": picture_in_page,
    "private-use-layer.pdf": private_use_layer,
    "ruled-table.bmp": ruled_table_bmp,
    "scan-not-to-be-recognised.pdf": scanned_page,
    "scan-with-layer.pdf": scan_with_layer,
    "scanned-and-typed.pdf": scanned_and_typed,
    "scanned-page.pdf": scanned_page,
    "scanned-sideways.pdf": scanned_sideways,
    "scanned-turned.pdf": scanned_turned,
    "scanned-upside-down.pdf": scanned_upside_down,
    "screenshot.png": screenshot_png,
    "sealed-scan.pdf": sealed_scan,
    "stamped-scan.pdf": stamped_scan,
    "two-columns.webp": two_columns_webp,
}
