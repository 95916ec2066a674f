from __future__ import annotations

import sys

import pytest
from camel_tools.utils.charsets import AR_DIAC_CHARSET
from camel_tools.utils.dediac import dediac_ar
from hypothesis import given

from retrieval.language import letters
from retrieval.language.normalization import normalize, normalize_word
from tests.arabic_text import ARABIC_TEXT


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("كت\u200cاب\u200f", "كتاب"),
        ("\u00adكتاب\ufeff", "كتاب"),
        ("\ufefb", "لا"),
        ("\ufdf2", "الله"),
        ("\uff41\uff11", "a1"),
        ("ا\u0654", "ا"),
        ("مسؤول", "مسءول"),
        ("مسئول", "مسءول"),
        ("كِتَابٌ", "كتاب"),
        ("الرَّحْمٰن", "الرحمن"),
        ("أإآٱ", "اااا"),
        ("مصطفى", "مصطفي"),
        ("مدينة", "مدينه"),
        ("الـــرئيس", "الرءيس"),
        ("کتابی", "كتابي"),
        ("ہے", "هي"),
        ("پاريس", "باريس"),
        ("چاد", "جاد"),
        ("ژان", "جان"),
        ("ڤيينا", "فيينا"),
        ("گوگل", "غوغل"),
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("1,000", "1000"),
        ("١٬٠٠٠٬٠٠٠", "1000000"),
        ("1.000.000", "1000000"),
        ("١٠٠،٠٠٠", "100000"),
        ("1,5", "1,5"),
        ("1.000", "1.000"),
        ("١٢\u066b٥", "12.5"),
        ("Élysée", "elysee"),
        ("E\u0301", "e"),
        ("كتا\u0300\u0489ب", "كتاب"),
        ("كتاب\x00\x07", "كتاب"),
        ("  أ\u00a0\n ب ", "ا ب"),
        ("جزء", "جزء"),
        ("", ""),
        ("\u064e", ""),
    ],
)
def test_each_row_of_the_table_is_applied(written: str, expected: str) -> None:
    assert normalize(written) == expected


def test_the_marks_of_vowels_are_those_that_camel_tools_takes_away() -> None:
    assert set(letters.SHORT_VOWELS) == AR_DIAC_CHARSET


@given(ARABIC_TEXT)
def test_what_camel_tools_takes_away_first_makes_no_other_form(text: str) -> None:
    assert normalize(dediac_ar(text)) == normalize(text)


@given(ARABIC_TEXT)
def test_normalizing_twice_changes_nothing(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once


@given(ARABIC_TEXT)
def test_a_cached_word_has_the_same_form_as_a_new_one(text: str) -> None:
    assert normalize_word(text) == normalize(text)


def test_every_single_character_has_a_stable_normal_form() -> None:
    surrogates = range(0xD800, 0xE000)
    changed_again = [
        code
        for code in range(0x20000)
        if code not in surrogates and normalize(normalize(chr(code))) != normalize(chr(code))
    ]
    assert changed_again == []


def test_an_unpaired_surrogate_is_normalized() -> None:
    assert normalize("كتاب\ud800") == "كتاب"


def test_the_alphabet_is_29_letters_that_normalization_keeps() -> None:
    assert len(letters.ARABIC_ALPHABET) == 29
    assert normalize(letters.ARABIC_ALPHABET) == letters.ARABIC_ALPHABET


def test_no_letter_of_the_classes_is_outside_unicode() -> None:
    assert max(map(ord, letters.ARABIC_LETTERS)) <= sys.maxunicode
