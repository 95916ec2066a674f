"""The numbers of ranking, all in one place, with what measured them.

Measured by `python benchmarks/tune_ranking.py` on the development questions, November 2026, tuned on
the articles of one half and on one question set, reported on the other. The optimum is flat: halving
or doubling any one weight costs less than 0.005 of RR@10, so that round numbers stand here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FieldParameters:
    """BM25 of one field."""

    k1: float = 1.2
    """Saturation of term frequency; 1.2 is Lucene's default."""
    b: float = 0.75
    """Share of length normalization, 0 to 1; Lucene's default."""


WORD: Final = FieldParameters()
STEM: Final = FieldParameters(k1=0.8)
"""Below the default, as in all fields that join words: whether a word stands there matters more than how
often (RR@10 of stems and grams + 0.002 to 0.004 against 1.2)."""
ROOT: Final = FieldParameters(k1=0.8)
LEMMA: Final = FieldParameters(k1=0.8)
GRAM: Final = FieldParameters(k1=0.8)
TITLE: Final = FieldParameters(k1=0.8)
LEAD: Final = FieldParameters(k1=0.8)

LEAD_TERMS: Final = 10
"""Content words at the beginning of a passage that name its topic; 4, 6 and 10 are as good."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Share of each feature in the score; see `retrieval.index.memory.searching` for their meaning."""

    word: float = 0.2
    stem: float = 0.2
    root: float = 0.2
    lemma: float = 0.2
    """Counts only where a morphology is installed. Set by judgment: no data was at hand to measure it."""
    gram: float = 0.4
    title: float = 0.6
    lead: float = 0.1
    article: float = 0.15
    neighbors: float = 0.1
    order: float = 0.06
    sentence: float = 0.05


WEIGHTS: Final = Weights()

RELATED_SHARE: Final = 0.5
"""What a word of near meaning counts, relative to the word itself. Set by judgment."""
GRAM_MATCH: Final = 0.3
"""Least degree of match of one word by grams alone that makes a passage a candidate: a word that stands
once in a passage of mean length is matched to 0.55, so that more than half of its grams are needed."""
RERANKED: Final = 200
"""Candidates whose order and sentences of words are looked at; a multiple of the hits shown."""
NEAR: Final = 3
"""Farthest that two words of the question may stand apart, in tokens, to stand together."""
