from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.normalization import normalize
from retrieval.language.terms.stemming import root, stem

WORDS = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويءةى10a"), min_size=1, max_size=12).map(normalize)


@pytest.mark.parametrize(
    ("step", "words", "expected"),
    [
        ("article", "الوزير وبالوزير كالوزير فالوزير للوزير وللوزير", "وزير"),
        ("conjunction", "ومجلس مجلس", "مجلس"),
        ("future", "سيجتمع يجتمع", "جتمع"),
        ("future of a short verb", "سيقود ستقود يقود وسيقود", "قود"),
        ("a noun like a future", "سيارة سيارات السيارة وسيارتها", "سيار"),
        ("endings", "مهندسون مهندسين مهندسان مهندسات مهندسة مهندسها مهندسي", "مهندس"),
        ("preposition", "بمجلس لمجلس كمجلس فمجلس وبمجلس", "مجلس"),
        ("one ending more", "رئيسهم رئيسهن رئيسنا رئيسهما رئيسا", "رءيس"),
        ("verb", "يكتشف تكتشف نكتشف", "كتشف"),
        ("several at once", "محادثات وبالمحادثات المحادثة محادثاتها", "محادث"),
    ],
)
def test_forms_of_a_word_have_one_stem(step: str, words: str, expected: str) -> None:
    assert {stem(normalize(word)) for word in words.split()} == {expected}, step


@pytest.mark.parametrize("word", ["من", "وفد", "بن", "ها", "ال", "سين", "2022", "nato", "f16", "٪"])
def test_short_and_foreign_words_stay(word: str) -> None:
    assert (stem(word), root(word)) == (word, root(word))


@pytest.mark.parametrize("word", ["2022", "nato"])
def test_what_is_not_arabic_has_no_root(word: str) -> None:
    assert root(word) == word


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("كتاب كتب مكتبة الكتاب كاتب", "كتب"),
        ("عالم علماء علوم", "علم"),
        ("استخدام يستخدم خدم", "خدم"),
        ("دولة دول الدول", "دل"),
        ("محادثات حديث أحداث", "حدث"),
    ],
)
def test_a_word_and_its_broken_plurals_have_one_root(words: str, expected: str) -> None:
    assert {root(normalize(word)) for word in words.split()} == {expected}


@given(WORDS)
def test_a_stem_and_a_root_are_made_of_letters_of_the_word(word: str) -> None:
    assert not word or stem(word) in word
    assert not word or (root(word) and set(root(word)) <= set(word))


@pytest.mark.parametrize(
    ("step", "enough", "expected", "too_short"),
    [
        ("article", "الفم", "فم", "الف"),
        ("conjunction", "وقمر", "قمر", "وقر"),
        ("endings", "فمها", "فم", "بها"),
        ("preposition", "بمجلس", "مجلس", "بقمر"),
        ("one ending more", "قمرهم", "قمر", "فمهم"),
        ("verb", "يكتب", "كتب", "يصل"),
    ],
)
def test_a_step_leaves_as_many_letters_as_its_row_says(
    step: str, enough: str, expected: str, too_short: str
) -> None:
    assert (stem(enough), stem(too_short)) == (expected, too_short), step


def test_a_future_leaves_four_letters_of_which_the_mark_of_the_verb_then_goes() -> None:
    assert (stem("سيقود"), stem("سيصل")) == ("قود", "سيصل")


@pytest.mark.parametrize(
    ("rule", "word", "expected"),
    [
        ("a deriving letter goes where three strong letters follow it", "محمد", "حمد"),
        ("and stays where two do", "ملك", "ملك"),
        ("a letter that derives nothing stays", "درهم", "درهم"),
        ("the tenth form goes where it leaves three letters", "استخدم", "خدم"),
        ("and else its first letter alone", "مستمر", "ستمر"),
        ("weak letters go where two others are left", "دول", "دل"),
        ("and stay where one is left", "راي", "را"),
    ],
)
def test_a_root_keeps_enough_of_its_word(rule: str, word: str, expected: str) -> None:
    assert root(word) == expected, rule
