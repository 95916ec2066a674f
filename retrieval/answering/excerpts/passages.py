"""A passage analyzed for answering: its tokens and the evidence in them.

In: a passage. Out: a `AnalyzedPassage`. Reading a passage takes longer than judging it, so the passages
that questions come back to are remembered.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from retrieval.answering.excerpts.evidence import Evidence, find_evidence
from retrieval.language.terms.analyzer import AnalyzedToken, Analyzer
from retrieval.types import Passage, Span

REMEMBERED: Final = 4096
"""Passages that stay analyzed: about 25 KB each, so some 100 MB at most."""


@dataclass(frozen=True, slots=True)
class AnalyzedPassage:
    """A passage, its tokens and their evidence; places of tokens count from 0."""

    passage: Passage
    tokens: tuple[AnalyzedToken, ...]
    """Tokens in order; their offsets are in the passage's text."""
    starts: tuple[int, ...]
    """Where each token begins, in the document."""
    evidence: Evidence
    title_terms: tuple[str, ...]
    """Terms of the document's title and of the heading above the passage, stop words left out."""

    def places(self, span: Span) -> range:
        """Places of the tokens that begin inside a span of the document."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))


class PassageAnalyzer:
    """Analyzes passages and remembers the last ones. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer) -> None:
        # Not a method of its own: that would be a cycle, which keeps a replaced index in memory for long.
        self._remember = lru_cache(maxsize=REMEMBERED)(partial(_analyze, analyzer))

    def analyze(self, passage: Passage) -> AnalyzedPassage:
        """Analyze a passage, or return what was remembered."""
        return self._remember(passage)


def _analyze(analyzer: Analyzer, passage: Passage) -> AnalyzedPassage:
    tokens = tuple(analyzer.analyze(passage.text))
    titles = f"{passage.title}\n{passage.heading}"
    return AnalyzedPassage(
        passage=passage,
        tokens=tokens,
        starts=tuple(passage.start + token.start for token in tokens),
        evidence=find_evidence(tokens),
        title_terms=tuple(analyzer.content_terms(titles)),
    )
