"""A question into hits: its words matched field by field, the evidence added up, the best taken.

In: the contents of an index and a `Question`. Out: `Hit`s, best first.

Each word of the question counts by its share: its idf as a part of the sum of all. In each field a
passage matches a word to a degree from 0 to 1, the BM25 score relative to the idf. So every feature
lies between 0 and 1 and compares between questions, and the score, their weighted mean
(`parameters.WEIGHTS`), does too. A word that may be written in several ways counts once, as its
best option.

| Feature of a hit | Sum over the words of their shares times |
|---|---|
| `word` | the degree of match of the normalized word in the passage |
| `stem` | of its light stem |
| `root` | of its root |
| `lemma` | of its lemma; 0 where no morphology is installed |
| `gram` | of the 3-grams of word and stem |
| `evidence` | these five, weighted: how well the text of the passage itself matches |
| `title` | of the 3-grams in the document's title |
| `lead` | of the 3-grams in the heading and the first words of the passage |
| `article` | the word's best evidence in any passage of the same document or title |
| `neighbors` | its better evidence in the passage before or after |
| `coverage` | 1 where the word or a form of its stem stands in the passage |
| `rarest` | the evidence of the question's rarest word alone |
| `sentence` | 1 where it stands in the passage's best sentence |
| `order` | (of pairs of words) 1 where they stand together, in the question's order |
"""

from __future__ import annotations

from dataclasses import asdict
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval.index.memory.arrangement import Layout
from retrieval.index.memory.contents import Contents
from retrieval.index.memory.degrees import Degrees, match_passages
from retrieval.index.memory.postings import Floats, Ints
from retrieval.index.memory.proximity import match_layout
from retrieval.index.parameters import GRAM_MATCH, RERANKED, WEIGHTS
from retrieval.index.query import analyze_question
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import Hit, Question

Vector = npt.NDArray[np.float64]

_TEXT_FIELDS: Final = ("word", "stem", "root", "lemma", "gram")
"""The fields whose degrees make the evidence."""
_WEIGHTS: Final = {name: weight for name, weight in asdict(WEIGHTS).items() if name not in _TEXT_FIELDS}
_EVIDENCE_WEIGHT: Final = WEIGHTS.word + WEIGHTS.stem + WEIGHTS.root + WEIGHTS.gram
_BOUND: Final = _EVIDENCE_WEIGHT + sum(_WEIGHTS.values())
"""The score that no passage can reach."""


def search_contents(contents: Contents, analyzer: Analyzer, question: Question, limit: int) -> list[Hit]:
    """The best passages for a question; see `retrieval.index.protocol.Index.search`."""
    words = analyze_question(question, analyzer)
    if not words or not contents.passages:
        return []
    degrees = match_passages(contents, words, analyzer)
    features = _features(degrees, contents)
    ordinals = _candidates(degrees)
    ordinals = _best(ordinals, _score(features)[ordinals], max(RERANKED, limit))
    features = {name: values[ordinals] for name, values in features.items()}
    features["sentence"], features["order"] = match_layout(
        contents, ordinals, words, degrees.shares, analyzer
    )
    scores = _score(features)
    order = np.lexsort((ordinals, -scores))[:limit]
    rows = np.minimum(np.stack(list(features.values()), axis=1)[order], 1.0).tolist()
    return [
        Hit(contents.passages[ordinal], rank, score, MappingProxyType(dict(zip(features, row, strict=True))))
        for rank, (ordinal, score, row) in enumerate(
            zip(ordinals[order].tolist(), scores[order].tolist(), rows, strict=True), start=1
        )
    ]


def _features(degrees: Degrees, contents: Contents) -> dict[str, Vector]:
    """The features of all passages that need no look at the order of their words."""
    shares, layout = degrees.shares, contents.layout
    names = [name for name in _TEXT_FIELDS if name != "lemma" or contents.fields.lemma.terms]
    weights = {name: getattr(WEIGHTS, name) for name in names}
    parts = [weight * getattr(degrees, name) for name, weight in weights.items()]
    evidence = np.sum(parts, axis=0) / np.float32(sum(weights.values()))
    return {
        **{name: shares @ getattr(degrees, name) for name in _TEXT_FIELDS},
        "evidence": shares @ evidence,
        "title": shares @ degrees.title,
        "lead": shares @ degrees.lead,
        "article": shares @ _best_of_group(evidence, layout),
        "neighbors": shares @ _best_of_neighbors(evidence, layout),
        "coverage": shares @ (degrees.stem > 0),
        "rarest": evidence[np.argmax(shares)].astype(np.float64),
    }


def _best_of_group(evidence: Floats, layout: Layout) -> Floats:
    return np.maximum.reduceat(evidence[:, layout.grouped], layout.group_starts, axis=1)[:, layout.groups]


def _best_of_neighbors(evidence: Floats, layout: Layout) -> Floats:
    padded = np.pad(evidence, ((0, 0), (0, 1)))  # a missing neighbor is the last column
    return np.maximum(padded[:, layout.before], padded[:, layout.after])


def _score(features: dict[str, Vector]) -> Vector:
    """The weighted mean of the features that are there."""
    parts = [weight * features[name] for name, weight in _WEIGHTS.items() if name in features]
    score: Vector = np.sum([_EVIDENCE_WEIGHT * features["evidence"], *parts], axis=0) / _BOUND
    return score


def _candidates(degrees: Degrees) -> Ints:
    """Passages that share a term with the question, or nearly all grams of one in text or title."""
    shared = (degrees.stem > 0) | (degrees.root > 0) | (degrees.lemma > 0)
    near = (degrees.gram >= GRAM_MATCH) | (degrees.title >= GRAM_MATCH)
    return np.flatnonzero((shared | near).any(axis=0)).astype(np.int32)


def _best(ordinals: Ints, scores: Vector, limit: int) -> Ints:
    return ordinals[np.lexsort((ordinals, -scores))[:limit]]
