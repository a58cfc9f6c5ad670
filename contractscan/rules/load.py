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
from contractscan.rules.schema import Checklist, Facts, Lexicon, Norms, Rule, Terms

_T = TypeVar("_T")
_UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}  # making one takes longer than using it on a rule file


def load_rules(root: Path | None = None) -> RuleBook:
    """Load every data file under ``root`` (default: the rules that ship with contractscan).

    What the shipped files say is kept between runs in the user's cache folder. Raises ``RuleError`` with file,
    line, column and the fix, for whatever cannot be used.
    """
    folder = root or data_dir("clauses")
    paths = [
        *(folder / name for name in ("checklist.yaml", "facts.yaml", "norms.yaml")),
        *sorted(folder.glob("*/*.yaml")),
    ]
    known = cache.recall(folder, paths) if root is None else {}
    files = _Files(folder, dict(known))
    book = _book(files, [path for path in paths if path.parent != folder])
    if root is None and not known:
        cache.keep(folder, paths, files.parsed)
    return book


def _book(files: _Files, paths: Iterable[Path]) -> RuleBook:
    checklist = files.load(files.root / "checklist.yaml", Checklist)
    concepts: dict[str, Terms] = {}
    items = {item.id: item for item in checklist.items}
    rules: dict[str, Rule] = {}
    places: dict[str, Path] = {}
    for path in paths:
        if path.parent.name == "lexicon":
            for name, terms in files.load(path, Lexicon).concepts.items():
                if name in concepts:
                    raise RuleError(
                        f"{path}: the concept {name!r} is already defined in another lexicon file: rename it"
                    )
                concepts[name] = terms
            continue
        rule = files.load(path, Rule)
        if rule.item not in items or items[rule.item].family != path.parent.name or path.stem != rule.item:
            raise RuleError(
                f"{path}: a rule for {rule.item!r} belongs in <family>/<item>.yaml of an item of the checklist"
            )
        rules[rule.item] = rule
        places[rule.item] = path
    if not rules:
        raise RuleError(f"{files.root}: no rule files: a review without rules would find nothing wrong with anything")
    for item in items.values():
        if item.family not in checklist.families:
            raise RuleError(f"{files.root / 'checklist.yaml'}: item {item.id!r}: no family {item.family!r}")
    return RuleBook(
        checklist=checklist,
        rules={item: rules[item] for item in items if item in rules},
        files=places,
        concepts=concepts,
        facts=files.load(files.root / "facts.yaml", Facts).facts,
        norms=files.load(files.root / "norms.yaml", Norms).norms,
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
