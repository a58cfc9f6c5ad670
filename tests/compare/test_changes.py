"""What changed between two reviews, and for whom."""

from dataclasses import replace

import pytest

from contractscan.compare import Change, Comparison, Direction, ItemChange, Reviewed, compare
from contractscan.model import Conflict, Finding, Gap, Parties, Party, Review, Risk, Side, Status, Value, Verdict
from tests.report.factory import BOOK, EXCLUSIVE, LAW, LONG, NOTICE, PARTIES, SHORT, document, finding, review


def reviewed(made: Review, digest: str = "rules") -> Reviewed:
    return Reviewed(made, BOOK, digest)


def between(old: Review, new: Review) -> Comparison:
    return compare(reviewed(old), reviewed(new))


def of(*verdicts: Verdict, parties: Parties = PARTIES, gaps: tuple[Gap, ...] = ()) -> Review:
    return Review(replace(document(), gaps=gaps), parties, Side.BRAND, verdicts, version="0.1.0")


def locked(*findings: Finding) -> Verdict:
    return Verdict("exclusive", "restrictions", Status.RISK, Risk.HIGH, findings or (EXCLUSIVE,))


FREE = Verdict("exclusive", "restrictions", Status.ABSENT, None)
MISSING = Verdict("data", "data", Status.MISSING, Risk.HIGH)
SAFE = Verdict("data", "data", Status.OK, Risk.OK, (finding("data", "brand", "全部数据归甲方所有。"),))


def notice(*findings: Finding) -> Verdict:
    harm = any(one.outcome == "long" for one in findings)
    return Verdict("notice", "exit", Status.RISK if harm else Status.OK, Risk.MEDIUM if harm else Risk.OK, findings)


def told(days: float, words: str, outcome: str = "long", name: str = "notice") -> Finding:
    value = Value(name, f"{words}日", days, "days", 104, 107, ">=")
    return finding("notice", outcome, f"甲方解除本合同的，应提前{words}日书面通知。", values=(value,))


def only(comparison: Comparison) -> ItemChange:
    (change,) = comparison.items
    return change


def test_a_review_is_no_change_from_itself() -> None:
    found = between(review(), review())
    assert not found.items
    assert not found.is_changed
    assert found.same == len(review().verdicts)


def test_text_that_moved_and_was_renumbered_is_no_change() -> None:
    moved = replace(
        EXCLUSIVE, start=900, end=950, page=7, clause="第九条", quote="9.1 " + EXCLUSIVE.quote.replace("\n", "")
    )
    assert not between(of(locked()), of(locked(moved))).is_changed


def test_a_harmful_clause_that_appears_is_worse_and_one_that_goes_is_better() -> None:
    worse, better = between(of(FREE), of(locked())), between(of(locked()), of(FREE))
    assert (only(worse).direction, only(better).direction) == (Direction.WORSE, Direction.BETTER)
    assert [quote.change for quote in only(worse).quotes] == [Change.APPEARED]
    assert [quote.change for quote in only(better).quotes] == [Change.GONE]
    assert worse.is_worse
    assert not better.is_worse
    assert better.is_changed


def test_a_second_harmful_place_is_worse_though_the_answer_is_the_same() -> None:
    again = finding("exclusive", "locked", "甲方在欧洲各站点亦仅可委托乙方一家运营。")
    change = only(between(of(locked()), of(locked(EXCLUSIVE, again))))
    assert (change.direction, change.is_answer) == (Direction.WORSE, False)
    assert [quote.new for quote in change.quotes] == [again]


def test_a_doubtful_place_is_neither_better_nor_worse() -> None:
    doubtful = finding("exclusive", "locked", "甲方在欧洲各站点亦仅可委托乙方一家运营。", confidence=0.5)
    assert only(between(of(locked()), of(locked(EXCLUSIVE, doubtful)))).direction is Direction.NEUTRAL


def test_a_protection_that_is_gone_is_worse_and_one_that_was_added_is_better() -> None:
    assert only(between(of(SAFE), of(MISSING))).direction is Direction.WORSE
    assert only(between(of(MISSING), of(SAFE))).direction is Direction.BETTER


def test_a_harmful_clause_that_turns_into_silence_of_the_same_risk_is_not_called_better() -> None:
    taken = Verdict("data", "data", Status.RISK, Risk.HIGH, (finding("data", "brand", "数据由双方共有。"),))
    assert only(between(of(taken), of(MISSING))).direction is Direction.NEUTRAL


def test_an_answer_that_was_rewritten_shows_old_and_new_beside_each_other() -> None:
    change = only(between(of(notice(told(60, "六十", "short"))), of(notice(told(60, "六十")))))
    (quote,) = change.quotes
    assert (change.direction, quote.change) == (Direction.WORSE, Change.ANSWER)
    assert quote.old
    assert quote.new


def test_a_longer_notice_is_a_change_of_its_figure_further_from_the_norm() -> None:
    change = only(between(of(notice(told(70, "七十"))), of(notice(told(90, "九十")))))
    (quote,) = change.quotes
    (figure,) = quote.figures
    assert (quote.change, change.direction) == (Change.FIGURE, Direction.WORSE)
    assert figure.old
    assert figure.new
    assert (figure.old.value, figure.new.value) == (70, 90)


