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
