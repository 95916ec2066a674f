from __future__ import annotations

import pytest

from retrieval.types import (
    Answer,
    AnswerKind,
    AnswerLine,
    Citation,
    Context,
    Corpus,
    Document,
    Excerpt,
    Hit,
    LineKind,
    NearestTitle,
    NoAnswer,
    NoAnswerReason,
    Page,
    Passage,
    Question,
    QuestionWord,
    Reason,
    SkippedFile,
    Source,
    Span,
)


def test_a_place_of_a_document_stands_on_the_last_page_that_begins_at_or_before_it() -> None:
    paged = Document("p", "نص", Source(""), pages=(Page(1, 0), Page(2, 100), Page(4, 200)))
    assert [paged.page_at(offset) for offset in (0, 99, 100, 199, 200, 250)] == [1, 1, 2, 2, 4, 4]


def test_a_page_without_text_of_its_own_gives_way_to_the_next_one() -> None:
    assert Document("p", "نص", Source(""), pages=(Page(1, 0), Page(2, 5), Page(3, 5))).page_at(5) == 3


def test_a_document_without_pages_has_no_page_anywhere() -> None:
    assert Document("d", "نص", Source("")).page_at(0) is None


def test_the_features_of_a_hit_cannot_be_changed() -> None:
    hit = Hit(Passage("d", 0, 0, 2, "نص", (Span(0, 2),)), 1, 0.5)
    with pytest.raises(TypeError):
        hit.features["score"] = 1.0  # type: ignore[index]


SOURCE = Source("عنوان")
SPAN = Span(0, 2)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (SOURCE, Source("عنوان", None, None, None, None)),
        (Document("d", "نص", SOURCE), Document("d", "نص", SOURCE, (), ())),
        (Corpus(()), Corpus((), (), "")),
        (
            Passage("d", 0, 0, 2, "نص", (SPAN,)),
            Passage("d", 0, 0, 2, "نص", (SPAN,), "", "", None, None),
        ),
        (QuestionWord("خبر"), QuestionWord("خبر", (), 1.0, "", ())),
        (Question("خبر", AnswerKind.WHEN, ()), Question("خبر", AnswerKind.WHEN, (), is_greeting=False)),
        (Citation("d", SOURCE, 0, 2), Citation("d", SOURCE, 0, 2, None)),
        (
            Excerpt(1, "d", SOURCE, "نص", 0, 2, (), 0.5),
            Excerpt(1, "d", SOURCE, "نص", 0, 2, (), 0.5, None, ()),
        ),
        (
            AnswerLine("5", LineKind.NUMBER, "5", ("d",), 1, SPAN),
            AnswerLine("5", LineKind.NUMBER, "5", ("d",), 1, SPAN, ()),
        ),
        (Answer("متى", ()), Answer("متى", (), None, 0.0)),
        (NoAnswer("متى", NoAnswerReason.WEAK), NoAnswer("متى", NoAnswerReason.WEAK, (), 0.0)),
        (NearestTitle("d", "عنوان"), NearestTitle(document_id="d", title="عنوان")),
        (SkippedFile("a.pdf", Reason("no_text")), SkippedFile(name="a.pdf", reason=Reason("no_text", ()))),
        (Context("d", SOURCE, "نص", 0, 2, SPAN), Context("d", SOURCE, "نص", 0, 2, SPAN, None)),
    ],
)
def test_what_is_left_out_has_its_default(value: object, expected: object) -> None:
    assert value == expected


def test_a_hit_has_no_features_unless_they_are_given() -> None:
    assert Hit(Passage("d", 0, 0, 2, "نص", (SPAN,)), 1, 0.5).features == {}


def test_spans_are_ordered_by_their_beginnings_then_by_their_ends() -> None:
    spans = [Span(3, 4), Span(1, 5), Span(1, 2)]
    assert sorted(spans) == [Span(1, 2), Span(1, 5), Span(3, 4)]


def test_a_place_before_the_first_page_has_none() -> None:
    assert Document("p", "نص", SOURCE, pages=(Page(1, 1),)).page_at(0) is None
