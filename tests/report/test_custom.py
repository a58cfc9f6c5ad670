"""Templates of the user's own: they see the view, and cannot do harm."""

import re
import time
from pathlib import Path

import pytest
from factory import BOOK, review
from hostile import MARKUP, TEMPLATE, hostile_review

from contractscan.errors import ContractscanError, TemplateError
from contractscan.model import Review
from contractscan.report import view as views
from contractscan.report.custom import render_custom
from contractscan.report.outputs import suffix_of
from contractscan.report.view import build_view

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def made(folder: Path, source: str, name: str = "memo.txt.j2", of: Review | None = None, seconds: float = 10) -> str:
    (folder / name).write_text(source, encoding="utf-8")
    return render_custom(folder / name, build_view(of or review(), BOOK, "en"), seconds)


def test_a_template_sees_the_view_and_the_texts(folder: Path) -> None:
    source = "{{ view.file_name }}\n{% for item in view.items() %}{{ item.id }} {% endfor %}{{ t('report.notice') }}"
    said = made(folder, source)
    assert said.startswith("代运营合同.pdf\nexclusive notice data law suit Produced by rules")


@pytest.mark.parametrize("name", ["a.html.j2", "a.xml.jinja", "a.HTML.J2", "a.htm", "a.svg.jinja2"])
def test_in_markup_everything_is_escaped(folder: Path, name: str) -> None:
    source = "{% for item in view.items() %}{{ item.place }}{% endfor %}"
    said = made(folder, source, name, hostile_review(MARKUP + TEMPLATE))
    assert "&lt;script&gt;" in said
    assert "<" not in said
    assert str(1234 * 4321) not in said


def test_other_texts_have_filters_for_what_they_must_not_say(folder: Path) -> None:
    said = made(folder, "{{ '=1+1'|cell }} {{ '*x* @all'|markdown }}")
    assert said == "'=1+1 \\*x\\* @&#8203;all"


def test_a_template_may_include_what_stands_beside_it(folder: Path) -> None:
    (folder / "part.j2").write_text("part", encoding="utf-8")
    assert made(folder, "{% include 'part.j2' %}") == "part"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("\n{{ view.nothing }}", r"memo\.txt\.j2:2: .*no attribute 'nothing'"),
        ("\n\n{% for %}", r"memo\.txt\.j2:3: "),
        ("{{ nobody }}", r"memo\.txt\.j2:1: 'nobody' is undefined"),
        ("\n{{ 1 / 0 }}", r"memo\.txt\.j2:2: division by zero"),
        ("{{ t('no.such.text') }}", r"memo\.txt\.j2:1: 'no\.such\.text'"),
        ("{% include 'absent.j2' %}", r"absent\.j2: there is no such template"),
        ("{% include '../secret.j2' %}", r"there is no such template"),
        ("{% include '/etc/passwd' %}", r"there is no such template"),
    ],
)
def test_a_mistake_is_told_with_template_and_line(folder: Path, source: str, said: str) -> None:
    (folder.parent / "secret.j2").write_text("secret", encoding="utf-8")
    with pytest.raises(TemplateError, match=said):
        made(folder, source)


def test_a_mistake_in_what_is_included_is_told_there(folder: Path) -> None:
    (folder / "part.j2").write_text("\n\n{{ 1 / 0 }}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"part\.j2:3: division by zero"):
        made(folder, "{% include 'part.j2' %}")


def test_a_template_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(TemplateError, match=r"nowhere\.j2: there is no such template"):
        render_custom(folder / "nowhere.j2", build_view(review(), BOOK, "en"))


def test_a_template_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "a.j2").write_bytes("合同".encode("gbk"))
    with pytest.raises(TemplateError, match="UTF-8"):
        render_custom(folder / "a.j2", build_view(review(), BOOK, "en"))


@pytest.mark.parametrize(
    "source",
    [
        "{{ view.__class__.__mro__ }}",
        "{{ view.items.__globals__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ t.__call__.__globals__ }}",
        "{{ (view.items()|list).append(1) }}",
        "{{ t.entries.update({'a': 'b'}) }}",
        "{{ '{0.__class__}'.format(view) }}",
        "{{ ('{0.__class__}'|attr('format'))(view) }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ self.__init__.__globals__ }}",
        "{% set view.language = 'zh' %}",
    ],
)
def test_a_template_reaches_nothing_but_what_it_is_given(folder: Path, source: str) -> None:
    with pytest.raises(TemplateError):
        made(folder, source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'x' * 10**9 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ range(10**9)|list }}",
        "{{ 'x'.ljust(10**10) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}0123456789{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% set n = namespace(s='0123456789') %}{% for i in range(40) %}{% set n.s = n.s ~ n.s %}{% endfor %}{{ n.s }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_a_template_has_bounded_time_memory_and_output(folder: Path, source: str) -> None:
    began = time.monotonic()
    with pytest.raises(ContractscanError, match=re.escape(str(folder / "memo.txt.j2"))):
        made(folder, source, seconds=2)
    assert time.monotonic() - began < 12


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("memo.html.j2", ".html"), ("memo.J2", ".txt"), ("memo.tex", ".tex"), ("memo", ".txt"), ("a.md.jinja2", ".md")],
)
def test_what_a_template_makes_is_told_by_its_name(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


def test_the_documented_example_works(folder: Path) -> None:
    said = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```jinja\n(.*?)^```$", said, re.MULTILINE | re.DOTALL)
    memo = made(folder, example, "memo.md.j2")
    assert memo.startswith("# 代运营合同.pdf\n")
    assert "* **High**: Must the brand use this partner alone" in memo
    assert "not legal advice" in memo


def test_every_documented_variable_is_there() -> None:
    said = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+)", said, re.MULTILINE)
    documented = {(owner, name) for owner, names in rows for name in re.findall(r"`(\w+)`", names)}
    assert {owner for owner, _ in documented} >= {"ReportView", "ItemView", "Evidence"}
    for owner, name in documented:
        assert name in getattr(views, owner, views.Segment).__dataclass_fields__, f"{owner}.{name}"
