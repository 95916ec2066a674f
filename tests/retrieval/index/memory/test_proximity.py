"""How words stand together, computed by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from retrieval.index import build_index
from retrieval.index.memory.proximity import match_layout
from retrieval.index.parameters import NEAR
from retrieval.index.query import Option, QueryWord
from retrieval.language.terms.analyzer import Analyzer
from tests.retrieval.index.corpora import corpus_of

ANALYZER = Analyzer()


def measured(
    texts: list[str], words: list[str], shares: list[float], candidates: list[int] | None = None
) -> tuple[Any, Any]:
    """Sentence and order of some passages; a word may have options with `|` between them."""
    contents = build_index(corpus_of(*texts)).contents
    asked = [
        QueryWord(place, tuple(Option(tuple(option.split()), 1.0) for option in word.split("|")), 1.0)
        for place, word in enumerate(words)
    ]
    chosen = np.array(range(len(texts)) if candidates is None else candidates, dtype=np.int32)
    sentence, order = match_layout(contents, chosen, asked, np.array(shares), ANALYZER)
    return pytest.approx(sentence.tolist()), pytest.approx(order.tolist())


@pytest.mark.parametrize(
    ("text", "sentence", "order"),
    [
        ("مجلس جنيف", 1.0, 1.0),
        ("جنيف مجلس", 1.0, 0.5),
        ("جنيف مجلس جنيف", 1.0, 1.0),  # the better order counts
        ("مجلس جنيف مجلس", 1.0, 1.0),
        ("مجلس", 0.75, 0.0),
        ("جنيف", 0.25, 0.0),
        ("خبر طقس", 0.0, 0.0),
        ("مجلس مجلس", 0.75, 0.0),
        ("مجلس خبر. خبر جنيف.", 0.75, 1.0),  # another sentence, three tokens apart
        ("مجلس خبر. جنيف طقس. مجلس جنيف.", 1.0, 1.0),
        ("جنيف. مجلس خبر طقس خبر طقس خبر.", 0.75, 0.5),
    ],
)
def test_words_count_by_their_best_sentence_and_their_order(text: str, sentence: float, order: float) -> None:
    assert measured([text], ["مجلس", "جنيف"], [0.75, 0.25]) == ([sentence], [order])


@pytest.mark.parametrize(("between", "order"), [(NEAR - 1, 1.0), (NEAR, 0.0)])
def test_words_stand_together_up_to_three_tokens_apart(between: int, order: float) -> None:
    text = " ".join(["مجلس", *["خبر"] * between, "جنيف"])
    assert measured([text], ["مجلس", "جنيف"], [0.5, 0.5])[1] == [order]
    stops = " ".join(["مجلس", *["في"] * between, "جنيف"])
    assert measured([stops], ["مجلس", "جنيف"], [0.5, 0.5])[1] == [order]


def test_a_pair_counts_by_the_smaller_share_of_its_words() -> None:
    words, shares = ["مجلس", "جنيف", "لندن"], [0.5, 0.3, 0.2]
    texts = ["مجلس جنيف", "جنيف لندن", "مجلس لندن", "مجلس جنيف لندن", "لندن جنيف مجلس", "مجلس لندن جنيف"]
    sentence, order = measured(texts, words, shares)
    assert sentence == [0.8, 0.5, 0.7, 1.0, 1.0, 1.0]
    assert order == [0.6, 0.4, 0.0, 1.0, 0.5, 0.2]


def test_words_of_two_passages_do_not_stand_together() -> None:
    assert measured(["خبر مجلس", "جنيف طقس"], ["مجلس", "جنيف"], [0.6, 0.4]) == ([0.6, 0.4], [0.0, 0.0])


def test_sentences_of_two_passages_are_not_one() -> None:
    texts = ["خبر. مجلس.", "جنيف. خبر.", "خبر. طقس. لندن."]
    assert measured(texts, ["مجلس", "جنيف", "لندن"], [0.5, 0.3, 0.2])[0] == [0.5, 0.3, 0.2]


def test_only_candidates_are_measured_in_their_order() -> None:
    texts = ["مجلس جنيف", "خبر طقس خبر", "جنيف خبر", "مجلس"]
    assert measured(texts, ["مجلس", "جنيف"], [0.6, 0.4], [3, 0, 2]) == ([0.6, 1.0, 0.4], [0.0, 1.0, 0.0])


def test_one_word_has_no_order() -> None:
    assert measured(["مجلس مجلس", "خبر"], ["مجلس"], [1.0]) == ([1.0, 0.0], [0.0, 0.0])


def test_candidates_without_any_word_count_nothing() -> None:
    assert measured(["خبر", "طقس"], ["مجلس", "جنيف"], [0.5, 0.5]) == ([0.0, 0.0], [0.0, 0.0])


def test_every_option_of_a_word_counts_for_it_and_a_stem_of_two_words_for_the_first() -> None:
    words = ["مجلس|لندن خبر", "والمجلس|جنيف"]
    assert measured(["لندن", "خبر", "جنيف", "مجلس", "لندن جنيف"], words, [0.7, 0.3]) == (
        [0.7, 0.7, 0.3, 0.7, 1.0],
        [0.0, 0.0, 0.0, 0.0, 1.0],
    )


def test_a_stop_word_of_the_text_matches_nothing() -> None:
    assert measured(["في مجلس في"], ["في", "مجلس"], [0.5, 0.5]) == ([0.5], [0.0])
