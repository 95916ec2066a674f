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
        "covered": -0.40,
        "covered_with_title": 6.38,
        "evidence_count": 0.80,
        "gap": 2.51,
        "in_order": 1.24,
        "leads": 0.29,
        "opens_document": 1.04,
        "reciprocal_rank": 1.53,
        "score": 2.62,
        "share": 0.51,
        "title_share": 0.25,
        "title_told": 1.66,
        "evidence:when": 1.37,
        "evidence:number": 0.74,
        "evidence:where": 0.96,
        "near:when": 1.97,
        "near:number": 2.29,
        "near:definition": 0.73,
    }
)
"""Weight of each feature of a window, by a conditional logit over the windows of a question."""

SILENCE_BIAS: Final = -2.43
SILENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "score": 16.07,
        "covered_with_title": 2.50,
        "leads": 1.40,
        "brevity": -5.25,
        "no_evidence": -0.28,
        "commonness": -1.13,
    }
)
"""Logistic model of a question being answered by the corpus, told by `silence.silence_features`."""
THRESHOLD: Final = 0.18
"""Least confidence with which an answer is given: keeps 95 % of the answerable questions."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is looked at and shown."""

    passages: int = 6
    """Hits whose windows are judged."""
    depth: int = 50
    """Hits that the nearest titles are looked for in."""
    excerpts: int = 9
    """Excerpts that may be paged through."""
    length: int = 300
    """Code points of an excerpt at most; at least 100."""
