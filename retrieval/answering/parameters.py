"""The numbers of answering, all in one place, with what measured them.

Measured by `python -m benchmarks.tune_answering` on the development questions, November 2026: trained
on four fifths of their articles and reported on the rest, five times, and on one question set and
reported on the other. Features are told where they are computed: `windows` and `silence`.

On articles not trained on, mean of both sets: the answer stands in the first excerpt for 0.791, in the
first three for 0.911 of the questions; AUROC of silence 0.906, refused while 95 % are kept 0.590.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
        "title_told": 1.67,
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

SILENCE_BIAS: Final = -1.79
SILENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "score": 5.51,
        "told": 3.14,
        "leads": 0.48,
        "brevity": -2.14,
        "lacks": -0.72,
        "first_missing": -0.41,
        "last_unknown": -1.02,
        "commonness": -0.55,
    }
)
"""Logistic model of a question being answered by the corpus, told by `silence.silence_features`."""
THRESHOLD: Final = 0.165
"""Least confidence with which an answer is given: keeps 95 % of the answerable questions of the
corpus as it is, and no fewer of the small and middling ones with titles."""


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """How much is looked at and shown."""

    passages: int = 8
    """Hits whose windows are judged."""
    depth: int = 50
    """Hits that the nearest titles are looked for in."""
    excerpts: int = 9
    """Excerpts that may be paged through."""
    length: int = 300
    """Code points of an excerpt at most; at least 100."""
