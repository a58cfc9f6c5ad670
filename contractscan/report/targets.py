"""Where the outputs of one review go: beside the contract, where the user says, to stdout; never onto the contract."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from contractscan.errors import OutputError
from contractscan.report.outputs import Output

STDOUT = "-"
_INFIX = ".contractscan"

Plan = tuple[tuple[Output, Path | None], ...]
"""Each output with its file; ``None`` is stdout."""


def is_named_as_report(name: str) -> bool:
    """Whether a file called ``name`` was, by its name, written by contractscan."""
    return _INFIX in Path(name).suffixes[-2:-1]


def report_name(source: str, suffix: str) -> str:
    """Return what the report on the file ``source`` is called: "a.docx" gives "a.contractscan.html"."""
    return Path(source).stem.removesuffix(_INFIX) + _INFIX + suffix


def plan(source: Path, outputs: Sequence[Output], out: str | None, contract: Path | None = None) -> Plan:
    """Return where each of ``outputs`` goes, made from the file ``source``: a contract, or a review of ``contract``.

    One output goes to the file or the folder ``out`` (``-``: stdout), and without ``out`` to stdout if it streams,
    else beside ``source``. Of several, the text goes to stdout; for the others ``out`` is a folder, or a file name to
    which each adds its suffix (where there is but one other: its file). Raises ``OutputError`` where that makes no
    sense, or would overwrite ``source`` or ``contract``.
    """
    if len(outputs) == 1 and (out == STDOUT or (out is None and outputs[0].streams)):
        return ((outputs[0], None),)
    if out == STDOUT:
        raise OutputError("-o - writes to stdout, where there is room for one --format only: name one")
    files = [output for output in outputs if len(outputs) == 1 or output.name != "text"]
    places: list[tuple[Output, Path | None]] = [(output, None) for output in outputs if output not in files]
    for output in files:
        target = _place(source, output, out, alone=len(files) == 1, suffixes=[file.suffix for file in files])
        if _same_file(target, source) or (contract is not None and _same_file(target, contract)):
            raise OutputError(f"{target} is the file that this is made from: choose another place with -o")
        places.append((output, target))
    return tuple(places)


def _place(source: Path, output: Output, out: str | None, *, alone: bool, suffixes: Sequence[str]) -> Path:
    name = report_name(source.name, output.suffix)
    if out is None:
        return source.with_name(name)
    if Path(out).is_dir() or out.endswith(("/", os.sep)):
        return Path(out) / name
    if alone:
        return Path(out)
    if Path(out).suffix.lower() in suffixes:
        raise OutputError(f"with several formats, -o names a folder, or a file without its suffix: leave it off {out}")
    return Path(out + output.suffix)


def _same_file(target: Path, source: Path) -> bool:
    if target.exists() and source.exists():
        return target.samefile(source)
    return target.resolve() == source.resolve()
