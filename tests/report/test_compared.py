"""A comparison for people and for programs: the same changes, safe to show, in both languages."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import jsonschema
import pytest
from factory import BOOK, EXCLUSIVE, LONG, NOTICE, PARTIES, review
from hostile import FORBIDDEN, hostile_review

from contractscan.compare import Comparison, Direction, Reviewed, compare
from contractscan.model import Language, Party, Review
from contractscan.report.compared import render, styled
from contractscan.report.compared.wire import comparison_schema
from contractscan.resources import data_dir

LATER = replace(
    LONG, quote="甲方解除本合同的，应提前一百日书面通知。", values=(replace(NOTICE, text="一百日", value=100.0),)
)


def later() -> Review:
    """The sample review with a longer notice, and another wording of the exclusivity."""
    made = review()
    other = replace(EXCLUSIVE, quote=EXCLUSIVE.quote.replace("也不得", "亦不能"), clause="第四条")
    exclusive = replace(made.verdicts[0], findings=(other,))
    notice = replace(made.verdicts[2], findings=(LATER, *made.verdicts[2].findings[1:]))
    return replace(
        made,
        document=replace(made.document, path="新版.pdf"),
        verdicts=(exclusive, made.verdicts[1], notice, *made.verdicts[3:]),
    )


def pair(old: Review, new: Review) -> tuple[Comparison, Reviewed, Reviewed]:
    before, after = Reviewed(old, BOOK, "a"), Reviewed(new, BOOK, "a")
    return compare(before, after), before, after


def page_of(old: Review, new: Review, language: Language = "zh") -> str:
    return render("html", *pair(old, new), language).decode()


def text_of(old: Review, new: Review, language: Language = "zh") -> str:
    return render("text", *pair(old, new), language).decode()


def test_the_terminal_shows_what_is_gone_and_what_is_new_without_colours() -> None:
    said = text_of(review(), later())
    assert "[-九十-]" in said
    assert "{+一百+}" in said
    assert "通知期：九十日 → 一百日 (更不利)" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(language: Language) -> None:
    found, before, after = pair(review(), later())
    lines = styled(found, before, after, language, 60).split("\n")
    assert max(line.cell_len for line in lines) <= 60


def test_the_page_marks_the_words_that_differ() -> None:
    made = page_of(review(), later())
    assert re.search(r"应提前<del>九十</del>日", made)
    assert re.search(r"应提前<ins>一百</ins>日", made)


def test_the_page_runs_no_script_and_loads_nothing() -> None:
    made = page_of(review(), later())
    assert "script-src 'none'" in made
    assert "<script" not in made
    assert not re.search(r"(?:src|href)=(?!\"#)", made)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_swapped_parties_are_said_before_anything_else(language: Language) -> None:
    swapped = replace(PARTIES, brand=Party("杭州示例贸易有限公司", ("乙方",)), partner=Party("", ("甲方",)))
    new = replace(review(), parties=swapped)
    said, made = text_of(review(), new, language), page_of(review(), new, language)
    assert said.index("!! ") < said.index("▲")
    assert 'role="alert"' in made
    assert made.index('role="alert"') < made.index('class="verdict')


def test_other_rules_and_what_was_not_read_are_said() -> None:
    before, after = Reviewed(review(), BOOK, "a"), Reviewed(review(unread=True), BOOK, "b")
    said = render("text", compare(before, after), before, after, "en").decode()
    assert "made with other rules" in " ".join(said.split())
    assert "Not read in the new version: p. 3." in " ".join(said.split())
    assert "unclear 1" in said


def test_the_json_fits_its_schema_and_tells_the_same_changes() -> None:
    found, before, after = pair(review(), later())
    tree = json.loads(render("json", found, before, after, "en"))
    jsonschema.validate(tree, json.loads(comparison_schema()))
    assert [(item["id"], item["direction"]) for item in tree["items"]] == [
        ("notice", "worse"),
        ("exclusive", "better"),
    ]
    assert tree["summary"] == {"worse": 1, "unclear": 0, "neutral": 0, "better": 1, "same": 3}
    (figure,) = tree["items"][0]["quotes"][0]["figures"]
    assert (figure["old"]["value"], figure["new"]["value"]) == (90.0, 100.0)


def test_the_shipped_schema_is_that_of_the_code() -> None:
    assert (data_dir("templates") / "comparison.schema.json").read_text(encoding="utf-8") == comparison_schema()


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [str(value) for name, value in attrs if name in ("href", "src") or name.startswith("on")]


@pytest.mark.parametrize(("old", "new"), [(review(), hostile_review()), (hostile_review(), review())])
@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_contract_text_that_bites_is_only_text(form: str, old: Review, new: Review) -> None:
    made = render(form, *pair(old, new), "en").decode()
    assert not FORBIDDEN & set(made)
    if form == "html":
        tags = Tags()
        tags.feed(made)
        assert tags.seen.isdisjoint({"script", "img"})
        assert all(link.startswith("#") for link in tags.links)


def test_a_quote_of_a_megabyte_is_cut() -> None:
    made = review()
    long = replace(EXCLUSIVE, quote="甲方不得自行运营店铺" * 100_000, marks=())
    new = replace(made, verdicts=(replace(made.verdicts[0], findings=(long,)), *made.verdicts[1:]))
    assert len(text_of(made, new)) < 20_000


def test_directions_have_a_name_each() -> None:
    found, before, after = pair(review(), review())
    said = render("text", found, before, after, "en").decode()
    assert all(f" {way if way != 'neutral' else 'changed'} 0" in said for way in Direction)
