"""What many contracts have in common, and which stand out."""

from batches import LOCKED, NO_DATA, OPEN, RENEWED, contract, folder

from contractscan.model import Risk, Status
from contractscan.report.index import Answer, Quantity
from contractscan.report.index.trends import by_family, frequencies, spreads


def test_risks_are_ranked_by_how_many_contracts_have_them() -> None:
    first, second, third = frequencies(folder(12).files)
    assert (first.item, first.contracts, first.medium, first.missing) == ("renewal", 12, 12, 0)
    assert (second.item, second.contracts, second.high) == ("exclusive-appointment", 6, 6)
    assert (third.item, third.contracts, third.missing) == ("data-return", 4, 4)


def test_what_was_not_read_is_no_risk() -> None:
    assert frequencies([contract(1, OPEN)]) == ()


def test_a_protection_that_costs_this_side_nothing_is_missing_and_no_risk() -> None:
    harmless = contract(1, Answer("data-return", "data", Status.MISSING, Risk.INFO))
    assert frequencies([harmless]) == ()
    assert list(by_family(harmless)) == [("data", "missing", 1)]


def test_a_notice_far_from_that_of_the_others_stands_out() -> None:
    (spread,) = spreads(folder(12).files)
    assert (spread.name, spread.unit, spread.contracts, spread.median) == ("notice", "days", 12, 30)
    (outlier,) = spread.outliers
    assert (outlier.file.path, outlier.quantity.amount) == ("2025/代运营合同-00007.pdf", 365)
    assert outlier.times == 12.17


def test_with_few_contracts_none_stands_out() -> None:
    assert spreads([contract(at, notice=300 if at == 1 else 30) for at in range(4)]) == ()


def test_where_all_are_nearly_equal_a_small_difference_does_not_stand_out() -> None:
    (spread,) = spreads([contract(at, notice=31 if at == 1 else 30) for at in range(9)])
    assert spread.outliers == ()


def test_a_wide_folder_has_no_outlier_in_its_middle() -> None:
    (spread,) = spreads([contract(at, notice=10 * at) for at in range(1, 12)])
    assert spread.outliers == ()


def test_amounts_of_different_currencies_are_kept_apart() -> None:
    files = [
        contract(at, quantities=(Quantity("fees", "monthly_fee", 1000, "USD" if at % 2 else "CNY", "1000"),))
        for at in range(12)
    ]
    assert [(one.unit, one.contracts) for one in spreads(files)] == [("CNY", 6), ("USD", 6)]


def test_a_family_is_as_bad_as_its_worst_item() -> None:
    found = list(by_family(contract(1, LOCKED, RENEWED, NO_DATA, OPEN)))
    assert found == [("restrictions", "high", 1), ("exit", "medium", 1), ("data", "medium", 1), ("ip", "unread", 1)]
