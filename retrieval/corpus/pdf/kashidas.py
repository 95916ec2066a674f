"""Strokes that only stretch a word: glyphs without a letter, which justified lines have between letters.

In: the glyphs of all pages. Out: the same, such strokes without text. LibreOffice stretches Arabic lines by a
glyph that no letter of the text stands for, so that its fonts have no map for it. A glyph without a map is
taken for such a stroke where it stands nowhere but between two letters of a word, and often beside itself,
which no letter does; any other is a letter that is missing, and shows that the page cannot be trusted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from retrieval.corpus.pdf.glyphs import Glyph

_ARABIC: Final = re.compile(r"[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LEAST: Final = 3
_BESIDE_ITSELF: Final = 0.25
"""Least share of strokes that stand beside another one. Of the letters, lam comes nearest: under 0.1."""
_ASTRAY: Final = 0.03
"""Largest share that stands anywhere but between letters: at the border of a broken line."""
_NEAR: Final = 0.3
"""Share of the size within which glyphs touch."""


def without_kashidas(pages: Sequence[Sequence[Glyph]]) -> list[list[Glyph]]:
    """The glyphs of each page; those that only stretch words have no text."""
    seen: Counter[int] = Counter()
    beside: Counter[int] = Counter()
    astray: Counter[int] = Counter()
    for glyphs in pages:
        for code, touches_itself, is_inside in _unmapped(glyphs):
            seen[code] += 1
            beside[code] += touches_itself
            astray[code] += not is_inside
    strokes = {
        code
        for code, count in seen.items()
        if count >= _LEAST and beside[code] >= _BESIDE_ITSELF * count and astray[code] <= _ASTRAY * count
    }
    return [
        [replace(glyph, text="", unmapped=0) if glyph.unmapped in strokes else glyph for glyph in glyphs]
        for glyphs in pages
    ]


def _unmapped(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, bool, bool]]:
    """Each glyph without a map: its code, whether it touches its like, whether it stands between letters."""
    for place, glyph in enumerate(glyphs):
        if not glyph.unmapped:
            continue
        ends = []
        touches_itself = False
        for step in (-1, 1):
            at, last = place + step, glyph
            while (
                0 <= at < len(glyphs) and glyphs[at].unmapped == glyph.unmapped and _touch(last, glyphs[at])
            ):
                touches_itself = True
                last, at = glyphs[at], at + step
            while 0 <= at < len(glyphs) and abs(glyphs[at].right - glyphs[at].left) < _NEAR * glyph.size / 4:
                at += step  # marks, which have no width
            is_letter = 0 <= at < len(glyphs) and _touch(last, glyphs[at])
            ends.append(is_letter and _ARABIC.search(glyphs[at].text) is not None)
        yield glyph.unmapped, touches_itself, all(ends)


def _touch(one: Glyph, other: Glyph) -> bool:
    gap = max(one.left, other.left) - min(one.right, other.right)
    return abs(one.base - other.base) < one.size / 2 and gap < _NEAR * one.size
