"""Weights of the features of windows, with what measured them.

Measured by `python -m benchmarks.tune_answering` on the development questions, November 2026: trained
on four fifths of their articles and reported on the rest, five times, and on one question set and
reported on the other. The features are defined in `windows`.

On articles not trained on, mean of both sets: the answer stands in the first excerpt for 0.791, in the
first three for 0.911 of the questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WINDOW_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "covered": -0.44,
        "continued": 6.02,
        "covered_with_title": 6.46,
        "evidence_count": 0.76,
        "exact_in_order": 0.76,
        "gap": 2.45,
        "in_order": 0.68,
        "leads": 0.28,
        "opens_document": 1.05,
        "reciprocal_rank": 1.54,
        "score": 2.55,
        "share": 0.49,
        "title_share": 0.16,
        "title_asked": 1.67,
        "evidence:when": 1.36,
        "evidence:number": 0.72,
        "evidence:where": 1.02,
        "near:when": 2.03,
        "near:number": 2.33,
        "near:definition": 0.74,
        "evidence:why": 0.57,
    }
)
"""Weight of each feature of a window, by a conditional logit over the windows of a question. `continued`,
which few of them have, is not measured: its words weigh what they do in the window itself, as `covered`
and `covered_with_title`."""
