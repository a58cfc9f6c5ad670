"""From the YAML files under ``clauses/`` to a ``RuleBook``, strictly: an error names file, line and column."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from contractscan.errors import RuleError
from contractscan.resources import data_dir
from contractscan.rules.book import RuleBook
from contractscan.rules.schema import Checklist, Facts, Lexicon, Norms, Rule, Terms

_T = TypeVar("_T")
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_rules(root: Path | None = None) -> RuleBook:
    """Load every data file under ``root`` (default: the rules that ship with contractscan).

    Raises ``RuleError`` with file, line, column and the fix, for whatever cannot be used.
    """
    root = root or data_dir("clauses")
    checklist = _load(root / "checklist.yaml", Checklist)
    concepts: dict[str, Terms] = {}
    for path in sorted((root / "lexicon").glob("*.yaml")):
        for name, terms in _load(path, Lexicon).concepts.items():
            if name in concepts:
                raise RuleError(f"{path}: the concept {name!r} is already defined in another lexicon file: rename it")
            concepts[name] = terms
    items = {item.id: item for item in checklist.items}
    rules: dict[str, Rule] = {}
    files: dict[str, Path] = {}
    for family in checklist.families:
        for path in sorted((root / family).glob("*.yaml")):
            rule = _load(path, Rule)
            if rule.item not in items or items[rule.item].family != family or path.stem != rule.item:
                raise RuleError(
                    f"{path}: a rule for {rule.item!r} belongs in <family>/<item>.yaml of an item of the checklist"
                )
            rules[rule.item] = rule
            files[rule.item] = path
    if not rules:
        raise RuleError(f"{root}: no rule files: a review without rules would find nothing wrong with anything")
    for item in items.values():
        if item.family not in checklist.families:
            raise RuleError(f"{root / 'checklist.yaml'}: item {item.id!r}: no family {item.family!r}")
    return RuleBook(
        checklist=checklist,
        rules={item: rules[item] for item in items if item in rules},
        files=files,
        concepts=concepts,
        facts=_load(root / "facts.yaml", Facts).facts,
        norms=_load(root / "norms.yaml", Norms).norms,
    )


def _load(path: Path, shape: type[_T]) -> _T:
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise RuleError(f"{path}: is not UTF-8 text: save it as UTF-8") from None
    try:
        data = yaml.load(source, Loader=_Loader)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise RuleError(f"{path}{where}: not valid YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise RuleError(f"{path}: not valid YAML: {error}") from None
    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        line, column = _locate(source, first["loc"])
        key = ".".join(str(step) for step in first["loc"])
        raise RuleError(f"{path}:{line}:{column}: {key}: {_advice(first['type'], first['msg'])}") from None


def _advice(kind: str, message: str) -> str:
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return "unknown key: remove it, or check its spelling"
    if kind == "missing":
        return "this key is required: add it"
    return message


def _locate(source: str, location: Iterable[int | str]) -> tuple[int, int]:
    """Return line and column (from 1) of the innermost node on the path ``location`` that exists."""
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
