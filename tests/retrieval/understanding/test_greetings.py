from __future__ import annotations

import pytest
from hypothesis import given

from retrieval.language.tokens import tokenize
from retrieval.understanding.greetings import without_greetings
from tests.arabic_text import ARABIC_TEXT


def left(text: str) -> str:
    terms = [token.term for token in tokenize(text)]
    places = without_greetings(terms)
    return " ".join(terms[places.start : places.stop])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("السلام عليكم ورحمة الله وبركاته", ""),
        ("مرحبا، كيف حالك؟", ""),
        ("Hello!", ""),
        ("mar7aba", ""),
        ("سلام", ""),
        ("سلام فياض", "سلام فياض"),
        ("معاهدة السلام", "معاهده السلام"),
        ("صباح الخير متى القمة؟ شكرا جزيلا", "متي القمه"),
        ("لو سمحت أين تقع الجزيرة", "اين تقع الجزيره"),
        ("", ""),
        ("متى القمة", "متي القمه"),
        ("السلام عليكم ورحمة الله وبركاته متى القمة", "متي القمه"),
        ("السلام عليكم مرحبا مرحبا متى القمة", "متي القمه"),
        ("متى القمة شكرا شكرا جزيلا", "متي القمه"),
        ("متى شكرا القمة", "متي شكرا القمه"),
        ("مرحبا شكرا", ""),
        ("مرحبا سلام", ""),
        ("سلام مرحبا", ""),
        ("مرحبا سلام فياض", "سلام فياض"),
        ("متى السلام", "متي السلام"),
        ("ماذا تستطيع أن تفعل", ""),
        ("ماذا يمكنك أن تفعل غدا", "ماذا يمكنك ان تفعل غدا"),
        ("مرحبا حياك الله", ""),
        ("شكرا", ""),
        ("القمة شكرا", "القمه"),
        ("مرحبا القمة", "القمه"),
    ],
)
def test_greetings_are_removed_from_both_ends(text: str, expected: str) -> None:
    assert left(text) == expected


@given(ARABIC_TEXT)
def test_the_remaining_places_are_a_part_of_the_message(text: str) -> None:
    terms = [token.term for token in tokenize(text)]
    places = without_greetings(terms)
    assert 0 <= places.start <= places.stop <= len(terms)
