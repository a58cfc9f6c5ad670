"""Paths and URLs: which is which, what of them is shown, and what Windows makes of them."""

from pathlib import PureWindowsPath

import pytest

from contractscan.batch.places import below, extended, inside, is_url, shown


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("s3://bucket/in", True),
        ("zip://::s3://bucket/a.zip", True),
        ("C:\\deals", False),
        ("C:/deals", False),
        ("C://deals", False),
        ("\\\\server\\share", False),
        ("deals/合同", False),
        ("a:b", False),
    ],
)
def test_a_drive_is_no_url(place: str, url: bool) -> None:
    assert is_url(place) is url


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("sftp://user:pw@host:22/in", "sftp://user@host:22/in"),
        ("sftp://user:p@w@host/in", "sftp://user@host/in"),
        ("sftp://user:p:w@host", "sftp://user@host"),
        ("sftp://user:p/w@host/in", "sftp://user@host/in"),
        ("sftp://user:p?w#@host/in", "sftp://user@host/in"),
        ("sftp://:pw@host/in", "sftp://@host/in"),
        ("zip://::sftp://user:pw@host/a.zip", "zip://::sftp://user@host/a.zip"),
        ("zip://in::simplecache::sftp://user:pw@host/a.zip", "zip://in::simplecache::sftp://user@host/a.zip"),
        ("sftp://user@host/in", "sftp://user@host/in"),
        ("sftp://host:2222/a@b", "sftp://host:2222/a@b"),
        ("s3://bucket/a:b@c", "s3://bucket/a:b@c"),
        ("C:\\user:pw@host", "C:\\user:pw@host"),
    ],
)
def test_a_password_is_not_shown(place: str, said: str) -> None:
    assert shown(place) == said


@pytest.mark.parametrize(
    ("root", "path", "full"),
    [("bucket/in", "a/b.pdf", "bucket/in/a/b.pdf"), ("/", "a.pdf", "/a.pdf"), ("", "a.pdf", "a.pdf")],
)
def test_a_path_below_a_root_and_back(root: str, path: str, full: str) -> None:
    assert inside(root, path) == full
    assert below(root, full) == path


def test_what_only_begins_like_a_root_is_not_below_it() -> None:
    assert below("bucket/in", "bucket/inner/a.pdf") is None
    assert below("bucket/in", "bucket/in/") == ""


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("C:\\deals", "\\\\?\\C:\\deals"),
        ("C:/deals/in", "\\\\?\\C:\\deals\\in"),
        ("\\\\server\\share\\in", "\\\\?\\UNC\\server\\share\\in"),
        ("\\\\?\\C:\\deals", "\\\\?\\C:\\deals"),
    ],
)
def test_on_windows_paths_have_no_limit(path: str, said: str) -> None:
    assert extended(PureWindowsPath(path)) == said
