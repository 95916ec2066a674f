"""Places words on an imaginary page, as a reader of pages would find them."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.corpus.pictures.placed import Box, PlacedText
from retrieval.types import Span

HEIGHT, STEP, LETTER = 12.0, 18.0, 6.0
"""Of a line, from line to line, and of a letter across; in points."""


def line(text: str, *, right: float = 500.0, top: float = 0.0) -> list[PlacedText]:
    """The glyphs of a line of Arabic, one a letter, from its right end; a space is half a letter."""
    placed, at = [], right
    for letter in text:
        width = LETTER / 2 if letter == " " else LETTER
        if letter != " ":
            placed.append(PlacedText(letter, Box(at - width, top, at, top + HEIGHT)))
        at -= width
    return placed


def lines(texts: Sequence[str], *, right: float = 500.0, top: float = 0.0) -> list[PlacedText]:
    """The glyphs of lines below each other."""
    return [
        glyph
        for number, text in enumerate(texts)
        for glyph in line(text, right=right, top=top + number * STEP)
    ]


def span_of(text: str, quotation: str, occurrence: int = 0) -> Span:
    """Where a quotation stands in a text, the first time or a later one."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quotation, start + 1)
    return Span(start, start + len(quotation))
