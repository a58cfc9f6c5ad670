"""Rebuilds the sample contracts from the sources beside this file: ``python samples/build/build_samples.py``.

The output is the same byte for byte with the same versions of python-docx and reportlab.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pdf
import word
from source import read_bilingual, read_source

_HERE = Path(__file__).resolve().parent
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


def build(target: Path) -> list[Path]:
    """Write the four samples into the folder ``target`` and return their paths."""
    written = []
    for path in sorted(_HERE.glob("*.md")):
        source = read_source(path)
        output = target / source.file
        if output.suffix == ".pdf":
            pdf.write_contract(source, output)
        else:
            word.write_contract(source, output, _WRITTEN)
        written.append(output)
    bilingual = read_bilingual(_HERE / "bilingual.yaml")
    word.write_bilingual(bilingual, target / bilingual.file, _WRITTEN)
    return [*written, target / bilingual.file]


if __name__ == "__main__":
    for sample in build(_HERE.parent):
        print(f"{sample.name}: {sample.stat().st_size // 1024} KiB")
