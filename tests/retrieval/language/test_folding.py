from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from retrieval.language.folding import Folded, Piece, fold, fold_word, split_pieces
from retrieval.types import Span
from tests.arabic_text import ARABIC_TEXT


def test_text_without_marks_folds_character_by_character() -> None:
    folded = fold("أسئلة عن ٢٠٢٢م")
    assert (folded.text, folded.places) == ("اسءله عن 2022م", None)


def test_marks_and_tatweel_are_removed_and_the_span_includes_them() -> None:
    text = "عـــامَ ١٩٦٧"
    folded = fold(text)
    span = folded.span(0, 3)
    assert (folded.text, text[span.start : span.end]) == ("عام 1967", "عـــامَ")


def test_a_ligature_folds_to_two_letters_at_its_offset() -> None:
    folded = fold("ﻻ 5")
    assert (folded.text, folded.places) == ("لا 5", (0, 0, 1, 2))


def test_separators_and_dashes_have_one_form() -> None:
    assert fold("1\u066c002\u066b5 – ٤٥٪ \u2212 3\u00a0م").text == "1,002.5 - 45% - 3 م"


def test_digits_and_letters_are_separate_pieces() -> None:
    pieces = [piece.text for piece in split_pieces(fold("ب18 طنا، 9.5كم² (USA)").text)]
    assert pieces == ["ب", "18", "طنا", "،", "9.5", "كم²", "(", "USA", ")"]


@given(ARABIC_TEXT)
def test_every_piece_of_any_text_has_a_span_in_it(text: str) -> None:
    folded = fold(text)
    spans = [folded.span(piece.start, piece.end) for piece in split_pieces(folded.text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.start <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("آأإٱ", "اااا"),
        ("ؤئ", "ءء"),
        ("ىیةہھە", "يي" + "هههه"),
        ("ک", "ك"),
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("".join(map(chr, range(0xFF10, 0xFF1A))), "0123456789"),
        ("\uff0f\uff1a", "\uff0f\uff1a"),
        ("\u066a\uff05", "%%"),
        ("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-------"),
        ("\u00a0\u2003\u202f\u205f\u3000\t\n", " " * 7),
        ("\u3001", "\u3001"),
        ("\ufb50", "ا"),
        ("\ufb4f", "\ufb4f"),
        ("\ufe70", ""),
        ("\ufe6f", "\ufe6f"),
        ("\ufefc", "لا"),
        ("\ufdc7", "نجي"),
        ("\ufdf2", "\ufdf2"),
        ("\u0640\u200f\u064b", ""),
    ],
)
def test_each_row_of_the_table_is_applied(written: str, folded: str) -> None:
    assert fold(written).text == fold_word(written) == folded


@pytest.mark.parametrize(
    ("text", "start", "end", "span"),
    [
        ("خبر", 1, 2, Span(1, 2)),
        ("خَبَر", 0, 1, Span(0, 2)),
        ("خَبَر", 1, 3, Span(2, 5)),
        ("خبرٌـ", 0, 3, Span(0, 5)),
        ("خبرٌ 5", 0, 3, Span(0, 4)),
        ("\u064eخبر", 0, 1, Span(1, 2)),
        ("ﻻ 5", 0, 2, Span(0, 1)),
        ("ﻻ 5", 1, 3, Span(0, 2)),
        ("ﻻ 5", 3, 4, Span(2, 3)),
    ],
)
def test_a_folded_span_has_its_place_in_the_original(text: str, start: int, end: int, span: Span) -> None:
    assert fold(text).span(start, end) == span


def test_a_folded_text_keeps_its_original() -> None:
    assert fold("خَبر") == Folded("خبر", (0, 2, 3), "خَبر")
    assert fold("خبر") == Folded("خبر", None, "خبر")


def test_pieces_have_their_places_and_know_numbers() -> None:
    pieces = split_pieces(" 1,002.5كم² -x9,")
    assert pieces == [
        Piece("1,002.5", 1, 8),
        Piece("كم²", 8, 11),
        Piece("-", 12, 13),
        Piece("x", 13, 14),
        Piece("9", 14, 15),
        Piece(",", 15, 16),
    ]
    assert [piece.in_digits for piece in pieces] == [True, False, False, False, True, False]
    assert [Piece(text, 0, 1).in_digits for text in "09/:"] == [True, True, False, False]
