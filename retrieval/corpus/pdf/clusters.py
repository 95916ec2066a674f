"""Glyphs of a page → clusters, rows of them, and where a row falls apart.

In: glyphs. Out: `Cluster`s (a letter or ligature with its marks) in `Row`s from the top of the page down,
each from left to right. Marks go to the letter that they stand over or under, whatever order they are drawn
in. Blanks are clusters too: a row keeps those that the file has, and gets one where a gap is as wide.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from retrieval.corpus.pdf.glyphs import Glyph

FORMS: Final = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]+")
"""Arabic presentation forms: what fonts call the shapes of letters."""
_BACKWARDS: Final = frozenset({"ال", "أل", "إل", "آل"})
"""Ligatures of lam and alef as they are drawn from left to right; no font has one of alef and lam."""
_SAME_ROW: Final = 0.4
"""Share of the size within which bases are of one row."""
_NEAR: Final = 0.9
"""Share of the size within which a mark belongs to a letter."""
_OTHER_SIDE: Final = 0.25
"""How much nearer, as a share of the size, the letter drawn on the other side must be."""
_GAP: Final = 0.18
"""Share of the size from which a gap is a blank where the row has no blanks of its own."""
_WIDE_GAP: Final = 0.3
"""The same where it has."""
_LETTER_SPACED: Final = 2.0
"""How many times the usual gap between letters a blank is, in text set with wide letters."""
_SEVERAL: Final = 6
"""Gaps from which the usual one is known."""
_ROW_BLANKS: Final = 14
"""Most letters a blank in a row that has blanks of its own."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A letter or ligature with its marks, or a blank."""

    text: str
    left: float
    right: float
    glyphs: tuple[Glyph, ...]
    """What it is drawn by; empty for a blank that only a gap stands for."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is drawn; a stroke that stretches a word is."""
        return self.text.isspace()


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one line across a page, or across a column of it."""

    clusters: tuple[Cluster, ...]
    """From left to right."""
    base: float
    size: float
    """The usual size of its letters in points."""

    @property
    def left(self) -> float:
        """Where it begins on the left."""
        return self.clusters[0].left

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.clusters[-1].right

    def between(self, left: float, right: float) -> Row | None:
        """What of it stands between two places; None where that is nothing."""
        inside = [each for each in self.clusters if left <= (each.left + each.right) / 2 < right]
        drawn = [each.glyphs[0] for each in inside if each.glyphs and not each.is_blank]
        if not drawn:
            return None
        size = median(glyph.size for glyph in drawn)
        return _trimmed(inside, median(glyph.base for glyph in drawn), size)

    @property
    def is_bold(self) -> bool:
        """Whether most of it is set in bold type."""
        drawn = [cluster.glyphs[0] for cluster in self.clusters if cluster.glyphs and not cluster.is_blank]
        return 2 * sum(glyph.is_bold for glyph in drawn) > len(drawn)


def rows_of(glyphs: Sequence[Glyph], *, are_backwards: bool = False) -> list[Row]:
    """The rows of a page, from its top down.

    Args:
        glyphs: Upright glyphs.
        are_backwards: Whether the file's ligatures stand for their letters in the order of drawing.
    """
    letters = [glyph for glyph in glyphs if not _is_mark(glyph)]
    groups = _by_base(letters)
    owned = _marks_of(glyphs)
    rows: list[Row] = []
    for base, members in groups:
        clusters = [
            _cluster(glyph, owned.get(id(glyph), []), are_backwards=are_backwards) for glyph in members
        ]
        size = median(glyph.size for glyph in members)
        row = _trimmed(
            _with_blanks(sorted(clusters, key=lambda each: each.left + each.right), size), base, size
        )
        if row is not None:
            rows.append(row)
    return sorted(rows, key=lambda row: -row.base)


def are_ligatures_backwards(pages: Iterable[Sequence[Glyph]]) -> bool:
    """Whether a file's ligatures stand for their letters in the order of drawing, by its lam-alefs."""
    counts = [0, 0]
    for glyphs in pages:
        for glyph in glyphs:
            if len(glyph.text) == 2 and not glyph.is_whole:  # noqa: PLR2004 - lam and alef
                counts[0] += glyph.text in _BACKWARDS
                counts[1] += glyph.text[::-1] in _BACKWARDS
    return counts[0] > counts[1]


def _is_mark(glyph: Glyph) -> bool:
    """Whether a glyph is only marks, which stand over or under letters."""
    return bool(glyph.text) and all(unicodedata.category(sign) == "Mn" for sign in glyph.text)


def _bears_marks(glyph: Glyph) -> bool:
    return bool(glyph.text.strip()) and not _is_mark(glyph)


