"""Rows of a page → regions in the order of reading."""

from __future__ import annotations

import pytest

from retrieval.corpus.pdf.clusters import rows_of
from retrieval.corpus.pdf.columns import regions_of
from retrieval.corpus.pdf.glyphs import Glyph
from tests.retrieval.corpus.pdf.test_reading_order import drawn

WORDS = "abc de fgh ijk lm no"


def texts_of(glyphs: list[Glyph], *, is_arabic: bool = False) -> list[list[str]]:
    regions = regions_of(rows_of(glyphs), is_arabic=is_arabic)
    return [["".join(cluster.text for cluster in row.clusters) for row in region.rows] for region in regions]


def placed(*lines: tuple[str, float, float]) -> list[Glyph]:
    """Lines of text, each with where it begins on the left and where it stands."""
    return [glyph for text, left, base in lines for glyph in drawn(*text, start=left, base=base)]


def columns(rows: int, *, shift: float = 0.0, right: str = WORDS) -> list[tuple[str, float, float]]:
    left = [(f"{WORDS}{number}", 0.0, -14.0 * number) for number in range(rows)]
    return left + [(f"{right}{number}", 160.0, -14.0 * number - shift) for number in range(rows)]


@pytest.mark.parametrize("shift", [0.0, 5.0])
@pytest.mark.parametrize("is_arabic", [True, False])
def test_columns_are_read_one_after_the_other(shift: float, is_arabic: bool) -> None:  # noqa: FBT001
    left, right = [[f"{WORDS}{number}" for number in range(4)]] * 2
    assert texts_of(placed(*columns(4, shift=shift)), is_arabic=is_arabic) == [left, right]


def test_what_goes_over_the_width_is_read_before_and_after_them() -> None:
    wide = "one line over all of the columns of the page so wide"
    lines = [(wide, 0.0, 20.0), *columns(4), (wide, 0.0, -70.0)]
    first, *_, last = texts_of(placed(*lines))
    assert (first, last) == ([wide], [wide])
    assert len(texts_of(placed(*lines))) == 4


def test_cells_of_a_table_stay_in_their_rows() -> None:
    lines = [(f"item{number}", 0.0, -14.0 * number) for number in range(5)]
    lines += [(f"{number}50", 160.0, -14.0 * number) for number in range(5)]
    assert texts_of(placed(*lines)) == [[f"item{number} {number}50" for number in range(5)]]


def test_two_rows_are_no_columns() -> None:
    assert len(texts_of(placed(*columns(2)))) == 1


def test_paragraphs_below_each_other_are_no_columns() -> None:
    lines = [(WORDS, 0.0, -14.0 * number) for number in range(4)]
    lines += [(WORDS, 160.0, -14.0 * number) for number in range(4, 8)]
    assert len(texts_of(placed(*lines))) == 1


def test_a_page_of_nothing_has_no_region() -> None:
    assert regions_of([], is_arabic=True) == []
