"""Where a quotation stands on a page: the parts of its lines are aligned with the text of the document.

In: a document's text round the page, the span that is quoted, and the placed text of the page. Out: a box
for each line of the quotation. Each part of a line is looked for in the text, long ones first; what
occurs once is sure, and the others fill what lies between, next to their neighbors. So a repeated phrase
is found where it is meant, columns need no order, and running heads, which the text does not hold, stand
nowhere. Letters are compared without marks and blanks; a quotation is located when each of them is.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from statistics import median_low
from typing import Final

from retrieval.corpus.pictures.line_parts import SAME_LINE, LinePart, divided, line_parts
from retrieval.corpus.pictures.placed import Box, PlacedText, fold, union
from retrieval.types import Span

_ANCHOR: Final = 8
"""Letters that a part has at least that is taken wherever it occurs once."""
_SHORT_ANCHOR: Final = 3
"""As above, for the parts that are left."""
_MOST_PLACES: Final = 50
"""Occurrences that are looked at; a row of dots or a word of a table may have thousands."""
_NARROWER_GAPS: Final = (0.5, 0.25)
"""Least gaps, as a share of the height, at which parts are divided that were not found whole."""
_MOST_ROUNDS: Final = 200
"""How often what is left is tried again; a page of a thousand parts took 30."""
_COLUMN: Final = 1000.0
"""How much farther a part counts that stands above the one that is read before it."""
_BESIDE: Final = 3.0
"""Most gap between two marks on a line that are one, as a share of the height."""
_UP: Final = 0.5
"""How far up, as a share of its height, the next part may stand that is read after another below it."""


@dataclass(frozen=True, slots=True)
class Located:
    """What of a quotation stands on a page."""

    boxes: tuple[Box, ...]
    """One for each line, in order; empty where nothing was located."""
    places: frozenset[int]
    """The places of the letters that were located, as offsets in the text."""


_Fit = tuple[float, int, int, int]
"""A distance, the numbers of a part and of its reading, and the place of the part."""
NOWHERE: Final = Located((), frozenset())


def places_of(text: str, span: Span) -> frozenset[int]:
    """The places of the letters and digits of a span, as offsets in the text."""
    return frozenset(place for place in range(span.start, span.end) if fold(text[place]))


def locate(text: str, span: Span, placed: Sequence[PlacedText]) -> Located:
    """Locate a quotation on a page.

    Args:
        text: The text of the document from before the page to behind it.
        span: What is quoted, in offsets of `text`.
        placed: The glyphs or the words of the page, in any order.

    Returns:
        What of it stands on the page, as far as lines follow each other; `NOWHERE` where nothing does.
    """
    letters = _Letters(text)
    found = sorted(_Alignment(letters.folded, line_parts(placed)).align(), key=lambda one: one.start)
    first, last = letters.range_of(span)
    quoted = _longest_run([one for one in found if one.start < last and first < one.end])
    if not quoted:
        return NOWHERE
    places = frozenset(
        letters.places[number]
        for one in quoted
        for number in range(max(one.start, first), min(one.end, last))
    )
    quotation = text[span.start : span.end]
    boxes = [_marked(one, first, last, quotation) for one in quoted]
    return Located(tuple(_joined(boxes)), places)


class _Letters:
    """The folded letters of a text, and where each of them stands."""

    def __init__(self, text: str) -> None:
        pairs = [(letter, place) for place, character in enumerate(text) for letter in fold(character)]
        self.folded = "".join(letter for letter, _ in pairs)
        self.places = [place for _, place in pairs]

    def range_of(self, span: Span) -> tuple[int, int]:
        """The numbers of the first letter in a span and of the first behind it."""
        inside = [number for number, place in enumerate(self.places) if span.start <= place < span.end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    """A part with its place in the letters of the text."""

    start: int
    end: int
    part: LinePart = field(compare=False)


class _Alignment:
    """The parts of a page, one after the other found in the letters of the text."""

    def __init__(self, letters: str, parts: Sequence[tuple[LinePart, ...]]) -> None:
        self._letters = letters
        self._found: list[_Found] = []
        self._wait_for(parts)

    def align(self) -> list[_Found]:
        """All parts that were found; none shares a letter of the text with another."""
        self._find()
        for gap in _NARROWER_GAPS:
            self._wait_for([part for readings in self._waiting.values() for part in divided(readings, gap)])
            self._find()
        return self._found

    def _wait_for(self, parts: Iterable[tuple[LinePart, ...]]) -> None:
        self._waiting = dict(enumerate(readings for readings in parts if readings[0].letters))
        self._equal = Counter(readings[0].letters for readings in self._waiting.values())
        self._heads = _by_letter(self._waiting, 0)
        self._tails = _by_letter(self._waiting, -1)

    def _find(self) -> None:
        self._anchor(_ANCHOR)
        for _ in range(_MOST_ROUNDS):
            if not (self._fill() or self._anchor(_SHORT_ANCHOR) or self._pair()):
                break

    def _anchor(self, least: int) -> bool:
        """Find the parts that occur once, the longest first; returns whether there were any."""
        before = len(self._found)
        for number in sorted(self._waiting, key=lambda number: -len(self._waiting[number][0].letters)):
            letters = self._waiting[number][0].letters
            if len(letters) < least:
                break
            if self._equal[letters] == 1:
                reading, places = self._free_places(number)
                if len(places) == 1:
                    self._take(number, reading, places[0])
        return len(self._found) > before

    def _fill(self) -> bool:
        """Find parts that begin or end a gap between those that were found; returns whether any did."""
        before = len(self._found)
        for start, end, above, below in list(self._gaps()):
            fits = [*self._beginning(start, end, above), *self._ending(start, end, below)]
            if fits:
                _, number, reading, place = min(fits, key=lambda fit: fit[:2])
                self._take(number, self._waiting[number][reading], place)
        return len(self._found) > before

    def _beginning(self, start: int, end: int, above: _Found | None) -> Iterator[_Fit]:
        """The parts that may begin a gap, behind the part above it."""
        for number, which in self._heads[self._letters[start]] if above else ():
            if number in self._waiting:
                part = self._waiting[number][which]
                if part.pattern.match(self._letters, start, end):
                    yield _distance(above, part, is_after=True), number, which, start

    def _ending(self, start: int, end: int, below: _Found | None) -> Iterator[_Fit]:
        """The parts that may end a gap, before the part below it."""
        for number, which in self._tails[self._letters[end - 1]] if below else ():
            if number in self._waiting:
                part = self._waiting[number][which]
                place = end - len(part.letters)
                if place >= start and part.pattern.match(self._letters, place, end):
                    yield _distance(below, part, is_after=False), number, which, place

    def _pair(self) -> bool:
        """Find one of several equal parts that occur as often as they are; returns whether there are any."""
        for number, readings in self._waiting.items():
            reading, places = self._free_places(number)
            if places and len(places) == self._equal[readings[0].letters]:
                equal = [
                    other for other in self._waiting if self._waiting[other][0].letters == readings[0].letters
                ]
                first = min(equal, key=lambda other: _from_top_right(self._waiting[other][0].box))
                self._take(first, self._waiting[first][readings.index(reading)], places[0])
                return True
        return False

    def _free_places(self, number: int) -> tuple[LinePart, list[int]]:
        """The first reading of a part that occurs where nothing was found yet, and its places."""
        readings = self._waiting[number]
        for reading in readings:
            length = len(reading.letters)
            starts = (match.start() for match in reading.pattern.finditer(self._letters))
            if places := [start for start in islice(starts, _MOST_PLACES) if self._is_free(start, length)]:
                return reading, places
        return readings[0], []

    def _is_free(self, start: int, length: int) -> bool:
        behind = bisect_left(self._found, start, key=lambda one: one.start)
        is_before_next = behind == len(self._found) or start + length <= self._found[behind].start
        return is_before_next and (behind == 0 or self._found[behind - 1].end <= start)

    def _gaps(self) -> Iterator[tuple[int, int, _Found | None, _Found | None]]:
        """The ranges of letters that were not found, each with the parts before and behind it."""
        ends: list[_Found | None] = [None, *self._found, None]
        for above, below in pairwise(ends):
            start = above.end if above else 0
            end = below.start if below else len(self._letters)
            if start < end:
                yield start, end, above, below

    def _take(self, number: int, reading: LinePart, place: int) -> None:
        self._equal[self._waiting.pop(number)[0].letters] -= 1
        insort(self._found, _Found(place, place + len(reading.letters), reading))


def _by_letter(
    waiting: Mapping[int, tuple[LinePart, ...]], edge: int
) -> defaultdict[str, list[tuple[int, int]]]:
    """The numbers of parts and of their readings by what their first or last glyph may begin with."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, readings in waiting.items():
        for which, reading in enumerate(readings):
            for letter in set(fold(reading.pieces[reading.owners[edge]].text)):
                found[letter].append((number, which))
    return found


