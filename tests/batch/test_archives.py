"""Archives from strangers: their names, and what they unpack to."""

from __future__ import annotations

import io
import struct
import tarfile
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from contractscan.batch.places import PlaceError, remote
from contractscan.batch.sources import fetched, list_contracts
from contractscan.errors import ReadError


def raw_zip(path: Path, *members: tuple[bytes, bytes], flags: int = 0, extra: bytes = b"") -> str:
    """Write a zip with names of these bytes, byte by byte as an old packer does; return its URL."""
    body = listing = b""
    for name, content in members:
        about = struct.pack("<HHHHLLLHH", flags, 0, 0, 33, zlib.crc32(content), *[len(content)] * 2, len(name), 0)
        listing += (
            b"PK\1\2"
            + struct.pack("<HH", 20, 20)
            + about[:-2]
            + struct.pack("<HHHHLL", len(extra), 0, 0, 0, 0, len(body))
        )
        listing += name + extra
        body += b"PK\3\4" + struct.pack("<H", 20) + about + name + content
    ending = struct.pack("<HHHHLLH", 0, 0, len(members), len(members), len(listing), len(body), 0)
    path.write_bytes(body + listing + b"PK\5\6" + ending)
    return f"zip://{path}"


def names(url: str) -> list[str]:
    remote.cache_clear()  # the same path may hold another archive
    return [source.path for source in list_contracts(url, "out").contracts]


def content(url: str, path: str) -> bytes:
    with fetched(url, path) as file:
        return file.read_bytes()


# ---------------------------------------------------------------- names


def test_names_from_windows_in_china_are_read_as_gbk(tmp_path: Path) -> None:
    members = [("合同/代运营 协议.txt", b"one"), ("镕.txt", b"two"), ("plain.txt", b"six")]
    url = raw_zip(tmp_path / "a.zip", *((name.encode("gbk"), text) for name, text in members))
    assert names(url) == ["plain.txt", "合同/代运营 协议.txt", "镕.txt"]
    assert [content(url, name) for name, _ in members] == [text for _, text in members]


def test_a_gbk_name_may_hold_the_byte_of_a_backslash(tmp_path: Path) -> None:
    assert b"\\" in "乗合同".encode("gbk")
    assert names(raw_zip(tmp_path / "a.zip", ("乗合同.txt".encode("gbk"), b""))) == ["乗合同.txt"]


@pytest.mark.parametrize("name", ["合同.txt", "Müller.txt"])
def test_names_in_utf8_are_read_as_such_marked_or_not(tmp_path: Path, name: str) -> None:
    assert names(raw_zip(tmp_path / "a.zip", (name.encode(), b""))) == [name]
    assert names(raw_zip(tmp_path / "b.zip", (name.encode(), b""), flags=0x800)) == [name]


@pytest.mark.parametrize("name", ["Müller.txt", "Straße.txt", "café.txt", "Übergröße Äpfel.txt"])
def test_western_names_stay_western(tmp_path: Path, name: str) -> None:
    assert names(raw_zip(tmp_path / "a.zip", (name.encode("cp437"), b""))) == [name]


def test_the_name_in_unicode_beside_another_counts_where_it_is_of_that_name(tmp_path: Path) -> None:
    field = b"\1" + struct.pack("<L", zlib.crc32(b"HETONG~1.TXT")) + "合同.txt".encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert names(raw_zip(tmp_path / "a.zip", (b"HETONG~1.TXT", b""), extra=extra)) == ["合同.txt"]
    assert names(raw_zip(tmp_path / "b.zip", (b"OTHER.TXT", b""), extra=extra)) == ["OTHER.TXT"]


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("../../evil.txt", "evil.txt"),
        ("/etc/evil.txt", "etc/evil.txt"),
        ("C:\\Users\\甲\\evil.txt", "Users/甲/evil.txt"),
        ("C:evil.txt", "evil.txt"),
        ("\\\\server\\share\\evil.txt", "server/share/evil.txt"),
        ("a/./b/../evil.txt", "a/b/evil.txt"),
        ("a/" * 20_000 + "evil.txt", "a/" * 31 + "evil.txt"),
        ("evil.txt\0.png", "evil.txt"),
    ],
)
def test_no_name_leads_out_of_the_archive(tmp_path: Path, name: str, listed: str) -> None:
    url = raw_zip(tmp_path / "a.zip", (name.encode(), b"x"), flags=0x800)
    assert names(url) == [listed]
    assert content(url, listed) == b"x"


def test_files_of_the_same_name_are_all_listed(tmp_path: Path) -> None:
    url = raw_zip(tmp_path / "a.zip", (b"x/a.txt", b"one"), (b"x\\a.txt", b"two"), (b"../x/a.txt", b"six"))
    assert names(url) == ["x/a.txt", "x/a~2.txt", "x/a~3.txt"]
    assert [content(url, name) for name in names(url)] == [b"one", b"two", b"six"]


