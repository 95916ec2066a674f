"""Silence: how sure it is that the corpus answers a question at all.

In: hits and judged windows. Out: a confidence from 0 to 1, the probability by a logistic model of
features that compare between questions and between corpora of any size. The last word of an Arabic
question is mostly what it asks about («متى افتتحت قناة …»): where it is missing, the rest says little.
Numbers and words of little weight («… 2022», «… في العالم») are not taken for it.

| Feature | Meaning, from 0 to 1 unless said |
|---|---|
| `score` | score of the best hit |
| `covered_with_title` | of the best window, as `windows` tells |
| `leads` | the same, where a word of the question is among the window's first: it is what it speaks of |
| `brevity` | 1 / number of the question's words: a single word is matched by chance |
| `last_missing` | 1 where the best passage and its title lack the question's last word of weight |
| `last_unknown` | 1 where all judged passages and their titles lack it |
| `commonness` | logarithm of in how many passages a word of the question stands on average, 0 or more |
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from retrieval.answering.windows import Window
from retrieval.index.matching import QuestionMatcher
from retrieval.types import Hit, Question

FULL_WEIGHT: Final = 0.75
"""Weight from which a word tells what is asked about: above those that tell the kind of answer."""
STEEPEST: Final = 60.0
"""Largest logit; beyond it a probability is 0 or 1 in floating point."""


def confidence(features: Mapping[str, float], weights: Mapping[str, float], bias: float) -> float:
    """Probability from 0 to 1 by the logistic model of some weights; a feature not named weighs nothing."""
    logit = bias + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-STEEPEST, min(STEEPEST, logit))))


def silence_features(
    question: Question,
    hits: Sequence[Hit],
    windows: Sequence[Window],
    matcher: QuestionMatcher,
    passages: int,
) -> dict[str, float]:
    """What tells whether a question is answered; see the table of the module.

    Args:
        question: What is asked.
        hits: Passages that windows were made of, best first, at least one.
        windows: Their windows, best first, at least one.
        matcher: Knows how rare the question's words are.
        passages: Number of passages of the index.
    """
    best = windows[0]
    covered = best.features["covered_with_title"]
    words = max(1, len(matcher.weights))
    last = _subject(question, matcher)
    return {
        "score": hits[0].score,
        "covered_with_title": covered,
        "leads": best.features["leads"] * covered,
        "brevity": 1 / words,
        "last_missing": float(last not in best.told),
        "last_unknown": float(all(last not in window.told for window in windows)),
        "commonness": max(0.0, math.log1p(passages) - sum(matcher.weights) / words),
    }


def _subject(question: Question, matcher: QuestionMatcher) -> int:
    """The last word that is no number and has its full weight, else the last that has any, else 0."""
    known = [word for word, weight in enumerate(matcher.weights) if weight]
    full = [
        word
        for word in known
        if question.words[word].weight >= FULL_WEIGHT and not question.words[word].surface.isdigit()
    ]
    return (full or known or [0])[-1]
