from __future__ import annotations

import math

import pytest

from retrieval.understanding.latin.arabizi import (
    Transliteration,
    Transliterator,
    transliterate_letters,
    transliteration_cost,
)
from tests.retrieval.language.term_counts import TermCounts


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("tchad", "تشاد"),
        ("shsh", "شش"),
        ("KITAB", "كتاب"),
        ("kitab", "كتاب"),
        ("memem", "ممم"),  # a short vowel inside a word is not written
        ("immo", "يمو"),  # but at both ends it is
        ("e", "ي"),
        ("uae", "واي"),
        ("ana", "انا"),
        ("aa", "ا"),
        ("ooo", "و"),
        ("e3", "يع"),
        ("3e", "عي"),
        ("tt3", "تع"),  # a doubled letter is written once
        ("ss", "س"),
        ("6'", "ظ"),
        ("3'm", "غم"),
        ("x", "كس"),
        ("12", "ء"),
        ("1", ""),
        ("", ""),
    ],
)
def test_letters_become_those_that_they_most_often_stand_for(typed: str, written: str) -> None:
    assert transliterate_letters(typed) == written


@pytest.mark.parametrize(
    ("typed", "word", "cost"),
    [
        ("tchdr", "شدر", 0.2),
        ("tch", "تش", 0.0),
        ("edr", "در", 0.08),
        ("adr", "در", 0.08),
        ("eedr", "يدر", 0.0),
        ("dddr", "در", 0.06),
        ("aadr", "ادر", 0.0),
        ("odr", "ادر", 0.02),
        ("idr", "ادر", 0.02),
        ("udr", "ادر", 0.02),
        ("dor", "ادور", 0.4),
        ("dor", "دور", 0.0),
        ("d", "در", math.inf),
    ],
)
def test_a_word_costs_what_its_letters_cost(typed: str, word: str, cost: float) -> None:
    actual = transliteration_cost(typed, word)
    assert (actual if actual == math.inf else round(actual, 6)) == cost


@pytest.mark.parametrize(
    ("typed", "counts", "expected"),
    [
        ("3la", {}, Transliteration("علي", 0.0, is_everyday=True)),
        ("9bl", {}, Transliteration("قبل", 0.0)),  # a stop word
        ("9bel", {"قبيل": 7}, Transliteration("قبل", 0.08)),  # counts as one of two passages
        ("9bel", {"قبيل": 8}, Transliteration("قبيل", 0.12)),
        ("6mf", {"الطمف": 1}, Transliteration("طمف", 0.0)),
        ("6mf", {"والطمف": 1}, Transliteration("طمف", 0.0)),
        ("6mf", {"بالطمف": 1}, Transliteration("طمف", 0.0)),
        ("6mf", {"للطمف": 1}, Transliteration("طمف", 0.0)),
        ("w6mf", {"وطمف": 1}, Transliteration("وطمف", 0.0)),
        ("al6mf", {"طمف": 1, "الطمف": 1}, Transliteration("الطمف", 0.06)),
        ("a6mf", {"الطمف": 1}, Transliteration("طمف", 0.08)),
        ("annmr", {"نمر": 1}, Transliteration("نمر", 0.05)),
        ("ad6mf", {"دطمف": 1}, Transliteration("دطمف", 0.08)),
        ("xyzxyz", {"طمف": 1}, None),
    ],
)
def test_the_cheapest_word_is_found(
    typed: str, counts: dict[str, int], expected: Transliteration | None
) -> None:
    found = Transliterator(TermCounts(counts)).transliterate(typed)
    rounded = found and Transliteration(found.text, round(found.cost, 6), is_everyday=found.is_everyday)
    assert rounded == expected
