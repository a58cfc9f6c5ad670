"""The picture of a review, and the order of the families in it and in the list."""

from factory import BOOK, harmless, review

from contractscan.model import Review
from contractscan.report.overview import Overview, by_family, overview
from contractscan.report.view import build_view


def picture(made: Review) -> Overview:
    return overview(by_family(build_view(made, BOOK, "en")))


def test_the_worst_family_comes_first_and_what_the_contract_does_not_touch_is_left_out() -> None:
    groups = by_family(build_view(review(), BOOK, "en"))
    assert [group.id for group in groups] == ["restrictions", "data", "exit", "general"]
    assert [item.id for group in groups for item in group.items] == ["exclusive", "data", "notice", "law"]


def test_every_item_has_one_mark_in_the_column_of_its_risk() -> None:
    made = picture(review())
    columns = dict(made.columns)
    marks = {mark.item.id: mark for row in made.rows for mark in row.marks}
    assert set(marks) == {"exclusive", "data", "notice", "law"}
    assert marks["exclusive"].x == marks["data"].x == columns["high"]
    assert marks["notice"].x == columns["medium"]
    assert marks["law"].x == columns["ok"]


def test_a_column_for_what_is_open_is_there_only_if_something_is() -> None:
    assert "unread" not in dict(picture(review()).columns)
    assert "unread" in dict(picture(review(unread=True)).columns)


def test_no_mark_lies_on_another_or_outside_the_picture() -> None:
    for made in (review(), review(unread=True), harmless()):
        drawn = picture(made)
        places = [(mark.x, mark.y) for row in drawn.rows for mark in row.marks]
        assert len(set(places)) == len(places)
        assert all(0 <= x <= drawn.width - 12 and 0 <= y <= drawn.height - 12 for x, y in places)


def test_it_can_be_told_in_words() -> None:
    row = picture(review()).rows[0]
    assert (row.name, row.counts) == ("Restrictions", (("High", 1),))
