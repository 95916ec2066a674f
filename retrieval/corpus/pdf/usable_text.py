"""Whether the text of a page can be trusted: a font without a usable map gives letters that nobody wrote.

In: the text of a page. Out: whether it is text. Two measures: the share of letters of scripts that neither
Arabic nor European documents are written in (what has no map comes out as U+FFFD, as private codes or in
Georgian), and the share of pairs of letters inside Arabic words that Arabic does not have (a map that
exchanges letters: «رعساخ» for «رأسها»).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Final

from retrieval.resources import read_rows

_FOREIGN_SHARE: Final = 0.12
"""Largest share of letters without a script of ours."""
_ODD_SHARE: Final = 0.14
"""Largest share of pairs that Arabic does not have. Over 92 texts of four collections the largest was 0.073,
with all letters exchanged the smallest 0.27, with half of them 0.097, November 2026."""
_LEAST_PAIRS: Final = 60
"""Pairs below which the share says nothing."""
_LEAST_LETTERS: Final = 12
_WORD: Final = re.compile(r"[\u0621-\u063a\u0641-\u064a]{2,}")
_MARKS: Final = re.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_OURS: Final = ("ARABIC", "LATIN", "GREEK", "CYRILLIC", "HEBREW", "SYRIAC", "TIFINAGH", "CJK", "MODIFIER")
"""How the names of the letters begin that documents are written in."""


def is_usable(text: str) -> bool:
    """Whether the text of a page is what its author wrote, as far as its letters show."""
    return foreign_share(text) <= _FOREIGN_SHARE and odd_share(text) <= _ODD_SHARE


def foreign_share(text: str) -> float:
    """Share of letters, from 0 to 1, that are of no script of ours, have no code of their own, or no map."""
    letters = [sign for sign in text if _is_letter(sign)]
    if len(letters) < _LEAST_LETTERS:
        return 0.0
    return sum(not _is_ours(sign) for sign in letters) / len(letters)


def odd_share(text: str) -> float:
    """Share of pairs of letters inside Arabic words, from 0 to 1, that Arabic does not have."""
    known = _pairs()
    pairs = [pair for word in _WORD.findall(_MARKS.sub("", text)) for pair in pairwise(word)]
    if len(pairs) < _LEAST_PAIRS:
        return 0.0
    return sum(pair not in known for pair in pairs) / len(pairs)


def _is_letter(sign: str) -> bool:
    return sign == "\ufffd" or unicodedata.category(sign) in {"Lu", "Ll", "Lo", "Lt", "Lm", "Co", "Cn"}


@cache
def _is_ours(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(_OURS)


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    rows = read_rows(__package__, "letter_pairs.tsv")
    return frozenset((first, second) for first, others in rows for second in others)
