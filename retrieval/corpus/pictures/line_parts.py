"""Placed text → parts of lines, each in its order of reading.

A part is what stands on one line without a wide gap: a line of one column, a cell of a table. Which
parts follow each other is not decided here; `locating` finds that by the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from retrieval.corpus.pictures.placed import TATWEEL, Box, PlacedText, fold, union

_LEVEL, SAME_LINE = 0.15, 0.35
"""Most distance of the middle of a piece to the next one and to the first one of its row, as a share of
the height: lines of fonts with long descenders overlap by almost half."""
_RAISED = 0.45
"""Most distance of a row to a longer one whose line it belongs to, likewise: marks and raised letters."""
_PART_GAP = 1.0
"""Least gap between two parts, as a share of the height."""
_WORD_GAP = 0.12
"""Least gap between two words, likewise."""
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = "A-Za-z\u00c0-\u024f"
_LATIN = re.compile(f"[{_LETTER}]")
_DIGIT = "[0-9٠-٩۰-۹]"
_LATIN_RUN = rf"[{_LETTER}](?:[{_LETTER}0-9 .,:;/?=&%@_+#~'’-]*[{_LETTER}0-9])?"
_RUNS = tuple(
    re.compile(f"{_LATIN_RUN}|{_DIGIT}+(?:{joints}{_DIGIT}+)*")
    for joints in ("[.,:/\u066b\u066c]", r"[.,:/\u066b\u066c-]", r"[ .,:/\u066b\u066c-]+")
)
"""What is read from left to right in a line of Arabic: Latin words, and numbers joined by some marks
(`12:30`), by hyphens as well (`2022-01-10`), or by blanks as well; readers differ."""


@dataclass(frozen=True)
class LinePart:
    """A part of a line: its pieces in the order in which they are read."""

    pieces: tuple[PlacedText, ...]
    page_is_arabic: bool = True
    """Whether most letters of its page are Arabic."""

    @cached_property
    def letters(self) -> str:
        """The folded letters of all pieces."""
        return "".join(fold(piece.text) for piece in self.pieces)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What matches these letters, those of one glyph in either order: maps of fonts differ."""
        folded = [fold(piece.text) for piece in self.pieces]
        return re.compile("".join(one if len(one) < 2 else f"(?:{one}|{one[::-1]})" for one in folded))  # noqa: PLR2004

    @cached_property
    def owners(self) -> tuple[int, ...]:
        """Of each letter, the number of its piece."""
        return tuple(number for number, piece in enumerate(self.pieces) for _ in fold(piece.text))

    @cached_property
    def box(self) -> Box:
        """What it covers."""
        return union(piece.box for piece in self.pieces)


def line_parts(placed: Sequence[PlacedText]) -> list[tuple[LinePart, ...]]:
    """The parts of a page's lines, from its top to its foot.

    Args:
        placed: The glyphs or words of a page, in any order.

    Returns:
        For each part its readings, the likeliest first: the same pieces, numbers in another order.
    """
    seen = [piece for piece in placed if _is_seen(piece)]
    arabic = sum(len(_ARABIC.findall(piece.text)) for piece in seen)
    latin = sum(len(_LATIN.findall(piece.text)) for piece in seen)
    return [
        _readings(part, page_is_arabic=arabic > latin)
        for line in _lines(seen)
        for part in _split(line, _PART_GAP)
    ]


def divided(readings: tuple[LinePart, ...], gap: float) -> list[tuple[LinePart, ...]]:
    """The parts of a part that stands across columns with a narrow gap, or holds words in another order.

    Args:
        readings: The part.
        gap: Least gap between two parts, as a share of their height.
    """
    line = sorted(readings[0].pieces, key=_place)
    return [_readings(part, page_is_arabic=readings[0].page_is_arabic) for part in _split(line, gap)]


def _is_seen(piece: PlacedText) -> bool:
    """Whether it takes room and is more than blanks and marks."""
    is_drawn = any(not character.isspace() and not _is_mark(character) for character in piece.text)
    return is_drawn and piece.box.width > 0 and piece.box.height > 0


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0 or not character.isprintable() or character == TATWEEL


def _lines(placed: Sequence[PlacedText]) -> Iterator[list[PlacedText]]:
    """The lines of a page, each from left to right."""
    rows: list[list[PlacedText]] = []
    for piece in sorted(placed, key=lambda piece: piece.box.middle):
        if not rows or not _is_level(piece, rows[-1]):
            rows.append([])
        rows[-1].append(piece)
    for row in sorted(rows, key=len):
        others = [other for other in rows if len(other) > len(row) and _distance(row, other) <= _RAISED]
        if others:
            min(others, key=lambda other: _distance(row, other)).extend(row)
            rows = [other for other in rows if other is not row]
    for row in rows:
        yield sorted(row, key=_place)


def _is_level(piece: PlacedText, row: Sequence[PlacedText]) -> bool:
    """Whether a piece stands as high as a row, whose pieces are in order of their height."""
    height = max(piece.box.height, row[0].box.height)
    step, whole = (piece.box.middle - row[place].box.middle for place in (-1, 0))
    return step <= _LEVEL * height and whole <= SAME_LINE * height


def _distance(row: Sequence[PlacedText], other: Sequence[PlacedText]) -> float:
    """How much higher or lower one row is than another, as a share of the height."""
    first, second = row[len(row) // 2].box, other[len(other) // 2].box
    return abs(first.middle - second.middle) / max(first.height, second.height)


def _place(piece: PlacedText) -> float:
    return piece.box.left + piece.box.right


def _split(line: Sequence[PlacedText], gap: float) -> Iterator[list[PlacedText]]:
    """The parts of a line, each from left to right."""
    part = [line[0]]
    for before, piece in pairwise(line):
        if _gap(before, piece) > gap:
            yield part
            part = []
        part.append(piece)
    yield part


def _gap(left: PlacedText, right: PlacedText) -> float:
    """The blank between two pieces, as a share of their height."""
    return (right.box.left - left.box.right) / max(left.box.height, right.box.height)


def _readings(part: Sequence[PlacedText], *, page_is_arabic: bool) -> tuple[LinePart, ...]:
    text = "".join(piece.text for piece in part)
    arabic = len(_ARABIC.findall(text))
    if not arabic or not (page_is_arabic or arabic > len(_LATIN.findall(text))):
        return (LinePart(tuple(part), page_is_arabic),)
    turned = list(reversed(part))
    line, cells = _cells(turned)
    orders = dict.fromkeys(_ordered(line, cells, runs) for runs in _RUNS)
    return tuple(LinePart(tuple(turned[number] for number in order), page_is_arabic) for order in orders)


def _cells(turned: Sequence[PlacedText]) -> tuple[str, list[int]]:
    """A character for each piece and each blank, and the number of its piece, -1 for a blank."""
    line, cells = "", list[int]()
    for number, piece in enumerate(turned):
        if number and _gap(piece, turned[number - 1]) > _WORD_GAP:
            line, cells = line + " ", [*cells, -1]
        line, cells = line + piece.text[0], [*cells, number]
    return line, cells


def _ordered(line: str, cells: Sequence[int], runs: re.Pattern[str]) -> tuple[int, ...]:
    """The numbers of the pieces, those of runs from left to right turned back."""
    ordered = list(cells)
    for match in runs.finditer(line):
        ordered[match.start() : match.end()] = cells[match.start() : match.end()][::-1]
    return tuple(number for number in ordered if number >= 0)
