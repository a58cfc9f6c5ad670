"""Where the shipped data files (``clauses/``, ``models/``, ``templates/``) are: in the wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """Return the folder ``name`` ("clauses", "models" or "templates").

    A wheel carries it inside the package; a checkout (or an editable install) has it beside the package.
    Raises ``FileNotFoundError`` if neither is there, which means a broken installation.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"the data folder {name!r} is missing from this installation of contractscan")
