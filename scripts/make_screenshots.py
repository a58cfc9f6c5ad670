"""Take the pictures of the HTML report that the documentation shows, from the samples, with a headless Chromium.

    python scripts/make_screenshots.py

Writes ``docs/report.png`` and ``docs/report.zh.png`` (for the README) and ``docs/screenshots/*.png``. Look at them
before you commit them.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from contractscan.model import Language
from contractscan.report.html import render_html
from contractscan.report.view import build_views
from contractscan.review import review_file, rules_with

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SAMPLES = {"zh": ROOT / "samples" / "predatory-代运营合同.docx", "en": ROOT / "samples" / "co-op-agreement.pdf"}
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def main() -> None:
    """Take every picture in both languages."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium was found")
    shots = DOCS / "screenshots"
    shots.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in LANGUAGES:
            page = Path(folder) / f"{language}.html"
            views = build_views(review_file(SAMPLES[language]), rules_with(), language)
            page.write_text(render_html(*views), encoding="utf-8")
            readme = DOCS / ("report.png" if language == "en" else f"report.{language}.png")
            shoot(browser, page, readme, 1320, 1640, top)
            shoot(browser, page, shots / f"desktop.{language}.png", 1500, 940, beside_the_text)
            shoot(browser, page, shots / f"dark.{language}.png", 1500, 940, beside_the_text, dark=True)
            shoot(browser, page, shots / f"list.{language}.png", 1280, 860, negotiation_list)
            shoot(browser, page, shots / f"phone.{language}.png", 390, 844, an_item, scale=2)
            print_page(browser, page, shots / f"print.{language}.png")
        browser.close()


def shoot(
    browser: Browser,
    page: Path,
    target: Path,
    width: int,
    height: int,
    prepare: Callable[[Page], None],
    *,
    dark: bool = False,
    scale: float = 1,
) -> None:
    """Open ``page`` in a window of ``width`` × ``height``, ``prepare`` it, and write the picture to ``target``."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        device_scale_factor=scale,
        reduced_motion="reduce",
    )
    tab = context.new_page()
    tab.goto(page.as_uri())
    prepare(tab)
    tab.mouse.move(0, 0)
    keep(Image.open(BytesIO(tab.screenshot())), target)
    context.close()


def keep(picture: Image.Image, target: Path) -> None:
    """Write ``picture`` with as many colours as such a page needs."""
    picture.convert("RGB").quantize(192, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1000} kB")


def top(page: Page) -> None:
    """Leave the page as it opens."""


def an_item(page: Page) -> None:
    """Open an item with a norm, a request and a decision."""
    item = page.locator("#i-non-compete")
    item.locator("summary").first.click()
    item.locator("[data-decision=negotiate]").click()
    item.evaluate("item => item.scrollIntoView()")


def beside_the_text(page: Page) -> None:
    """Open an item, and the text of the contract at its evidence."""
    page.locator("#i-exclusive-appointment [type=checkbox]").check()
    an_item(page)
    page.locator("#i-non-compete .see").first.click()
    page.evaluate("scrollBy({top: -120, behavior: 'instant'})")


def negotiation_list(page: Page) -> None:
    """Choose some items, and open what is to be sent."""
    for item in page.locator(".item[data-risk=high]").all()[:3]:
        item.locator("summary").first.click()
        item.locator("[data-decision=negotiate]").click()
    page.locator("[data-do=list]").click()


def print_page(browser: Browser, page: Path, target: Path) -> None:
    """Print ``page`` to PDF and picture the second sheet, where the checklist is."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(page.as_uri())
    an_item(tab)
    with tempfile.TemporaryDirectory() as folder:
        tab.pdf(path=Path(folder) / "page.pdf", prefer_css_page_size=True)
        pdf = pypdfium2.PdfDocument(Path(folder) / "page.pdf")
        keep(pdf[1].render(scale=1.4).to_pil(), target)
        pdf.close()
    context.close()


if __name__ == "__main__":
    main()
