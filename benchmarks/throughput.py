"""How fast a batch goes through a folder of PDFs, what it takes of memory, and how both grow.

    python benchmarks/throughput.py FOLDER [--rounds N] [--slow N] [--many N] [--write]

In turn, round by round, each in a process of its own and over the same files: reading the text with bare pypdfium2, and
``contractscan batch -f json`` with one job and with two; then, over as many of the files as ``--slow`` says, the same
beside pdfplumber's ``extract_text``, and beside that with a plain spaCy ``Matcher`` for the terms of all concepts. Then
the growth with pages (a file of the folder, its pages repeated) and with rules, the memory of a worker while it reviews
``--many`` files (those of the folder over and over, each made different by a comment at its end), and a second run over
them. A report in Markdown goes to stdout; with ``--write`` also to ``benchmarks/README.md``, with the plots beside it.

Other programs may be at work. So there is, beside wall time, the time of the processors for the process with all its
children, and quiet time: wall time less that for which the workers were ready to run and had no processor (Linux counts
that). Ratios are medians of the ratios round by round.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from plot import Series, bars, lines

from contractscan.readers.limits import TEXT_CHARACTERS

HERE = Path(__file__).resolve().parent
PAGES = (10, 30, 100, 300, 1000)
PARTS = (0.25, 0.5, 1.0, 2.0)
BARE = "bare pypdfium2, text"
PLUMBER = "pdfplumber, extract_text"
MATCHER = "pdfplumber and a spaCy Matcher"
ONE = "contractscan batch, one job"
TWO = "contractscan batch, two jobs"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: wall time and processor time in seconds, and the peak of its largest process in MB.

    ``quiet`` is the wall time less that for which its workers were ready to run, but other programs had the processors.
    """

    wall: float
    cpu: float
    peak: float
    quiet: float


def main() -> None:
    """Run the benchmark, or, in a child, one of the baselines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slow", type=int, default=30, metavar="FILES")
    parser.add_argument("--many", type=int, default=5000, metavar="FILES")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--baseline", choices=sorted(BASELINES), help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.baseline:
        BASELINES[said.baseline](pdfs(said.folder))
        return
    with tempfile.TemporaryDirectory() as scratch:
        parts = list(report(said.folder, Path(scratch), said.rounds, said.slow, said.many, write=said.write))
    text = "\n".join(parts)
    print(text)
    if said.write:
        (HERE / "README.md").write_text(text, encoding="utf-8")


def report(folder: Path, scratch: Path, rounds: int, slow: int, many: int, *, write: bool) -> Iterator[str]:
    """Measure everything, and yield the report in Markdown."""
    files = [file for file in pdfs(folder) if count_pages(file)]
    pages = sum(map(count_pages, files))
    yield intro(files, pages, rounds)
    whole = linked(files, scratch / "whole")
    costs = in_turn({BARE: baseline("bare"), ONE: batch(1), TWO: batch(2)}, whole, scratch, rounds)
    yield comparison(f"All {len(files)} files, {pages} pages", costs, pages)
    some = files[:: max(1, len(files) // slow)]
    few = linked(some, scratch / "few")
    few_pages = sum(map(count_pages, some))
    tools = {BARE: baseline("bare"), ONE: batch(1), PLUMBER: baseline("plumber"), MATCHER: baseline("matcher")}
    costs_few = in_turn(tools, few, scratch, max(1, rounds - 1))
    yield comparison(f"{len(some)} of them, {few_pages} pages", costs_few, few_pages)
    yield LEXNLP
    by_pages = list(growth_with_pages(files, scratch))
    yield table_of_pages(by_pages)
    yield table_of_rules(growth_with_rules(some))
    memory, again = long_run(files, many, scratch)
    yield table_of_memory(memory, many, again)
    if write:
        rates = {name: few_pages / statistics.median(cost.cpu for cost in each) for name, each in costs_few.items()}
        bars(HERE / "throughput.svg", "Pages per second of processor time", rates)
        by_page = [(float(number), taken / number * 1000) for number, taken in by_pages[1:]]
        lines(
            HERE / "growth.svg",
            (
                Series("Milliseconds per page, by pages of a file", by_page),
                Series("Memory of the worker in MB, by files reviewed", memory),
            ),
        )
    yield "![Pages per second](throughput.svg)\n\n![Growth with pages, and memory](growth.svg)\n"


# ---------------------------------------------------------------- commands against each other


Command = Callable[[Path, Path], list[str]]
"""Makes the command that works through a folder of PDFs, given also a folder to write to."""


def baseline(name: str) -> Command:
    """Return the command of a baseline."""
    return lambda folder, out: [sys.executable, __file__, str(folder), "--baseline", name]


def batch(jobs: int) -> Command:
    """Return the command of a batch, as a user gives it."""
    command = [sys.executable, "-m", "contractscan", "batch"]
    return lambda folder, out: [*command, str(folder), "-o", str(out), "-f", "json", "--jobs", str(jobs)]


def in_turn(tools: dict[str, Command], folder: Path, scratch: Path, rounds: int) -> dict[str, list[Cost]]:
    """Run each tool ``rounds`` times, one after the other in each round."""
    costs: dict[str, list[Cost]] = {name: [] for name in tools}
    for turn in range(rounds):
        for number, (name, command) in enumerate(tools.items()):
            costs[name].append(measured(command(folder, scratch / f"out-{folder.name}-{turn}-{number}")))
            print(f"{name}: {costs[name][-1]}", file=sys.stderr)
    return costs


def measured(command: Sequence[str]) -> Cost:
    """Run ``command``, which may find risks but must not fail, and return what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    waits: dict[int, tuple[float, float]] = {}
    done = 0
    while not done:
        waits |= turns(process.pid)
        time.sleep(0.05)
        done, status, used = os.wait4(process.pid, os.WNOHANG)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1, 2):  # 2: a file could not be read, and was listed
        raise SystemExit(f"failed: {' '.join(command)}")
    # The workers are those that have had most of the processors.
    most = max(ran for ran, _ in waits.values())
    waited = statistics.mean(wait for ran, wait in waits.values() if ran > most / 2)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, wall - waited)


