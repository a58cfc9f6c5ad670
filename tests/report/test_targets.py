"""Where each output goes."""

from pathlib import Path

import pytest

from contractscan.errors import OutputError
from contractscan.report.outputs import OUTPUTS
from contractscan.report.targets import plan, report_name

CONTRACT = Path("合同.docx")


def places(*names: str, out: str | None = None, source: Path = CONTRACT) -> dict[str, str]:
    made = plan(source, [OUTPUTS[name] for name in names], out)
    return {output.name: "-" if target is None else target.as_posix() for output, target in made}


@pytest.mark.parametrize(
    ("names", "out", "expected"),
    [
        (("text", "html"), None, {"text": "-", "html": "合同.contractscan.html"}),
        (("text", "html"), "r.html", {"text": "-", "html": "r.html"}),
        (("html",), None, {"html": "合同.contractscan.html"}),
        (("html",), "-", {"html": "-"}),
        (("html",), "odd.name", {"html": "odd.name"}),
        (("json",), None, {"json": "-"}),
        (("json",), "r.json", {"json": "r.json"}),
        (("text",), "r.txt", {"text": "r.txt"}),
        (("json", "html"), None, {"json": "合同.contractscan.json", "html": "合同.contractscan.html"}),
        (("json", "html"), "a/r.v1", {"json": "a/r.v1.json", "html": "a/r.v1.html"}),
        (("json", "html"), "new/", {"json": "new/合同.contractscan.json", "html": "new/合同.contractscan.html"}),
        (("json", "html", "text"), "r", {"text": "-", "json": "r.json", "html": "r.html"}),
        (("json", "text"), None, {"text": "-", "json": "合同.contractscan.json"}),
    ],
)
def test_each_output_has_its_place(names: tuple[str, ...], out: str | None, expected: dict[str, str]) -> None:
    assert places(*names, out=out) == expected


def test_a_folder_takes_the_reports_under_their_usual_names(tmp_path: Path) -> None:
    assert places("html", out=str(tmp_path)) == {"html": (tmp_path / "合同.contractscan.html").as_posix()}


def test_a_stored_review_lends_its_name_without_saying_contractscan_twice() -> None:
    assert report_name("合同.contractscan.json", ".md") == "合同.contractscan.md"


@pytest.mark.parametrize(
    ("names", "out", "said"),
    [
        (("text", "html"), "-", "one --format only"),
        (("json", "html"), "r.html", "leave it off r.html"),
    ],
)
def test_what_makes_no_sense_is_refused(names: tuple[str, ...], out: str, said: str) -> None:
    with pytest.raises(OutputError, match=said):
        places(*names, out=out)


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_format_is_documented(name: str) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "outputs.md"
    assert f"| `{name}` |" in docs.read_text(encoding="utf-8")


@pytest.mark.parametrize("out", ["a.html", "./a.html", "link.html"])
def test_what_it_is_made_from_is_never_overwritten(out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.html").write_text("a contract")
    Path("link.html").symlink_to("a.html")
    html = [OUTPUTS["html"]]
    with pytest.raises(OutputError, match="made from"):
        plan(Path("a.html"), html, out)
    with pytest.raises(OutputError, match="made from"):
        plan(Path("review.json"), html, out, contract=Path("a.html"))


def test_a_stem_that_names_the_contract_is_refused_too() -> None:
    with pytest.raises(OutputError, match="made from"):
        places("html", "json", source=Path("a.html"), out="a")
