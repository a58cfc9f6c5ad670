"""The contract's text for showing: whole, in order, cut where evidence begins and ends."""

from dataclasses import replace

from factory import document

from contractscan.model import Block, BlockKind, Cell, Document, Span
from contractscan.report.passages import Cited, Kind, Passage, Reference, passages

TEXT = "第一条 合作\n甲方不得另行委托\n他人运营。甲方付费。\n第一页\n乙方 | Agency"


def paper(*blocks: Block) -> Document:
    return replace(document(), text=TEXT, blocks=blocks)


def block(words: str, **more: object) -> Block:
    start = TEXT.index(words)
    return Block(start, start + len(words), **more)  # type: ignore[arg-type]


def cited(words: str, item: str = "exclusive", number: int = 2, key: str = "high", *marks: str) -> Cited:
    start = TEXT.index(words)
    spans = tuple(Span(TEXT.index(mark), TEXT.index(mark) + len(mark)) for mark in marks)
    return Cited(item, number, key, start, start + len(words), spans)


PARAGRAPH = block("甲方不得另行委托\n他人运营。甲方付费。", page=1)
CLAUSE = "甲方不得另行委托\n他人运营。"


def texts(passage: Passage) -> list[str]:
    return [run.text for cell in passage.cells for run in cell]


def test_text_without_evidence_is_one_run_on_one_line() -> None:
    (made,) = passages(paper(PARAGRAPH), ())
    assert texts(made) == ["甲方不得另行委托他人运营。甲方付费。"]
    assert made.cells[0][0].numbers == ()


def test_evidence_is_a_run_of_its_own_that_knows_where_it_starts_and_whose_it_is() -> None:
    (made,) = passages(paper(PARAGRAPH), (cited(CLAUSE),))
    quoted, rest = made.cells[0]
    assert (quoted.start, quoted.text, quoted.numbers, quoted.key) == (
        TEXT.index("甲方不得"),
        "甲方不得另行委托他人运营。",
        (2,),
        "high",
    )
    assert quoted.ends == (Reference("exclusive", 2, "high"),)
    assert (rest.numbers, rest.key, rest.ends) == ((), "", ())


def test_decisive_words_are_told_from_the_rest_of_the_evidence() -> None:
    (made,) = passages(paper(PARAGRAPH), (cited(CLAUSE, "exclusive", 2, "high", "不得另行委托"),))
    assert [(run.text, run.decisive) for run in made.cells[0]][:3] == [
        ("甲方", False),
        ("不得另行委托", True),
        ("他人运营。", False),
    ]


def test_where_evidence_overlaps_the_worst_risk_shows_and_each_item_is_named_once() -> None:
    over = (cited("不得另行委托", "other", 5, "medium"), cited(CLAUSE, key="high"))
    (made,) = passages(paper(PARAGRAPH), over)
    runs = {run.text: run for run in made.cells[0]}
    assert runs["不得另行委托"].key == "high"
    assert set(runs["不得另行委托"].numbers) == {2, 5}
    assert [end.number for run in made.cells[0] for end in run.ends] == [5, 2]


def test_two_sentences_of_one_item_in_a_row_name_it_once() -> None:
    (made,) = passages(paper(PARAGRAPH), (cited(CLAUSE), cited("甲方付费。")))
    assert [end.number for run in made.cells[0] for end in run.ends] == [2]


def test_evidence_over_two_blocks_is_in_both() -> None:
    blocks = (block("乙方", cell=Cell(0, 0, 0)), block("Agency", cell=Cell(0, 0, 1)))
    (row,) = passages(paper(*blocks), (cited("乙方 | Agency"),))
    assert row.kind is Kind.ROW
    assert [cell[0].numbers for cell in row.cells] == [(2,), (2,)]


def test_a_page_begins_once_and_never_with_its_furniture() -> None:
    blocks = (
        block("第一条 合作", page=1, heading=True),
        PARAGRAPH,
        block("乙方", page=2),
        block("第一页", page=1, kind=BlockKind.FURNITURE),
    )
    made = passages(paper(*blocks), ())
    assert [(passage.kind, passage.page) for passage in made] == [
        (Kind.HEADING, 1),
        (Kind.PARAGRAPH, None),
        (Kind.PARAGRAPH, 2),
        (Kind.FURNITURE, None),
    ]


def test_a_document_without_blocks_is_shown_all_the_same() -> None:
    (made,) = passages(paper(), ())
    assert "".join(texts(made)[0].split()) == "".join(TEXT.split())


def test_control_characters_are_seen_and_do_nothing() -> None:
    made = passages(replace(document(), text="甲\u202e方\x00", blocks=(Block(0, 4),)), ())
    assert texts(made[0]) == ["甲\ufffd方␀"]
