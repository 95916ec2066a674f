"""Weights and threshold of silence, with what measured them.

Measured by `python -m benchmarks.tune_answering` on the development questions, November 2026: trained
on four fifths of their articles and reported on the rest, five times, and on one question set and
reported on the other. The features are defined in `confidence`.

On articles not trained on, mean of both sets: AUROC 0.906, refused while 95 % are kept 0.590.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SILENCE_BIAS: Final = -1.79
SILENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "score": 5.51,
        "matched": 3.14,
        "leads": 0.48,
        "brevity": -2.14,
        "missing": -0.72,
        "first_missing": -0.41,
        "last_unknown": -1.02,
        "commonness": -0.55,
    }
)
"""Logistic model of whether the corpus answers a question, over `confidence.silence_features`."""
THRESHOLD: Final = 0.165
"""Least confidence with which an answer is given: keeps 95 % of the answerable questions of the
corpus as it is, and no fewer of the small and middling ones with titles."""
