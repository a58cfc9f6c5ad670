"""Import spaCy without its command line.

``import spacy`` also imports ``spacy.cli`` (typer, weasel, requests and more) for the one helper ``spacy.info``:
a third of the import time, which every run of a command would pay. While spaCy is being imported here, a stand-in
takes that place; afterwards it is gone, ``spacy.info`` works by importing the real thing, and so does ``spacy.cli``.
Has no effect where spaCy was imported before.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

_STANDING_IN = ("spacy.cli", "spacy.cli.info")


def _info(*args: object, **kwargs: object) -> object:
    """Do what ``spacy.info`` does, by the real ``spacy.cli.info``."""
    return importlib.import_module("spacy.cli.info").info(*args, **kwargs)


if "spacy" not in sys.modules:
    for _name in _STANDING_IN:
        sys.modules[_name] = ModuleType(_name)
    sys.modules["spacy.cli.info"].info = _info  # type: ignore[attr-defined]
    try:
        import spacy  # noqa: F401
    finally:
        for _name in _STANDING_IN:
            del sys.modules[_name]
