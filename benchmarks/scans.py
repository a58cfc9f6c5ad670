"""How well scanned contracts are read: the samples as pictures, against their own text.

    python benchmarks/scans.py [--dpi N] [--turn DEGREES] [--harm KIND ...] [FILE ...]

Makes a PDF of nothing but pictures from each file (Word files by way of LibreOffice), reads it by OCR without the
cache, and prints the character error rate with and without white space, the mean confidence, the seconds per page,
and which findings of the original's review are missing or new in the scan's. ``--harm`` spoils the pages on the way:
noise, jpeg, gray, seal.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw

from contractscan.model import BlockKind, Document
from contractscan.readers import ReadOptions, ocr_cache, read
from contractscan.review import review_document

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--dpi", type=int, default=150)
    parser.add_argument("--turn", type=float, default=1.0)
    parser.add_argument("--harm", nargs="*", choices=sorted(HARMS), default=[])
    parser.add_argument("--differences", action="store_true", help="print the wrong characters")
    options = parser.parse_args()
    files = options.files or sorted(path for path in SAMPLES.iterdir() if path.suffix in (".pdf", ".docx"))
    print(f"{'file':28} {'CER':>7} {'spaced':>7} {'sure':>6} {'s/page':>7}  findings missing, new")
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(ocr_cache, "folder", lambda: Path(folder) / "none"):
        for file in files:
            scan = Path(folder) / f"{file.stem}-scan.pdf"
            write_scan(as_pdf(file, Path(folder)), scan, options.dpi, options.turn, options.harm)
            compare(file, as_pdf(file, Path(folder)), scan, options.differences)


def compare(file: Path, pdf: Path, scan: Path, differences: bool) -> None:
    """Print a line about one file and its scan; the text is compared with the PDF that was scanned."""
    start = time.perf_counter()
    found = read(scan, ReadOptions(timeout=3600))
    seconds = (time.perf_counter() - start) / (found.pages or 1)
    true = read(pdf)
    plain, spaced = (error_rate(text_of(true, spaces), text_of(found, spaces)) for spaces in (False, True))
    sure = [line.confidence for line in found.lines if line.confidence is not None]
    before, after = findings(read(file)), findings(found)
    missing, new = sorted((before - after).elements()), sorted((after - before).elements())
    print(
        f"{file.name[:28]:28} {plain:7.2%} {spaced:7.2%} {sum(sure) / max(1, len(sure)):6.1%} {seconds:7.1f}"
        f"  -{len(missing)} {' '.join(missing)} +{len(new)} {' '.join(new)}",
        flush=True,
    )
    for gap in found.gaps:
        print(f"  gap {gap.kind}, {gap.where}: {gap.why}")
    if differences:
        import difflib

        a, b = text_of(true, True), text_of(found, True)
        for kind, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if kind != "equal":
                print(f"  {a[max(0, i - 8) : i]!r} [{a[i:j]!r} > {b[k:m]!r}] {a[j : j + 6]!r}")


def findings(document: Document) -> Counter[str]:
    """Return what the review of a document finds, as item=outcome."""
    verdicts = review_document(document).verdicts
    return Counter(f"{found.item}={found.outcome}" for verdict in verdicts for found in verdict.findings)


def text_of(document: Document, spaces: bool) -> str:
    """Return a document's text without furniture, width and shape of quotes: what counts when contracts are matched."""
    body = (
        document.text[block.start : block.end] for block in document.blocks if block.kind is not BlockKind.FURNITURE
    )
    text = unicodedata.normalize("NFKC", "\n".join(body)).translate(_QUOTES)
    return (" " if spaces else "").join(text.split())


_QUOTES = str.maketrans("“”‘’", "\"\"''")


def error_rate(true: str, found: str) -> float:
    """Return the edit distance as a share of the true text (Myers' bit-parallel algorithm)."""
    places: dict[str, int] = {}
    for i, char in enumerate(true):
        places[char] = places.get(char, 0) | 1 << i
    mask, last = (1 << len(true)) - 1, 1 << max(0, len(true) - 1)
    plus, minus, distance = mask, 0, len(true)
    for char in found:
        equal = places.get(char, 0)
        vertical = equal | minus
        horizontal = (((equal & plus) + plus) ^ plus) | equal
        more, less = minus | ~(horizontal | plus) & mask, plus & horizontal
        distance += bool(more & last) - bool(less & last)
        more, less = (more << 1 | 1) & mask, less << 1 & mask
        plus, minus = less | ~(vertical | more) & mask, more & vertical
    return distance / max(1, len(true))


def as_pdf(file: Path, folder: Path) -> Path:
    """Return the file as PDF."""
    if file.suffix == ".pdf":
        return file
    made = folder / f"{file.stem}.pdf"
    if not made.exists():
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command
    return made


def write_scan(pdf: Path, scan: Path, dpi: int, turn: float, harms: list[str]) -> None:
    """Write a PDF of pictures of the pages, turned to the left."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [spoil(page.render(scale=dpi / 72).to_pil().convert("RGB"), turn, harms) for page in document]
    buffer = io.BytesIO()
    quality = 40 if "jpeg" in harms else 85
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=quality)
    scan.write_bytes(buffer.getvalue())


def spoil(page: Image.Image, turn: float, harms: list[str]) -> Image.Image:
    """Return a page as a bad scanner would."""
    page = page.rotate(turn, Image.Resampling.BICUBIC, expand=abs(turn) > 45, fillcolor="white")
    for harm in harms:
        page = HARMS[harm](page)
    return page


def _noise(page: Image.Image) -> Image.Image:
    grain = np.random.default_rng(7).normal(0, 25, (page.height, page.width, 1))
    return Image.fromarray((np.asarray(page, np.float32) + grain).clip(0, 255).astype(np.uint8))


def _gray(page: Image.Image) -> Image.Image:
    shade = np.linspace(0.85, 0.55, page.width, dtype=np.float32)[None, :, None]
    return Image.fromarray((np.asarray(page, np.float32) * shade + 30).clip(0, 255).astype(np.uint8))


def _seal(page: Image.Image) -> Image.Image:
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    size = page.width // 5
    for x, y in ((page.width // 2, page.height // 3), (page.width // 4, page.height * 2 // 3)):
        draw.ellipse((x, y, x + size, y + size), outline=(230, 40, 40), width=size // 25)
        draw.regular_polygon((x + size / 2, y + size / 2, size // 6), 5, fill=(230, 40, 40))
    return Image.fromarray(np.minimum(np.asarray(page), np.asarray(ink)))


def _unchanged(page: Image.Image) -> Image.Image:
    return page


HARMS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "noise": _noise,
    "jpeg": _unchanged,  # done when the PDF is written
    "gray": _gray,
    "seal": _seal,
}


if __name__ == "__main__":
    main()
