from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.memory.postings import build_postings, inverse_doc_freq
from retrieval.index.parameters import FieldParameters

PARAMETERS = FieldParameters(k1=1.2, b=0.75)
TERM_LISTS = st.lists(st.lists(st.sampled_from("ابتثج"), max_size=8), max_size=8)


def exact_score(term: str, ordinal: int, term_lists: list[list[str]]) -> float:
    doc_freq = sum(term in terms for terms in term_lists)
    idf = math.log(1 + (len(term_lists) - doc_freq + 0.5) / (doc_freq + 0.5))
    mean_length = sum(map(len, term_lists)) / len(term_lists)
    term_freq = term_lists[ordinal].count(term)
    length = 1 - 0.75 + 0.75 * len(term_lists[ordinal]) / mean_length
    return idf * term_freq / (term_freq + 1.2 * length)


@given(TERM_LISTS)
def test_every_posting_has_the_score_of_exact_bm25(term_lists: list[list[str]]) -> None:
    postings = build_postings(term_lists, PARAMETERS)
    for term in "ابتثج":
        ordinals, scores = postings.of(term)
        assert ordinals.tolist() == [o for o, terms in enumerate(term_lists) if term in terms]
        assert scores.tolist() == pytest.approx(
            [exact_score(term, o, term_lists) for o in ordinals], rel=1e-5
        )


@given(TERM_LISTS)
def test_a_score_lies_between_zero_and_the_idf_of_its_term(term_lists: list[list[str]]) -> None:
    postings = build_postings(term_lists, PARAMETERS)
    for term in postings.terms:
        scores = postings.of(term)[1]
        assert scores.size == postings.doc_freq(term) > 0
        assert all(0 < score < postings.idf(term) for score in scores.tolist())


@given(st.integers(min_value=0, max_value=50), st.integers(min_value=0, max_value=50))
def test_idf_is_positive_and_falls_with_document_frequency(doc_freq: int, others: int) -> None:
    passages = doc_freq + others + 1
    assert 0 < inverse_doc_freq(doc_freq + 1, passages) < inverse_doc_freq(doc_freq, passages)


@pytest.mark.parametrize("term_lists", [[], [[]], [[], []]])
def test_passages_without_terms_have_no_postings(term_lists: list[list[str]]) -> None:
    postings = build_postings(term_lists, PARAMETERS)
    assert (postings.size, postings.terms, postings.doc_freq("ا")) == (len(term_lists), {}, 0)
    assert [part.size for part in postings.of("ا")] == [0, 0]