def test_folders_are_no_files(tmp_path: Path) -> None:
    assert names(raw_zip(tmp_path / "a.zip", (b"a.txt/", b""), (b"b.txt\\", b""), (b"c.txt", b""))) == ["c.txt"]


# ---------------------------------------------------------------- what is too much


def packed(path: Path, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> str:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.txt", content)
    return f"zip://{path}"


def patched(url: str, size: int) -> str:
    """Let the archive say that its file has ``size`` bytes."""
    path = Path(url.removeprefix("zip://"))
    raw = bytearray(path.read_bytes())
    struct.pack_into("<L", raw, raw.index(b"PK\1\2") + 24, size)
    path.write_bytes(raw)
    return url


def test_a_file_that_says_to_be_huge_is_not_unpacked(tmp_path: Path) -> None:
    url = patched(packed(tmp_path / "a.zip", b"x"), 4_000_000_000)
    with pytest.raises(ReadError, match="larger than 200 MB"):
        content(url, "a.txt")


def test_a_run_of_zeros_is_not_unpacked(tmp_path: Path) -> None:
    url = packed(tmp_path / "a.zip", bytes(50_000_000))
    with pytest.raises(ReadError, match="more than 400 times its size"):
        content(url, "a.txt")


@pytest.mark.parametrize("size", [2, 8, 150_000_000])
def test_a_size_that_lies_is_damage(tmp_path: Path, size: int) -> None:
    url = patched(packed(tmp_path / "a.zip", b"one two", zipfile.ZIP_STORED), size)
    with pytest.raises(ReadError, match=r"damaged in the archive|unpacks to more than"):
        content(url, "a.txt")


def test_what_a_size_that_lies_hides_is_not_unpacked(tmp_path: Path) -> None:
    url = patched(packed(tmp_path / "a.zip", bytes(100_000_000)), 10)
    tracemalloc.start()
    try:
        with pytest.raises(ReadError, match="damaged in the archive"):
            content(url, "a.txt")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_python_unpacks_in_one_piece_is_not_unpacked(tmp_path: Path, method: int) -> None:
    with pytest.raises(ReadError, match="Unpack the archive"):
        content(packed(tmp_path / "a.zip", b"x" * 10, method), "a.txt")


def test_a_locked_file_is_told_of_with_what_to_do(tmp_path: Path) -> None:
    url = raw_zip(tmp_path / "a.zip", (b"a.txt", b"0123456789ab"), flags=1)
    assert names(url) == ["a.txt"]
    with pytest.raises(ReadError, match=r"locked with a password in the archive\. Unpack"):
        content(url, "a.txt")


def test_one_damaged_file_leaves_the_others(tmp_path: Path) -> None:
    url = raw_zip(tmp_path / "a.zip", (b"a.txt", b"one one one"), (b"b.txt", b"two"))
    path = tmp_path / "a.zip"
    path.write_bytes(path.read_bytes().replace(b"one one", b"one two"))
    with pytest.raises(ReadError, match="damaged in the archive"):
        content(url, "a.txt")
    assert content(url, "b.txt") == b"two"


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractscan.batch.archives._MEMBERS", 1)
    url = raw_zip(tmp_path / "a.zip", (b"a.txt", b""), (b"b.txt", b""))
    with pytest.raises(PlaceError, match=rf"{url}: .* more than 1 files: unpack it"):
        names(url)


def test_what_is_no_archive_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"Rar!")
    with pytest.raises(PlaceError, match="no such archive, or a damaged one"):
        names(f"zip://{tmp_path}/a.zip")


# ---------------------------------------------------------------- tar


def tar(path: Path, *members: tuple[str, bytes], mode: str = "w:gz") -> str:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return f"tar://{path}"


@pytest.mark.parametrize(("suffix", "mode"), [("tar", "w"), ("tar.gz", "w:gz"), ("tgz", "w:gz"), ("tar.xz", "w:xz")])
def test_a_tar_archive_is_a_folder_too(tmp_path: Path, suffix: str, mode: str) -> None:
    url = tar(
        tmp_path / f"a.{suffix}", ("甲/合同.txt", b"one"), ("../evil.txt", b"two"), ("/x/b.txt", b"six"), mode=mode
    )
    assert names(url) == ["evil.txt", "x/b.txt", "甲/合同.txt"]
    assert [content(url, name) for name in names(url)] == [b"two", b"six", b"one"]


def test_a_tar_archive_that_unpacks_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractscan.batch.archives._TAR_BYTES", 1 << 20)
    url = tar(tmp_path / "a.tar.gz", ("a.txt", bytes(2 << 20)), ("b.txt", b""))
    with pytest.raises(PlaceError, match=rf"{url}: .*unpack it, and give its folder"):
        names(url)


def test_a_damaged_tar_archive_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"Rar!" * 1000)
    with pytest.raises(PlaceError, match="no such archive, or a damaged one"):
        names(f"tar://{tmp_path}/a.tar")
