from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.pictures.line_parts import line_parts
from retrieval.corpus.pictures.placed import Box, PlacedText, fold
from tests.retrieval.corpus.pictures.placing import HEIGHT, LETTER, line, lines


def letters(placed: list[PlacedText]) -> list[list[str]]:
    """Of each part, the letters of its readings."""
    random.Random(1).shuffle(placed)
    return [[reading.letters for reading in readings] for readings in line_parts(placed)]


def drawn(text: str) -> list[PlacedText]:
    """Glyphs from left to right, as they are drawn."""
    return [
        PlacedText(letter, Box(at * LETTER, 0, (at + 1) * LETTER, HEIGHT)) for at, letter in enumerate(text)
    ]


def test_lines_of_arabic_are_read_from_the_right_and_downward() -> None:
    assert letters(lines(["أول السطر", "ثم غيره"])) == [["اولالسطر"], ["ثمغيره"]]


def test_a_line_of_latin_letters_is_read_from_the_left() -> None:
    assert letters(drawn("Lire")) == [["lire"]]


def test_numbers_and_latin_words_in_arabic_are_read_from_the_left() -> None:
    assert letters(drawn("انه اهل Open Data 12:30 ةعاس لجس")) == [["سجلساعة1230opendataلهاهنا"]]


def test_a_date_with_hyphens_has_a_reading_each_way() -> None:
    day = [PlacedText(d, Box(440 + 6 * n, 0, 446 + 6 * n, HEIGHT)) for n, d in enumerate("2022-01-10")]
    assert letters([*line("يوم", right=521), *day]) == [["يوم10012022", "يوم20220110"]]


def test_a_wide_gap_divides_a_line_into_the_parts_of_two_columns() -> None:
    assert letters([*line("يمين"), *line("يسار", right=300)]) == [["يسار"], ["يمين"]]


def test_a_raised_letter_belongs_to_its_line() -> None:
    word = line("سورية")
    raised = PlacedText("أ", Box(500, -0.38 * HEIGHT, 506, 0.62 * HEIGHT))
    assert letters([raised, *word, *line("سطر تال", top=18)]) == [["اسورية"], ["سطرتال"]]


def test_marks_blanks_and_what_takes_no_room_are_no_pieces() -> None:
    nothing = [
        PlacedText("\u064e", Box(0, 0, 6, 12)),
        PlacedText(" ", Box(10, 0, 16, 12)),
        PlacedText("ا", Box(20, 0, 20, 12)),
        PlacedText("\x00", Box(30, 0, 36, 12)),
        PlacedText("", Box(40, 0, 46, 12)),
    ]
    assert line_parts(nothing) == []


def test_the_letters_of_one_glyph_match_in_either_order() -> None:
    ((reading,),) = line_parts([PlacedText("ال", Box(0, 0, 6, 12)), PlacedText("خ", Box(6, 0, 12, 12))])
    assert [bool(reading.pattern.fullmatch(word)) for word in ("خلا", "خال", "لاخ")] == [True, True, False]


@given(st.text(max_size=40))
def test_folding_is_idempotent_and_total(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=3), st.integers(0, 300), st.integers(0, 90)), max_size=25)
)
def test_each_piece_stands_in_one_part_and_in_all_its_readings(places: list[tuple[str, int, int]]) -> None:
    placed = [PlacedText(text, Box(x, y, x + 7, y + 10)) for text, x, y in places]
    parts = line_parts(placed)
    first = [piece for readings in parts for piece in readings[0].pieces]
    assert len(first) <= len(placed)
    for readings in parts:
        assert {tuple(sorted(map(repr, reading.pieces))) for reading in readings} == {
            tuple(sorted(map(repr, readings[0].pieces)))
        }
        assert all(len(reading.owners) == len(reading.letters) for reading in readings)
