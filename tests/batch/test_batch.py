"""A folder of contracts: everything is reviewed or listed, whatever happens to a worker."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
import workers
from factory import BOOK, review

from contractscan import batch
from contractscan.batch import Task, report_paths, review_task, run_batch, run_tasks, scan_folder
from contractscan.errors import ReadError
from contractscan.model import Review
from contractscan.readers import ReadOptions
from contractscan.report.index import BatchResult, FileResult, render_index, summarize
from contractscan.review import Options


def tasks(root: Path, *names: str) -> list[Task]:
    return [Task(root / name, name, root, (("html", f"{name}.html"),), Options(), "en") for name in names]


def paths(*names: str) -> list[PurePosixPath]:
    return [PurePosixPath(name) for name in names]


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")


# ---------------------------------------------------------------- which files


def test_contracts_are_found_at_every_depth_in_order(tmp_path: Path) -> None:
    put(tmp_path, "b.pdf", "2025/合同.DOCX", "a.txt", "2025/deep/c.md")
    assert scan_folder(tmp_path, tmp_path / "out").contracts == tuple(
        paths("2025/deep/c.md", "2025/合同.DOCX", "a.txt", "b.pdf")
    )


def test_lock_files_hidden_files_and_own_output_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, "~$合同.docx", ".hidden.pdf", ".git/a.txt", "out/a.txt", "out/a.pdf.html")
    found = scan_folder(tmp_path, tmp_path / "out")
    assert (found.contracts, found.skipped) == ((), ())


def test_output_into_the_folder_itself_does_not_hide_its_contracts(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    for name in ("a.txt.html", "index.html"):
        (tmp_path / name).write_text(render_index(BatchResult(()), "en"), encoding="utf-8")
    found = scan_folder(tmp_path, tmp_path)
    assert (found.contracts, found.skipped) == (tuple(paths("a.txt")), ())


def test_other_files_are_counted_by_kind(tmp_path: Path) -> None:
    put(tmp_path, "film.MP4", "x/talk.mp4", "prices.xlsx", "README")
    assert scan_folder(tmp_path, tmp_path / "out").skipped == (("", 1), (".mp4", 2), (".xlsx", 1))


def test_formats_that_cannot_be_read_are_tried_and_not_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "old.doc", "wps.wps")
    assert scan_folder(tmp_path, tmp_path / "out").contracts == tuple(paths("old.doc", "wps.wps"))


def test_no_two_reports_share_a_name_even_where_letter_case_is_ignored() -> None:
    contracts = paths("A.pdf", "a.docx", "a.pdf", "a.pdf.html/b.txt", "sub/a.pdf")
    names = {contract: dict(made)["html"] for contract, made in report_paths(contracts, ["html"]).items()}
    taken = {"index.html"} | {parent.as_posix().casefold() for path in contracts for parent in path.parents}
    assert len({name.casefold() for name in names.values()} | taken) == len(contracts) + len(taken)
    assert names[PurePosixPath("sub/a.pdf")] == "sub/a.pdf.html"


def test_each_format_has_its_file_and_the_overview_leads_to_the_page() -> None:
    (made,) = report_paths(paths("sub/a.docx"), ["json", "html"]).values()
    assert made == (("html", "sub/a.docx.html"), ("json", "sub/a.docx.contractscan.json"))


def test_no_report_shares_a_name_with_one_of_another_format() -> None:
    contracts = paths("a", "a.contractscan.json", "b")
    made = [path for reports in report_paths(contracts, ["html", "json", "text"]).values() for _, path in reports]
    assert len(set(made)) == len(made) == 9


def test_reports_are_no_contracts_of_the_next_batch(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "a.txt.contractscan.txt", "b.contractscan.md", "c.contractscanner.md")
    assert scan_folder(tmp_path, tmp_path).contracts == tuple(paths("a.txt", "c.contractscanner.md"))


# ---------------------------------------------------------------- one file


@pytest.fixture
def result_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Review | Exception], FileResult]:
    monkeypatch.setattr(batch, "book_for", lambda *_: BOOK)

    def give(result: Review | Exception) -> FileResult:
        def review_file(*_: object) -> Review:
            if isinstance(result, Exception):
                raise result
            return result

        monkeypatch.setattr(batch, "review_file", review_file)
        return review_task(tasks(tmp_path, "2025/a.pdf")[0])

    return give


ResultOf = Callable[[Review | Exception], FileResult]


def test_a_result_holds_what_the_overview_shows_and_the_report_is_written(result_of: ResultOf, tmp_path: Path) -> None:
    result = result_of(review())
    assert (result.high, result.medium, result.low, result.missing, result.unread) == (2, 1, 0, 1, 0)
    assert (result.brand, result.partner, result.decided, result.complete) == (
        "杭州示例贸易有限公司",
        "乙方",
        True,
        True,
    )
    assert (tmp_path / result.report).read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ReadError("2025/a.pdf", "it needs a password.", "Save it without."), "it needs a password. Save it without."),
        (OSError("disk full"), "disk full"),
        (ZeroDivisionError("division"), "internal error: ZeroDivisionError: division"),
    ],
)
def test_whatever_goes_wrong_is_a_result(result_of: ResultOf, error: Exception, reason: str) -> None:
    assert result_of(error) == FileResult("2025/a.pdf", error=reason)


# ---------------------------------------------------------------- the pool


def test_a_worker_that_dies_costs_its_own_file_only(tmp_path: Path) -> None:
    results: list[FileResult] = []
    run_tasks(tasks(tmp_path, "a.txt", "dies.pdf", "b.txt", "fails.txt", "c.txt"), workers.by_name, 2, results.append)
    assert {result.path: bool(result.error) for result in results} == {
        "a.txt": False,
        "dies.pdf": True,
        "b.txt": False,
        "fails.txt": True,
        "c.txt": False,
    }
    assert len(results) == 5


def test_an_interruption_keeps_what_is_in_flight_and_starts_no_more(tmp_path: Path) -> None:
    results: list[FileResult] = []

    def keep(result: FileResult) -> None:
        results.append(result)
        if len(results) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_tasks(tasks(tmp_path, "1", "2", "3", "4", "5", "6"), workers.leave_a_trace, 2, keep)
    assert 1 < len(results) < 4
    assert {result.path for result in results} == {path.stem for path in tmp_path.glob("*.done")}


def test_an_interrupted_batch_says_how_much_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt", "b.txt", "c.txt")

    def interrupted(work: list[Task], _: object, __: int, keep: Callable[[FileResult], None]) -> None:
        keep(FileResult(work[0].path, report=work[0].reports[0][1]))
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "run_tasks", interrupted)
    result = run_batch(
        tmp_path,
        tmp_path / "out",
        options=Options(),
        language="en",
        jobs=1,
        progress=lambda done, total: None,
    )
    assert (len(result.ranked), result.left) == (1, 2)


# ---------------------------------------------------------------- the overview


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.words = ""
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.targets += [value for name, value in attrs if name == "href" and value]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_overview_ranks_by_high_then_medium_then_missing_then_unread() -> None:
    files = (
        FileResult("unread.pdf", "u", unread=3),
        FileResult("fine.pdf", "f"),
        FileResult("high.pdf", "h", high=1),
        FileResult("missing.pdf", "m", missing=1),
        FileResult("medium.pdf", "n", medium=9),
    )
    assert [f.path for f in BatchResult(files).ranked] == [
        "high.pdf",
        "medium.pdf",
        "missing.pdf",
        "unread.pdf",
        "fine.pdf",
    ]


def test_links_lead_to_the_report_whatever_the_name() -> None:
    name = "2025/100% #1? 合同 <b>.pdf.html"
    page = _Links(render_index(BatchResult((FileResult("x", name),)), "zh"))
    assert [unquote(target) for target in page.targets] == [name]
    assert "#" not in page.targets[0]


def test_failures_are_listed_with_their_reason_and_never_ranked() -> None:
    page = _Links(render_index(BatchResult((FileResult("a.pdf", error="it needs a password."),)), "en"))
    assert "a.pdf: it needs a password." in page.words
    assert page.targets == []


def test_doubts_are_shown_beside_the_contract() -> None:
    page = _Links(
        render_index(BatchResult((summarize(review(unread=True, decided=False), "a.pdf", "a.pdf.html"),)), "en")
    )
    assert "sides not certain" in page.words
    assert "not fully read" in page.words


def test_an_interruption_and_other_files_are_mentioned() -> None:
    page = _Links(render_index(BatchResult((), left=7, skipped=(("", 1), (".png", 2))), "en"))
    assert "7 not reviewed" in page.words
    assert "no extension × 1, .png × 2" in page.words


def test_hostile_names_are_text() -> None:
    name = "<script>alert(1)</script>{{ 7*7 }}\x1b[31m"
    page = _Links(render_index(BatchResult((FileResult(name, "r", brand=name), FileResult(name, error=name))), "en"))
    assert "script" not in page.tags
    assert page.words.count("{{ 7*7 }}␛[31m") == 4


@pytest.mark.parametrize(("languages", "expected"), [(("zh", "zh", "en"), "zh-CN"), (("en",), "en"), ((), "en")])
def test_the_overview_speaks_the_language_of_most_contracts(languages: tuple[str, ...], expected: str) -> None:
    files = tuple(
        FileResult(str(i), str(i), language="zh" if code == "zh" else "en") for i, code in enumerate(languages)
    )
    assert f'<html lang="{expected}">' in render_index(BatchResult(files))


def test_a_file_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> Review:
        while True:
            pass

    monkeypatch.setattr(batch, "review_file", endless)
    monkeypatch.setattr("contractscan.review._AFTER_READING", 0.0)
    options = Options(reading=ReadOptions(timeout=0.2))
    result = review_task(Task(tmp_path / "a.txt", "a.txt", tmp_path, "a.txt.html", options, "en"))
    assert "longer than 0.2 seconds" in result.error
