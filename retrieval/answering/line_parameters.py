"""Weights and thresholds of the answer line, in one place.

In: nothing. Out: constants, each with what measured it: `benchmarks/tune_answer_line.py` on the 471
questions with «متى» and «كم» of the development set (ARCD, TyDi QA), November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

EXCERPTS_READ: Final = 3
"""Excerpts whose values are weighed: those that one reply shows."""

THRESHOLD: Final = 0.55
"""Least share of a value to be shown; weights fitted on other questions: precision 0.86, shown for 61 %."""

VOICE_THRESHOLD: Final = 0.10
"""Least share of a different value of another excerpt to be told beside the chosen one."""

PART_THRESHOLD: Final = 0.01
"""The same for a value that agrees in part, such as an interval that holds the chosen day."""

DATE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "near": 0.69,
        "before": 0.83,
        "behind": -0.06,
        "covered_sentence": -0.10,
        "subject": 1.24,
        "subject_sentence": 0.88,
        "subject_missing": -0.15,
        "no_subject": -0.97,
        "event_near": 0.24,
        "event_absent": 0.39,
        "event_other": -0.37,
        "event_clash": -0.35,
        "event_nearest": 0.82,
        "own_left": 0.42,
        "rank": 1.09,
        "score_gap": 1.60,
        "alone": 0.63,
        "first": 0.27,
        "few_words": -0.97,
        "support": 0.48,
        "interval": -0.35,
        "uncertain": -0.25,
        "grain": -0.03,
        "pair": 0.95,
        "bracketed": -0.17,
        "bracketed_unasked": -0.89,
        "bias": -2.82,
    }
)
"""Weight of each feature of a date."""

NUMBER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "near": 0.63,
        "before": 0.62,
        "behind": 0.59,
        "covered_sentence": 0.33,
        "subject": 0.57,
        "subject_sentence": 0.21,
        "subject_missing": -0.48,
        "no_subject": -0.21,
        "event_near": 0.41,
        "event_absent": 0.57,
        "event_other": 0.02,
        "event_clash": -0.00,
        "event_nearest": 0.32,
        "own_left": 0.81,
        "rank": 1.09,
        "score_gap": 1.28,
        "alone": 0.42,
        "first": 0.08,
        "few_words": -0.15,
        "same_noun": 1.42,
        "in_class": 0.88,
        "out_of_class": -0.82,
        "other_class": -0.17,
        "other_noun": -0.29,
        "bare": -0.99,
        "bias": -2.03,
    }
)
"""Weight of each feature of a number."""
