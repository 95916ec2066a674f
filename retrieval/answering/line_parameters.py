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

THRESHOLD: Final = 0.58
"""Least share of a value to be shown; weights fitted on other questions: precision 0.87, shown for 53 %."""

VOICE_THRESHOLD: Final = 0.10
"""Least share of a different value of another excerpt to be told beside the chosen one."""

PART_THRESHOLD: Final = 0.01
"""The same for a value that agrees in part, such as an interval that holds the chosen day."""

DATE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "near": 0.59,
        "before": 0.90,
        "behind": 0.29,
        "covered_sentence": -0.21,
        "subject": 1.26,
        "subject_sentence": 0.83,
        "subject_missing": -0.14,
        "no_subject": -0.86,
        "event_near": 0.32,
        "event_absent": 0.24,
        "event_other": -0.40,
        "event_clash": -0.49,
        "event_nearest": 0.73,
        "own_left": 0.56,
        "rank": 1.69,
        "score_gap": 1.38,
        "alone": 0.40,
        "first": 0.33,
        "support": 0.63,
        "few_words": -0.91,
        "interval": -0.57,
        "uncertain": -0.30,
        "grain": -0.05,
        "pair": 0.76,
        "bracketed": -0.25,
        "bracketed_unasked": -0.85,
        "bias": -3.51,
    }
)
"""Weight of each feature of a date."""

NUMBER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "near": 0.57,
        "before": 0.55,
        "behind": 0.63,
        "covered_sentence": 0.18,
        "subject": 0.51,
        "subject_sentence": 0.15,
        "subject_missing": -0.41,
        "no_subject": -0.19,
        "event_near": 0.20,
        "event_absent": 0.55,
        "event_other": -0.07,
        "event_clash": -0.01,
        "event_nearest": 0.26,
        "own_left": 0.53,
        "rank": 1.09,
        "score_gap": 1.09,
        "alone": 0.33,
        "first": 0.10,
        "support": -0.30,
        "few_words": -0.13,
        "same_noun": 1.11,
        "in_class": 1.11,
        "out_of_class": -0.75,
        "other_class": -0.02,
        "other_noun": -0.30,
        "bare": -0.83,
        "bias": -2.17,
    }
)
"""Weight of each feature of a number."""
