"""The rows of all pages → the same without running heads, feet and page numbers.

In: the rows of each page with its height. Out: rows. What stands near the edge of several pages, at one
height and with the same words, is not the text; numbers may differ if they grow with the pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.corpus.pdf.clusters import Row
from retrieval.corpus.pdf.reading_order import line_of

_EDGE_ROWS: Final = 3
"""Rows at the top and at the foot of a page that may be no text."""
_ZONE: Final = 0.14
"""Share of a page's height, at its top and at its foot, in which heads and feet stand."""
_SAME_PLACE: Final = 8.0
"""Points by which the heights of one head may differ."""
_SHARE: Final = 0.4
"""Share of the pages from which a row is a running head: left and right pages may have one each."""
_NUMBER: Final = re.compile(r"[0-9٠-٩۰-۹]+")
_PART_OF_TEXT: Final = re.compile(
    r"^\W*(?:ال)?(?:مادة|فصل|باب|بند|قسم|فقرة|جدول|شكل|ملحق|سورة)\b|^\W*Article\b"
)
"""How a heading with a number begins, which may stand at the top of every page."""
_TO_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of one page."""

    number: int
    """From 1."""
    height: float
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row near the edge of a page."""

    page: int
    row: Row
    words: str
    numbers: tuple[int, ...]


def without_heads(pages: Sequence[PageRows], *, mostly_arabic: bool) -> list[PageRows]:
    """The pages without running heads, feet and page numbers."""
    edges = [edge for page in pages for edge in _edges(page, mostly_arabic=mostly_arabic)]
    groups: dict[tuple[str, int], list[_Edge]] = defaultdict(list)
    for edge in edges:
        groups[edge.words, round(edge.row.base / _SAME_PLACE)].append(edge)
    dropped = {id(edge.row) for edge in edges if not edge.words}
    for (words, place), found in groups.items():
        near = found + groups.get((words, place + 1), [])
        if _is_head(near, len(pages)):
            dropped |= {id(edge.row) for edge in near}
    return [
        PageRows(page.number, page.height, tuple(row for row in page.rows if id(row) not in dropped))
        for page in pages
    ]


def _edges(page: PageRows, *, mostly_arabic: bool) -> Iterator[_Edge]:
    """The rows at the top and at the foot of a page that stand in the zone of heads and feet."""
    top, foot = page.rows[:_EDGE_ROWS], page.rows[-_EDGE_ROWS:]
    for row in {id(row): row for row in (*top, *foot)}.values():
        if _ZONE * page.height < row.base < (1 - _ZONE) * page.height:
            continue
        text = line_of(row, mostly_arabic=mostly_arabic).text.translate(_TO_DIGITS)
        numbers = tuple(int(number[:9]) for number in _NUMBER.findall(text))
        words = re.sub(r"[\W\d_]+", " ", text).strip()
        yield _Edge(page.number, row, words, numbers)


def _is_head(found: Sequence[_Edge], pages: int) -> bool:
    """Whether rows of the same words at the same height are a running head."""
    numbers = {edge.page: edge.numbers for edge in found}
    if len(numbers) < max(2, _SHARE * pages):
        return False
    if len(set(numbers.values())) == 1:
        return True
    if any(_PART_OF_TEXT.search(edge.words) for edge in found):
        return False
    steps = {
        tuple(number - page for number in own) for page, own in numbers.items()
    }  # what grows with the pages is as far from their numbers on each
    fixed = set(numbers.values())
    return len(steps) == 1 or _one_grows(numbers) or len(fixed) == 1


def _one_grows(numbers: dict[int, tuple[int, ...]]) -> bool:
    """Whether one number grows with the pages, and the others stay: `3 of 12`."""
    if len({len(own) for own in numbers.values()}) != 1:
        return False
    columns = zip(*(tuple((number, page) for number in own) for page, own in numbers.items()), strict=True)
    kinds = [
        "same" if len({number for number, _ in column}) == 1
        else "grows" if len({number - page for number, page in column}) == 1 else "other"
        for column in columns
    ]  # fmt: skip
    return "other" not in kinds and "grows" in kinds
