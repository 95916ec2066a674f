from __future__ import annotations

import pytest

from retrieval.understanding.latin.keyboard import LETTER_KEYS, from_english_keyboard


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("qwertyuiop[]", "ضصثقفغعهخحجد"),
        ("asdfghjkl;'", "شسيبلاتنمكط"),
        ("zxcvnm,./`", "ئءؤرىةوزظذ"),
        ("b", "لا"),
        ("YHNTGB?", "إأآلإلألآ؟"),
        ('{}:"<>~', "جدكطوزذ"),
        ("QWERUIOP", "ضصثقعهخح"),
        ("ASDFJKL", "شسيبتنم"),
        ("ZXCVM", "ئءؤرة"),
        ("123 جنيف !", "123 جنيف !"),
        ("", ""),
    ],
)
def test_each_key_has_its_letter(typed: str, meant: str) -> None:
    assert from_english_keyboard(typed) == meant


def test_the_keys_of_punctuation_have_letters() -> None:
    assert all(letter.isalpha() for letter in from_english_keyboard(LETTER_KEYS))
