"""A question as the index asks it: groups of terms that mean the same.

In: a `Question` and the analyzer. Out: `QueryWord`s, one for each word of the question that has a
term; its first option is the word itself, the others are its synonyms and variants. A group counts
once: as its best option.
"""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.language.analyzer import Analyzer
from retrieval.types import Question


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of the question: its options, any of which counts as a match."""

    place: int
    """Place of the word in the question, from 0."""
    options: tuple[tuple[str, ...], ...]
    """Normalized terms of each option, never empty; the word as asked comes first."""
    weight: float
    """Share of its full weight, above 0 and at most 1."""


def analyze_question(question: Question, analyzer: Analyzer) -> tuple[QueryWord, ...]:
    """The words of a question as groups of terms, in their order.

    Words without a term are left out, and so is a word that is asked twice, the second time.
    """
    words: dict[tuple[str, ...], QueryWord] = {}
    for place, word in enumerate(question.words):
        options = []
        for text in (word.surface, *word.alternatives):
            terms = tuple(analyzer.content_terms(text) or analyzer.terms(text))
            if terms and terms not in options:
                options.append(terms)
        if options:
            words.setdefault(options[0], QueryWord(place, tuple(options), word.weight))
    return tuple(words.values())
