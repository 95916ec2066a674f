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

THRESHOLD: Final = 0.35
"""Least share of a value to be shown; weights fitted on other questions: precision 0.88, shown for 59 %.

The share counts as if half of all questions had no answer in the corpus: the weights are fitted on each
question with its excerpts and once more without those that answer, where 14 % still show a line. Fitted
without them 30 % did."""

VOICE_THRESHOLD: Final = 0.10
"""Least share of a different value of another excerpt to be told beside the chosen one."""

PART_THRESHOLD: Final = 0.01
"""The same for a value that agrees in part, such as an interval that holds the chosen day."""

DATE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "near": 0.76,
        "before": 0.86,
        "behind": -0.07,
        "covered_sentence": -0.20,
        "subject": 1.57,
        "subject_sentence": 1.18,
        "subject_missing": -0.70,
        "no_subject": -0.43,
        "event_near": -0.18,
        "event_other": -0.34,
        "event_clash": -0.38,
        "event_told": 0.23,
        "event_untold": -0.01,
        "event_nearest": 0.69,
        "own_left": 0.45,
        "rank": 1.35,
        "score_gap": 0.95,
        "alone": 0.63,
        "first": 0.21,
        "few_words": -0.95,
        "support": 1.00,
        "interval": -0.32,
        "uncertain": -0.53,
        "grain": 0.10,
        "pair": 0.86,
        "bracketed": -0.14,
        "bracketed_unasked": -0.63,
        "bias": -5.22,
    }
)
"""Weight of each feature of a date."""

NUMBER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "near": 0.65,
        "before": 0.59,
        "behind": 0.53,
        "covered_sentence": 0.14,
        "subject": 1.11,
        "subject_sentence": 0.33,
        "subject_missing": -0.79,
        "no_subject": -0.11,
        "event_near": 0.20,
        "event_other": -0.09,
        "event_clash": 0.00,
        "event_told": 0.21,
        "event_untold": -0.20,
        "event_nearest": 0.15,
        "own_left": 0.76,
        "rank": 1.31,
        "score_gap": 0.88,
        "alone": 0.76,
        "first": 0.01,
        "few_words": -0.32,
        "same_noun": 1.50,
        "in_class": 0.52,
        "out_of_class": -0.99,
        "other_class": 0.08,
        "other_noun": -0.41,
        "bare": -1.05,
        "bias": -4.89,
    }
)
"""Weight of each feature of a number."""
