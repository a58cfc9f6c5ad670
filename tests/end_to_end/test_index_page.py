"""The overview of a batch in the hands of a reader: a real browser, five thousand contracts, scripts on and off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from contractscan.report.index import BatchResult
from contractscan.report.index.page import render_index
from contractscan.rules import load_rules
from tests.end_to_end.browser import CHROMIUM, Watch, launched
from tests.report.batches import LOCKED, contract, folder

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine to open the overview in")

Opener = Callable[..., Page]
COUNT = 240


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(folder(COUNT), tmp_path_factory.mktemp("index") / "index.html")


def written(result: BatchResult, path: Path) -> Path:
    path.write_bytes(render_index(result, load_rules(), "en").encode("utf-8", "backslashreplace"))
    return path


@pytest.fixture
def opened(browser: Browser, index: Path) -> Iterator[Opener]:
    """Opens an overview in a fresh profile; it must keep quiet to the end."""
    watches: list[Watch] = []
    contexts = []

    def open_page(path: Path = index, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        watches.append(Watch(path))
        watches[-1](page)
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [watch.asked for watch in watches if watch.asked] == []
    assert [watch.troubles for watch in watches if watch.troubles] == []


def names(page: Page) -> list[str]:
    return page.locator("#list tbody th a").all_inner_texts()


def shown(page: Page) -> int:
    return int(page.locator("#shown").inner_text().split()[0])


def test_the_first_rows_are_readable_without_scripts(opened: Opener) -> None:
    page = opened(java_script_enabled=False)
    assert len(names(page)) == 100
    expect(page.locator("#heat")).to_be_visible()
    expect(page.locator(".toolbar")).to_be_hidden()
    expect(page.get_by_text("These are the first 100 of 240")).to_be_visible()


def test_the_script_draws_the_same_rows(opened: Opener) -> None:
    plain, drawn = opened(java_script_enabled=False), opened()
    for part in ("#list tbody tr", "#heat tbody tr"):
        same = [
            [row.replace("\n", "").replace(" ", "") for row in page.locator(part).all_text_contents()[:100]]
            for page in (plain, drawn)
        ]
        assert same[0] == same[1]


def test_more_rows_are_drawn_as_they_are_wanted(opened: Opener) -> None:
    page = opened()
    for _ in range(3):
        page.locator("#list tbody tr").last.scroll_into_view_if_needed()
        page.mouse.wheel(0, 5_000)
    expect(page.locator("#list tbody tr")).to_have_count(COUNT)


def test_chips_search_family_and_question_narrow_the_table(opened: Opener) -> None:
    page = opened()
    page.locator("[data-key=high][aria-pressed]").click()
    assert shown(page) == COUNT // 2
    page.locator("[data-key=missing][aria-pressed]").click()
    assert shown(page) == COUNT // 6
    page.locator("#reset").click()
    page.locator("#search").fill("示例17有限")
    expect(page.locator("#shown")).to_have_text("1 of 240 contracts")
    assert names(page) == ["2025/代运营合同-00017.pdf"]
    page.locator("#reset").click()
    page.locator("#family").select_option(label="Data and access")
    assert shown(page) == COUNT // 3
    page.locator("#reset").click()
    page.locator(".trends button").nth(1).click()
    assert shown(page) == COUNT // 2
    assert page.locator("#item").input_value() != ""


def test_contracts_that_were_not_read_in_full_or_have_uncertain_sides_are_found(opened: Opener) -> None:
    page = opened()
    page.locator("[data-key=incomplete][aria-pressed]").click()
    assert shown(page) == COUNT // 5
    expect(page.locator("#list tbody tr").first).to_contain_text("not fully read: page 3")
    page.locator("#reset").click()
    page.locator("[data-key=undecided][aria-pressed]").click()
    assert shown(page) == len(range(0, COUNT, 11))


def test_columns_sort_both_ways_and_say_so(opened: Opener) -> None:
    page = opened()
    head = page.locator("#list th[data-sort=path]")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert names(page)[:2] == ["2025/代运营合同-00000.pdf", "2025/代运营合同-00001.pdf"]
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert names(page)[0] == f"2025/代运营合同-{COUNT - 1:05d}.pdf"


def test_the_heat_map_shows_families_and_sorts_by_one(opened: Opener) -> None:
    page = opened()
    expect(page.locator("#heat")).to_be_hidden()
    page.get_by_role("button", name="Heat map").click()
    expect(page.locator("#list")).to_be_hidden()
    page.locator("#heat th[data-sort=family-0] button").click()
    cell = page.locator("#heat tbody tr").first.locator("td").first
    expect(cell).to_have_class("cell high")
    expect(cell).to_have_text("1 High")


def test_rows_lead_to_their_reports(opened: Opener) -> None:
    link = opened().locator("#list tbody th a").first
    assert link.get_attribute("href") == folder(COUNT).ranked[0].link


def test_figures_that_stand_out_are_named(opened: Opener) -> None:
    page = opened()
    page.locator("details.trends summary").click()
    expect(page.locator("details.trends")).to_contain_text("365 日")
    expect(page.locator("details.trends")).to_contain_text("代运营合同-00007.pdf")


def test_hostile_names_are_text_in_every_row(opened: Opener, tmp_path: Path) -> None:
    name = '<img src=x onerror="document.title=1"></script><script>document.title=2</script>{{7*7}}\u202e\ud800\x1b'
    bad = replace(contract(1, LOCKED), path=name, brand=name, partner=name, same_as=name, complete=False, gaps=(name,))
    page = opened(written(BatchResult((bad,)), tmp_path / "index.html"))
    assert page.title() == "Contracts by risk · contractscan"
    assert page.locator("img").count() == 0
    assert "{{7*7}}" in names(page)[0]
    assert "\u202e" not in page.content()
    link = page.locator("#list tbody th a").first.get_attribute("href")
    assert link == bad.link


def test_five_thousand_contracts_open_quickly(opened: Opener, tmp_path: Path) -> None:
    path = written(folder(5_000), tmp_path / "index.html")
    begun = time.monotonic()
    page = opened(path)
    expect(page.locator("#shown")).to_have_text("5000 of 5000 contracts")
    assert time.monotonic() - begun < 6, "it takes one second on two cores"
    page.locator("#search").fill("04999")
    expect(page.locator("#shown")).to_have_text("1 of 5000 contracts")


def test_an_empty_folder_has_a_page(opened: Opener, tmp_path: Path) -> None:
    page = opened(written(BatchResult(()), tmp_path / "index.html"))
    expect(page.get_by_text("There is no contract to review in this folder.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_a_screen_reader_or_the_eye_out(opened: Opener, browser: Browser, scheme: str) -> None:
    page = opened(color_scheme=scheme, bypass_csp=True)
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]] == []