def _distance(neighbor: _Found | None, part: LinePart, *, is_after: bool) -> float:
    """How far a part stands from the one that is read before or after it."""
    if neighbor is None:
        return float("inf")
    first, second = (neighbor.part.box, part.box) if is_after else (part.box, neighbor.part.box)
    down = second.middle - first.middle
    aside = max(0.0, max(first.left, second.left) - min(first.right, second.right))
    return aside + (down if down > -_UP * first.height else _COLUMN - down)


def _from_top_right(box: Box) -> tuple[float, float]:
    return box.middle, -box.right


def _longest_run(found: Sequence[_Found]) -> list[_Found]:
    """The parts that may be read one after the other, without a letter between them."""
    runs: list[list[_Found]] = [[]]
    for one in found:
        if runs[-1] and not _may_follow(runs[-1][-1], one):
            runs.append([])
        runs[-1].append(one)
    return max(runs, key=lambda run: sum(one.end - one.start for one in run))


def _may_follow(one: _Found, other: _Found) -> bool:
    """Whether a part may be read after another: nobody reads upward in one column."""
    if other.start != one.end:
        return False
    first, second = one.part.box, other.part.box
    shared = min(first.right, second.right) - max(first.left, second.left)
    is_above = second.middle < first.middle - _UP * first.height
    return not (is_above and shared > 0.2 * min(first.width, second.width))


