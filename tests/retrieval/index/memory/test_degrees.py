"""Degrees of match, computed by hand on three passages."""

from __future__ import annotations

import math
from typing import Any

import pytest

from retrieval.index import build_index
from retrieval.index.memory.degrees import match_passages, word_idf
from retrieval.index.memory.postings import Floats
from retrieval.index.query import Option, QueryWord
from retrieval.language.terms.analyzer import Analyzer, TermField
from tests.retrieval.index.corpora import corpus_of

ANALYZER = Analyzer()
CONTENTS = build_index(
    corpus_of("خبر", "خبر جنيف", "جنيف جنيف لندن", titles=("", "", "طقس")), analyzer=ANALYZER
).contents
TWO, ONE, NONE = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5), math.log(1 + 3.5 / 0.5)
"""The idf of a term of two of the three passages, of one and of none."""


def word(*options: tuple[str, float], weight: float = 1.0) -> QueryWord:
    return QueryWord(0, tuple(Option(tuple(text.split()), share) for text, share in options), weight)


def rows(degrees: Floats) -> list[Any]:
    return [pytest.approx(row, abs=1e-6) for row in degrees.tolist()]


def degree(k1: float, count: int, length: int, mean: float) -> float:
    """The part of BM25 above the idf, with b = 0.75, from 0 to 1."""
    return count / (count + k1 * (0.25 + 0.75 * length / mean))


def test_a_degree_is_the_score_relative_to_the_idf() -> None:
    degrees = match_passages(CONTENTS, [word(("خبر", 1.0)), word(("جنيف", 1.0))], ANALYZER)
    assert [
        [degree(1.2, 1, 1, 2), degree(1.2, 1, 2, 2), 0],
        [0, degree(1.2, 1, 2, 2), degree(1.2, 2, 3, 2)],
    ] == rows(degrees.word)
    assert [
        [degree(0.8, 1, 1, 2), degree(0.8, 1, 2, 2), 0],
        [0, degree(0.8, 1, 2, 2), degree(0.8, 2, 3, 2)],
    ] == rows(degrees.stem)
    assert degrees.lemma.tolist() == [[0] * 3] * 2
    assert {field.dtype.name for field in (degrees.word, degrees.gram, degrees.title)} == {"float32"}


def test_the_title_of_a_passage_is_matched_by_its_grams() -> None:
    degrees = match_passages(CONTENTS, [word(("طقس", 1.0))], ANALYZER)
    # Three grams each of word and stem, which are the same; the mean length is 6 / 3.
    assert [[0, 0, degree(0.8, 2, 6, 2)]] == rows(degrees.title)
    assert degrees.gram.tolist() == degrees.word.tolist() == [[0] * 3]


def test_a_word_of_several_options_counts_as_its_best_one() -> None:
    degrees = match_passages(CONTENTS, [word(("خبر", 1.0), ("جنيف", 0.5))], ANALYZER)
    expected = [degree(1.2, 1, 1, 2), degree(1.2, 1, 2, 2), 0.5 * degree(1.2, 2, 3, 2)]
    assert [expected] == rows(degrees.word)


def test_an_option_of_several_terms_counts_relative_to_the_idf_of_all() -> None:
    degrees = match_passages(CONTENTS, [word(("جنيف لندن", 1.0))], ANALYZER)
    first = TWO * degree(1.2, 1, 2, 2) / (TWO + ONE)
    both = (TWO * degree(1.2, 2, 3, 2) + ONE * degree(1.2, 1, 3, 2)) / (TWO + ONE)
    assert [[0, first, both]] == rows(degrees.word)


def test_a_term_that_no_passage_holds_lowers_the_degree_of_its_option() -> None:
    degrees = match_passages(CONTENTS, [word(("خبر كوكب", 1.0))], ANALYZER)
    part = TWO / (TWO + NONE)
    expected = [part * degree(1.2, 1, 1, 2), part * degree(1.2, 1, 2, 2), 0]
    assert [expected] == rows(degrees.word)


def test_shares_are_idf_times_weight_as_parts_of_all() -> None:
    words = [word(("خبر", 1.0)), word(("لندن", 1.0), weight=0.5), word(("كوكب", 1.0))]
    whole = TWO + ONE / 2 + NONE
    shares = match_passages(CONTENTS, words, ANALYZER).shares
    assert shares.tolist() == pytest.approx([TWO / whole, ONE / 2 / whole, NONE / whole])


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["خبر"], TWO),
        (["كوكب"], NONE),
        (["كوكب", "لندن", "خبر"], ONE),  # the first that the corpus holds
        (["خبر لندن"], ONE),  # as rare as its rarest
        (["خبر كوكب", "لندن"], NONE),  # one of its terms is held
        (["كوكب", "نيزك"], NONE),
    ],
)
def test_the_idf_of_a_word_is_that_of_its_first_option_that_the_corpus_holds(
    options: list[str], expected: float
) -> None:
    asked = word(*((text, 1.0) for text in options))
    assert word_idf(CONTENTS.fields.stem, asked, ANALYZER) == pytest.approx(expected)


def test_fields_are_matched_by_their_own_terms() -> None:
    degrees = match_passages(CONTENTS, [word(("اخبار", 1.0))], ANALYZER)
    roots = ANALYZER.field_terms(TermField.ROOT, ["اخبار", "خبر"])
    assert roots[0] == roots[1]
    assert [[degree(0.8, 1, 1, 2), degree(0.8, 1, 2, 2), 0]] == rows(degrees.root)
    assert degrees.word.tolist() == [[0] * 3]
