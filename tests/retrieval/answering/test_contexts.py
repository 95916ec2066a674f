"""Contexts: wider slices that end at sentences."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.contexts import CONTEXT_CHARACTERS, Contexts, key_of, widen
from retrieval.types import Context, Document, Page, Passage, Source, Span

SENTENCES = [Span(0, 10), Span(11, 20), Span(21, 40), Span(41, 50)]


def test_both_sides_grow_in_turn_while_they_fit() -> None:
    assert widen(Span(21, 40), SENTENCES, 30) == Span(21, 50)
    assert widen(Span(21, 40), SENTENCES, 39) == Span(11, 50)
    assert widen(Span(21, 40), SENTENCES, 50) == Span(0, 50)


def test_a_span_inside_a_sentence_is_made_whole_even_beyond_the_wish() -> None:
    assert widen(Span(25, 30), SENTENCES, 5) == Span(21, 40)


def test_a_span_over_a_border_takes_both_sentences() -> None:
    assert widen(Span(15, 25), SENTENCES, 5) == Span(11, 40)


def test_a_heading_between_sentences_is_kept_as_it_is() -> None:
    assert widen(Span(10, 11), SENTENCES, 1) == Span(10, 11)


def test_without_sentences_the_span_is_its_own_context() -> None:
    assert widen(Span(3, 9), (), 100) == Span(3, 9)


@st.composite
def sentences_and_span(draw: st.DrawFn) -> tuple[list[Span], Span]:
    borders = sorted(draw(st.sets(st.integers(0, 300), min_size=4, max_size=30)))
    sentences = [Span(*pair) for pair in zip(borders[::2], borders[1::2], strict=False)]
    start = draw(st.integers(0, 299))
    return sentences, Span(start, draw(st.integers(start + 1, 300)))


@given(sentences_and_span(), st.integers(0, 400))
def test_a_context_holds_its_span_and_cuts_no_sentence(given_: tuple[list[Span], Span], wish: int) -> None:
    sentences, span = given_
    wide = widen(span, sentences, wish)
    assert wide.start <= span.start
    assert span.end <= wide.end
    assert not any(
        sentence.start < border < sentence.end for sentence in sentences for border in (wide.start, wide.end)
    )


def test_the_longest_key_has_32_characters_and_is_found_again() -> None:
    text = "نص"
    contexts = Contexts([Document("d" * 300, text, Source(""))], [])
    assert len(key_of("d" * 300, 999_999_998, 999_999_999)) == 32
    found = contexts.find(key_of("d" * 300, 0, 2))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("start", "end", "wish", "wide"),
    [
        (0, 10, 20, (0, 20)),
        (0, 10, 19, (0, 10)),
        (11, 20, 20, (0, 20)),
        (11, 20, 19, (11, 20)),
        (11, 20, 28, (0, 20)),
        (11, 20, 29, (11, 40)),
        (11, 20, 39, (11, 50)),
        (11, 20, 40, (0, 40)),
        (21, 40, 29, (21, 50)),
        (21, 40, 28, (21, 40)),
        (41, 50, 29, (21, 50)),
        (41, 50, 28, (41, 50)),
        (41, 50, 1000, (0, 50)),
        (0, 10, 1000, (0, 50)),
        (1, 10, 1, (0, 10)),
        (0, 9, 1, (0, 10)),
        (9, 12, 1, (0, 20)),
        (0, 11, 1, (0, 11)),
        (10, 12, 1, (10, 20)),
        (10, 20, 1, (10, 20)),
        (20, 21, 1, (20, 21)),
        (20, 22, 1, (20, 40)),
        (41, 51, 1, (41, 51)),
        (45, 52, 1, (41, 52)),
        (50, 55, 14, (41, 55)),
        (50, 55, 13, (50, 55)),
    ],
)
def test_a_span_grows_by_whole_sentences_up_to_the_wished_length(
    start: int, end: int, wish: int, wide: tuple[int, int]
) -> None:
    assert widen(Span(start, end), SENTENCES, wish) == Span(*wide)


def test_the_sentence_behind_is_taken_before_the_one_in_front() -> None:
    assert widen(Span(10, 20), [Span(0, 9), Span(10, 20), Span(21, 30)], 20) == Span(10, 30)


TEXT = "جملة أولى. جملة ثانية. جملة ثالثة."
REPORT = Document("report.pdf", TEXT, Source("تقرير"), pages=(Page(4, 0), Page(5, 11)))
OTHER = Document("other.txt", "نص آخر.", Source("آخر"))


def passage(start: int, end: int, *sentences: Span) -> Passage:
    return Passage("report.pdf", 0, start, end, TEXT[start:end], sentences)


CONTEXTS = Contexts(
    [REPORT, OTHER], [passage(23, 34, Span(23, 34)), passage(0, 22, Span(0, 10), Span(11, 22))]
)


def test_a_context_has_the_wider_text_with_its_source_its_page_and_the_excerpt_in_it() -> None:
    assert CONTEXTS.context("report.pdf", 16, 21, characters=24) == Context(
        "report.pdf", REPORT.source, "جملة ثانية. جملة ثالثة.", 11, 34, Span(5, 10), 5
    )
    assert CONTEXTS.context("report.pdf", 0, 4, characters=10) == Context(
        "report.pdf", REPORT.source, "جملة أولى.", 0, 10, Span(0, 4), 4
    )


def test_sentences_are_neighbors_in_whatever_order_their_passages_came() -> None:
    whole = CONTEXTS.context("report.pdf", 11, 22)
    assert whole == Context("report.pdf", REPORT.source, TEXT, 0, 34, Span(11, 22), 5)


def test_a_document_without_passages_gives_the_span_alone() -> None:
    assert CONTEXTS.context("other.txt", 3, 6) == Context(
        "other.txt", OTHER.source, "آخر", 3, 6, Span(0, 3), None
    )


def test_a_context_is_about_1200_code_points_long() -> None:
    text = "قول." * 400
    sentences = tuple(Span(start, start + 4) for start in range(0, 1600, 4))
    contexts = Contexts([Document("d", text, Source(""))], [Passage("d", 0, 0, 1600, text, sentences)])
    found = contexts.context("d", 800, 804)
    assert found is not None
    assert (CONTEXT_CHARACTERS, found.start, found.end) == (1200, 204, 1404)


@pytest.mark.parametrize(
    ("start", "end", "is_there"),
    [
        (0, 34, True),
        (0, 1, True),
        (33, 34, True),
        (-1, 4, False),
        (4, 4, False),
        (5, 4, False),
        (0, 35, False),
    ],
)
def test_only_spans_of_the_document_have_a_context(start: int, end: int, is_there: bool) -> None:  # noqa: FBT001
    assert (CONTEXTS.context("report.pdf", start, end) is not None) is is_there


def test_no_document_of_that_name_has_no_context() -> None:
    assert CONTEXTS.context("gone.txt", 0, 4) is None


def test_a_key_is_a_short_digest_with_the_span_and_finds_its_context() -> None:
    key = key_of("report.pdf", 11, 22)
    digest = base64.urlsafe_b64encode(hashlib.blake2b(b"report.pdf", digest_size=9).digest()).decode()
    assert key == f"{digest}-11-22"
    assert CONTEXTS.find(key) == CONTEXTS.context("report.pdf", 11, 22)
    assert CONTEXTS.find(key) is not None
    assert key_of("\ud800", 0, 1).endswith("-0-1")
    assert len(key_of("x", 999_999_999, 999_999_999)) == 32


@pytest.mark.parametrize(
    "key",
    [
        "",
        "AbCdEfGhIjKl-1-2",
        key_of("gone.txt", 0, 4),
        key_of("report.pdf", 0, 99),
        f"{key_of('report.pdf', 0, 4)} ",
        key_of("report.pdf", 0, 4)[1:],
        key_of("report.pdf", 0, 4).replace("-0-", "-"),
    ],
)
def test_an_unknown_old_or_malformed_key_finds_nothing(key: str) -> None:
    assert CONTEXTS.find(key) is None


def test_a_span_inside_a_sentence_grows_to_both_sides_in_turn() -> None:
    sentences = [Span(0, 10), Span(11, 20), Span(21, 30), Span(31, 40), Span(41, 50)]
    assert widen(Span(23, 25), sentences, 30) == Span(11, 40)
