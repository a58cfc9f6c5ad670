"""How long a review takes from a cold start, against ``python -c "import spacy"`` on the same machine, in turn.

    python benchmarks/speed.py [--runs N] [--pages N]

Writes a text PDF of that many pages (the English sample's sections, repeated with their own numbers), reviews it to
HTML N times, and prints the median wall time of both commands and the median of the ratios, run by run.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from contractscan.readers import read

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "co-op-agreement.pdf"
LINES_PER_PAGE = 46


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--pages", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "agreement.pdf"
        write_pdf(pdf, options.pages)
        review = [sys.executable, "-m", "contractscan", "review", str(pdf), "--fail-on", "never", "--format", "html"]
        spacy = [sys.executable, "-c", "import spacy"]
        seconds(review)  # warms the disk, and keeps the parsed rules
        pairs = [(seconds(review), seconds(spacy)) for _ in range(options.runs)]
    print(f"pages                {options.pages}")
    print(f"review to HTML       {statistics.median(a for a, _ in pairs):.2f} s")
    print(f"import spacy         {statistics.median(b for _, b in pairs):.2f} s")
    print(f"ratio, run by run    {statistics.median(a / b for a, b in pairs):.2f}")


def seconds(command: list[str]) -> float:
    """Return the wall time of ``command``, which must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own commands
    return time.perf_counter() - start


def write_pdf(path: Path, pages: int) -> None:
    """Write a PDF of ``pages`` full pages from the words of the English sample."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    words = " ".join(read(SAMPLE).text.split()).encode("latin-1", "replace").decode("latin-1").split(" ")
    canvas = Canvas(str(path), pagesize=A4)
    at = 0
    for _ in range(pages):
        canvas.setFont("Times-Roman", 11)
        for line in range(LINES_PER_PAGE):
            text = ""
            while len(text) < 88:
                text += words[at % len(words)] + " "
                at += 1
            canvas.drawString(56, 790 - line * 16, text)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    main()
