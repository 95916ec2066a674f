from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from retrieval.language.folding import fold, split_pieces
from tests.arabic_text import ARABIC_TEXT


def test_text_without_marks_folds_character_by_character() -> None:
    folded = fold("أسئلة عن ٢٠٢٢م")
    assert (folded.text, folded.places) == ("اسءله عن 2022م", None)


def test_marks_and_tatweel_fall_away_and_the_span_takes_them_in_again() -> None:
    text = "عـــامَ ١٩٦٧"
    folded = fold(text)
    span = folded.span(0, 3)
    assert (folded.text, text[span.start : span.end]) == ("عام 1967", "عـــامَ")


def test_a_ligature_folds_to_its_letters_and_both_stand_at_its_place() -> None:
    folded = fold("ﻻ 5")
    assert (folded.text, folded.places) == ("لا 5", (0, 0, 1, 2))


def test_separators_and_dashes_are_written_in_one_way() -> None:
    assert fold("1\u066c002\u066b5 – ٤٥٪ \u2212 3\u00a0م").text == "1,002.5 - 45% - 3 م"


def test_pieces_part_digits_from_letters() -> None:
    pieces = [piece.text for piece in split_pieces(fold("ب18 طنا، 9.5كم² (USA)").text)]
    assert pieces == ["ب", "18", "طنا", "،", "9.5", "كم²", "(", "USA", ")"]


@given(ARABIC_TEXT)
def test_every_piece_of_any_text_has_a_span_in_it(text: str) -> None:
    folded = fold(text)
    spans = [folded.span(piece.start, piece.end) for piece in split_pieces(folded.text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.start <= other.start for one, other in pairwise(spans))
