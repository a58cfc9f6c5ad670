"""The HTML report in a real browser: it prints in full, runs nothing, and asks for nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from contractscan.model import Review
from contractscan.report.html import render_html
from contractscan.report.view import build_view
from contractscan.review import review_file, rules_with

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "predatory-代运营合同.docx"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine to open the report in")


def chromium(profile: Path, *args: str) -> str:
    return subprocess.run(  # noqa: S603 - the browser, on a page of our own
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={profile}", *args,
        ],
        check=True, capture_output=True, text=True, encoding="utf-8", timeout=120,
    ).stdout  # fmt: skip


@pytest.fixture(scope="module")
def review() -> Review:
    return review_file(SAMPLE)


@pytest.fixture
def page(review: Review, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(render_html(build_view(review, rules_with(), "zh")), encoding="utf-8")
    return path


def test_the_printed_page_shows_what_is_folded_on_screen(page: Path, review: Review, tmp_path: Path) -> None:
    chromium(tmp_path / "profile", "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'report.pdf'}", page.as_uri())
    pdf = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    printed = "".join("".join(pdf[i].get_textpage().get_text_range().split()) for i in range(len(pdf)))
    findings = [verdict.findings[0] for verdict in review.verdicts if verdict.findings]
    shown = [finding for finding in findings if "".join(finding.quote.split())[-12:] in printed]
    assert len(shown) == len(findings)


def test_nothing_in_the_page_runs(page: Path, tmp_path: Path) -> None:
    html = page.read_text(encoding="utf-8")
    attack = (
        '<p id="t">still</p><script>document.getElementById("t").textContent="ran"</script>'
        '<img src=x onerror="document.title=1">'
    )
    attacked = tmp_path / "attacked.html"
    attacked.write_text(html.replace("</body>", f"{attack}</body>"), encoding="utf-8")
    dom = chromium(tmp_path / "profile", "--dump-dom", attacked.as_uri())
    assert '<p id="t">still</p>' in dom
    assert "<title>1</title>" not in dom


def test_the_page_fits_a_phone(page: Path, tmp_path: Path) -> None:
    # A headless window is never narrower than 500 pixels, so the phone is a frame inside it.
    frame = f'<iframe id="f" src="{page.name}" width="375" height="800"></iframe>'
    script = "<script>f.onload = () => document.title = f.contentDocument.documentElement.scrollWidth</script>"
    (tmp_path / "frame.html").write_text(f"<!doctype html><title></title>{frame}{script}", encoding="utf-8")
    dom = chromium(
        tmp_path / "profile", "--allow-file-access-from-files", "--virtual-time-budget=3000", "--dump-dom",
        (tmp_path / "frame.html").as_uri(),
    )  # fmt: skip
    width = re.search(r"<title>(\d+)</title>", dom)
    assert width, "the frame did not load"
    assert 300 < int(width[1]) <= 375
