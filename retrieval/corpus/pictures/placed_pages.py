"""The pages of a file as placed text, from each source that has it.

PDFium, which also draws the page, is asked first: its places agree best with what is drawn (`python -m
benchmarks.prints.page_pictures --reader` has the figures of the other). The reader of the corpus is asked
where PDFium leaves glyphs out. Recognized words stand for both on pages that are pictures.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from pypdf import PageObject, PdfReader
from pypdfium2 import PdfDocument

from retrieval.corpus.pdf.glyphs import glyphs_of
from retrieval.corpus.pdf.matrices import shown_size
from retrieval.corpus.pictures.pdfium_page import glyphs
from retrieval.corpus.pictures.placed import Box, PlacedText


class PlacedPages:
    """The placed text of the pages of one file.

    Args:
        data: The bytes of the file.
        pdf: The file, opened by PDFium.
        words: The recognized words of pages, with the numbers of the pages.
    """

    def __init__(
        self, data: bytes, pdf: PdfDocument, words: Sequence[tuple[int, Sequence[PlacedText]]] = ()
    ) -> None:
        self._data = data
        self._pdf = pdf
        self._words: Mapping[int, Sequence[PlacedText]] = dict(words)

    def __len__(self) -> int:
        return len(self._pdf)

    def sources(self, number: int) -> Iterator[Sequence[PlacedText]]:
        """What each source gives of a page, the best one first; nothing for a page that is not there.

        Args:
            number: Which page, from 1.
        """
        if number in self._words:
            yield self._words[number]
        elif 1 <= number <= len(self):
            yield glyphs(self._pdf[number - 1])
            yield self._as_read(number)

    @cached_property
    def _pages(self) -> Sequence[PageObject]:
        reader = PdfReader(io.BytesIO(self._data))
        if reader.is_encrypted:
            reader.decrypt("")
        return reader.pages

    def _as_read(self, number: int) -> Sequence[PlacedText]:
        try:
            return placed_glyphs(self._pages[number - 1])
        except Exception:  # noqa: BLE001 - PDFium could open it; the other parser may raise anything
            return ()


def placed_glyphs(page: PageObject) -> list[PlacedText]:
    """The glyphs of a page as the reader of the corpus finds them."""
    _, height = shown_size(page)
    return [
        PlacedText(glyph.text, Box(glyph.left, height - glyph.top, glyph.right, height - glyph.bottom))
        for glyph in glyphs_of(page)
    ]
