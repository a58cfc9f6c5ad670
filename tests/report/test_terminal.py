"""The checklist in a terminal: worst first, within the width, and nothing in it is obeyed."""

import io
import time

import pytest
from factory import BOOK, finding, harmless, review, to_look_at
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from contractscan.model import Language, Review
from contractscan.report.safe import Segment
from contractscan.report.terminal import render_terminal, shorten, wrap
from contractscan.report.view import build_view


def lines(made: Review, language: Language = "en", width: int = 100) -> list[str]:
    return render_terminal(build_view(made, BOOK, language), width).plain.split("\n")


def test_the_worst_comes_first_and_each_item_has_its_answer_place_and_words() -> None:
    text = "\n".join(lines(review()))
    order = ["▲ High     Must the brand", "→ The brand is locked in · 第三条（二） · p. 2 [exclusive]"]
    order += ["“合作期内，甲方不得", "Who owns the store", "◆ Medium   How much notice"]
    found = [text.index(part) for part in order]
    assert found == sorted(found)


def test_what_only_the_detector_found_is_a_place_to_look_and_no_answer() -> None:
    text = "\n".join(lines(to_look_at()))
    assert "Look here\n◎ Is there a promise not to sue? → may be answered here (74%) · 10.2 · p. 3" in text
    assert "Other clauses worth a look\n◎ Volume restriction · 74% · 10.2 · p. 3" in text
    assert "Look here" not in "\n".join(lines(review()))


def test_sides_coverage_and_the_notice_are_there() -> None:
    text = "\n".join(lines(review()))
    assert "Brand: 甲方, 委托方 (杭州示例贸易有限公司) ← Reviewed for" in text
    assert "Partner: 乙方" in text
    assert "The whole file was read." in text
    assert "not legal advice" in text


def test_what_was_not_read_stands_before_any_answer() -> None:
    text = "\n".join(lines(review(unread=True)))
    assert text.index("p. 3: The page is a picture.") < text.index("▲ High     Must")
    assert "The whole file was read." not in text


def test_a_harmless_contract_is_short() -> None:
    assert len(lines(harmless())) < 16


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, language: Language) -> None:
    assert max(map(cell_len, lines(review(unread=True, decided=False), language, width))) <= width


def test_hostile_text_is_printed_as_it_is() -> None:
    out = io.StringIO()
    made = review(quote=finding("exclusive", "locked", "[red]x[/red] :smile: \x1b[31m\x07{{ 7*7 }} \u202eevil"))
    Console(file=out, width=100).print(render_terminal(build_view(made, BOOK, "en"), 100), soft_wrap=True)
    assert "“[red]x[/red] :smile: ␛[31m␇{{ 7*7 }} \ufffdevil”" in out.getvalue()
    assert "\x1b" not in out.getvalue()


def test_decisive_words_stand_out_where_a_terminal_has_styles() -> None:
    shown = render_terminal(build_view(review(), BOOK, "en"), 100)
    bold = {shown.plain[span.start : span.end] for span in shown.spans if span.style == "bold italic"}
    assert bold == {"不得自行运营", "不得另行委托", "九十日"}


def test_a_figure_beyond_its_norm_says_so_in_words() -> None:
    assert "notice: 九十日 (norm: ≤ 60 days) – outside" in "\n".join(lines(review()))


def test_lines_are_no_longer_than_an_eye_follows() -> None:
    assert max(map(cell_len, lines(review(unread=True, decided=False), width=240))) <= 120


def test_a_quote_of_a_megabyte_is_cut_without_being_measured() -> None:
    quote = (Segment("甲" * 500_000, False), Segment("独家", True), Segment("乙" * 500_000, False))
    began = time.monotonic()
    short = shorten(quote, 80)
    assert time.monotonic() - began < 0.5
    assert Segment("独家", True) in short


def test_lines_break_between_chinese_characters_but_not_before_a_full_stop() -> None:
    assert wrap("甲方应当付款。", 12) == ["甲方应当付", "款。"]
    assert wrap("the Client shall pay", 10) == ["the Client", "shall pay"]


@given(
    st.text(st.characters(exclude_categories=["C", "M", "Z"], include_characters=" "), max_size=60), st.integers(2, 30)
)
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    wrapped = wrap(text, width)
    assert "".join(wrapped).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line.rstrip()) <= width for line in wrapped)


@given(
    st.lists(st.builds(Segment, st.text("甲方a b。", min_size=1, max_size=30), st.booleans()), max_size=5),
    st.integers(10, 40),
)
def test_a_shortened_quote_fits_and_keeps_its_first_decisive_word_in_view(quote: list[Segment], width: int) -> None:
    short = "".join(segment.text for segment in shorten(quote, width))
    assert cell_len(short) <= width
    marked = next((segment.text for segment in quote if segment.marked), "")
    assert marked[:1] in short
