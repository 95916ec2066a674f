"""A question as the index asks it: groups of terms that mean the same.

In: a `Question` and the analyzer. Out: `QueryWord`s, one for each word of the question that has a
term; its first option is the word itself, the others are its names, variants and related words. A
group counts once: as its best option.
"""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.index.parameters import RELATED_SHARE
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import Question, QuestionWord


@dataclass(frozen=True, slots=True)
class Option:
    """One way to write a word of the question."""

    terms: tuple[str, ...]
    """Normalized terms, at least one."""
    share: float
    """What a match counts, above 0 and at most 1."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of the question: its options, any of which counts as a match."""

    place: int
    """Place of the word in the question, from 0."""
    options: tuple[Option, ...]
    """At least one; the word as asked comes first."""
    weight: float
    """Share of its full weight, above 0 and at most 1."""


def analyze_question(question: Question, analyzer: Analyzer) -> tuple[QueryWord, ...]:
    """The words of a question as groups of terms, in their order.

    Words without a term are left out, and so is a word that is asked twice, the second time.
    """
    words: dict[tuple[str, ...], QueryWord] = {}
    for place, word in enumerate(question.words):
        options = _options(word, analyzer)
        if options:
            words.setdefault(options[0].terms, QueryWord(place, options, word.weight))
    return tuple(words.values())


def _options(word: QuestionWord, analyzer: Analyzer) -> tuple[Option, ...]:
    shares = [(text, 1.0) for text in (word.surface, *word.alternatives)]
    shares += [(text, RELATED_SHARE) for text in word.related]
    options: dict[tuple[str, ...], Option] = {}
    for text, share in shares:
        terms = tuple(analyzer.content_terms(text) or analyzer.terms(text))
        if terms:
            options.setdefault(terms, Option(terms, share))
    return tuple(options.values())
