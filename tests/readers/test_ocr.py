"""OCR: pictures of lines become lines in their places, and what was not read is told."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from contractscan.readers import Ocr, ReadOptions, boxes, ocr, ocr_cache, ocr_engine, read
from contractscan.readers.ocr_engine import Pixels, Quads, Reading
from contractscan.readers.ocr_lines import PageLines, lines_of
from contractscan.readers.ocr_page import PageReading, read_page
from contractscan.readers.ocr_rows import Piece, find_gutter
from contractscan.readers.ocr_signs import tell_per_mille
from contractscan.readers.page import Rect
from contractscan.readers.source import Source

from .conftest import pdf_bytes, write_lines
from .test_pdf import FILL, picture, together

Save = Callable[[str, bytes | str], Path]


@dataclass
class FakeEngine:
    """Finds what it is told to find, and reads a line as the shade of its first pixel."""

    quads: list[Quads] = field(default_factory=list)
    readings: dict[int, Reading] = field(default_factory=dict)
    sees: int = 0

    def find(self, pixels: Pixels) -> Quads:
        self.sees += 1
        return self.quads.pop(0) if self.quads else np.zeros((0, 4, 2), np.float32)

    def cut(self, pixels: Pixels, quads: Quads) -> list[Pixels]:
        return [pixels[int(quad[0, 1]) : int(quad[2, 1]), int(quad[0, 0]) : int(quad[2, 0])] for quad in quads]

    def read(self, lines: Sequence[Pixels]) -> list[Reading]:
        return [self.readings.get(int(line[0, 0, 0]), Reading("", 0.0)) for line in lines]

    def upside_down(self, lines: Sequence[Pixels]) -> list[bool]:
        return [False] * len(lines)


def quad(x0: float, top: float, x1: float, bottom: float) -> Quads:
    return np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], np.float32)


def paper(width: int = 600, height: int = 400, marked: bool = True) -> Pixels:
    pixels = np.full((height, width, 3), 255, np.uint8)
    if marked:
        pixels[100:104, 100:300:3] = 0
    return pixels


def piece(text: str, x0: float, middle: float, *, width: float = 100, height: float = 12, sure: float = 0.9) -> Piece:
    place = Rect(x0, middle - height / 2, x0 + width, middle + height / 2)
    return Piece(text, sure, place, place)


def reading(*pieces: Piece, tables: tuple[tuple[Rect, ...], ...] = (), has_ink: bool = True) -> PageReading:
    return PageReading(pieces, tables, 842.0, has_ink)


def source(timeout: float = 60.0, progress: Callable[[int, int], None] | None = None, **options: object) -> Source:
    import time

    made = Source("a.pdf", b"", "", ReadOptions(**options), time.monotonic() + timeout)  # type: ignore[arg-type]
    return made if progress is None else Source(made.path, b"", "", made.options, made.deadline, progress)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeEngine]:
    engine = FakeEngine()
    monkeypatch.setattr(ocr, "engine", lambda: engine)
    monkeypatch.setattr(ocr, "why_not", lambda: "")
    monkeypatch.setattr(ocr_cache, "folder", lambda: tmp_path / "kept")
    yield engine


# ---------------------------------------------------------------- lines


def test_pieces_of_one_row_are_one_line() -> None:
    row = piece("of the", 186, 101, width=40), piece("at the end", 80, 100)
    found = lines_of(reading(*row, piece("month", 80, 120)), 3)
    assert [(line.text, line.page, line.first_char) for line in found.lines] == [
        ("at the end of the", 3, -1),
        ("month", 3, -2),
    ]
    assert found.lines[0].place == Rect(80, 94, 226, 107)


def test_pieces_with_a_wide_gap_are_parts_of_their_line() -> None:
    found = lines_of(reading(piece("ODR", 80, 100), piece("1%", 300, 100)), 1)
    assert [[part.text for part in parts] for parts in found.pieces.values()] == [["ODR", "1%"]]


def test_a_line_is_as_sure_as_its_characters_are_on_average() -> None:
    found = lines_of(reading(piece("12", 80, 100, sure=0.5), piece("345678", 190, 100, sure=0.9)), 1)
    assert found.lines[0].confidence == pytest.approx(0.8)


def test_short_lines_are_as_high_as_the_long_ones_of_the_same_font() -> None:
    found = lines_of(reading(piece("long line", 80, 100), piece("码。", 80, 120, width=20, height=18)), 1)
    assert found.lines[1].size == found.lines[0].size == 12


def test_a_heading_keeps_its_height() -> None:
    found = lines_of(reading(*(piece("line", 80, 20 * i) for i in range(2, 6)), piece("TITLE", 80, 10, height=20)), 1)
    assert found.lines[0].size == 20


def test_a_number_is_set_apart_from_a_quote() -> None:
    found = lines_of(reading(piece("1.2“店铺”指甲方的店铺。", 80, 100)), 1)
    assert found.lines[0].text == "1.2 “店铺”指甲方的店铺。"


@pytest.mark.parametrize("text", ["(“Brand)", '(Brand")', '(the "Brand)', '("Brand")'])
def test_a_quote_lost_at_a_defined_term_is_put_back(text: str) -> None:
    line = lines_of(reading(piece(text, 80, 100)), 1).lines[0].text
    assert line.count('"') + line.count("“") == 2


def test_specks_are_no_text() -> None:
    assert lines_of(reading(piece("。", 80, 100), piece("|", 90, 120)), 1).lines == []


def test_lines_in_ruled_cells_stand_in_a_table() -> None:
    cells = tuple(Rect(x, y, x + 200, y + 30) for y in (100, 130) for x in (50, 250))
    found = lines_of(reading(piece("fee", 60, 115), piece("8%", 260, 115), piece("after", 60, 200), tables=(cells,)), 1)
    assert [(cell.row, cell.column, [line.text for line in cell.lines]) for cell in found.tables[0].cells] == [
        (0, 0, ["fee"]),
        (0, 1, ["8%"]),
        (1, 0, []),
        (1, 1, []),
    ]
    assert [line.text for line in found.lines] == ["after"]


def test_a_frame_around_text_is_no_table() -> None:
    cells = (Rect(50, 100, 60, 200), Rect(60, 100, 500, 200))
    found = lines_of(reading(piece("framed", 70, 150), tables=(cells,)), 1)
    assert (found.tables, [line.text for line in found.lines]) == ([], ["framed"])


def test_a_gutter_is_between_columns_of_text_and_not_between_cells() -> None:
    prose = [piece("text", x, 20 * i, width=200) for i in range(1, 7) for x in (50, 280)]
    cells = [piece("cell", x, 20 * i, width=40) for i in range(1, 7) for x in (50, 280)]
    gutter = find_gutter(prose)
    assert gutter is not None
    assert 250 <= gutter <= 280
    assert find_gutter(cells) is None


# ---------------------------------------------------------------- pages


def test_places_are_in_points(fake: FakeEngine) -> None:
    fake.quads = [np.array([quad(100, 100, 300, 120)])]
    fake.readings = {0: Reading("words", 0.9)}
    found = read_page(fake, paper(), 0.36)  # type: ignore[arg-type]
    assert [(each.text, each.confidence) for each in found.pieces] == [("words", 0.9)]
    assert found.pieces[0].place.x0 == pytest.approx(36)
    assert found.pieces[0].shown.bottom == pytest.approx(43.2)


def test_a_page_that_lies_on_its_side_is_turned(fake: FakeEngine) -> None:
    down_the_page = np.array([quad(100 + 40 * i, 50, 120 + 40 * i, 350) for i in range(4)])
    upright = np.array([quad(50, 100 + 40 * i, 350, 120 + 40 * i) for i in range(4)])
    fake.quads = [down_the_page, upright]
    fake.readings = {255: Reading("words", 0.9), 0: Reading("words", 0.9)}
    found = read_page(fake, paper(marked=False), 1.0)  # type: ignore[arg-type]
    assert found.height == 600
    assert found.pieces[0].place == Rect(50, 100, 350, 120)
    assert found.pieces[0].shown == Rect(480, 50, 500, 350)


def test_askew_lines_are_levelled(fake: FakeEngine) -> None:
    slope = np.array([[100, 100], [400, 106], [400, 126], [100, 120]], np.float32)
    fake.quads = [np.array([slope, slope + np.array([0, 60], np.float32)])]
    fake.readings = {255: Reading("words", 0.9)}
    found = read_page(fake, paper(marked=False), 1.0)  # type: ignore[arg-type]
    assert found.pieces[0].place.bottom - found.pieces[0].place.top == pytest.approx(20, abs=0.5)
    assert found.pieces[0].shown.bottom - found.pieces[0].shown.top == pytest.approx(26, abs=0.5)


@pytest.mark.parametrize("marked", [True, False])
def test_a_page_without_text_is_blank_or_has_ink(fake: FakeEngine, marked: bool) -> None:
    assert read_page(fake, paper(marked=marked), 1.0).has_ink is marked  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("whole", "near", "expected"),
    [
        ("付1%0的违约金", "", "付1‰的违约金"),
        ("a fee of 1%o per day", "", "a fee of 1‰ per day"),
        ("付1%的违约金", "1%0", "付1‰的违约金"),
        ("付1%的违约金", "1%的", "付1%的违约金"),
        ("a fee of 5%of sales", "5%of", "a fee of 5%of sales"),
    ],
)
def test_per_mille_is_not_taken_for_percent(fake: FakeEngine, whole: str, near: str, expected: str) -> None:
    fake.readings = {0: Reading(near, 0.9)}
    line = np.zeros((20, 200, 3), np.uint8)
    found = tell_per_mille(fake, [line], [Reading(whole, 0.9, (0.5,))])  # type: ignore[arg-type]
    assert found[0].text == expected


# ---------------------------------------------------------------- many pages


def scans(count: int) -> list[ocr.Scan]:
    return [ocr.Scan(number, lambda number=number: (paper(600 + number), 0.36)) for number in range(1, count + 1)]  # type: ignore[misc]


def test_pages_come_in_order_and_progress_is_told(fake: FakeEngine) -> None:
    fake.quads = [np.array([quad(100, 100, 300, 120)]) for _ in range(5)]
    fake.readings = {0: Reading("words", 0.95)}
    told: list[tuple[int, int]] = []
    found = ocr.recognise(scans(5), source(progress=lambda done, total: told.append((done, total)), threads=2))
    assert [each.found.lines[0].page for each in found] == [1, 2, 3, 4, 5]
    assert told == [(i, 5) for i in range(1, 6)]
    assert [each.gap for each in found] == [None] * 5


def test_no_page_is_begun_after_the_deadline(fake: FakeEngine) -> None:
    found = ocr.recognise(scans(3), source(timeout=-1))
    assert [(each.gap.kind, each.gap.page) for each in found if each.gap] == [("time-out", i) for i in (1, 2, 3)]
    assert fake.sees == 0


def test_a_page_that_cannot_be_drawn_is_a_gap_and_the_others_are_read(fake: FakeEngine) -> None:
    def fail() -> tuple[Pixels, float]:
        raise OSError

    found = ocr.recognise([ocr.Scan(1, fail), ocr.Scan(2, lambda: (paper(marked=False), 1.0))], source())
    assert [each.gap and each.gap.kind for each in found] == ["page-error", None]


@pytest.mark.parametrize(("sure", "gap"), [(0.95, None), (0.5, "illegible")])
def test_text_that_is_hardly_legible_is_kept_with_a_gap(fake: FakeEngine, sure: float, gap: str | None) -> None:
    fake.quads = [np.array([quad(100, 100, 300, 120)])]
    fake.readings = {0: Reading("words", sure)}
    found = ocr.recognise(scans(1), source())[0]
    assert found.found.lines[0].text == "words"
    assert (found.gap.kind if found.gap else None) == gap


def test_ink_without_text_is_a_gap(fake: FakeEngine) -> None:
    found = ocr.recognise(scans(1), source())[0]
    assert found.gap is not None
    assert (found.gap.kind, found.found) == ("unreadable-page", PageLines())


# ---------------------------------------------------------------- what is kept


def test_a_picture_is_read_once(fake: FakeEngine) -> None:
    fake.quads = [np.array([quad(100, 100, 300, 120)])]
    fake.readings = {0: Reading("words", 0.95)}
    first, second = (ocr.recognise(scans(1), source())[0].found.lines for _ in range(2))
    assert first == second
    assert fake.sees == 1


def test_what_is_kept_is_for_the_user_alone(fake: FakeEngine) -> None:
    ocr.recognise(scans(1), source())
    assert stat.S_IMODE(ocr_cache.folder().stat().st_mode) == 0o700
    assert len(list(ocr_cache.folder().iterdir())) == 1


def test_a_damaged_reading_is_made_anew(fake: FakeEngine) -> None:
    ocr.recognise(scans(1), source())
    for file in ocr_cache.folder().iterdir():
        file.write_text("{")
    ocr.recognise(scans(1), source())
    assert fake.sees == 2


def test_the_oldest_readings_go_first(fake: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    for i, key in enumerate(("old", "new")):
        ocr_cache.keep(key, reading(piece("words" * 50, 1, 1)))
        os.utime(ocr_cache.folder() / f"{key}.json", (i, i))
    monkeypatch.setattr(ocr_cache, "MOST_BYTES", 600)
    ocr_cache.trim()
    assert [file.stem for file in ocr_cache.folder().iterdir()] == ["new"]


def test_another_size_of_the_same_pixels_is_another_picture() -> None:
    assert ocr_cache.key_of(paper(), 0.36) != ocr_cache.key_of(paper(), 0.48)


# ---------------------------------------------------------------- whether there is OCR


def test_without_the_extra_scans_are_listed_with_what_to_install(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engine, "find_spec", lambda name: None)
    gap = read(save("a.pdf", pdf_bytes([picture(0, 0, 595, 842)]))).gaps[0]
    assert (gap.kind, gap.page) == ("scanned-page", 1)
    assert "pip install 'contractscan[ocr]'" in gap.fix


def test_a_package_without_its_models_is_no_ocr(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr_engine, "_models", lambda: tmp_path)
    assert "models" in ocr_engine.why_not()


def test_where_ocr_is_not_allowed_the_gap_says_how_to_allow_it(save: Save) -> None:
    gap = read(save("a.pdf", pdf_bytes([picture(0, 0, 595, 842)])), ReadOptions(ocr=Ocr.NEVER)).gaps[0]
    assert "--ocr auto" in gap.fix


# ---------------------------------------------------------------- pages of a PDF


def test_always_reads_pages_with_a_good_layer_too(save: Save, fake: FakeEngine) -> None:
    fake.quads = [np.array([quad(100, 100, 300, 120)])]
    fake.readings = {255: Reading("recognised", 0.95)}
    page = save("a.pdf", pdf_bytes([write_lines(["1. The fee is due monthly."])]))
    assert read(page, ReadOptions(ocr=Ocr.ALWAYS)).text == "recognised"
    assert read(page).text == "1. The fee is due monthly."


def test_a_scan_kept_in_strips_is_one_picture(save: Save, fake: FakeEngine) -> None:
    strips = [picture(0, 842 - 84.2 * (i + 1), 595, 84.2) for i in range(10)]
    read(save("a.pdf", pdf_bytes([together(*strips, write_lines(["7"], top=30))])))
    assert fake.sees == 1


def test_a_large_photo_among_text_is_noted(save: Save, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "read_page", lambda *_: reading())
    document = read(save("a.pdf", pdf_bytes([together(picture(72, 100, 450, 400), write_lines([FILL] * 3))])))
    assert (document.gaps, [note.kind for note in document.notes]) == ((), ["picture-without-text"])


# ---------------------------------------------------------------- the engine itself

real = pytest.mark.skipif(bool(ocr_engine.why_not()), reason="needs the OCR extra: pip install -e '.[ocr]'")


@real
def test_nothing_is_asked_of_the_network_and_nothing_is_said(
    in_checkout: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(ocr, "engine", ocr_engine.Engine)
    monkeypatch.setattr(ocr_cache, "folder", lambda: tmp_path)
    document = read("tests/files/fax.tif")
    assert document.text.startswith("1. Agency Services")
    assert capfd.readouterr() == ("", "")


@real
def test_a_quote_is_shown_where_it_stands_on_a_page_turned_sideways(in_checkout: Path) -> None:
    document = read("tests/files/scanned-sideways.pdf")
    at = document.text.index("8,000")
    box = boxes(document, document.text.rindex("\n", 0, at) + 1, document.text.index("\n", at))[0]
    assert box.bottom - box.top > 5 * (box.x1 - box.x0)
    assert 0 < box.x0 < box.x1 < 210


@real
def test_a_picture_in_another_document_gives_its_paragraphs(in_checkout: Path) -> None:
    found = ocr.read_picture(Path("tests/files/photo.jpg").read_bytes(), source())
    assert found is not None
    assert found.paragraphs[0] == "1. Agency Services"
    assert found.confidence > 0.9


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + bytes(20)])
def test_a_damaged_picture_in_another_document_is_none(fake: FakeEngine, data: bytes) -> None:
    assert ocr.read_picture(data, source()) is None


def test_no_picture_is_read_where_ocr_is_not_allowed(fake: FakeEngine, in_checkout: Path) -> None:
    data = Path("tests/files/photo.jpg").read_bytes()
    assert ocr.read_picture(data, source(ocr=Ocr.NEVER)) is None
    assert fake.sees == 0
