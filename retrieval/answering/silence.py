"""Silence: how sure it is that the corpus answers a question at all.

In: hits and judged windows. Out: a confidence from 0 to 1, the probability by a logistic model of
features that compare between questions and between corpora.

| Feature | Meaning, from 0 to 1 unless said |
|---|---|
| `score` | score of the best hit |
| `margin` | how far the best hit stands above the best one of another title |
| `wscore` | score of the best window, not bounded |
| those of `OF_BEST_WINDOW` | of the best window, as `windows` tells |
| `covered_somewhere` | best `covered_with_title` of any window |
| `missing` | weight share of the heaviest word that the best passage and its title lack |
| `unknown` | share of the question's weight on words that no hit holds |
| `words` | 1 / number of the question's words |
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from retrieval.answering.reading import PassageReader
from retrieval.answering.windows import Window, match_passage
from retrieval.index.matching import QuestionMatcher
from retrieval.types import Hit

OF_BEST_WINDOW = (
    "covered",
    "covered_with_title",
    "best_sentence",
    "in_order",
    "leads",
    "title_share",
    "title_told",
)


def confidence(features: Mapping[str, float], weights: Mapping[str, float], bias: float) -> float:
    """Probability from 0 to 1 by the logistic model of some weights."""
    total = bias + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def silence_features(
    hits: Sequence[Hit], windows: Sequence[Window], matcher: QuestionMatcher, reader: PassageReader
) -> dict[str, float]:
    """What tells whether a question is answered; see the table of the module.

    Args:
        hits: Passages that windows were made of, best first, at least one.
        windows: Their windows, best first, at least one.
        matcher: Matches terms with the question's words.
        reader: Reads passages.
    """
    best = windows[0]
    whole = sum(matcher.weights) or 1.0
    shares = [weight / whole for weight in matcher.weights]
    held: set[int | None] = set()
    in_best: set[int | None] = set()
    for hit in hits:
        matched = match_passage(reader.read(hit.passage), matcher)
        words = {*matched.words, *matched.title_words}
        held |= words
        if hit.rank == best.hit.rank:
            in_best = words
    others = [hit.score for hit in hits if hit.passage.title != hits[0].passage.title]
    return {
        "score": hits[0].score,
        "wscore": best.score,
        "margin": hits[0].score - max(others, default=0.0),
        **{name: best.features[name] for name in OF_BEST_WINDOW},
        "covered_somewhere": max(window.features["covered_with_title"] for window in windows),
        "missing": max((share for word, share in enumerate(shares) if word not in in_best), default=0.0),
        "unknown": sum(share for word, share in enumerate(shares) if word not in held),
        "words": 1 / max(1, len(shares)),
    }