def turns(pid: int) -> dict[int, tuple[float, float]]:
    """Return for ``pid`` and its children how long each has had a processor, and waited for one, in seconds."""
    found: dict[int, tuple[float, float]] = {}
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        for each in (pid, *map(int, children)):
            ran, waited, _ = map(int, Path(f"/proc/{each}/schedstat").read_text(encoding="ascii").split())
            found[each] = (ran / 1e9, waited / 1e9)
    except (OSError, ValueError):  # one has just ended
        pass
    return found


def comparison(title: str, costs: dict[str, list[Cost]], pages: int) -> str:
    """Return the table of ``costs``."""
    rows = []
    for name, each in costs.items():
        cpu, wall, quiet = (
            statistics.median(getattr(cost, kind) for cost in each) for kind in ("cpu", "wall", "quiet")
        )
        ratios = (
            statistics.median(getattr(a, kind) / getattr(b, kind) for a, b in zip(each, costs[BARE], strict=True))
            for kind in ("cpu", "quiet")
        )
        peak = max(cost.peak for cost in each)
        rows.append(
            [
                name,
                f"{cpu:.1f}",
                f"{wall:.1f}",
                f"{quiet:.1f}",
                f"{pages / cpu:.0f}",
                *(f"{r:.2f}" for r in ratios),
                f"{peak:.0f}",
            ]
        )
    head = ["", "CPU s", "wall s", "quiet s", "pages per CPU s", "CPU to bare", "quiet to bare", "peak MB"]
    said = [f"## {title}\n", table(head, rows)]
    if TWO in costs:
        pairs = list(zip(costs[ONE], costs[TWO], strict=True))
        faster = statistics.median(one.quiet / two.quiet for one, two in pairs)
        dearer = statistics.median(two.cpu / one.cpu for one, two in pairs)
        said.append(
            f"Two jobs were **{faster:.2f} times as fast** as one by quiet time, for {dearer:.2f} times its processor\n"
            "time. The peak is that of the largest process: a worker, with its rules and models.\n"
        )
    if PLUMBER in costs:
        faster = statistics.median(a.cpu / b.cpu for a, b in zip(costs[PLUMBER], costs[ONE], strict=True))
        said.append(
            f"A batch took **{faster:.1f} times less** processor time than pdfplumber's `extract_text` alone.\n"
        )
    return "\n".join(said)


LEXNLP = (
    "LexNLP is not in the table: its release 2.3.0 asks for exact old versions (scikit-learn 0.24, scipy 1.9.3, numpy\n"
    "1.23.4), which have no wheels for Python 3.11 together and do not build there.\n"
)


# ---------------------------------------------------------------- the baselines


