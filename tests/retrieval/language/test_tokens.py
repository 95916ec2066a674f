from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.tokens import Token, tokenize
from tests.arabic_text import ARABIC_TEXT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("متى اجتماع جنيف؟", ["متي", "اجتماع", "جنيف"]),
        ("كِتَابٌ جَدِيدٌ", ["كتاب", "جديد"]),
        ("الـــرئيس", ["الرءيس"]),
        ("كت\u200cاب", ["كتاب"]),
        ("1,000 و10 ١٢\u066b٥ 12.5", ["1000", "و", "10", "12.5", "12.5"]),
        ("10/1/2022", ["10", "1", "2022"]),
        ("10.1.2022", ["10", "1", "2022"]),
        ("1,000,000.5", ["1000000.5"]),
        ("1.000.000", ["1000000"]),
        ("100,000جندي", ["100000", "جندي"]),
        ("عام 2021.", ["عام", "2021"]),
        ("الـGDP", ["ال", "gdp"]),
        ("F16", ["f", "16"]),
        ("Elyse\u0301e", ["elysee"]),
        ("كريم_المظفر#", ["كريم", "المظفر"]),
        ("«جنيف»،كييف", ["جنيف", "كييف"]),
        ("محمد ﷺ", ["محمد"]),
        ("\u00a0\u200f😀👍", []),
        ("ـــ \u064e", []),
        ("", []),
    ],
)
def test_words_and_numbers_become_terms(text: str, expected: list[str]) -> None:
    assert [token.term for token in tokenize(text)] == expected


def test_a_token_is_a_slice_of_the_text_as_written() -> None:
    assert tokenize("في كِتَابٍ\u200f!") == [Token(0, 2, "في", "في"), Token(3, 10, "كِتَابٍ", "كتاب")]


@given(
    st.one_of(
        ARABIC_TEXT, st.lists(st.sampled_from(["10", "كانون", "الثاني", "آب", " ", "/", "شهر"])).map(" ".join)
    )
)
def test_tokens_are_in_range_sorted_disjoint_and_verbatim(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(left.end <= right.start for left, right in pairwise(tokens))
    assert [token.surface for token in tokens] == [text[token.start : token.end] for token in tokens]
    assert all(token.term for token in tokens)
