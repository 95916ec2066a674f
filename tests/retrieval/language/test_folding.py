from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from retrieval.language.folding import fold, split_pieces
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
