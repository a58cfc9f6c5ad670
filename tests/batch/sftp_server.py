"""An SFTP server in a thread of this process, over a folder: what a server can do, and what it can do to a client."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko
from paramiko.sftp import SFTP_FAILURE, SFTP_OK, SFTP_OP_UNSUPPORTED

USER, PASSWORD = "reviewer", "s3cret@word"


class Server:
    """The server: where it listens, and what is to go wrong."""

    def __init__(self, root: Path, *, renames_in_place: bool = True) -> None:
        self.root = root
        self.renames_in_place = renames_in_place
        self.key = paramiko.RSAKey.generate(2048)
        self.logins = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._transports: list[paramiko.Transport] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def known_hosts(self) -> str:
        return f"[127.0.0.1]:{self.port} {self.key.get_name()} {self.key.get_base64()}\n"

    def hang_up(self) -> None:
        """Cut the connections that there are; new ones are taken."""
        for transport in self._transports:
            transport.close()
        self._transports.clear()

    def close(self) -> None:
        """Be there no more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits
        self._listener.close()
        self.hang_up()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(client)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, of=self)
            self._transports.append(transport)
            with suppress(paramiko.SSHException, EOFError):
                transport.start_server(threading.Event(), _Door(self))


class _Door(paramiko.ServerInterface):
    def __init__(self, server: Server) -> None:
        self._server = server

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_auth_password(self, username: str, password: str) -> int:
        welcome = (username, password) == (USER, PASSWORD)
        self._server.logins += welcome
        return paramiko.AUTH_SUCCESSFUL if welcome else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Handle(paramiko.SFTPHandle):
    readfile: Any
    writefile: Any


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, door: _Door, *, of: Server) -> None:
        super().__init__(door)
        self._server = of

    def _at(self, path: str) -> Path:
        return self._server.root / path.lstrip("/")

    def list_folder(self, path: str) -> Any:
        try:
            return [_attributes(entry) for entry in self._at(path).iterdir()]
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(self._at(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        handle = _Handle(flags)
        try:
            file = os.fdopen(os.open(self._at(path), flags, 0o644), "wb" if flags & os.O_WRONLY else "rb")
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        handle.readfile = handle.writefile = file
        return handle

    def remove(self, path: str) -> int:
        return _done(lambda: self._at(path).unlink())

    def rename(self, oldpath: str, newpath: str) -> int:
        if self._at(newpath).exists():
            return SFTP_FAILURE  # as the protocol has it
        return _done(lambda: self._at(oldpath).rename(self._at(newpath)))

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        if not self._server.renames_in_place:
            return SFTP_OP_UNSUPPORTED
        return _done(lambda: self._at(oldpath).replace(self._at(newpath)))

    def mkdir(self, path: str, attr: Any) -> int:
        return _done(lambda: self._at(path).mkdir())


def _attributes(entry: Path) -> paramiko.SFTPAttributes:
    return paramiko.SFTPAttributes.from_stat(entry.lstat(), entry.name)


def _done(work: Any) -> int:
    try:
        work()
    except OSError as error:
        return int(paramiko.SFTPServer.convert_errno(error.errno or 0))
    return SFTP_OK


@contextmanager
def serving(root: Path, home: Path, *, renames_in_place: bool = True) -> Iterator[Server]:
    """Serve ``root``, known to who is at ``home``."""
    server = Server(root, renames_in_place=renames_in_place)
    (home / ".ssh").mkdir(parents=True, exist_ok=True)
    (home / ".ssh" / "known_hosts").write_text(server.known_hosts(), encoding="ascii")
    try:
        yield server
    finally:
        server.close()
