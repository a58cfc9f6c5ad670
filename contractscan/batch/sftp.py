"""SFTP as fsspec has it, but for servers that are known, and with an end to waiting."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import unquote

_CONNECT = {"timeout": 30, "banner_timeout": 30, "auth_timeout": 30}  # seconds
_SILENCE = 60  # seconds until a server that says nothing is given up
_KEEP_ALIVE = 15  # seconds; idle connections are cut by many a router


@cache
def register() -> None:
    """Let fsspec use it for ``sftp://`` and ``ssh://``. Raises ``ImportError`` where paramiko is not installed."""
    import paramiko
    from fsspec import register_implementation
    from fsspec.implementations.sftp import SFTPFileSystem

    class KnownHosts(SFTPFileSystem):  # type: ignore[misc]  # fsspec has no types
        """Contracts go to nobody who only says to be the server: its key has to be in ``~/.ssh/known_hosts``."""

        ssh_kwargs: dict[str, Any]

        @staticmethod
        def _get_kwargs_from_urls(urlpath: str) -> dict[str, Any]:
            """Read the URL as all others are read: with "%2F" for a "/" in a password, say."""
            said: dict[str, Any] = SFTPFileSystem._get_kwargs_from_urls(urlpath)
            return said | {name: unquote(said[name]) for name in ("username", "password") if said.get(name)}

        def _connect(self) -> None:
            self.client = paramiko.SSHClient()
            with suppress(OSError):  # there may be no such file
                self.client.load_system_host_keys()
            self.client.set_missing_host_key_policy(paramiko.RejectPolicy())
            self.client.connect(self.host, **(_CONNECT | self.ssh_kwargs))
            transport = self.client.get_transport()
            if transport is not None:
                transport.set_keepalive(_KEEP_ALIVE)
            self.ftp = self.client.open_sftp()
            channel = self.ftp.get_channel()
            if channel is not None:
                channel.settimeout(_SILENCE)

        def mv(self, old: str, new: str, **_: Any) -> None:
            """Rename in place of what was there; in two steps where the server cannot do it in one."""
            try:
                self.ftp.posix_rename(old, new)
            except FileNotFoundError:
                raise
            except OSError:
                with suppress(FileNotFoundError):
                    self.ftp.remove(new)
                self.ftp.rename(old, new)

    for scheme in ("sftp", "ssh"):
        register_implementation(scheme, KnownHosts, clobber=True)
