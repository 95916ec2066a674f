"""A question into hits: an index searched, and what it found re-ranked where a reranker is at hand.

In: a `Question`. Out: `Hit`s, best first. This is all that answering knows of ranking.
"""

from __future__ import annotations

from typing import Protocol

from retrieval.index.protocol import Index
from retrieval.types import Hit, Question


class Reranker(Protocol):
    """Puts hits of one index into a better order; safe to share between threads."""

    @property
    def depth(self) -> int:
        """How many of the best hits it wants to see, at least 1."""
        ...

    def rerank(self, question: Question, hits: list[Hit]) -> list[Hit]:
        """All the hits, best first, with new ranks."""
        ...


class Searcher:
    """Searches one index. Immutable, and safe to share between threads.

    Args:
        index: What is searched.
        reranker: Orders the hits of the index anew; they stay as the index ranks them where it is None.
    """

    def __init__(self, index: Index, reranker: Reranker | None = None) -> None:
        self.index = index
        self._reranker = reranker

    def search(self, question: Question, limit: int = 100) -> list[Hit]:
        """At most `limit` passages that share a term with the question, best first.

        Args:
            question: May have no words; then there are no hits.
            limit: Most hits, at least 1.
        """
        if self._reranker is None:
            return self.index.search(question, limit)
        hits = self.index.search(question, max(limit, self._reranker.depth))
        return self._reranker.rerank(question, hits)[:limit]
