from __future__ import annotations

import pytest

from retrieval.language.normalization import normalize
from retrieval.language.terms.stop_words import is_stop_word, stop_words


@pytest.mark.parametrize(
    "word",
    [
        "متى",
        "أين",
        "وفي",
        "فإنّه",
        "بأنها",
        "امتى",
        "شكون",
        "علاش",
        "قديش",
        "كان",
        "يكون",
        "الذي",
        "وبحسب",
        "يلي",
    ],
)
def test_question_words_particles_and_auxiliaries_are_stop_words(word: str) -> None:
    assert is_stop_word(normalize(word))


@pytest.mark.parametrize("word", ["اجتماع", "جنيف", "فلم", "فهم", "2022", "يناير", "واحد", "فيلي", ""])
def test_words_of_content_are_no_stop_words(word: str) -> None:
    assert not is_stop_word(normalize(word))


def test_the_list_is_normalized_and_contains_no_comment() -> None:
    assert {word for word in stop_words() if normalize(word) != word or not word} == set()
    assert "#" not in "".join(stop_words())
