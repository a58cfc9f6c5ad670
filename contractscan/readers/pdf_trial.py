"""A doubtful PDF file is first read in a process of its own, which may run out of time or memory, or crash.

The pages at which it did are not read at all. The process that does it is this module, run as a script.
"""

from __future__ import annotations

import faulthandler
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from contractscan.readers.limits import TRIAL_BYTES, TRIAL_SECONDS
from contractscan.readers.source import Source

_ATTEMPTS = 4  # so many pages may fail; a file with more of them is not read to its end


def unreasonable_pages(source: Source, count: int) -> frozenset[int]:
    """Return which of the first ``count`` pages (from 1) take more time or memory than any page of a contract."""
    refused: set[int] = set()
    first = 1
    for _ in range(_ATTEMPTS):
        last = _last_read(source, first, count)
        if last == count:
            return frozenset(refused)
        refused.add(last + 1)
        first = last + 2
        if first > count or source.is_late():
            break
    return frozenset(refused | set(range(first, count + 1)))


def _last_read(source: Source, first: int, last: int) -> int:
    """Return how far a process of its own comes with pages ``first`` to ``last``."""
    order = json.dumps({"password": source.options.password, "first": first, "last": last}).encode()
    # -P: the folder that the user is in holds contracts from strangers, and no modules of ours.
    command = [sys.executable, "-P", "-m", "contractscan.readers.pdf_trial"]
    seconds = max(1.0, (source.deadline - time.monotonic()) / 2)
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=order + b"\n" + source.data, capture_output=True, timeout=seconds, check=False
        )
        pages = done.stdout
    except subprocess.TimeoutExpired as late:
        pages = late.stdout or b""
    numbers = pages.split()
    return int(numbers[-1]) if numbers else first - 1


def main() -> None:
    """Read the pages of the PDF file on standard input, and print the number of each one that is done."""
    import pypdfium2

    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    if sys.platform != "win32":
        import resource

        most = TRIAL_BYTES + 2 * len(data)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pdf = pypdfium2.PdfDocument(data, password=order["password"])
    with Path(os.devnull).open("w") as nowhere:
        for number in range(order["first"], order["last"] + 1):
            faulthandler.dump_traceback_later(TRIAL_SECONDS, exit=True, file=nowhere)
            with suppress(pypdfium2.PdfiumError):  # damage is for the reader to tell of
                page = pdf[number - 1]
                text = page.get_textpage()
                text.count_chars()
                text.close()
                page.close()
            print(number, flush=True)
        faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main()
