"""The commands as a user runs them: real processes over the samples, and over contracts that bite."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from contractscan.batch.sources import list_contracts

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
HOSTILE = (
    "代运营合同",
    "甲方（委托方）：<script>alert('x')</script>有限公司",
    "乙方（服务商）：{{ 7*7 }}{% raw %}公司",
    "第一条 数据",
    '1.1 店铺数据归乙方所有<script>alert(1)</script><img src=x onerror=alert(2)>，=HYPERLINK("http://evil.example","x")',
    "第二条 期限",
    "2.1 乙方可随时解除本合同，{{ config }} [red]无需[/red]理由，\u202e提前三日通知甲方。",
)


def contractscan(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "contractscan", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"},
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("合同 文件夹") / "恶意 <合同>.docx"
    document = docx.Document()
    for line in HOSTILE:
        # A bidirectional override is legal in a DOCX, other control characters are not.
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_review_prints_the_checklist_and_writes_the_report(tmp_path: Path) -> None:
    sample = tmp_path / "代运营 合同.docx"
    sample.write_bytes((SAMPLES / "predatory-代运营合同.docx").read_bytes())
    result = contractscan("review", sample)
    assert result.returncode == 1, result.stderr
    assert "高风险" in result.stdout
    assert "不构成法律意见" in result.stdout
    report = tmp_path / "代运营 合同.contractscan.html"
    assert report.exists()
    assert "<html" in report.read_text(encoding="utf-8")


def test_the_brand_and_the_partner_see_different_risks() -> None:
    sample = SAMPLES / "predatory-代运营合同.docx"
    risks = {}
    for party in ("甲方", "乙方"):
        answer = json.loads(contractscan("review", sample, "--party", party, "--format", "json").stdout)
        risks[party] = {item["id"]: item["risk"] for item in answer["items"]}
        assert answer["sides"]["party"] == {"甲方": "brand", "乙方": "partner"}[party]
    assert risks["甲方"]["data-ownership"] == "high"
    assert risks["乙方"]["data-ownership"] == "ok"


def test_offsets_refer_to_the_text_command() -> None:
    sample = SAMPLES / "co-op-agreement.pdf"
    text = contractscan("text", sample).stdout
    answer = json.loads(contractscan("review", sample, "--format", "json").stdout)
    findings = [finding for item in answer["items"] for finding in item["findings"]]
    assert findings
    assert all(text[finding["start"] : finding["end"]] == finding["quote"] for finding in findings)


def test_an_unknown_party_is_an_error_that_names_the_known_ones() -> None:
    result = contractscan("review", SAMPLES / "bilingual-agreement.docx", "--party", "丙方")
    assert result.returncode == 2
    assert "丙方" in result.stderr
    assert "甲方" in result.stderr


def test_contract_text_reaches_html_inert(hostile: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = contractscan("review", hostile, "--format", "html", "-o", out)
    assert result.returncode in (0, 1), result.stderr
    html = out.read_text(encoding="utf-8")
    assert "&lt;script&gt;" in html
    assert re.findall(r"<(?:script|img|iframe|link|object)\b[^>]*>", html) == [
        '<script type="application/json" id="data">',
        "<script>",
    ]
    assert "{{ config }}" in html
    assert "{{ 7*7 }}" in html
    assert "\u202e" not in html


def test_contract_text_reaches_terminal_and_json_inert(hostile: Path, tmp_path: Path) -> None:
    terminal = contractscan("review", hostile, "-o", tmp_path / "x.html").stdout
    assert "\x1b" not in terminal
    assert "\u202e" not in terminal
    assert "[red]" in terminal
    plain = contractscan("review", hostile, "--format", "json").stdout
    assert "\u202e" not in plain
    assert "<script>alert(1)</script>" in json.dumps(json.loads(plain), ensure_ascii=False)


FORMATS = ("html", "xlsx", "csv", "md", "json", "sarif")


def test_one_review_gives_every_format_and_a_stored_one_gives_the_same(hostile: Path, tmp_path: Path) -> None:
    flags = [flag for name in FORMATS for flag in ("-f", name)]
    result = contractscan("review", hostile, *flags, "-o", tmp_path / "direct")
    assert result.returncode in (0, 1), result.stderr
    again = contractscan("render", tmp_path / "direct.json", *flags, "-o", tmp_path / "again")
    assert again.returncode == 0, again.stderr
    for name in FORMATS:
        direct, stored = (tmp_path / f"{stem}.{name}" for stem in ("direct", "again"))
        assert direct.read_bytes() == stored.read_bytes(), name
        assert "\u202e" not in direct.read_text(encoding="utf-8", errors="replace")


@pytest.mark.slow
def test_a_contract_on_one_line_of_a_megabyte_is_reviewed_and_rendered(tmp_path: Path) -> None:
    path = tmp_path / "一行.txt"
    line = (
        "甲方不得在 Temu 开展同类推广，"
        + "乙方每月提交=cmd|'/C calc'!A0 <script>alert(1)</script> {{ 7*7 }} 报告，" * 20_000
    )
    path.write_text(f"合同\n甲方（品牌方）：东湖公司\n乙方（代运营方）：西湖公司\n1. {line}", encoding="utf-8")
    result = contractscan("review", path, *[flag for name in FORMATS for flag in ("-f", name)], "-f", "text")
    assert result.returncode in (0, 1), result.stderr
    assert max(map(len, result.stdout.splitlines())) <= 100
    assert "<script>alert" not in path.with_name("一行.contractscan.md").read_text(encoding="utf-8")


def test_a_batch_writes_each_format_and_none_is_a_contract_of_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(HOSTILE), encoding="utf-8")
    result = contractscan("batch", tmp_path, "-o", tmp_path, "-f", "html", "-f", "md", "-f", "text", "-j", "1")
    assert result.returncode == 1, result.stderr
    written = {path.name for path in tmp_path.iterdir()} - {"a.txt"}
    reports = {"a.txt.html", "a.txt.contractscan.md", "a.txt.contractscan.txt"}
    assert written == {".contractscan", "index.html", "index.xlsx", "index.jsonl", "findings.parquet"} | reports
    assert [source.path for source in list_contracts(str(tmp_path), str(tmp_path)).contracts] == ["a.txt"]


def test_batch_reviews_what_it_can_and_names_what_it_cannot(hostile: Path, tmp_path: Path) -> None:
    folder = tmp_path / "供应商 合同"
    (folder / "深圳").mkdir(parents=True)
    (folder / "深圳" / "联合营销.pdf").write_bytes((SAMPLES / "co-op-agreement.pdf").read_bytes())
    (folder / "恶意.docx").write_bytes(hostile.read_bytes())
    (folder / "坏的.pdf").write_bytes(b"%PDF-1.7\nnot really")
    (folder / "空的.docx").write_bytes(b"")
    out = tmp_path / "结果"
    result = contractscan("batch", folder, "-o", out, "--jobs", "2")
    assert result.returncode == 2
    index = (out / "index.html").read_text(encoding="utf-8")
    assert len(list(out.rglob("*.html"))) == 3
    assert all(name in index for name in ("联合营销.pdf", "恶意.docx", "坏的.pdf", "空的.docx"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("damaged.pdf", b"%PDF-1.4\n%%EOF"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 64),
        ("no.docx", b"PK\x03\x04zip"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_2(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = contractscan("review", path)
    assert result.returncode == 2
    assert name in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.glob("*.html"))
