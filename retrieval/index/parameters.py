"""The numbers of ranking, all in one place, with what measured them.

Measured by `python benchmarks/tune_ranking.py` on part of the development questions (split by a
hash of their article), reported on the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

K1: Final = 1.2
"""Saturation of term frequency; Lucene's default, and the only value that every backend has."""
B: Final = 0.75
"""Share of length normalization, 0 to 1; Lucene's default."""


@dataclass(frozen=True, slots=True)
class FieldParameters:
    """BM25 of one field, and its share of the score."""

    weight: float
    k1: float = K1
    b: float = B


WORD: Final = FieldParameters(weight=0.2)
STEM: Final = FieldParameters(weight=0.3)
GRAM: Final = FieldParameters(weight=0.3)
TITLE: Final = FieldParameters(weight=0.1)
HEADING: Final = FieldParameters(weight=0.03)

ARTICLE_WEIGHT: Final = 0.07
"""Share of the best match of each word anywhere in the same document."""

GRAM_MATCH: Final = 0.4
"""Least degree of match by grams alone, 0 to 1, that makes a passage a candidate."""
