"""Strokes that stretch words, and glyphs whose letter is missing."""

from __future__ import annotations

from dataclasses import replace

from retrieval.corpus.pdf.clusters import rows_of
from retrieval.corpus.pdf.glyphs import Glyph
from retrieval.corpus.pdf.kashidas import without_kashidas
from tests.retrieval.corpus.pdf.test_reading_order import drawn


def page(*texts: str) -> list[Glyph]:
    """Glyphs side by side; `?` is one without a map."""
    return [replace(each, text="\ufffd", unmapped=7) if each.text == "?" else each for each in drawn(*texts)]


def text_of(glyphs: list[Glyph]) -> str:
    (row,) = rows_of(glyphs)
    return "".join(cluster.text for cluster in row.clusters)


def test_strokes_between_letters_have_no_text_and_leave_no_gap() -> None:
    (found,) = without_kashidas([page(*"أ??ب?ج د??ه")])
    assert text_of(found) == "أبج ده"


def test_a_glyph_that_stands_at_the_end_of_words_is_a_letter_that_is_missing() -> None:
    (found,) = without_kashidas([page(*"أ? ??ب ج?")])
    assert text_of(found).count("\ufffd") == 4


def test_a_glyph_that_never_stands_beside_itself_is_a_letter_that_is_missing() -> None:
    (found,) = without_kashidas([page(*"أ?ب ج?د ه?و ز?ح ط?ي")])
    assert text_of(found).count("\ufffd") == 5
