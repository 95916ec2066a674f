"""The page that a quotation begins on, and what is marked there.

In: the pages of a file as placed text, and what is wanted. Out: the page with the boxes of all lines of the
quotation; without boxes where one of its words was not located; or that it is another file now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from retrieval.corpus.pictures.line_parts import line_parts
from retrieval.corpus.pictures.locating import NOWHERE, Located, locate, places_of
from retrieval.corpus.pictures.outcomes import NoPicture, Wanted
from retrieval.corpus.pictures.placed import Box, PlacedText, fold
from retrieval.corpus.pictures.placed_pages import PlacedPages

_LINE_LETTERS: Final = 3
"""Least letters of a mark, on average, where lines are upright."""
_STILL_THERE: Final = 0.6
"""Least share of the letters of a quotation whose words stand on a page that is shown without marks."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Which page is shown, and what is marked on it."""

    page: int
    """From 1."""
    boxes: tuple[Box, ...] = ()
    """One for each line of the quotation; empty where a word of it was not located."""
    goes_on: bool = False
    """Whether the quotation goes on on the next page."""
    around: tuple[Box, ...] = ()
    """What stands on the page, which its picture should not cut."""


def find_page(pages: PlacedPages, wanted: Wanted) -> FoundPage | NoPicture:
    """Find the page where a quotation begins; never raises for what stands on it."""
    if not 1 <= wanted.page <= len(pages):
        return NoPicture.CHANGED
    found = _find(pages, wanted)
    placed = next(pages.sources(found.page), ())
    if not found.boxes and not _stands_there(placed, wanted):
        return NoPicture.CHANGED
    return replace(found, around=tuple(piece.box for piece in placed))


def _find(pages: PlacedPages, wanted: Wanted) -> FoundPage:
    needed = places_of(wanted.text, wanted.span)
    here = _located(pages, wanted, wanted.page)
    if here.places == needed:
        return FoundPage(wanted.page, here.boxes)
    there = _located(pages, wanted, wanted.page + 1)
    if here.places | there.places == needed:
        if not here.places:
            return FoundPage(wanted.page + 1, there.boxes)
        if max(here.places) < min(there.places):
            return FoundPage(wanted.page, here.boxes, goes_on=True)
    return FoundPage(wanted.page)


def _located(pages: PlacedPages, wanted: Wanted, number: int) -> Located:
    """As much as any source gives of a quotation on a page."""
    best, needed = NOWHERE, places_of(wanted.text, wanted.span)
    for found in (found for placed in pages.sources(number) for found in _in_each_direction(placed, wanted)):
        if _is_in_lines(found) and found.places == needed:
            return found
        best = max(best, found, key=lambda one: (_is_in_lines(one), len(one.places)))
    return best


def _in_each_direction(placed: Sequence[PlacedText], wanted: Wanted) -> Iterator[Located]:
    """What is located in upright lines; where there is none, upside down or turned to a side."""
    letters = sum(len(fold(piece.text)) for piece in placed)
    is_upright = letters >= _LINE_LETTERS * len(line_parts(placed))
    for quarters in (0, 2) if is_upright else (0, 1, 3):
        found = locate(wanted.text, wanted.span, _turned(placed, quarters))
        yield Located(tuple(box.turned((4 - quarters) % 4) for box in found.boxes), found.places)
        if _is_in_lines(found):
            break


def _turned(placed: Sequence[PlacedText], quarters: int) -> list[PlacedText]:
    return [PlacedText(piece.text, piece.box.turned(quarters)) for piece in placed]


def _is_in_lines(found: Located) -> bool:
    """Whether letters were located in lines, not each letter for itself, as in lines that are turned."""
    return len(found.places) >= _LINE_LETTERS * len(found.boxes) > 0


def _stands_there(placed: Sequence[PlacedText], wanted: Wanted) -> bool:
    """Whether most words of a quotation stand on a page, wherever that may be."""
    letters = "\n".join(readings[0].letters for readings in line_parts(placed))
    words = {fold(word) for word in wanted.text[wanted.span.start : wanted.span.end].split()}
    lengths = {word: len(word) for word in words if len(word) > 1}
    there = sum(length for word, length in lengths.items() if word in letters)
    return bool(lengths) and there >= _STILL_THERE * sum(lengths.values())