def _by_base(glyphs: Sequence[Glyph]) -> list[tuple[float, list[Glyph]]]:
    """Glyphs grouped by the line that they stand on; raised and lowered ones go to theirs."""
    groups: list[tuple[float, list[Glyph]]] = []
    bases: list[tuple[float, int]] = []
    for glyph in sorted(glyphs, key=lambda each: -each.size):  # the largest first: the others hang on to them
        place = bisect_left(bases, (glyph.base, -1))
        near = [bases[at] for at in (place - 1, place) if 0 <= at < len(bases)]
        fitting = [
            (abs(base - glyph.base), number)
            for base, number in near
            if abs(base - glyph.base) <= _SAME_ROW * min(glyph.size, groups[number][1][0].size)
        ]
        if fitting:
            groups[min(fitting)[1]][1].append(glyph)
        else:
            insort(bases, (glyph.base, len(groups)))
            groups.append((glyph.base, [glyph]))
    return [(base, sorted(members, key=lambda each: each.left)) for base, members in groups]


def _marks_of(glyphs: Sequence[Glyph]) -> dict[int, list[Glyph]]:
    """The marks of each letter, by its identity.

    Lines of Arabic are drawn from left to right, so that a mark comes right before its letter; where they
    are drawn as they are read, right behind it. Where a mark stands counts as well.
    """
    owned: dict[int, list[Glyph]] = {}
    letters = [glyph for glyph in glyphs if _bears_marks(glyph)]
    behind = 0  # how many letters are drawn before the mark
    for glyph in glyphs:
        if not _is_mark(glyph):
            behind += _bears_marks(glyph)
            continue
        before = letters[behind - 1] if behind else None
        after = letters[behind] if behind < len(letters) else None
        if before and after and abs(before.base - after.base) < glyph.size and after.left < before.left:
            before, after = after, before
        costs = [
            (_distance(glyph, letter) + penalty, number, letter)
            for number, (letter, penalty) in enumerate(((after, 0.0), (before, _OTHER_SIDE)))
            if letter is not None
        ]
        if not costs or min(costs)[0] > _NEAR:
            costs = [(_distance(glyph, letter), number, letter) for number, letter in enumerate(letters)]
        if costs and min(costs)[0] <= _NEAR:
            owned.setdefault(id(min(costs)[2]), []).append(glyph)
    return owned


def _distance(mark: Glyph, letter: Glyph) -> float:
    """How far a mark stands beside a letter, or above or below its line, as a share of its size."""
    center = (mark.left + mark.right) / 2
    beside = max(letter.left - center, center - letter.right, 0.0)
    return (beside + max(abs(mark.base - letter.base) - mark.size / 2, 0.0)) / max(mark.size, 0.01)


def _cluster(glyph: Glyph, marks: Sequence[Glyph], *, are_backwards: bool) -> Cluster:
    """A letter with its marks; some fonts give marks a width of their own."""
    text = _text_of(glyph, marks, are_backwards=are_backwards)
    left = min((mark.left for mark in marks), default=glyph.left)
    right = max((mark.right for mark in marks), default=glyph.right)
    return Cluster(text, min(left, glyph.left), max(right, glyph.right), (glyph, *marks))


def _text_of(glyph: Glyph, marks: Sequence[Glyph], *, are_backwards: bool) -> str:
    """What a glyph with its marks stands for, in the order of reading."""
    text = glyph.text
    if not glyph.is_whole and len(text) > 1 and (text in _BACKWARDS or (are_backwards and _is_arabic(text))):
        text = text[::-1]
    text = FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    if not marks:
        return text
    letters = [[sign, ""] for sign in text]
    width = max(glyph.right - glyph.left, 0.01)
    for mark in marks:  # of a ligature, the letter on the right comes first
        share = (glyph.right - (mark.left + mark.right) / 2) / width
        place = min(max(int(share * len(letters)), 0), len(letters) - 1)
        letters[place][1] += mark.text
    return "".join(sign + own for sign, own in letters)


def _is_arabic(text: str) -> bool:
    return any("\u0600" <= sign <= "\u06ff" for sign in text)


def _with_blanks(clusters: Sequence[Cluster], size: float) -> list[Cluster]:
    """A row with a blank in each gap that is as wide, and none that is no wider than a hair."""
    drawn = [each for each in clusters if not each.is_blank]
    gaps = [after.left - before.right for before, after in pairwise(drawn)]
    blanks = len(clusters) - len(drawn)
    threshold = _WIDE_GAP if blanks * _ROW_BLANKS >= len(drawn) else _GAP
    usual = median(gaps) if len(gaps) >= _SEVERAL else 0.0
    limit = max(threshold * size, _LETTER_SPACED * usual if usual > _GAP * size / 2 else 0.0)
    found: list[Cluster] = []
    for each in clusters:
        last = next((known for known in reversed(found) if not known.is_blank), None)
        if each.is_blank:
            if found and not found[-1].is_blank:
                found.append(replace(each, text=" "))
            continue
        if last is not None and not found[-1].is_blank and each.left - last.right > limit:
            found.append(Cluster(" ", last.right, each.left, ()))
        found.append(each)
    return found


def _trimmed(clusters: Sequence[Cluster], base: float, size: float) -> Row | None:
    """A row without blanks at its ends; None where nothing is left."""
    places = [place for place, each in enumerate(clusters) if not each.is_blank]
    return Row(tuple(clusters[places[0] : places[-1] + 1]), base, size) if places else None
