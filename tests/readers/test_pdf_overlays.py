"""PDF: passwords, signatures in form, what is hidden, and where the words of a field stand."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from contractscan.errors import PasswordError
from contractscan.readers import Ocr, ReadOptions, boxes, read
from contractscan.readers.pdf_annotations import iso_date
from contractscan.readers.pdf_hidden import has_layers

from .conftest import pdf_bytes, write_lines

Save = Callable[[str, bytes | str], Path]
FORM = Path("tests/files/form-fields.pdf")
CLAUSE = "1. The agency reports to the brand each month."


def saved_as(content: bytes, edit: Callable[[pikepdf.Pdf], None] = lambda _: None, **options: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(buffer, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(("user", "given"), [("kunde", "kunde"), ("kunde", "besitzer"), ("密码", "密码")])
def test_either_password_opens_a_file_with_strong_encryption(save: Save, user: str, given: str) -> None:
    lock = pikepdf.Encryption(user=user, owner="besitzer", R=6)
    path = save("a.pdf", saved_as(pdf_bytes([write_lines([CLAUSE])]), encryption=lock))
    assert read(path, ReadOptions(password=given)).text == CLAUSE
    with pytest.raises(PasswordError, match="does not open"):
        read(path, ReadOptions(password=given[::-1]))


def test_a_file_that_may_not_be_copied_can_be_read(save: Save) -> None:
    lock = pikepdf.Encryption(user="", owner="besitzer", allow=pikepdf.Permissions(extract=False))
    assert read(save("a.pdf", saved_as(pdf_bytes([write_lines([CLAUSE])]), encryption=lock))).text == CLAUSE


def test_the_words_of_a_field_know_their_place(in_checkout: Path) -> None:
    document = read(FORM)
    start = document.text.index("Germany")
    (box,) = boxes(document, start, start + len("Germany"))
    assert (box.page, round(box.x0), round(box.x1)) == (1, 160, 250)
    assert 842 - 682 < box.top < box.bottom < 842 - 662


def test_an_invisible_layer_over_a_scan_is_not_hidden_and_elsewhere_it_is(save: Save) -> None:
    def page(*, scanned: bool) -> Callable[..., None]:
        def draw(canvas: object) -> None:
            from PIL import Image
            from reportlab.lib.utils import ImageReader

            if scanned:
                picture = ImageReader(Image.new("L", (60, 80), 250))
                canvas.drawImage(picture, 0, 0, 595, 842)  # type: ignore[attr-defined]
            text = canvas.beginText(72, 700)  # type: ignore[attr-defined]
            text.setTextRenderMode(3)
            text.textLine("2. The agency pays the tax on its fee, and the brand pays the tax on the goods.")
            canvas.drawText(text)  # type: ignore[attr-defined]

        return draw

    for scanned in (True, False):
        document = read(save("a.pdf", pdf_bytes([page(scanned=scanned)])), ReadOptions(ocr=Ocr.NEVER))
        assert "pays the tax on the goods" in document.text
        assert [note.kind for note in document.notes] == ([] if scanned else ["hidden-text"])


def test_layers_are_seen_in_a_packed_file_too() -> None:
    def with_layers(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[], D=pikepdf.Dictionary())

    content = pdf_bytes([write_lines([CLAUSE])])
    packed = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
    assert has_layers(saved_as(content, with_layers, **packed))
    assert not has_layers(saved_as(content, **packed))


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("D:20310704093000+08'00'", "2031-07-04T09:30:00+08:00"),
        ("D:20310704093000Z", "2031-07-04T09:30:00Z"),
        ("D:20310704", "2031-07-04"),
        ("D:2031", "2031-01-01"),
        ("yesterday", ""),
    ],
)
def test_dates_become_iso(date: str, iso: str) -> None:
    assert iso_date(date) == iso
