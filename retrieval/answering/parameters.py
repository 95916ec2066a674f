"""The numbers of answering, all in one place, with what measured them.

Measured by `python benchmarks/tune_silence.py` on the development questions, November 2026: trained
on the articles of four fifths of them and reported on the rest, five times, and on one question
set and reported on the other. Features are told where they are computed: `windows` and `silence`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

WINDOW_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "best_sentence": 0.51,
        "covered": -0.56,
        "covered_with_title": 6.70,
        "evidence_count": 0.97,
        "gap": 1.80,
        "in_order": 1.31,
        "leads": 0.32,
        "length": 0.15,
        "opens_document": 1.02,
        "reciprocal_rank": 1.30,
        "score": 1.83,
        "share": 0.24,
        "title_share": 1.29,
        "title_told": 2.10,
        "evidence:when": 1.14,
        "evidence:how_many": 0.69,
        "evidence:where": 0.23,
        "evidence:who": -0.16,
        "evidence:definition": -0.43,
        "near:when": 1.92,
        "near:how_many": 1.59,
        "near:where": -0.57,
        "near:who": 0.08,
        "near:definition": 0.81,
    }
)
"""Weight of each feature of a window, by a conditional logit over the windows of a question."""

SILENCE_BIAS: Final = -2.89
SILENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "word": 2.39,
        "gram": 8.44,
        "covered_with_title": 4.05,
        "in_order": 0.34,
        "leads": 1.04,
        "brevity": -5.59,
        "title_told": 1.59,
        "no_evidence": -0.60,
        "commonness": -1.21,
    }
)
"""Logistic model of a question being answered by the corpus, told by `silence.silence_features`."""
THRESHOLD: Final = 0.17
"""Least confidence with which an answer is given: keeps 95 % of the answerable questions."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is looked at and shown."""

    passages: int = 8
    """Hits whose windows are judged."""
    depth: int = 50
    """Hits that the nearest titles are looked for in."""
    excerpts: int = 9
    """Excerpts that may be paged through."""
    length: int = 300
    """Code points of an excerpt at most; at least 100."""
