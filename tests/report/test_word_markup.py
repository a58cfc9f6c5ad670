"""XML with the place of each element: however it is written, and nothing of it written anew."""

import pytest
from lxml import etree

from contractscan.readers.docx_package import PartError
from contractscan.report.word.markup import Insertion, Markup, at_end_of

WRITTEN = (
    "<?xml version='1.0'?>\n<!-- <a> --><x:a xmlns:x='urn:x' k=\"1 > 0\"><?pi <b> ?>"
    "<x:b\n/><c>甲&amp;&#20057;<![CDATA[<d>]]></c >"
    "<e>two</e><x:b></x:b></x:a>"
).encode()


def test_elements_are_numbered_as_a_parser_meets_them() -> None:
    markup = Markup(WRITTEN)
    names = [str(element.tag).rpartition("}")[2] for element in etree.fromstring(WRITTEN).iter(etree.Element)]
    assert [element.name for element in markup.elements] == names == ["a", "b", "c", "e", "b"]
    assert [element.parent for element in markup.elements] == [-1, 0, 0, 0, 0]
    assert markup.source(1) == b"<x:b\n/>"
    assert markup.source(3) == b"<e>two</e>"
    assert markup.open_tag(0).endswith(b'k="1 > 0">')
    assert list(markup.children(0)) == [1, 2, 3, 4]


def test_a_place_in_a_text_counts_characters_and_not_bytes() -> None:
    markup = Markup("<a>甲&amp;&#20057;丙</a>".encode())
    assert [markup.place_in(0, offset) for offset in range(6)] == [3, 6, 11, 19, 22, None]


def test_a_place_in_a_text_with_something_in_between_is_not_told() -> None:
    assert Markup(WRITTEN).place_in(2, 1) is None


@pytest.mark.parametrize("written", [b"<a/>", b"<a></a>", b"<a ></a>", b"<x:a xmlns:x='urn:x'/>", b"<a k='/'/>"])
def test_what_is_put_at_the_end_of_an_element_is_in_it(written: bytes) -> None:
    markup = Markup(written)
    made = etree.fromstring(markup.with_insertions(list(at_end_of(markup.elements[0], b"<n/>"))))
    assert [child.tag for child in made] == ["n"]


def test_insertions_come_in_the_order_of_their_places_and_ranks() -> None:
    made = Markup(b"<a><b/></a>").with_insertions([Insertion(7, 2, b"2"), Insertion(3, 0, b"0"), Insertion(7, 1, b"1")])
    assert made == b"<a>0<b/>12</a>"


@pytest.mark.parametrize("written", [b"<a>", b"", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", b"\xff\xfea"])
def test_what_is_damaged_or_defines_entities_is_refused(written: bytes) -> None:
    with pytest.raises(PartError):
        Markup(written)
