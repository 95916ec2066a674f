"""A draft becomes a document: one text, with the places of its headings and pages."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.corpus.drafts import FIELD_NAMES, TITLE_LIMIT, Block, Draft, SourceFields, finish, one_line
from retrieval.errors import DocumentError
from retrieval.types import Document, Page, Source, Span

NOTHING = SourceFields()


def finished(*blocks: Block, fields: SourceFields = NOTHING, overrides: SourceFields = NOTHING) -> Document:
    return finish("a.txt", Draft(blocks, fields), overrides)


def test_a_block_stands_apart_and_is_no_heading_unless_that_is_given() -> None:
    assert Block("نص") == Block("نص", is_heading=False, after_gap=True, page=None)
    assert Draft(()) == Draft((), SourceFields(), ())


def test_blocks_are_joined_by_one_line_end_or_two() -> None:
    document = finished(
        Block("العنوان", is_heading=True, after_gap=True),
        Block(" سطر\n\n\n\nآخر "),
        Block("ثالث", is_heading=True, after_gap=False),
    )
    assert document == Document(
        "a.txt",
        "العنوان\n\nسطر\n\nآخر\nثالث",
        Source("العنوان"),
        headings=(Span(0, 7), Span(18, 22)),
    )
    assert [document.text[span.start : span.end] for span in document.headings] == ["العنوان", "ثالث"]


def test_a_heading_of_blanks_is_none() -> None:
    assert finished(Block(" ", is_heading=True), Block("نص")) == Document("a.txt", "نص", Source("نص"))


def test_a_page_begins_with_its_first_block_and_pages_only_go_up() -> None:
    document = finished(
        Block("أب", page=2), Block("جد", page=2), Block("", page=3), Block("هو", page=1), Block("زح", page=4)
    )
    assert document.text == "أب\n\nجد\n\nهو\n\nزح"
    assert document.pages == (Page(2, 0), Page(3, 6), Page(4, 12))


def test_an_empty_first_page_begins_where_the_text_does() -> None:
    assert finished(Block("", page=1), Block("نص", page=2)).pages == (Page(1, 0), Page(2, 0))


@pytest.mark.parametrize("texts", [[], [""], ["... !", "—"]])
def test_a_draft_without_letter_or_digit_is_no_document(texts: list[str]) -> None:
    with pytest.raises(DocumentError, match="it holds no text: nothing in it could be quoted"):
        finished(*map(Block, texts))


def test_one_digit_is_text() -> None:
    assert finished(Block("- 7 -")).text == "- 7 -"


def test_each_field_of_a_source_is_one_clean_line() -> None:
    fields = SourceFields(
        " عنوان\n طويل ", "دار\u202b\tالنشر", "كاتب  ما", date(2020, 1, 2), " https://example.org/a "
    )
    assert finished(Block("نص"), fields=fields).source == Source(
        "عنوان طويل", "دار النشر", "كاتب ما", date(2020, 1, 2), "https://example.org/a"
    )


def test_fields_of_blanks_are_unknown_and_the_first_line_is_the_title() -> None:
    fields = SourceFields(" ", " ", "\n", None, "")
    assert finished(Block("سطر أول\nثان"), fields=fields).source == Source("سطر أول")


def test_the_fields_of_a_sidecar_win() -> None:
    found = SourceFields("ملف", "دار", "كاتب", date(2020, 1, 2), "https://example.org/a")
    given = SourceFields("جار", published=date(2021, 1, 2), cleared=frozenset({"author"}))
    assert finished(Block("نص"), fields=found, overrides=given).source == Source(
        "جار", "دار", None, date(2021, 1, 2), "https://example.org/a"
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ا" * 300, "ا" * 300),
        ("ا" * 301, "ا" * 299 + "…"),
        ("ب " + "ا" * 298, "ب " + "ا" * 298),
        ("ب " + "ا" * 299, "ب…"),
        ("ب ا " + "ج" * 299, "ب ا…"),
        ("ا" * 298 + " بجد", "ا" * 298 + "…"),
        ("ا" * 297 + " بجد", "ا" * 297 + "…"),
    ],
)
def test_a_title_of_more_than_300_code_points_is_cut_at_a_word(title: str, expected: str) -> None:
    source = finished(Block("نص"), fields=SourceFields(title)).source
    assert source.title == expected
    assert len(source.title) <= TITLE_LIMIT == 300


def test_fields_say_what_others_do_not_unless_it_is_declared_unknown() -> None:
    own = SourceFields(title="عنوان", cleared=frozenset({"author"}))
    other = SourceFields("آخر", "دار", "كاتب", date(2020, 1, 2), "https://a.example", frozenset({"url"}))
    assert own.over(other) == SourceFields(
        "عنوان", "دار", None, date(2020, 1, 2), "https://a.example", frozenset({"author", "url"})
    )
    assert SourceFields().over(other) == other
    assert FIELD_NAMES == ("title", "publisher", "author", "published", "url")


@pytest.mark.parametrize(("value", "expected"), [(None, ""), ("", ""), (" أ \n ب ", "أ ب")])
def test_a_value_of_many_lines_becomes_one_line(value: str | None, expected: str) -> None:
    assert one_line(value) == expected


def test_what_was_taken_out_leaves_a_gap_before_the_next_block_with_text() -> None:
    blocks = (
        Block("أول", after_cut=True),
        Block("ثان", after_cut=True),
        Block(" ", after_cut=True),
        Block("ثالث"),
        Block("رابع"),
    )
    document = finish("a", Draft(blocks), SourceFields())
    assert document.gaps == (document.text.index("ثان"), document.text.index("ثالث"))


def test_a_paragraph_that_goes_on_behind_a_page_stands_on_one_line() -> None:
    document = finish(
        "a", Draft((Block("أول", page=1), Block("ثان", page=2, continues=True))), SourceFields()
    )
    assert (document.text, document.pages) == ("أول ثان", (Page(1, 0), Page(2, 4)))
