"""The marked PDF: what stands under the marks, what becomes of the file, and what hostile words can do."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from factory import BOOK, EXCLUSIVE, PARTIES, review

from contractscan.errors import ReadError
from contractscan.model import Box, Document, Finding, Language, Line, Review, Risk, Side, Status, Verdict
from contractscan.readers import Ocr, ReadOptions, ocr_engine, read
from contractscan.readers.pdf_page import PageView
from contractscan.report.pdf import annotate, memo, sheets, system_fonts
from contractscan.report.pdf.cff import UnsupportedFontError, character_ids
from contractscan.report.pdf.frame import frame_of
from contractscan.report.view import ReportView, build_view
from tests.readers.conftest import pdf_bytes, write_lines

WITHOUT_OCR = ReadOptions(ocr=Ocr.NEVER)
CLAUSE = (
    "2.1 During the term the Brand shall not appoint another agency",
    "for the Store, and shall run no campaign of its own there.",
    "2.2 The Agency reports each month.",
)
Draw = Callable[..., None]


class Marked:
    """A file that was marked, its bytes before and after, and the quote."""

    def __init__(
        self,
        path: Path,
        quote: str,
        *,
        options: ReadOptions = WITHOUT_OCR,
        language: Language = "en",
        document: Document | None = None,
    ) -> None:
        self.before = path.read_bytes()
        self.password = options.password
        self.document = document or read(path, options)
        self.quote = quote
        self.view = view_of(self.document, [found_in(self.document, quote)], language)
        self.after = annotate(path, self.document, self.view, options.password)

    def highlights(self) -> list[tuple[int, pikepdf.Dictionary, list[str]]]:
        """The highlights with their pages (from 1), and what stands under each of their quads."""
        found: list[tuple[int, pikepdf.Dictionary, list[str]]] = []
        pdf = self.opened = pikepdf.open(io.BytesIO(self.after), password=self.password or "")
        with closing(pypdfium2.PdfDocument(self.after, password=self.password)) as shown:
            for number, page in enumerate(pdf.pages, 1):
                with PageView(shown, number) as view:
                    found += [
                        (number, mark, [view.text_in(*bounds) for bounds in quads(mark)])
                        for mark in page.get("/Annots", [])
                        if mark.Subtype == "/Highlight" and str(mark.get("/T", "")) == "contractscan"
                    ]
        return found

    def text_under_marks(self) -> str:
        return words("".join("".join(texts) for _, _, texts in self.highlights()))


def quads(mark: pikepdf.Dictionary) -> list[tuple[float, float, float, float]]:
    points = [float(value) for value in mark.QuadPoints]
    corners = [points[i : i + 8] for i in range(0, len(points), 8)]
    return [(min(c[::2]), min(c[1::2]), max(c[::2]), max(c[1::2])) for c in corners]


def words(text: str) -> str:
    return "".join(text.split())


def found_in(document: Document, quote: str) -> Finding:
    place = re.search(r"\s+".join(map(re.escape, quote.split())), document.text)
    assert place is not None
    return replace(EXCLUSIVE, start=place.start(), end=place.end(), quote=place[0], marks=(), page=1, clause="2.1")


def view_of(document: Document, findings: Sequence[Finding], language: Language = "en") -> ReportView:
    verdict = Verdict("exclusive", "restrictions", Status.RISK, Risk.HIGH, tuple(findings))
    silent = Verdict("data", "data", Status.MISSING, Risk.HIGH)
    return build_view(Review(document, PARTIES, Side.BRAND, (verdict, silent), version="0.1.0"), BOOK, language)


def text_of(data: bytes, first: int = 0) -> str:
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        return "\n".join(pdf[i].get_textpage().get_text_range() for i in range(first, len(pdf)))


def one_page(tmp_path: Path, lines: Sequence[str] = CLAUSE, edit: Callable[[pikepdf.Pdf], None] | None = None) -> Path:
    return saved(tmp_path, pdf_bytes([write_lines(lines)]), edit)


def saved(tmp_path: Path, content: bytes, edit: Callable[[pikepdf.Pdf], None] | None = None, **options: object) -> Path:
    path = tmp_path / "contract.pdf"
    if edit is None and not options:
        path.write_bytes(content)
        return path
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if edit:
            edit(pdf)
        pdf.save(path, **options)
    return path


QUOTE = "the Brand shall not appoint another agency for the Store, and shall run no campaign of its own there."


# ---------------------------------------------------------------- what is marked


def test_a_quote_is_marked_word_for_word_with_a_quad_for_each_line(tmp_path: Path) -> None:
    marked = Marked(one_page(tmp_path), QUOTE)
    ((page, mark, under),) = marked.highlights()
    assert page == 1
    assert under == ["the Brand shall not appoint another agency", CLAUSE[1]]
    assert mark.F == 4  # printed
    assert "/Popup" in mark and mark.Popup.Parent.objgen == mark.objgen


def test_the_note_says_question_risk_answer_reason_and_what_to_ask_for(tmp_path: Path) -> None:
    marked = Marked(one_page(tmp_path), QUOTE)
    ((_, mark, _),) = marked.highlights()
    assert str(mark.Contents).split("\n") == [
        "[High] Must the brand use this partner alone (exclusive, sole, no other appointment)?",
        "Answer: The brand is locked in",
        "Why it matters: With one partner only, a poor one cannot be replaced.",
        "What to ask for: This appointment is not exclusive.",
    ]


def test_a_mark_keeps_to_its_column(tmp_path: Path) -> None:
    right = ["3. The fee is nine percent of", "the net sales of each month."]

    def draw(canvas: object) -> None:
        left = ["1. The Brand shall not appoint", "another agency for the Store.", "2. Reports are monthly."]
        write_lines(left, left=60)(canvas)
        write_lines([*right, "4. It is paid at once."], left=320)(canvas)

    marked = Marked(saved(tmp_path, pdf_bytes([draw])), "The Brand shall not appoint another agency for the Store.")
    assert marked.text_under_marks() == words(marked.quote)
    assert all(bounds[2] < 320 for _, mark, _ in marked.highlights() for bounds in quads(mark))


def test_a_quote_over_a_page_break_is_marked_on_both_pages(tmp_path: Path) -> None:
    pages = [write_lines(["1. Term", CLAUSE[0]], top=80), write_lines([CLAUSE[1], "2.2 The Agency reports."])]
    marked = Marked(saved(tmp_path, pdf_bytes(pages)), QUOTE)
    assert [(page, words("".join(under))) for page, _, under in marked.highlights()] == [
        (1, words("the Brand shall not appoint another agency")),
        (2, words(CLAUSE[1])),
    ]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_marks_are_right_on_a_page_that_is_cropped_and_turned(tmp_path: Path, rotation: int) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.mediabox, page.cropbox, page.Rotate = [-20, -30, 620, 900], [40, 300, 500, 800], rotation

    marked = Marked(one_page(tmp_path, edit=turn), QUOTE)
    assert marked.text_under_marks() == words(QUOTE)
    assert [len(under) for _, _, under in marked.highlights()] == [2]


def test_a_mark_can_be_seen_where_its_words_are_and_nowhere_else(tmp_path: Path) -> None:
    marked = Marked(one_page(tmp_path), "shall not appoint")
    before, after = (drawn(data) for data in (marked.before, marked.after))
    changed = [(x, y) for x in range(before.width) for y in range(before.height) if is_tinted(after.getpixel((x, y)))]
    ((_, mark, _),) = marked.highlights()
    ((left, bottom, right, top),) = quads(mark)
    assert min(x for x, _ in changed) / 2 == pytest.approx(left, abs=2)
    assert max(x for x, _ in changed) / 2 == pytest.approx(right, abs=2)
    assert min(y for _, y in changed) / 2 == pytest.approx(842 - top, abs=2)
    assert max(y for _, y in changed) / 2 == pytest.approx(842 - bottom, abs=2)
    assert len(changed) > 0.5 * (right - left) * (top - bottom) * 4
    # The words are still black under the mark.
    dark = [(x, y) for x in range(before.width) for y in range(before.height) if sum(before.getpixel((x, y))) < 120]
    assert all(sum(after.getpixel(place)) < 200 for place in dark)


def drawn(data: bytes) -> object:
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        return pdf[0].render(scale=2).to_pil().convert("RGB")


def is_tinted(pixel: tuple[int, int, int]) -> bool:
    return max(pixel) - min(pixel) > 30


def test_a_passage_that_answers_two_questions_is_marked_once_in_the_worse_colour(tmp_path: Path) -> None:
    path = one_page(tmp_path)
    document = read(path, WITHOUT_OCR)
    found = found_in(document, QUOTE)
    notice = replace(found, item="notice", outcome="long")
    verdicts = (
        Verdict("notice", "exit", Status.RISK, Risk.MEDIUM, (notice,)),
        Verdict("exclusive", "restrictions", Status.RISK, Risk.HIGH, (found,)),
    )
    view = build_view(Review(document, PARTIES, Side.BRAND, verdicts), BOOK, "en")
    with pikepdf.open(io.BytesIO(annotate(path, document, view))) as pdf:
        marks = [mark for mark in pdf.pages[0].Annots if mark.Subtype == "/Highlight"]
    assert len(marks) == 1
    assert re.findall(r"^\[(\w+)\]", str(marks[0].Contents), re.MULTILINE) == ["High", "Medium"]
    assert float(marks[0].C[2]) > 0.7  # red, not amber


def test_a_recognised_line_is_marked_by_its_box(tmp_path: Path) -> None:
    path = one_page(tmp_path, [])
    text = "The Brand shall not appoint another agency."
    line = Line(0, len(text), 1, -1, Box(1, 100, 200, 400, 214), 0.95)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    document = Document(str(path), digest, "pdf", text, (), lines=(line,), pages=1, languages=("en",))
    marked = Marked(path, text[:9], document=document)
    ((_, mark, _),) = marked.highlights()
    ((left, bottom, right, top),) = quads(mark)
    assert (left, bottom, top) == pytest.approx((100, 842 - 214, 842 - 200), abs=0.5)
    assert right == pytest.approx(100 + 300 * 9 / len(text), abs=1)


@pytest.mark.skipif(bool(ocr_engine.why_not()), reason="needs the OCR extra: pip install -e '.[ocr]'")
@pytest.mark.parametrize("name", ["scanned-page", "scanned-sideways", "scanned-upside-down"])
def test_a_scan_is_marked_where_its_ink_is(in_checkout: Path, name: str) -> None:
    path = Path(f"tests/files/{name}.pdf")
    document = read(path)
    line = document.lines[1]
    marked = Marked(path, document.text[line.start : line.end], options=ReadOptions(), document=document)
    before, after = drawn(marked.before), drawn(marked.after)
    places = [(x, y) for x in range(after.width) for y in range(after.height)]  # type: ignore[attr-defined]
    tinted = {place for place in places if is_tinted(after.getpixel(place))}  # type: ignore[attr-defined]
    dark = [place for place in places if sum(before.getpixel(place)) < 200]  # type: ignore[attr-defined]
    x0, x1 = min(x for x, _ in tinted), max(x for x, _ in tinted)
    y0, y1 = min(y for _, y in tinted), max(y for _, y in tinted)
    inside = [(x, y) for x, y in dark if x0 <= x <= x1 and y0 <= y <= y1]
    assert 0.5 / len(document.lines) < len(inside) / len(dark) < 3 / len(document.lines)


def test_frames_follow_the_size_that_is_displayed() -> None:
    assert frame_of([0, 0, 0, 0], [0, 0, 0, 0], 0).width == 612
    assert frame_of([500, 700, 0, 0], [-50, -50, 400, 900], 450).width == 700  # turned by 90
    assert frame_of([0, 0, 500, 700], [600, 0, 700, 50], 0).width == 500  # a crop box beside the page


# ---------------------------------------------------------------- what becomes of the file


def test_the_bytes_of_the_file_stay_as_they_are(tmp_path: Path) -> None:
    for options in ({}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}):
        path = saved(tmp_path, pdf_bytes([write_lines(CLAUSE)]), lambda _: None, **options)
        marked = Marked(path, QUOTE)
        assert marked.after.startswith(marked.before)
        with pikepdf.open(io.BytesIO(marked.after)) as pdf:
            assert pdf.docinfo.get("/Title") == pikepdf.open(path).docinfo.get("/Title")


def test_remarks_and_fields_that_the_file_has_are_kept(tmp_path: Path) -> None:
    def remark(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents="Ask Li Na.", T="Wang"
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))

    with pikepdf.open(io.BytesIO(Marked(one_page(tmp_path, edit=remark), QUOTE).after)) as pdf:
        kinds = [str(mark.Subtype) for mark in pdf.pages[0].Annots]
        assert kinds == ["/Text", "/Highlight", "/Popup"]
        assert str(pdf.pages[0].Annots[0].Contents) == "Ask Li Na."


def test_a_form_keeps_its_fields(in_checkout: Path) -> None:
    path = Path("tests/files/form-fields.pdf")
    document = read(path, WITHOUT_OCR)
    made = annotate(path, document, view_of(document, [replace(EXCLUSIVE, start=0, end=12, quote=document.text[:12])]))
    with pikepdf.open(path) as before, pikepdf.open(io.BytesIO(made)) as after:
        assert len(after.Root.AcroForm.Fields) == len(before.Root.AcroForm.Fields)


def test_the_bytes_that_were_signed_are_still_there_and_the_summary_speaks_of_it(tmp_path: Path) -> None:
    def sign(pdf: pikepdf.Pdf) -> None:
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), ByteRange=[0, 10, 20, 30], Contents=b"\0" * 8
        )
        field = pikepdf.Dictionary(
            FT=pikepdf.Name.Sig,
            T="Signature",
            V=pdf.make_indirect(signature),
            Subtype=pikepdf.Name.Widget,
            Rect=[0, 0, 0, 0],
        )
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)], SigFlags=3)

    marked = Marked(one_page(tmp_path, edit=sign), QUOTE)
    assert marked.after.startswith(marked.before)
    assert "the signature still holds" in " ".join(text_of(marked.after, 1).split())


@pytest.mark.parametrize("user", ["kunde", ""])
def test_an_encrypted_file_stays_encrypted_with_its_permissions(tmp_path: Path, user: str) -> None:
    lock = pikepdf.Encryption(user=user, owner="besitzer", allow=pikepdf.Permissions(extract=False))
    path = saved(tmp_path, pdf_bytes([write_lines(CLAUSE)]), encryption=lock)
    marked = Marked(path, QUOTE, options=ReadOptions(ocr=Ocr.NEVER, password=user or None))
    assert marked.text_under_marks() == words(QUOTE)
    with pikepdf.open(io.BytesIO(marked.after), password=user) as pdf:
        assert pdf.is_encrypted
        assert not pdf.allow.extract
    if user:
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(marked.after))


def test_a_file_with_a_broken_table_of_contents_is_written_anew(tmp_path: Path) -> None:
    content = pdf_bytes([write_lines(CLAUSE)])
    marked = Marked(saved(tmp_path, re.sub(rb"startxref\s+\d+", b"startxref\n7", content)), QUOTE)
    assert marked.text_under_marks() == words(QUOTE)
    assert not marked.after.startswith(marked.before)


def test_a_file_that_has_changed_since_is_not_marked(tmp_path: Path) -> None:
    path = one_page(tmp_path)
    document = read(path, WITHOUT_OCR)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ReadError, match="has changed"):
        annotate(path, document, view_of(document, [found_in(document, QUOTE)]))


@pytest.mark.parametrize("name", ["page-tree-loop", "many-pages"])
def test_a_file_that_allows_no_marks_is_a_read_error(in_checkout: Path, name: str) -> None:
    path = Path(f"tests/files/{name}.pdf")
    document = read(path, WITHOUT_OCR)
    with pytest.raises(ReadError, match="no marks"):
        annotate(path, document, view_of(document, []))


# ---------------------------------------------------------------- what is written behind it


def test_the_summary_names_verdict_points_missing_protections_and_what_it_is_not(tmp_path: Path) -> None:
    said = " ".join(text_of(Marked(one_page(tmp_path), QUOTE).after, 1).split())
    for words_of_it in (
        "High risk for the brand",
        "Must the brand use this partner alone",
        "The brand is locked in 2.1 · p. 1",
        "Missing protections",
        "All data of the store belongs to the Client.",
        "The whole file was read.",
        "This is not legal advice",
    ):
        assert words_of_it in said


def test_places_in_the_summary_lead_to_their_pages(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(Marked(one_page(tmp_path), QUOTE).after)) as pdf:
        (link,) = pdf.pages[1].Annots
        assert link.Subtype == "/Link"
        assert link.Dest[0].objgen == pdf.pages[0].obj.objgen


@pytest.mark.parametrize("embedded", [True, False])
def test_a_chinese_memo_can_be_seen_searched_and_copied(monkeypatch: pytest.MonkeyPatch, embedded: bool) -> None:
    if embedded and system_fonts.chinese_font() is None:
        pytest.skip("this system has no Chinese font to embed")
    if not embedded:
        monkeypatch.setattr(sheets, "chinese_font", lambda: None)
    data = memo(build_view(review(), BOOK, "zh"))
    said = words(text_of(data))
    for expected in (
        "合同审查清单",
        "甲方不得自行运营店铺,也不得另行委托",
        "店铺产生的全部数据归甲方所有。",
        "不构成法律意见",
    ):
        assert expected.replace(",", "，") in said
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (kin,) = pdf.pages[0].Resources.Font.Wide.DescendantFonts
        files = [key for key in ("/FontFile2", "/FontFile3") if key in kin.FontDescriptor]
        assert bool(files) == embedded
    assert len(data) < 300_000


def test_a_font_with_true_type_outlines_is_embedded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import reportlab

    monkeypatch.setattr(system_fonts, "_PROBE", "é")
    vera = system_fonts.SystemFont(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf", 0)
    monkeypatch.setattr(sheets, "chinese_font", lambda: vera)
    view = replace(build_view(review(), BOOK, "zh"), file_name="Société ÅÇ.pdf")
    data = memo(view)
    assert "Société ÅÇ.pdf" in text_of(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (kin,) = pdf.pages[0].Resources.Font.Wide.DescendantFonts
        assert (str(kin.Subtype), "/FontFile2" in kin.FontDescriptor) == ("/CIDFontType2", True)
    page = drawn(data)
    dark = [x for x in range(90, 400) for y in range(140, 180) if sum(page.getpixel((x, y))) < 500]  # type: ignore[attr-defined]
    assert len(dark) > 200


def test_a_long_memo_takes_pages_and_loses_nothing() -> None:
    paper = review()
    many = replace(paper, verdicts=paper.verdicts * 12)
    data = memo(build_view(many, BOOK, "en"))
    assert text_of(data).count("With one partner only, a poor one cannot be replaced.") == 12
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        assert len(pdf) > 3
        for page in pdf:
            text = page.get_textpage()
            for i in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(i)
                assert left > 40 and right < 595 - 40 and bottom > 20 and top < 842 - 40


def test_a_font_that_is_not_keyed_by_character_ids_is_refused() -> None:
    for data in (b"", b"\1\0\4\1", bytes(200)):
        with pytest.raises(UnsupportedFontError):
            character_ids(data)


# ---------------------------------------------------------------- hostile words

HOSTILE = "=cmd() ) Tj ET \\) <</S/JavaScript/JS(app.alert(1))>> endstream endobj {{7*7}} \u202etxt.exe\x1b[2J\x00 %PDF"


def test_hostile_words_are_no_more_than_words(tmp_path: Path) -> None:
    path = one_page(tmp_path, [*CLAUSE, "3. ) Tj ET (x) endstream endobj /JavaScript \\( end"])
    document = replace(read(path, WITHOUT_OCR), path=f"{HOSTILE}.pdf")
    found = replace(found_in(document, QUOTE), clause=HOSTILE, heading=HOSTILE)
    view = view_of(document, [found])
    item = replace(view.risks[0].items[0], question=HOSTILE, answer=HOSTILE, why=HOSTILE, ask=HOSTILE)
    view = replace(view, risks=(replace(view.risks[0], items=(item,)),))
    for data, first in ((annotate(path, document, view), 1), (memo(view), 0)):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert not dangerous(pdf)
            for page in pdf.pages[first:]:
                operators = {str(operator) for _, operator in pikepdf.parse_content_stream(page)}
                assert operators <= {"BT", "ET", "Tr", "Tf", "Tj", "Tm", "rg", "RG", "w", "re", "f", "g"}
        assert "app.alert(1)" in text_of(data, first)


def dangerous(pdf: pikepdf.Pdf) -> list[str]:
    keys = {"/A", "/AA", "/JS", "/OpenAction", "/Launch", "/JavaScript", "/EmbeddedFiles", "/URI"}
    return [key for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) for key in thing.keys() & keys]


def test_a_megabyte_on_one_line_is_told_by_its_beginning() -> None:
    quote = "不得转让" * 250_000
    view = build_view(review(quote=replace(EXCLUSIVE, quote=quote, end=100 + len(quote), marks=())), BOOK, "zh")
    data = memo(view)
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        assert len(pdf) < 12
