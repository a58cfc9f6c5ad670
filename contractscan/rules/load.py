"""From the YAML files under ``clauses/`` to a ``RuleBook``, strictly: an error names file, line and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from contractscan.errors import RuleError
from contractscan.resources import data_dir
from contractscan.rules import cache
from contractscan.rules.book import RuleBook
from contractscan.rules.schema import Checklist, Facts, Item, Lexicon, Norm, Norms, Patterns, Rule, Terms, Text

_T = TypeVar("_T")
_UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}  # making one takes longer than using it on a rule file


_SHARED = ("checklist.yaml", "facts.yaml", "norms.yaml")


def load_rules(root: Path | None = None, own: Path | None = None) -> RuleBook:
    """Load every data file under ``root`` (default: the rules that ship with contractscan).

    ``own`` is a folder of the user's own, laid out like ``clauses/`` (each file optional): what it defines adds to
    the rest, or takes the place of what has the same name. What the shipped files say is kept between runs in the
    user's cache folder. Raises ``RuleError`` with file, line, column and the fix, for whatever cannot be used.
    """
    folder = root or data_dir("clauses")
    paths = [*(folder / name for name in _SHARED), *sorted(folder.glob("*/*.yaml"))]
    known = cache.recall(folder, paths) if root is None else {}
    files = _Files(folder, dict(known))
    draft = _Draft()
    draft.add(files, paths)
    if root is None and not known:
        cache.keep(folder, paths, files.parsed)
    if own is not None:
        draft.add(_Files(own, {}), _own_files(own))
    return draft.book(own or folder)


def _own_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RuleError(f"{folder}: there is no such folder: name one with rule files, as <family>/<item>.yaml")
    stray = [path for path in folder.glob("*.y*ml") if path.name not in _SHARED]
    stray += folder.glob("*/*.yml")
    if stray:
        raise RuleError(
            f"{stray[0]}: not read here: rules belong in <family>/<item>.yaml, terms in lexicon/<name>.yaml"
        )
    found = [*(folder / name for name in _SHARED if (folder / name).exists()), *sorted(folder.glob("*/*.yaml"))]
    if not found:
        raise RuleError(f"{folder}: holds no rule files: expected <family>/<item>.yaml")
    return found


class _Draft:
    """A rule book being put together from one folder after another."""

    def __init__(self) -> None:
        self._families: dict[str, Text] = {}
        self._items: dict[str, Item] = {}
        self._rules: dict[str, Rule] = {}
        self._places: dict[str, Path] = {}
        self._concepts: dict[str, Terms] = {}
        self._facts: dict[str, Patterns] = {}
        self._norms: dict[str, dict[str, Norm]] = {}

    def add(self, files: _Files, paths: Iterable[Path]) -> None:
        """Add what ``paths`` of one folder define; it takes the place of what was there under the same name."""
        concepts: dict[str, Terms] = {}
        for path in paths:
            if path.name == "checklist.yaml":
                checklist = files.load(path, Checklist)
                self._families |= checklist.families
                self._items |= {item.id: item for item in checklist.items}
            elif path.name == "facts.yaml":
                self._facts |= files.load(path, Facts).facts
            elif path.name == "norms.yaml":
                for item, norms in files.load(path, Norms).norms.items():
                    self._norms[item] = self._norms.get(item, {}) | norms
            elif path.parent.name == "lexicon":
                for name, terms in files.load(path, Lexicon).concepts.items():
                    if name in concepts:
                        raise RuleError(
                            f"{path}: the concept {name!r} is already defined in another lexicon file: rename it"
                        )
                    concepts[name] = terms
            else:
                self._add_rule(path, files.load(path, Rule))
        self._concepts |= concepts

    def _add_rule(self, path: Path, rule: Rule) -> None:
        item = self._items.get(rule.item)
        if item is None or item.family != path.parent.name or path.stem != rule.item:
            raise RuleError(
                f"{path}: a rule for {rule.item!r} belongs in <family>/<item>.yaml of an item of the checklist"
            )
        self._rules[rule.item] = rule
        self._places[rule.item] = path

    def book(self, folder: Path) -> RuleBook:
        """Return what was added as a rule book; ``folder`` is named where something does not fit together."""
        if not self._rules:
            raise RuleError(f"{folder}: no rule files: a review without rules would find nothing wrong with anything")
        for item in self._items.values():
            if item.family not in self._families:
                raise RuleError(f"{folder / 'checklist.yaml'}: item {item.id!r}: no family {item.family!r}")
        return RuleBook(
            checklist=Checklist(1, self._families, tuple(self._items.values())),
            rules={item: self._rules[item] for item in self._items if item in self._rules},
            files=self._places,
            concepts=self._concepts,
            facts=self._facts,
            norms=self._norms,
        )


@dataclass(frozen=True, slots=True)
class _Files:
    """The data files under ``root``; ``parsed`` is what they say, by path below ``root``, as far as it is known."""

    root: Path
    parsed: dict[str, object]

    def load(self, path: Path, shape: type[_T]) -> _T:
        """Return the content of ``path`` as a ``shape``."""
        name = path.relative_to(self.root).as_posix()
        if name not in self.parsed:
            self.parsed[name] = _parse(path, _read(path))
        try:
            return _adapter(shape).validate_python(self.parsed[name])
        except ValidationError as error:
            # A misspelt key is also a missing one: the spelling is what to tell.
            first = min(error.errors(), key=lambda problem: problem["type"] not in _UNKNOWN_KEY)
            line, column = _locate(_read(path), first["loc"])
            key = ".".join(str(step) for step in first["loc"])
            raise RuleError(f"{path}:{line}:{column}: {key}: {_advice(first['type'], first['msg'])}") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise RuleError(f"{path}: is not UTF-8 text: save it as UTF-8") from None


def _parse(path: Path, source: str) -> object:
    import yaml  # what is kept between runs needs no parser

    try:
        return yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe either way
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise RuleError(f"{path}{where}: not valid YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise RuleError(f"{path}: not valid YAML: {error}") from None


def _adapter(shape: type[_T]) -> TypeAdapter[_T]:
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    return _ADAPTERS[shape]


def _advice(kind: str, message: str) -> str:
    if kind in _UNKNOWN_KEY:
        return "unknown key: remove it, or check its spelling"
    if kind == "missing":
        return "this key is required: add it"
    return message


def _locate(source: str, location: Iterable[int | str]) -> tuple[int, int]:
    """Return line and column (from 1) of the innermost node on the path ``location`` that exists."""
    import yaml

    node: yaml.Node | None = yaml.compose(source, Loader=yaml.SafeLoader)
    mark = node.start_mark if node else None
    for step in location:
        inner: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    inner, mark = value, key.start_mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = node.value[step]
            mark = inner.start_mark
        if inner is None:
            continue  # a step that names a union member, or the missing key itself
        node = inner
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
