"""A page as PDFium sees it: its glyphs with their places, and its picture.

PDFium knows one thread at a time, and a hostile file may crash it: all of this runs in a process of its
own (`page_pictures`).
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

from pypdfium2 import PdfPage, PdfTextPage
from pypdfium2 import raw as pdfium

from retrieval.corpus.pictures.placed import Box, PlacedText, union

MOST_GLYPHS = 60_000
"""Glyphs of a page that are looked at; a page of small print has about 8,000."""
_CODES = 0x110000
_UPRIGHT = 0.01
"""Most sine of the angle of upright letters."""
_PRECISION = 64
"""Units of a point when PDFium is asked where a point of the page is displayed."""
_FAR = 1024
"""Distance in points over which its answers are measured."""


@dataclass(frozen=True, slots=True)
class Displayed:
    """How a page is displayed: its size in points, and where its own points are."""

    width: float
    height: float
    origin: tuple[float, float]
    across: tuple[float, float]
    upward: tuple[float, float]
    """Where one point to the right and one upward of the page lead."""

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where a rectangle of the page's own points is displayed."""
        places = [self._place(x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return (
            self.origin[0] + x * self.across[0] + y * self.upward[0],
            self.origin[1] + x * self.across[1] + y * self.upward[1],
        )


def displayed(page: PdfPage) -> Displayed:
    """How a page is displayed, whatever its rotation and its crop box."""
    width, height = page.get_size()

    def place(x: float, y: float) -> tuple[float, float]:
        at = ctypes.c_int(), ctypes.c_int()
        size = round(width * _PRECISION), round(height * _PRECISION)
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, *map(ctypes.byref, at))
        return at[0].value / _PRECISION, at[1].value / _PRECISION

    origin, across, upward = place(0, 0), place(_FAR, 0), place(0, _FAR)
    return Displayed(
        width,
        height,
        origin,
        ((across[0] - origin[0]) / _FAR, (across[1] - origin[1]) / _FAR),
        ((upward[0] - origin[0]) / _FAR, (upward[1] - origin[1]) / _FAR),
    )


def glyphs(page: PdfPage) -> list[PlacedText]:
    """The glyphs of a page; letters that PDFium gives one origin are one glyph, in either order."""
    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), MOST_GLYPHS)
        letters = [letter for number in range(count) if (letter := _letter(textpage, number))]
    finally:
        textpage.close()
    heights = {letter.font: letter for letter in letters if letter.is_of_font}
    shown, found, origin = displayed(page), list[PlacedText](), None
    for letter in letters:
        box = shown.box(*_from_ascent_to_descent(letter, heights.get(letter.font)))
        if letter.origin == origin:
            found[-1] = PlacedText(found[-1].text + letter.text, union((found[-1].box, box)))
        else:
            found.append(PlacedText(letter.text, box))
        origin = letter.origin
    return found


Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top, in the page's own points."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A character as PDFium gives it."""

    text: str
    place: Rectangle
    origin: tuple[float, float]
    """Where it begins on its line; the letters of one glyph share it."""
    font: tuple[int, float]
    """Which font, in which size."""
    is_of_font: bool
    """Whether its place reaches from ascent to descent of the font, not only round its ink."""


def _letter(textpage: PdfTextPage, number: int) -> _Letter | None:
    """A character of the file; None for blanks and for what PDFium put in."""
    if pdfium.FPDFText_IsGenerated(textpage, number) == 1:
        return None
    code = pdfium.FPDFText_GetUnicode(textpage, number)
    text = chr(code) if 0 < code < _CODES and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004
    if not text or text.isspace():
        return None
    place, ink = textpage.get_charbox(number, loose=True), textpage.get_charbox(number)
    at = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, number, *map(ctypes.byref, at))
    font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(textpage, number))
    key = ctypes.cast(font, ctypes.c_void_p).value or 0, pdfium.FPDFText_GetFontSize(textpage, number)
    upright = abs(math.sin(pdfium.FPDFText_GetCharAngle(textpage, number))) < _UPRIGHT
    origin = round(at[0].value, 1), round(at[1].value, 1)
    return _Letter(text, place, origin, key, upright and place != ink)


def _from_ascent_to_descent(letter: _Letter, of_font: _Letter | None) -> Rectangle:
    """The place of a letter; where that is its ink alone, as high as another of the same font.

    Chromium gives the text of many glyphs apart from them (ActualText), and PDFium then knows their ink.
    """
    if letter.is_of_font or of_font is None:
        return letter.place
    left, _, right, _ = letter.place
    up = letter.origin[1] - of_font.origin[1]
    return left, of_font.place[1] + up, right, of_font.place[3] + up