def _marked(one: _Found, first: int, last: int, quotation: str) -> Box:
    """The box of those pieces of a part that are quoted, with the punctuation beside them."""
    owners, pieces = one.part.owners, one.part.pieces
    start = owners[max(first - one.start, 0)]
    end = owners[min(last, one.end) - one.start - 1] + 1
    before = _edge(quotation) if one.start <= first else len(pieces)
    behind = _edge(quotation[::-1]) if last <= one.end else len(pieces)
    while start and before and not fold(pieces[start - 1].text):
        start, before = start - 1, before - 1
    while end < len(pieces) and behind and not fold(pieces[end].text):
        end, behind = end + 1, behind - 1
    return _level(piece.box for piece in pieces[start:end])


def _joined(boxes: Sequence[Box]) -> Iterator[Box]:
    """Boxes that follow each other on one line as one."""
    line: list[Box] = []
    for box in boxes:
        if line and not _is_beside(line[-1], box):
            yield union(line)
            line = []
        line.append(box)
    yield union(line)


def _is_beside(one: Box, other: Box) -> bool:
    height = max(one.height, other.height)
    apart = max(one.left, other.left) - min(one.right, other.right)
    return abs(one.middle - other.middle) < SAME_LINE * height and apart < _BESIDE * height


def _level(boxes: Iterable[Box]) -> Box:
    """A box around others that stand on one line, as high as most of them: marks and notes are raised."""
    line = list(boxes)
    around = union(line)
    top, bottom = (median_low(edges) for edges in zip(*((box.top, box.bottom) for box in line), strict=True))
    return Box(around.left, top, around.right, bottom)


def _edge(quotation: str) -> int:
    """How many marks of punctuation a quotation begins with."""
    letters = [number for number, character in enumerate(quotation) if fold(character)]
    return sum(not character.isspace() for character in quotation[: letters[0]]) if letters else 0
