from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.silence.likeness import LEAST_LIKENESS, RELATED, Forms, forms_of, likeness
from retrieval.language.normalization import normalize_word


def near(word: str, *text: str) -> float:
    return likeness([normalize_word(word)], forms_of(map(normalize_word, text)))


def test_a_word_of_the_same_root_is_near() -> None:
    assert near("مكتوب", "قرأ", "كتاب") == RELATED


def test_a_word_with_most_of_the_letters_is_near_by_their_share() -> None:
    assert near("telegram", "telegrams", "نهر") == pytest.approx(16 / 19)
    assert near("telegram", "grammar") == 0.0


def test_other_words_are_not_near() -> None:
    assert near("زوجة", "بغداد", "عاصمة", "نهر") == 0.0
    assert near("زوجة") == 0.0


def test_the_nearest_name_of_a_word_counts() -> None:
    forms = forms_of([normalize_word("كتاب")])
    assert likeness([normalize_word("سفينة"), normalize_word("مكتوب")], forms) == RELATED
    assert likeness([], forms) == 0.0


@given(
    st.text(alphabet="ابتجدرسعقكلمنهوي1a", min_size=1, max_size=12),
    st.lists(st.text("ابتدرسلمي", min_size=1)),
)
def test_likeness_is_a_degree_and_grows_with_the_text(word: str, text: list[str]) -> None:
    degree = likeness([word], forms_of(text))
    assert 0.0 <= degree <= likeness([word], forms_of([*text, word])) == 1.0


def test_a_word_for_the_same_event_is_near() -> None:
    assert near("اجتمع", "انعقد", "المجلس") == RELATED


@pytest.mark.parametrize(
    ("word", "other", "degree"),
    [
        ("abcd", "abxd", 6 / 10),
        ("abcdef", "abcdxy", 8 / 14),
        ("abcd", "abcd", 1.0),
        ("abc", "abd", 0.0),
        ("abcdefg", "abcdefx", 12 / 16),
        ("abcdefghi", "abcdefghx", 16 / 20),
        ("abcdefghij", "abcdefghix", 18 / 22),
        ("aaaa", "aa", 1.0),
        ("ab", "ba", 0.0),
    ],
)
def test_the_share_of_common_pairs_counts_from_six_tenths(word: str, other: str, degree: float) -> None:
    expected = degree if degree >= LEAST_LIKENESS else 0.0
    assert likeness([word], forms_of([other])) == pytest.approx(expected)


def test_the_stem_most_alike_counts() -> None:
    assert likeness(["abcdefg"], forms_of(["abcdxyz", "abcdefx", "qqq"])) == pytest.approx(12 / 16)


def test_a_related_word_that_is_more_alike_counts_by_its_letters() -> None:
    assert near("مكتوبات", "مكتوبة") == 1.0
    assert likeness(["abcdefghijklmn"], forms_of(["abcdefghijklmx"])) == pytest.approx(26 / 30)


def test_the_forms_of_a_text_are_its_stems_roots_and_events() -> None:
    assert forms_of(["كتاب", "ولد", "توفي"]) == Forms(
        frozenset({"كتاب", "ولد", "توف"}), frozenset({"كتب", "لد", "تف"}), frozenset({"birth", "death"})
    )
    assert forms_of([]) == Forms(frozenset(), frozenset(), frozenset())


def test_the_limits_of_likeness() -> None:
    assert (RELATED, LEAST_LIKENESS) == (0.8, 0.6)
