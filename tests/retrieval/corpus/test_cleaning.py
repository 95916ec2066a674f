"""The only changes that quotable text undergoes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.cleaning import clean

TEXTS = st.text(alphabet=st.characters(), max_size=80)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("سطر\r\nثان\rثالث", "سطر\nثان\nثالث"),
        ("سطر\u2028ثان\u2029ثالث\x85رابع", "سطر\nثان\nثالث\nرابع"),
        ("قبل\tبعد\x0cثم", "قبل بعد ثم"),
        ("\ufeffقال \u202bمحمد\u202c", "قال محمد"),
        ("a\u0333b\u033fc\u030ad", "abcd"),
        ("nea\u030a", "neå"),
        ("e\u0301 آ", "é آ"),
        ("  بداية  \n\u00a0وسط\u00a0\n نهاية ", "بداية\nوسط\nنهاية"),
        ("أ\n\n\n \nب", "أ\n\nب"),
        ("\ud800\ufffe", "\ufffd\ufffd"),
    ],
)
def test_what_telegram_deletes_is_deleted_before_it_is_stored(found: str, expected: str) -> None:
    assert clean(found) == expected


def test_what_telegram_keeps_stays() -> None:
    kept = "مـحـمّد\u00a0قال   \u2066Blue\u2069 \u200cثم\u200f"
    assert clean(kept) == kept


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_clean_text_is_composed_and_has_no_control_but_line_ends(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert [character for character in cleaned if ord(character) < 32 and character != "\n"] == []
    assert cleaned == "\n".join(line.strip() for line in cleaned.split("\n"))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("", ""),
        ("أ\nب", "أ\nب"),
        ("أ\n\nب", "أ\n\nب"),
        ("أ\n\n\nب", "أ\n\nب"),
        ("\n\nأ\n", "أ"),
        ("أ\x00ب\x1fج", "أ ب ج"),
        ("أ\x7fب\x9fج\x84د\x86ه", "أبجده"),
        ("أ\u2029\u2028ب", "أ\n\nب"),
        ("أ\ufdd0ب\uffffج\udfff", "أ\ufffdب\ufffdج\ufffd"),
        ("أ\u202aب\u202eج", "أبج"),
        ("\u0627\u0653", "\u0622"),
    ],
)
def test_each_row_of_the_table_changes_what_it_names(found: str, expected: str) -> None:
    assert clean(found) == expected
