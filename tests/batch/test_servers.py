"""A batch from and to servers that answer on this machine: SFTP by paramiko, S3 by moto."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contractscan.batch import Batch, Step, run_batch
from contractscan.batch.places import PlaceError, PlaceLostError, remote
from contractscan.batch.sinks import UrlSink
from contractscan.batch.sources import fetched, list_contracts, name_of

pytest.importorskip("paramiko", reason="needs the extra [sftp]")

from sftp_server import PASSWORD, USER, Server, serving

FORMATS = ("html", "json", "sarif", "docx")
LOGIN = f"{USER}:{PASSWORD.replace('@', '%40')}"


@pytest.fixture(autouse=True)
def of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no test see the user's own keys, or a connection of another test."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    # A server whose client hangs up says so in its log, which pytest would take for a failure of the test.
    monkeypatch.setattr(logging.getLogger("paramiko"), "disabled", True)
    remote.cache_clear()
    yield
    remote.cache_clear()


@pytest.fixture(params=[True, False], ids=["renames in place", "does not"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "served").mkdir()
    with serving(tmp_path / "served", tmp_path / "home", renames_in_place=request.param) as made:
        yield made


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "served").mkdir()
    with serving(tmp_path / "served", tmp_path / "home") as made:
        yield made


def url(server: Server, path: str = "", login: str = LOGIN) -> str:
    return f"sftp://{login}@127.0.0.1:{server.port}/{path}"


def put(server: Server, **contents: str) -> None:
    for name, content in contents.items():
        path = server.root / "合同" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")


# ---------------------------------------------------------------- SFTP


def test_contracts_are_listed_and_fetched(plain: Server) -> None:
    put(plain, a="one", b="two")
    found = list_contracts(url(plain), "out")
    assert [(one.path, one.size) for one in found.contracts] == [("合同/a.txt", 3), ("合同/b.txt", 3)]
    assert all(one.stamp for one in found.contracts)
    with fetched(url(plain), "合同/b.txt") as file:
        assert file.read_text(encoding="utf-8") == "two"


def test_a_link_is_as_large_and_as_old_as_what_it_leads_to(plain: Server) -> None:
    put(plain, a="one")
    (plain.root / "link.txt").symlink_to(plain.root / "合同" / "a.txt")
    (plain.root / "folder.txt").symlink_to(plain.root / "合同")
    (plain.root / "gone.txt").symlink_to(plain.root / "nowhere")
    found = {one.path: one for one in list_contracts(url(plain), "out").contracts}
    assert sorted(found) == ["gone.txt", "link.txt", "合同/a.txt"]
    assert (found["link.txt"].size, found["link.txt"].stamp) == (3, found["合同/a.txt"].stamp)


def test_reports_are_written_replaced_and_added_to(server: Server) -> None:
    sink = UrlSink(url(server, "reports"))
    sink.write("供应商/a.html", b"one")
    sink.write("供应商/a.html", b"other")
    sink.append("j", b"a")
    sink.append("j", b"b")
    assert (sink.read("供应商/a.html"), sink.read("j"), sink.read("none")) == (b"other", b"ab", b"")
    sink.replace("j", b"all")
    assert list(sink.read_each(["j", "none", "供应商/a.html"])) == [b"all", b"", b"other"]
    assert sink.sizes(["j", "none", "供应商/a.html"]) == {"j": 3, "供应商/a.html": 5}
    assert sorted(path.name for path in server.root.rglob("*") if path.is_file()) == ["a.html", "j"]


def test_what_a_killed_run_has_not_renamed_counts_for_nothing_and_is_removed(plain: Server) -> None:
    sink = UrlSink(url(plain, "reports"))
    sink.write("sub/j", b"whole")
    left = plain.root / "reports" / "sub" / f"j.{'0' * 24}.part"
    mine = plain.root / "reports" / "sub" / "mine.part"
    left.write_bytes(b"half")
    mine.touch()
    assert sink.read("sub/j") == b"whole"
    sink.sweep(["sub/j"])
    assert (left.exists(), mine.exists()) == (False, True)


def test_a_connection_that_broke_is_made_again(plain: Server) -> None:
    put(plain, a="one")
    folder = url(plain)
    assert len(list_contracts(folder, "out").contracts) == 1
    plain.hang_up()
    with fetched(folder, "合同/a.txt") as file:
        assert file.read_bytes() == b"one"
    plain.hang_up()
    UrlSink(folder).write("a.html", b"x")
    assert (plain.root / "a.html").read_bytes() == b"x"
    assert plain.logins == 3


def test_a_server_that_is_gone_ends_the_run(plain: Server) -> None:
    put(plain, a="one")
    folder = url(plain)
    sink = UrlSink(folder)
    list_contracts(folder, "out")
    plain.close()
    with pytest.raises(PlaceLostError, match="cannot be used"), fetched(folder, "合同/a.txt"):
        pass
    with pytest.raises(PlaceLostError, match="cannot be used"):
        sink.write("a.html", b"x")


def test_a_server_that_is_not_known_gets_no_password(plain: Server, tmp_path: Path) -> None:
    (tmp_path / "home" / ".ssh" / "known_hosts").unlink()
    with pytest.raises(PlaceError, match="connect once with ssh"):
        list_contracts(url(plain), "out")
    assert plain.logins == 0


def test_a_server_with_another_key_gets_no_password(plain: Server, tmp_path: Path) -> None:
    known = tmp_path / "home" / ".ssh" / "known_hosts"
    with serving(plain.root, tmp_path / "other") as other:
        line = other.known_hosts().replace(str(other.port), str(plain.port))
    known.write_text(line, encoding="ascii")
    with pytest.raises(PlaceError, match="connect once with ssh"):
        list_contracts(url(plain), "out")
    assert plain.logins == 0


@pytest.mark.parametrize(
    "use",
    [
        lambda at: list_contracts(at, "out"),
        lambda at: UrlSink(at).write("a.html", b""),
    ],
)
@pytest.mark.parametrize("secret", ["wr0ng", "wr0ng%2Fer", "wr/0ng", "wr0@ng", "wr0?ng"])
def test_a_wrong_password_is_refused_with_the_place_and_the_fix_and_not_repeated(
    plain: Server, use: Callable[[str], Any], secret: str
) -> None:
    with pytest.raises(PlaceError) as caught:
        use(url(plain, "in", f"{USER}:{secret}"))
    said = str(caught.value)
    assert said.startswith(f"sftp://{USER}@127.0.0.1:{plain.port}/in: ")
    assert "check the " in said
    assert not any(piece in said for piece in ("wr0", "0ng", "'wr", "%2F" + "er"))


def test_a_contract_is_called_by_its_url_without_the_password(plain: Server) -> None:
    assert name_of(url(plain, "in/"), "a.txt") == f"sftp://{USER}@127.0.0.1:{plain.port}/in/a.txt"


class Told:
    """Hears of a run; ``anew`` are the contracts that were reviewed."""

    def __init__(self) -> None:
        self.anew: list[str] = []
        self.steps: list[Step] = []

    def begin(self, total: int) -> None:
        pass

    def tell(self, step: Step) -> None:
        self.steps.append(step)
        self.anew += [step.result.path] if step.anew else []


@pytest.mark.slow
def test_a_whole_batch_by_sftp_repeats_nothing_and_keeps_the_password_to_itself(plain: Server) -> None:
    clause = "代运营合同\n甲方：某某公司\n乙方：某某公司\n乙方不得为其他客户提供服务。第{}号。\n"
    put(plain, a=clause.format(1), b=clause.format(2))
    place = Batch(url(plain, "合同"), url(plain, "out"), formats=FORMATS)
    told = Told()
    result = run_batch(place, told)
    assert (sorted(told.anew), result.failed, result.trouble) == (["a.txt", "b.txt"], (), "")
    put(plain, c=clause.format(3))
    told = Told()
    run_batch(place, told)
    assert told.anew == ["c.txt"]
    told = Told()
    result = run_batch(Batch(url(plain, "合同"), url(plain, "new"), baseline=url(plain, "out")), told)
    assert (len(told.anew), result.failed) == (3, ())
    written = [path for name in ("out", "new") for path in (plain.root / name).rglob("*") if path.is_file()]
    assert len(written) > 3 * len(FORMATS)
    for path in written:
        # Office files are zips, whose parts would hide it.
        parts = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                parts = [package.read(name) for name in package.namelist()]
        assert not any(word in part for part in parts for word in (b"s3cret", b"%40word")), path
    assert not any("s3cret" in repr(step) for step in told.steps)


# ---------------------------------------------------------------- S3


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    pytest.importorskip("s3fs", reason="needs the extra [s3]")
    pytest.importorskip("moto.server", reason="needs moto, and what its server takes")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket; what is in it goes with the test."""
    import s3fs

    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    system.mkdir("deals")
    yield system
    system.rm("deals", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_bucket_is_a_folder_whose_stamps_change_with_the_content(bucket: Any) -> None:
    bucket.pipe_file("deals/in/合同[1].txt", b"one")
    bucket.pipe_file("deals/in/b.txt", b"two")
    bucket.pipe_file("deals/inner/c.txt", b"six")
    before = list_contracts("s3://deals/in", "out").contracts
    assert [one.path for one in before] == ["b.txt", "合同[1].txt"]
    with fetched("s3://deals/in", "合同[1].txt") as file:
        assert file.read_bytes() == b"one"
    bucket.pipe_file("deals/in/b.txt", b"TWO")
    bucket.pipe_file("deals/in/d.txt", b"ten")
    after = list_contracts("s3://deals/in", "out").contracts
    assert [one.path for one in after] == ["b.txt", "d.txt", "合同[1].txt"]
    assert after[0].stamp != before[0].stamp
    assert after[2] == before[1]


def test_reports_in_a_bucket_are_as_in_a_folder(bucket: Any) -> None:
    sink = UrlSink("s3://deals/out")
    sink.write("合同[1].html", b"one")
    sink.append("j", b"a")
    UrlSink("s3://deals/out").append("j", b"b")  # as another run does
    assert (sink.read("合同[1].html"), sink.read("j"), sink.read("none")) == (b"one", b"ab", b"")
    assert list(sink.read_each(["none", "合同[1].html"])) == [b"", b"one"]
    sink.replace("j", b"all")
    assert sink.sizes(["j", "none", "合同[1].html"]) == {"j": 3, "合同[1].html": 3}
    assert sorted(bucket.find("deals/out")) == ["deals/out/j", "deals/out/合同[1].html"]


@pytest.mark.parametrize(
    "use",
    [
        lambda: list_contracts("s3://nobucket/in", "out"),
        lambda: UrlSink("s3://nobucket/in").write("a.html", b""),
    ],
)
def test_a_bucket_that_is_not_there_is_an_error_and_is_not_made(bucket: Any, use: Callable[[], Any]) -> None:
    with pytest.raises(PlaceError, match=r"s3://nobucket/in: .*a bucket has to be there"):
        use()
    bucket.invalidate_cache()
    assert bucket.ls("") == ["deals"]


def test_an_archive_in_a_bucket_is_a_folder(bucket: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("甲/合同.txt", "甲方")
    bucket.put_file(str(tmp_path / "a.zip"), "deals/a.zip")
    assert [one.path for one in list_contracts("zip://::s3://deals/a.zip", "out").contracts] == ["甲/合同.txt"]
    with fetched("zip://::s3://deals/a.zip", "甲/合同.txt") as file:
        assert file.read_text(encoding="utf-8") == "甲方"


def test_without_credentials_the_error_says_where_to_put_them(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    type(bucket).clear_instance_cache()
    with pytest.raises(PlaceError, match=r"s3://deals/in: .*check the credentials \(.*~/.aws/credentials"):
        list_contracts("s3://deals/in", "out")
