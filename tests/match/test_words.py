"""Values of words stand as they do in the document, whoever is named in them."""

from __future__ import annotations

from contractscan.readers import plain
from contractscan.review import Options, review_document

TEXT = "合同\n甲方（品牌方）：东湖公司\n乙方（代运营方）：西湖公司\n1. 因本合同发生争议的，由乙方住所地人民法院管辖。\n"


def test_words_are_those_of_the_document() -> None:
    review = review_document(plain.document_of(TEXT, path="x"), Options())
    forum = next(verdict for verdict in review.verdicts if verdict.item == "dispute-forum").findings[0]
    (value,) = forum.values
    assert value.text == TEXT[value.start : value.end]
    assert "乙方住所地" in value.text
