"""The pages of an open PDF → its text: blocks, a title by type, and which pages give no text.

In: pages. Out: a `PagesRead`. The steps of this room come together here: glyphs, rows, running
heads, columns, lines, brackets, paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pypdf import PageObject

from retrieval.corpus.drafts import Block
from retrieval.corpus.pdf.clusters import Row, are_ligatures_backwards, rows_of
from retrieval.corpus.pdf.columns import regions_of
from retrieval.corpus.pdf.fonts import Font
from retrieval.corpus.pdf.glyphs import Glyph, glyphs_of
from retrieval.corpus.pdf.kashidas import without_kashidas
from retrieval.corpus.pdf.matrices import shown_size
from retrieval.corpus.pdf.paragraphs import TextRegion, blocks_of, largest_heading
from retrieval.corpus.pdf.reading_order import PageLine, is_mostly_arabic, line_of, settle_brackets
from retrieval.corpus.pdf.running_heads import PageRows, without_heads
from retrieval.corpus.pdf.usable_text import is_usable

_FURNITURE_SHARE: Final = 0.6
"""Share of a page's glyphs from which what is declared no text is believed to be text after all."""
_AGAIN: Final = 0.12
"""Share of the size within which the same glyph is the same, drawn again."""
_REMEMBERED: Final = 60
"""How many glyphs of the same letter are looked back to: a line drawn again follows soon."""


@dataclass(frozen=True, slots=True)
class PagesRead:
    """What the pages of a file hold."""

    blocks: tuple[Block, ...]
    title: str | None
    """The heading in the largest type of the first page with text."""
    unusable: tuple[int, ...]
    """Pages whose letters are not to be trusted, by number from 1: their fonts have no usable map."""
    empty: tuple[int, ...]
    """Pages without any text."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page, before brackets and paragraphs."""

    number: int
    lines: tuple[tuple[PageLine, ...], ...]
    """The lines of each of its regions."""
    borders: tuple[tuple[float, float], ...]
    """Left and right border of each region, in points."""


def text_of_pages(pages: Iterable[PageObject]) -> PagesRead:
    """Read the pages of a file.

    Args:
        pages: Its pages, in order.
    """
    fonts: dict[Any, Font | None] = {}
    listed = list(pages)
    drawn = without_kashidas([_upright(glyphs_of(page, fonts), *shown_size(page)) for page in listed])
    are_backwards = are_ligatures_backwards(drawn)
    rows = [
        PageRows(number, shown_size(page)[1], tuple(rows_of(glyphs, are_backwards=are_backwards)))
        for number, (page, glyphs) in enumerate(zip(listed, drawn, strict=True), 1)
    ]
    empty = tuple(page.number for page in rows if not page.rows)
    unusable = tuple(page.number for page in rows if not is_usable(_plain(page.rows)))
    usable = [page for page in rows if page.rows and page.number not in unusable]
    mostly_arabic = is_mostly_arabic([row for page in usable for row in page.rows])
    texts = [_text_of(page) for page in without_heads(usable, mostly_arabic=mostly_arabic)]
    regions = _settled(texts)
    blocks = tuple(blocks_of(regions))
    return PagesRead(blocks, largest_heading(regions, blocks), unusable, empty)


def _upright(glyphs: Sequence[Glyph], width: float, height: float) -> list[Glyph]:
    """The glyphs of a page's text, those of turned lines turned upright, without its furniture."""
    text = [glyph for glyph in glyphs if not glyph.is_furniture]
    if len(text) < (1 - _FURNITURE_SHARE) * len(glyphs):
        text = list(glyphs)
    turns = Counter(glyph.turn for glyph in text)
    if not turns:
        return []
    usual = turns.most_common(1)[0][0]
    upright = [_turned(glyph, width, height) if usual else glyph for glyph in text if glyph.turn == usual]
    return _drawn_once(upright)


def _drawn_once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without those that are drawn again in their own place, for a shadow or for bold type."""
    seen: dict[str, list[tuple[float, float]]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        places = seen.setdefault(glyph.text, [])
        near = _AGAIN * glyph.size
        recent = places[-_REMEMBERED:]
        is_letter = not glyph.text.isspace() and not glyph.unmapped
        is_again = is_letter and any(
            abs(left - glyph.left) < near and abs(base - glyph.base) < near for left, base in recent
        )
        if not is_again:
            places.append((glyph.left, glyph.base))
            kept.append(glyph)
    return kept


def _turned(glyph: Glyph, width: float, height: float) -> Glyph:
    """A glyph of a turned line as on a page that is turned until the line is upright."""
    match glyph.turn:
        case 1:
            left, right, bottom, top = glyph.bottom, glyph.top, width - glyph.right, width - glyph.left
            base = width - glyph.base
        case 2:
            left, right, bottom, top = (
                width - glyph.right,
                width - glyph.left,
                height - glyph.top,
                height - glyph.bottom,
            )
            base = height - glyph.base
        case _:
            left, right, bottom, top = height - glyph.top, height - glyph.bottom, glyph.left, glyph.right
            base = glyph.base
    return replace(glyph, left=left, right=right, bottom=bottom, top=top, base=base)


def _plain(rows: Sequence[Row]) -> str:
    """The letters of rows, words apart, in the order of reading."""
    return "\n".join(line_of(row, mostly_arabic=True).text for row in rows)


def _text_of(page: PageRows) -> PageText:
    """The lines of a page by regions, in the order of reading."""
    is_arabic = is_mostly_arabic(page.rows)
    regions = regions_of(page.rows, is_arabic=is_arabic)
    lines = tuple(tuple(line_of(row, mostly_arabic=is_arabic) for row in region.rows) for region in regions)
    return PageText(page.number, lines, tuple((region.left, region.right) for region in regions))


def _settled(texts: Sequence[PageText]) -> list[TextRegion]:
    """The regions of all pages, their brackets settled by what the file shows as a whole."""
    lines = iter(settle_brackets([line for text in texts for region in text.lines for line in region]))
    return [
        TextRegion(text.number, tuple(next(lines) for _ in region), *borders)
        for text in texts
        for region, borders in zip(text.lines, text.borders, strict=True)
    ]
