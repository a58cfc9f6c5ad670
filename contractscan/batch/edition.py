"""What a review depends on besides the contract: this program, its rules, the user's rules and options."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from contractscan import __version__
from contractscan.model import Language
from contractscan.options import Options
from contractscan.resources import data_dir

# Other releases of these read or match otherwise; with OCR, scans have an answer that they did not have without.
_LIBRARIES = ("pypdfium2", "pdfplumber", "pdfminer.six", "lxml", "python-docx", "spacy", "rapidocr", "onnxruntime")


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The user's own rule files by path below their folder, to travel to machines that cannot see that folder."""

    files: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, folder: Path) -> OwnRules:
        """Return the rule files under ``folder``. Raises ``OSError`` where one cannot be read."""
        found = sorted(path for path in folder.rglob("*.y*ml") if path.is_file())
        return cls(tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found))

    def unpacked(self) -> Path:
        """Return a folder with these files, made once per process."""
        return _unpacked(self)


@cache
def _unpacked(rules: OwnRules) -> Path:
    folder = Path(tempfile.mkdtemp(dir=_kept_folder().name))  # a worker may serve one run after the other
    for path, content in rules.files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@cache
def _kept_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that is removed when this process ends."""
    return tempfile.TemporaryDirectory(prefix="contractscan-rules-")


@cache
def program() -> str:
    """Return the SHA-256 of this program: its code, rules, models and templates, and the libraries it reads with."""
    package = Path(__file__).resolve().parent.parent
    known = hashlib.sha256(__version__.encode())
    known.update(_files(package, package.rglob("*.py")))
    for name in ("clauses", "models", "templates"):
        folder = data_dir(name)
        known.update(_files(folder, (path for path in folder.rglob("*") if path.is_file())))
    for library in _LIBRARIES:
        known.update(f"{library} {_version(library)}\n".encode())
    return known.hexdigest()


def edition(options: Options, own: OwnRules | None, language: Language | None, formats: Sequence[str]) -> str:
    """Return the SHA-256 of all that the reports on a contract depend on, but for the contract itself.

    A password is not part of it: with a wrong one there is no report that could be kept.
    """
    said = replace(options, rules=None, reading=replace(options.reading, password=None))
    known = hashlib.sha256(program().encode())
    known.update(json.dumps([dataclasses.asdict(said), language, sorted(set(formats))], sort_keys=True).encode())
    for path, content in own.files if own else ():
        known.update(f"{path} {len(content)}\n".encode() + content)
    return known.hexdigest()


def _files(root: Path, files: Iterable[Path]) -> bytes:
    known = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files):
        content = path.read_bytes()
        known.update(f"{name} {len(content)}\n".encode() + content)
    return known.digest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"
