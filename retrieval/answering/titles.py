"""The nearest titles: what is offered where there is no answer.

In: hits that do not answer. Out: the documents among them whose titles share most with the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from retrieval.index.matching import QuestionMatcher
from retrieval.language.analyzer import Analyzer
from retrieval.types import Hit, NearestTitle

MOST_TITLES: Final = 3
LEAST_COVERED: Final = 0.5
"""Share of the question's weight that a passage must hold for its title to be near without sharing a word."""


def nearest_titles(
    hits: Sequence[Hit], matcher: QuestionMatcher, analyzer: Analyzer
) -> tuple[NearestTitle, ...]:
    """The titles nearest to a question.

    Args:
        hits: Passages, best first.
        matcher: Matches terms with the question's words.
        analyzer: Makes the terms of titles and texts.

    Returns:
        At most three documents with a title: those whose titles share most of the question's
        weight, then those whose passages do; none that shares little. Never raises.
    """
    nearness: dict[str, tuple[float, str]] = {}
    for hit in hits:
        passage = hit.passage
        if not passage.title:
            continue
        near = _share(passage.title, matcher, analyzer)
        if not near:
            covered = _share(passage.text, matcher, analyzer)
            near = covered - 1 if covered >= LEAST_COVERED else float("-inf")
        if near > nearness.get(passage.document_id, (float("-inf"), ""))[0]:
            nearness[passage.document_id] = (near, passage.title)
    nearest = sorted(nearness.items(), key=lambda item: -item[1][0])
    titles: dict[str, NearestTitle] = {}
    for document_id, (_, title) in nearest:
        titles.setdefault(title, NearestTitle(document_id, title))
    return tuple(titles.values())[:MOST_TITLES]


def _share(text: str, matcher: QuestionMatcher, analyzer: Analyzer) -> float:
    matched = {matcher.match(term) for term in analyzer.content_terms(text)} - {None}
    return sum(matcher.weights[word] for word in matched if word is not None) / (sum(matcher.weights) or 1.0)
