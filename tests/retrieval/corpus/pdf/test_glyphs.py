"""Glyphs: where they are drawn, what they stand for, and what of a page is no text."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from retrieval.corpus.pdf.glyphs import Glyph, glyphs_of
from retrieval.corpus.pdf.matrices import shown_size
from tests.retrieval.corpus.pdf.streams import page_of

ONE = b"BT /F1 10 Tf 100 200 Td (ab) Tj ET"


def page(stream: bytes, **options: object) -> PageObject:
    return PdfReader(io.BytesIO(page_of(stream, **options))).pages[0]  # type: ignore[arg-type]


def places(stream: bytes, **options: object) -> list[tuple[str, float, float, float]]:
    return [
        (glyph.text, round(glyph.left, 1), round(glyph.right, 1), round(glyph.base, 1))
        for glyph in glyphs_of(page(stream, **options))
    ]


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (ONE, [("a", 100, 105, 200), ("b", 105, 110, 200)]),
        (b"BT /F1 10 Tf 2 Tc 100 200 Td (ab) Tj ET", [("a", 100, 105, 200), ("b", 107, 112, 200)]),
        (
            b"BT /F1 10 Tf 3 Tw 1 0 0 1 5 6 Tm (a b) Tj ET",
            [("a", 5, 10, 6), (" ", 10, 15, 6), ("b", 18, 23, 6)],
        ),
        (b"BT /F1 10 Tf 50 Tz 0 0 Td (ab) Tj ET", [("a", 0, 2.5, 0), ("b", 2.5, 5, 0)]),
        (b"BT /F1 10 Tf [(a)-200(b)] TJ ET", [("a", 0, 5, 0), ("b", 7, 12, 0)]),
        (
            b"BT /F1 10 Tf 12 TL (a) Tj T* (b) Tj (a)' 1 1 (b)\" ET",
            [("a", 0, 5, 0), ("b", 0, 5, -12), ("a", 0, 5, -24), ("b", 0, 5, -36)],
        ),
        (b"BT /F1 10 Tf 0 20 TD (a) Tj T* (b) Tj ET", [("a", 0, 5, 20), ("b", 0, 5, 40)]),
        (
            b"q 2 0 0 2 10 0 cm BT /F1 10 Tf (a) Tj ET Q BT /F1 10 Tf (b) Tj ET",
            [("a", 10, 20, 0), ("b", 0, 5, 0)],
        ),
        (b"BT /F1 10 Tf 4 Ts (a) Tj ET", [("a", 0, 5, 4)]),
        (b"BT /F9 10 Tf (a) Tj ET " + ONE, [("a", 100, 105, 200), ("b", 105, 110, 200)]),
        (b"Q Q EMC 1 cm (x) Tj /Nothing Do " + ONE, [("a", 100, 105, 200), ("b", 105, 110, 200)]),
        (b"", []),
    ],
)  # fmt: skip
def test_glyphs_are_where_the_operators_put_them(
    stream: bytes, expected: list[tuple[str, float, float, float]]
) -> None:
    assert places(stream) == expected


def test_places_are_those_of_the_page_as_it_is_shown() -> None:
    assert places(ONE, box="[50 100 350 400]") == [("a", 50, 55, 100), ("b", 55, 60, 100)]
    turned = page(ONE, box="[0 0 300 400]", rotate=90)
    assert shown_size(turned) == (400, 300)
    first = glyphs_of(turned)[0]
    assert (round(first.left), round(first.right), first.turn) == (198, 207, 3)
    assert round(first.top) == 200
    assert glyphs_of(page(ONE, box="[0 0 300 400]", rotate=180))[0].turn == 2


def test_what_a_span_stands_for_is_one_glyph_as_large_as_the_span() -> None:
    (glyph,) = glyphs_of(page(b"BT /F1 10 Tf /Span <</ActualText <FEFF06440627>>> BDC (ab) Tj EMC ET"))
    assert (glyph.text, glyph.left, glyph.right, glyph.is_whole) == ("لا", 0, 10, True)


def test_artifacts_and_hidden_text_are_marked() -> None:
    stream = b"/Artifact BMC " + ONE + b" EMC BT 3 Tr /F1 10 Tf (a) Tj ET"
    found = [(glyph.text, glyph.is_furniture, glyph.is_invisible) for glyph in glyphs_of(page(stream))]
    assert found == [("a", True, False), ("b", True, False), ("a", False, True)]


def test_forms_are_drawn_and_those_that_draw_themselves_end() -> None:
    found = places(b"1 0 0 1 5 0 cm /X1 Do", form=b"BT /F1 10 Tf (a) Tj ET /X1 Do")
    assert found == [("a", 5, 10, 0)] * 12


def test_a_glyph_without_a_map_has_no_letter_and_a_name_of_its_own() -> None:
    first, second, third = glyphs_of(page(b"BT /F2 10 Tf <000100020003> Tj ET"))[:3]
    assert [first.text, second.text] == ["لا", "\ufffd"]
    assert (first.unmapped, second.unmapped > 0, second.unmapped == third.unmapped) == (0, True, False)


OPERATORS = [
    *(b"BT", b"ET", b"q", b"Q", b"/F1 9 Tf", b"/F2 0 Tf", b"(ab) Tj", b"[(a) 5 (b)] TJ", b"<00010002> Tj"),
    *(b"1 0 0 1 5 5 Tm", b"0 0 0 0 0 0 cm", b"-1 0 0 1 9 9 cm", b"0 1 -1 0 0 0 cm", b"1e9 Tc", b"/X1 Do"),
    *(b"T*", b"EMC", b"/X BMC", b"/Span <</ActualText (x)>> BDC", b"[] TJ", b"Tj", b"(a)'"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(OPERATORS), max_size=40))
def test_no_order_of_operators_raises_anything(operators: list[bytes]) -> None:
    found = glyphs_of(page(b"\n".join(operators), form=b"BT /F1 9 Tf (b) Tj"))
    assert all(isinstance(glyph, Glyph) and glyph.left <= glyph.right for glyph in found)