def bare(files: Sequence[Path]) -> None:
    """Extract the text of all pages with pypdfium2, and nothing else."""
    import pypdfium2

    for file in files:
        with pypdfium2.PdfDocument(file) as pdf:
            for page in pdf:
                textpage = page.get_textpage()
                textpage.get_text_bounded()
                textpage.close()
                page.close()


def plumbed(files: Sequence[Path]) -> Iterator[str]:
    """Yield the text of each page as pdfplumber gives it."""
    import pdfplumber

    for file in files:
        with pdfplumber.open(file) as pdf:
            for page in pdf.pages:
                yield page.extract_text()
                page.close()


def plumber(files: Sequence[Path]) -> None:
    """Extract the text with pdfplumber."""
    for _ in plumbed(files):
        pass


def matcher(files: Sequence[Path]) -> None:
    """Extract the text with pdfplumber and look for the terms of all concepts with a plain spaCy Matcher."""
    import spacy
    from spacy.matcher import Matcher

    from contractscan.rules import load_rules

    nlp = spacy.blank("en")
    patterns = Matcher(nlp.vocab)
    for name, terms in load_rules().concepts.items():
        known = [[{"LOWER": token.lower_} for token in nlp.make_doc(term)] for term in terms.en]
        if known:
            patterns.add(name, known)
    for text in plumbed(files):
        patterns(nlp.make_doc(text))


BASELINES = {"bare": bare, "plumber": plumber, "matcher": matcher}


# ---------------------------------------------------------------- growth


def growth_with_pages(files: Sequence[Path], scratch: Path) -> Iterator[tuple[int, float]]:
    """Yield numbers of pages, and the processor time of reviewing a file of so many to JSON."""
    from contractscan.memory import collect_rarely
    from contractscan.report.outputs import OUTPUTS, Job
    from contractscan.review import Options, book_for, review_file

    collect_rarely()  # as the command does
    # Of a file with little text, so that none of its multiples has more than is read of one.
    light = [file for file in files if count_characters(file) < TEXT_CHARACTERS / PAGES[-1] * count_pages(file) * 0.9]
    source = min(light or files, key=lambda file: abs(count_pages(file) - PAGES[0]))
    options = Options()
    for number in (PAGES[0], *PAGES):
        path = scratch / f"{number}.pdf"
        repeat(source, number, path)
        times = []
        for _ in range(9 if number <= 100 else 3):
            start = time.process_time()
            review = review_file(path, options)
            OUTPUTS["json"].render(Job(review, book_for(review, options)))
            times.append(time.process_time() - start)
        yield number, min(times)


def repeat(source: Path, number: int, path: Path) -> None:
    """Write a PDF of ``number`` pages, those of ``source`` over and over."""
    import pypdfium2

    with pypdfium2.PdfDocument(source) as pages, pypdfium2.PdfDocument.new() as made:
        while len(made) < number:
            made.import_pages(pages, list(range(min(len(pages), number - len(made)))))
        made.save(path)


def growth_with_rules(files: Sequence[Path]) -> list[tuple[float, int, float]]:
    """Return parts of the rules, how many rules that is, and the processor time of reviewing with them (twice: best).

    Reading the files is no part of it; twice the rules are every rule a second time under another item's name.
    """
    from review import doubled, unseen

    from contractscan import review
    from contractscan.errors import ReadError
    from contractscan.match import Engine
    from contractscan.readers import read
    from contractscan.rules.book import DRAFTING, RuleBook

    def part_of(book: RuleBook, part: float) -> RuleBook:
        if part > 1:
            return doubled(book)
        named = [rule.item for rule in book.pattern_rules]
        kept = set(named[:: round(1 / part)])
        return replace(
            book,
            rules={
                item: rule for item, rule in book.rules.items() if item in kept or book.item(item).family == DRAFTING
            },
        )

    documents = []
    for file in files:
        try:
            documents.append(read(file))
        except ReadError:
            continue
    found = []
    whole = review.rules_with()
    for part in PARTS:
        book = part_of(whole, part)
        engine = Engine(book)
        review.rules_with, review._engine_with = lambda own=None, book=book: book, lambda own, engine=engine: engine  # type: ignore[assignment]
        times = []
        for turn in range(3):  # the first compiles the patterns that are called for
            start = time.process_time()
            for document in documents:
                review.review_document(unseen(document, turn))
            times.append(time.process_time() - start)
        found.append((part, len(list(book.pattern_rules)), min(times)))
    return found


