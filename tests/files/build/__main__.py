"""Write every file; name some (``python -m tests.files.build tracked-changes.docx``) to write only those."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.files.build.catalogue import FILES

_FOLDER = Path(__file__).resolve().parent.parent


def main(names: list[str]) -> None:
    """Write the files with these names, or all."""
    for name in names or sorted(FILES):
        (_FOLDER / name).write_bytes(FILES[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
