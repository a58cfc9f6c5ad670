"""The overview: contracts by risk, what failed, and nothing that bites."""

from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from factory import BOOK, review

from contractscan.report.index import BatchResult, FileResult, summarize
from contractscan.report.index.page import render_index


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.words = ""
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.targets += [value for name, value in attrs if name == "href" and value]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["script"]:
            self.words += data


def test_the_overview_ranks_by_high_then_medium_then_missing_then_unread() -> None:
    files = (
        FileResult("unread.pdf", "u", unread=3),
        FileResult("fine.pdf", "f"),
        FileResult("high.pdf", "h", high=1),
        FileResult("missing.pdf", "m", missing=1),
        FileResult("medium.pdf", "n", medium=9),
    )
    assert [f.path for f in BatchResult(files).ranked] == [
        "high.pdf",
        "medium.pdf",
        "missing.pdf",
        "unread.pdf",
        "fine.pdf",
    ]


def test_links_lead_to_the_report_whatever_the_name() -> None:
    name = "2025/100% #1? 合同 <b>.pdf.html"
    page = _Links(render_index(BatchResult((FileResult("x", name),)), BOOK, "zh"))
    assert {unquote(target) for target in page.targets} == {name}
    assert "#" not in page.targets[0]


def test_failures_are_listed_with_their_reason_and_never_ranked() -> None:
    page = _Links(render_index(BatchResult((FileResult("a.pdf", error="it needs a password."),)), BOOK, "en"))
    assert "a.pdf: it needs a password." in page.words
    assert page.targets == []


def test_doubts_are_shown_beside_the_contract() -> None:
    page = _Links(
        render_index(BatchResult((summarize(review(unread=True, decided=False), "a.pdf", "a.pdf.html"),)), BOOK, "en")
    )
    assert "sides not certain" in page.words
    assert "not fully read" in page.words


def test_an_interruption_and_other_files_are_mentioned() -> None:
    page = _Links(render_index(BatchResult((), left=7, skipped=(("", 1), (".png", 2))), BOOK, "en"))
    assert "7 not reviewed" in page.words
    assert "no extension × 1, .png × 2" in page.words


def test_hostile_names_are_text() -> None:
    name = "<script>alert(1)</script>{{ 7*7 }}\x1b[31m"
    page = _Links(
        render_index(BatchResult((FileResult(name, "r", brand=name), FileResult(name, error=name))), BOOK, "en")
    )
    assert page.tags.count("script") == 2, "the data, and what draws it"
    assert page.words.count("{{ 7*7 }}␛[31m") == 5


@pytest.mark.parametrize(("languages", "expected"), [(("zh", "zh", "en"), "zh-CN"), (("en",), "en"), ((), "en")])
def test_the_overview_speaks_the_language_of_most_contracts(languages: tuple[str, ...], expected: str) -> None:
    files = tuple(
        FileResult(str(i), str(i), language="zh" if code == "zh" else "en") for i, code in enumerate(languages)
    )
    assert f'<html lang="{expected}">' in render_index(BatchResult(files), BOOK)


def test_contracts_of_the_same_content_are_both_listed() -> None:
    files = (FileResult("a.pdf", "a.pdf.html"), FileResult("b/a.pdf", "a.pdf.html", same_as="a.pdf"))
    page = _Links(render_index(BatchResult(files), BOOK, "en"))
    assert page.targets == ["a.pdf.html"] * 4, "in the list, and in the heat map"
    assert "same content as a.pdf" in page.words


def test_only_the_user_interrupts() -> None:
    assert "was interrupted" in _Links(render_index(BatchResult((), left=7, interrupted=True), BOOK, "en")).words
    assert "was interrupted" not in _Links(render_index(BatchResult((), left=7, trouble="disk full"), BOOK, "en")).words