def long_run(files: Sequence[Path], many: int, scratch: Path) -> tuple[list[tuple[float, float]], float]:
    """Review ``many`` files with one worker; return its memory in MB by files done, and the time of a second run."""
    folder, out = scratch / "many", scratch / "many-out"
    folder.mkdir()
    for number in range(many):
        content = files[number % len(files)].read_bytes()
        (folder / f"{number:05}.pdf").write_bytes(content + f"\n% {number}\n".encode())
    command = batch(1)(folder, out)
    taken: list[tuple[float, float]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        assert process.stdout is not None  # noqa: S101
        for done, _ in enumerate(process.stdout, start=1):
            if done % 20 == 0:
                taken.append((done, worker_memory(process.pid)))
    start = time.perf_counter()
    told = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    again = time.perf_counter() - start
    fresh = sum(json.loads(line)["reviewed"] and not json.loads(line)["error"] for line in told.stdout.splitlines())
    if fresh:
        raise SystemExit(f"the second run reviewed {fresh} files again")
    return taken, again


def worker_memory(parent: int) -> float:
    """Return the memory of the largest child of ``parent`` in MB, now."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return max((int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children), default=0) * (
        resource.getpagesize() / 1024 / 1024
    )


# ---------------------------------------------------------------- words and tables


def intro(files: Sequence[Path], pages: int, rounds: int) -> str:
    """Return what was measured, on what."""
    load = os.getloadavg()[0]
    libraries = ", ".join(f"{name} {version(name)}" for name in ("contractscan", "pypdfium2", "pdfplumber", "spacy"))
    size = sum(file.stat().st_size for file in files) / 1e6
    return f"""\
# Throughput

Written by `python benchmarks/throughput.py FOLDER --write`; its docstring says what is measured, and how.

{len(files)} PDFs, {pages} pages, {size:.0f} MB; {rounds} rounds.
Python {platform.python_version()}, {libraries}; {os.cpu_count()} cores.
The load was {load:.1f} when it began: where that is more than 1, other programs were at work, and the times of the
processors are what to go by.
"""


def table_of_pages(found: Sequence[tuple[int, float]]) -> str:
    """Return the table of the growth with pages."""
    rows = [[str(number), f"{taken:.2f}", f"{taken / number * 1000:.1f}"] for number, taken in found[1:]]
    each = [taken / number for number, taken in found[1:]]
    return (
        "## Growth with pages\n\n"
        + table(["pages", "CPU s", "ms per page"], rows)
        + f"\nThe dearest page costs {max(each) / min(each):.2f} times the cheapest.\n"
    )


def table_of_rules(found: Sequence[tuple[float, int, float]]) -> str:
    """Return the table of the growth with rules."""
    whole = next(taken for part, _, taken in found if part == 1)
    rows = [[str(number), f"{part:g}", f"{taken:.2f}", f"{taken / whole:.2f}"] for part, number, taken in found]
    return "## Growth with rules\n\n" + table(["rules", "of those that ship", "CPU s", "to all"], rows)


def table_of_memory(taken: Sequence[tuple[float, float]], many: int, again: float) -> str:
    """Return the table of a worker's memory."""
    marks = [done for done in (100, 200, 500, 1000, 2000, 5000, 10000) if done <= many]
    rows = [[str(mark), f"{dict(taken).get(mark, 0):.0f}"] for mark in marks]
    settled = [memory for done, memory in taken if done >= min(100, many // 2)]
    return (
        f"## One worker over {many} files\n\n"
        + table(["files", "MB"], rows)
        + f"\nFrom the 100th file on: {min(settled):.0f} to {max(settled):.0f} MB. "
        f"A second run, with nothing changed, took **{again:.2f} s**.\n"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown; all columns but the first are numbers."""
    lines_ = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines_)


# ---------------------------------------------------------------- files


def pdfs(folder: Path) -> list[Path]:
    """Return the PDFs under ``folder``, by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")


def linked(files: Sequence[Path], folder: Path) -> Path:
    """Return a folder with links to ``files``."""
    folder.mkdir()
    for number, file in enumerate(files):
        (folder / f"{number:05}.pdf").symlink_to(file.resolve())
    return folder


def count_characters(file: Path) -> int:
    """Return how many characters the pages of ``file`` have."""
    import pypdfium2

    with pypdfium2.PdfDocument(file) as pdf:
        return sum(page.get_textpage().count_chars() for page in pdf)


def count_pages(file: Path) -> int:
    """Return how many pages ``file`` has, 0 if it does not open: such a file is left out."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(file) as pdf:
            return len(pdf)
    except pypdfium2.PdfiumError:
        return 0


if __name__ == "__main__":
    main()
