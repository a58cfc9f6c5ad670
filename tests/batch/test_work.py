"""The work on one contract: reports and a result, whatever happens."""

import errno
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import workers
from factory import BOOK, review

from contractscan.batch import edition
from contractscan.batch.edition import OwnRules
from contractscan.batch.names import findings_of
from contractscan.batch.sinks import FolderSink, SinkFullError
from contractscan.batch.sources import Source
from contractscan.batch.work import Fault, Order, Outcome, Task, review_task
from contractscan.errors import ReadError
from contractscan.model import Document, Review
from contractscan.options import Options
from contractscan.readers import ReadOptions

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CONTRACT = "服务合同\n甲方：上海某某有限公司\n乙方：杭州某某有限公司\n1. 乙方不得将店铺数据提供给任何第三方。\n"
ResultOf = Callable[[Review | BaseException], Outcome]


@pytest.fixture
def order(tmp_path: Path) -> Order:
    (tmp_path / "a.txt").write_text(CONTRACT, encoding="utf-8")
    return replace(workers.order(tmp_path), program=edition.program(), findings=True)


def task(order: Order, name: str = "a.txt", *formats: str) -> Task:
    return Task(order, Source(name), tuple((kind, f"{name}.{kind}") for kind in formats or ("html",)))


@pytest.fixture
def outcome_of(monkeypatch: pytest.MonkeyPatch, order: Order) -> ResultOf:
    monkeypatch.setattr("contractscan.review.book_for", lambda *_: BOOK)

    def give(result: Review | BaseException) -> Outcome:
        def reviewed(document: Document, *_: object) -> Review:
            if isinstance(result, BaseException):
                raise result
            return replace(result, document=replace(result.document, sha256=document.sha256))

        monkeypatch.setattr("contractscan.review.review_document", reviewed)
        return review_task(task(order))

    return give


def test_a_result_holds_what_the_overview_shows_and_the_report_is_written(outcome_of: ResultOf, tmp_path: Path) -> None:
    outcome = outcome_of(review())
    result = outcome.result
    assert (result.high, result.medium, result.low, result.missing, result.unread) == (2, 1, 0, 1, 0)
    assert (result.brand, result.partner, result.decided, result.complete) == (
        "杭州示例贸易有限公司",
        "乙方",
        True,
        True,
    )
    written = (tmp_path / result.report).read_bytes()
    assert written.startswith(b"<!doctype html>")
    rows = (tmp_path / findings_of(result.report)).read_bytes()
    assert outcome.reports == ((result.report, len(written)), (findings_of(result.report), len(rows)))
    assert len(outcome.sha256) == 64


@pytest.mark.parametrize(
    ("error", "reason", "fault"),
    [
        (ReadError("a.txt", "it is locked.", "Save it without."), "it is locked. Save it without.", Fault.FILE),
        (OSError("no such device"), "no such device", Fault.FILE),
        (ZeroDivisionError("division"), "internal error: ZeroDivisionError: division", Fault.FILE),
        (MemoryError(), "there was not enough memory to review this file", Fault.DEATH),
        (SinkFullError("disk full"), "disk full", Fault.END),
    ],
)
def test_whatever_goes_wrong_is_a_result(outcome_of: ResultOf, error: Exception, reason: str, fault: Fault) -> None:
    outcome = outcome_of(error)
    assert (outcome.result.path, outcome.result.error, outcome.fault) == ("a.txt", reason, fault)
    assert len(outcome.sha256) == 64  # of what was read before


