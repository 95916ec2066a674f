"""A document is split into passages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.drafts import Block, Draft, SourceFields, finish
from retrieval.errors import DocumentError
from retrieval.index.splitting import TARGET_LENGTH, WHOLE_LENGTH, split_document
from retrieval.language.sentences import split_sentences
from retrieval.types import Document, Passage, Source, Span

SENTENCE = "هذه جملة من كلام كثير تمضي إلى آخرها ثم تقف عند نقطة واحدة."


def document_of(*blocks: tuple[str, bool]) -> Document:
    return finish("a.txt", Draft(tuple(Block(*block) for block in blocks)), SourceFields(title="عنوان"))


def test_a_short_document_is_one_passage() -> None:
    document = document_of(("أول. ثان.", False))
    sentences = (Span(0, 4), Span(5, 9))
    assert split_document(document, 7) == (Passage("a.txt", 7, 0, 9, "أول. ثان.", sentences, "عنوان"),)


def test_a_section_of_the_length_of_an_encyclopedia_paragraph_stays_whole() -> None:
    text = " ".join([SENTENCE] * (WHOLE_LENGTH // (len(SENTENCE) + 1)))
    assert [passage.text for passage in split_document(document_of((text, False)), 0)] == [text]


def test_headings_begin_passages_and_are_none_themselves() -> None:
    document = document_of(
        ("مقدمة.", False),
        ("الباب", True),
        ("الفصل", True),
        ("نص.", False),
        ("ثان", True),
        ("آخر.", False),
        ("ذيل", True),
    )
    passages = split_document(document, 3)
    assert [(passage.text, passage.heading) for passage in passages] == [
        ("مقدمة.", ""),
        ("نص.", "الباب · الفصل"),
        ("آخر.", "ثان"),
    ]
    assert [(passage.previous, passage.ordinal, passage.next) for passage in passages] == [
        (None, 3, 4),
        (3, 4, 5),
        (4, 5, None),
    ]


def test_the_same_heading_twice_in_a_row_is_kept_once() -> None:
    passages = split_document(document_of(("باب", True), ("باب", True), ("نص.", False)), 0)
    assert [passage.heading for passage in passages] == ["باب"]


def test_a_document_of_headings_only_is_split_as_text() -> None:
    passages = split_document(document_of(("باب", True), ("فصل", True)), 0)
    assert [(passage.text, passage.heading) for passage in passages] == [("باب\n\nفصل", "")]


def test_a_document_without_sentences_has_no_passages() -> None:
    assert split_document(Document("a", "", Source("")), 0) == ()


def test_a_long_section_is_cut_into_passages_of_nearly_equal_length() -> None:
    document = document_of((" ".join([SENTENCE] * 60), False))
    lengths = [len(passage.text) for passage in split_document(document, 0)]
    assert len(lengths) == -(-len(document.text) // TARGET_LENGTH)
    assert max(lengths) - min(lengths) <= 2 * len(SENTENCE)


def test_a_passage_ends_at_the_end_of_a_paragraph_that_lies_near() -> None:
    paragraph = " ".join([SENTENCE] * 9)
    document = document_of(*[(paragraph, False)] * 4)
    assert [passage.text for passage in split_document(document, 0)] == [paragraph] * 4


def test_a_short_rest_joins_the_passage_before_it() -> None:
    document = document_of(*[(SENTENCE, False)] * 9, ("قصير.", False))
    passages = split_document(document, 0, whole=300, target=len(SENTENCE) * 4)
    assert [len(passage.sentences) for passage in passages] == [3, 3, 4]


@given(
    st.lists(
        st.tuples(st.sampled_from([SENTENCE, "أول. ثان.", "سطر", SENTENCE * 9, "…", ""]), st.booleans()),
        max_size=30,
    ),
    st.integers(0, 5),
)
def test_every_sentence_that_is_no_heading_belongs_to_exactly_one_passage(
    blocks: list[tuple[str, bool]], first: int
) -> None:
    try:
        document = document_of(*blocks)
    except DocumentError:
        return
    passages = split_document(document, first)
    assert [
        passage for passage in passages if document.text[passage.start : passage.end] != passage.text
    ] == []
    assert [passage.ordinal for passage in passages] == list(range(first, first + len(passages)))
    assert [pair for pair in pairwise(passages) if pair[0].end > pair[1].start] == []
    covered = [span for passage in passages for span in passage.sentences]
    headings = set(document.headings)
    body = [
        span
        for span in split_sentences(document.text)
        if not any(heading.start <= span.start < heading.end for heading in headings)
    ]
    assert covered == (body or split_sentences(document.text))
    assert [passage for passage in passages if passage.sentences[0].start != passage.start] == []


def lined_up(*ends: int, breaks: tuple[int, ...] = ()) -> Document:
    """Sentences that end at some offsets, with a blank behind each, or a line end at some of them."""
    starts = [0, *(end + 1 for end in ends)]
    parts = [
        "ق" * (end - start - 1) + "." + ("\n" if end in breaks else " ")
        for start, end in zip(starts, ends, strict=False)
    ]
    return Document("d", "".join(parts).rstrip(), Source(""))


def spans(document: Document, whole: int, target: int) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in split_document(document, 0, whole=whole, target=target)]


@pytest.mark.parametrize(
    ("whole", "expected"), [(100, [(0, 100)]), (99, [(0, 60), (61, 100)]), (60, [(0, 60), (61, 100)])]
)
def test_a_section_longer_than_whole_is_cut(whole: int, expected: list[tuple[int, int]]) -> None:
    assert spans(lined_up(40, 60, 100), whole, 50) == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((40, 60, 100), [(0, 60), (61, 100)]),  # 10 too many are no worse than 10 too few
        ((40, 61, 100), [(0, 40), (41, 100)]),  # 11 too many are
        ((39, 60, 100), [(0, 60), (61, 100)]),
    ],
)
def test_a_passage_ends_where_its_length_is_nearest_to_the_wanted_one(
    ends: tuple[int, ...], expected: list[tuple[int, int]]
) -> None:
    assert spans(lined_up(*ends), 99, 50) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (50, [(0, 51), (52, 101)]),  # more than two targets make three passages of a third
        (51, [(0, 51), (52, 101)]),
        (101, [(0, 101)]),
    ],
)
def test_the_wanted_length_is_an_equal_part(target: int, expected: list[tuple[int, int]]) -> None:
    assert spans(lined_up(51, 101), 99, target) == expected


@pytest.mark.parametrize(
    ("end", "breaks", "expected"),
    [
        (85, (85,), [(0, 85), (86, 140), (141, 200)]),
        (84, (84,), [(0, 96), (97, 200)]),
        (85, (), [(0, 96), (97, 200)]),
    ],
)
def test_a_paragraph_ends_a_passage_from_85_percent_of_the_wanted_length_on(
    end: int, breaks: tuple[int, ...], expected: list[tuple[int, int]]
) -> None:
    actual = spans(lined_up(end, 96, 140, 200, breaks=breaks), 199, 100)
    assert actual[0] == expected[0]


@pytest.mark.parametrize(
    ("ends", "whole", "expected"),
    [
        ((120, 240, 270), 149, [(0, 120), (121, 270)]),
        ((120, 240, 270), 148, [(0, 120), (121, 240), (241, 270)]),
        ((120, 239, 270), 200, [(0, 120), (121, 239), (240, 270)]),  # 30 are a third of the wanted 90
        ((120, 180, 240, 254, 270), 149, [(0, 120), (121, 270)]),
        ((120, 180, 240, 254, 270), 148, [(0, 120), (121, 240), (241, 270)]),
    ],
)
def test_a_rest_below_a_third_joins_the_passage_before_it_if_that_stays_whole(
    ends: tuple[int, ...], whole: int, expected: list[tuple[int, int]]
) -> None:
    assert spans(lined_up(*ends), whole, 90) == expected


def test_a_heading_with_its_line_end_ends_where_the_next_sentence_begins() -> None:
    document = Document("d", "باب\nنص.\nفصل\nآخر.", Source(""), (Span(0, 4), Span(8, 12)))
    assert [(one.text, one.heading) for one in split_document(document, 0)] == [
        ("نص.", "باب\n"),
        ("آخر.", "فصل\n"),
    ]


def test_a_heading_of_two_sentences_is_one_heading() -> None:
    document = Document("d", "باب. أول.\nنص.", Source(""), (Span(0, 9),))
    assert [(one.text, one.heading) for one in split_document(document, 0)] == [("نص.", "باب. أول.")]


def test_a_heading_of_nothing_is_passed_over() -> None:
    document = Document("d", "نص.\n \nباب\nآخر.", Source(""), (Span(4, 5), Span(6, 9)))
    assert [(one.text, one.heading) for one in split_document(document, 0)] == [("نص.", ""), ("آخر.", "باب")]


def test_lengths_are_1200_and_700() -> None:
    assert (WHOLE_LENGTH, TARGET_LENGTH) == (1200, 700)
