"""The nearest titles: what is offered where there is no answer.

In: hits and windows that do not answer. Out: the documents among them whose titles share most with
the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from retrieval.answering.excerpts.windows import Window
from retrieval.index.matching import QuestionMatcher
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import Hit, NearestTitle

MOST_TITLES: Final = 3
LEAST_COVERED: Final = 0.5
"""Share of the question's weight in a window that makes a title near which shares no word itself."""


def nearest_titles(
    hits: Sequence[Hit], windows: Sequence[Window], matcher: QuestionMatcher, analyzer: Analyzer
) -> tuple[NearestTitle, ...]:
    """The titles nearest to a question.

    Args:
        hits: Passages, best first.
        windows: The windows of the first of them.
        matcher: Matches terms with the question's words.
        analyzer: Makes the terms of titles.

    Returns:
        At most three documents with a title: those whose titles share most of the question's
        weight, then those that windows of half of it stand in. Each title once. Never raises.
    """
    whole = sum(matcher.weights) or 1.0
    covered: dict[str, float] = {}
    for window in windows:
        document_id = window.hit.passage.document_id
        covered[document_id] = max(covered.get(document_id, 0.0), window.features["covered"])
    nearness: dict[str, tuple[tuple[float, float], NearestTitle]] = {}
    for hit in hits:
        title, document_id = hit.passage.title, hit.passage.document_id
        words = {matcher.match(term) for term in analyzer.content_terms(title)}
        shared = sum(matcher.weights[word] for word in words if word is not None) / whole
        in_window = covered.get(document_id, 0.0)
        if title and (shared > 0 or in_window >= LEAST_COVERED):
            nearness.setdefault(title, ((shared, in_window), NearestTitle(document_id, title)))
    ranked = sorted(nearness.values(), key=lambda near: near[0], reverse=True)
    return tuple(title for _, title in ranked[:MOST_TITLES])
