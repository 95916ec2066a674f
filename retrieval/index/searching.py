"""A question into hits: fields scored, added up, the best taken.

In: the contents of an index and a `Question`. Out: `Hit`s, best first.

Each field's score is the sum of the BM25 scores of the question's words, divided by the sum of
their idfs, which no passage can reach: so it lies between 0 and 1 and compares between questions.
A word that may be written in several ways counts once, as its best option.

| Feature of a hit | Meaning, each from 0 to 1 |
|---|---|
| `word`, `stem`, `gram`, `title`, `heading` | score of that field, relative to the question's bound |
| `article` | the same for stems, each word taken where it is best in the same article |
| `coverage` | share of the question's idf whose words stand in the passage |
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.index import parameters
from retrieval.index.bm25 import Postings
from retrieval.index.contents import Contents
from retrieval.index.query import QueryWord, analyze_question
from retrieval.language.analyzer import Analyzer, TermField
from retrieval.types import Hit, Question

Matrix = npt.NDArray[np.float64]
"""A row for each word of the question, a column for each passage."""
Vector = npt.NDArray[np.float64]


def search_contents(contents: Contents, analyzer: Analyzer, question: Question, limit: int) -> list[Hit]:
    """The best passages for a question; see `retrieval.index.protocol.Index.search`."""
    words = analyze_question(question, analyzer)
    if not words or not contents.passages:
        return []
    features = _features(contents, analyzer, words)
    score = (
        parameters.WORD.weight * features["word"]
        + parameters.STEM.weight * features["stem"]
        + parameters.GRAM.weight * features["gram"]
        + parameters.TITLE.weight * features["title"]
        + parameters.HEADING.weight * features["heading"]
        + parameters.ARTICLE_WEIGHT * features["article"]
    )
    candidates = np.flatnonzero(
        (features["coverage"] > 0) | (features["title"] > 0) | (features["gram"] >= parameters.GRAM_MATCH)
    )
    best = candidates[np.lexsort((candidates, -score[candidates]))][:limit]
    return [
        Hit(
            passage=contents.passages[ordinal],
            rank=rank,
            score=float(score[ordinal]),
            features={name: min(1.0, float(values[ordinal])) for name, values in features.items()},
        )
        for rank, ordinal in enumerate(best.tolist(), start=1)
    ]


def _features(contents: Contents, analyzer: Analyzer, words: Sequence[QueryWord]) -> dict[str, Vector]:
    fields = contents.fields
    stems, weights = match_words(fields.stem, TermField.STEM, words, analyzer)
    shares = weights / weights.sum()
    groups = contents.layout.groups
    best = np.zeros((len(words), int(groups.max()) + 1))
    for row, degrees in enumerate(stems):
        np.maximum.at(best[row], groups, degrees)
    features = {
        "stem": shares @ stems,
        "article": (shares @ best)[groups],
        "coverage": shares @ (stems > 0),
    }
    for name, postings, field in (
        ("word", fields.word, TermField.WORD),
        ("gram", fields.gram, TermField.GRAM),
        ("title", fields.title, TermField.STEM),
        ("heading", fields.heading, TermField.STEM),
    ):
        degrees, weights = match_words(postings, field, words, analyzer)
        features[name] = (weights / weights.sum()) @ degrees
    return features


def match_words(
    postings: Postings, field: TermField, words: Sequence[QueryWord], analyzer: Analyzer
) -> tuple[Matrix, Vector]:
    """How well each passage matches each word of a question in one field.

    Returns:
        Degrees of match, from 0 to 1, exclusive: the score of the best option relative to its idf;
        and the weight of each word: its idf in the field times its own weight.
    """
    degrees = np.zeros((len(words), postings.size))
    weights = np.zeros(len(words))
    for row, word in enumerate(words):
        options = [analyzer.field_terms(field, option) for option in word.options]
        known = [option for option in options if any(term in postings.terms for term in option)]
        for option in known:
            np.maximum(degrees[row], _match_option(postings, option), out=degrees[row])
        weights[row] = word.weight * _bound(
            postings, options[0] if options[0] in known else (known or options)[0]
        )
    return degrees, weights


def _match_option(postings: Postings, option: Sequence[str]) -> Vector:
    found = np.zeros(postings.size)
    for term in option:
        passages, scores = postings.of(term)
        found[passages] += scores
    return found / _bound(postings, option)


def _bound(postings: Postings, option: Sequence[str]) -> float:
    return sum(postings.idf(term) for term in option)
