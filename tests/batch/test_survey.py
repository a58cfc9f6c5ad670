"""What is done and what is to be done: by content and edition, not by name."""

from contractscan.batch.journal import Entry
from contractscan.batch.sources import Source
from contractscan.batch.survey import Survey, survey
from contractscan.report.index import FileResult


def entry(path: str, sha256: str, stamp: str = "1", edition: str = "now", size: int = 5) -> Entry:
    report = f"{path}.html"
    return Entry(Source(path, size, stamp), sha256, edition, FileResult(path, report), ((report, 9),))


class Asked:
    """Gives digests by path, and remembers for which it was asked."""

    def __init__(self, **digests: str) -> None:
        self._digests = {name.replace("_", "."): digest for name, digest in digests.items()}
        self.paths: list[str] = []

    def __call__(self, source: Source) -> str:
        self.paths.append(source.path)
        return self._digests[source.path]


def look(sources: list[Source], known: list[Entry], asked: Asked | None = None, *, whole: bool = True) -> Survey:
    by_path = {one.source.path: one for one in known}
    return survey(sources, by_path, lambda _: "now", lambda _: whole, asked or Asked())


def to_do(found: Survey) -> list[list[str]]:
    return [[one.source.path for one in group] for group in found.to_do]


def test_what_has_not_changed_is_done_without_being_read() -> None:
    found = look([Source("a.txt", 5, "1")], [entry("a.txt", "A")])
    assert ([one.source.path for one in found.done], found.to_do) == (["a.txt"], ())


def test_another_time_of_change_with_the_same_content_is_done_too() -> None:
    found = look([Source("a.txt", 5, "2")], [entry("a.txt", "A")], Asked(a_txt="A"))
    assert found.done[0].source.stamp == "2"


def test_changed_content_of_the_same_size_is_to_be_done() -> None:
    found = look([Source("a.txt", 5, "2")], [entry("a.txt", "A")], Asked(a_txt="B"))
    assert (found.done, to_do(found)) == ((), [["a.txt"]])


def test_another_edition_is_to_be_done_without_being_read() -> None:
    found = look([Source("a.txt", 5, "1")], [entry("a.txt", "A", edition="before")])
    assert to_do(found) == [["a.txt"]]


def test_a_contract_whose_reports_are_gone_is_to_be_done() -> None:
    assert to_do(look([Source("a.txt", 5, "1")], [entry("a.txt", "A")], whole=False)) == [["a.txt"]]


def test_a_contract_that_was_renamed_is_done_and_keeps_its_report() -> None:
    (done,) = look([Source("b.txt", 5, "1")], [entry("a.txt", "A")], Asked(b_txt="A")).done
    assert (done.source.path, done.result.path, done.result.report) == ("b.txt", "b.txt", "a.txt.html")


def test_the_same_content_under_another_kind_of_name_is_reviewed_for_itself() -> None:
    assert to_do(look([Source("a.md", 5, "1")], [entry("a.txt", "A")], Asked(a_md="A"))) == [["a.md"]]


def test_contracts_of_the_same_content_are_one_group() -> None:
    sources = [Source("a.txt", 5, "1"), Source("b.txt", 5, "1"), Source("c.txt", 5, "1")]
    assert to_do(look(sources, [], Asked(a_txt="A", b_txt="B", c_txt="A"))) == [["a.txt", "c.txt"], ["b.txt"]]


def test_only_what_may_be_the_same_as_another_is_read() -> None:
    asked = Asked(a_txt="A", b_txt="B", d_txt="D")
    look([Source("a.txt", 5), Source("b.txt", 5), Source("c.txt", 6), Source("d.txt", -1)], [], asked)
    assert asked.paths == ["a.txt", "b.txt", "d.txt"]


def test_contracts_that_cannot_be_read_are_not_taken_for_the_same() -> None:
    assert to_do(look([Source("a.txt", 5), Source("b.txt", 5)], [], Asked(a_txt="", b_txt=""))) == [
        ["a.txt"],
        ["b.txt"],
    ]
