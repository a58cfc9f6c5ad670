"""The start of a rule of the user's own, and the JSON Schema by which editors help to write it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pydantic import TypeAdapter

from contractscan.errors import RuleError
from contractscan.rules.load import load_rules
from contractscan.rules.schema import Rule

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MODELINE = "# yaml-language-server: $schema={schema}\n"
_RULE = """\
# {question}
schema: 1
item: {item}
revision: 1
about:
  - [{concept}]           # a sentence (or its heading) must hold a term of this concept
outcomes:
  - id: {outcome}
    zh: ['{{partner}}{{step:20}}(应|须|负责){{gap:20}}{{{concept}}}']
    en: ['{{partner}}{{step:60}}\\b(shall|will|must)\\b{{gap:60}}{{{concept}}}']
why: {{}}
ask: {{}}
examples:                 # write these first; 甲方/Client is the brand, 乙方/Agency the partner
  - {{expect: {outcome}, zh: 乙方应当提供一份{term_zh}。, en: Agency shall provide a {term_en}.}}
  - {{expect: none, why: a mere mention, zh: 双方已讨论{term_zh}。, en: The parties have discussed the {term_en}.}}
"""
_CHECKLIST = """\
# Questions of your own. A new family needs a line under families; risk is what an answer means for each side.
schema: 1
families: {{{families}}}
items:
- id: {item}
  family: {family}
  question: {{zh: 请写下问题？, en: Write the question here?}}
  outcomes:
    stated: {{label: {{zh: 已约定, en: Stated}}, risk: {{brand: ok, partner: ok}}}}
"""
_LEXICON = """\
# The terms of your concepts; English terms match any case, and with a plural s.
schema: 1
concepts:
  {concept}: {{zh: [{term_zh}], en: [{term_en}]}}
"""


def rule_schema() -> str:
    """Return the JSON Schema (draft 2020-12) of a rule file, made from the dataclasses that load it."""
    schema = TypeAdapter(Rule).json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "contractscan rule"
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def scaffold(item: str, family: str | None, folder: Path) -> tuple[Path, ...]:
    """Write the start of a rule for ``item`` under ``folder`` and return the files written; nothing is overwritten.

    An item of the checklist gets a copy of the shipped rule to change. Any other is a new question: ``family`` says
    where it belongs. Raises ``RuleError`` where that cannot be done.
    """
    shipped = load_rules()
    if not _ID.fullmatch(item):
        raise RuleError(f"{item!r} is no name for an item: use small letters, digits and hyphens, as in price-parity")
    if item in shipped.rules:
        source = shipped.files[item]
        family, written = source.parent.name, source.read_text(encoding="utf-8")
        files = {folder / family / f"{item}.yaml": written}
    else:
        if not family:
            raise RuleError(f"{item!r} is a new question: say where it belongs with --family, such as general")
        if not _ID.fullmatch(family):
            raise RuleError(f"{family!r} is no name for a family: use small letters, digits and hyphens, as in general")
        files = _new(item, family, folder, known=family in shipped.checklist.families)
    for path in files:
        if path.exists():
            raise RuleError(f"{path} is there already: edit it, or remove it first")
    schema = folder / "rule.schema.json"
    for path, text in ({schema: rule_schema()} | files).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        is_rule = path.parent.name == family
        path.write_text((_MODELINE.format(schema="../rule.schema.json") if is_rule else "") + text, encoding="utf-8")
    return tuple(files)


def _new(item: str, family: str, folder: Path, *, known: bool) -> dict[Path, str]:
    checklist = folder / "checklist.yaml"
    if checklist.exists():
        raise RuleError(f"{checklist}: add the question {item!r} there first, then its rule beside the others")
    concept = item.replace("-", "_")
    words = {"concept": concept, "term_zh": "资料清单", "term_en": "list of materials"}
    question = {
        "item": item,
        "family": family,
        "families": "" if known else f"{family}: {{zh: {family}, en: {family}}}",
    }
    rule = {"item": item, "outcome": "stated", "question": "Write the question here?"}
    return {
        checklist: _CHECKLIST.format(**question),
        folder / "lexicon" / f"{item}.yaml": _LEXICON.format(**words),
        folder / family / f"{item}.yaml": _RULE.format(**rule, **words),
    }
