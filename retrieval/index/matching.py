"""Which words of a text match which word of a question: what excerpts look for and highlight.

In: a question and an index. Out: for any term of a text, the place of the question's word that it
matches. A term matches through its normalized form or its stem; the terms of an alternative count
for the word that it stands for.
"""

from __future__ import annotations

from retrieval.index.protocol import Index
from retrieval.index.query import analyze_question
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import Question


class QuestionMatcher:
    """Matches terms with the words of one question.

    Args:
        question: Its words are numbered in order, from 0.
        index: Knows how rare words are.
    """

    def __init__(self, question: Question, index: Index) -> None:
        self._analyzer = Analyzer()
        self._places: dict[str, int] = {}
        weights = [0.0] * len(question.words)
        for word in analyze_question(question, self._analyzer):
            for option in word.options:
                for term in option.terms:
                    self._places.setdefault(self._analyzer.stem(term), word.place)
            terms = word.options[0].terms
            weights[word.place] = word.weight * max(index.idf(term) for term in terms)
        self.weights = tuple(weights)
        """For each word of the question its idf times its own weight; 0 for a word without a term."""

    def match(self, term: str) -> int | None:
        """The place of the question's word that a normalized term matches, or None."""
        return self._places.get(self._analyzer.stem(term))
