"""The HTML report: whole, self-contained, inert but for its own script, and the same for the same review."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from factory import BOOK, EXCLUSIVE, PARTIES, finding, harmless, review, to_look_at

from contractscan.model import Basis, Gap, Language, Party, Review, Side, Value
from contractscan.report.html import render_html
from contractscan.report.index import BatchResult, summarize
from contractscan.report.index.page import render_index
from contractscan.report.view import build_view, build_views

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} "
    '=HYPERLINK("http://x") \x1b[31mred \u202eyb'
)


class _Page(HTMLParser):
    """What a browser would make of the page: its elements, its text, and what was left open."""

    _VOID = frozenset({"meta", "link", "img", "br", "hr", "input", "path", "circle"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self._VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1] in {"style", "script"}):
            self.words += data


def page(made: Review, language: Language = "zh") -> _Page:
    return _Page(render_html(build_view(made, BOOK, language)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_element_is_closed(language: Language) -> None:
    assert _Page(render_html(*build_views(review(), BOOK, language))).open == []


def test_the_page_asks_nothing_of_the_network_and_runs_nothing_but_its_own_script() -> None:
    html = render_html(*build_views(review(unread=True, decided=False), BOOK, "zh"))
    tags = _Page(html).tags
    assert not {"link", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in tags}
    assert not [
        name for _, attributes in tags for name in attributes if name.startswith("on") or name in {"src", "style"}
    ]
    assert "url(" not in html
    assert [a.get("type") for tag, a in tags if tag == "script"] == ["application/json", None]
    rules = policy(html)
    assert rules["default-src"] == ["'none'"]
    for element, rule in (("style", "style-src"), ("script", "script-src")):
        content = re.findall(rf"<{element}>(.*?)</{element}>", html, re.DOTALL)
        assert [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in content] == rules[rule]


def test_both_languages_are_in_the_page_and_the_text_of_the_contract_once() -> None:
    made = replace(review(), document=replace(review().document, text="只此一份的合同正文"))
    html = render_html(*build_views(made, BOOK, "zh"))
    assert html.count("只此一份的合同正文") == 1
    assert html.index("竞业与排他") < html.index('<template id="other" data-lang="en">') < html.rindex("Term and exit")
    assert 'data-do="language"' in html
    assert 'data-do="language"' not in render_html(build_view(made, BOOK, "zh"))


def policy(html: str) -> dict[str, list[str]]:
    content = next(a["content"] for _, a in _Page(html).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert content is not None
    return {rule.split()[0]: rule.split()[1:] for rule in content.split("; ")}


def test_the_overview_of_a_batch_runs_no_script_but_its_own() -> None:
    html = render_index(BatchResult((summarize(review(), "a.pdf", "a.pdf.html"),)), BOOK)
    (code,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert policy(html)["script-src"] == [f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"]
    assert policy(html)["default-src"] == ["'none'"]


@pytest.mark.parametrize("place", ["quote", "clause", "heading", "alias", "name", "path", "gap"])
def test_hostile_text_is_shown_as_text(place: str) -> None:
    made = review(unread=True, decided=False)
    if place == "quote":
        made = review(quote=finding("exclusive", "locked", HOSTILE))
    elif place in {"clause", "heading"}:
        made = review(quote=finding("exclusive", "locked", "独家", **{place: HOSTILE}))
    elif place == "path":
        made = replace(made, document=replace(made.document, path=HOSTILE.replace("/", "∕")))
    elif place == "gap":
        made = replace(made, document=replace(made.document, gaps=(Gap("image", HOSTILE, HOSTILE, HOSTILE),)))
    else:
        party = Party(HOSTILE, ()) if place == "name" else Party("", (HOSTILE,))
        made = replace(made, parties=replace(PARTIES, brand=party, decided=False))
    seen = page(made)
    assert "<script>alert(1)<" in seen.words
    assert "{{ 7*7 }} {% raw %}" in seen.words
    assert "␛[31mred" in seen.words
    assert "\u202e" not in seen.words
    assert "img" not in {tag for tag, _ in seen.tags}
    assert [tag for tag, _ in seen.tags].count("script") == 2


def test_it_reads_from_the_verdict_down_to_what_is_fine() -> None:
    words = page(review(), "en").words
    order = ["High risk for the brand", "Where the risks are", "The parties", "Must the brand use"]
    order += ["Who owns the store", "How much notice", "Which law governs", "Not in this contract", "not legal advice"]
    found = [words.rindex(part) for part in order]
    assert found == sorted(found)


def test_an_item_shows_its_evidence_with_the_decisive_words_marked() -> None:
    html = render_html(build_view(review(), BOOK, "en"))
    assert "甲方<mark>不得自行运营</mark>店铺，也<mark>不得另行委托</mark>任何第三方运营。" in html
    words = page(review(), "en").words
    assert "第三条（二） · p. 2 · 合作方式" in words
    assert "With one partner only, a poor one cannot be replaced." in words
    assert "This appointment is not exclusive." in words
    assert "《民法典》第九百三十三条" in words


def test_a_quote_is_in_its_own_language_whatever_that_of_the_page() -> None:
    languages = [a["lang"] for tag, a in page(review(), "en").tags if tag == "blockquote"]
    assert set(languages) == {"zh", "en"}
    assert [a["lang"] for tag, a in page(review(), "zh").tags if tag == "html"] == ["zh-CN"]


def test_figures_are_held_against_what_is_usual() -> None:
    words = page(review(), "en").words
    assert "九十日" in words
    assert re.search(r"≤ 60 days\s+outside", words)
    assert "≤ 60 天" in page(review(), "zh").words
    assert "industry practice, 2025" in words
    assert "行业惯例，2025" in page(review(), "zh").words


def test_a_contradiction_shows_both_sides() -> None:
    words = page(review(), "en").words
    after = words[words.index("Contradiction: Chinese and English disagree") :]
    assert "九十日书面通知" in after
    assert "thirty days’ notice" in after


def test_a_missing_protection_comes_with_wording_to_add() -> None:
    words = page(review(), "en").words
    after = words[words.rindex("Who owns the store") :]
    assert "The contract is silent" in after
    assert after.index("Wording to add") < after.index("All data of the store belongs to the Client.")
    assert words.count("Wording to add") == 1


def test_what_was_not_read_is_said_at_the_top_and_nothing_counts_as_missing() -> None:
    words = page(review(unread=True), "en").words
    assert "p. 3: The page is a picture. Install the ocr extra." in words
    assert words.index("These parts were not read") < words.index("Where the risks are")
    assert "Wording to add" not in words
    assert "Not found in what was read" in words
    assert "The whole file was read." not in words


def test_in_chinese_an_unread_part_is_explained_in_chinese_and_an_unknown_kind_in_the_readers_words() -> None:
    assert "第 3 页：此页是扫描图片" in page(review(unread=True), "zh").words
    odd = replace(review(), document=replace(review().document, gaps=(Gap("odd", "part 7", "Unheard of."),)))
    assert "part 7：Unheard of." in page(odd, "zh").words


def test_a_gap_of_many_pages_names_them_all() -> None:
    gaps = (Gap("time-out", "pages 12-30", "The time was over.", "Allow more.", 12),)
    cut = replace(review(), document=replace(review().document, gaps=gaps))
    assert "第 12–30 页：读取时间已到" in page(cut, "zh").words
    assert "pp. 12–30: The time was over. Allow more." in page(cut, "en").words


def test_pages_with_the_same_thing_the_matter_are_one_gap() -> None:
    gaps = tuple(Gap("scanned-page", f"page {i}", "A picture.", "Use OCR.", i) for i in (2, 3, 4, 7))
    cut = replace(review(), document=replace(review().document, gaps=gaps))
    assert [gap.where for gap in build_view(cut, BOOK, "en").gaps] == ["pp. 2–4", "p. 7"]


def test_sides_that_the_user_decided_say_so() -> None:
    made = replace(review(), parties=replace(PARTIES, basis=(Basis("overruled", "乙方", 0, 0),)))
    assert "As you said, “乙方” is the brand" in page(made, "en").words


def test_sides_that_were_not_decided_are_a_warning() -> None:
    assert "The contract does not say which party is the brand" in page(review(decided=False), "en").words
    assert "The contract does not say which party is the brand" not in page(review(), "en").words


def test_sides_that_were_decided_give_the_words_that_decided() -> None:
    assert "“甲方（委托方）”" in page(review(), "en").words


def test_the_other_side_has_its_own_view() -> None:
    words = page(review(side=Side.PARTNER), "en").words
    assert "With one partner only" not in words


def test_nothing_found_is_only_good_news_where_everything_was_read() -> None:
    assert (
        "Nothing was found that harms the brand, and no expected protection is missing." in page(harmless(), "en").words
    )
    unread = replace(harmless(), document=replace(harmless().document, gaps=(Gap("image", "page 1", "A picture."),)))
    assert "no conclusion yet" in page(unread, "en").words


def test_the_same_review_gives_the_same_bytes() -> None:
    assert render_html(build_view(review(), BOOK, "zh")) == render_html(build_view(review(), BOOK, "zh"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast_to_be_read(scheme: str) -> None:
    from contractscan.resources import data_dir

    css = (data_dir("templates") / "style.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css.split("@media")[0 if scheme == "light" else 1]))
    pairs = [(ink, ground) for ink in ("ink", "soft", "accent") for ground in ("page", "card", "quote")]
    pairs += [
        (tone, ground)
        for tone in ("high", "medium", "low", "ok", "info", "missing")
        for ground in ("card", f"{tone}-bg")
    ]
    pairs += [("ink", "mark"), ("ink", "medium-bg"), ("soft", "medium-bg")]
    for ink, ground in pairs:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two colours."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_how_each_part_was_read_is_told_in_both_languages() -> None:
    assert "pp. 1–7: text" in page(review(), "en").words
    assert "p. 8: OCR, 93% sure on average" in page(review(), "en").words
    assert "第 8 页：OCR 识别，平均把握 93%" in page(review(), "zh").words


def test_a_quote_that_is_hardly_legible_says_so() -> None:
    made = review(quote=replace(EXCLUSIVE, legibility=0.61))
    assert "which is only 61% sure of it" in page(made, "en").words
    assert "sure of it" not in page(review(quote=replace(EXCLUSIVE, legibility=0.97)), "en").words


def test_a_change_names_who_made_it_and_when() -> None:
    stated = {"insertion": "独家", "author": "王敏", "date": "2026-03-02T10:00:00Z"}
    values = tuple(Value(name, text, text, "", 100, 102) for name, text in stated.items())
    made = review(quote=replace(EXCLUSIVE, values=values))
    assert "插入“独家”（王敏，2026-03-02 10:00）" in page(made, "zh").words
    unsigned = review(quote=replace(EXCLUSIVE, values=values[:1]))
    assert "Inserted: “独家” (not signed)" in page(unsigned, "en").words


def test_what_only_the_detector_found_is_shown_with_its_probability_and_apart_from_what_is_absent() -> None:
    made = render_html(build_view(to_look_at(), BOOK, "en"))
    look = made[made.index('data-group="look"') :]
    assert "may be answered here (74%)" in look
    assert "It shall not challenge." in look
    assert "It is no verdict" in look
    assert "Other clauses worth a look (1)" in look
    assert 'data-group="absent"' not in made
