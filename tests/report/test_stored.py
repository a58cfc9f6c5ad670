"""A stored review becomes the same review again, and a file that lies is refused."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from factory import BOOK, EXCLUSIVE, NOTICE, harmless, review
from hypothesis import given, settings
from hypothesis import strategies as st

from contractscan.errors import StoredReviewError
from contractscan.model import (
    Block,
    BlockKind,
    Box,
    Cell,
    Change,
    Comment,
    Drop,
    Finding,
    Line,
    Review,
    Risk,
    Span,
    Verdict,
)
from contractscan.policy import Bound, Policy
from contractscan.report.machine import error_json, review_json
from contractscan.report.stored import MAX_BYTES, book_of, load_review, parse_review
from contractscan.report.view import build_view
from contractscan.report.wire import SCHEMA_ID, review_schema

ROOT = Path(__file__).resolve().parents[2]


def placed(made: Review) -> Review:
    """Give ``made`` a text in which its quotes stand where they say, with everything that a reading can hold."""
    quotes: dict[str, int] = {}
    text = "正文\n"

    def moved(finding: Finding) -> Finding:
        nonlocal text
        if finding.quote not in quotes:
            quotes[finding.quote] = len(text)
            text += finding.quote + "\n"
        by = quotes[finding.quote] - finding.start
        return replace(
            finding,
            start=finding.start + by,
            end=finding.end + by,
            marks=tuple(Span(mark.start + by, mark.end + by) for mark in finding.marks),
            values=tuple(replace(value, start=value.start + by, end=value.end + by) for value in finding.values),
        )

    verdicts: list[Verdict] = []
    for verdict in made.verdicts:
        findings = tuple(moved(finding) for finding in verdict.findings)
        conflicts = tuple(replace(c, first=moved(c.first), second=moved(c.second)) for c in verdict.conflicts)
        norms = tuple(replace(check, value=replace(check.value, start=0, end=2)) for check in verdict.norms)
        verdicts.append(replace(verdict, findings=findings, conflicts=conflicts, norms=norms))
    document = replace(
        made.document,
        text=text,
        blocks=(
            Block(0, 2, 1, BlockKind.FURNITURE, None, "", None, True),
            Block(3, len(text) - 1, 2, BlockKind.CELL, Cell(0, 1, 2), "1.", 0, False, 0.875),
        ),
        lines=(Line(0, 2, 1, 0), Line(3, len(text), 2, -1, Box(2, 10.25, 20.5, 300.0, 31.75), 0.931)),
        changes=(Change("insertion", "某人", "2026-03-02T10:00:00Z", "正", 0, 1),),
        comments=(Comment("某人", "", "看这里", 1, 1),),
    )
    drops = (Drop("exclusive", "locked", 0, 2, "heading", "…"),)
    return replace(made, document=document, verdicts=tuple(verdicts), drops=drops)


def stored(made: Review, policy: Policy | None = None) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(review_json(made, BOOK, policy))
    return tree


def parse(tree: object) -> Review:
    return parse_review(json.dumps(tree).encode(), "r.json").review


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("made", [review(), review(unread=True, decided=False), harmless()])
def test_a_stored_review_is_the_same_review(made: Review) -> None:
    made = placed(made)
    assert parse(stored(made)) == made


def test_storing_it_again_gives_the_same_bytes() -> None:
    once = review_json(placed(review(quote=replace(EXCLUSIVE, legibility=0.8996, confidence=0.87654))), BOOK)
    assert review_json(parse_review(once.encode(), "r.json").review, BOOK) == once


def test_what_was_hardly_legible_is_not_made_legible_by_rounding() -> None:
    made = parse(stored(placed(review(quote=replace(EXCLUSIVE, legibility=0.89999)))))
    assert made.verdicts[0].findings[0].legibility == 0.899


def test_the_policy_is_stored_and_followed() -> None:
    policy = Policy(
        party="brand",
        norms={"notice": {"notice": Bound(max=30)}},
        severity={"notice": {"short": Risk.HIGH}},
        require=("law=stated",),
    )
    kept = parse_review(review_json(placed(review()), BOOK, policy).encode(), "r.json")
    assert kept.policy == policy
    book = book_of(kept, BOOK)
    assert book.risk("notice", "short", kept.review.side) is Risk.HIGH
    assert book.norms["notice"]["notice"].max == 30


def test_no_policy_is_stored_as_none() -> None:
    assert stored(placed(review()), Policy())["rules"]["policy"] is None


def test_other_words_in_the_rules_change_their_digest() -> None:
    item = replace(BOOK.checklist.items[0], question=BOOK.checklist.items[1].question)
    other = replace(BOOK, checklist=replace(BOOK.checklist, items=(item, *BOOK.checklist.items[1:])))
    assert other.digest != BOOK.digest
    assert BOOK.digest == replace(BOOK).digest


# ---------------------------------------------------------------- the schema


def closed(schema: Any) -> Any:
    """Return ``schema`` with every object closed, so that a key that it does not list is an error."""
    if isinstance(schema, list):
        return [closed(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    return {"additionalProperties": False, **made} if "properties" in made and "type" in made else made


@pytest.mark.parametrize(
    "raw",
    [
        review_json(placed(review(unread=True)), BOOK, Policy(require=("law",))),
        review_json(review(decided=False), BOOK),
        error_json("x.pdf", "x.pdf: broken", "0.1.0"),
    ],
)
def test_what_is_written_fits_the_schema_and_has_no_key_that_it_lacks(raw: str) -> None:
    jsonschema.Draft202012Validator(closed(json.loads(review_schema()))).validate(json.loads(raw))


def test_the_schema_refuses_what_is_wrong_and_lets_new_keys_pass() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(review_schema()))
    tree = stored(placed(review()))
    assert validator.is_valid(tree | {"later": 1})
    tree["items"][0]["risk"] = "dreadful"
    assert not validator.is_valid(tree)


def test_the_shipped_schema_is_that_of_the_code(regenerate: bool) -> None:
    path = ROOT / "templates" / "review.schema.json"
    if regenerate:
        path.write_text(review_schema(), encoding="utf-8")
    shipped = path.read_text(encoding="utf-8")
    assert shipped == review_schema()
    assert json.loads(shipped)["$id"] == SCHEMA_ID == "urn:contractscan:schema:review:1"


# ---------------------------------------------------------------- files that lie

RAW = review_json(placed(review()), BOOK)
Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t.update(schema_version=2), "schema_version: is not 1"),
        (lambda t: t.pop("items"), "items: "),
        (lambda t: t.update(surprise=1), "surprise: an unknown key"),
        (lambda t: t["items"][0].update(surprise=1), "items.0.surprise: an unknown key"),
        (lambda t: t["items"][0].update(risk="dreadful"), "items.0.risk: "),
        (lambda t: t["items"][0]["findings"][0].update(start="3"), "items.0.findings.0.start: "),
        (lambda t: t["items"][0]["findings"][0].update(start=0), "items.0.findings.0: its quote does not stand"),
        (lambda t: t["items"][0]["findings"][0].update(start=-(10**30)), "items.0.findings.0"),
        (lambda t: t["items"][2]["conflicts"][0]["second"].update(end=10**9), "items.2.conflicts.0.second: "),
        (lambda t: t["items"][0]["findings"][0]["marks"][0].update(end=10**9), "items.0.findings.0.marks.0: "),
        (lambda t: t["items"][2]["findings"][0]["values"][0].update(start=-1), "items.2.findings.0.values.0: "),
        (lambda t: t["items"].append(t["items"][0]), "'exclusive' is there twice"),
        (lambda t: t["reading"]["blocks"].update(start=[0, 10**9]), "reading.blocks: entry 1"),
        (lambda t: t["reading"]["lines"].update(start=[5, 3]), "reading.lines: entry 0 is out of order"),
        (lambda t: t["reading"]["lines"].update(page=[1]), "reading.lines.page: has 1 entries"),
        (lambda t: t["reading"]["changes"][0].update(end=10**9), "reading.changes.0: "),
        (lambda t: t["drops"][0].update(start=10**9), "drops.0: "),
        (lambda t: t["sides"]["basis"][0].update(end=10**9), "sides.basis.0: "),
        (lambda t: t.update(reading=None), "does not hold the text that was read"),
        (lambda t: t.update(error="x.pdf: damaged"), "the reason why there is none: x.pdf: damaged"),
    ],
)
def test_a_file_that_lies_is_refused_with_its_name_and_what_is_wrong(spoil: Spoil, said: str) -> None:
    tree = stored(placed(review()))
    spoil(tree)
    with pytest.raises(StoredReviewError, match=rf"^r\.json: .*{re.escape(said)}"):
        parse(tree)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"schema_version": 1}',
        b"\xff\xfe",
        b"PK\x03\x04",
        b"[" * 1_000_000,
        b'{"a":' * 100_000,
        b"9" * 100_000,
        b'{"version": "\\ud800"}',
    ],
)
def test_what_is_no_review_is_refused(data: bytes) -> None:
    with pytest.raises(StoredReviewError, match=r"^r\.json: "):
        parse_review(data, "r.json")


def test_numbers_that_json_does_not_have_are_refused() -> None:
    tree = stored(placed(review()))
    tree["items"][0]["findings"][0]["confidence"] = float("nan")
    with pytest.raises(StoredReviewError, match="confidence"):
        parse(tree)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 100)  # a hole; reading it whole would take 6 GB
    with pytest.raises(StoredReviewError, match="larger than"):
        load_review(path)


@settings(deadline=None, max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    ),
    st.data(),
)
def test_anything_in_the_place_of_anything_is_a_clear_error_or_a_review(junk: object, data: st.DataObject) -> None:
    tree = json.loads(RAW)
    at: Any = tree
    while True:
        key = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], (dict, list)) or not at[key] or data.draw(st.booleans()):
            at[key] = junk
            break
        at = at[key]
    try:
        kept = parse_review(json.dumps(tree).encode(), "r.json")
        book = book_of(kept, BOOK)
    except StoredReviewError as error:
        assert str(error).startswith("r.json: ")
    else:
        assert review_json(kept.review, book, kept.policy)
        assert len(list(build_view(kept.review, book, "en").items())) == len(kept.review.verdicts)


# ---------------------------------------------------------------- other rules


def test_an_item_of_the_users_own_rules_needs_their_folder() -> None:
    tree = stored(placed(review()))
    tree["rules"]["own"] = ["weekly-list"]
    tree["items"][1] |= {"id": "weekly-list"}
    with pytest.raises(StoredReviewError, match=r"no item 'weekly-list' .*; name the folder of your own rules"):
        book_of(parse_review(json.dumps(tree).encode(), "r.json"), BOOK)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t["items"][0].update(id="unheard-of"), "no item 'unheard-of'"),
        (lambda t: t["items"][0].update(family="money"), "of the family 'money'"),
        (lambda t: t["items"][0]["findings"][1].update(outcome="free"), "no outcome 'free' of 'exclusive'"),
        (lambda t: t["items"][2]["conflicts"][0]["first"].update(outcome="free"), "no outcome 'free' of 'notice'"),
        (lambda t: t["items"][0].update(demanded=["free"]), "no outcome 'free' of 'exclusive'"),
        (lambda t: t["items"][2]["norms"][0]["value"].update(name="price"), "no norm for 'price' of 'notice'"),
    ],
)
def test_what_the_rules_have_no_words_for_is_refused(spoil: Spoil, said: str) -> None:
    tree = stored(placed(review()))
    spoil(tree)
    with pytest.raises(StoredReviewError, match=f"{said}.*: it was made with other rules"):
        book_of(parse_review(json.dumps(tree).encode(), "r.json"), BOOK)


def test_a_value_keeps_its_kind() -> None:
    made = placed(review())
    value = replace(NOTICE, value="2026-03-02", unit="date", start=0, end=2)
    first = replace(made.verdicts[2].findings[0], values=(value, replace(NOTICE, value=90.0, start=0, end=2)))
    changed = replace(made.verdicts[2], findings=(first,), conflicts=())
    made = replace(made, verdicts=(*made.verdicts[:2], changed, *made.verdicts[3:]))
    assert [value.value for value in parse(stored(made)).verdicts[2].findings[0].values] == ["2026-03-02", 90.0]