def test_what_is_not_there_or_cannot_be_read_is_a_result(order: Order, tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to("nowhere.pdf")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\nnot really")
    errors = [review_task(task(order, name)).result.error for name in ("gone.txt", "link.pdf", "bad.pdf")]
    assert "no such file" in errors[0]
    assert "no such file" in errors[1]
    assert "damaged" in errors[2]


def test_a_full_disk_ends_the_run(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("contractscan.batch.sinks.write_atomically", full)
    outcome = review_task(task(order))
    assert (outcome.fault, "make room" in outcome.result.error) == (Fault.END, True)


def test_a_worker_with_another_program_reviews_nothing(order: Order, tmp_path: Path) -> None:
    outcome = review_task(task(replace(order, program="another")))
    assert (outcome.fault, "another version" in outcome.result.error) == (Fault.END, True)
    assert not (tmp_path / "a.txt.html").exists()


def test_a_file_that_never_ends_is_given_up(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> Review:
        while True:
            pass

    monkeypatch.setattr("contractscan.review.review_document", endless)
    monkeypatch.setattr("contractscan.options._AFTER_READING", 0.0)
    outcome = review_task(task(replace(order, options=Options(reading=ReadOptions(timeout=0.2)))))
    assert "longer than 0.2 seconds" in outcome.result.error


def test_the_same_review_from_a_folder_and_from_an_archive(order: Order, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.txt", "a.txt")
    here = review_task(task(order, "a.txt", "html", "json"))
    sink = FolderSink(tmp_path)
    pages = [sink.read(path) for path, _ in here.reports]
    there = review_task(task(replace(order, folder=f"zip://{tmp_path}/a.zip"), "a.txt", "html", "json"))
    assert there == here
    assert [sink.read(path) for path, _ in there.reports] == pages


def test_a_contract_from_an_archive_is_marked_itself(order: Order, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(SAMPLES / "co-op-agreement.pdf", "a.pdf")
    review_task(task(replace(order, folder=f"zip://{tmp_path}/a.zip"), "a.pdf", "pdf"))
    with closing(pypdfium2.PdfDocument(tmp_path / "a.pdf.pdf")) as marked:
        assert "Page 1 of 6" in marked[0].get_textpage().get_text_bounded()
        assert len(marked) > 6  # the summary stands behind it


def test_own_rules_travel_to_a_worker_that_cannot_see_their_folder(order: Order, tmp_path: Path) -> None:
    (tmp_path / "own" / "general").mkdir(parents=True)
    (tmp_path / "own" / "norms.yaml").write_text("schema: 1\nnorms: {}\n", encoding="utf-8")
    rules = OwnRules.of(tmp_path / "own")
    folder = rules.unpacked()
    assert folder != tmp_path / "own"
    assert (folder / "norms.yaml").read_bytes() == (tmp_path / "own" / "norms.yaml").read_bytes()
    outcome = review_task(task(replace(order, rules=rules, options=Options(rules=Path("/nowhere")))))
    assert outcome.result.error == ""


def test_a_task_that_is_logged_shows_no_password(order: Order) -> None:
    place = "sftp://user:s3cret@host/in"
    told = repr(task(replace(order, folder=place, out=place, baseline=place)))
    assert "a.txt" in told
    assert "s3cret" not in told


# ---------------------------------------------------------------- what a review depends on


def test_rules_options_language_and_formats_make_an_edition() -> None:
    own = OwnRules((("ip/x.yaml", b"a"),))
    made = [
        edition.edition(Options(), None, None, ["html"]),
        edition.edition(Options(), own, None, ["html"]),
        edition.edition(Options(), OwnRules((("ip/x.yaml", b"b"),)), None, ["html"]),
        edition.edition(Options(side="partner"), None, None, ["html"]),
        edition.edition(Options(reading=ReadOptions(timeout=1)), None, None, ["html"]),
        edition.edition(Options(), None, "zh", ["html"]),
        edition.edition(Options(), None, None, ["html", "json"]),
    ]
    assert len(set(made)) == len(made)


def test_a_password_and_the_order_of_formats_make_none() -> None:
    plain = edition.edition(Options(), None, None, ["html", "json"])
    assert edition.edition(Options(reading=ReadOptions(password="x")), None, None, ["json", "html"]) == plain  # noqa: S106
