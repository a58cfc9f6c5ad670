"""Older office formats (.doc, .wps, .odt, .rtf), which LibreOffice turns into DOCX.

LibreOffice runs on a copy with a name of our own, in a profile of its own that is thrown away, with macros, links
and the network switched off, and is ended with all its children when the time for the file is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from contractscan.errors import ReadError
from contractscan.model import Document, Note
from contractscan.readers import docx, ole
from contractscan.readers.source import Source

_AS_DOCX: Final = "Open it in Word or WPS and save it as .docx."
_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/opt/libreoffice/program/soffice",
)
_FILTER: Final = "docx:MS Word 2007 XML"
# A fresh profile trusts no macro anyway; a proxy where nobody listens keeps linked pictures and templates away.
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def read(source: Source) -> Document:
    """Read an older office file. Raises ``ReadError`` if LibreOffice is missing, fails, or takes too long."""
    kind, suffix = _kind(source)
    command = find_libreoffice()
    if command is None:
        raise ReadError(
            source.path,
            f"this is an older office file (.{kind}): reading it needs LibreOffice, which is not installed.",
            "Install LibreOffice (libreoffice.org), or open the file in Word or WPS and save it as .docx.",
        )
    converted = _convert(source, command, f"contract.{suffix}")
    document = docx.read(replace(source, data=converted))
    note = Note("converted", f"LibreOffice turned this .{kind} file into .docx; that was read.")
    return replace(document, format=kind, notes=(note, *document.notes))


def find_libreoffice() -> str | None:
    """Return the path of LibreOffice's command, ``None`` where it is not installed."""
    names = ("soffice.com", "soffice", "libreoffice") if sys.platform == "win32" else ("soffice", "libreoffice")
    for name in names:
        if found := shutil.which(name):
            return found
    return next((str(place) for place in (Path(name).expanduser() for name in _PLACES) if place.is_file()), None)


def _kind(source: Source) -> tuple[str, str]:
    """Return the format to report, and the suffix by which LibreOffice knows how to read it."""
    head = source.data[:4096].lstrip()
    if source.data.startswith(ole.MAGIC):
        if "WordDocument" not in ole.top_streams(source.data):
            return "wps", "wps"  # Microsoft Works
        return ("wps" if source.path.lower().endswith(".wps") else "doc"), "doc"
    if head.startswith(b"{\\rtf"):
        return "rtf", "rtf"
    if source.data.startswith(b"PK"):
        return "odt", "odt"
    return ("odt", "fodt") if b"opendocument" in source.data[:65536] else ("doc", "xml")


def _convert(source: Source, command: str, name: str) -> bytes:
    """Return the DOCX that LibreOffice makes of the file."""
    with tempfile.TemporaryDirectory(prefix="contractscan-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        (work / name).write_bytes(source.data)
        profile = work / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        arguments = [
            command, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--invisible", "--norestore",
            "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard",
            "--convert-to", _FILTER, "--outdir", str(work / "out"), str(work / name),
        ]  # fmt: skip
        _run(source, arguments, work)
        made = work / "out" / f"{Path(name).stem}.docx"
        if not made.is_file():
            raise ReadError(source.path, "LibreOffice could not read this file; it may be damaged.", _AS_DOCX)
        return made.read_bytes()


def _run(source: Source, arguments: list[str], work: Path) -> None:
    """Run LibreOffice until it ends, or the time for the file does; leave no process behind, whatever happens."""
    left = source.deadline - time.monotonic()
    environment = os.environ | {"TMPDIR": str(work), "TMP": str(work), "TEMP": str(work), "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(  # noqa: S603 - the program that was found, with arguments of our own
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=work,
        env=environment,
        start_new_session=True,
    )
    try:
        process.wait(max(left, 0.1))
    except subprocess.TimeoutExpired as error:
        reason = f"LibreOffice had not finished with this file after {source.options.timeout:g} seconds."
        raise ReadError(source.path, reason, f"{_AS_DOCX} Or allow more time with --timeout.") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(  # noqa: S603
                ["taskkill", "/T", "/F", "/PID", str(process.pid)],  # noqa: S607 - a part of Windows
                check=False,
                capture_output=True,
            )
    else:
        with suppress(ProcessLookupError, PermissionError):  # the group is gone, or only its zombie is left
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
