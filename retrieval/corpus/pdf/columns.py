"""The rows of a page → its regions in the order of reading: columns one after the other.

In: rows from the top of a page down. Out: `Region`s: runs of rows that are read one after the other. A
region falls into columns where a gutter stays free over several rows, text stands on both sides of it,
and the lines on both sides fill their side as running text does; cells of a table do not, and stay in
their rows. What stands above and below the columns is read before and after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from retrieval.corpus.pdf.clusters import Row

_GUTTER: Final = 0.8
"""Least width of a gutter, as a share of the usual size."""
_SHRUNK: Final = 0.7
"""Share of that which rows may leave free of it: letters reach over their advance."""
_LEAST_ROWS: Final = 3
"""Rows on each side from which there are columns."""
_BESIDE: Final = 0.5
"""Share of the shorter side that must stand beside the other."""
_FILL: Final = 0.55
"""Share of its side that the usual line of a column fills."""
_WORDS: Final = 2.5
"""Least words of the usual line of a column."""
_NEXT_ROW: Final = 3.5
"""Leadings within which a row still goes on with the column above it."""
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class Region:
    """Rows that are read one after the other."""

    rows: tuple[Row, ...]
    left: float
    """Where its text may begin on the left, and on the right."""
    right: float


def regions_of(rows: Sequence[Row], *, is_arabic: bool, depth: int = 0) -> list[Region]:
    """The regions of a page in the order of reading.

    Args:
        rows: Its rows, from the top down.
        is_arabic: Whether the right column comes first.
        depth: How many gutters were found around them.
    """
    if not rows:
        return []
    found = _gutter(rows) if depth < _DEEPEST else None
    if found is None:
        return [Region(tuple(rows), min(row.left for row in rows), max(row.right for row in rows))]
    first, last, middle = found
    inside = rows[first:last]
    left = [part for row in inside if (part := row.between(-1e9, middle)) is not None]
    right = [part for row in inside if (part := row.between(middle, 1e9)) is not None]
    sides = (right, left) if is_arabic else (left, right)
    return [
        *regions_of(rows[:first], is_arabic=is_arabic, depth=depth + 1),
        *(region for side in sides for region in regions_of(side, is_arabic=is_arabic, depth=depth + 1)),
        *regions_of(rows[last:], is_arabic=is_arabic, depth=depth + 1),
    ]


def _gutter(rows: Sequence[Row]) -> tuple[int, int, float] | None:
    """The widest run of rows with a gutter: its first row, the one behind its last, its middle."""
    best: tuple[int, int, int, float] | None = None
    tried: set[tuple[int, int]] = set()
    leading, least = _leading(rows), _GUTTER * median(row.size for row in rows)
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    for number, row in enumerate(rows):
        for low, high in _gaps(row, least):
            if (number, round(low)) in tried or low <= left or high >= right:  # nothing on one side
                continue
            run = _run(rows, number, (low, high), leading, least)
            first, last, middle = run
            tried |= {(at, round(gap[0])) for at in range(first, last) for gap in _gaps(rows[at], least)}
            count = _count(rows[first:last], middle)
            is_better = count >= _LEAST_ROWS and (best is None or count > best[0])
            if is_better and _are_columns(rows[first:last], middle):
                best = count, first, last, middle
    return None if best is None else best[1:]


def _gaps(row: Row, least: float) -> list[tuple[float, float]]:
    """Where a row has nothing for at least so many points, and right beside it."""
    drawn = [each for each in row.clusters if not each.is_blank]
    found = [(row.left - least, row.left), (row.right, row.right + least)]
    end = drawn[0].right
    for each in drawn[1:]:
        if each.left - end >= least:
            found.append((end, each.left))
        end = max(end, each.right)
    return found


def _run(
    rows: Sequence[Row], number: int, gap: tuple[float, float], leading: float, least: float
) -> tuple[int, int, float]:
    """How far up and down from a row a gap stays free: the first row, the one behind the last, its middle."""
    first = last = number
    low, high = gap
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(rows):
            free = _free_around(rows[at], low, high)
            if free is None or free[1] - free[0] < _SHRUNK * least:
                break
            if abs(rows[at].base - rows[at - step].base) > _NEXT_ROW * leading:
                break
            low, high = free
            first, last = min(first, at), max(last, at)
            at += step
    return first, last + 1, (low + high) / 2


def _count(rows: Sequence[Row], middle: float) -> int:
    """How many rows there are on the side of a gutter that has fewer, where both stand side by side."""
    left = [row.base for row in rows if row.left < middle]
    right = [row.base for row in rows if row.right > middle]
    if not left or not right:
        return 0
    beside = min(left[0], right[0]) - max(left[-1], right[-1])
    shorter = min(left[0] - left[-1], right[0] - right[-1])
    return min(len(left), len(right)) if beside >= _BESIDE * shorter and beside > 0 else 0


def _free_around(row: Row, low: float, high: float) -> tuple[float, float] | None:
    """The part of a gap that a row leaves free; None where it stands in all of it."""
    if row.right <= low or row.left >= high:
        return low, high
    for each in row.clusters:
        if each.is_blank or each.right <= low or each.left >= high:
            continue
        if each.left - low > high - each.right:
            high = each.left
        else:
            low = each.right
        if low >= high:
            return None
    return low, high


def _are_columns(rows: Sequence[Row], middle: float) -> bool:
    """Whether what stands on both sides of a gutter is running text."""
    for low, high in ((-1e9, middle), (middle, 1e9)):
        parts = [part for row in rows if (part := row.between(low, high)) is not None]
        width = max(part.right for part in parts) - min(part.left for part in parts)
        fill = median((part.right - part.left) / max(width, 1.0) for part in parts)
        words = median(1 + sum(each.is_blank for each in part.clusters) for part in parts)
        if len(parts) < _LEAST_ROWS or fill < _FILL or words < _WORDS:
            return False
    return True


def _leading(rows: Sequence[Row]) -> float:
    """The usual distance between rows."""
    steps = [before.base - after.base for before, after in pairwise(rows)]
    positive = [step for step in steps if step > 1]
    return median(positive) if positive else rows[0].size * 1.5
