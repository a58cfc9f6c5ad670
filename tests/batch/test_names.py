"""What reports are called: like the contract, unique, and never outside their folder."""

import pytest

from contractscan.batch.names import name_reports


def html(contracts: list[str], taken: tuple[str, ...] = ()) -> dict[str, str]:
    return {contract: dict(made)["html"] for contract, made in name_reports(contracts, ["html"], taken).items()}


def test_no_two_reports_share_a_name_even_where_letter_case_is_ignored() -> None:
    contracts = ["A.pdf", "a.docx", "a.pdf", "a.pdf.html/b.txt", "sub/a.pdf"]
    names = html(contracts)
    assert len({name.casefold() for name in names.values()} | {"index.html", "a.pdf.html", "sub"}) == 5 + 3
    assert names["sub/a.pdf"] == "sub/a.pdf.html"


def test_each_format_has_its_file_and_the_overview_leads_to_the_page() -> None:
    (made,) = name_reports(["sub/a.docx"], ["json", "html"]).values()
    assert made == (("html", "sub/a.docx.html"), ("json", "sub/a.docx.contractscan.json"))


def test_no_report_shares_a_name_with_one_of_another_format() -> None:
    made = name_reports(["a", "a.contractscan.json", "b"], ["html", "json", "text"])
    paths = [path for reports in made.values() for _, path in reports]
    assert len(set(paths)) == len(paths) == 9


def test_a_report_that_another_contract_keeps_is_not_written_over() -> None:
    assert html(["a.pdf"], taken=("A.pdf.html",)) == {"a.pdf": "a.pdf~2.html"}


@pytest.mark.parametrize(
    ("contract", "name"),
    [
        ("../../a.pdf", "a.pdf.html"),
        ("/etc/a.pdf", "etc/a.pdf.html"),
        ("x/../y/./a.pdf", "x/y/a.pdf.html"),
        ("..\\..\\a.pdf", "a.pdf.html"),
    ],
)
def test_a_name_from_an_archive_cannot_lead_out_of_the_folder(contract: str, name: str) -> None:
    assert html([contract]) == {contract: name}


def test_long_names_are_cut_where_file_systems_would_refuse_them() -> None:
    long, longer = "合" * 84 + ".docx", "合" * 83 + "同" + ".docx"
    names = html([long, longer])
    assert len(set(names.values())) == 2
    assert all(len(name.encode()) < 240 and name.startswith("合合") for name in names.values())


@pytest.mark.parametrize(
    ("contract", "name"),
    [
        ("CON.pdf", "_CON.pdf.html"),
        ("sub/nul/com1 .tar.pdf", "sub/_nul/_com1 .tar.pdf.html"),
        ("LPT³", "_LPT³.html"),
        ("console.pdf", "console.pdf.html"),
        ("合同: 最终?<v2>.pdf", "合同_ 最终__v2_.pdf.html"),
        ("子公司. /a.pdf", "子公司/a.pdf.html"),
        (".. ./a.pdf", "_/a.pdf.html"),
        ("C:\\deals\\a.pdf", "C_/deals/a.pdf.html"),
        ("line\nbreak.pdf", "line_break.pdf.html"),
    ],
)
def test_every_name_is_one_that_windows_takes(contract: str, name: str) -> None:
    assert html([contract]) == {contract: name}


def test_no_two_reports_share_a_name_where_accents_are_written_another_way() -> None:
    names = html(["M\u00fcller.pdf", "Mu\u0308ller.pdf"])
    assert sorted(names.values()) == ["Mu\u0308ller.pdf~2.html", "M\u00fcller.pdf.html"]
