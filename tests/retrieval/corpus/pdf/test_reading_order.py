"""Rows as they are drawn → lines as they are read, and their brackets."""

from __future__ import annotations

import pytest

from retrieval.corpus.pdf.clusters import are_ligatures_backwards, rows_of
from retrieval.corpus.pdf.glyphs import Glyph
from retrieval.corpus.pdf.reading_order import line_of, settle_brackets


def drawn(*texts: str, base: float = 0.0, size: float = 10.0, start: float = 0.0) -> list[Glyph]:
    """Glyphs side by side from left to right, each half as wide as its size; `+` before one is a step."""
    found = []
    x = start
    for text in texts:
        if text == "+":
            x += size
            continue
        width = 0.0 if text in "\u064b\u064f\u0651\u064e" else size / 2
        found.append(Glyph(text, x, base, x + width, base + size, base, size))
        x += width
    return found


def text_of(*texts: str) -> str:
    (row,) = rows_of(drawn(*texts))
    return settle_brackets([line_of(row, mostly_arabic=True)])[0].text


@pytest.mark.parametrize(
    ("glyphs", "expected"),
    [
        (["ز", "و", "ج", "ي", " ", "لا"], "لا يجوز"),
        (["الله", " ", "د", "ب", "ع"], "عبد الله"),
        (["ال", "ح"], "حلا"),
        (["ﻼ", "ﺣ"], "حلا"),
        ([*"12.5", "%", " ", *"مك"], "كم %12.5"[:3] + "12.5%"),
        (["%", *"12.5", " ", *"مك"], "كم 12.5%"),
        ([*"17/03/2024", " ", *"موي"], "يوم 17/03/2024"),
        ([*"٩:٣٠", " ", *"ةعاسلا"], "الساعة ٩:٣٠"),
        ([*"٥٠٨", " ", *"مقر"], "رقم ٥٠٨"),
        ([*"Sun City", " ", *"ملف"], "فلم Sun City"),
        ([*"ب", "+", *"أ"], "أ ب"),
        (["م", "\u064f", "ت", "+"], "تُم"),
        (["ا", "\u064b", "م"], "مًا"),
    ],
)
def test_clusters_are_turned_and_their_letters_never(glyphs: list[str], expected: str) -> None:
    assert text_of(*glyphs) == expected


def test_brackets_between_latin_words_stay_among_them() -> None:
    drawn_so = ["(", *"World Health (WHO", " ", *"ملف"]
    assert text_of(*drawn_so) == "فلم World Health (WHO)"


def lines_of(*rows: list[str]) -> list[str]:
    glyphs = [glyph for place, row in enumerate(rows) for glyph in drawn(*row, base=-20.0 * place)]
    return [
        line.text for line in settle_brackets([line_of(row, mostly_arabic=True) for row in rows_of(glyphs)])
    ]


def test_brackets_take_the_reading_in_which_they_open_before_they_close() -> None:
    assert lines_of([")", "ب", "أ", "("]) == ["(أب)"]
    assert lines_of(["(", "ب", "أ", ")"]) == ["(أب)"]
    assert lines_of(["«", "ب", "[", "2", "]", "أ", "»"]) == ["«أ[2]ب»"]


def test_a_bracket_whose_other_half_is_elsewhere_follows_the_file() -> None:
    typed = [")", "ب", "أ", "("]
    assert lines_of(typed, ["ب", "("]) == ["(أب)", "(ب"]
    drawn_ones = ["(", "ب", "أ", ")"]
    assert lines_of(drawn_ones, ["ب", ")"]) == ["(أب)", "(ب"]


def test_a_line_of_latin_stays_and_its_arabic_words_are_turned() -> None:
    (row,) = rows_of(drawn(*"The ", *"ملف", *" ends"))
    assert line_of(row, mostly_arabic=False).text == "The فلم ends"


def test_a_file_whose_lam_alefs_are_backwards_has_all_ligatures_so() -> None:
    glyphs = drawn("ال", "م", "ال", "حم")
    assert are_ligatures_backwards([glyphs])
    (row,) = rows_of(glyphs, are_backwards=True)
    assert line_of(row, mostly_arabic=True).text == "محلاملا"
    assert not are_ligatures_backwards([drawn("لا", "م")])


def test_each_letter_has_the_place_of_its_cluster() -> None:
    (row,) = rows_of(drawn("ز", "لا"))
    line = line_of(row, mostly_arabic=True)
    assert (line.text, line.places) == ("لاز", (1, 1, 0))