def test_a_figure_nearer_to_its_norm_is_better_and_one_without_a_norm_is_for_the_reader_to_judge() -> None:
    assert only(between(of(notice(told(90, "九十"))), of(notice(told(61, "六十一"))))).direction is Direction.BETTER
    assert only(between(of(notice(told(30, "三十"))), of(notice(told(60, "六十"))))).direction is Direction.NEUTRAL
    other = between(of(notice(told(30, "三十", name="cure"))), of(notice(told(90, "九十", name="cure"))))
    assert only(other).direction is Direction.NEUTRAL


def test_a_figure_that_no_value_holds_is_seen_in_the_words() -> None:
    old, new = (finding("exclusive", "locked", f"违者赔偿{n}万元，且甲方不得另行委托。") for n in (5, 50))
    (quote,) = only(between(of(locked(old)), of(locked(new)))).quotes
    assert (quote.change, quote.figures) == (Change.FIGURE, ())


def test_the_same_figure_in_another_writing_is_no_change() -> None:
    assert not between(of(notice(told(30, "三十"))), of(notice(told(30, "30")))).is_changed


def test_other_words_with_the_same_answer_are_neutral() -> None:
    other = replace(EXCLUSIVE, quote="合作期内，甲方不得自己运营店铺，\n也不能另行委托任何第三方运营。")
    change = only(between(of(locked()), of(locked(other))))
    assert (change.direction, change.quotes[0].change) == (Direction.NEUTRAL, Change.WORDING)


def test_what_was_not_read_in_one_version_is_unclear() -> None:
    gap = Gap("scanned-page", "page 3", "The page is a picture.", "Install the ocr extra.", 3)
    unread = Verdict("data", "data", Status.UNREAD, None)
    lost, found = between(of(SAFE), of(unread, gaps=(gap,))), between(of(unread, gaps=(gap,)), of(MISSING))
    assert (only(lost).direction, only(found).direction) == (Direction.UNCLEAR, Direction.UNCLEAR)
    assert (lost.coverage.appeared, lost.coverage.complete) == ((gap,), (True, False))
    assert found.coverage.gone == (gap,)


def test_a_gap_that_moved_to_another_page_is_no_new_gap() -> None:
    gap = Gap("image", "page 3", "A picture.", page=3)
    found = between(of(gaps=(gap,)), of(gaps=(replace(gap, where="page 4", page=4),)))
    assert not found.coverage.appeared
    assert not found.coverage.gone


def test_names_that_stand_for_the_other_side_are_told_and_count_as_worse() -> None:
    swapped = Parties(replace(PARTIES.brand, aliases=("乙方", "委托方")), Party("", ("甲方",)), decided=True)
    found = between(of(FREE), of(FREE, parties=swapped))
    assert set(found.parties.swapped) == {"甲方", "乙方"}
    assert found.is_worse


def test_a_name_that_only_one_version_has_is_not_swapped() -> None:
    renamed = replace(PARTIES, partner=Party("宁波示例公司", ("丙方",)))
    found = between(of(FREE), of(FREE, parties=renamed))
    assert found.parties.swapped == ()
    other = replace(PARTIES, brand=Party("宁波样本有限公司", ("甲方",)))
    assert between(of(FREE), of(FREE, parties=other)).parties.names == (Side.BRAND,)


def test_reviews_for_different_sides_are_not_compared() -> None:
    with pytest.raises(ValueError, match="the old review is for the brand, the new one for the partner"):
        between(of(FREE), replace(of(FREE), side=Side.PARTNER))


def test_questions_of_one_review_only_and_other_rules_are_told() -> None:
    law = Verdict("law", "general", Status.INFO, Risk.INFO, (LAW,))
    found = compare(reviewed(of(FREE, law)), reviewed(of(FREE, MISSING), "others"))
    assert (found.dropped, found.added, found.same_rules) == (("law",), ("data",), False)


def test_the_worst_comes_first() -> None:
    old = of(locked(), SAFE, notice(told(90, "九十")))
    new = of(FREE, MISSING, notice(told(90, "九十"), replace(SHORT, outcome="long")))
    assert [change.direction for change in between(old, new).items] == ["worse", "worse", "better"]
    assert between(old, new).items[0].item == "data"


def test_each_of_many_alike_quotes_finds_its_own_version() -> None:
    many = [finding("exclusive", "locked", f"在第{n}区内，甲方不得另行委托第三方运营。", start=n) for n in range(1, 9)]
    fewer = [one for one in many if one.start != 4]
    (quote,) = only(between(of(locked(*many)), of(locked(*fewer)))).quotes
    assert (quote.change, quote.old) == (Change.GONE, many[3])


def test_conflicts_alone_change_the_answer() -> None:
    calm = Verdict("notice", "exit", Status.OK, Risk.OK, (SHORT,))
    torn = replace(calm, status=Status.RISK, risk=Risk.MEDIUM, conflicts=(Conflict("value", LONG, SHORT),))
    assert only(between(of(calm), of(torn))).direction is Direction.WORSE
    assert NOTICE in LONG.values
