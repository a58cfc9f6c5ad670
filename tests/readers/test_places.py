"""Where a part of a recognised line stands, whichever way its page is turned."""

from __future__ import annotations

import pytest

from contractscan.model import Box, Document, Line, Span
from contractscan.readers import boxes_of

TEXT = "合同 fees\nof May\nor June"  # its first two characters take 4 of 9 columns


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([(10, 10, 100, 20), (10, 30, 70, 40), (10, 50, 80, 60)], (10, 10, 50, 20)),
        ([(10, 50, 100, 60), (40, 30, 100, 40), (30, 10, 100, 20)], (60, 50, 100, 60)),  # upside down: from the right
        ([(50, 10, 60, 100), (30, 10, 40, 70), (10, 10, 20, 80)], (50, 10, 60, 50)),  # down, the next line to the left
        ([(10, 10, 20, 100), (30, 40, 40, 100), (50, 30, 60, 100)], (10, 60, 20, 100)),  # up
    ],
)
def test_a_part_of_a_line_is_found_along_the_line(
    boxes: list[tuple[float, ...]], expected: tuple[float, float, float, float]
) -> None:
    places = zip(((0, 7), (8, 14), (15, 22)), boxes, strict=True)
    lines = tuple(Line(start, end, 1, -1, Box(1, *box), 0.9) for (start, end), box in places)
    document = Document("a.pdf", "", "pdf", TEXT, (), lines=lines, pages=1)
    ((box,),) = boxes_of(document, [Span(0, 2)])
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx(expected)


def test_places_come_span_by_span_in_the_order_of_the_text() -> None:
    lines = (Line(0, 7, 1, -1, Box(1, 300, 50, 390, 60), 0.9), Line(8, 14, 1, -1, Box(1, 10, 20, 70, 30), 0.9))
    document = Document("a.pdf", "", "pdf", TEXT, (), lines=lines, pages=1)
    found = boxes_of(document, [Span(3, 10), Span(20, 30), Span(0, 0)])
    assert [len(boxes) for boxes in found] == [2, 0, 0]
    assert [round(box.x1) for box in found[0]] == [390, 30]
