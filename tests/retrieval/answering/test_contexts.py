"""Contexts: wider slices that end at sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.contexts import Contexts, key_of, widen
from retrieval.types import Document, Source, Span

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
