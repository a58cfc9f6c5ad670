"""Which files of a folder or URL are contracts, and how one is fetched."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from factory import BOOK

from contractscan.batch.places import PlaceError
from contractscan.batch.sources import Choice, fetched, list_contracts
from contractscan.errors import ReadError
from contractscan.report.index import BatchResult
from contractscan.report.index.page import render_index


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")


def paths(folder: Path | str, out: Path | str = "", choice: Choice | None = None) -> list[str]:
    found = list_contracts(str(folder), str(out or Path(folder) / "out"), choice or Choice())
    return [source.path for source in found.contracts]


def test_contracts_are_found_at_every_depth_in_order(tmp_path: Path) -> None:
    put(tmp_path, "b.pdf", "2025/合同.DOCX", "a.txt", "2025/deep/c.md")
    assert paths(tmp_path) == ["2025/deep/c.md", "2025/合同.DOCX", "a.txt", "b.pdf"]


def test_lock_files_hidden_files_and_own_output_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, "~$合同.docx", ".hidden.pdf", ".git/a.txt", "out/a.txt", "out/a.pdf.html")
    found = list_contracts(str(tmp_path), str(tmp_path / "out"))
    assert (found.contracts, found.skipped) == ((), ())


def test_output_into_the_folder_itself_does_not_hide_its_contracts(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "notes.xyz")
    for name in ("a.txt.html", "index.html"):
        (tmp_path / name).write_text(render_index(BatchResult(()), BOOK, "en"), encoding="utf-8")
    found = list_contracts(str(tmp_path), str(tmp_path))
    assert ([source.path for source in found.contracts], found.skipped) == (["a.txt"], ())


def test_other_files_are_counted_by_kind(tmp_path: Path) -> None:
    put(tmp_path, "film.MP4", "x/talk.mp4", "prices.xlsx", "README")
    assert list_contracts(str(tmp_path), "out").skipped == (("", 1), (".mp4", 2), (".xlsx", 1))


def test_formats_that_cannot_be_read_are_tried_and_not_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "old.doc", "wps.wps")
    assert paths(tmp_path) == ["old.doc", "wps.wps"]


def test_reports_are_no_contracts_of_the_next_batch(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "a.txt.contractscan.txt", "b.contractscan.md", "c.contractscanner.md")
    assert paths(tmp_path, tmp_path) == ["a.txt", "c.contractscanner.md"]


@pytest.mark.parametrize(
    ("include", "exclude", "wanted"),
    [
        (("*.pdf",), (), ["2024/b.PDF", "2025/drafts/c.pdf", "a.pdf"]),
        (("2025/*",), (), ["2025/d.txt", "2025/drafts/c.pdf"]),
        (("2025/**",), ("*.txt",), ["2025/drafts/c.pdf"]),
        ((), ("drafts",), ["2024/b.PDF", "2025/d.txt", "a.pdf"]),
        ((), ("2025/drafts/",), ["2024/b.PDF", "2025/d.txt", "a.pdf"]),
        (("a.*", "D.TXT"), (), ["2025/d.txt", "a.pdf"]),
    ],
)
def test_patterns_choose_by_name_folder_or_path(
    tmp_path: Path, include: tuple[str, ...], exclude: tuple[str, ...], wanted: list[str]
) -> None:
    put(tmp_path, "a.pdf", "2024/b.PDF", "2025/drafts/c.pdf", "2025/d.txt")
    assert paths(tmp_path, choice=Choice(include, exclude)) == wanted


def test_on_windows_a_pattern_may_be_written_with_backslashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractscan.batch.sources._SEPARATOR", "\\")
    put(tmp_path, "a.pdf", "2025/drafts/c.pdf", "2025/d.txt")
    assert paths(tmp_path, choice=Choice(("2025\\*",), (".\\2025\\drafts\\",))) == ["2025/d.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_listed_as_a_failure_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    found = list_contracts(str(tmp_path), "out")
    assert [(failure.path, "not a plain file" in failure.error) for failure in found.failures] == [("pipe.pdf", True)]


def test_a_link_to_nothing_is_tried_and_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    (tmp_path / "round").symlink_to(tmp_path)
    assert paths(tmp_path) == ["gone.pdf"]


def test_a_name_that_is_not_unicode_is_listed(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xba\xcf\xcd\xac.txt")).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no names that are not Unicode")
    assert [os.fsencode(path) for path in paths(tmp_path)] == [b"\xba\xcf\xcd\xac.txt"]


def test_a_file_that_was_just_written_has_no_stamp_to_rely_on(tmp_path: Path) -> None:
    put(tmp_path, "new.txt", "old.txt")
    os.utime(tmp_path / "old.txt", (1_600_000_000, 1_600_000_000))
    stamps = {source.path: source.stamp for source in list_contracts(str(tmp_path), "out").contracts}
    assert stamps == {"new.txt": "", "old.txt": "1600000000000000000"}


# ---------------------------------------------------------------- behind a URL


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()


def test_contracts_behind_a_url_are_listed_as_in_a_folder(memory: fsspec.AbstractFileSystem) -> None:
    for name in ("合同.txt", "2025/a.pdf", "2025/.hidden.txt", "~$a.docx", "out/a.txt", ".git/b.txt"):
        memory.pipe_file(f"/bucket/{name}", b"x")
    assert paths("memory://bucket", "memory://bucket/out") == ["2025/a.pdf", "合同.txt"]


def test_pages_of_our_own_behind_a_url_are_no_contracts(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe_file("/bucket/index.html", render_index(BatchResult(()), BOOK, "en").encode())
    memory.pipe_file("/bucket/terms.html", b"<p>x</p>")
    assert paths("memory://bucket", "out") == ["terms.html"]


@pytest.mark.parametrize("url", ["zip://{}", "zip://::{}", "zip://::file://{}"])
def test_an_archive_is_a_folder(tmp_path: Path, url: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("甲/合同.txt", "甲方")
        archive.writestr("b.pdf", "x")
    folder = url.format(tmp_path / "a.zip")
    assert paths(folder, "out") == ["b.pdf", "甲/合同.txt"]
    with fetched(folder, "甲/合同.txt") as file:
        assert file.read_text(encoding="utf-8") == "甲方"
        assert file.suffix == ".txt"
    assert not file.exists()


def test_a_zip_gives_each_content_its_stamp(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "one")
        archive.writestr("b.txt", "two")
    stamps = [source.stamp for source in list_contracts(f"zip://{tmp_path}/a.zip", "out").contracts]
    assert len(set(stamps)) == 2
    assert all(stamps)


@pytest.mark.parametrize("url", ["nosuch://bucket", "memory://nowhere", "zip:///nowhere.zip"])
def test_a_url_that_cannot_be_listed_is_a_clear_error(url: str) -> None:
    with pytest.raises(PlaceError, match=url):
        list_contracts(url, "out")


def test_what_cannot_be_fetched_is_an_error_of_that_file(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe_file("/bucket/a.txt", b"x")
    with pytest.raises(ReadError, match="no such file"), fetched("memory://bucket", "b.txt"):
        pass


def test_no_more_is_fetched_than_is_read(memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractscan.batch.sources.FILE_BYTES", 3)
    memory.pipe_file("/bucket/a.txt", b"1234")
    with pytest.raises(ReadError, match="larger than"), fetched("memory://bucket", "a.txt"):
        pass
