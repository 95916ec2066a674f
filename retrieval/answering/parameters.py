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
        "best_sentence": 0.02,
        "covered": -0.40,
        "covered_with_title": 6.43,
        "evidence_count": 0.93,
        "gap": 2.52,
        "in_order": 1.25,
        "leads": 0.28,
        "length": 0.01,
        "opens_document": 1.04,
        "reciprocal_rank": 1.52,
        "score": 2.63,
        "share": 0.51,
        "title_share": 0.25,
        "title_told": 1.65,
        "evidence:when": 1.27,
        "evidence:how_many": 0.14,
        "evidence:where": 0.92,
        "evidence:who": -0.27,
        "evidence:definition": -0.32,
        "near:when": 1.88,
        "near:how_many": 2.97,
        "near:where": -0.22,
        "near:who": -0.12,
        "near:definition": 0.86,
    }
)
"""Weight of each feature of a window, by a conditional logit over the windows of a question."""

SILENCE_BIAS: Final = -2.83
SILENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "word": 1.44,
        "gram": 8.56,
        "covered_with_title": 1.85,
        "in_order": 0.52,
        "title_told": 2.74,
        "leads": 1.55,
        "brevity": -4.46,
        "no_evidence": -0.59,
        "commonness": -1.07,
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
