from __future__ import annotations

import pytest

from retrieval.language.dates.patterns import ORDINALS
from retrieval.language.folding import fold_word


def folded(words: str) -> str:
    return " ".join(map(fold_word, words.split()))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("الأول", 1),
        ("الثاني", 2),
        ("العاشر", 10),
        ("الحادي عشر", 11),
        ("الثانية عشرة", 12),
        ("التاسع عشر", 19),
        ("العشرين", 20),
        ("الحادي والعشرين", 21),
        ("الخامس والعشرون", 25),
        ("الحادي والثلاثين", 31),
    ],
)
def test_an_ordinal_is_known_with_its_number(words: str, number: int) -> None:
    assert ORDINALS[folded(words)] == number


@pytest.mark.parametrize("words", ["الأول عشر", "الأول والعشرين", "العاشر عشر"])
def test_the_first_and_the_tenth_make_no_larger_ordinal(words: str) -> None:
    assert folded(words) not in ORDINALS
