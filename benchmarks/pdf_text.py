"""How much of a PDF's words is read, in which order, and how fast, against texts of the same contracts.

    python benchmarks/pdf_text.py CUAD_DIR [--limit N] [--worst N]

``CUAD_DIR`` holds ``pdf/*.pdf`` and ``txt/*.txt`` of the same names. A word is a run of ``\\w`` after NFKC and
casefold. Recall is the share of the txt's words (as a multiset) that are read; order is the longest common subsequence
of words as a share of the txt's. Speed is ``readers.read``, without OCR, against bare pypdfium2 (every page's
``get_text_range``).
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from rapidfuzz.distance import LCSseq

from contractscan.readers import Ocr, ReadOptions, read

TEXT_LAYER = ReadOptions(ocr=Ocr.NEVER)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Score:
    """One file: shares of the txt's words, and seconds."""

    name: str
    recall: float
    order: float
    seconds: float
    bare_seconds: float


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only so many files, spread over the folder")
    parser.add_argument("--worst", type=int, default=8, help="how many of the worst files to name")
    options = parser.parse_args()
    pairs = [
        (pdf, txt)
        for pdf in sorted((options.folder / "pdf").glob("*.pdf"))
        if (txt := options.folder / "txt" / f"{pdf.stem}.txt").exists()
    ]
    if options.limit:
        pairs = pairs[:: max(1, len(pairs) // options.limit)][: options.limit]
    read(pairs[0][0], TEXT_LAYER)  # imports what reading needs
    scores = [score(pdf, txt) for pdf, txt in pairs]
    recall, order = sorted(one.recall for one in scores), sorted(one.order for one in scores)
    ours, bare = sum(one.seconds for one in scores), sum(one.bare_seconds for one in scores)
    print(f"files                {len(scores)}")
    print(f"recall, median       {statistics.median(recall):.4f}")
    print(f"recall, p5           {recall[len(recall) // 20]:.4f}")
    print(f"order, median        {statistics.median(order):.4f}")
    print(f"order, p5            {order[len(order) // 20]:.4f}")
    print(f"reading              {ours:.2f} s, bare pypdfium2 {bare:.2f} s, ratio {ours / bare:.2f}")
    for what in ("recall", "order"):
        print(f"\nworst {what}")
        for one in sorted(scores, key=lambda one: float(getattr(one, what)))[: options.worst]:
            print(f"  {one.recall:.3f} {one.order:.3f}  {one.name}")


def score(pdf: Path, txt: Path) -> Score:
    """Read one PDF, bare and as contractscan does, and compare with its txt."""
    start = time.perf_counter()
    read_bare(pdf)
    middle = time.perf_counter()
    document = read(pdf, TEXT_LAYER)
    end = time.perf_counter()
    found = words(document.text)
    wanted = words(txt.read_text(encoding="utf-8"))
    common = (Counter(found) & Counter(wanted)).total()
    in_order = LCSseq.similarity(found, wanted)
    return Score(pdf.name, common / len(wanted), in_order / len(wanted), end - middle, middle - start)


def read_bare(path: Path) -> None:
    """Take the text of every page out of a PDF, and nothing else."""
    pdf = pypdfium2.PdfDocument(path.read_bytes())
    for page in pdf:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    pdf.close()


def words(text: str) -> list[str]:
    """Return the words as they are compared."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


if __name__ == "__main__":
    main()
