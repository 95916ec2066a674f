"""How well each passage matches each word of a question, field by field.

In: the contents of an index and the words of a question. Out: a `Degrees` with a row for each word
and a column for each passage. A degree is the BM25 score of the word's best option relative to its
idf: 0 where nothing matches, below 1 always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.index.memory.contents import Contents
from retrieval.index.memory.postings import Floats, Postings
from retrieval.index.query import QueryWord
from retrieval.language.terms.analyzer import Analyzer, TermField


@dataclass(frozen=True, slots=True)
class Degrees:
    """Degrees of match: a row for each word, a column for each passage."""

    word: Floats
    stem: Floats
    root: Floats
    lemma: Floats
    gram: Floats
    title: Floats
    lead: Floats
    shares: npt.NDArray[np.float64]
    """What each word counts: its idf times its own weight, as a share of all; they add up to 1."""


def match_passages(contents: Contents, words: Sequence[QueryWord], analyzer: Analyzer) -> Degrees:
    """Match all passages with all words, of which there is at least one."""
    fields = contents.fields

    def degrees(postings: Postings, field: TermField) -> Floats:
        return np.stack([_match_word(postings, field, word, analyzer) for word in words])

    weights = np.array([word.weight * word_idf(fields.stem, word, analyzer) for word in words])
    return Degrees(
        word=degrees(fields.word, TermField.WORD),
        stem=degrees(fields.stem, TermField.STEM),
        root=degrees(fields.root, TermField.ROOT),
        lemma=degrees(fields.lemma, TermField.LEMMA),
        gram=degrees(fields.gram, TermField.GRAM),
        title=degrees(fields.title, TermField.GRAM),
        lead=degrees(fields.lead, TermField.GRAM),
        shares=weights / weights.sum(),
    )


def word_idf(stems: Postings, word: QueryWord, analyzer: Analyzer) -> float:
    """The idf of the first option that the corpus knows, or else of the word itself.

    An option of several terms is as rare as its rarest.
    """
    options = [analyzer.field_terms(TermField.STEM, option.terms) for option in word.options]
    known = (option for option in options if any(term in stems.terms for term in option))
    return max(stems.idf(term) for term in next(known, options[0]))


def _match_word(postings: Postings, field: TermField, word: QueryWord, analyzer: Analyzer) -> Floats:
    best = np.zeros(postings.size, dtype=np.float32)
    for option in word.options:
        terms = analyzer.field_terms(field, option.terms)
        if any(term in postings.terms for term in terms):
            np.maximum(best, option.share * _match_option(postings, terms), out=best)
    return best


def _match_option(postings: Postings, terms: Sequence[str]) -> Floats:
    found = np.zeros(postings.size, dtype=np.float32)
    for term in terms:
        passages, scores = postings.of(term)
        found[passages] += scores
    return found / np.float32(sum(postings.idf(term) for term in terms))
