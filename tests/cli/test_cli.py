"""The command line: what goes where, and with which exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from factory import BOOK, harmless, review
from running import Ran, Run

from contractscan import __version__
from contractscan.detect import Sensitivity
from contractscan.errors import PasswordError, ReadError
from contractscan.model import Gap, Review
from contractscan.readers import Ocr, Progress, ReadOptions
from contractscan.review import Options


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "代运营合同.txt"
    path.write_bytes("甲方\r\n乙方".encode())
    return path


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Review | Exception], list[Options]]:
    """Make every review give this result; returns the options that reviews were asked for with."""
    monkeypatch.setattr("contractscan.review.rules_with", lambda own=None: BOOK)

    def give(result: Review | Exception) -> list[Options]:
        asked: list[Options] = []

        def review_file(_: Path, options: Options, progress: Progress) -> Review:
            asked.append(options)
            if isinstance(result, Exception):
                raise result
            return result

        monkeypatch.setattr("contractscan.review.review_file", review_file)
        return asked

    return give


Answer = Callable[[Review | Exception], list[Options]]


def test_on_windows_no_name_is_taken_for_a_pattern(run: Run, contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr("contractscan.readers.read", lambda path, *_: asked.append(path) or _stop())
    monkeypatch.setattr("click.core.os", SimpleNamespace(**{**vars(os), "name": "nt"}))
    contract.with_name("1.txt").touch()
    run("text", contract.with_name("[1].txt"))
    assert asked == [contract.with_name("[1].txt")]


def _stop() -> None:
    raise ReadError("[1].txt", "it is not there.")


# ---------------------------------------------------------------- review


def test_the_checklist_is_printed_and_the_report_written_beside_the_contract(
    run: Run, answer: Answer, contract: Path
) -> None:
    answer(review())
    ran = run("review", contract)
    report = contract.with_name("代运营合同.contractscan.html")
    assert "品牌方被锁定" in ran.out
    assert "\x1b" not in ran.out
    assert str(report) in ran.err
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_json_is_all_there_is_on_stdout(run: Run, answer: Answer, contract: Path) -> None:
    answer(review())
    ran = run("review", contract, "--format", "json")
    assert json.loads(ran.out)["error"] is None
    assert ran.err == ""
    assert list(contract.parent.iterdir()) == [contract]


def test_json_can_go_to_a_file(run: Run, answer: Answer, contract: Path) -> None:
    answer(review())
    ran = run("review", contract, "--format", "json", "-o", contract.with_suffix(".json"))
    assert ran.out == ""
    assert json.loads(contract.with_suffix(".json").read_text(encoding="utf-8"))["schema_version"] == 1


def test_html_alone_prints_nothing(run: Run, answer: Answer, contract: Path) -> None:
    answer(review())
    ran = run("review", contract, "--format", "html", "-o", contract.parent / "r.html", "--lang", "en")
    assert ran.out == ""
    assert '<html lang="en">' in (contract.parent / "r.html").read_text(encoding="utf-8")


def test_html_can_go_to_stdout(run: Run, answer: Answer, contract: Path) -> None:
    answer(review())
    assert run("review", contract, "--format", "html", "-o", "-").out.endswith("</html>\n")
    assert list(contract.parent.iterdir()) == [contract]


def test_a_folder_as_output_takes_the_report_under_its_usual_name(run: Run, answer: Answer, contract: Path) -> None:
    answer(review())
    folder = contract.parent / "out"
    folder.mkdir()
    run("review", contract, "-o", folder)
    assert [path.name for path in folder.iterdir()] == ["代运营合同.contractscan.html"]


@pytest.mark.parametrize("name", ["代运营合同.txt", "./代运营合同.txt", "link.txt"])
def test_the_contract_is_never_overwritten(run: Run, answer: Answer, contract: Path, name: str) -> None:
    answer(review())
    before = contract.read_bytes()
    (contract.parent / "link.txt").symlink_to(contract)
    assert run("review", contract, "-o", contract.parent / name).code == 2
    assert contract.read_bytes() == before


@pytest.mark.parametrize(("fail_on", "code"), [("high", 1), ("medium", 1), ("low", 1), ("missing", 1), ("never", 0)])
def test_a_risk_at_or_above_the_level_is_exit_code_1(
    run: Run, answer: Answer, contract: Path, fail_on: str, code: int
) -> None:
    answer(review())
    assert run("review", contract, "--format", "json", "--fail-on", fail_on).code == code


@pytest.mark.parametrize(("fail_on", "code"), [("high", 0), ("medium", 1), ("low", 1), ("missing", 1)])
def test_a_risk_below_the_level_is_exit_code_0(
    run: Run, answer: Answer, contract: Path, fail_on: str, code: int
) -> None:
    made = review()
    answer(replace(made, verdicts=made.verdicts[2:]))
    assert run("review", contract, "--format", "json", "--fail-on", fail_on).code == code


def test_a_missing_protection_counts_at_its_own_risk(run: Run, answer: Answer, contract: Path) -> None:
    made = review()
    answer(replace(made, verdicts=made.verdicts[1:2]))
    assert run("review", contract, "--format", "json").code == 1


def test_a_harmless_contract_is_exit_code_0(run: Run, answer: Answer, contract: Path) -> None:
    answer(harmless())
    assert run("review", contract, "--format", "json", "--fail-on", "missing").code == 0


def test_party_and_brand_are_passed_on(run: Run, answer: Answer, contract: Path) -> None:
    asked = answer(review())
    run("review", contract, "--format", "json", "--party", "partner", "--brand", "乙方")
    assert asked == [Options(side="partner", brand="乙方")]


def test_the_sensitivity_of_the_detector_is_passed_on(run: Run, answer: Answer, contract: Path) -> None:
    asked = answer(review())
    run("review", contract, "--format", "json", "--sensitivity", "thorough")
    assert asked == [Options(sensitivity=Sensitivity.THOROUGH)]


def test_a_file_that_cannot_be_read_is_exit_code_2(run: Run, answer: Answer, contract: Path) -> None:
    answer(ReadError(str(contract), "the file is damaged.", "Get a fresh copy."))
    ran = run("review", contract)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"contractscan: {contract}: the file is damaged. Get a fresh copy.\n"
    assert list(contract.parent.iterdir()) == [contract]


@pytest.mark.parametrize("error", [ReadError("a.pdf", "damaged."), OSError("disk gone"), RuntimeError("a defect")])
def test_with_json_an_error_is_one_json_object(run: Run, answer: Answer, contract: Path, error: Exception) -> None:
    answer(error)
    ran = run("review", contract, "--format", "json")
    assert ran.code == 2
    tree = json.loads(ran.out)
    assert str(error) in tree["error"]
    assert tree["document"]["path"] == str(contract)
    assert str(error) in ran.err


def test_a_defect_is_not_mistaken_for_a_risky_contract(run: Run, answer: Answer, contract: Path) -> None:
    answer(RuntimeError("a defect"))
    ran = run("review", contract)
    assert ran.code == 2
    assert "RuntimeError: a defect" in ran.err


@pytest.mark.parametrize(("fail_on", "code"), [("high", 2), ("missing", 2), ("never", 0)])
def test_a_contract_that_was_not_read_in_full_does_not_pass(
    run: Run, answer: Answer, contract: Path, fail_on: str, code: int
) -> None:
    gaps = (Gap("scanned-page", "page 2", "A picture.", "Use OCR.", 2),)
    answer(replace(harmless(), document=replace(harmless().document, gaps=gaps)))
    assert run("review", contract, "--format", "json", "--fail-on", fail_on).code == code


def test_how_to_read_is_passed_on(run: Run, answer: Answer, contract: Path) -> None:
    asked = answer(review())
    run("review", contract, "--ocr", "never", "--password", "secret", "--timeout", "7")
    assert asked[0].reading == ReadOptions(Ocr.NEVER, "secret", 7.0)


def test_the_password_may_come_from_the_environment(
    run: Run, answer: Answer, contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACTSCAN_PASSWORD", "secret")
    asked = answer(review())
    run("review", contract)
    assert asked[0].reading.password == "secret"  # noqa: S105


def test_a_person_at_the_terminal_is_asked_for_the_password(
    run: Run, contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str | None] = []

    def review_file(_: Path, options: Options, progress: Progress) -> Review:
        tried.append(options.reading.password)
        if options.reading.password != "open sesame":  # noqa: S105
            raise PasswordError(str(contract), "this PDF is protected by a password.", "Give it with --password.")
        return review()

    answers = iter(["wrong", "open sesame"])
    monkeypatch.setattr("contractscan.review.review_file", review_file)
    monkeypatch.setattr("contractscan.review.rules_with", lambda own=None: BOOK)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    ran = run("review", contract)
    assert (ran.code, tried) == (1, [None, "wrong", "open sesame"])
    assert "protected by a password" in ran.err


def test_nobody_is_asked_where_nobody_can_answer(run: Run, answer: Answer, contract: Path) -> None:
    answer(PasswordError(str(contract), "this PDF is protected by a password.", "Give it with --password."))
    ran = run("review", contract)
    assert ran.code == 2
    assert "--password" in ran.err


def test_text_says_on_stderr_what_was_not_read(run: Run, contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unread = replace(review().document, text="read", gaps=(Gap("scanned-page", "page 2", "A picture.", "Use OCR.", 2),))
    monkeypatch.setattr("contractscan.readers.read", lambda *_: unread)
    ran = run("text", contract)
    assert (ran.code, ran.out) == (0, "read")
    assert "not read: page 2: A picture. Use OCR." in ran.err


def test_an_interruption_is_neither_clean_nor_risky(
    run: Run, answer: Answer, contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("contractscan.review.review_file", interrupted)
    assert run("review", contract).code == 130
    assert list(contract.parent.iterdir()) == [contract]


@pytest.mark.parametrize(
    "args",
    [
        ("review",),
        ("review", "a.txt", "-o", "-"),
        ("review", "a.txt", "--fail-on", "x"),
        ("batch", "nowhere", "-o", "out"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, args: tuple[str, ...]) -> None:
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert "Error:" in ran.err


def test_an_unwritable_place_is_exit_code_2(run: Run, answer: Answer, contract: Path) -> None:
    answer(review())
    ran = run("review", contract, "--format", "html", "-o", contract.parent / "nowhere" / "r.html")
    assert ran.code == 2
    assert "nowhere" in ran.err


# ---------------------------------------------------------------- the other commands


def test_text_is_the_file_itself_byte_for_byte(run: Run, contract: Path) -> None:
    ran = run("text", contract)
    assert (ran.code, ran.out) == (0, "甲方\r\n乙方")


def test_text_of_a_missing_file_is_an_error(run: Run, tmp_path: Path) -> None:
    ran = run("text", tmp_path / "nothing.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "nothing.txt" in ran.err


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert __version__ in run("--version").out


@pytest.mark.parametrize(("lang", "words"), [("zh", "数据与账号"), ("en", "Data and access")])
def test_rules_list_has_one_line_per_item(run: Run, monkeypatch: pytest.MonkeyPatch, lang: str, words: str) -> None:
    monkeypatch.setattr("contractscan.rules.load_rules", lambda own=None: BOOK)
    out = run("rules", "list", "--lang", lang).out
    assert words in out
    assert len([line for line in out.splitlines() if line.startswith("  ")]) == len(BOOK.checklist.items)


def test_rules_show_explains_an_item_for_both_sides(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractscan.rules.load_rules", lambda own=None: BOOK)
    out = run("rules", "show", "exclusive").out
    assert "locked: The brand is locked in" in out
    assert "for the brand: High" in out
    assert "for the partner: Fine" in out
    assert "This appointment is not exclusive." in out


def test_a_mistyped_item_gets_a_suggestion(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractscan.rules.load_rules", lambda own=None: BOOK)
    ran = run("rules", "show", "exclusiv")
    assert ran.code == 2
    assert "did you mean 'exclusive'?" in ran.err


@dataclass(frozen=True)
class _Failure:
    file: str = "exclusive.yaml"
    item: str = "exclusive"
    message: str = "expected locked, got none"


@pytest.mark.parametrize(("failures", "code"), [((), 0), ((_Failure(),), 1)])
def test_rules_test_fails_if_any_rule_does(
    run: Run, monkeypatch: pytest.MonkeyPatch, failures: tuple[_Failure, ...], code: int
) -> None:
    monkeypatch.setattr("contractscan.rules.load_rules", lambda own=None: BOOK)
    monkeypatch.setattr("contractscan.selftest.run", lambda book, items: failures)
    ran = run("rules", "test")
    assert ran.code == code
    assert ran.out == "".join(f"{f.file}: {f.item}: {f.message}\n" for f in failures)
    assert ran.err == f"2 rules tested, {len(failures)} failures\n"


# ---------------------------------------------------------------- many formats, and stored reviews


def test_several_formats_are_written_from_one_review(run: Run, answer: Answer, contract: Path) -> None:
    asked = answer(review())
    ran = run("review", contract, "-f", "html", "-f", "json", "-f", "html", "-o", contract.parent / "r")
    assert (ran.out, len(asked)) == ("", 1)
    assert sorted(path.name for path in contract.parent.iterdir()) == ["r.html", "r.json", "代运营合同.txt"]


def test_a_folder_that_is_not_there_yet_is_made(run: Run, answer: Answer, contract: Path) -> None:
    answer(review())
    run("review", contract, "-f", "html", "-f", "json", "-o", f"{contract.parent / 'new'}/")
    assert len(list((contract.parent / "new").iterdir())) == 2


def test_a_format_that_cannot_be_rendered_leaves_none_of_the_others_behind(
    run: Run, answer: Answer, contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    answer(review())
    monkeypatch.setattr("contractscan.report.html.render_html", interrupted)
    assert run("review", contract, "-f", "json", "-f", "html").code == 130
    assert list(contract.parent.iterdir()) == [contract]


def test_text_alone_may_go_to_a_file(run: Run, answer: Answer, contract: Path) -> None:
    answer(review())
    target = contract.parent / "checklist.txt"
    assert run("review", contract, "-f", "text", "-o", target, "--lang", "en").out == ""
    assert "The brand is locked in" in target.read_text(encoding="utf-8")


def test_piped_the_checklist_is_plain_and_the_same_as_in_a_file(
    run: Run, answer: Answer, contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    answer(review())
    target = contract.parent / "checklist.txt"
    run("review", contract, "-f", "text", "-o", target)
    piped = run("review", contract, "-f", "text")
    assert (piped.out, piped.err) == (target.read_text(encoding="utf-8"), "")
    assert not [char for char in piped.out if "\u2500" <= char <= "\u257f" or char == "\x1b"]


@pytest.fixture
def kept(run: Run, agreement: Path) -> Path:
    path = agreement.parent / "kept.json"
    run("review", agreement, "-f", "json", "-o", path)
    return path


def test_a_stored_review_is_rendered_without_the_contract(run: Run, kept: Path, agreement: Path) -> None:
    direct = run("review", agreement, "-f", "html", "-o", "-").out
    agreement.unlink()
    assert run("render", kept, "-f", "html", "-o", "-") == Ran(0, direct, "")
    assert run("render", kept, "-f", "json").out == kept.read_text(encoding="utf-8")


def test_a_stored_review_can_be_shown_in_the_other_language(run: Run, kept: Path) -> None:
    assert "not legal advice" in run("render", kept, "-f", "text", "--lang", "en").out


def test_the_policy_of_a_stored_review_holds_when_it_is_rendered(run: Run, agreement: Path) -> None:
    policy = agreement.parent / "house.toml"
    policy.write_text('[severity.non-compete]\nbinds-brand = "low"\n', encoding="utf-8")
    kept = agreement.parent / "kept.json"
    run("review", agreement, "--policy", policy, "-f", "json", "-o", kept)
    policy.unlink()
    direct = json.loads(kept.read_text(encoding="utf-8"))
    ran = run("render", kept, "-f", "json")
    assert (json.loads(ran.out), ran.err) == (direct, "")
    (risk,) = {item["risk"] for item in direct["items"] if item["id"] == "non-compete"}
    assert risk == "low"


def test_other_rules_than_those_of_the_review_are_remarked(run: Run, kept: Path) -> None:
    tree = json.loads(kept.read_text(encoding="utf-8"))
    tree["rules"]["digest"] = "0" * 64
    kept.write_text(json.dumps(tree), encoding="utf-8")
    ran = run("render", kept, "-f", "html", "-o", "-")
    assert ran.code == 0
    assert "made with other rules" in ran.err


def test_neither_the_stored_review_nor_its_contract_is_overwritten(run: Run, kept: Path, agreement: Path) -> None:
    for path in (kept, agreement):
        before = path.read_bytes()
        assert run("render", kept, "-f", "json", "-o", path).code == 2
        assert path.read_bytes() == before


def test_a_file_that_is_no_review_is_exit_code_2(run: Run, contract: Path) -> None:
    ran = run("render", contract)
    assert (ran.code, ran.out) == (2, "")
    assert "代运营合同.txt: is no JSON" in ran.err


def test_a_stored_review_goes_into_a_template_too(run: Run, kept: Path) -> None:
    template = kept.with_name("memo.j2")
    template.write_text("{{ view.file_name }}\n", encoding="utf-8")
    assert run("render", kept, "--template", template) == Ran(0, "协议.txt\n", "")


def test_a_template_takes_the_place_of_a_format(run: Run, answer: Answer, contract: Path) -> None:
    template = contract.parent / "memo.md.j2"
    template.write_text("{{ view.file_name|markdown }}\n", encoding="utf-8")
    answer(review())
    assert run("review", contract, "--template", template) == Ran(1, "代运营合同.pdf\n", "")
    run("review", contract, "--template", template, "-o", f"{contract.parent}/out/")
    assert (contract.parent / "out" / "代运营合同.contractscan.md").exists()
    assert run("review", contract, "--template", template, "-f", "html").code == 2


def test_a_mistake_in_a_template_is_exit_code_2_with_its_line(run: Run, answer: Answer, contract: Path) -> None:
    template = contract.parent / "memo.j2"
    template.write_text("\n{{ view.nothing }}", encoding="utf-8")
    answer(review())
    ran = run("review", contract, "--template", template)
    assert (ran.code, ran.out) == (2, "")
    assert "memo.j2:2: " in ran.err


def test_schema_is_that_of_the_json(run: Run) -> None:
    assert json.loads(run("schema").out)["$id"] == "urn:contractscan:schema:review:1"


def test_rendering_needs_neither_spacy_nor_a_reader_of_contracts(kept: Path) -> None:
    parsers = {"spacy", "pypdfium2", "pdfplumber", "docx", "numpy", "contractscan.match", "contractscan.readers.pdf"}
    code = "import sys, contractscan.cli as c; "
    code += f"c.cli(['render', {str(kept)!r}, '-f', 'html', '-o', 'r.html'], standalone_mode=False); "
    code += f"print({parsers} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "set()\n"


# ---------------------------------------------------------------- policy, rules of one's own, explanations


AGREEMENT = (
    "合同\n甲方（品牌方）：东湖公司\n乙方（代运营方）：西湖公司\n1. 甲方不得在Temu等平台开展同样的联合推广活动。\n"
)


@pytest.fixture
def agreement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "协议.txt"
    path.write_text(AGREEMENT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def test_a_policy_in_this_folder_is_followed(run: Run, agreement: Path) -> None:
    (agreement.parent / "contractscan.toml").write_text('ignore = ["non-compete"]', encoding="utf-8")
    items = json.loads(run("review", agreement, "--format", "json").out)["items"]
    assert "non-compete" not in {item["id"] for item in items}


def test_a_policy_can_be_named_and_its_faults_are(run: Run, agreement: Path) -> None:
    policy = agreement.parent / "house.toml"
    policy.write_text('ignore = ["non-compet"]', encoding="utf-8")
    ran = run("review", agreement, "--policy", policy)
    assert ran.code == 2
    assert "house.toml: ignore: no item is called 'non-compet'; did you mean 'non-compete'?" in ran.err


def test_explain_prints_how_an_answer_came_about_and_writes_nothing(run: Run, agreement: Path) -> None:
    ran = run("review", agreement, "--explain", "non-compete", "--lang", "en")
    assert ran.code == 0
    assert "Answer: Binds the brand; for the brand: High" in ran.out
    assert "{brand} → binds-brand" in ran.out
    assert "appointment" not in ran.out  # nothing of other items
    assert list(agreement.parent.iterdir()) == [agreement]


def test_explain_knows_the_items(run: Run, agreement: Path) -> None:
    ran = run("review", agreement, "--explain", "non-compet")
    assert ran.code == 2
    assert "did you mean 'non-compete'?" in ran.err


def test_explain_goes_with_no_report(run: Run, agreement: Path) -> None:
    assert run("review", agreement, "--explain", "non-compete", "--format", "json").code == 2


def test_rules_new_starts_a_rule_that_review_then_uses(run: Run, agreement: Path) -> None:
    own = agreement.parent / "我的规则"
    assert run("rules", "new", "weekly-list", "--family", "general", "--rules", own).code == 0
    assert run("rules", "lint", "--rules", own).err == "1 rules read, 0 failures\n"
    assert run("rules", "test", "--rules", own).err == "1 rules tested, 0 failures\n"
    assert "weekly-list" in run("rules", "list", "--rules", own).out
    items = json.loads(run("review", agreement, "--rules", own, "--format", "json").out)["items"]
    assert "weekly-list" in {item["id"] for item in items}


def test_rules_schema_is_json(run: Run) -> None:
    assert json.loads(run("rules", "schema").out)["title"] == "contractscan rule"


# ---------------------------------------------------------------- as a process


def test_help_is_instant_because_nothing_heavy_is_imported() -> None:
    heavy = {"spacy", "rich", "jinja2", "pydantic", "yaml", "lxml"}
    code = "import sys, contractscan.cli as c; c.cli(['--help'], standalone_mode=False); "
    code += f"print({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.endswith("set()\n")


@pytest.mark.parametrize("command", [("text",), ("review", "--fail-on", "never")])
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path, command: tuple[str, ...]) -> None:
    contract = tmp_path / "a.txt"
    contract.write_text("甲方应当付款。\n" * 20, encoding="utf-8")
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "contractscan", *command, contract], stdout=write_end, stderr=subprocess.PIPE
    )
    os.close(write_end)
    assert done.returncode == 0
    assert b"Error" not in done.stderr
