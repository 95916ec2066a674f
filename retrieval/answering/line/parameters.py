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

THRESHOLD: Final = 0.33
"""Least share of a value to be shown; weights fitted on other questions: precision 0.87, shown for 57 %.

The share counts as if half of all questions had no answer in the corpus: the weights are fitted on each
question with its excerpts and once more without those that answer. A line is still shown for 10 % of
the latter; it was for 30 % when the weights were fitted without them and nothing was ruled out by
`vetoes`. The rule on the subject of the question came after the fit."""

RIVAL_SHARE: Final = 0.7
"""Part of the share of the best value from which another value leaves the question open."""

VOICE_THRESHOLD: Final = 0.10
"""Least share of a different value of another excerpt to be shown beside the chosen one."""

PART_THRESHOLD: Final = 0.01
"""The same for a value that agrees in part, such as an interval that holds the chosen day."""

DATE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "near": 0.64,
        "before": 0.94,
        "behind": 0.04,
        "covered_sentence": -0.17,
        "subject": 1.16,
        "subject_sentence": 1.11,
        "subject_missing": -0.54,
        "no_subject": -0.63,
        "event_near": 0.02,
        "event_other": -0.37,
        "event_clash": -0.30,
        "event_in_sentence": 0.29,
        "event_missing": 0.04,
        "event_nearest": 0.63,
        "own_left": 0.39,
        "rank": 1.28,
        "score_gap": 0.98,
        "alone": 0.87,
        "first": 0.30,
        "few_words": -0.90,
        "support": 0.79,
        "interval": -0.37,
        "uncertain": -0.53,
        "grain": 0.11,
        "pair": 0.97,
        "bracketed": -0.13,
        "bracketed_unasked": -0.66,
        "bias": -5.08,
    }
)
"""Weight of each feature of a date."""

NUMBER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "near": 0.65,
        "before": 0.67,
        "behind": 0.59,
        "covered_sentence": 0.03,
        "subject": 0.69,
        "subject_sentence": 0.16,
        "subject_missing": -0.70,
        "no_subject": -0.17,
        "event_near": 0.30,
        "event_other": -0.04,
        "event_clash": 0.00,
        "event_in_sentence": 0.19,
        "event_missing": -0.39,
        "event_nearest": 0.10,
        "own_left": 0.58,
        "rank": 1.19,
        "score_gap": 0.84,
        "alone": 0.40,
        "first": 0.04,
        "few_words": -0.23,
        "same_noun": 1.61,
        "in_class": 0.69,
        "out_of_class": -0.95,
        "other_class": 0.16,
        "other_noun": -0.41,
        "bare": -0.97,
        "bias": -4.01,
    }
)
"""Weight of each feature of a number."""
